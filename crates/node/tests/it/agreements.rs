//! The life of an agreement between two nodes.

use jiff::civil::date;
use mithaq_node::{
    ActError, NodeKeys, PartySignature, Preview, Refused, SignedAgreement, Standing,
};
use mithaq_stix::Tlp;
use mithaq_testkit::{SeededRandomness, TestNode, agreement, conclude, indicator, introduce};

use crate::support::{OURS, THEIRS, admitted, id, pair, strangers};

const DAY: i64 = 24 * 3600;

fn error<T: std::fmt::Debug>(outcome: Result<T, ActError>) -> String {
    outcome.unwrap_err().to_string()
}

async fn standing(node: &mithaq_node::Node, agreement: &mithaq_stix::ObjectId) -> String {
    let view = node.agreement(agreement, 0).await.unwrap();
    view.summary.standing.code().to_owned()
}

#[tokio::test]
async fn an_agreement_is_drafted_signed_kept_suspended_and_ended() {
    let (ours, theirs) = strangers().await;
    let (a, b) = (&ours.node, &theirs.node);
    let id = a.draft(&agreement(THEIRS)).await.unwrap();
    assert_eq!(standing(a, &id).await, "draft");
    let half = a.sign(&id).await.unwrap();
    assert_eq!(standing(a, &id).await, "signed-part");
    assert_eq!(
        a.sign(&id).await.unwrap(),
        half,
        "signing twice gives the same file"
    );

    let (same, signers) = b.accept_agreement(half.clone()).await.unwrap();
    assert_eq!((same, signers), (id.clone(), vec![a.identity().clone()]));
    let whole = b.sign(&id).await.unwrap();
    assert_eq!(whole.signatures.len(), 2);
    let (_, signers) = a.accept_agreement(whole.clone()).await.unwrap();
    assert_eq!(signers, [a.identity().clone(), b.identity().clone()]);
    assert_eq!(
        [standing(a, &id).await, standing(b, &id).await],
        ["in-force", "in-force"]
    );

    let compiled = |view: mithaq_node::AgreementView| view.summary.agreement().policy_sha256();
    let [first, second] = [
        a.agreement(&id, 0).await.unwrap(),
        b.agreement(&id, 0).await.unwrap(),
    ];
    assert_eq!(first.summary.cedar(), second.summary.cedar());
    assert_eq!(
        first.summary.agreement().sha256(),
        second.summary.agreement().sha256()
    );
    assert_eq!(compiled(first), compiled(second));

    assert_eq!(a.suspend(&id, "talks").await.unwrap(), Standing::Suspended);
    assert!(a.resume(&id, "agreed").await.unwrap().permits());
    let denounced = a.terminate(&id, "the law changed").await.unwrap();
    let Standing::Denounced { ends } = denounced else {
        panic!("{denounced:?}")
    };
    assert_eq!(ends.to_string(), "2027-02-01T12:00:00Z");
    ours.clock.set(ends - jiff::SignedDuration::from_micros(1));
    assert_eq!(standing(a, &id).await, "denounced");
    ours.clock.set(ends);
    assert_eq!(standing(a, &id).await, "terminated");
}

#[tokio::test]
async fn each_wrong_step_is_refused_with_its_sentence() {
    let (ours, _theirs) = strangers().await;
    let node = &ours.node;
    let id = node.draft(&agreement(THEIRS)).await.unwrap();
    insta::assert_snapshot!(error(node.suspend(&id, "").await), @"the agreement cannot be suspended: it is draft: only an agreement in force can be suspended");
    insta::assert_snapshot!(error(node.resume(&id, "").await), @"the agreement cannot be resumed: it is draft: only a suspended agreement can be resumed");
    insta::assert_snapshot!(error(node.terminate(&id, "").await), @"the agreement cannot be terminated: it is draft");
    let log = node.log(None, 100).await.unwrap().size;
    assert!(node.suspend(&id, "").await.is_err());
    assert_eq!(
        node.log(None, 100).await.unwrap().size,
        log,
        "what is refused is not recorded"
    );
}

