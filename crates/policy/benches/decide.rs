//! How long a decision takes, by the number of granting articles, and the making of an agreement.

#![expect(
    clippy::unwrap_used,
    reason = "a bench that cannot be set up has to stop"
)]

use std::{collections::BTreeSet, hint::black_box};

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use jiff::Timestamp;
use mithaq_policy::{Agreement, Attributes, Draft, Party, Question, Standing};
use mithaq_stix::{ObjectId, Tlp};

const OURS: &str = "identity--11111111-1111-4111-8111-111111111111";
const THEIRS: &str = "identity--22222222-2222-4222-8222-222222222222";

/// An agreement with a ceiling, a validity, and granting articles of which the last covers fraud.
fn agreement(granting: usize) -> Agreement {
    let article = |number: usize, terms: &str| {
        let words = "title = { en = \"Title\" }\ntext = { en = \"Text\" }";
        format!("\n[[article]]\nnumber = \"{number}\"\n{words}\n{terms}\n")
    };
    let grants = (1..=granting).map(|number| {
        let subject = if number == granting {
            "fraud"
        } else {
            "training"
        };
        let terms = format!(
            "grants = {{ subjects = [\"{subject}\"], object_types = [\"indicator\", \"report\"] }}"
        );
        article(number, &terms)
    });
    let grants: Vec<String> = grants.collect();
    let toml = format!(
        "name = {{ en = \"Name\" }}\ninstrument = \"memorandum\"\nparties = [\"self\", \"them\"]\n\
         enters_into_force = \"on-signature\"\nauthentic = [\"en\"]\n{}{}{}",
        grants.concat(),
        article(granting + 1, "ceiling = { tlp = \"amber\" }"),
        article(
            granting + 2,
            "validity = { from = \"2026-01-01\", until = \"2027-12-31\" }"
        ),
    );
    let party = |id: &str| Party {
        id: id.parse().unwrap(),
        name: "Agency".to_owned(),
    };
    let id: ObjectId = "coop-agreement--44444444-4444-4444-8444-444444444444"
        .parse()
        .unwrap();
    let parties = vec![party(OURS), party(THEIRS)];
    let draft = Draft::parse(&toml).unwrap();
    draft
        .conclude(id, Timestamp::UNIX_EPOCH, parties, OURS.parse().unwrap())
        .unwrap()
}

fn decisions(criterion: &mut Criterion) {
    let partner: ObjectId = THEIRS.parse().unwrap();
    let now: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
    let standing = Standing::InForce { since: now };
    let attributes = |tlp| Attributes {
        kind: "indicator".to_owned(),
        subjects: BTreeSet::from(["fraud".to_owned()]),
        tlp,
        own: true,
    };
    let mut group = criterion.benchmark_group("decide");
    for granting in [1, 3, 10] {
        let compiled = agreement(granting).compile();
        for (name, tlp) in [("permit", Tlp::Green), ("deny", Tlp::AmberStrict)] {
            let object = attributes(tlp);
            let question = Question {
                partner: &partner,
                object: &object,
                standing,
                now,
            };
            group.bench_function(
                BenchmarkId::new(name, format!("granting={granting}")),
                |bench| {
                    bench.iter(|| compiled.decide(black_box(&question)));
                },
            );
        }
    }
    let compiled = agreement(1).compile();
    let object = attributes(Tlp::Green);
    let question = Question {
        partner: &partner,
        object: &object,
        standing,
        now,
    };
    group.bench_function("key", |bench| {
        bench.iter(|| compiled.key(black_box(&question)));
    });
    group.finish();
}

fn agreements(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("agreement");
    for granting in [1, 10] {
        let json = agreement(granting).to_json();
        group.bench_function(
            BenchmarkId::new("read", format!("granting={granting}")),
            |bench| {
                bench.iter(|| Agreement::from_json(black_box(&json)).unwrap());
            },
        );
    }
    group.finish();
}

criterion_group!(benches, decisions, agreements);
criterion_main!(benches);
