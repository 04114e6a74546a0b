//! The search for observations against the definition, and against its own limit.

use std::collections::BTreeMap;

use mithaq_stix::pattern::{
    Comparison, CompiledPattern, Constant, Expression, Observation, Operator, Pattern, PatternSet,
    Qualifier,
};
use mithaq_stix::{Limits, parse};
use proptest::collection::vec;
use proptest::prelude::*;

/// An observation of a file: its size, the first and last second, and how often.
pub(crate) type Seen = (i64, i64, i64, u64);

/// The observations as a bundle.
pub(crate) fn bundle(seen: &[Seen]) -> String {
    let objects = seen
        .iter()
        .enumerate()
        .map(|(at, (value, first, last, times))| {
            format!(
                r#"{{"type": "observed-data", "id": "o{at}", "number_observed": {times},
                "first_observed": "2026-01-01T00:00:{first:02}Z",
                "last_observed": "2026-01-01T00:00:{last:02}Z", "object_refs": ["x{at}"]}},
               {{"type": "file", "id": "x{at}", "size": {value}}}"#
            )
        });
    let objects: Vec<String> = objects.collect();
    format!(
        r#"{{"type": "bundle", "objects": [{}]}}"#,
        objects.join(",")
    )
}

/// A way to meet an expression: how often each observation is used.
type Binding = BTreeMap<usize, u64>;

/// Every way to meet an expression, by the definition of its operators.
fn bindings(expression: &Expression, seen: &[Seen]) -> Vec<Binding> {
    match expression {
        Expression::Observation(Comparison::Test(test)) => {
            let Operator::GreaterOrEqual(Constant::Integer(least)) = test.operator else {
                panic!("not made here")
            };
            let fits = seen.iter().enumerate().filter(|(_, seen)| seen.0 >= least);
            fits.map(|(at, _)| Binding::from([(at, 1)])).collect()
        }
        Expression::Observation(_) => panic!("not made here"),
        Expression::Or(parts) => parts.iter().flat_map(|part| bindings(part, seen)).collect(),
        Expression::And(parts) => together(parts.iter().collect(), seen, false),
        Expression::FollowedBy(parts) => together(parts.iter().collect(), seen, true),
        Expression::Qualified {
            expression,
            qualifiers,
        } => qualifiers.iter().fold(
            bindings(expression, seen),
            |bound, qualifier| match qualifier {
                Qualifier::Repeats(times) => {
                    (1..*times).fold(bound.clone(), |all, _| joined(&all, &bound, seen, false))
                }
                Qualifier::Within(Constant::Integer(seconds)) => keep(bound, |binding| {
                    let latest = binding.keys().map(|at| seen[*at].1).max().unwrap();
                    let earliest = binding.keys().map(|at| seen[*at].2).min().unwrap();
                    latest - earliest < *seconds
                }),
                Qualifier::During(start, stop) => {
                    let second =
                        |time: &mithaq_stix::StixTime| time.to_timestamp().as_second() % 60;
                    let (start, stop) = (second(start), second(stop));
                    keep(bound, |binding| {
                        binding
                            .keys()
                            .all(|at| start < stop && seen[*at].1 < stop && seen[*at].2 >= start)
                    })
                }
                Qualifier::Within(_) => panic!("not made here"),
            },
        ),
    }
}

fn keep(all: Vec<Binding>, wanted: impl Fn(&Binding) -> bool) -> Vec<Binding> {
    all.into_iter().filter(wanted).collect()
}

fn together(parts: Vec<&Expression>, seen: &[Seen], in_order: bool) -> Vec<Binding> {
    let mut parts = parts.into_iter().map(|part| bindings(part, seen));
    let first = parts.next().unwrap();
    parts.fold(first, |all, part| joined(&all, &part, seen, in_order))
}

fn joined(left: &[Binding], right: &[Binding], seen: &[Seen], in_order: bool) -> Vec<Binding> {
    let mut all = Vec::new();
    for a in left {
        for b in right {
            let latest = a.keys().map(|at| seen[*at].1).max();
            let earliest = b.keys().map(|at| seen[*at].2).min();
            if in_order && latest > earliest {
                continue;
            }
            let mut both = a.clone();
            for (at, count) in b {
                *both.entry(*at).or_default() += count;
            }
            if both.iter().all(|(at, count)| *count <= seen[*at].3) {
                all.push(both);
            }
        }
    }
    all.sort();
    all.dedup();
    all
}

/// Expressions over the sizes of files.
pub(crate) fn expressions() -> impl Strategy<Value = Expression> {
    let brackets = (0_i64..4).prop_map(|least| {
        let text = format!("[file:size >= {least}]");
        Pattern::parse(&text).unwrap().expression().clone()
    });
    brackets.prop_recursive(3, 5, 3, |inner| {
        let time = |second: u32| format!("2026-01-01T00:00:{second:02}Z").parse().unwrap();
        let qualifier = prop_oneof![
            (1_u64..4).prop_map(Qualifier::Repeats),
            (1_i64..5).prop_map(|seconds| Qualifier::Within(Constant::Integer(seconds))),
            (0_u32..5, 1_u32..8).prop_map(move |(a, b)| Qualifier::During(time(a), time(b))),
        ];
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(Expression::And),
            vec(inner.clone(), 2..4).prop_map(Expression::Or),
            vec(inner.clone(), 2..4).prop_map(Expression::FollowedBy),
            (inner, qualifier).prop_map(|(expression, qualifier)| Expression::Qualified {
                expression: Box::new(expression),
                qualifiers: vec![qualifier],
            }),
        ]
    })
}

