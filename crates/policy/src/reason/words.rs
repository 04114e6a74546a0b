//! The sentence of each reason, as an administration would write it in each language.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{Detail, Reason, ReasonCode};
use crate::{
    Instrument, Lang, dates::in_words, instrument_name, subject_name, vocabulary::types_listed,
};

pub(super) fn sentence(reason: &Reason, lang: Lang) -> String {
    let article = reason.article.as_deref();
    match (&reason.detail, article) {
        (Detail::EntersIntoForce(from), _) => not_yet_in_force(*from, lang),
        (Detail::Instrument(instrument), _) => not_binding(instrument, lang),
        (Detail::Validity { from, until }, Some(article)) => {
            outside_validity(article, *from, *until, lang)
        }
        (Detail::Subjects(subjects), Some(article)) => uncovered_subjects(article, subjects, lang),
        (Detail::Kind(kind), Some(article)) => {
            let kinds = types_listed(std::slice::from_ref(kind), lang);
            match lang {
                Lang::Ar => format!("لا تشمل المادة {article} {kinds}"),
                Lang::Fr => format!("l’article {article} ne couvre pas {kinds}"),
                Lang::En => format!("article {article} does not cover {kinds}"),
            }
        }
        (Detail::Level { marked, ceiling }, Some(article)) => match lang {
            Lang::Ar => format!(
                "درجة تداوله {marked} تتجاوز السقف {ceiling} المنصوص عليه في المادة {article}"
            ),
            Lang::Fr => {
                format!(
                    "marqué {marked}, au-dessus du plafond {ceiling} fixé à l’article {article}"
                )
            }
            Lang::En => {
                format!("marked {marked}, above the ceiling {ceiling} of article {article}")
            }
        },
        (Detail::Named(id), _) => match lang {
            Lang::Ar => format!("يشير إلى {id} وهو محجوب بدوره"),
            Lang::Fr => format!("il désignerait {id}, qui n’est lui-même pas communiqué"),
            Lang::En => format!("would name {id}, which is itself withheld"),
        },
        _ => plain(reason.code, lang).to_owned(),
    }
}

/// The sentence of a reason without particulars.
fn plain(code: ReasonCode, lang: Lang) -> &'static str {
    match lang {
        Lang::Ar => arabic(code),
        Lang::Fr => french(code),
        Lang::En => english(code),
    }
}

/// The Arabic sentence.
fn arabic(code: ReasonCode) -> &'static str {
    match code {
        ReasonCode::AgreementNotSigned => "لم توقع جميع الأطراف على الاتفاقية بعد",
        ReasonCode::AgreementNotYetInForce => "الاتفاقية موقعة لكنها لم تدخل بعد حيز التنفيذ",
        ReasonCode::AgreementSuspended => "العمل بالاتفاقية معلق",
        ReasonCode::AgreementExpired => "انتهت مدة سريان الاتفاقية",
        ReasonCode::AgreementTerminated => "انتهى العمل بالاتفاقية بعد الإشعار بإنهائها",
        ReasonCode::NotBinding => "هذه الوثيقة لا تخول الاطلاع على أي معلومات",
        ReasonCode::NotAParty => "الشريك ليس طرفًا في الاتفاقية",
        ReasonCode::OutsideValidity => "خارج المدة التي تحددها الاتفاقية",
        ReasonCode::NoBasis => "لا تجيز أي مادة من الاتفاقية إتاحته",
        ReasonCode::Originator => "وارد من جهة أخرى، فلا يجوز إحالته إلى الغير (قاعدة الطرف الثالث)",
        ReasonCode::Subject => "لا تشمل الاتفاقية مجاله",
        ReasonCode::ObjectType => "لا تشمل الاتفاقية نوعه",
        ReasonCode::AboveCeiling => "درجة تداوله تتجاوز السقف المنصوص عليه في الاتفاقية",
        ReasonCode::Red => "درجة تداوله TLP:RED، وهي مقصورة على أشخاص معينين بأسمائهم",
        ReasonCode::Closure => "يشير إلى عنصر محجوب بدوره",
    }
}

/// The French sentence.
fn french(code: ReasonCode) -> &'static str {
    match code {
        ReasonCode::AgreementNotSigned => {
            "l’accord n’a pas encore été signé par toutes les parties"
        }
        ReasonCode::AgreementNotYetInForce => {
            "l’accord est signé mais n’est pas encore entré en vigueur"
        }
        ReasonCode::AgreementSuspended => "l’application de l’accord est suspendue",
        ReasonCode::AgreementExpired => "l’accord est arrivé à échéance",
        ReasonCode::AgreementTerminated => "l’accord a pris fin à la suite de sa dénonciation",
        ReasonCode::NotBinding => "cet instrument n’ouvre aucun accès à l’information",
        ReasonCode::NotAParty => "le partenaire n’est pas partie à l’accord",
        ReasonCode::OutsideValidity => "hors de la période fixée par l’accord",
        ReasonCode::NoBasis => "aucun article de l’accord n’en autorise la communication",
        ReasonCode::Originator => {
            "reçu d’un autre service, il ne peut être transmis à un tiers (règle du tiers service)"
        }
        ReasonCode::Subject => "son domaine n’est pas couvert par l’accord",
        ReasonCode::ObjectType => "son type n’est pas couvert par l’accord",
        ReasonCode::AboveCeiling => "marqué au-dessus du plafond fixé par l’accord",
        ReasonCode::Red => "marqué TLP:RED, réservé à des personnes nommément désignées",
        ReasonCode::Closure => "il désignerait un objet qui n’est lui-même pas communiqué",
    }
}

