//! One test of one object, prepared once and asked often (STIX 2.1 sections 9.6 and 9.7).

use std::borrow::Cow;
use std::cmp::Ordering;

use ipnet::IpNet;

use super::ast::{Comparison, Constant, Encoding, ObjectPath, Operator, Step, Test};
use super::constant;
use super::expression::{CompilePatternError, Search};
use super::like::Like;
use super::observation::{Observation, ObservedObject};
use crate::json::Value;
use crate::time::StixTime;

/// A comparison that is ready to be asked.
#[derive(Debug)]
pub(super) enum Asked {
    All(Vec<Asked>),
    Any(Vec<Asked>),
    Test(AskedTest),
}

/// A test that is ready to be asked.
#[derive(Debug)]
pub(super) struct AskedTest {
    path: Way,
    negated: bool,
    question: Question,
}

/// What is asked of a value.
#[derive(Debug)]
enum Question {
    Exists,
    In(Vec<Operand>),
    InTexts(Vec<Box<str>>),
    Like(Like),
    Matches(Search),
    NotEqual(Operand),
    Order(fn(Ordering) -> bool, Operand),
    Subset(IpNet),
    Superset(IpNet),
}

/// A constant in the form in which values are compared with it.
#[derive(Debug)]
enum Operand {
    Bool(bool),
    Bytes(Vec<u8>),
    /// A text that cannot be compared with bytes, where only bytes are.
    Incomparable,
    Number(f64),
    Text(Box<str>),
    Time(StixTime),
}

impl Asked {
    pub(super) fn new(comparison: &Comparison) -> Result<Self, CompilePatternError> {
        let all = |parts: &[Comparison]| -> Result<Vec<Self>, CompilePatternError> {
            parts.iter().map(Self::new).collect()
        };
        Ok(match comparison {
            Comparison::And(parts) => Self::All(all(parts)?),
            Comparison::Or(parts) => Self::Any(all(parts)?),
            Comparison::Test(test) => Self::Test(AskedTest::new(test)?),
        })
    }

    /// Whether the object meets the comparison.
    pub(super) fn holds(&self, object: &ObservedObject<'_>, observation: &Observation<'_>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(object, observation)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(object, observation)),
            Self::Test(test) => test.holds(object, observation),
        }
    }
}

impl AskedTest {
    fn new(asked: &Test) -> Result<Self, CompilePatternError> {
        let encoding = asked.path.encoding();
        let operand = |value: &Constant| Operand::new(value, encoding);
        let question = match &asked.operator {
            Operator::Equal(value) => Question::Order(Ordering::is_eq, operand(value)),
            Operator::NotEqual(value) => Question::NotEqual(operand(value)),
            Operator::Less(value) => Question::Order(Ordering::is_lt, operand(value)),
            Operator::LessOrEqual(value) => Question::Order(Ordering::is_le, operand(value)),
            Operator::Greater(value) => Question::Order(Ordering::is_gt, operand(value)),
            Operator::GreaterOrEqual(value) => Question::Order(Ordering::is_ge, operand(value)),
            Operator::In(values) => in_list(values, encoding),
            Operator::Like(text) => Question::Like(Like::new(text, encoding.is_some())),
            Operator::Matches(text) => Question::Matches(Search::new(text, encoding.is_some())?),
            // The parser has read the address already.
            Operator::IsSubset(text) => {
                constant::network(text).map_or(Question::In(Vec::new()), Question::Subset)
            }
            Operator::IsSuperset(text) => {
                constant::network(text).map_or(Question::In(Vec::new()), Question::Superset)
            }
            Operator::Exists => Question::Exists,
        };
        Ok(Self {
            path: Way::new(&asked.path),
            negated: asked.negated,
            question,
        })
    }

    fn holds(&self, object: &ObservedObject<'_>, observation: &Observation<'_>) -> bool {
        *self.path.object_type == *object.kind
            && self.path.leads_to(object.value, observation, |value| {
                self.asks(value) != self.negated
            })
    }

