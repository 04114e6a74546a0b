//! The terms of an agreement as plain sentences.

use mithaq_policy::{Agreement, Lang};

use crate::sample::{GRANTS, LETTER, MEMORANDUM, conclude, with_terms};

/// Each sentence on a line, with what it does and its article.
fn page(agreement: &Agreement, lang: Lang) -> String {
    let lines = agreement.sentences(lang).into_iter().map(|sentence| {
        let article = sentence.article.unwrap_or_else(|| "-".to_owned());
        format!("{} {article}: {}", sentence.kind.code(), sentence.text)
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn in_english() {
    insta::assert_snapshot!(page(&conclude(MEMORANDUM), Lang::En), @r"
    allow 3: the partner may see indicators, malware and relationships on any of these subjects: cybercrime, terrorist financing.
    only 5: what is marked TLP:AMBER or lower.
    only 7: during the period set (from 1 January 2026 to 31 December 2027).
    only -: while the agreement is in force, until 31 December 2028 at the latest.
    never -: what is marked TLP:RED, which goes only to named persons.
    never -: what was received from another agency (third-party rule).
    ");
}

#[test]
fn in_french() {
    insta::assert_snapshot!(page(&conclude(MEMORANDUM), Lang::Fr), @r"
    allow 3: le partenaire peut consulter les indicateurs, les logiciels malveillants et les relations relevant de l’un des domaines suivants : cybercriminalité, financement du terrorisme.
    only 5: ce qui est marqué TLP:AMBER ou à un niveau inférieur.
    only 7: pendant la période fixée (du 1er janvier 2026 au 31 décembre 2027).
    only -: tant que l’accord est en vigueur, jusqu’au 31 décembre 2028 au plus tard.
    never -: ce qui est marqué TLP:RED, réservé à des personnes nommément désignées.
    never -: ce qui a été reçu d’un autre service (règle du tiers service).
    ");
}

#[test]
fn in_arabic() {
    insta::assert_snapshot!(page(&conclude(MEMORANDUM), Lang::Ar), @r"
    allow 3: اطلاع الشريك على المؤشرات والبرمجيات الخبيثة والعلاقات في أحد المجالات التالية: الجريمة الإلكترونية، تمويل الإرهاب.
    only 5: ألا تتجاوز درجة التداول TLP:AMBER.
    only 7: أن يكون ذلك خلال المدة المحددة (من فاتح يناير 2026 إلى غاية 31 دجنبر 2027).
    only -: أن تكون الاتفاقية سارية المفعول، وذلك إلى غاية 31 دجنبر 2028 على أبعد تقدير.
    never -: ما كانت درجة تداوله TLP:RED، فهي مقصورة على أشخاص معينين بأسمائهم.
    never -: ما ورد من جهة أخرى (قاعدة الطرف الثالث).
    ");
}

#[test]
fn a_letter_of_intent_is_one_sentence() {
    let letter = conclude(LETTER);
    insta::assert_snapshot!(page(&letter, Lang::En), @"never -: anything, as a letter of intent gives no access to information.");
    insta::assert_snapshot!(page(&letter, Lang::Fr), @"never -: toute communication, car une lettre d’intention n’ouvre aucun accès à l’information.");
    insta::assert_snapshot!(page(&letter, Lang::Ar), @"never -: كل اطلاع، فهذه الوثيقة (إعلان نوايا) لا تخول الاطلاع على أي معلومات.");
}

#[test]
fn words_without_a_name_are_shown_as_written() {
    let terms = r#"grants = { subjects = ["space-debris"], object_types = ["x-orbit", "report"] }"#;
    let agreement = with_terms(&[terms, "validity = { from = \"2026-05-01\" }"]);
    insta::assert_snapshot!(page(&agreement, Lang::En), @r"
    allow 1: the partner may see “x-orbit” and reports on this subject: space-debris.
    only 2: during the period set (from 1 May 2026).
    only -: while the agreement is in force.
    never -: what is marked TLP:RED, which goes only to named persons.
    never -: what was received from another agency (third-party rule).
    ");
    insta::assert_snapshot!(page(&agreement, Lang::Fr), @r"
    allow 1: le partenaire peut consulter « x-orbit » et les rapports relevant du domaine suivant : space-debris.
    only 2: pendant la période fixée (à compter du 1er mai 2026).
    only -: tant que l’accord est en vigueur.
    never -: ce qui est marqué TLP:RED, réservé à des personnes nommément désignées.
    never -: ce qui a été reçu d’un autre service (règle du tiers service).
    ");
    insta::assert_snapshot!(page(&agreement, Lang::Ar), @r"
    allow 1: اطلاع الشريك على «x-orbit» والتقارير في المجال التالي: space-debris.
    only 2: أن يكون ذلك خلال المدة المحددة (ابتداءً من فاتح ماي 2026).
    only -: أن تكون الاتفاقية سارية المفعول.
    never -: ما كانت درجة تداوله TLP:RED، فهي مقصورة على أشخاص معينين بأسمائهم.
    never -: ما ورد من جهة أخرى (قاعدة الطرف الثالث).
    ");
}

#[test]
fn each_language_says_as_much() {
    let agreement = with_terms(&[GRANTS, "ceiling = { tlp = \"green\" }", GRANTS]);
    let shape = |lang| {
        let sentences = agreement.sentences(lang).into_iter();
        sentences
            .map(|sentence| (sentence.article, sentence.kind))
            .collect::<Vec<_>>()
    };
    assert_eq!(shape(Lang::Ar), shape(Lang::En));
    assert_eq!(shape(Lang::Fr), shape(Lang::En));
    assert_eq!(shape(Lang::En).len(), 6);
}
