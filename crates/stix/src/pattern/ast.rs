//! What a pattern says, as a tree.

use crate::time::StixTime;

/// What is asked of observations (STIX 2.1 section 9.5).
///
/// The depth of the tree is bounded by [`PatternLimits`](super::PatternLimits): chains of one
/// operator are one node, however long they are.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// `[…]`: one observation in which one object meets the comparison.
    Observation(Comparison),
    /// All of these, in different observations.
    And(Vec<Expression>),
    /// One of these.
    Or(Vec<Expression>),
    /// All of these in different observations, each no earlier than those before.
    FollowedBy(Vec<Expression>),
    /// An expression with what must hold for its observations.
    Qualified {
        /// The expression.
        expression: Box<Expression>,
        /// In the order written, which counts: each qualifies all that is before it.
        qualifiers: Vec<Qualifier>,
    },
}

/// What must hold for the observations of an expression (section 9.5.1).
#[derive(Clone, Debug, PartialEq)]
pub enum Qualifier {
    /// As many times, with different observations.
    Repeats(u64),
    /// All observed within so many seconds; an [`Integer`](Constant::Integer) or
    /// [`Float`](Constant::Float) above zero.
    Within(Constant),
    /// Observed at or after the first time, and before the second.
    During(StixTime, StixTime),
}

/// What is asked of one object (section 9.6).
#[derive(Clone, Debug, PartialEq)]
pub enum Comparison {
    /// All of these.
    And(Vec<Comparison>),
    /// One of these.
    Or(Vec<Comparison>),
    /// A path, an operator and perhaps a constant.
    Test(Test),
}

/// One comparison of what a path leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// What is compared.
    pub path: ObjectPath,
    /// Whether `NOT` stands before the operator.
    pub negated: bool,
    /// How, and with what.
    pub operator: Operator,
}

/// A comparison operator with its constant (section 9.6.1).
#[derive(Clone, Debug, PartialEq)]
pub enum Operator {
    /// `=`
    Equal(Constant),
    /// `!=`
    NotEqual(Constant),
    /// `<`
    Less(Constant),
    /// `<=`
    LessOrEqual(Constant),
    /// `>`
    Greater(Constant),
    /// `>=`
    GreaterOrEqual(Constant),
    /// `IN (…)`, of one type.
    In(Vec<Constant>),
    /// `LIKE`, where `%` stands for any characters and `_` for one.
    Like(String),
    /// `MATCHES`, a regular expression.
    Matches(String),
    /// `ISSUBSET`, an address or network.
    IsSubset(String),
    /// `ISSUPERSET`, an address or network.
    IsSuperset(String),
    /// `EXISTS`
    Exists,
}

/// A constant (section 9.4).
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// `b'…'`, decoded.
    Binary(Vec<u8>),
    /// `true` or `false`.
    Bool(bool),
    /// A number with a fraction.
    Float(f64),
    /// `h'…'`, decoded.
    Hex(Vec<u8>),
    /// A number without a fraction, of at most 53 bits.
    Integer(i64),
    /// `'…'`, without escapes.
    Text(String),
    /// `t'…'`
    Time(StixTime),
}

/// The way from an object to a value (section 9.7).
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ObjectPath {
    /// The type of the object in which the path starts.
    pub object_type: String,
    /// At least one; the first is a property.
    pub steps: Vec<Step>,
}

/// One step of an [`ObjectPath`].
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Step {
    /// Any item of a list: `[*]`.
    Any,
    /// The item at that position of a list, from 0.
    Index(u64),
    /// A property, or the key of a dictionary.
    Property(String),
}

impl ObjectPath {
    /// The last property of the path; `src_ref` of `a:b.src_ref[0]`.
    pub(super) fn last_property(&self) -> &str {
        let mut names = self.steps.iter().rev().filter_map(|step| match step {
            Step::Property(name) => Some(name.as_str()),
            _ => None,
        });
        names.next().unwrap_or_default()
    }

    /// Whether the value is encoded bytes: the name ends with `_bin` or `_hex` (section 9.6.4).
    pub(super) fn encoding(&self) -> Option<Encoding> {
        let name = self.last_property();
        if name.ends_with("_bin") {
            Some(Encoding::Base64)
        } else if name.ends_with("_hex") {
            Some(Encoding::Hex)
        } else {
            None
        }
    }

    /// Whether the path is the type and these properties.
    pub(super) fn is(&self, object_type: &str, property: &str) -> bool {
        self.object_type == object_type
            && matches!(self.steps.as_slice(), [Step::Property(name)] if name == property)
    }
}

/// How a property keeps bytes in a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Encoding {
    Base64,
    Hex,
}

impl Comparison {
    /// Calls with every test, from left to right.
    pub fn for_each_test<'c>(&'c self, visit: &mut impl FnMut(&'c Test)) {
        match self {
            Self::And(parts) | Self::Or(parts) => {
                for part in parts {
                    part.for_each_test(visit);
                }
            }
            Self::Test(test) => visit(test),
        }
    }
}

impl Expression {
    /// Calls with every test, from left to right.
    pub fn for_each_test<'c>(&'c self, visit: &mut impl FnMut(&'c Test)) {
        match self {
            Self::Observation(comparison) => comparison.for_each_test(visit),
            Self::And(parts) | Self::Or(parts) | Self::FollowedBy(parts) => {
                for part in parts {
                    part.for_each_test(visit);
                }
            }
            Self::Qualified { expression, .. } => expression.for_each_test(visit),
        }
    }

    /// Calls with every qualifier, from left to right, those of inner expressions first.
    pub fn for_each_qualifier<'c>(&'c self, visit: &mut impl FnMut(&'c Qualifier)) {
        match self {
            Self::Observation(_) => {}
            Self::And(parts) | Self::Or(parts) | Self::FollowedBy(parts) => {
                for part in parts {
                    part.for_each_qualifier(visit);
                }
            }
            Self::Qualified {
                expression,
                qualifiers,
            } => {
                expression.for_each_qualifier(visit);
                qualifiers.iter().for_each(visit);
            }
        }
    }
}
