//! The one door: what goes through it is decided, recorded, and stopped when it must be.

use std::fmt;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use mithaq_node::{Clock, Form, Node, Query, Refused, Standing};
use mithaq_stix::{ObjectId, Tlp};
use mithaq_testkit::{SeededRandomness, indicator, object, report};
use serde_json::json;

use crate::support::{THEIRS, admitted, id, indicator_id, pair};

/// A clock that, when it is wound up, does something while a reader looks at it.
struct Interrupting {
    time: Timestamp,
    interrupts: Mutex<Vec<Box<dyn FnOnce() + Send>>>,
}

impl fmt::Debug for Interrupting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Interrupting")
    }
}

impl Clock for Interrupting {
    fn now(&self) -> Timestamp {
        // Whoever writes holds the lock that an interrupt needs.
        if std::thread::current().name() != Some("store-writer") {
            let interrupt = self.interrupts.lock().unwrap().pop();
            if let Some(interrupt) = interrupt {
                interrupt();
            }
        }
        self.time
    }
}

/// Opens a node again with a clock that lets another node of the same folder act, so many times,
/// each time at the moment when the first has begun to read; each act is told its number.
async fn interrupted<F, Fut>(times: u32, act: F) -> (Result<usize, Refused>, Vec<String>)
where
    F: Fn(Node, ObjectId, u32) -> Fut + Clone + Send + 'static,
    Fut: Future<Output = ()> + Send,
{
    let pair = pair().await;
    pair.ours
        .hold(&["cybercrime"], &[1, 2].map(|n| indicator(n, Tlp::Green)))
        .await;
    let clock = Arc::new(Interrupting {
        time: pair.ours.node.now(),
        interrupts: Mutex::default(),
    });
    let randomness = Arc::new(SeededRandomness::new(5));
    let node = Node::open(pair.ours.home(), clock.clone(), randomness)
        .await
        .unwrap();
    let (_, them) = admitted(&node, THEIRS).await;
    for number in 1..=times {
        let (act, other, agreement) = (act.clone(), pair.ours.node.clone(), pair.agreement.clone());
        let interrupt = move || {
            let thread = std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .build()
                    .unwrap();
                runtime.block_on(act(other, agreement, number));
            });
            thread.join().unwrap();
        };
        // The last is the first to be taken.
        clock
            .interrupts
            .lock()
            .unwrap()
            .insert(0, Box::new(interrupt));
    }
    let disclosed = node
        .disclose(&them, &pair.agreement, Query::default())
        .await;
    assert!(
        clock.interrupts.lock().unwrap().is_empty(),
        "not interrupted"
    );
    let log = node.log(None, 100).await.unwrap().entries;
    let acts = log.into_iter().rev().map(|view| view.entry.act).collect();
    (disclosed.map(|disclosed| disclosed.page().len()), acts)
}

/// Accepts version `number` of the first indicator.
async fn newer_version(node: Node, number: u32, tlp: Tlp) {
    let mut newer = indicator(1, tlp);
    newer["modified"] = json!(format!("2026-10-{:02}T00:00:00.000Z", 20 + number));
    let how = mithaq_node::Acceptance::default();
    let accepted = node.accept(vec![mithaq_testkit::read(&newer)], &how);
    assert_eq!(accepted.await.unwrap(), [mithaq_node::Outcome::Accepted]);
}

#[tokio::test]
async fn a_suspension_between_reading_a_page_and_recording_it_stops_the_page() {
    let (disclosed, acts) = interrupted(1, |node, agreement, _| async move {
        node.suspend(&agreement, "").await.unwrap();
    })
    .await;
    let stopped = matches!(disclosed, Err(Refused::NotInForce(Standing::Suspended)));
    assert!(stopped, "{disclosed:?}");
    assert_eq!(acts.last().unwrap(), "agreement-suspended");
}

