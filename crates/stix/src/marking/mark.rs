//! What a marking says: a marking definition applies, or a text has a language.

use std::fmt;
use std::str::FromStr;

use crate::check::is_language_tag;
use crate::id::ObjectId;
use crate::json::Value;

/// What an object or a part of it is marked with (STIX 2.1 section 7.2).
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Mark {
    /// A marking definition, by its id.
    Definition(String),
    /// A language, by its tag (RFC 5646); only parts of objects are marked with it.
    Language(String),
}

impl Mark {
    /// The id or the tag.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Definition(text) | Self::Language(text) => text,
        }
    }

    /// The id of the marking definition; none for languages, and for what is no such id.
    pub fn definition(&self) -> Option<ObjectId> {
        match self {
            Self::Definition(id) => id
                .parse()
                .ok()
                .filter(|id: &ObjectId| id.kind() == "marking-definition"),
            Self::Language(_) => None,
        }
    }

    /// The mark of a granular marking; none if it has neither id nor language.
    pub(super) fn of(marking: &Value<'_>) -> Option<Self> {
        let text = |name| marking.get(name).and_then(Value::as_str);
        let definition = text("marking_ref").map(Self::of_definition);
        definition.or_else(|| text("lang").map(|tag| Self::Language(tag.to_owned())))
    }

    /// The mark of that text in a list of ids: as it stands, but for the case of a UUID.
    pub(super) fn of_definition(text: &str) -> Self {
        let id = text.parse::<ObjectId>().map(|id| id.to_string());
        Self::Definition(id.unwrap_or_else(|_| text.to_owned()))
    }
}

impl From<&ObjectId> for Mark {
    fn from(definition: &ObjectId) -> Self {
        Self::Definition(definition.to_string())
    }
}

impl FromStr for Mark {
    type Err = ParseMarkError;

    fn from_str(text: &str) -> Result<Self, ParseMarkError> {
        let id = text.parse::<ObjectId>().ok();
        if let Some(id) = id.filter(|id| id.kind() == "marking-definition") {
            Ok(Self::Definition(id.to_string()))
        } else if is_language_tag(text) {
            Ok(Self::Language(text.to_owned()))
        } else {
            Err(ParseMarkError(text.chars().take(60).collect()))
        }
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is neither the id of a marking definition nor a language tag.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{0}` is neither the id of a marking definition nor a language tag")]
pub struct ParseMarkError(String);
