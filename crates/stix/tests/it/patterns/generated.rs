//! Patterns made at random, and what holds for all of them.

use mithaq_stix::StixTime;
use mithaq_stix::fuzz;
use mithaq_stix::pattern::{
    Comparison, Constant, Expression, ObjectPath, Operator, Pattern, Qualifier, Step, Test,
    is_equivalent,
};
use proptest::collection::vec;
use proptest::prelude::*;

fn times() -> impl Strategy<Value = StixTime> {
    "20[0-3][0-9]-0[1-9]-[0-2][1-8]T0[0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,12})?Z"
        .prop_map(|text| text.parse().unwrap())
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-c]{0,3}",
        "[a'\\\\% _\\[\\]\n*/éＡ]{0,6}",
        any::<String>()
    ]
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..4)
}

fn numbers() -> impl Strategy<Value = Constant> {
    prop_oneof![
        (-3_i64..9).prop_map(Constant::Integer),
        (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(Constant::Integer),
        any::<f64>()
            .prop_filter("the language has no others", |number| number.is_finite())
            .prop_map(Constant::Float),
        (0_i32..40).prop_map(|quarters| Constant::Float(f64::from(quarters) / 4.0)),
    ]
}

fn ordered() -> impl Strategy<Value = Constant> {
    prop_oneof![
        numbers(),
        texts().prop_map(Constant::Text),
        bytes().prop_map(Constant::Binary),
        bytes().prop_map(Constant::Hex),
        times().prop_map(Constant::Time),
    ]
}

fn constants() -> impl Strategy<Value = Constant> {
    prop_oneof![4 => ordered(), 1 => any::<bool>().prop_map(Constant::Bool)]
}

fn lists() -> impl Strategy<Value = Vec<Constant>> {
    prop_oneof![
        vec(numbers(), 0..4),
        vec(texts().prop_map(Constant::Text), 0..4),
        vec(any::<bool>().prop_map(Constant::Bool), 0..3),
        vec(times().prop_map(Constant::Time), 0..3),
        vec(
            prop_oneof![
                bytes().prop_map(Constant::Binary),
                bytes().prop_map(Constant::Hex)
            ],
            0..3
        ),
    ]
}

fn operators() -> impl Strategy<Value = Operator> {
    let network = || {
        prop_oneof![
            Just("198.51.100.0/24".to_owned()),
            Just("198.51.100.7".to_owned()),
            Just("2001:db8::/32".to_owned())
        ]
    };
    prop_oneof![
        4 => constants().prop_map(Operator::Equal),
        2 => constants().prop_map(Operator::NotEqual),
        1 => ordered().prop_map(Operator::Less),
        1 => ordered().prop_map(Operator::LessOrEqual),
        1 => ordered().prop_map(Operator::Greater),
        1 => ordered().prop_map(Operator::GreaterOrEqual),
        2 => lists().prop_map(Operator::In),
        1 => texts().prop_map(Operator::Like),
        1 => "[a-c.^$(|)*]{0,5}".prop_map(Operator::Matches),
        1 => network().prop_map(Operator::IsSubset),
        1 => network().prop_map(Operator::IsSuperset),
        1 => Just(Operator::Exists),
    ]
}

fn names() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[abc]|name|value|other_ref|other_refs|raw_hex|raw_bin",
        1 => "AND|true|IN|1a|a-b|a\\.b|A'b",
    ]
}

fn paths() -> impl Strategy<Value = ObjectPath> {
    let step = prop_oneof![
        3 => names().prop_map(Step::Property),
        1 => (0_u64..4).prop_map(Step::Index),
        1 => Just(Step::Any),
    ];
    (names(), vec(step, 0..3)).prop_map(|(first, rest)| ObjectPath {
        object_type: "x-thing".to_owned(),
        steps: std::iter::once(Step::Property(first)).chain(rest).collect(),
    })
}

fn comparisons() -> impl Strategy<Value = Comparison> {
    let test = (paths(), any::<bool>(), operators()).prop_map(|(path, negated, operator)| {
        Comparison::Test(Test {
            path,
            negated,
            operator,
        })
    });
    test.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(Comparison::And),
            vec(inner, 2..4).prop_map(Comparison::Or),
        ]
    })
}

fn qualifiers() -> impl Strategy<Value = Vec<Qualifier>> {
    let all = (1_u64..4, 1_i32..40, times(), times()).prop_map(|(times, quarters, start, stop)| {
        vec![
            Qualifier::Repeats(times),
            Qualifier::Within(Constant::Float(f64::from(quarters) / 4.0)),
            Qualifier::During(start, stop),
        ]
    });
    all.prop_flat_map(|all| proptest::sample::subsequence(all, 1..=3).prop_shuffle())
}

/// Expressions that the parser can give.
pub(crate) fn expressions() -> impl Strategy<Value = Expression> {
    let brackets = comparisons().prop_map(Expression::Observation);
    brackets.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(Expression::And),
            vec(inner.clone(), 2..4).prop_map(Expression::Or),
            vec(inner.clone(), 2..4).prop_map(Expression::FollowedBy),
            (inner, qualifiers()).prop_map(|(expression, qualifiers)| Expression::Qualified {
                expression: Box::new(expression),
                qualifiers,
            }),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_is_read_again(expression in expressions()) {
        let text = expression.to_string();
        let read = Pattern::parse(&text);
        let read = read.map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        prop_assert_eq!(read.expression(), &expression, "{}", text);
        prop_assert_eq!(&read.to_string(), &text);
        prop_assert!(is_equivalent(&read, &read));
        fuzz::pattern(text.as_bytes());
    }

    #[test]
    fn the_order_of_what_and_and_or_join_does_not_count(
        parts in vec(expressions(), 2..4).prop_flat_map(|parts| (Just(parts.clone()), Just(parts).prop_shuffle())),
    ) {
        let (parts, shuffled) = parts;
        for join in [Expression::And, Expression::Or] {
            let form = |parts: &Vec<Expression>| {
                let text = join(parts.clone()).to_string();
                Pattern::parse(&text).unwrap().normal_form()
            };
            prop_assert_eq!(form(&parts), form(&shuffled));
        }
    }

    #[test]
    fn no_text_makes_a_reader_panic(
        text in "(\\[|\\]|\\(|\\)|a:b|=|'x'|'|\\\\|AND|OR|NOT|EXISTS|FOLLOWEDBY|REPEATS|2|TIMES|WITHIN|SECONDS|\\.|\\*|t'|h'ff'|/\\*|//|é| ){0,20}",
        noise in any::<String>(),
    ) {
        fuzz::pattern(text.as_bytes());
        fuzz::pattern(noise.as_bytes());
    }

    #[test]
    fn no_change_to_a_good_pattern_makes_it_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        for seed in crate::seeds::of("pattern") {
            let mut bytes = seed;
            let at = at.index(bytes.len());
            if cut { bytes.truncate(at) } else { bytes[at] = byte }
            fuzz::pattern(&bytes);
        }
    }
}
