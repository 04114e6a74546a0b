//! Row numbers, one type for each table, so that one is never taken for another.

use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

macro_rules! key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) i64);

        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                self.0.to_sql()
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                i64::column_result(value).map(Self)
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
