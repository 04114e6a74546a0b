//! Reasons as they are stored, and as officers read them.

use std::collections::BTreeMap;

use mithaq_policy::{Attributes, Decision, Lang, Question, Reason, ReasonCode, Standing};
use mithaq_stix::Tlp;

use crate::sample::{
    GRANTS, LETTER, MEMORANDUM, at, conclude, in_force, indicator, now, object, stranger, them,
    with_terms,
};

/// One reason of each code, as decisions give them.
fn each() -> BTreeMap<ReasonCode, Reason> {
    let memorandum = conclude(MEMORANDUM);
    let ask = |standing, object: &Attributes| {
        let partner = them();
        memorandum.compile().decide(&Question {
            partner: &partner,
            object,
            standing,
            now: now(),
        })
    };
    let partner = stranger();
    let (plain, standing) = (indicator(), in_force());
    let outside = Question {
        partner: &partner,
        object: &plain,
        standing,
        now: at("2028-01-01T00:00:00Z"),
    };
    let withheld = object("sighting", &["training"], Tlp::Red, false);
    // No agreement leads to it: it is what is answered should Cedar fail.
    let no_basis = serde_json::from_str(r#"{"code":"no-basis","rule":"R-AG1"}"#).unwrap();
    let decisions = [
        ask(Standing::SignedPart, &plain),
        ask(
            Standing::Signed {
                in_force_from: Some(at("2026-12-01T00:00:00Z")),
            },
            &plain,
        ),
        ask(Standing::Suspended, &plain),
        ask(Standing::Expired, &plain),
        ask(Standing::Terminated, &plain),
        crate::sample::decide(&conclude(LETTER), &plain),
        memorandum.compile().decide(&outside),
        Decision::Deny {
            reasons: vec![no_basis],
        },
        ask(in_force(), &withheld),
        Decision::Deny {
            reasons: vec![Reason::closure(crate::sample::agreement_id())],
        },
    ];
    let mut reasons = BTreeMap::new();
    for decision in decisions {
        let Decision::Deny { reasons: given } = decision else {
            panic!("{decision:?}")
        };
        for reason in given {
            reasons.entry(reason.code).or_insert(reason);
        }
    }
    reasons
}

/// The sentence of each reason, on a line with its code.
fn page(lang: Lang) -> String {
    let lines = each().into_values();
    let lines = lines.map(|reason| format!("{}: {}", reason.code.code(), reason.sentence(lang)));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_code_is_given_by_some_decision() {
    let codes: Vec<ReasonCode> = each().into_keys().collect();
    assert_eq!(codes, ReasonCode::ALL);
}

#[test]
fn in_english() {
    insta::assert_snapshot!(page(Lang::En), @r"
    agreement-not-signed: the agreement has not been signed by all its parties
    agreement-not-yet-in-force: the agreement is signed but not yet in force; it enters into force on 1 December 2026
    agreement-suspended: the agreement is suspended
    agreement-expired: the agreement has expired
    agreement-terminated: the agreement ended after notice was given
    not-binding: the instrument is a letter of intent, which gives no access to information
    not-a-party: the partner is not a party to the agreement
    outside-validity: outside the period of article 7 (from 1 January 2026 to 31 December 2027)
    no-basis: no article of the agreement allows it to be given
    originator: received from another agency, so not ours to pass on (third-party rule)
    subject: article 3 does not cover its subject (training)
    object-type: article 3 does not cover sightings
    above-ceiling: marked TLP:RED, above the ceiling TLP:AMBER of article 5
    red: marked TLP:RED, which goes only to named persons
    closure: would name coop-agreement--44444444-4444-4444-8444-444444444444, which is itself withheld
    ");
}

#[test]
fn in_french() {
    insta::assert_snapshot!(page(Lang::Fr), @r"
    agreement-not-signed: l’accord n’a pas encore été signé par toutes les parties
    agreement-not-yet-in-force: l’accord est signé mais n’est pas encore entré en vigueur ; il le sera le 1er décembre 2026
    agreement-suspended: l’application de l’accord est suspendue
    agreement-expired: l’accord est arrivé à échéance
    agreement-terminated: l’accord a pris fin à la suite de sa dénonciation
    not-binding: l’instrument est une lettre d’intention, qui n’ouvre aucun accès à l’information
    not-a-party: le partenaire n’est pas partie à l’accord
    outside-validity: hors de la période prévue à l’article 7 (du 1er janvier 2026 au 31 décembre 2027)
    no-basis: aucun article de l’accord n’en autorise la communication
    originator: reçu d’un autre service, il ne peut être transmis à un tiers (règle du tiers service)
    subject: l’article 3 ne couvre pas son domaine (formation)
    object-type: l’article 3 ne couvre pas les observations
    above-ceiling: marqué TLP:RED, au-dessus du plafond TLP:AMBER fixé à l’article 5
    red: marqué TLP:RED, réservé à des personnes nommément désignées
    closure: il désignerait coop-agreement--44444444-4444-4444-8444-444444444444, qui n’est lui-même pas communiqué
    ");
}

#[test]
fn in_arabic() {
    insta::assert_snapshot!(page(Lang::Ar), @r"
    agreement-not-signed: لم توقع جميع الأطراف على الاتفاقية بعد
    agreement-not-yet-in-force: الاتفاقية موقعة لكنها لم تدخل بعد حيز التنفيذ، وستدخله في فاتح دجنبر 2026
    agreement-suspended: العمل بالاتفاقية معلق
    agreement-expired: انتهت مدة سريان الاتفاقية
    agreement-terminated: انتهى العمل بالاتفاقية بعد الإشعار بإنهائها
    not-binding: هذه الوثيقة (إعلان نوايا) لا تخول الاطلاع على أي معلومات
    not-a-party: الشريك ليس طرفًا في الاتفاقية
    outside-validity: خارج المدة المنصوص عليها في المادة 7 (من فاتح يناير 2026 إلى غاية 31 دجنبر 2027)
    no-basis: لا تجيز أي مادة من الاتفاقية إتاحته
    originator: وارد من جهة أخرى، فلا يجوز إحالته إلى الغير (قاعدة الطرف الثالث)
    subject: لا تشمل المادة 3 مجاله (التكوين)
    object-type: لا تشمل المادة 3 حالات الرصد
    above-ceiling: درجة تداوله TLP:RED تتجاوز السقف TLP:AMBER المنصوص عليه في المادة 5
    red: درجة تداوله TLP:RED، وهي مقصورة على أشخاص معينين بأسمائهم
    closure: يشير إلى coop-agreement--44444444-4444-4444-8444-444444444444 وهو محجوب بدوره
    ");
}

#[test]
fn without_particulars_every_code_still_has_a_sentence() {
    for code in ReasonCode::ALL {
        let stored = format!(
            "{{\"code\":\"{}\",\"rule\":\"{}\"}}",
            code.code(),
            code.rule()
        );
        let reason: Reason = serde_json::from_str(&stored).unwrap();
        let sentences = Lang::ALL.map(|lang| reason.sentence(lang));
        assert!(
            sentences
                .iter()
                .all(|sentence| !sentence.is_empty() && !sentence.ends_with('.'))
        );
        assert!(
            sentences[0]
                .chars()
                .any(|c| ('\u{600}'..'\u{700}').contains(&c)),
            "{code:?}"
        );
        assert_ne!(sentences[1], sentences[2], "{code:?}");
    }
}

#[test]
fn subjects_are_counted_in_each_language() {
    let terms = [GRANTS, "validity = { until = \"2026-01-01\" }"];
    let agreement = with_terms(&terms);
    let sentences = |subjects: &[&str]| {
        let decision =
            crate::sample::decide(&agreement, &object("indicator", subjects, Tlp::Green, true));
        let Decision::Deny { reasons } = decision else {
            panic!("given")
        };
        let of = |lang| {
            reasons
                .iter()
                .map(|reason| reason.sentence(lang))
                .collect::<Vec<_>>()
                .join(" | ")
        };
        Lang::ALL.map(of).join("\n")
    };
    insta::assert_snapshot!(sentences(&[]), @r"
    خارج المدة المنصوص عليها في المادة 2 (إلى غاية فاتح يناير 2026) | لم يحدد له أي مجال، فلا تشمله المادة 1
    hors de la période prévue à l’article 2 (jusqu’au 1er janvier 2026) | aucun domaine ne lui est attribué, l’article 1 ne le couvre donc pas
    outside the period of article 2 (until 1 January 2026) | it has no subject, so article 1 does not cover it
    ");
    insta::assert_snapshot!(sentences(&["fraud", "x-own-word"]), @r"
    خارج المدة المنصوص عليها في المادة 2 (إلى غاية فاتح يناير 2026) | لا تشمل المادة 1 أيًا من مجالاته (النصب والاحتيال، x-own-word)
    hors de la période prévue à l’article 2 (jusqu’au 1er janvier 2026) | l’article 1 ne couvre aucun de ses domaines (fraude et escroquerie, x-own-word)
    outside the period of article 2 (until 1 January 2026) | article 1 covers none of its subjects (fraud, x-own-word)
    ");
}

#[test]
fn the_stored_form_is_stable_and_reads_back() {
    let stored: Vec<String> = each()
        .values()
        .map(|reason| serde_json::to_string(reason).unwrap())
        .collect();
    insta::assert_snapshot!(stored.join("\n"), @r#"
    {"code":"agreement-not-signed","rule":"R-AG1"}
    {"code":"agreement-not-yet-in-force","rule":"R-AG1","detail":{"enters-into-force":"2026-12-01T00:00:00Z"}}
    {"code":"agreement-suspended","rule":"R-AG5"}
    {"code":"agreement-expired","rule":"R-AG5"}
    {"code":"agreement-terminated","rule":"R-AG5"}
    {"code":"not-binding","rule":"R-AG6","detail":{"instrument":"letter-of-intent"}}
    {"code":"not-a-party","rule":"R-AG1"}
    {"code":"outside-validity","article":"7","rule":"R-AG1","detail":{"validity":{"from":"2026-01-01","until":"2027-12-31"}}}
    {"code":"no-basis","rule":"R-AG1"}
    {"code":"originator","rule":"R-OC1"}
    {"code":"subject","article":"3","rule":"R-AG1","detail":{"subjects":["training"]}}
    {"code":"object-type","article":"3","rule":"R-AG1","detail":{"kind":"sighting"}}
    {"code":"above-ceiling","article":"5","rule":"R-AG2","detail":{"level":{"marked":"red","ceiling":"amber"}}}
    {"code":"red","rule":"R-TL3"}
    {"code":"closure","rule":"R-AG1","detail":{"named":"coop-agreement--44444444-4444-4444-8444-444444444444"}}
    "#);
    for (stored, reason) in stored.iter().zip(each().into_values()) {
        assert_eq!(serde_json::from_str::<Reason>(stored).unwrap(), reason);
    }
}

#[test]
fn a_stored_reason_with_another_rule_is_refused() {
    let error = serde_json::from_str::<Reason>(r#"{"code":"red","rule":"R-AG1"}"#).unwrap_err();
    insta::assert_snapshot!(error, @"reason `red` has rule `R-AG1`: it must be `R-TL3`");
}
