//! Many patterns over many observations.

use std::collections::HashMap;

use super::Pattern;
use super::ast::{Comparison, Constant, Expression, ObjectPath, Operator, Test};
use super::compare::Way;
use super::expression::CompilePatternError;
use super::matching::{CompiledPattern, Match, TooManyCombinations};
use super::meaning::root_types;
use super::observation::{Observation, ObservedObject};
use crate::json::Value;

/// Patterns, indexed by the values that they ask for.
///
/// For each object of an observation only those patterns are evaluated that name its type, and of
/// those that want a certain value (`=` or `IN` with texts or numbers) only those whose value is
/// there.
#[derive(Debug, Default)]
pub struct PatternSet {
    patterns: Vec<CompiledPattern>,
    /// Which pattern, and which of its brackets.
    leaves: Vec<(u32, u32)>,
    types: HashMap<Box<str>, OfType>,
}

/// What observations meet out of a set of patterns; patterns by their position, rising.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Found {
    /// The patterns that are met, each with one match.
    pub matches: Vec<(usize, Match)>,
    /// The patterns of which it is not known, because finding out would take too long.
    pub given_up: Vec<usize>,
}

/// What is wanted of objects of one type.
#[derive(Debug, Default)]
struct OfType {
    values: Vec<OfPath>,
    positions: HashMap<ObjectPath, usize>,
    /// Leaves that want no certain value.
    always: Vec<u32>,
}

/// The leaves that want certain values at the end of one path.
#[derive(Debug)]
struct OfPath {
    way: Way,
    texts: HashMap<Box<str>, Vec<u32>>,
    /// By the bits of the double.
    numbers: HashMap<u64, Vec<u32>>,
}

impl PatternSet {
    /// A set without patterns.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a pattern, and gives its position in the set.
    ///
    /// # Errors
    ///
    /// A regular expression cannot be used; nothing is added then.
    pub fn add(&mut self, pattern: &Pattern) -> Result<usize, CompilePatternError> {
        let compiled = CompiledPattern::new(pattern)?;
        let position = self.patterns.len();
        let number = u32::try_from(position).unwrap_or(u32::MAX);
        let mut leaf = 0;
        for_each_observation(pattern.expression(), &mut |comparison| {
            self.index(comparison, (number, leaf));
            leaf += 1;
        });
        self.patterns.push(compiled);
        Ok(position)
    }

