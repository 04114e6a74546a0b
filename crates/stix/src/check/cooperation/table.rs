//! The words in which the tables of cooperation objects are written.
//!
//! One table serves three readers: validation, the published JSON Schemas, and the tests that
//! break each rule once.

use crate::check::path::Path;
use crate::check::report::Report;
use crate::json::Members;

use super::Labels;
use super::states::Machine;

/// A type of object, or an extension of other objects.
pub(in crate::check) struct Kind {
    /// The type, such as `coop-agreement`.
    pub(super) name: &'static str,
    /// The id of the extension definition that declares it; chosen once, never again.
    pub(super) extension: &'static str,
    /// What people call it.
    pub(super) title: &'static str,
    /// The same in Arabic and French, as far as the words of the field are settled.
    pub(super) labels: Option<Labels>,
    pub(super) body: Structure,
    /// How the object moves from state to state; empty if it has no order.
    pub(super) machines: &'static [&'static Machine],
}

/// A group of properties.
pub(super) struct Structure {
    /// Its name in the schemas.
    pub(super) name: &'static str,
    /// The section of `docs/objects.md`, written `coop 4.2`.
    pub(super) section: &'static str,
    /// What it is for, in one sentence.
    pub(super) about: &'static str,
    pub(super) fields: &'static [Field],
    pub(super) rules: &'static [Rule],
}

/// What is said about one property.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) need: Need,
    pub(super) shape: Shape,
    /// What it means, in one sentence.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "for the schemas, which a test writes")
    )]
    pub(super) about: &'static str,
}

/// Whether a property has to be there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Need {
    /// Without it the object is refused.
    Must,
    /// Without it there is a warning.
    Should,
    May,
}

/// The values that a property may have.
pub(super) enum Shape {
    Bool,
    /// A word of a list that is complete.
    Closed(&'static [&'static str]),
    /// A day: `2023-01-24`.
    Date,
    /// A dictionary with values of any kind.
    Dictionary,
    /// An ISO 8601 duration of whole years, months, weeks or days: `P1Y`.
    Duration,
    /// One of two, told apart by their JSON type.
    Either(&'static Shape, &'static Shape),
    Integer(i64, i64),
    Language,
    /// A list with at least so many elements.
    List(usize, &'static Shape),
    /// A day or a timestamp.
    Moment,
    Number(f64, f64),
    /// A word of a vocabulary, or of one's own.
    Open(&'static [&'static [&'static str]]),
    /// An identifier of an object of one of these types; of any type if there are none.
    Reference(&'static [&'static str]),
    /// A SHA-256 in lower-case hexadecimal digits.
    Sha256,
    Structure(&'static Structure),
    /// A text in which something is written.
    Text,
    Time,
    /// One text in several languages, by language tag.
    Translations,
}

/// What single properties cannot say.
pub(super) enum Rule {
    /// These properties should be there.
    Advises(When, &'static [&'static str]),
    /// These properties must be there.
    Needs(When, &'static [&'static str]),
    /// At least one of these properties must be there.
    NeedsOne(When, &'static [&'static str]),
    /// The property, if it is there, has one of these values.
    Only(When, &'static str, &'static [&'static str]),
    /// The first of two dates, times or numbers is not after the last.
    Order(&'static str, &'static str),
    /// What only code can say, and the same in words. A JSON Schema cannot say it, nor an order.
    Code(
        #[cfg_attr(
            not(test),
            expect(dead_code, reason = "for the schemas, which a test writes")
        )]
        &'static str,
        fn(&Members<'_>, Path<'_>, &'static str, &mut Report),
    ),
}

/// When a rule holds.
#[derive(Clone, Copy)]
pub(super) enum When {
    Always,
    Has(&'static str),
    Lacks(&'static str),
    /// The property has one of these values, or holds one if it is a list.
    Is(&'static str, &'static [&'static str]),
    True(&'static str),
}

pub(super) const fn must(name: &'static str, shape: Shape, about: &'static str) -> Field {
    Field {
        name,
        need: Need::Must,
        shape,
        about,
    }
}

pub(super) const fn should(name: &'static str, shape: Shape, about: &'static str) -> Field {
    Field {
        name,
        need: Need::Should,
        shape,
        about,
    }
}

pub(super) const fn may(name: &'static str, shape: Shape, about: &'static str) -> Field {
    Field {
        name,
        need: Need::May,
        shape,
        about,
    }
}

/// An identifier of any object.
pub(super) const ANY_REF: Shape = Shape::Reference(&[]);
pub(super) const ANY_REFS: Shape = Shape::List(1, &ANY_REF);
pub(super) const IDENTITY: Shape = Shape::Reference(&["identity"]);
pub(super) const IDENTITIES: Shape = Shape::List(1, &IDENTITY);
pub(super) const LOCATION: Shape = Shape::Reference(&["location"]);
pub(super) const LOCATIONS: Shape = Shape::List(1, &LOCATION);
pub(super) const AGREEMENT_REF: Shape = Shape::Reference(&["coop-agreement"]);
pub(super) const TEXTS: Shape = Shape::List(1, &Shape::Text);
/// A text, or the same text in several languages.
pub(super) const WORDING: Shape = Shape::Either(&Shape::Text, &Shape::Translations);
/// Integers that are not negative, as far as STIX allows (section 2.10).
pub(super) const COUNT: Shape = Shape::Integer(0, 9_007_199_254_740_991);
/// Numbers that are not negative.
pub(super) const AMOUNT: Shape = Shape::Number(0.0, 1e15);

impl Structure {
    pub(super) fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}
