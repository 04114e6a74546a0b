//! What was received belongs to whoever gave it.

use mithaq_node::{ActError, Outcome, Query, Received, ReceivedPage, Source};
use mithaq_stix::Tlp;
use mithaq_testkit::{indicator, read, report};
use serde_json::{Value, json};

use crate::support::{Pair, THEIRS, admitted, id, indicator_id, pair};

/// What we receive when they give all that they may, with whatever receipt `proof` chooses.
async fn given(pair: &Pair, objects: &[Value], proof: impl AsyncFn(u64) -> String) -> Received {
    pair.theirs.hold(&["cybercrime"], objects).await;
    let (us, source) = (
        admitted(&pair.theirs.node, crate::support::OURS).await.1,
        Source {
            agreement: pair.agreement.clone(),
            partner: pair.ours.node.find_partner(THEIRS).await.unwrap(),
            added_after: None,
        },
    );
    let disclosed = pair
        .theirs
        .node
        .disclose(&us, &pair.agreement, Query::default());
    let disclosed = disclosed.await.unwrap();
    let objects: Vec<Value> = disclosed
        .page()
        .iter()
        .map(|released| serde_json::from_slice(&released.body).unwrap())
        .collect();
    let page = ReceivedPage {
        envelope: json!({ "objects": objects }).to_string().into_bytes(),
        added_after: None,
        receipt: Some(proof(disclosed.receipt().unwrap()).await),
    };
    pair.ours.node.receive(&source, page).await.unwrap()
}

#[tokio::test]
async fn a_receipt_proves_the_page_with_which_it_came() {
    let pair = pair().await;
    let theirs = &pair.theirs.node;
    let receipt = async |index| theirs.receipt(index).await.unwrap().unwrap().to_json();
    let first = given(&pair, &[indicator(1, Tlp::Green)], receipt).await;
    assert_eq!(first.not_proved, None);
    assert!(first.proved.unwrap().pinned);
    let before = theirs.log(None, 0).await.unwrap().size - 1;
    let old = async |_| receipt(before).await;
    let second = given(&pair, &[indicator(2, Tlp::Green)], old).await;
    assert_eq!(second.accepted, 1);
    insta::assert_snapshot!(second.not_proved.unwrap(), @"the receipt is not of this page: it names other objects");
    let other = async |_| receipt(0).await;
    let third = given(&pair, &[indicator(3, Tlp::Green)], other).await;
    insta::assert_snapshot!(third.not_proved.unwrap(), @"the receipt is not of this page: it names another act");
    let garbled = async |index| receipt(index).await.replace("disclosed", "withdrawn");
    let fourth = given(&pair, &[indicator(4, Tlp::Green)], garbled).await;
    assert!(fourth.proved.is_none() && fourth.not_proved.is_some());
}

async fn receive(pair: &Pair, objects: &[Value]) -> Received {
    let source = Source {
        agreement: pair.agreement.clone(),
        partner: pair.ours.node.find_partner(THEIRS).await.unwrap(),
        added_after: None,
    };
    let page = ReceivedPage {
        envelope: json!({ "objects": objects }).to_string().into_bytes(),
        added_after: None,
        receipt: None,
    };
    pair.ours.node.receive(&source, page).await.unwrap()
}

fn later(mut object: Value) -> Value {
    object["modified"] = json!("2026-10-20T00:00:00.000Z");
    object
}

#[tokio::test]
async fn what_was_received_never_leaves_and_importing_it_does_not_launder_it() {
    let pair = pair().await;
    let object = indicator(1, Tlp::Clear);
    assert_eq!(
        receive(&pair, std::slice::from_ref(&object)).await.accepted,
        1
    );
    assert!(pair.names().await.is_empty());
    pair.ours
        .hold(&["cybercrime"], std::slice::from_ref(&object))
        .await;
    assert!(pair.names().await.is_empty());
    let how = mithaq_node::Acceptance::own(["cybercrime".to_owned()].into(), Some(Tlp::Clear));
    let outcomes = pair
        .ours
        .node
        .accept(vec![read(&object), read(&later(object))], &how)
        .await;
    let outcomes = outcomes.unwrap();
    assert_eq!(outcomes[0], Outcome::Unchanged);
    let Outcome::Refused(finding) = &outcomes[1] else {
        panic!("{outcomes:?}")
    };
    assert_eq!(finding.rule, "not-the-originator");
    pair.ours.node.settle().await.unwrap();
    assert!(pair.names().await.is_empty());
    let held = pair
        .ours
        .node
        .object(&id(&indicator_id(1)))
        .await
        .unwrap()
        .unwrap();
    assert!(held.summary.handling.origin.is_some());
}

