//! Cedar against a slow and obvious decision in plain Rust, over random agreements and objects.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use mithaq_policy::{
    Agreement, Attributes, Decision, Draft, Question, Reason, ReasonCode, Standing,
};
use mithaq_stix::{ObjectId, Tlp};
use proptest::prelude::*;

use crate::sample::{agreement_id, at, draft_with_terms, few_cases, parties, stranger, them, us};

const SUBJECTS: [&str; 5] = ["cybercrime", "fraud", "training", "terrorism", "x-new-word"];
const KINDS: [&str; 5] = ["indicator", "malware", "report", "sighting", "x-own-type"];
const LEVELS: [Tlp; 5] = [
    Tlp::Clear,
    Tlp::Green,
    Tlp::Amber,
    Tlp::AmberStrict,
    Tlp::Red,
];
const CEILINGS: [&str; 4] = ["clear", "green", "amber", "amber+strict"];

/// The answer as one would give it with the articles on the table.
fn obvious(agreement: &Agreement, question: &Question<'_>) -> Decision {
    let Question {
        partner,
        object,
        standing,
        now,
    } = question;
    let mut all = BTreeSet::new();
    if !standing.permits() {
        all.insert((standing_code(standing), 0));
    }
    if !agreement.instrument().is_binding() {
        all.insert((ReasonCode::NotBinding, 0));
    }
    if !agreement
        .parties()
        .iter()
        .any(|party| party.id == **partner)
    {
        all.insert((ReasonCode::NotAParty, 0));
    }
    if !object.own {
        all.insert((ReasonCode::Originator, 0));
    }
    if object.tlp == Tlp::Red {
        all.insert((ReasonCode::Red, 0));
    }
    let today: Date = now.to_zoned(TimeZone::UTC).date();
    for (number, article) in (1..).zip(agreement.articles()) {
        let terms = article.terms();
        if terms.ceiling.is_some_and(|ceiling| object.tlp > ceiling) {
            all.insert((ReasonCode::AboveCeiling, number));
        }
        if let Some(validity) = terms.validity {
            let early = validity.from.is_some_and(|from| today < from);
            let late = validity.until.is_some_and(|until| today > until);
            if early || late {
                all.insert((ReasonCode::OutsideValidity, number));
            }
        }
    }
    let whole = all.is_empty();
    let mut uncovered = BTreeSet::new();
    let mut some_article_covers_it = false;
    for (number, article) in (1..).zip(agreement.articles()) {
        let Some(grants) = &article.terms().grants else {
            continue;
        };
        let subject = grants
            .subjects
            .iter()
            .any(|subject| object.subjects.contains(subject));
        let kind = grants.object_types.contains(&object.kind);
        some_article_covers_it |= subject && kind;
        if whole && subject && kind {
            return Decision::Permit {
                article: article.number().to_owned(),
            };
        }
        if !subject {
            uncovered.insert((ReasonCode::Subject, number));
        }
        if !kind {
            uncovered.insert((ReasonCode::ObjectType, number));
        }
    }
    if !some_article_covers_it {
        all.extend(uncovered);
    }
    Decision::Deny {
        reasons: all
            .into_iter()
            .map(|(code, number)| sketch(code, number))
            .collect(),
    }
}

fn standing_code(standing: &Standing) -> ReasonCode {
    match standing {
        Standing::Draft | Standing::SignedPart => ReasonCode::AgreementNotSigned,
        Standing::Signed { .. } => ReasonCode::AgreementNotYetInForce,
        Standing::Suspended => ReasonCode::AgreementSuspended,
        Standing::Expired => ReasonCode::AgreementExpired,
        Standing::Terminated => ReasonCode::AgreementTerminated,
        Standing::NotBinding => ReasonCode::NotBinding,
        Standing::InForce { .. } | Standing::Denounced { .. } => ReasonCode::NoBasis,
    }
}

/// A reason with its code and article only.
fn sketch(code: ReasonCode, article: usize) -> Reason {
    let mut sketch = Reason::closure(them());
    sketch.code = code;
    sketch.rule = code.rule();
    sketch.article = (article > 0).then(|| article.to_string());
    sketch
}

/// A decision without particulars, to be compared with the obvious one.
fn sketched(decision: Decision) -> Decision {
    match decision {
        Decision::Permit { article } => Decision::Permit { article },
        Decision::Deny { reasons } => Decision::Deny {
            reasons: reasons
                .into_iter()
                .map(|reason| {
                    let number = reason.article.map_or(0, |article| article.parse().unwrap());
                    sketch(reason.code, number)
                })
                .collect(),
        },
    }
}

fn some_of(words: &'static [&'static str], least: usize) -> impl Strategy<Value = Vec<String>> {
    prop::sample::subsequence(words.to_vec(), least..=words.len())
        .prop_map(|words| words.into_iter().map(str::to_owned).collect())
}

fn quoted(words: &[String]) -> String {
    format!(
        "[{}]",
        words
            .iter()
            .map(|word| format!("\"{word}\""))
            .collect::<Vec<_>>()
            .join(", ")
    )
}

fn grants() -> impl Strategy<Value = String> {
    (some_of(&SUBJECTS, 1), some_of(&KINDS, 1)).prop_map(|(subjects, kinds)| {
        format!(
            "grants = {{ subjects = {}, object_types = {} }}",
            quoted(&subjects),
            quoted(&kinds)
        )
    })
}

fn ceiling() -> impl Strategy<Value = String> {
    prop::sample::select(&CEILINGS[..]).prop_map(|tlp| format!("ceiling = {{ tlp = \"{tlp}\" }}"))
}

