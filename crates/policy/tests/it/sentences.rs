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
    allow 3: The partner may see indicators, malware and relationships on any of these subjects: cybercrime, terrorist financing.
    only 5: Only what is marked TLP:AMBER or lower.
    only 7: Only during the period set: from 1 January 2026 to 31 December 2027.
    only -: Only while the agreement is in force, until 31 December 2028 at the latest.
    never -: Never what is marked TLP:RED, which goes only to named persons.
    never -: Never what was received from another agency (third-party rule).
    ");
}

#[test]
fn in_french() {
    insta::assert_snapshot!(page(&conclude(MEMORANDUM), Lang::Fr), @r"
    allow 3: Le partenaire peut consulter les indicateurs, les logiciels malveillants et les relations relevant de l’un des domaines suivants : cybercriminalité, financement du terrorisme.
    only 5: Uniquement ce qui est marqué TLP:AMBER ou à un niveau inférieur.
    only 7: Uniquement pendant la période fixée : du 1er janvier 2026 au 31 décembre 2027.
    only -: Uniquement tant que l’accord est en vigueur, jusqu’au 31 décembre 2028 au plus tard.
    never -: Jamais ce qui est marqué TLP:RED, réservé à des personnes nommément désignées.
    never -: Jamais ce qui a été reçu d’un autre service (règle du tiers service).
    ");
}

#[test]
fn in_arabic() {
    insta::assert_snapshot!(page(&conclude(MEMORANDUM), Lang::Ar), @r"
    allow 3: يجوز للشريك الاطلاع على المؤشرات والبرمجيات الخبيثة والعلاقات في أحد المجالات التالية: الجريمة الإلكترونية، تمويل الإرهاب.
    only 5: لا يتاح إلا ما لا تتجاوز درجة تداوله TLP:AMBER.
    only 7: لا يتاح شيء إلا خلال المدة المحددة: من فاتح يناير 2026 إلى غاية 31 دجنبر 2027.
    only -: لا يتاح شيء إلا ما دامت الاتفاقية سارية المفعول، وذلك إلى غاية 31 دجنبر 2028 على أبعد تقدير.
    never -: لا يتاح أبدا ما كانت درجة تداوله TLP:RED، فهي مقصورة على أشخاص معينين بأسمائهم.
    never -: لا يتاح أبدا ما ورد من جهة أخرى (قاعدة الطرف الثالث).
    ");
}

#[test]
fn a_letter_of_intent_is_one_sentence() {
    let letter = conclude(LETTER);
    insta::assert_snapshot!(page(&letter, Lang::En), @"never -: Never anything: a letter of intent gives no access to information.");
    insta::assert_snapshot!(page(&letter, Lang::Fr), @"never -: Jamais rien : une lettre d’intention n’ouvre aucun accès à l’information.");
    insta::assert_snapshot!(page(&letter, Lang::Ar), @"never -: لا يتاح شيء أبدا، فهذه الوثيقة إعلان نوايا لا يخول الاطلاع على أي معلومات.");
}

#[test]
fn words_without_a_name_are_shown_as_written() {
    let terms = r#"grants = { subjects = ["space-debris"], object_types = ["x-orbit", "report"] }"#;
    let agreement = with_terms(&[terms, "validity = { from = \"2026-05-01\" }"]);
    insta::assert_snapshot!(page(&agreement, Lang::En), @r"
    allow 1: The partner may see “x-orbit” and reports on this subject: space-debris.
    only 2: Only during the period set: from 1 May 2026.
    only -: Only while the agreement is in force.
    never -: Never what is marked TLP:RED, which goes only to named persons.
    never -: Never what was received from another agency (third-party rule).
    ");
    insta::assert_snapshot!(page(&agreement, Lang::Fr), @r"
    allow 1: Le partenaire peut consulter « x-orbit » et les rapports relevant du domaine suivant : space-debris.
    only 2: Uniquement pendant la période fixée : à compter du 1er mai 2026.
    only -: Uniquement tant que l’accord est en vigueur.
    never -: Jamais ce qui est marqué TLP:RED, réservé à des personnes nommément désignées.
    never -: Jamais ce qui a été reçu d’un autre service (règle du tiers service).
    ");
    insta::assert_snapshot!(page(&agreement, Lang::Ar), @r"
    allow 1: يجوز للشريك الاطلاع على «x-orbit» والتقارير في المجال التالي: space-debris.
    only 2: لا يتاح شيء إلا خلال المدة المحددة: ابتداء من فاتح ماي 2026.
    only -: لا يتاح شيء إلا ما دامت الاتفاقية سارية المفعول.
    never -: لا يتاح أبدا ما كانت درجة تداوله TLP:RED، فهي مقصورة على أشخاص معينين بأسمائهم.
    never -: لا يتاح أبدا ما ورد من جهة أخرى (قاعدة الطرف الثالث).
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
