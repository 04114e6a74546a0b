//! The bytes that are signed: canonical, valid STIX, and strict to read.

use mithaq_policy::{
    AGREEMENT_EXTENSION, Agreement, ConcludeError, Draft, Lang, MOST_AGREEMENT_BYTES, Party,
    ReadAgreementError,
};
use mithaq_stix::{Limits, Object, ObjectId, Tlp, cooperation};
use proptest::prelude::*;

use crate::sample::{
    GRANTS, LETTER, MEMORANDUM, agreement_id, at, conclude, draft_with_terms, few_cases, parties,
    them, us, with_terms,
};

#[test]
fn the_signed_form_of_an_agreement() {
    let agreement = with_terms(&[
        GRANTS,
        "ceiling = { tlp = \"amber+strict\" }",
        "validity = { until = \"2027-01-31\" }",
        "",
    ]);
    insta::assert_snapshot!(String::from_utf8(agreement.to_json()).unwrap(), @r#"{"authentic_langs":["en"],"clauses":[{"clause_id":"1","clause_kind":"grants","params":{"grants":{"object_types":["indicator"],"subjects":["cybercrime"]}},"text":{"en":"Text"},"title":{"en":"Title"}},{"clause_id":"2","clause_kind":"ceiling","params":{"ceiling":{"tlp":"amber+strict"}},"text":{"en":"Text"},"title":{"en":"Title"}},{"clause_id":"3","clause_kind":"validity","params":{"validity":{"until":"2027-01-31"}},"text":{"en":"Text"},"title":{"en":"Title"}},{"clause_id":"4","clause_kind":"text","text":{"en":"Text"},"title":{"en":"Title"}}],"created":"2026-11-01T09:00:00.123Z","created_by_ref":"identity--11111111-1111-4111-8111-111111111111","enters_into_force":{"kind":"on-signature"},"extensions":{"extension-definition--9dee8380-60d7-41c6-a3c9-6832a1dc2cc1":{"extension_type":"new-sdo"}},"handling_ceiling":{"tlp":"amber+strict"},"id":"coop-agreement--44444444-4444-4444-8444-444444444444","instrument":"memorandum","lang":"en","modified":"2026-11-01T09:00:00.123Z","name":"Memorandum","names":{"en":"Memorandum"},"notice_months":0,"object_scope":{"types":["indicator"]},"parties":[{"identity_ref":"identity--11111111-1111-4111-8111-111111111111","name":"Border Safety of Sorland","party_role":"signatory"},{"identity_ref":"identity--22222222-2222-4222-8222-222222222222","name":"Customs of Norvania","party_role":"signatory"}],"policy_sha256":"77f4f831224fd372c8a67c6f23667eb03bbf935e79f4d22e18d2fe2aec59aa74","spec_version":"2.1","subject_scope":["cybercrime"],"type":"coop-agreement"}"#);
}

#[test]
fn it_is_valid_stix_without_a_warning() {
    for agreement in [conclude(MEMORANDUM), conclude(LETTER)] {
        let json = agreement.to_json();
        let checked = Object::read(&json, &Limits::default()).unwrap();
        assert_eq!(checked.warnings, []);
        assert_eq!(checked.object.id(), agreement.id());
        assert_eq!(checked.object.text(), json, "nothing to compact");
        assert_eq!(
            checked.object.digest(),
            agreement.sha256(),
            "already canonical"
        );
    }
    let declared = cooperation::extension_of("coop-agreement").map(|extension| extension.id);
    assert_eq!(declared, Some(AGREEMENT_EXTENSION));
    assert!(AGREEMENT_EXTENSION.parse::<ObjectId>().is_ok());
}

#[test]
fn both_nodes_hold_the_same_agreement() {
    for ours in [conclude(MEMORANDUM), conclude(LETTER)] {
        let theirs = Agreement::from_json(&ours.to_json()).unwrap();
        assert_eq!(theirs, ours);
        assert_eq!(theirs.to_json(), ours.to_json());
        assert_eq!(theirs.sha256(), ours.sha256());
        assert_eq!(theirs.policy_sha256(), ours.policy_sha256());
    }
}

#[test]
fn it_says_what_was_drafted() {
    let agreement = conclude(MEMORANDUM);
    assert_eq!(agreement.id(), &agreement_id());
    assert_eq!(agreement.created(), at("2026-11-01T09:00:00.123Z"));
    assert_eq!(agreement.created_by(), &us());
    assert!(agreement.is_party(&them()) && !agreement.is_party(&crate::sample::stranger()));
    assert_eq!(agreement.ceiling(), Some(Tlp::Amber));
    assert_eq!(agreement.notice_months(), 3);
    assert_eq!(
        agreement.name(Lang::Fr),
        "Mémorandum sur la cybercriminalité"
    );
    assert_eq!(
        agreement.article("5").unwrap().title(Lang::En),
        "Confidentiality"
    );
    assert!(agreement.article("6").is_none());
}

/// The refusal of the memorandum's bytes with one passage replaced by another.
fn with(passage: &str, replacement: &str) -> String {
    let json = String::from_utf8(conclude(MEMORANDUM).to_json()).unwrap();
    assert!(json.contains(passage), "there is no `{passage}` in {json}");
    refusal(json.replacen(passage, replacement, 1).as_bytes())
}

fn refusal(json: &[u8]) -> String {
    Agreement::from_json(json).unwrap_err().to_string()
}

#[test]
fn another_spelling_of_the_same_agreement_is_refused() {
    insta::assert_snapshot!(with("{", "{ "), @"the agreement is not in its canonical form (RFC 8785), from byte 1 on: ask for the exact bytes that were signed");
    insta::assert_snapshot!(with("\"notice_months\":3", "\"notice_months\":3.0"), @"not an agreement in its signed form: invalid type: floating point `3.0`, expected a whole number of months at line 1 column 2063");
    insta::assert_snapshot!(with("Purpose", "\\u0050urpose"), @"the agreement is not in its canonical form (RFC 8785), from byte 318 on: ask for the exact bytes that were signed");
    let mut json = conclude(MEMORANDUM).to_json();
    json.push(b'\n');
    insta::assert_snapshot!(refusal(&json), @"the agreement is not in its canonical form (RFC 8785), from byte 2564 on: ask for the exact bytes that were signed");
}

#[test]
fn members_are_neither_unknown_nor_missing_nor_twice() {
    insta::assert_snapshot!(with("\"lang\":", "\"revoked\":false,\"lang\":"), @"not an agreement in its signed form: unknown field `revoked`, expected one of `authentic_langs`, `clauses`, `created`, `created_by_ref`, `ends_on`, `enters_into_force`, `extensions`, `handling_ceiling`, `id`, `instrument`, `lang`, `modified`, `name`, `names`, `notice_months`, `object_scope`, `parties`, `policy_sha256`, `spec_version`, `subject_scope`, `type` at line 1 column 1763");
    insta::assert_snapshot!(with("\"notice_months\":3,", ""), @"not an agreement in its signed form: missing field `notice_months` at line 1 column 2546");
    insta::assert_snapshot!(with("\"notice_months\":3", "\"notice_months\":3,\"notice_months\":3"), @"not an agreement in its signed form: the member `notice_months` is there twice at byte 2062");
    insta::assert_snapshot!(refusal(b"{"), @"not an agreement in its signed form: the text ends too early at byte 1");
    insta::assert_snapshot!(refusal(b"[]"), @"not an agreement in its signed form: invalid length 0, expected an agreement at line 1 column 2");
}

#[test]
fn terms_that_compile_to_another_hash_are_refused_with_both_hashes() {
    insta::assert_snapshot!(
        with("\"ceiling\":{\"tlp\":\"amber\"}", "\"ceiling\":{\"tlp\":\"amber+strict\"}"),
        @"the agreement states the policy hash 0763b8f53d125f03abf75102154b705779a041645898785a934a4f4122d38853, but its terms compile to 0ddb10b58494863f9a8d2d1d2f9774b9a39dd81004c6be537637464628f9f896: both nodes must run programs that compile alike"
    );
}

#[test]
fn what_repeats_the_terms_must_follow_from_them() {
    insta::assert_snapshot!(with("\"handling_ceiling\":{\"tlp\":\"amber\"}", "\"handling_ceiling\":{\"tlp\":\"green\"}"), @"`handling_ceiling` of the agreement does not follow from the rest of it: ask for the exact bytes that were signed");
    for (passage, replacement) in [
        (
            "\"subject_scope\":[\"cybercrime\"",
            "\"subject_scope\":[\"corruption\",\"cybercrime\"",
        ),
        (
            "\"types\":[\"indicator\"",
            "\"types\":[\"identity\",\"indicator\"",
        ),
        ("\"modified\":\"2026", "\"modified\":\"2027"),
        ("\"lang\":\"ar\"", "\"lang\":\"fr\""),
        ("\"clause_kind\":\"ceiling\"", "\"clause_kind\":\"text\""),
        (
            "\"party_role\":\"signatory\"",
            "\"party_role\":\"observer\"",
        ),
        ("\"spec_version\":\"2.1\"", "\"spec_version\":\"2.2\""),
        (
            "\"extension_type\":\"new-sdo\"",
            "\"extension_type\":\"new-sco\"",
        ),
    ] {
        let refusal = with(passage, replacement);
        assert!(
            refusal.contains("does not follow from the rest of it"),
            "{passage}: {refusal}"
        );
    }
}

#[test]
fn the_rules_of_drafting_hold_for_what_a_partner_sends() {
    insta::assert_snapshot!(with("\"ceiling\":{\"tlp\":\"amber\"}", "\"ceiling\":{\"tlp\":\"red\"}"), @"article 5 sets the ceiling to TLP:RED, which goes only to named persons and never from node to node (rule R-TL3): choose `amber+strict` or lower");
    insta::assert_snapshot!(with("\"memorandum\"", "\"letter-of-intent\""), @"article 3 has `grants`, but a letter-of-intent never gives access (rule R-AG6): remove `grants`, or choose a binding instrument");
    insta::assert_snapshot!(with("\"clause_id\":\"5\"", "\"clause_id\":\"3\""), @"article 3 is there twice: give each article its own number");
    insta::assert_snapshot!(with("identity--2222", "malware--2222"), @"`malware--22222222-2222-4222-8222-222222222222` cannot be a party to an agreement: the id must start with `identity--`");
    insta::assert_snapshot!(with("identity--22222222-2222-4222-8222-222222222222", "identity--11111111-1111-4111-8111-111111111111"), @"`identity--11111111-1111-4111-8111-111111111111` is named as a party twice: name it once");
    insta::assert_snapshot!(with("{\"kind\":\"on-signature\"}", "{\"kind\":\"fixed\"}"), @"`enters_into_force` of the agreement cannot be read: `fixed` is no rule, or has no `date`, or one too many");
    insta::assert_snapshot!(with("\"type\":\"coop-agreement\"", "\"type\":\"coop-request\""), @"`type` of the agreement cannot be read: `coop-request` is not `coop-agreement`");
}

#[test]
fn too_many_bytes_are_not_read() {
    let error = Agreement::from_json(&vec![b' '; MOST_AGREEMENT_BYTES + 1]).unwrap_err();
    assert!(matches!(error, ReadAgreementError::TooLong { .. }));
}

fn conclude_with(
    id: &str,
    parties: Vec<Party>,
    created_by: ObjectId,
) -> Result<Agreement, ConcludeError> {
    let draft = Draft::parse(MEMORANDUM).unwrap();
    draft.conclude(
        id.parse().unwrap(),
        at("2026-11-01T00:00:00Z"),
        parties,
        created_by,
    )
}

#[test]
fn an_agreement_is_concluded_between_the_drafted_parties() {
    let id = "coop-agreement--44444444-4444-4444-8444-444444444444";
    let refusal = |id: &str, parties, created_by| {
        conclude_with(id, parties, created_by)
            .unwrap_err()
            .to_string()
    };
    let one = vec![parties().remove(0)];
    insta::assert_snapshot!(refusal(id, one, us()), @"the draft names 2 parties and 1 are given: give each of them once, in the draft's order");
    insta::assert_snapshot!(refusal(&id.replace("coop-agreement", "report"), parties(), us()), @"`report--44444444-4444-4444-8444-444444444444` cannot name an agreement: the id must start with `coop-agreement--`");
    insta::assert_snapshot!(refusal(id, parties(), agreement_id()), @"`coop-agreement--44444444-4444-4444-8444-444444444444` cannot be a party to an agreement: the id must start with `identity--`");
    let mut unnamed = parties();
    unnamed[1].name = " ".to_owned();
    insta::assert_snapshot!(refusal(id, unnamed, us()), @"the name of party `identity--22222222-2222-4222-8222-222222222222` is blank or holds invisible characters: write it plainly");
    let long = draft_with_terms(&[GRANTS]).replace(
        "\"Text\"",
        &format!("\"{}\"", "x".repeat(MOST_AGREEMENT_BYTES)),
    );
    let draft = Draft::parse(&long).unwrap();
    let error = draft.conclude(agreement_id(), at("2026-11-01T00:00:00Z"), parties(), us());
    assert!(matches!(error, Err(ConcludeError::TooLong { .. })));
}

proptest! {
    #![proptest_config(few_cases())]

    #[test]
    fn a_changed_byte_never_gives_the_same_agreement(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let agreement = conclude(LETTER);
        let mut json = agreement.to_json();
        let at = at.index(json.len());
        let before = std::mem::replace(&mut json[at], byte);
        // Another agreement, such as one with another letter in its title, is still one.
        if let Ok(other) = Agreement::from_json(&json) {
            prop_assert_eq!(byte == before, other == agreement);
        } else {
            prop_assert_ne!(byte, before);
        }
    }

    #[test]
    fn names_and_texts_of_any_kind_come_back(name in "[^\\p{Cc}\\u{202A}-\\u{202E}]{1,20}") {
        prop_assume!(!name.trim().is_empty());
        let mut parties = parties();
        parties[1].name.clone_from(&name);
        let draft = Draft::parse(LETTER).unwrap();
        let ours = draft.conclude(agreement_id(), at("2026-11-01T00:00:00Z"), parties, us()).unwrap();
        let theirs = Agreement::from_json(&ours.to_json()).unwrap();
        prop_assert_eq!(&theirs.parties()[1].name, &name);
        prop_assert_eq!(theirs, ours);
    }
}
