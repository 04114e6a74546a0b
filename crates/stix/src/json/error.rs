//! Why a JSON text is refused.

use std::fmt;

/// Why a text was not read, and where.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{kind} at byte {offset}")]
pub struct ParseJsonError {
    /// The offset in bytes, counted from 0, at which reading stopped.
    pub offset: usize,
    /// What is wrong there.
    pub kind: JsonErrorKind,
}

/// What is wrong with a JSON text.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum JsonErrorKind {
    /// A control character inside a string that is not written as an escape.
    ControlCharacter,
    /// A second member of the same name.
    DuplicateName(String),
    /// The text ends too early.
    End,
    /// A backslash that starts no escape.
    Escape,
    /// An integer that a double does not hold exactly.
    IntegerRange,
    /// An escape for half a character (a lone surrogate).
    LoneSurrogate,
    /// A number that is written in a way that JSON does not have.
    Number,
    /// A number too large for a double.
    NumberRange,
    /// Lists and objects inside each other beyond the limit.
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// More bytes than the limit.
    TooLong {
        /// The limit.
        limit: usize,
    },
    /// More members and items than the limit.
    TooMany {
        /// The limit.
        limit: usize,
    },
    /// More text after the value.
    Trailing,
    /// A character that cannot stand there.
    Unexpected,
    /// Bytes that are not UTF-8.
    Utf8,
}

impl JsonErrorKind {
    /// The stable name of the rule that is broken, as a finding carries it.
    pub fn rule(&self) -> &'static str {
        match self {
            Self::DuplicateName(_) => "json-duplicate-name",
            Self::IntegerRange | Self::NumberRange => "json-number-range",
            Self::LoneSurrogate => "json-lone-surrogate",
            Self::TooDeep { .. } | Self::TooLong { .. } | Self::TooMany { .. } => "json-limit",
            Self::Utf8 => "json-utf8",
            Self::ControlCharacter
            | Self::End
            | Self::Escape
            | Self::Number
            | Self::Trailing
            | Self::Unexpected => "json-syntax",
        }
    }
}

impl fmt::Display for JsonErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ControlCharacter => {
                f.write_str("a control character inside a string must be written as an escape")
            }
            Self::DuplicateName(name) => write!(f, "the member `{name}` is there twice"),
            Self::End => f.write_str("the text ends too early"),
            Self::Escape => f.write_str("this is no escape of JSON"),
            Self::IntegerRange => {
                f.write_str("an integer must lie between -9007199254740991 and 9007199254740991")
            }
            Self::LoneSurrogate => f.write_str("the escape stands for half a character"),
            Self::Number => f.write_str("the number is not written as JSON writes numbers"),
            Self::NumberRange => f.write_str("the number is too large for a double"),
            Self::TooDeep { limit } => {
                write!(
                    f,
                    "lists and objects lie more than {limit} deep inside each other"
                )
            }
            Self::TooLong { limit } => write!(f, "the text is longer than {limit} bytes"),
            Self::TooMany { limit } => write!(f, "there are more than {limit} members and items"),
            Self::Trailing => f.write_str("there is more text after the value"),
            Self::Unexpected => f.write_str("this character cannot stand here"),
            Self::Utf8 => f.write_str("the text is not UTF-8"),
        }
    }
}
