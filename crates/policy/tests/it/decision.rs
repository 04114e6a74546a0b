//! What each condition of an agreement refuses.

use mithaq_policy::{Attributes, Decision, Question, ReasonCode, Standing};
use mithaq_stix::Tlp;

use crate::sample::{
    GRANTS, LETTER, MEMORANDUM, at, codes, conclude, decide, in_force, indicator, now, object,
    stranger, them, with_terms,
};

#[test]
fn what_the_articles_cover_is_permitted_under_the_granting_one() {
    let decision = decide(&conclude(MEMORANDUM), &indicator());
    assert_eq!(
        decision,
        Decision::Permit {
            article: "3".to_owned()
        }
    );
}

/// Each condition has a question that only it refuses: without its policy, the answer is yes.
#[test]
fn each_condition_alone_refuses_what_it_is_there_for() {
    let memorandum = conclude(MEMORANDUM);
    let ask = |object: &Attributes, standing, now| {
        let partner = them();
        memorandum.compile().decide(&Question {
            partner: &partner,
            object,
            standing,
            now,
        })
    };
    let only = |object: Attributes| ask(&object, in_force(), now());

    let refused = only(object("indicator", &["training"], Tlp::Green, true));
    assert_eq!(codes(&refused), [(ReasonCode::Subject, Some("3"))]);

    let refused = only(object("sighting", &["cybercrime"], Tlp::Green, true));
    assert_eq!(codes(&refused), [(ReasonCode::ObjectType, Some("3"))]);

    let refused = only(object("indicator", &["cybercrime"], Tlp::AmberStrict, true));
    assert_eq!(codes(&refused), [(ReasonCode::AboveCeiling, Some("5"))]);

    let refused = only(object("indicator", &["cybercrime"], Tlp::Green, false));
    assert_eq!(codes(&refused), [(ReasonCode::Originator, None)]);

    let refused = ask(&indicator(), in_force(), at("2028-01-01T00:00:00Z"));
    assert_eq!(codes(&refused), [(ReasonCode::OutsideValidity, Some("7"))]);

    let refused = ask(&indicator(), Standing::Suspended, now());
    assert_eq!(codes(&refused), [(ReasonCode::AgreementSuspended, None)]);

    let partner = stranger();
    let (object, standing) = (indicator(), in_force());
    let question = Question {
        partner: &partner,
        object: &object,
        standing,
        now: now(),
    };
    let refused = memorandum.compile().decide(&question);
    assert_eq!(codes(&refused), [(ReasonCode::NotAParty, None)]);

    // A ceiling below RED refuses RED too, so this condition stands alone only without one.
    let no_ceiling = with_terms(&[GRANTS]);
    let refused = decide(
        &no_ceiling,
        &self::object("indicator", &["cybercrime"], Tlp::Red, true),
    );
    assert_eq!(codes(&refused), [(ReasonCode::Red, None)]);

    // A letter of intent that a caller takes to be in force gives nothing all the same.
    let refused = decide(&conclude(LETTER), &indicator());
    assert_eq!(codes(&refused), [(ReasonCode::NotBinding, None)]);
}

#[test]
fn every_failing_reason_is_given_the_gravest_first() {
    let partner = stranger();
    let object = object("tool", &["training", "fraud"], Tlp::Red, false);
    let question = Question {
        partner: &partner,
        object: &object,
        standing: Standing::Suspended,
        now: at("2025-12-31T23:59:59Z"),
    };
    let refused = conclude(MEMORANDUM).compile().decide(&question);
    assert_eq!(
        codes(&refused),
        [
            (ReasonCode::AgreementSuspended, None),
            (ReasonCode::NotAParty, None),
            (ReasonCode::OutsideValidity, Some("7")),
            (ReasonCode::Originator, None),
            (ReasonCode::Subject, Some("3")),
            (ReasonCode::ObjectType, Some("3")),
            (ReasonCode::AboveCeiling, Some("5")),
            (ReasonCode::Red, None),
        ]
    );
}

