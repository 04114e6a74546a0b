//! One object with its links, and what a search says of what it found.

use mithaq_node::{Node, Search};
use mithaq_stix::Tlp;
use mithaq_testkit::{TestNode, indicator, object, relationship, report};
use serde_json::json;

use crate::support::{id, indicator_id};

const REPORT: &str = "report--00000000-0000-4000-8000-000000000002";
const RELATIONSHIP: &str = "relationship--00000000-0000-4000-8000-000000000003";
const UNKNOWN: &str = "malware--00000000-0000-4000-8000-000000000004";

async fn node() -> TestNode {
    let test = TestNode::new("Agency", 1).await;
    let objects = [
        indicator(1, Tlp::Clear),
        indicator(5, Tlp::Clear),
        report(2, Tlp::Clear, &[&indicator_id(1), RELATIONSHIP]),
        relationship(3, Tlp::Clear, &indicator_id(1), &indicator_id(5)),
        relationship(6, Tlp::Clear, &indicator_id(5), UNKNOWN),
    ];
    test.hold(&["cybercrime"], &objects).await;
    test
}

/// The links of an object, one line each: by what, with what, and what a relationship leads to.
async fn links(node: &Node, of: &str) -> Vec<String> {
    let view = node.object_view(&id(of), None, 100).await.unwrap().unwrap();
    assert!(view.next.is_none());
    let links = view.links.iter().map(|view| {
        let arrow = if view.link.incoming { "<-" } else { "->" };
        let other = match &view.other {
            Some(other) => other.name.clone().unwrap_or_default(),
            None => "not held".to_owned(),
        };
        let far = view.far_end.as_ref().map(|far| {
            let name = far.summary.as_ref().and_then(|it| it.name.clone());
            let end = if far.is_target { "to" } else { "from" };
            format!(" {end} {}", name.as_deref().unwrap_or("not held"))
        });
        let by = &view.link.properties;
        format!("{arrow} {by}: {other}{}", far.unwrap_or_default())
    });
    let mut links: Vec<_> = links
        .filter(|line| !line.contains("object_marking_refs"))
        .collect();
    links.sort();
    links
}

#[tokio::test]
async fn a_relationship_leads_to_its_other_end() {
    let test = node().await;
    insta::assert_snapshot!(links(&test.node, &indicator_id(1)).await.join("\n"), @r"
    <- object_refs: Invented report 2
    <- source_ref: related-to to Invented indicator 5
    ");
    insta::assert_snapshot!(links(&test.node, &indicator_id(5)).await.join("\n"), @r"
    <- source_ref: related-to to not held
    <- target_ref: related-to from Invented indicator 1
    ");
    // A report names the relationship itself; there is no other end.
    insta::assert_snapshot!(links(&test.node, RELATIONSHIP).await.join("\n"), @r"
    -> source_ref: Invented indicator 1
    -> target_ref: Invented indicator 5
    <- object_refs: Invented report 2
    ");
}

#[tokio::test]
async fn what_is_only_named_or_unknown_is_no_object() {
    let test = node().await;
    let unheld = [UNKNOWN, "report--00000000-0000-4000-8000-0000000000ff"];
    for unheld in unheld {
        let view = test.node.object_view(&id(unheld), None, 10).await.unwrap();
        assert!(view.is_none(), "{unheld}");
    }
    let view = test.node.object_view(&id(REPORT), None, 10).await.unwrap();
    assert_eq!(view.unwrap().provenance, None, "it is our own");
}

#[tokio::test]
async fn links_are_read_in_parts_that_leave_nothing_out() {
    let test = node().await;
    let report = id(REPORT);
    let all = test.node.object_view(&report, None, 100).await.unwrap();
    let all: Vec<_> = all.unwrap().links.into_iter().map(|it| it.link).collect();
    assert!(all.len() >= 2);
    for limit in 1..=all.len() {
        let mut read = Vec::new();
        let mut after = None;
        loop {
            let part = test.node.object_view(&report, after.as_ref(), limit);
            let part = part.await.unwrap().unwrap();
            assert!(part.links.len() <= limit);
            read.extend(part.links.into_iter().map(|it| it.link));
            after = part.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(read, all, "{limit} at once");
    }
}

#[tokio::test]
async fn what_says_little_by_itself_is_found_with_what_it_is_about() {
    let test = node().await;
    let translation = json!({
        "object_ref": REPORT,
        "contents": { "fr": { "name": "Rapport translittéré" } },
    });
    let translation = object(
        "language-content--00000000-0000-4000-8000-000000000008",
        &translation,
    );
    test.hold(&[], &[translation]).await;
    let found = async |words: &str, kind: &str| {
        let search = Search {
            kinds: vec![kind.to_owned()],
            ..Search::words(words, 10)
        };
        let hits = test.node.search(search).await.unwrap().hits.into_iter();
        let about = hits.map(|hit| {
            assert_eq!(hit.giver, None);
            let names = hit.about.into_iter().map(|named| named.name);
            names.collect::<Vec<_>>().join(", ")
        });
        about.collect::<Vec<_>>()
    };
    assert_eq!(
        found("", "relationship").await,
        [
            "Invented indicator 5",
            "Invented indicator 1, Invented indicator 5"
        ]
    );
    assert_eq!(
        found("translittéré", "language-content").await,
        ["Invented report 2"]
    );
    assert_eq!(found("invented", "report").await, [""]);
}
