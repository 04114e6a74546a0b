//! Why a text is not a pattern, and where.

use std::fmt;
use std::ops::Range;

use crate::time::ParseTimeError;

/// Why a text is not a pattern, and where it stops being one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ParsePatternError {
    /// What is wrong.
    pub kind: PatternErrorKind,
    /// The bytes of the text that are wrong; empty at the end of the text.
    pub span: Range<usize>,
    /// The line in which they start, from 1.
    pub line: usize,
    /// The character of that line at which they start, from 1.
    pub column: usize,
}

impl ParsePatternError {
    pub(super) fn new(fault: Fault, text: &str) -> Self {
        let before = text.get(..fault.span.start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let in_line = before.get(line_start..).unwrap_or_default();
        Self {
            kind: *fault.kind,
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: in_line.chars().count() + 1,
            span: fault.span,
        }
    }
}

impl fmt::Display for ParsePatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            kind, line, column, ..
        } = self;
        write!(
            f,
            "at line {line}, character {column} of the pattern: {kind}"
        )
    }
}

impl std::error::Error for ParsePatternError {}

impl PatternErrorKind {
    /// The section of STIX 2.1 that says so.
    pub fn section(&self) -> &'static str {
        match self {
            Self::Address(_) | Self::MixedList => "9.6.1",
            Self::Binary | Self::Escape(_) | Self::Hex | Self::NumberRange | Self::Timestamp(_) => {
                "9.4"
            }
            Self::HashValue(_) => "10.6",
            Self::MixedTypes => "9.5",
            Self::NotPositive(_) | Self::PlainTime | Self::RepeatedQualifier(_) => "9.5.1",
            Self::PropertyHyphen(_) => "9.7",
            _ => "9",
        }
    }
}

/// A fault on its way to becoming a [`ParsePatternError`].
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) kind: Box<PatternErrorKind>,
    pub(super) span: Range<usize>,
}

impl Fault {
    pub(super) fn new(kind: PatternErrorKind, span: Range<usize>) -> Self {
        Self {
            kind: Box::new(kind),
            span,
        }
    }
}

/// What is wrong with a pattern.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PatternErrorKind {
    /// The value of `ISSUBSET` or `ISSUPERSET` is no network (section 9.6.1).
    #[error(
        "`{0}` is not an address or network: write `198.51.100.0/24` or `2001:db8::/32` after `ISSUBSET` and `ISSUPERSET`"
    )]
    Address(String),
    /// A binary constant is not base64 (section 9.4).
    #[error("a binary constant holds base64 with padding: `b'YWxpY2U='`")]
    Binary,
    /// A character that the language does not use.
    #[error(
        "the character `{0}` has no meaning here: values stand in apostrophes, as in `'value'`"
    )]
    Character(char),
    /// A backslash before something else than a backslash or an apostrophe.
    #[error(
        "a backslash in a text is written twice, and an apostrophe as `\\'`; `\\{0}` means nothing"
    )]
    Escape(char),
    /// The value cannot be a hash of that algorithm, so no object can have it (section 10.6).
    #[error(
        "no {0} hash has this shape, so no object can have the value: check its length and its name"
    )]
    HashValue(String),
    /// A hex constant with other characters or an odd number of digits (section 9.4).
    #[error("a hex constant holds an even number of hexadecimal digits: `h'ffd8'`")]
    Hex,
    /// A keyword in lower case.
    #[error("keywords are written in capitals: `{0}`")]
    KeywordCase(String),
    /// The values of a list are not of one type (section 9.6.1).
    #[error(
        "the values after `IN` must be of one type: all texts, all numbers, all true or false …"
    )]
    MixedList,
    /// Objects of different types are wanted from one object (section 9.5).
    #[error(
        "no object has two types: what `AND` joins within brackets must start with the same type; for different objects write `[…] AND […]`"
    )]
    MixedTypes,
    /// A number beyond those of STIX (sections 2.6 and 2.10).
    #[error("the number lies beyond those of STIX: integers have at most 53 bits")]
    NumberRange,
    /// `REPEATS 0 TIMES` or `WITHIN 0 SECONDS` (section 9.5.1).
    #[error("the number after `{0}` must be greater than zero")]
    NotPositive(&'static str),
    /// A path of very many steps.
    #[error("a path has at most {0} steps: no object is that deep")]
    PathTooLong(usize),
    /// A name that needs apostrophes (section 9.7).
    #[error("a property with a hyphen stands in apostrophes: `'{0}'`")]
    PropertyHyphen(String),
    /// The start or end of a window as a plain text, as STIX 2.0 wrote it (section 9.5.1).
    #[error("since STIX 2.1 a time is written with `t` before it: `t'2016-06-01T00:00:00Z'`")]
    PlainTime,
    /// A qualifier twice on one expression (section 9.5.1).
    #[error("`{0}` stands twice after one expression: keep one, or put parentheses between them")]
    RepeatedQualifier(&'static str),
    /// A timestamp that does not exist (sections 2.16 and 9.4).
    #[error("{0}")]
    Timestamp(#[from] ParseTimeError),
    /// Parentheses in parentheses in parentheses …
    #[error("parentheses stand at most {0} deep in each other: take the needless ones away")]
    TooDeep(usize),
    /// A text that is longer than the limit.
    #[error("a pattern has at most {0} bytes: cut it into several indicators")]
    TooLong(usize),
    /// More comparisons and values than the limit.
    #[error("a pattern has at most {0} comparisons and values: cut it into several indicators")]
    TooManyTerms(usize),
    /// A comment without its end.
    #[error("the comment does not end: close it with `*/`")]
    UnclosedComment,
    /// A text without its closing apostrophe.
    #[error("the text does not end: close it with an apostrophe")]
    UnclosedText,
    /// Something else was expected.
    #[error("expected {expected}, found {found}")]
    Unexpected {
        /// What could stand here.
        expected: &'static str,
        /// What stands here.
        found: String,
    },
}
