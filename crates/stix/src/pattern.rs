//! The pattern language of STIX 2.1 (section 9), at conformance level 3: reading, printing,
//! comparing, and matching with observations.
//!
//! ```
//! use mithaq_stix::pattern::{Pattern, is_equivalent};
//!
//! let pattern: Pattern = "[ file:size>10 AND(file : name= 'a.exe') ]".parse()?;
//! assert_eq!(pattern.to_string(), "[file:size > 10 AND file:name = 'a.exe']");
//!
//! let other: Pattern = "[file:name = 'a.exe' AND file:size > 10.0]".parse()?;
//! assert!(is_equivalent(&pattern, &other));
//!
//! let error = "[file:name = 'a.exe' and file:size > 10]".parse::<Pattern>().expect_err("and");
//! assert_eq!((error.line, error.column), (1, 22));
//! # Ok::<(), mithaq_stix::pattern::ParsePatternError>(())
//! ```
//!
//! # What is chosen where the standard leaves a choice
//!
//! - `==` and `<>`, comments and the empty list are read, as in the grammar that OASIS publishes;
//!   what is printed has none of the first three.
//! - A constant that does not exist, such as 30 February, is refused when it is read: a pattern
//!   with it could never match (section 9.4). So is a value that no hash of that name can have.
//! - A path that leads nowhere meets nothing, so `NOT EXISTS` is never met (section 9.6). `NOT`
//!   before an operator asks of each item of `[*]` by itself, as `!=` does (section 9.7.2).
//! - What is observed n times (`number_observed`) counts as n observations; what is observed for
//!   a while is observed at any moment of it (section 9.1 says neither).
//! - `WITHIN` is strict, as section 9.5.1 has it; [`Within::Inclusive`] is for those who are used
//!   to the reference implementation.
//! - `MATCHES` takes look-around and back-references too, up to a number of tries, but not on
//!   bytes ([`CompilePatternError`]).

mod ast;
mod compare;
mod constant;
mod error;
mod expression;
mod lexer;
mod like;
mod matching;
mod meaning;
mod normal;
mod observation;
mod parse;
mod plan;
mod print;
mod search;
mod set;
mod special;

use std::fmt;
use std::str::FromStr;

pub use ast::{Comparison, Constant, Expression, ObjectPath, Operator, Qualifier, Step, Test};
pub use error::{ParsePatternError, PatternErrorKind};
pub use expression::CompilePatternError;
pub use matching::{CompiledPattern, Match, TooManyCombinations, Within};
pub use normal::{NormalForm, is_equivalent};
pub use observation::{Observation, ObservationError};
pub use set::{Found, PatternSet};

/// A pattern that says something: well-formed, with constants that exist, and not satisfiable by
/// nothing at all.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    expression: Expression,
}

/// Bounds on one pattern; a text beyond any of them is refused, and the refusal names the bound.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PatternLimits {
    /// Longest text in bytes; 1 MiB by default.
    pub max_bytes: usize,
    /// How deep parentheses may stand in each other; 64 by default.
    ///
    /// Values above [`PatternLimits::DEEPEST`] count as that, because reading uses the call stack.
    pub max_depth: usize,
    /// Most comparisons, each value of a list after the first counted too; 50,000 by default.
    pub max_terms: usize,
}

impl PatternLimits {
    /// The deepest nesting that any limit can permit.
    pub const DEEPEST: usize = 256;

    /// The most steps of one path.
    pub const MOST_STEPS: usize = 64;

    fn depth(&self) -> usize {
        self.max_depth.min(Self::DEEPEST)
    }
}

impl Default for PatternLimits {
    fn default() -> Self {
        Self {
            max_bytes: 1024 * 1024,
            max_depth: 64,
            max_terms: 50_000,
        }
    }
}

impl Pattern {
    /// Reads a pattern of STIX 2.1.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong, and where: the text is not of the language, a constant does
    /// not exist, `AND` joins objects of different types, a qualifier stands twice, or a default
    /// limit is passed.
    pub fn parse(text: &str) -> Result<Self, ParsePatternError> {
        Self::parse_with(text, &PatternLimits::default())
    }

    /// Reads a pattern within other limits.
    ///
    /// # Errors
    ///
    /// Those of [`Pattern::parse`].
    pub fn parse_with(text: &str, limits: &PatternLimits) -> Result<Self, ParsePatternError> {
        match parse::parse(text, limits) {
            Ok(expression) => Ok(Self { expression }),
            Err(fault) => Err(ParsePatternError::new(fault, text)),
        }
    }

    /// The form that patterns of the same meaning share.
    pub fn normal_form(&self) -> NormalForm {
        normal::of(&self.expression)
    }

    /// What the pattern says.
    pub fn expression(&self) -> &Expression {
        &self.expression
    }
}

impl FromStr for Pattern {
    type Err = ParsePatternError;

    fn from_str(text: &str) -> Result<Self, ParsePatternError> {
        Self::parse(text)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.expression.fmt(f)
    }
}