#[test]
fn each_standing_that_stops_has_its_own_reason() {
    let agreement = conclude(MEMORANDUM);
    let (partner, object) = (them(), indicator());
    for (standing, code) in [
        (Standing::Draft, ReasonCode::AgreementNotSigned),
        (Standing::SignedPart, ReasonCode::AgreementNotSigned),
        (
            Standing::Signed {
                in_force_from: None,
            },
            ReasonCode::AgreementNotYetInForce,
        ),
        (
            Standing::Signed {
                in_force_from: Some(now()),
            },
            ReasonCode::AgreementNotYetInForce,
        ),
        (Standing::Suspended, ReasonCode::AgreementSuspended),
        (Standing::Expired, ReasonCode::AgreementExpired),
        (Standing::Terminated, ReasonCode::AgreementTerminated),
        (Standing::NotBinding, ReasonCode::NotBinding),
    ] {
        let question = Question {
            partner: &partner,
            object: &object,
            standing,
            now: now(),
        };
        let decision = agreement.compile().decide(&question);
        assert_eq!(codes(&decision), [(code, None)], "{standing:?}");
    }
    let standing = Standing::Denounced {
        ends: at("2027-02-01T00:00:00Z"),
    };
    let question = Question {
        partner: &partner,
        object: &object,
        standing,
        now: now(),
    };
    assert!(
        agreement.compile().decide(&question).is_permit(),
        "sharing goes on during notice"
    );
}

#[test]
fn several_granting_articles_are_alternatives_and_the_first_is_cited() {
    let agreement = with_terms(&[
        GRANTS,
        r#"grants = { subjects = ["fraud"], object_types = ["report", "indicator"] }"#,
        r#"grants = { subjects = ["cybercrime", "fraud"], object_types = ["indicator"] }"#,
    ]);
    let article = |article: &str| Decision::Permit {
        article: article.to_owned(),
    };
    assert_eq!(decide(&agreement, &indicator()), article("1"));
    let both = object("indicator", &["cybercrime", "fraud"], Tlp::Green, true);
    assert_eq!(decide(&agreement, &both), article("1"));
    assert_eq!(
        decide(&agreement, &object("report", &["fraud"], Tlp::Green, true)),
        article("2")
    );

    let refused = decide(
        &agreement,
        &object("report", &["cybercrime"], Tlp::Green, true),
    );
    assert_eq!(
        codes(&refused),
        [
            (ReasonCode::Subject, Some("2")),
            (ReasonCode::ObjectType, Some("1")),
            (ReasonCode::ObjectType, Some("3")),
        ]
    );
}

#[test]
fn the_lowest_of_several_ceilings_holds_and_each_broken_one_is_named() {
    let agreement = with_terms(&[
        GRANTS,
        r#"ceiling = { tlp = "amber" }"#,
        r#"ceiling = { tlp = "green" }"#,
        r#"ceiling = { tlp = "amber+strict" }"#,
    ]);
    let marked = |tlp| decide(&agreement, &object("indicator", &["cybercrime"], tlp, true));
    assert!(marked(Tlp::Green).is_permit());
    assert_eq!(
        codes(&marked(Tlp::Amber)),
        [(ReasonCode::AboveCeiling, Some("3"))]
    );
    assert_eq!(
        codes(&marked(Tlp::AmberStrict)),
        [
            (ReasonCode::AboveCeiling, Some("2")),
            (ReasonCode::AboveCeiling, Some("3"))
        ]
    );
}

#[test]
fn a_validity_holds_from_its_first_moment_to_its_last() {
    let agreement = conclude(MEMORANDUM);
    let (partner, object) = (them(), indicator());
    for (moment, given) in [
        ("2025-12-31T23:59:59.999999999Z", false),
        ("2026-01-01T00:00:00Z", true),
        ("2027-12-31T23:59:59.999999999Z", true),
        ("2028-01-01T00:00:00Z", false),
    ] {
        let now = at(moment);
        let question = Question {
            partner: &partner,
            object: &object,
            standing: in_force(),
            now,
        };
        assert_eq!(
            agreement.compile().decide(&question).is_permit(),
            given,
            "{moment}"
        );
    }
}

#[test]
fn an_object_without_a_subject_is_given_under_no_article() {
    let refused = decide(
        &conclude(MEMORANDUM),
        &object("indicator", &[], Tlp::Clear, true),
    );
    assert_eq!(codes(&refused), [(ReasonCode::Subject, Some("3"))]);
}