    /// How many patterns there are.
    pub fn len(&self) -> usize {
        self.patterns.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// The pattern at that position.
    pub fn pattern(&self, position: usize) -> Option<&CompiledPattern> {
        self.patterns.get(position)
    }

    /// The patterns that the observations meet together, each with one match.
    ///
    /// A pattern that would take too long (see [`CompiledPattern::matches`]) does not hold up the
    /// others.
    pub fn matches(&self, observations: &[Observation<'_>]) -> Found {
        // Pattern, leaf, observation.
        let mut met: Vec<(u32, u32, u32)> = Vec::new();
        let mut leaves = Vec::new();
        for (at, observation) in (0_u32..).zip(observations) {
            leaves.clear();
            for object in observation.objects() {
                self.leaves_of(object, observation, &mut leaves);
            }
            leaves.sort_unstable();
            leaves.dedup();
            let of_leaf = |leaf: &u32| self.leaves.get(*leaf as usize).copied();
            let met_here = leaves.iter().filter_map(of_leaf);
            met.extend(met_here.map(|(pattern, leaf)| (pattern, leaf, at)));
        }
        met.sort_unstable();
        let mut found = Found::default();
        for of_pattern in met.chunk_by(|a, b| a.0 == b.0) {
            let Some((number, _, first)) = of_pattern.first().copied() else {
                continue;
            };
            let position = number as usize;
            let Some(pattern) = self.patterns.get(position) else {
                continue;
            };
            if pattern.single_leaf().is_some() {
                let observations = vec![first as usize];
                found.matches.push((position, Match { observations }));
                continue;
            }
            let mut candidates = vec![Vec::new(); pattern.leaves.len()];
            for (_, leaf, at) in of_pattern {
                if let Some(of_leaf) = candidates.get_mut(*leaf as usize) {
                    of_leaf.push(*at);
                }
            }
            match pattern.combine(candidates, observations) {
                Ok(matched) => {
                    let matched = matched.map(|matched| (position, matched));
                    found.matches.extend(matched);
                }
                Err(TooManyCombinations { .. }) => found.given_up.push(position),
            }
        }
        found
    }

    /// Adds the leaves that the object meets; some twice.
    fn leaves_of(
        &self,
        object: &ObservedObject<'_>,
        observation: &Observation<'_>,
        met: &mut Vec<u32>,
    ) {
        let Some(of_type) = self.types.get(object.kind) else {
            return;
        };
        let mut ask = |leaves: &[u32]| {
            let meets = |leaf: &u32| self.holds(*leaf, object, observation);
            met.extend(leaves.iter().copied().filter(meets));
        };
        ask(&of_type.always);
        for of_path in &of_type.values {
            of_path.way.leads_to(object.value, observation, |value| {
                let leaves = match value {
                    Value::String(text) => of_path.texts.get(text.as_ref()),
                    Value::Number(number) => of_path.numbers.get(&bits(number.as_f64())),
                    _ => None,
                };
                if let Some(leaves) = leaves {
                    ask(leaves);
                }
                false
            });
        }
    }

    fn holds(&self, leaf: u32, object: &ObservedObject<'_>, seen: &Observation<'_>) -> bool {
        let Some((pattern, leaf)) = self.leaves.get(leaf as usize) else {
            return false;
        };
        let pattern = self.patterns.get(*pattern as usize);
        let leaf = pattern.and_then(|pattern| pattern.leaves.get(*leaf as usize));
        leaf.is_some_and(|leaf| leaf.holds(object, seen))
    }

    /// Notes under which types and values a leaf is to be looked at.
    fn index(&mut self, comparison: &Comparison, place: (u32, u32)) {
        let leaf = u32::try_from(self.leaves.len()).unwrap_or(u32::MAX);
        self.leaves.push(place);
        let Some(wanted) = wanted_values(comparison) else {
            for kind in root_types(comparison).unwrap_or_default() {
                self.types.entry(kind.into()).or_default().always.push(leaf);
            }
            return;
        };
        for (path, value) in wanted {
            let of_type = self.types.entry(path.object_type.as_str().into());
            of_type.or_default().want(path, value, leaf);
        }
    }
}

impl OfType {
    fn want(&mut self, path: &ObjectPath, value: &Constant, leaf: u32) {
        let next = self.values.len();
        let position = *self.positions.entry(path.clone()).or_insert(next);
        if position == next {
            self.values.push(OfPath {
                way: Way::new(path),
                texts: HashMap::new(),
                numbers: HashMap::new(),
            });
        }
        let Some(of_path) = self.values.get_mut(position) else {
            return;
        };
        match value {
            Constant::Text(text) => {
                let leaves = of_path.texts.entry(text.as_str().into());
                leaves.or_default().push(leaf);
            }
            Constant::Float(number) => {
                let leaves = of_path.numbers.entry(bits(*number));
                leaves.or_default().push(leaf);
            }
            #[expect(
                clippy::cast_precision_loss,
                reason = "constants have at most 53 bits, which doubles hold exactly"
            )]
            Constant::Integer(number) => {
                let leaves = of_path.numbers.entry(bits(*number as f64));
                leaves.or_default().push(leaf);
            }
            _ => {}
        }
    }
}

/// The bits of a number; zero has two spellings and one value.
fn bits(number: f64) -> u64 {
    if number == 0.0 { 0 } else { number.to_bits() }
}

/// Values of which an object must have one to meet the comparison; none if there are no such.
fn wanted_values(comparison: &Comparison) -> Option<Vec<(&ObjectPath, &Constant)>> {
    match comparison {
        Comparison::Test(test) => wanted_by(test),
        Comparison::And(parts) => parts.iter().filter_map(wanted_values).min_by_key(Vec::len),
        Comparison::Or(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.append(&mut wanted_values(part)?);
            }
            Some(all)
        }
    }
}

fn wanted_by(test: &Test) -> Option<Vec<(&ObjectPath, &Constant)>> {
    let negated = match &test.operator {
        Operator::NotEqual(_) => !test.negated,
        _ => test.negated,
    };
    let values = match &test.operator {
        Operator::Equal(value) | Operator::NotEqual(value) => std::slice::from_ref(value),
        Operator::In(values) => values,
        _ => return None,
    };
    let is_key = |value: &Constant| match value {
        Constant::Text(_) => test.path.encoding().is_none(),
        Constant::Float(_) | Constant::Integer(_) => true,
        _ => false,
    };
    (!negated && values.iter().all(is_key))
        .then(|| values.iter().map(|value| (&test.path, value)).collect())
}

fn for_each_observation<'e>(expression: &'e Expression, visit: &mut impl FnMut(&'e Comparison)) {
    match expression {
        Expression::Observation(comparison) => visit(comparison),
        Expression::And(parts) | Expression::Or(parts) | Expression::FollowedBy(parts) => {
            for part in parts {
                for_each_observation(part, visit);
            }
        }
        Expression::Qualified { expression, .. } => for_each_observation(expression, visit),
    }
}
