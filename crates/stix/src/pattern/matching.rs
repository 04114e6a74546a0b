//! Patterns that are ready to be matched.

use super::Pattern;
use super::ast::{Constant, Expression, Operator, Qualifier};
use super::compare::Asked;
use super::expression::{CompilePatternError, MOST_EXPRESSIONS};
use super::observation::{Observation, ObservedObject, nanoseconds};
use super::plan::{Bound, Plan};
use super::search::{self, MOST_STEPS};

/// Most brackets times observations that are looked at for one match.
const MOST_CANDIDATES: usize = 20_000_000;

/// A pattern with everything prepared: expressions compiled, constants decoded.
///
/// ```
/// use mithaq_stix::pattern::{CompiledPattern, Observation, Pattern};
///
/// let bundle = br#"{"type": "bundle", "id": "bundle--5a1f3c52-7c0e-4f4e-9a51-0a4a5b1d2c3e", "objects": [
///     {"type": "observed-data", "id": "observed-data--5a1f3c52-7c0e-4f4e-9a51-0a4a5b1d2c3e",
///      "first_observed": "2026-01-01T00:00:00Z", "last_observed": "2026-01-01T00:00:00Z",
///      "number_observed": 1, "object_refs": ["url--5a1f3c52-7c0e-4f4e-9a51-0a4a5b1d2c3e"]},
///     {"type": "url", "id": "url--5a1f3c52-7c0e-4f4e-9a51-0a4a5b1d2c3e", "value": "https://a.example/x"}]}"#;
/// let bundle = mithaq_stix::parse(bundle, &mithaq_stix::Limits::default())?;
/// let observations = Observation::all_in(&bundle);
///
/// let pattern: Pattern = "[url:value LIKE 'https://_.example/%']".parse()?;
/// let found = CompiledPattern::new(&pattern)?.matches(&observations)?.expect("it matches");
/// assert_eq!(found.observations, [0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct CompiledPattern {
    pub(super) plan: Plan,
    /// What stands in brackets, from left to right.
    pub(super) leaves: Vec<Asked>,
}

/// The observations with which a pattern was matched.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Match {
    /// Positions in the list that was given, rising, each once.
    pub observations: Vec<usize>,
}

/// Why it is not known whether a pattern matches.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "the pattern was given up after {limit} steps: match fewer observations at a time, or a pattern with fewer parts"
)]
pub struct TooManyCombinations {
    /// How many steps were tried.
    pub limit: u64,
}

/// Whether observations can lie exactly as far apart as `WITHIN` says.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Within {
    /// They can: as the reference implementation of OASIS has it, against section 9.5.1.
    Inclusive,
    /// They cannot: the latest must not be equal to the earliest plus the window (section 9.5.1).
    #[default]
    Strict,
}

impl CompiledPattern {
    /// Prepares a pattern for matching by the letter of the standard.
    ///
    /// # Errors
    ///
    /// A regular expression cannot be used, or there are too many.
    pub fn new(pattern: &Pattern) -> Result<Self, CompilePatternError> {
        Self::with(pattern, Within::Strict)
    }

    /// Prepares a pattern for matching, with `WITHIN` as wished.
    ///
    /// # Errors
    ///
    /// A regular expression cannot be used, or there are too many.
    pub fn with(pattern: &Pattern, within: Within) -> Result<Self, CompilePatternError> {
        let mut expressions = 0;
        pattern.expression().for_each_test(&mut |test| {
            expressions += usize::from(matches!(test.operator, Operator::Matches(_)));
        });
        if expressions > MOST_EXPRESSIONS {
            let limit = MOST_EXPRESSIONS;
            return Err(CompilePatternError::TooManyExpressions { limit });
        }
        let mut compiled = Self {
            plan: Plan::default(),
            leaves: Vec::new(),
        };
        compiled.plan.root = compiled.compile(pattern.expression(), within)?;
        Ok(compiled)
    }