#[tokio::test]
async fn a_release_that_ends_between_reading_a_page_and_recording_it_is_not_given() {
    let (disclosed, acts) =
        interrupted(1, |node, _, number| newer_version(node, number, Tlp::Red)).await;
    assert_eq!(disclosed.unwrap(), 1);
    assert_eq!(acts.iter().filter(|act| *act == "disclosed").count(), 1);
}

#[tokio::test]
async fn a_partner_gets_its_page_however_often_releases_end_while_it_reads() {
    let (disclosed, acts) =
        interrupted(3, |node, _, number| newer_version(node, number, Tlp::Green)).await;
    assert_eq!(disclosed.unwrap(), 2);
    assert_eq!(acts.iter().filter(|act| *act == "disclosed").count(), 1);
}

#[tokio::test]
async fn without_an_interruption_the_page_is_given() {
    let (disclosed, _) = interrupted(0, |_, _, _| async {}).await;
    assert_eq!(disclosed.unwrap(), 2);
}

#[tokio::test]
async fn nothing_is_given_when_the_log_cannot_be_written() {
    let pair = pair().await;
    pair.ours
        .hold(&["cybercrime"], &[indicator(1, Tlp::Green)])
        .await;
    for (table, event) in [
        ("log_entry", "INSERT"),
        ("log_tile", "UPDATE"),
        ("disclosure", "INSERT"),
    ] {
        let size = pair.ours.node.log(None, 0).await.unwrap().size;
        for whole in [false, true] {
            pair.ours.obstruct(table, event, whole);
            let refused = pair
                .ours
                .node
                .disclose(&pair.them, &pair.agreement, Query::default());
            let refused = refused.await;
            assert!(
                matches!(refused, Err(Refused::Act(_))),
                "{table}: {refused:?}"
            );
            pair.ours.clear_obstruction();
            assert_eq!(pair.ours.node.log(None, 0).await.unwrap().size, size);
        }
        assert_eq!(pair.disclose(Query::default()).await.receipt(), Some(size));
    }
}

#[tokio::test]
async fn a_change_counts_from_the_moment_it_is_accepted() {
    let pair = pair().await;
    pair.ours
        .hold(
            &["cybercrime"],
            &[
                indicator(1, Tlp::Green),
                report(1, Tlp::Green, &[&indicator_id(1)]),
            ],
        )
        .await;
    assert_eq!(pair.names().await.len(), 2);
    let mut newer = indicator(1, Tlp::Red);
    newer["modified"] = json!("2026-10-20T00:00:00.000Z");
    let how = mithaq_node::Acceptance::default();
    pair.ours
        .node
        .accept(vec![mithaq_testkit::read(&newer)], &how)
        .await
        .unwrap();
    // Nobody has settled anything.
    assert!(pair.names().await.is_empty());
    assert!(
        pair.disclose(Query {
            form: Form::Manifest,
            ..Query::default()
        })
        .await
        .receipt()
        .is_none()
    );
}

#[tokio::test]
async fn what_everybody_knows_may_be_named() {
    let pair = pair().await;
    let first_edition = "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da";
    let mut marking = object(
        first_edition,
        &json!({
            "created": "2017-01-20T00:00:00.000Z",
            "definition_type": "tlp", "name": "TLP:GREEN", "definition": { "tlp": "green" },
        }),
    );
    marking.as_object_mut().unwrap().remove("modified");
    let us = pair.ours.node.identity().to_string();
    let them = object(
        pair.theirs.node.identity().as_str(),
        &json!({ "name": THEIRS }),
    );
    let somebody = "identity--00000000-0000-4000-8000-000000000009";
    let naming = |n, other: &str| {
        let mut indicator = indicator(n, Tlp::Green);
        indicator["object_marking_refs"] = json!([first_edition]);
        indicator["x_seen_refs"] = json!([other]);
        indicator
    };
    let nobody = "tool--00000000-0000-4000-8000-000000000009";
    pair.ours
        .hold(
            &["cybercrime"],
            &[
                marking,
                them,
                object(somebody, &json!({ "name": "Somebody" })),
                naming(1, &us),
                naming(2, pair.theirs.node.identity().as_str()),
                naming(3, nobody),
                naming(4, somebody),
            ],
        )
        .await;
    assert_eq!(pair.names().await, [1, 2, 3].map(indicator_id));
}

