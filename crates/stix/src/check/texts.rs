//! Which properties hold texts that can be translated (STIX 2.1 section 7.1).

use super::table::{Form, Table};
use super::{class_of, common, table_of};

/// Which properties of an object hold texts for people, which a translation can replace.
#[derive(Clone, Copy)]
pub(crate) struct Texts {
    tables: [Option<&'static Table>; 2],
}

impl Texts {
    /// Those of an object of that type.
    pub(crate) fn of(kind: &str) -> Self {
        Self {
            tables: [Some(common::of_class(class_of(kind))), table_of(kind)],
        }
    }

    /// What lies below a property; none if the property holds no texts for people.
    ///
    /// The standard leaves open which properties these are (section 7.1). Here they are those
    /// whose values are free texts, and those that only their name tells us something about.
    pub(crate) fn below(self, name: &str) -> Option<Self> {
        let own = matches!(
            name,
            "id" | "type" | "spec_version" | "pattern" | "pattern_type" | "pattern_version"
        );
        if own || name.ends_with("_ref") || name.ends_with("_refs") {
            return None;
        }
        let mut known = self.tables.iter().flatten();
        let inner = match known
            .find_map(|table| table.property(name))
            .map(|property| property.form)
        {
            Some(Form::Object(table) | Form::Objects(table)) => Some(table),
            Some(
                Form::Text
                | Form::Texts
                | Form::Any
                | Form::Dictionary
                | Form::TextDictionary
                | Form::ListDictionary
                | Form::MixedDictionary
                | Form::Extensions,
            )
            | None => None,
            Some(_) => return None,
        };
        Some(Self {
            tables: [inner, None],
        })
    }
}