    fn asks(&self, value: &Value<'_>) -> bool {
        let encoding = self.path.encoding;
        match &self.question {
            Question::Exists => true,
            Question::In(operands) => operands
                .iter()
                .any(|operand| operand.compared(value, encoding) == Some(Ordering::Equal)),
            Question::InTexts(texts) => value.as_str().is_some_and(|value| {
                texts
                    .binary_search_by(|text| text.as_ref().cmp(value))
                    .is_ok()
            }),
            Question::Like(like) => readable(value, encoding).is_some_and(|text| like.fits(&text)),
            Question::Matches(search) => match encoding {
                Some(_) => decoded(value, encoding).is_some_and(|bytes| search.finds_bytes(&bytes)),
                None => value.as_str().is_some_and(|text| search.finds(text)),
            },
            Question::NotEqual(operand) => {
                operand.compared(value, encoding) != Some(Ordering::Equal)
            }
            Question::Order(wanted, operand) => {
                operand.compared(value, encoding).is_some_and(wanted)
            }
            Question::Subset(network) => {
                network_in(value).is_some_and(|own| network.contains(&own))
            }
            Question::Superset(network) => {
                network_in(value).is_some_and(|own| own.contains(network))
            }
        }
    }
}

fn in_list(values: &[Constant], encoding: Option<Encoding>) -> Question {
    let texts: Option<Vec<Box<str>>> = values
        .iter()
        .map(|value| match value {
            Constant::Text(text) if encoding.is_none() => Some(text.as_str().into()),
            _ => None,
        })
        .collect();
    match texts {
        Some(mut texts) => {
            texts.sort_unstable();
            Question::InTexts(texts)
        }
        None => Question::In(
            values
                .iter()
                .map(|value| Operand::new(value, encoding))
                .collect(),
        ),
    }
}

impl Operand {
    fn new(constant: &Constant, encoding: Option<Encoding>) -> Self {
        match constant {
            Constant::Binary(bytes) | Constant::Hex(bytes) => Self::Bytes(bytes.clone()),
            Constant::Bool(truth) => Self::Bool(*truth),
            Constant::Float(number) => Self::Number(*number),
            #[expect(
                clippy::cast_precision_loss,
                reason = "constants have at most 53 bits, which doubles hold exactly"
            )]
            Constant::Integer(number) => Self::Number(*number as f64),
            Constant::Text(text) if encoding.is_some() => {
                constant::latin1(text).map_or(Self::Incomparable, Self::Bytes)
            }
            Constant::Text(text) => Self::Text(text.as_str().into()),
            Constant::Time(time) => Self::Time(time.clone()),
        }
    }

    /// How the value lies to the constant; none if their types are incompatible.
    fn compared(&self, value: &Value<'_>, encoding: Option<Encoding>) -> Option<Ordering> {
        match (value, self) {
            (Value::Number(number), Self::Number(other)) => number.as_f64().partial_cmp(other),
            (Value::Bool(truth), Self::Bool(other)) => Some(truth.cmp(other)),
            // UTF-8 has the order of code points.
            (Value::String(text), Self::Text(other)) => Some(text.as_ref().cmp(other.as_ref())),
            (Value::String(text), Self::Bytes(other)) => match encoding {
                Some(_) => Some(decoded(value, encoding)?.cmp(other)),
                None => Some(constant::latin1(text)?.cmp(other)),
            },
            (Value::String(text), Self::Time(other)) if encoding.is_none() => {
                Some(text.parse::<StixTime>().ok()?.cmp(other))
            }
            _ => None,
        }
    }
}

/// The bytes that an encoded property stands for; none if it is not so encoded.
fn decoded(value: &Value<'_>, encoding: Option<Encoding>) -> Option<Vec<u8>> {
    let text = value.as_str()?;
    match encoding? {
        Encoding::Base64 => constant::base64(text),
        Encoding::Hex => constant::hex(text),
    }
}