/// Spans that all contain the middle of June, so that no two exclude each other.
fn validity() -> impl Strategy<Value = String> {
    (1..=15u8, 15..=30u8, 0..3u8).prop_map(|(from, until, ends)| {
        let from = format!("from = \"2026-06-{from:02}\"");
        let until = format!("until = \"2026-06-{until:02}\"");
        match ends {
            0 => format!("validity = {{ {from} }}"),
            1 => format!("validity = {{ {until} }}"),
            _ => format!("validity = {{ {from}, {until} }}"),
        }
    })
}

/// The terms of up to six articles, one of which grants.
pub(crate) fn terms() -> impl Strategy<Value = Vec<String>> {
    let article = prop_oneof![
        3 => grants(),
        2 => ceiling(),
        2 => validity(),
        1 => Just(String::new()),
        1 => (grants(), ceiling()).prop_map(|(grants, ceiling)| format!("{grants}\n{ceiling}")),
    ];
    (
        grants(),
        prop::collection::vec(article, 0..6),
        any::<prop::sample::Index>(),
    )
        .prop_map(|(grants, mut terms, at)| {
            terms.insert(at.index(terms.len() + 1), grants);
            terms
        })
}

pub(crate) fn conclude(terms: &[String]) -> Agreement {
    let terms: Vec<&str> = terms.iter().map(String::as_str).collect();
    let draft = Draft::parse(&draft_with_terms(&terms)).unwrap();
    draft
        .conclude(agreement_id(), at("2026-01-01T00:00:00Z"), parties(), us())
        .unwrap()
}

fn attributes() -> impl Strategy<Value = Attributes> {
    (
        prop::sample::select(&KINDS[..]),
        some_of(&SUBJECTS, 0),
        prop::sample::select(&LEVELS[..]),
        prop::bool::weighted(0.8),
    )
        .prop_map(|(kind, subjects, tlp, own)| Attributes {
            kind: kind.to_owned(),
            subjects: subjects.into_iter().collect(),
            tlp,
            own,
        })
}

fn standing() -> impl Strategy<Value = Standing> {
    let moment = at("2026-06-01T00:00:00Z");
    prop_oneof![
        6 => Just(Standing::InForce { since: moment }),
        1 => Just(Standing::Denounced { ends: moment }),
        1 => prop::sample::select(vec![
            Standing::Draft,
            Standing::SignedPart,
            Standing::Signed { in_force_from: None },
            Standing::Signed { in_force_from: Some(moment) },
            Standing::Suspended,
            Standing::Terminated,
            Standing::Expired,
            Standing::NotBinding,
        ]),
    ]
}

fn moment() -> impl Strategy<Value = Timestamp> {
    let june = at("2026-06-01T00:00:00Z").as_second();
    (june..june + 30 * 86_400, 0..1_000_000_000)
        .prop_map(|(second, nanosecond)| Timestamp::new(second, nanosecond).unwrap())
}

fn partner() -> impl Strategy<Value = ObjectId> {
    prop_oneof![8 => Just(them()), 1 => Just(us()), 1 => Just(stranger())]
}

proptest! {
    #![proptest_config(few_cases())]

    #[test]
    fn cedar_decides_as_the_obvious_reading_does(
        terms in terms(),
        cases in prop::collection::vec((attributes(), standing(), moment(), partner()), 16),
    ) {
        let agreement = conclude(&terms);
        for (object, standing, now, partner) in cases {
            let question = Question { partner: &partner, object: &object, standing, now };
            let decision = agreement.compile().decide(&question);
            if let Decision::Deny { reasons } = &decision {
                prop_assert!(!reasons.is_empty());
            }
            prop_assert_eq!(sketched(decision), obvious(&agreement, &question));
        }
    }

    #[test]
    fn lowering_a_ceiling_never_shows_more(
        terms in terms(),
        ceiling in ceiling(),
        objects in prop::collection::vec((attributes(), moment()), 16),
    ) {
        let before = conclude(&terms);
        let after = conclude(&[terms, vec![ceiling]].concat());
        for (object, now) in objects {
            prop_assert!(given(&before, &object, now) || !given(&after, &object, now));
        }
    }

    #[test]
    fn another_granting_article_never_hides(
        terms in terms(),
        grants in grants(),
        objects in prop::collection::vec((attributes(), moment()), 16),
    ) {
        let before = conclude(&terms);
        let after = conclude(&[terms, vec![grants]].concat());
        for (object, now) in objects {
            prop_assert!(given(&after, &object, now) || !given(&before, &object, now));
        }
    }

    #[test]
    fn both_nodes_compile_to_the_same_hash(terms in terms()) {
        let ours = conclude(&terms);
        let theirs = Agreement::from_json(&ours.to_json()).unwrap();
        prop_assert_eq!(theirs.compile().sha256(), ours.compile().sha256());
        prop_assert_eq!(theirs.compile(), ours.compile());
        prop_assert_eq!(theirs, ours);
    }

    #[test]
    fn equal_keys_have_equal_decisions(
        terms in terms(),
        object in attributes(),
        standing in standing(),
        now in moment(),
        later in moment(),
        partner in partner(),
        other in partner(),
    ) {
        let compiled = conclude(&terms).compile();
        let one = Question { partner: &partner, object: &object, standing, now };
        let two = Question { partner: &other, object: &object, standing, now: later };
        if compiled.key(&one) == compiled.key(&two) {
            prop_assert_eq!(compiled.decide(&one), compiled.decide(&two));
        }
    }
}

fn given(agreement: &Agreement, object: &Attributes, now: Timestamp) -> bool {
    let partner = them();
    let standing = Standing::InForce { since: now };
    agreement
        .compile()
        .decide(&Question {
            partner: &partner,
            object,
            standing,
            now,
        })
        .is_permit()
}