#[tokio::test]
async fn an_explanation_gives_every_reason() {
    let pair = pair().await;
    pair.ours.hold(&[], &[indicator(1, Tlp::Red)]).await;
    let tool = "tool--00000000-0000-4000-8000-000000000001";
    pair.ours
        .hold(
            &["training"],
            &[object(
                tool,
                &json!({
                    "name": "Invented", "x_seen_refs": [indicator_id(1)],
                    "object_marking_refs": [Tlp::Red.marking_id().as_str()],
                }),
            )],
        )
        .await;
    let explained = pair.ours.node.explain(&id(tool)).await.unwrap();
    let sentences: Vec<String> = explained[0]
        .sample
        .reasons
        .iter()
        .map(|reason| reason.sentence(mithaq_node::Lang::En))
        .collect();
    insta::assert_snapshot!(sentences.join("\n"), @"
    article 2 does not cover its subject (training)
    article 2 does not cover tools
    marked TLP:RED, above the ceiling TLP:AMBER of article 3
    marked TLP:RED, which goes only to named persons
    would name indicator--00000000-0000-4000-8000-000000000001, which is itself withheld
    ");
    let unknown = pair
        .ours
        .node
        .explain(&id("tool--00000000-0000-4000-8000-000000000002"))
        .await;
    assert!(unknown.is_err());
}

#[tokio::test]
async fn a_release_cites_an_article_that_permits_it_now() {
    let pair = pair().await;
    let node = &pair.ours.node;
    let second = mithaq_testkit::agreement(THEIRS).replace(
        "[[article]]\nnumber = \"3\"",
        "[[article]]\nnumber = \"2(2)\"\ntitle = { en = \"T\", fr = \"T\", ar = \"T\" }\n\
         text = { en = \"T\", fr = \"T\", ar = \"T\" }\n\
         grants = { subjects = [\"terrorism\"], object_types = [\"indicator\"] }\n\n\
         [[article]]\nnumber = \"3\"",
    );
    let agreement = mithaq_testkit::conclude(node, &pair.theirs.node, &second).await;
    let mut cited = Vec::new();
    for subject in ["cybercrime", "terrorism"] {
        pair.ours
            .hold(&[subject], &[indicator(1, Tlp::Green)])
            .await;
        let disclosed = node
            .disclose(&pair.them, &agreement, Query::default())
            .await
            .unwrap();
        cited.extend(
            disclosed
                .page()
                .iter()
                .map(|it| (it.seq, it.article.clone())),
        );
    }
    assert_eq!(cited, [(1, "2".to_owned()), (2, "2(2)".to_owned())]);
}

#[tokio::test]
async fn a_page_is_bounded_in_bytes_and_the_next_one_goes_on_behind_it() {
    let pair = pair().await;
    let large = |n: u32| {
        let mut large = indicator(n, Tlp::Green);
        large["description"] = json!("x".repeat(7 << 20));
        large
    };
    pair.ours
        .hold(&["cybercrime"], &[large(1), large(2), large(3)])
        .await;

    let first = pair.disclose(Query::default()).await;
    assert_eq!((first.page().len(), first.more()), (2, true));
    let last = first.page().last().unwrap().seq;
    let rest = pair
        .disclose(Query {
            after_seq: Some(last),
            ..Query::default()
        })
        .await;
    assert_eq!((rest.page().len(), rest.more()), (1, false));
    let manifest = pair
        .disclose(Query {
            form: Form::Manifest,
            ..Query::default()
        })
        .await;
    assert_eq!((manifest.page().len(), manifest.more()), (3, false));
}