/// The text of a value, or its bytes as the characters of the same numbers.
fn readable<'v>(value: &'v Value<'_>, encoding: Option<Encoding>) -> Option<Cow<'v, str>> {
    match encoding {
        Some(_) => {
            let bytes = decoded(value, encoding)?;
            Some(bytes.into_iter().map(char::from).collect())
        }
        None => value.as_str().map(Cow::Borrowed),
    }
}

fn network_in(value: &Value<'_>) -> Option<IpNet> {
    constant::network(value.as_str()?)
}

/// A path that is ready to be walked.
#[derive(Debug)]
pub(super) struct Way {
    object_type: Box<str>,
    steps: Vec<WayStep>,
    encoding: Option<Encoding>,
}

#[derive(Debug)]
enum WayStep {
    Any,
    Index(usize),
    Property {
        name: Box<str>,
        /// Whether the property before is a reference, to be followed.
        follows: bool,
    },
}

impl Way {
    pub(super) fn new(path: &ObjectPath) -> Self {
        let mut follows = false;
        let step = |step: &Step| match step {
            Step::Any => WayStep::Any,
            Step::Index(index) => WayStep::Index(usize::try_from(*index).unwrap_or(usize::MAX)),
            Step::Property(name) => {
                let is_reference = name.ends_with("_ref") || name.ends_with("_refs");
                WayStep::Property {
                    name: name.as_str().into(),
                    follows: std::mem::replace(&mut follows, is_reference),
                }
            }
        };
        Self {
            object_type: path.object_type.as_str().into(),
            steps: path.steps.iter().map(step).collect(),
            encoding: path.encoding(),
        }
    }

    /// Whether some value at the end of the path is wanted. A path that leads nowhere gives none,
    /// and so do nulls, which are no values in STIX.
    pub(super) fn leads_to<'v>(
        &self,
        object: &'v Value<'v>,
        observation: &Observation<'v>,
        mut wanted: impl FnMut(&'v Value<'v>) -> bool,
    ) -> bool {
        let mut here = object;
        let mut steps = self.steps.iter();
        while let Some(step) = steps.next() {
            here = match step.taken(here, observation) {
                Reached::Nothing => return false,
                Reached::One(value) => value,
                Reached::Several(values) => {
                    return branches(values, steps.as_slice(), observation, wanted);
                }
            };
        }
        *here != Value::Null && wanted(here)
    }
}

/// Walks on from several values at once. What is reached twice, by way of references, is walked
/// on from once, so the work is bounded by the size of the observation for each step.
fn branches<'v>(
    values: &'v [Value<'v>],
    steps: &[WayStep],
    observation: &Observation<'v>,
    wanted: impl FnMut(&'v Value<'v>) -> bool,
) -> bool {
    let mut front: Vec<&'v Value<'v>> = values.iter().collect();
    for step in steps {
        let mut next = Vec::with_capacity(front.len());
        for value in front {
            match step.taken(value, observation) {
                Reached::Nothing => {}
                Reached::One(value) => next.push(value),
                Reached::Several(values) => next.extend(values),
            }
        }
        next.sort_unstable_by_key(|value| std::ptr::from_ref(*value));
        next.dedup_by_key(|value| std::ptr::from_ref(*value));
        front = next;
    }
    front
        .into_iter()
        .filter(|value| **value != Value::Null)
        .any(wanted)
}

enum Reached<'v> {
    Nothing,
    One(&'v Value<'v>),
    Several(&'v [Value<'v>]),
}

impl WayStep {
    fn taken<'v>(&self, value: &'v Value<'v>, observation: &Observation<'v>) -> Reached<'v> {
        let one = |value: Option<&'v Value<'v>>| value.map_or(Reached::Nothing, Reached::One);
        match (self, value) {
            (Self::Any, Value::Array(items)) => Reached::Several(items),
            (Self::Index(index), Value::Array(items)) => one(items.get(*index)),
            (Self::Property { name, .. }, Value::Object(members)) => one(members.get(name)),
            (
                Self::Property {
                    name,
                    follows: true,
                },
                Value::String(id),
            ) => one(observation.object(id).and_then(|target| target.get(name))),
            _ => Reached::Nothing,
        }
    }
}