#[test]
fn hostile_attributes_stay_data() {
    let agreement = conclude(MEMORANDUM);
    for hostile in [
        "\"]) || true",
        "cybercrime\" , \"",
        "*",
        "\u{0}",
        "Cybercrime",
        "cybercrime ",
    ] {
        let refused = decide(
            &agreement,
            &object("indicator", &[hostile], Tlp::Green, true),
        );
        assert_eq!(
            codes(&refused),
            [(ReasonCode::Subject, Some("3"))],
            "{hostile:?}"
        );
        let refused = decide(
            &agreement,
            &object(hostile, &["cybercrime"], Tlp::Green, true),
        );
        assert_eq!(
            codes(&refused),
            [(ReasonCode::ObjectType, Some("3"))],
            "{hostile:?}"
        );
    }
}

#[test]
fn the_policies_read_as_their_articles() {
    let compiled = conclude(MEMORANDUM).compile();
    let text = |id| {
        &compiled
            .policies()
            .iter()
            .find(|policy| policy.id == id)
            .unwrap()
            .text
    };
    insta::assert_snapshot!(text("not-in-force"), @r#"
    @id("not-in-force")
    @rule("R-AG5")
    @reason("not-in-force")
    forbid (
      principal,
      action == Mithaq::Action::"release",
      resource
    )
    unless { ["in-force", "denounced"].contains(context.standing) };
    "#);
    insta::assert_snapshot!(text("not-a-party"), @r#"
    @id("not-a-party")
    @rule("R-AG1")
    @reason("not-a-party")
    forbid (
      principal,
      action == Mithaq::Action::"release",
      resource
    )
    unless { principal in Mithaq::Agreement::"coop-agreement--44444444-4444-4444-8444-444444444444" };
    "#);
    insta::assert_snapshot!(text("article-3-grants"), @r#"
    @id("article-3-grants")
    @article("3")
    @rule("R-AG1")
    @reason("grants")
    permit (
      principal in Mithaq::Agreement::"coop-agreement--44444444-4444-4444-8444-444444444444",
      action == Mithaq::Action::"release",
      resource
    )
    when { context.article == "3" };
    "#);
    insta::assert_snapshot!(text("article-3-subject"), @r#"
    @id("article-3-subject")
    @article("3")
    @rule("R-AG1")
    @reason("subject")
    forbid (
      principal,
      action == Mithaq::Action::"release",
      resource
    )
    when { context.article == "3" }
    unless { resource.subjects.containsAny(["cybercrime", "terrorism-financing"]) };
    "#);
    insta::assert_snapshot!(text("article-5-above-ceiling"), @r#"
    @id("article-5-above-ceiling")
    @article("5")
    @rule("R-AG2")
    @reason("above-ceiling")
    forbid (
      principal,
      action == Mithaq::Action::"release",
      resource
    )
    unless { resource.tlp <= 2 };
    "#);
}

#[test]
fn every_article_has_its_condition_in_the_text() {
    let compiled = conclude(MEMORANDUM).compile();
    let lines = compiled.text().lines();
    let conditions = lines.filter(|line| line.starts_with("when") || line.starts_with("unless"));
    insta::assert_snapshot!(conditions.collect::<Vec<_>>().join("\n"), @r#"
    unless { ["in-force", "denounced"].contains(context.standing) };
    unless { principal in Mithaq::Agreement::"coop-agreement--44444444-4444-4444-8444-444444444444" };
    unless { resource.own };
    unless { resource.tlp < 4 };
    when { context.article == "3" };
    when { context.article == "3" }
    unless { resource.subjects.containsAny(["cybercrime", "terrorism-financing"]) };
    when { context.article == "3" }
    unless { ["indicator", "malware", "relationship"].contains(resource.kind) };
    unless { resource.tlp <= 2 };
    unless { context.now >= datetime("2026-01-01") && context.now < datetime("2028-01-01") };
    "#);
    let texts: Vec<&str> = compiled
        .policies()
        .iter()
        .map(|it| it.text.as_str())
        .collect();
    assert_eq!(compiled.text(), texts.join("\n"));
}

#[test]
fn a_letter_of_intent_compiles_to_a_flat_refusal() {
    let compiled = conclude(LETTER).compile();
    let texts: Vec<&str> = compiled
        .policies()
        .iter()
        .map(|policy| policy.id.as_str())
        .collect();
    assert_eq!(
        texts,
        [
            "not-in-force",
            "not-binding",
            "not-a-party",
            "originator",
            "red"
        ]
    );
}