#[tokio::test]
async fn what_has_begun_does_not_begin_again() {
    let pair = pair().await;
    let (node, id) = (&pair.ours.node, &pair.agreement);
    let us = node.identity().clone();
    insta::assert_snapshot!(error(node.resume(id, "").await), @"the agreement cannot be resumed: it is in-force: only a suspended agreement can be resumed");
    insta::assert_snapshot!(error(node.notify(id, &us, date(2026, 11, 1), "").await), @"the agreement cannot be notified: it is in-force");
    node.suspend(id, "").await.unwrap();
    insta::assert_snapshot!(error(node.suspend(id, "").await), @"the agreement cannot be suspended: it is suspended: only an agreement in force can be suspended");
    node.terminate(id, "").await.unwrap();
    insta::assert_snapshot!(error(node.terminate(id, "").await), @"the agreement cannot be terminated: it is suspended");
    node.resume(id, "").await.unwrap();
    insta::assert_snapshot!(error(node.terminate(id, "").await), @"the agreement cannot be terminated: it is denounced");
    pair.ours.clock.advance(200 * DAY);
    insta::assert_snapshot!(error(node.suspend(id, "").await), @"the agreement cannot be suspended: it is terminated: only an agreement in force can be suspended");
}

#[tokio::test]
async fn notice_runs_from_the_first_time_that_it_was_given() {
    let pair = pair().await;
    let (node, id) = (&pair.ours.node, &pair.agreement);
    node.terminate(id, "").await.unwrap();
    node.suspend(id, "").await.unwrap();
    pair.ours.clock.advance(60 * DAY);
    assert!(node.terminate(id, "again").await.is_err());
    pair.ours.clock.advance(40 * DAY);
    assert_eq!(standing(node, id).await, "terminated");
}

#[tokio::test]
async fn a_clock_that_is_set_back_lifts_no_suspension() {
    let pair = pair().await;
    pair.ours
        .hold(&["cybercrime"], &[indicator(1, Tlp::Green)])
        .await;
    assert_eq!(pair.page().await.len(), 1);
    pair.ours.node.suspend(&pair.agreement, "").await.unwrap();
    pair.ours.clock.advance(-3 * DAY);
    let refused =
        pair.ours
            .node
            .disclose(&pair.them, &pair.agreement, mithaq_node::Query::default());
    assert!(matches!(
        refused.await,
        Err(Refused::NotInForce(Standing::Suspended))
    ));
}

