//! The form that patterns of the same meaning share.
//!
//! Within brackets: the alternatives of all conditions that must hold together, without what
//! another alternative makes needless and without those that no one type of object can meet.
//! Between brackets: likewise, but that two equal observations stay two, and that `FOLLOWEDBY`
//! keeps its order. What a qualifier qualifies is brought into normal form by itself.

use std::collections::{BTreeSet, HashMap};

use super::ast::{Comparison, Constant, Expression, Operator, Qualifier, Test};
use super::special::canonical;
use super::{Pattern, print};
use crate::time::StixTime;

/// Most alternatives that multiplying out may make at one place.
const MOST_ALTERNATIVES: usize = 1024;

/// Most alternatives that multiplying out may make at all places together.
const MOST_ROWS: usize = 8 * MOST_ALTERNATIVES;

/// Most parts in a list of alternatives that are compared with each other.
const MOST_COMPARED: usize = 4 * MOST_ALTERNATIVES;

/// The form that patterns of the same meaning share (see [`is_equivalent`]).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct NormalForm {
    text: String,
    complete: bool,
}

impl NormalForm {
    /// The form as a text, which is no pattern to be read again.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether everything was multiplied out and compared. If not, the pattern would have had more
    /// than a thousand alternatives at one place, or thousands of parts in them, and patterns of
    /// the same meaning can have other forms.
    pub fn is_complete(&self) -> bool {
        self.complete
    }
}

/// Whether two patterns have the same normal form, and so the same meaning.
///
/// The answer `false` does not say that they differ in meaning: not all that follows from the
/// meaning of operators is known here (`a > 5 AND a > 6` is kept as it is), and patterns that
/// multiply out to thousands of alternatives are compared as they are built
/// ([`NormalForm::is_complete`]).
///
/// Addresses and networks count as equal when they mean the same one (`1.2.3.4/32`), and so do
/// names in the Windows registry in any case, although `=` compares texts.
pub fn is_equivalent(a: &Pattern, b: &Pattern) -> bool {
    a.normal_form() == b.normal_form()
}

pub(super) fn of(expression: &Expression) -> NormalForm {
    let mut normaliser = Normaliser {
        complete: true,
        rows: 0,
    };
    let alternatives = normaliser.alternatives(expression);
    NormalForm {
        text: Part::any(alternatives).to_string(),
        complete: normaliser.complete,
    }
}

/// Observations that are wanted, in normal form.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Part {
    One(String),
    All(Vec<Part>),
    InOrder(Vec<Part>),
    Any(Vec<Part>),
}

impl Part {
    fn any(mut alternatives: Vec<Self>) -> Self {
        match alternatives.pop() {
            Some(only) if alternatives.is_empty() => only,
            last => {
                alternatives.extend(last);
                Self::Any(alternatives)
            }
        }
    }

    /// How many parts it has at the top.
    fn len(&self) -> usize {
        match self {
            Self::One(_) => 1,
            Self::All(parts) | Self::InOrder(parts) | Self::Any(parts) => parts.len(),
        }
    }

    /// Whether whatever meets this meets the other too.
    fn implies(&self, other: &Self) -> bool {
        if self == other {
            return true;
        }
        match (self, other) {
            (Self::InOrder(own), Self::InOrder(others)) => {
                let mut own = own.iter();
                let mut in_turn = others.iter();
                in_turn.all(|other| own.any(|part| part.implies(other)))
            }
            (Self::All(own) | Self::InOrder(own), other) => {
                own.iter().any(|part| part.implies(other)) || has_all(own, other)
            }
            _ => false,
        }
    }
}

/// Whether the other part wants several observations, each of which is wanted here too, by a part
/// of its own.
fn has_all(own: &[Part], other: &Part) -> bool {
    let Part::All(others) = other else {
        return false;
    };
    if own.len() * others.len() > MOST_ALTERNATIVES {
        let mut sorted: Vec<&Part> = own.iter().collect();
        sorted.sort_unstable();
        let mut sorted = sorted.into_iter();
        return others.iter().all(|other| sorted.any(|part| part == other));
    }
    let mut taken_by = vec![None; own.len()];
    (0..others.len()).all(|at| {
        let mut asked = vec![false; own.len()];
        gives_way(own, others, at, &mut taken_by, &mut asked)
    })
}

