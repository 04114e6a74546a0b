//! Row numbers, one type for each table, so that one is never taken for another.

use crate::database::{Cell, Column, Param};

macro_rules! key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) i64);

        impl From<$name> for Param<'_> {
            fn from(key: $name) -> Self {
                Self::Integer(key.0)
            }
        }

        impl Column for $name {
            fn read(cell: Cell<'_>) -> Option<Self> {
                i64::read(cell).map(Self)
            }
        }
    };
}

key! {
    /// An object id that this store knows, held or only named.
    ObjectKey
}
key! {
    /// One version of an object.
    VersionKey
}
key! {
    /// A partner.
    PartnerKey
}
key! {
    /// An agreement.
    AgreementKey
}
key! {
    /// An officer.
    OfficerKey
}