#[tokio::test]
async fn nothing_is_given_before_the_day_of_entry() {
    let (ours, theirs) = strangers().await;
    let draft = agreement(THEIRS).replace("\"on-signature\"", "\"2026-11-05\"");
    let id = conclude(&ours.node, &theirs.node, &draft).await;
    ours.hold(&["cybercrime"], &[indicator(1, Tlp::Green)])
        .await;
    let (_, them) = admitted(&ours.node, THEIRS).await;
    let read = || {
        ours.node
            .disclose(&them, &id, mithaq_node::Query::default())
    };
    assert_eq!(standing(&ours.node, &id).await, "signed");
    assert!(matches!(read().await, Err(Refused::Unknown)));
    assert!(ours.node.offers(&them).await.unwrap().is_empty());
    ours.clock
        .set("2026-11-04T23:59:59.999999Z".parse().unwrap());
    assert!(matches!(read().await, Err(Refused::Unknown)));
    ours.clock.advance(1);
    // Nobody has to do anything: whoever reads finds it decided.
    assert_eq!(read().await.unwrap().page().len(), 1);
    assert_eq!(ours.node.offers(&them).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_days_of_an_article_hold_by_the_clock_forwards_and_backwards() {
    let (ours, theirs) = strangers().await;
    let days = "\n[[article]]\nnumber = \"4\"\n\
                title = { en = \"T\", fr = \"T\", ar = \"T\" }\n\
                text = { en = \"T\", fr = \"T\", ar = \"T\" }\n\
                validity = { from = \"2026-11-03\", until = \"2026-11-05\" }\n";
    let draft = agreement(THEIRS) + days;
    let id = conclude(&ours.node, &theirs.node, &draft).await;
    ours.hold(&["cybercrime"], &[indicator(1, Tlp::Green)])
        .await;
    let (_, them) = admitted(&ours.node, THEIRS).await;
    for (time, given) in [
        ("2026-11-02T23:59:59.999999Z", 0),
        ("2026-11-03T00:00:00Z", 1),
        ("2026-11-02T12:00:00Z", 0),
        ("2026-11-05T23:59:59.999999Z", 1),
        ("2026-11-06T00:00:00Z", 0),
        ("2026-11-04T00:00:00Z", 1),
    ] {
        ours.clock.set(time.parse().unwrap());
        let disclosed = ours
            .node
            .disclose(&them, &id, mithaq_node::Query::default());
        assert_eq!(disclosed.await.unwrap().page().len(), given, "{time}");
    }
}

#[tokio::test]
async fn an_agreement_enters_into_force_with_the_last_notification() {
    let (ours, theirs) = strangers().await;
    let draft = agreement(THEIRS).replace("on-signature", "on-last-notification");
    let id = conclude(&ours.node, &theirs.node, &draft).await;
    let node = &ours.node;
    let (us, them) = (node.identity().clone(), theirs.node.identity().clone());
    let signed = Standing::Signed {
        in_force_from: None,
    };
    assert_eq!(
        node.notify(&id, &us, date(2026, 10, 20), "royal decree")
            .await
            .unwrap(),
        signed
    );
    assert_eq!(
        node.notify(&id, &them, date(2026, 11, 3), "law")
            .await
            .unwrap(),
        signed
    );
    ours.clock.advance(2 * DAY);
    assert_eq!(standing(node, &id).await, "in-force");
    let nobody = crate::support::id("identity--00000000-0000-4000-8000-000000000009");
    assert!(matches!(
        node.notify(&id, &nobody, date(2026, 11, 3), "").await,
        Err(ActError::NotOurs(_))
    ));
}

#[tokio::test]
async fn a_letter_of_intent_never_gives_anything() {
    let (ours, theirs) = strangers().await;
    let draft = format!(
        "name = {{ en = \"Letter\" }}\ninstrument = \"letter-of-intent\"\n\
         parties = [\"self\", \"{THEIRS}\"]\nenters_into_force = \"on-signature\"\n\
         authentic = [\"en\"]\n[[article]]\nnumber = \"1\"\ntitle = {{ en = \"Intent\" }}\n\
         text = {{ en = \"The parties intend to cooperate.\" }}\n"
    );
    let id = conclude(&ours.node, &theirs.node, &draft).await;
    ours.hold(&["cybercrime"], &[indicator(1, Tlp::Clear)])
        .await;
    assert_eq!(standing(&ours.node, &id).await, "not-binding");
    let (_, them) = admitted(&ours.node, THEIRS).await;
    let read = ours
        .node
        .disclose(&them, &id, mithaq_node::Query::default());
    assert!(matches!(read.await, Err(Refused::Unknown)));
    let preview: Preview = ours.node.preview(&id).await.unwrap();
    assert_eq!(preview.released, 0);
    assert!(ours.node.suspend(&id, "").await.is_err());
}

#[tokio::test]
async fn only_a_whole_and_genuine_agreement_is_taken_in() {
    let (ours, theirs) = strangers().await;
    let id = ours.node.draft(&agreement(THEIRS)).await.unwrap();
    let good = ours.node.sign(&id).await.unwrap();
    let accept = |envelope: SignedAgreement| theirs.node.accept_agreement(envelope);

    let unsigned = SignedAgreement {
        signatures: vec![],
        ..good.clone()
    };
    let refused = error(accept(unsigned).await).replace(id.as_str(), "[id]");
    insta::assert_snapshot!(refused, @"the agreement `[id]` is not signed by anybody: ask the partner to sign it first");

    let mut by_another_key = good.clone();
    let dir = tempfile::tempdir().unwrap();
    let keys = NodeKeys::create(dir.path(), "another/log", &SeededRandomness::new(9)).unwrap();
    let [signature] = &mut by_another_key.signatures[..] else {
        panic!("one signature");
    };
    *signature = PartySignature::make(
        signature.party.clone(),
        &good.document,
        ours.node.now(),
        &keys,
    );
    assert!(matches!(
        accept(by_another_key).await,
        Err(ActError::BadSignature(_))
    ));

    let mut altered = good.clone();
    let text = String::from_utf8(altered.document).unwrap();
    altered.document = text.replace("AMBER", "GREEN").into_bytes();
    assert!(matches!(
        accept(altered).await,
        Err(ActError::BadSignature(_))
    ));

    let mut in_another_name = good.clone();
    in_another_name.signatures[0].party = theirs.node.identity().clone();
    assert!(matches!(
        accept(in_another_name).await,
        Err(ActError::BadSignature(_))
    ));

    let mut respelt = good.clone();
    respelt.document.push(b' ');
    assert!(accept(respelt).await.is_err());

    let mut at_another_time = good.clone();
    at_another_time.signatures[0].signed_at = "2026-10-31T12:00:00Z".parse().unwrap();
    assert!(matches!(
        accept(at_another_time).await,
        Err(ActError::BadSignature(_))
    ));

    let mut of_tomorrow = good.clone();
    let tomorrow = "2026-11-02T12:00:00Z".parse().unwrap();
    let party = ours.node.identity().clone();
    of_tomorrow.signatures = vec![PartySignature::make(party, &good.document, tomorrow, &keys)];
    assert!(matches!(
        accept(of_tomorrow).await,
        Err(ActError::SignedInFuture(..))
    ));

    // None of these left anything behind.
    assert!(theirs.node.agreements().await.unwrap().is_empty());
    accept(good).await.unwrap();
    assert_eq!(theirs.node.agreements().await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_agreement_with_a_stranger_or_between_others_is_refused() {
    let (ours, theirs) = strangers().await;
    let third = TestNode::new("Centre of Cimmeria", 3).await;
    let id = ours.node.draft(&agreement(THEIRS)).await.unwrap();
    let between_others = ours.node.sign(&id).await.unwrap();
    let refused = third.node.accept_agreement(between_others).await;
    assert!(matches!(refused, Err(ActError::NotOurs(_))), "{refused:?}");

    // The third knows us, but we do not know the third.
    third.node.add_partner(&ours.node.card()).await.unwrap();
    let id = third.node.draft(&agreement(OURS)).await.unwrap();
    let from_a_stranger = third.node.sign(&id).await.unwrap();
    let refused = ours.node.accept_agreement(from_a_stranger.clone()).await;
    assert!(
        matches!(refused, Err(ActError::NoSigningKey(_))),
        "{refused:?}"
    );
    introduce(
        (&ours.node, ours.node.card()),
        (&third.node, third.node.card()),
    )
    .await;
    ours.node.accept_agreement(from_a_stranger).await.unwrap();
    assert!(theirs.node.agreements().await.unwrap().is_empty());
}

#[tokio::test]
async fn another_text_under_a_known_id_is_refused() {
    let (ours, theirs) = strangers().await;
    let (_, _) = (&ours, &theirs);
    let id = ours.node.draft(&agreement(THEIRS)).await.unwrap();
    let first = ours.node.sign(&id).await.unwrap();
    theirs.node.accept_agreement(first.clone()).await.unwrap();
    let text = String::from_utf8(first.document).unwrap();
    let document = text.replace("AMBER", "GREEN").into_bytes();
    let keys = NodeKeys::load(&ours.dir.path().join("keys"), &ours.node.profile().origin).unwrap();
    let party = ours.node.identity().clone();
    let signature = PartySignature::make(party, &document, ours.node.now(), &keys);
    let other = SignedAgreement {
        document,
        signatures: vec![signature],
    };
    let refused = theirs.node.accept_agreement(other).await;
    assert!(
        matches!(refused, Err(ActError::OtherText(_))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_draft_names_parties_that_are_known_and_meant() {
    let (ours, _theirs) = strangers().await;
    let refused = error(ours.node.draft(&agreement("Nobody")).await);
    insta::assert_snapshot!(refused, @"this node knows no partner `Nobody`: see `mithaq partner list`, or add it with `mithaq partner add`");
    let without_us = agreement(THEIRS).replace("\"self\"", "\"Nobody\"");
    assert!(matches!(
        ours.node.draft(&without_us).await,
        Err(ActError::NoPartner(_))
    ));
    ours.node
        .add_partner_without_node(THEIRS, "XB")
        .await
        .unwrap();
    let refused = error(ours.node.draft(&agreement(THEIRS)).await);
    insta::assert_snapshot!(refused, @"the draft's parties: more than one partner is called `Bureau of Borduria`: give the identity");
}

#[tokio::test]
async fn an_agreement_is_found_by_what_people_call_it() {
    let pair = pair().await;
    let node = &pair.ours.node;
    let uuid = pair.agreement.as_str().split_once("--").unwrap().1;
    for words in [
        pair.agreement.as_str(),
        uuid,
        uuid.split('-').next().unwrap(),
        "Memorandum on cybercrime",
    ] {
        assert_eq!(node.find_agreement(words).await.unwrap(), pair.agreement);
    }
    assert!(matches!(
        node.find_agreement("zzzz").await,
        Err(ActError::NoAgreement(_))
    ));
    node.draft(&agreement(THEIRS)).await.unwrap();
    let twice = node.find_agreement("Memorandum on cybercrime").await;
    assert!(matches!(twice, Err(ActError::AmbiguousAgreement(_))));
    assert!(matches!(
        node.agreement(
            &id("coop-agreement--00000000-0000-4000-8000-000000000001"),
            1
        )
        .await,
        Err(ActError::NoAgreement(_))
    ));
}