/// Finds a part of its own for one of the others, and another one for whoever had it (matching by
/// augmenting paths; as deep as there are others, of which there are few).
fn gives_way(
    own: &[Part],
    others: &[Part],
    at: usize,
    taken_by: &mut [Option<usize>],
    asked: &mut [bool],
) -> bool {
    let Some(other) = others.get(at) else {
        return false;
    };
    for (place, part) in own.iter().enumerate() {
        let seen = asked
            .get_mut(place)
            .is_none_or(|asked| std::mem::replace(asked, true));
        if seen || !part.implies(other) {
            continue;
        }
        let holder = taken_by.get(place).copied().flatten();
        if holder.is_none_or(|holder| gives_way(own, others, holder, taken_by, asked)) {
            if let Some(taken) = taken_by.get_mut(place) {
                *taken = Some(at);
            }
            return true;
        }
    }
    false
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (parts, operator) = match self {
            Self::One(text) => return f.write_str(text),
            Self::All(parts) => (parts, " AND "),
            Self::InOrder(parts) => (parts, " FOLLOWEDBY "),
            Self::Any(parts) => (parts, " OR "),
        };
        print::chain(f, parts, operator, |part| !matches!(part, Self::One(_)))
    }
}

/// Adds a part to a row, or what it is made of where the row is of the same kind.
fn append(row: &mut Vec<Part>, part: &Part, ordered: bool) {
    match part {
        Part::All(inner) if !ordered => row.extend(inner.iter().cloned()),
        Part::InOrder(inner) if ordered => row.extend(inner.iter().cloned()),
        _ => row.push(part.clone()),
    }
}

struct Normaliser {
    complete: bool,
    /// How many alternatives were made by multiplying out.
    rows: usize,
}

impl Normaliser {
    /// The alternatives of an expression, sorted, none of them implied by another.
    fn alternatives(&mut self, expression: &Expression) -> Vec<Part> {
        match expression {
            Expression::Observation(comparison) => {
                let text = self.brackets(comparison);
                vec![Part::One(text)]
            }
            Expression::Or(parts) => {
                let all = parts.iter().flat_map(|part| self.alternatives(part));
                let all = all.collect();
                self.without_implied(all)
            }
            Expression::And(parts) => self.multiplied(parts, false),
            Expression::FollowedBy(parts) => self.multiplied(parts, true),
            Expression::Qualified { .. } => self.qualified(expression),
        }
    }

    /// The alternatives of parts that are wanted together.
    fn multiplied(&mut self, parts: &[Expression], ordered: bool) -> Vec<Part> {
        let join = |mut parts: Vec<Part>| {
            if ordered {
                return Part::InOrder(parts);
            }
            parts.sort_unstable();
            Part::All(parts)
        };
        let of_parts: Vec<Vec<Part>> = parts.iter().map(|part| self.alternatives(part)).collect();
        let count = of_parts
            .iter()
            .try_fold(1_usize, |count, part| count.checked_mul(part.len()))
            .unwrap_or(usize::MAX);
        if count > 1 {
            self.rows = self.rows.saturating_add(count);
            let parts = count.saturating_mul(parts.len());
            if count > MOST_ALTERNATIVES || parts > MOST_COMPARED || self.rows > MOST_ROWS {
                self.complete = false;
                let mut row = Vec::new();
                for alternatives in of_parts {
                    append(&mut row, &Part::any(alternatives), ordered);
                }
                return vec![join(row)];
            }
        }
        let mut rows: Vec<Vec<Part>> = vec![Vec::new()];
        for alternatives in of_parts {
            if let [only] = alternatives.as_slice() {
                for row in &mut rows {
                    append(row, only, ordered);
                }
                continue;
            }
            let longer = rows.iter().flat_map(|row| {
                alternatives.iter().map(|part| {
                    let mut row = row.clone();
                    append(&mut row, part, ordered);
                    row
                })
            });
            rows = longer.collect();
        }
        self.without_implied(rows.into_iter().map(join).collect())
    }