/// The English sentence.
fn english(code: ReasonCode) -> &'static str {
    match code {
        ReasonCode::AgreementNotSigned => "the agreement has not been signed by all its parties",
        ReasonCode::AgreementNotYetInForce => "the agreement is signed but not yet in force",
        ReasonCode::AgreementSuspended => "the agreement is suspended",
        ReasonCode::AgreementExpired => "the agreement has expired",
        ReasonCode::AgreementTerminated => "the agreement ended after notice was given",
        ReasonCode::NotBinding => "this instrument gives no access to information",
        ReasonCode::NotAParty => "the partner is not a party to the agreement",
        ReasonCode::OutsideValidity => "outside the period that the agreement sets",
        ReasonCode::NoBasis => "no article of the agreement allows it to be given",
        ReasonCode::Originator => {
            "received from another agency, so not ours to pass on (third-party rule)"
        }
        ReasonCode::Subject => "its subject is not covered by the agreement",
        ReasonCode::ObjectType => "its type is not covered by the agreement",
        ReasonCode::AboveCeiling => "marked above the ceiling of the agreement",
        ReasonCode::Red => "marked TLP:RED, which goes only to named persons",
        ReasonCode::Closure => "would name an object that is itself withheld",
    }
}

fn not_yet_in_force(from: Timestamp, lang: Lang) -> String {
    let day = in_words(from.to_zoned(TimeZone::UTC).date(), lang);
    let signed = plain(ReasonCode::AgreementNotYetInForce, lang);
    match lang {
        Lang::Ar => format!("{signed}، وستدخله في {day}"),
        Lang::Fr => format!("{signed}\u{a0}; il le sera le {day}"),
        Lang::En => format!("{signed}; it enters into force on {day}"),
    }
}

fn not_binding(instrument: &str, lang: Lang) -> String {
    let kind = instrument
        .parse::<Instrument>()
        .ok()
        .filter(|kind| !kind.is_binding());
    let name = kind.and_then(|kind| instrument_name(&kind, lang));
    match (name, lang) {
        (Some(name), Lang::Ar) => format!("هذه الوثيقة ({name}) لا تخول الاطلاع على أي معلومات"),
        (Some(name), Lang::Fr) => {
            format!("l’instrument est une {name}, qui n’ouvre aucun accès à l’information")
        }
        (Some(name), Lang::En) => {
            format!("the instrument is a {name}, which gives no access to information")
        }
        (None, _) => plain(ReasonCode::NotBinding, lang).to_owned(),
    }
}

fn outside_validity(article: &str, from: Option<Date>, until: Option<Date>, lang: Lang) -> String {
    let period = period(from, until, lang);
    match lang {
        Lang::Ar => format!("خارج المدة المنصوص عليها في المادة {article} ({period})"),
        Lang::Fr => format!("hors de la période prévue à l’article {article} ({period})"),
        Lang::En => format!("outside the period of article {article} ({period})"),
    }
}

/// A span of days in words, both included.
pub(crate) fn period(from: Option<Date>, until: Option<Date>, lang: Lang) -> String {
    let from = from.map(|day| in_words(day, lang));
    let until = until.map(|day| in_words(day, lang));
    match (from, until, lang) {
        (Some(from), Some(until), Lang::Ar) => format!("من {from} إلى غاية {until}"),
        (Some(from), Some(until), Lang::Fr) => format!("du {from} au {until}"),
        (Some(from), Some(until), Lang::En) => format!("from {from} to {until}"),
        (Some(from), None, Lang::Ar) => format!("ابتداءً من {from}"),
        (Some(from), None, Lang::Fr) => format!("à compter du {from}"),
        (Some(from), None, Lang::En) => format!("from {from}"),
        (None, Some(until), Lang::Ar) => format!("إلى غاية {until}"),
        (None, Some(until), Lang::Fr) => format!("jusqu’au {until}"),
        (None, Some(until), Lang::En) => format!("until {until}"),
        (None, None, _) => String::new(),
    }
}

fn uncovered_subjects(article: &str, subjects: &BTreeSet<String>, lang: Lang) -> String {
    let names = subjects_listed(subjects.iter(), lang);
    match (subjects.len(), lang) {
        (0, Lang::Ar) => format!("لم يحدد له أي مجال، فلا تشمله المادة {article}"),
        (0, Lang::Fr) => {
            format!("aucun domaine ne lui est attribué, l’article {article} ne le couvre donc pas")
        }
        (0, Lang::En) => format!("it has no subject, so article {article} does not cover it"),
        (1, Lang::Ar) => format!("لا تشمل المادة {article} مجاله ({names})"),
        (1, Lang::Fr) => format!("l’article {article} ne couvre pas son domaine ({names})"),
        (1, Lang::En) => format!("article {article} does not cover its subject ({names})"),
        (_, Lang::Ar) => format!("لا تشمل المادة {article} أيًا من مجالاته ({names})"),
        (_, Lang::Fr) => format!("l’article {article} ne couvre aucun de ses domaines ({names})"),
        (_, Lang::En) => format!("article {article} covers none of its subjects ({names})"),
    }
}

/// The names of subjects, with the comma of the language between them.
pub(crate) fn subjects_listed<'a>(
    subjects: impl Iterator<Item = &'a String>,
    lang: Lang,
) -> String {
    let names: Vec<&str> = subjects
        .map(|subject| subject_name(subject, lang).unwrap_or(subject))
        .collect();
    names.join(if lang == Lang::Ar { "، " } else { ", " })
}
