//! The words in which the tables of types are written.

/// What STIX says about one property.
pub(super) struct Property {
    pub(super) name: &'static str,
    pub(super) required: bool,
    pub(super) form: Form,
}

/// A group of properties: an object type, an extension, or a structure inside one.
pub(super) struct Table {
    /// The section of STIX 2.1.
    pub(super) section: &'static str,
    pub(super) properties: &'static [Property],
    /// Names of which at least one must be there; empty if there is no such rule.
    pub(super) one_of: &'static [&'static str],
}

/// The values that a property may have.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// Any value; a rule elsewhere looks at it.
    Any,
    Binary,
    Bool,
    /// An IANA name of a character set.
    Charset,
    /// A dictionary with values of any kind.
    Dictionary,
    /// A value out of a closed list.
    Enumeration(&'static [&'static str]),
    /// A list of values out of a closed list.
    Enumerations(&'static [&'static str]),
    /// Predefined and other extensions.
    Extensions,
    Float(f64, f64),
    Hashes,
    Hex,
    Integer(i64, i64),
    Language,
    Languages,
    /// A dictionary with lists of strings.
    ListDictionary,
    /// A timestamp with at least three fraction digits.
    Millisecond,
    /// A timestamp that should have as many: the precision tells versions apart, and there are
    /// none here.
    MillisecondAdvised,
    Object(&'static Table),
    Objects(&'static Table),
    Reference(Targets),
    References(Targets),
    /// A timestamp without a fraction.
    Second,
    Text,
    Texts,
    /// A dictionary with strings.
    TextDictionary,
    /// A dictionary with strings or lists of strings.
    MixedDictionary,
    /// A dictionary with integers.
    IntegerDictionary,
    Time,
    Url,
}

/// The types that a reference may name.
#[derive(Clone, Copy)]
pub(super) enum Targets {
    /// Any type.
    Any,
    /// A cyber-observable object, or a type that we do not know.
    Observable,
    /// A cyber-observable or relationship object, or a type that we do not know.
    Observed,
    /// A domain object, or a type that we do not know.
    Domain,
    /// A domain or cyber-observable object, or a type that we do not know.
    RelationshipEnd,
    /// One of these types.
    Only(&'static [&'static str]),
}

pub(super) const fn required(name: &'static str, form: Form) -> Property {
    Property {
        name,
        required: true,
        form,
    }
}

pub(super) const fn optional(name: &'static str, form: Form) -> Property {
    Property {
        name,
        required: false,
        form,
    }
}

pub(super) const fn table(section: &'static str, properties: &'static [Property]) -> Table {
    Table {
        section,
        properties,
        one_of: &[],
    }
}

/// A table in which at least one of the names must be there.
pub(super) const fn choice(
    section: &'static str,
    one_of: &'static [&'static str],
    properties: &'static [Property],
) -> Table {
    Table {
        section,
        properties,
        one_of,
    }
}

/// The range of integers that STIX allows (section 2.10).
pub(super) const ANY_INTEGER: Form = Form::Integer(-9_007_199_254_740_991, 9_007_199_254_740_991);

/// Integers that are not negative.
pub(super) const COUNT: Form = Form::Integer(0, 9_007_199_254_740_991);

impl Table {
    pub(super) fn property(&self, name: &str) -> Option<&'static Property> {
        self.properties
            .iter()
            .find(|property| property.name == name)
    }
}