    fn without_implied(&mut self, mut parts: Vec<Part>) -> Vec<Part> {
        parts.sort_unstable();
        parts.dedup();
        if parts.iter().all(|part| matches!(part, Part::One(_))) {
            return parts;
        }
        if parts.len() > 1 && parts.iter().map(Part::len).sum::<usize>() > MOST_COMPARED {
            self.complete = false;
            return parts;
        }
        let needless = |part: &Part| {
            parts
                .iter()
                .any(|other| other != part && part.implies(other))
        };
        let needless: Vec<bool> = parts.iter().map(needless).collect();
        let kept = parts.into_iter().zip(needless);
        kept.filter(|(_, needless)| !needless)
            .map(|(part, _)| part)
            .collect()
    }

    /// Qualifiers of qualifiers are one row of them; a time of day commutes with the others and
    /// goes first; repeating once is nothing.
    fn qualified(&mut self, expression: &Expression) -> Vec<Part> {
        let mut rows = Vec::new();
        let mut inner = expression;
        while let Expression::Qualified {
            expression,
            qualifiers,
        } = inner
        {
            rows.push(qualifiers);
            inner = expression;
        }
        let row = rows.into_iter().rev().flatten();
        let mut texts: Vec<(bool, String)> = row
            .filter_map(|qualifier| match qualifier {
                Qualifier::Repeats(1) => None,
                Qualifier::Repeats(_) => Some((true, qualifier.to_string())),
                Qualifier::Within(seconds) => Some((true, within(seconds))),
                Qualifier::During(start, stop) => Some((false, during(start, stop))),
            })
            .collect();
        let alternatives = self.alternatives(inner);
        if texts.is_empty() {
            return alternatives;
        }
        let times = texts.iter().filter(|(later, _)| !later).count();
        texts.sort_by_key(|(later, _)| *later);
        if let Some((times, _)) = texts.split_at_mut_checked(times) {
            times.sort_unstable();
        }
        texts.dedup_by(|a, b| !a.0 && a == b);
        let texts: Vec<String> = texts.into_iter().map(|(_, text)| text).collect();
        let inner = Part::any(alternatives);
        vec![Part::One(format!("({inner}) {}", texts.join(" ")))]
    }

    /// What stands in brackets, in normal form.
    fn brackets(&mut self, comparison: &Comparison) -> String {
        let mut literals = Literals::default();
        let alternatives = alternatives(comparison, &mut literals).and_then(absorbed);
        let Some(alternatives) = alternatives else {
            self.complete = false;
            return format!("[{}]", built(comparison));
        };
        let mut texts: Vec<String> = alternatives
            .iter()
            .map(|conjunction| {
                let mut texts: Vec<&str> = conjunction
                    .tests
                    .iter()
                    .map(|id| literals.text(*id))
                    .collect();
                texts.sort_unstable();
                texts.join(" AND ")
            })
            .collect();
        texts.sort_unstable();
        format!("[{}]", texts.join(" OR "))
    }
}

fn within(seconds: &Constant) -> String {
    let text = match seconds {
        Constant::Float(seconds) => seconds.to_string(),
        other => other.to_string(),
    };
    format!("WITHIN {text} SECONDS")
}

fn during(start: &StixTime, stop: &StixTime) -> String {
    format!("START {} STOP {}", start.sort_key(), stop.sort_key())
}

/// Tests that hold together, of one object.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Conjunction {
    root: u32,
    tests: BTreeSet<u32>,
}

/// Tests and types, each once, by number.
#[derive(Default)]
struct Literals {
    numbers: HashMap<String, u32>,
    texts: Vec<String>,
}

impl Literals {
    fn number(&mut self, text: String) -> u32 {
        if let Some(number) = self.numbers.get(&text) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push(text.clone());
        self.numbers.insert(text, number);
        number
    }

    fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", String::as_str)
    }
}

