//! Constants and operators in the one form that their meaning has.

use super::ast::{Constant, ObjectPath, Operator, Step, Test};
use super::constant;
use crate::time::StixTime;

/// A test in the form that tests of the same meaning share; a list is not taken apart.
pub(super) fn canonical(given: &Test) -> Test {
    let path = &given.path;
    let operator = canonical_operator(path, &given.operator);
    // `NOT =` is `!=`, whatever the types; `NOT <` is not `>=` where they are incompatible.
    let (operator, negated) = match (operator, given.negated) {
        (Operator::Equal(value), true) => (Operator::NotEqual(value), false),
        (Operator::NotEqual(value), true) => (Operator::Equal(value), false),
        (Operator::In(mut values), true) if values.len() == 1 => match values.pop() {
            Some(only) => (Operator::NotEqual(only), false),
            None => (Operator::In(values), true),
        },
        other => other,
    };
    Test {
        path: path.clone(),
        negated,
        operator,
    }
}

fn canonical_operator(path: &ObjectPath, operator: &Operator) -> Operator {
    let value = |value: &Constant| canonical_constant(path, value);
    match operator {
        Operator::Equal(constant) => Operator::Equal(value(constant)),
        Operator::NotEqual(constant) => Operator::NotEqual(value(constant)),
        Operator::Less(constant) => Operator::Less(value(constant)),
        Operator::LessOrEqual(constant) => Operator::LessOrEqual(value(constant)),
        Operator::Greater(constant) => Operator::Greater(value(constant)),
        Operator::GreaterOrEqual(constant) => Operator::GreaterOrEqual(value(constant)),
        Operator::In(values) => {
            let mut values: Vec<Constant> = values.iter().map(value).collect();
            values.sort_by_cached_key(ToString::to_string);
            values.dedup();
            Operator::In(values)
        }
        Operator::Like(like) if is_registry_name(path) => Operator::Like(like.to_lowercase()),
        Operator::IsSubset(address) => Operator::IsSubset(network(address)),
        Operator::IsSuperset(address) => Operator::IsSuperset(network(address)),
        other => other.clone(),
    }
}

fn network(text: &str) -> String {
    constant::canonical_network(text).unwrap_or_else(|| text.to_owned())
}

fn canonical_constant(path: &ObjectPath, value: &Constant) -> Constant {
    match value {
        Constant::Binary(bytes) => Constant::Hex(bytes.clone()),
        Constant::Float(number) => whole(*number).map_or(value.clone(), Constant::Integer),
        Constant::Text(text) if path.encoding().is_some() => {
            constant::latin1(text).map_or(value.clone(), Constant::Hex)
        }
        Constant::Text(text) if path.is("ipv4-addr", "value") || path.is("ipv6-addr", "value") => {
            Constant::Text(network(text))
        }
        Constant::Text(text) if is_registry_name(path) => Constant::Text(text.to_lowercase()),
        Constant::Time(time) => {
            let shortest: Option<StixTime> = format!("{}Z", time.sort_key()).parse().ok();
            Constant::Time(shortest.unwrap_or_else(|| time.clone()))
        }
        _ => value.clone(),
    }
}

/// The integer that a number without a fraction is.
fn whole(number: f64) -> Option<i64> {
    const MOST: f64 = 9_007_199_254_740_991.0;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the number is whole and within 53 bits"
    )]
    let integer = number as i64;
    (number.fract() == 0.0 && number.abs() <= MOST).then_some(integer)
}

/// Whether the path names a key or a value of the Windows registry, where case does not count.
fn is_registry_name(path: &ObjectPath) -> bool {
    if path.object_type != "windows-registry-key" {
        return false;
    }
    let steps = path.steps.as_slice();
    match steps {
        [Step::Property(key)] => key == "key",
        [
            Step::Property(values),
            Step::Any | Step::Index(_),
            Step::Property(name),
        ] => values == "values" && name == "name",
        _ => false,
    }
}