/// Few observations, near each other.
pub(crate) fn observations() -> impl Strategy<Value = Vec<Seen>> {
    let seen = (0_i64..4, 0_i64..6, 0_i64..3, 1_u64..3);
    let seen =
        seen.prop_map(|(value, first, length, times)| (value, first, first + length / 2, times));
    vec(seen, 0..5)
}

proptest! {
    #[test]
    fn it_finds_what_the_definition_finds(expression in expressions(), seen in observations()) {
        let text = bundle(&seen);
        let value = parse(text.as_bytes(), &Limits::default()).unwrap();
        let observed = Observation::all_in(&value);
        let pattern = Pattern::parse(&expression.to_string()).unwrap();
        let found = CompiledPattern::new(&pattern).unwrap().matches(&observed).unwrap();
        let wanted = bindings(&expression, &seen);
        prop_assert_eq!(found.is_some(), !wanted.is_empty(), "{} {:?}", expression, &wanted);
        if let Some(found) = found {
            let used = |binding: &Binding| binding.keys().copied().collect::<Vec<_>>() == found.observations;
            prop_assert!(wanted.iter().any(used), "{} {:?}", expression, found);
        }
        let mut set = PatternSet::new();
        set.add(&pattern).unwrap();
        prop_assert_eq!(set.matches(&observed).matches.len(), usize::from(!wanted.is_empty()));
    }

    #[test]
    fn distributing_and_absorbing_keep_the_meaning_and_mostly_the_form(
        a in expressions(), b in expressions(), seen in observations(),
    ) {
        let text = bundle(&seen);
        let value = parse(text.as_bytes(), &Limits::default()).unwrap();
        let observed = Observation::all_in(&value);
        let pattern = |expression: &Expression| Pattern::parse(&expression.to_string()).unwrap();
        let meets = |pattern: &Pattern| CompiledPattern::new(pattern).unwrap().matches(&observed).unwrap().is_some();
        let (and, or) = (Expression::And, Expression::Or);
        let one = |expression: &Expression| matches!(expression, Expression::Observation(_));
        for (left, right) in [
            (
                and(vec![a.clone(), or(vec![b.clone(), a.clone()])]),
                or(vec![and(vec![a.clone(), a.clone()]), and(vec![b.clone(), a.clone()])]),
            ),
            (or(vec![a.clone(), and(vec![b.clone(), a.clone()])]), a.clone()),
            (
                Expression::FollowedBy(vec![or(vec![a.clone(), b.clone()]), b.clone()]),
                or(vec![
                    Expression::FollowedBy(vec![b.clone(), b.clone()]),
                    Expression::FollowedBy(vec![a.clone(), b.clone()]),
                ]),
            ),
        ] {
            let (left, right) = (pattern(&left), pattern(&right));
            prop_assert_eq!(meets(&left), meets(&right), "{} {}", left, right);
            // Nested deeper, the two can stop at different forms.
            if one(&a) && one(&b) {
                prop_assert_eq!(left.normal_form(), right.normal_form());
            }
        }
    }

    #[test]
    fn patterns_of_one_form_match_alike(
        expressions in vec(expressions(), 30), seen in observations(),
    ) {
        let text = bundle(&seen);
        let value = parse(text.as_bytes(), &Limits::default()).unwrap();
        let observed = Observation::all_in(&value);
        let mut known = BTreeMap::new();
        for expression in expressions {
            let pattern = Pattern::parse(&expression.to_string()).unwrap();
            let meets = CompiledPattern::new(&pattern).unwrap().matches(&observed).unwrap().is_some();
            let form = pattern.normal_form().as_str().to_owned();
            prop_assert_eq!(*known.entry(form).or_insert(meets), meets, "{}", pattern);
        }
    }
}

#[test]
fn many_repetitions_in_a_window_are_found_and_missed_quickly() {
    let seen: Vec<Seen> = (0..60).map(|second| (1, second, second, 20)).collect();
    let text = bundle(&seen);
    let value = parse(text.as_bytes(), &Limits::default()).unwrap();
    let observed = Observation::all_in(&value);
    let meets = |pattern: &str| {
        let pattern = Pattern::parse(pattern).unwrap();
        let found = CompiledPattern::new(&pattern).unwrap().matches(&observed);
        found.unwrap().map(|found| found.observations.len())
    };
    assert_eq!(
        meets("[file:size = 1] REPEATS 200 TIMES WITHIN 10 SECONDS"),
        Some(10)
    );
    assert_eq!(
        meets("[file:size = 1] REPEATS 201 TIMES WITHIN 10 SECONDS"),
        None
    );
    assert_eq!(meets("[file:size = 1] REPEATS 1200 TIMES"), Some(60));
    assert_eq!(meets("[file:size = 1] REPEATS 1201 TIMES"), None);
}

#[test]
fn what_combines_in_too_many_ways_is_given_up() {
    let seen: Vec<Seen> = (0..30).map(|second| (second, second, second, 1)).collect();
    let text = bundle(&seen);
    let value = parse(text.as_bytes(), &Limits::default()).unwrap();
    let observed = Observation::all_in(&value);
    let matched = |pattern: &str| {
        let pattern = Pattern::parse(pattern).unwrap();
        CompiledPattern::new(&pattern).unwrap().matches(&observed)
    };
    let many =
        |least: u32, times: usize| vec![format!("[file:size >= {least}]"); times].join(" AND ");
    // More are wanted than there are.
    assert_eq!(matched(&many(0, 31)), Ok(None));
    assert_eq!(
        matched(&many(0, 30)).unwrap().unwrap().observations.len(),
        30
    );
    // Twelve different ones are wanted of ten, and ten in any order are many ways.
    let given_up = matched(&format!("{} AND {}", many(20, 12), many(0, 12)));
    assert!(given_up.unwrap_err().to_string().contains("given up after"));
}