/// The alternatives of a comparison; none if they are too many.
fn alternatives(comparison: &Comparison, literals: &mut Literals) -> Option<Vec<Conjunction>> {
    match comparison {
        Comparison::Test(test) => Some(of_test(test, literals)),
        Comparison::Or(parts) => {
            let (mut all, mut joined) = (Vec::new(), 0);
            for part in parts {
                let mut part = alternatives(part, literals)?;
                joined += part.iter().filter(|part| part.tests.len() > 1).count();
                if joined > 2 * MOST_ALTERNATIVES {
                    return None;
                }
                all.append(&mut part);
            }
            Some(all)
        }
        Comparison::And(parts) => {
            let mut parts = parts.iter();
            let mut all = alternatives(parts.next()?, literals)?;
            for part in parts {
                let others = absorbed(alternatives(part, literals)?)?;
                if let [only] = others.as_slice() {
                    all.retain_mut(|own| {
                        own.tests.extend(&only.tests);
                        own.root == only.root
                    });
                    continue;
                }
                all = absorbed(all)?;
                if all.len().checked_mul(others.len())? > MOST_ALTERNATIVES {
                    return None;
                }
                let joined = all.iter().flat_map(|own| {
                    let fitting = others.iter().filter(|other| other.root == own.root);
                    fitting.map(|other| Conjunction {
                        root: own.root,
                        tests: own.tests.union(&other.tests).copied().collect(),
                    })
                });
                all = joined.collect();
            }
            Some(all)
        }
    }
}

/// One test; a list of values is one alternative for each.
fn of_test(test: &Test, literals: &mut Literals) -> Vec<Conjunction> {
    let test = canonical(test);
    let root = literals.number(test.path.object_type.clone());
    let mut conjunction = |test: &Test| Conjunction {
        root,
        tests: BTreeSet::from([literals.number(test.to_string())]),
    };
    match test.operator {
        Operator::In(values) if !test.negated => values
            .into_iter()
            .map(|value| {
                conjunction(&Test {
                    path: test.path.clone(),
                    negated: false,
                    operator: Operator::Equal(value),
                })
            })
            .collect(),
        _ => vec![conjunction(&test)],
    }
}

/// The alternatives without those that ask for all that another asks for, and more; none if there
/// are too many to compare.
fn absorbed(mut alternatives: Vec<Conjunction>) -> Option<Vec<Conjunction>> {
    alternatives.sort_by(|a, b| a.tests.len().cmp(&b.tests.len()).then_with(|| a.cmp(b)));
    alternatives.dedup();
    let mut single = BTreeSet::new();
    let mut kept: Vec<Conjunction> = Vec::new();
    let mut longer = 0;
    for alternative in alternatives {
        if alternative.tests.len() == 1 {
            single.extend(alternative.tests.iter().copied());
        } else {
            let from = kept.len() - longer;
            let others = kept.get(from..).unwrap_or_default();
            if alternative.tests.iter().any(|test| single.contains(test))
                || others
                    .iter()
                    .any(|other| other.tests.is_subset(&alternative.tests))
            {
                continue;
            }
            longer += 1;
            if longer > MOST_ALTERNATIVES {
                return None;
            }
        }
        kept.push(alternative);
    }
    Some(kept)
}

/// A comparison as it is built, with its parts sorted, each once.
fn built(comparison: &Comparison) -> String {
    let (parts, operator) = match comparison {
        Comparison::Test(test) => return canonical(test).to_string(),
        Comparison::And(parts) => (parts, " AND "),
        Comparison::Or(parts) => (parts, " OR "),
    };
    let same = |part: &Comparison| {
        matches!(
            (comparison, part),
            (Comparison::And(_), Comparison::And(_)) | (Comparison::Or(_), Comparison::Or(_))
        )
    };
    let mut texts = BTreeSet::new();
    for part in parts {
        match part {
            Comparison::And(inner) | Comparison::Or(inner) if same(part) => {
                texts.extend(inner.iter().map(in_parentheses));
            }
            _ => {
                texts.insert(in_parentheses(part));
            }
        }
    }
    texts.into_iter().collect::<Vec<_>>().join(operator)
}

fn in_parentheses(comparison: &Comparison) -> String {
    match comparison {
        Comparison::Test(_) => built(comparison),
        _ => format!("({})", built(comparison)),
    }
}