    /// The first match that is found, in the order of the observations.
    ///
    /// An observation that was made n times (`number_observed`) counts as n observations of the
    /// same time, for `REPEATS` and for `AND` alike. One that lasted from one moment to another
    /// satisfies a bound on time if some moment in between does; each bound is looked at by
    /// itself.
    ///
    /// # Errors
    ///
    /// Finding out would take too long: `AND`, `REPEATS` and `FOLLOWEDBY` over many observations
    /// can combine in more ways than can be tried. Patterns with one pair of brackets never fail.
    pub fn matches(
        &self,
        observations: &[Observation<'_>],
    ) -> Result<Option<Match>, TooManyCombinations> {
        if let Some(leaf) = self.single_leaf() {
            let mut found = observations.iter();
            let found = found.position(|observation| leaf_holds(leaf, observation));
            return Ok(found.map(|at| Match {
                observations: vec![at],
            }));
        }
        if self.leaves.len().saturating_mul(observations.len()) > MOST_CANDIDATES {
            return Err(TooManyCombinations { limit: MOST_STEPS });
        }
        let candidates = self
            .leaves
            .iter()
            .map(|leaf| candidates(leaf, observations))
            .collect();
        self.combine(candidates, observations)
    }

    /// Finds a match, given for each pair of brackets the observations that meet it.
    pub(super) fn combine(
        &self,
        candidates: Vec<Vec<u32>>,
        observations: &[Observation<'_>],
    ) -> Result<Option<Match>, TooManyCombinations> {
        search::run(&self.plan, candidates, observations)
    }

    /// The only pair of brackets, if nothing qualifies it.
    pub(super) fn single_leaf(&self) -> Option<&Asked> {
        match self.leaves.as_slice() {
            [leaf] if self.plan.is_leaf() => Some(leaf),
            _ => None,
        }
    }

    fn compile(
        &mut self,
        expression: &Expression,
        within: Within,
    ) -> Result<u32, CompilePatternError> {
        let mut all = |parts: &[Expression]| -> Result<Vec<u32>, CompilePatternError> {
            parts
                .iter()
                .map(|part| self.compile(part, within))
                .collect()
        };
        match expression {
            Expression::Observation(comparison) => {
                let leaf = u32::try_from(self.leaves.len()).unwrap_or(u32::MAX);
                self.leaves.push(Asked::new(comparison)?);
                Ok(self.plan.leaf(leaf))
            }
            Expression::And(parts) => {
                let parts = all(parts)?;
                Ok(self.plan.all(parts))
            }
            Expression::Or(parts) => {
                let parts = all(parts)?;
                Ok(self.plan.any(parts))
            }
            Expression::FollowedBy(parts) => {
                let parts = all(parts)?;
                Ok(self.plan.in_order(parts))
            }
            Expression::Qualified {
                expression,
                qualifiers,
            } => {
                let mut node = self.compile(expression, within)?;
                for qualifier in qualifiers {
                    node = match qualifier {
                        Qualifier::Repeats(times) => self.plan.repeats(node, *times),
                        Qualifier::Within(seconds) => {
                            let bound = window(seconds, within);
                            self.plan.bounded(node, bound)
                        }
                        Qualifier::During(start, stop) => {
                            let bound = Bound::During(nanoseconds(start), nanoseconds(stop));
                            self.plan.bounded(node, bound)
                        }
                    };
                }
                Ok(node)
            }
        }
    }
}

/// The window in nanoseconds, such that all shorter distances are allowed.
fn window(seconds: &Constant, within: Within) -> Bound {
    let nanoseconds = match seconds {
        Constant::Integer(seconds) => i128::from(*seconds) * 1_000_000_000,
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a cast of a double stops at the ends of the range"
        )]
        Constant::Float(seconds) => (seconds * 1e9).round().min(1e30) as i128,
        _ => 0,
    };
    // A window is above zero; one below a nanosecond still holds what is at the same moment.
    let strict = nanoseconds.max(1);
    Bound::Within(match within {
        Within::Strict => strict,
        Within::Inclusive => nanoseconds + 1,
    })
}

/// Whether some object of the observation meets what stands in the brackets.
pub(super) fn leaf_holds(leaf: &Asked, observation: &Observation<'_>) -> bool {
    let meets = |object: &ObservedObject<'_>| leaf.holds(object, observation);
    observation.objects().iter().any(meets)
}

fn candidates(leaf: &Asked, observations: &[Observation<'_>]) -> Vec<u32> {
    (0_u32..)
        .zip(observations)
        .filter(|(_, observation)| leaf_holds(leaf, observation))
        .map(|(at, _)| at)
        .collect()
}