#[tokio::test]
async fn what_names_something_received_does_not_leave_either() {
    let pair = pair().await;
    receive(&pair, &[indicator(1, Tlp::Clear)]).await;
    pair.ours
        .hold(
            &["cybercrime"],
            &[
                report(1, Tlp::Green, &[&indicator_id(1)]),
                report(2, Tlp::Green, &[&indicator_id(2)]),
            ],
        )
        .await;
    assert_eq!(
        pair.names().await,
        ["report--00000000-0000-4000-8000-000000000002"]
    );
}

#[tokio::test]
async fn a_partner_makes_no_version_of_what_is_ours() {
    let pair = pair().await;
    pair.ours
        .hold(&["cybercrime"], &[indicator(1, Tlp::Green)])
        .await;
    let received = receive(
        &pair,
        &[later(indicator(1, Tlp::Clear)), indicator(1, Tlp::Green)],
    )
    .await;
    assert_eq!((received.accepted, received.unchanged), (0, 1));
    let (refused, findings) = &received.rejected[0];
    assert_eq!(refused.as_deref(), Some(indicator_id(1).as_str()));
    insta::assert_snapshot!(findings[0].message, @"an earlier version came from elsewhere: only the originator of an object makes new versions; others give theirs a new id and relate it by `derived-from`");
    let page = pair.page().await;
    assert_eq!(page[0].tlp, Tlp::Green);
    assert_eq!(page[0].version.as_deref(), Some("2026-10-01T00:00:00.000Z"));
}

#[tokio::test]
async fn only_a_party_can_be_read_from_and_only_under_an_agreement_in_force() {
    let pair = pair().await;
    let node = &pair.ours.node;
    let page = || ReceivedPage {
        envelope: json!({ "objects": [indicator(1, Tlp::Clear)] })
            .to_string()
            .into_bytes(),
        added_after: Some("2026-11-01T00:00:00Z".to_owned()),
        receipt: None,
    };
    let stranger = node.add_partner_without_node("Centre", "XC").await.unwrap();
    let mut source = Source {
        agreement: pair.agreement.clone(),
        partner: stranger,
        added_after: None,
    };
    assert!(matches!(
        node.receive(&source, page()).await,
        Err(ActError::NotOurs(_))
    ));
    source.partner = node.find_partner(THEIRS).await.unwrap();
    node.suspend(&pair.agreement, "").await.unwrap();
    let suspended = node.receive(&source, page()).await;
    assert!(matches!(suspended, Err(ActError::WrongStanding { .. })));
    assert!(node.object(&id(&indicator_id(1))).await.unwrap().is_none());
    node.resume(&pair.agreement, "").await.unwrap();
    assert_eq!(node.receive(&source, page()).await.unwrap().accepted, 1);
}

#[tokio::test]
async fn what_is_withheld_of_our_own_is_listed_before_what_others_gave() {
    let pair = pair().await;
    pair.ours
        .hold(&["cybercrime"], &[indicator(1, Tlp::Red)])
        .await;
    pair.ours.clock.advance(60);
    assert_eq!(
        receive(&pair, &[indicator(2, Tlp::Green)]).await.accepted,
        1
    );
    let node = &pair.ours.node;
    let listed = node.withheld(&pair.agreement, 0, 9).await.unwrap();
    // The agency's own identity is withheld, too: no article grants it.
    let listed: Vec<(&str, bool)> = listed
        .iter()
        .filter(|object| object.id.kind() == "indicator")
        .map(|object| (object.id.as_str(), object.received))
        .collect();
    let (ours, theirs) = (indicator_id(1), indicator_id(2));
    assert_eq!(listed, [(ours.as_str(), false), (theirs.as_str(), true)]);
}
