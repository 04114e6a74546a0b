//! A filled view of each page, with invented agencies only, for tests and for looking at the pages.

mod cooperation;
mod desk;
mod exchange;
mod find;
mod trust;

use jiff::Timestamp;
use jiff::civil::Date;
use mithaq_stix::Tlp;

use crate::foreign::Foreign;
use crate::language::Language;
use crate::page::{LogFoot, Page};
use crate::pages::{AgreementRef, ObjectLine, Reason};
use crate::words::Word;

impl Page {
    /// The frame of a sample page: an invented agency, an invented officer, a fixed moment.
    pub fn sample(language: Language, path: &str) -> Self {
        Self {
            language,
            path: path.to_owned(),
            node: in_words(language, NORVANIA),
            officer: Some(in_words(
                language,
                ["سلوى المثال", "Salwa Exemple", "Salwa Sample"],
            )),
            log: Some(LogFoot {
                size: 48_112,
                sealed_at: at(2, 14, 2),
            }),
            now: now(),
        }
    }
}

/// The same words in Arabic, French and English.
type Words = [&'static str; 3];

const NORVANIA: Words = [
    "مديرية أمن الحدود بنورفانيا",
    "Direction de la sûreté des frontières de Norvanie",
    "Directorate for Border Safety of Norvania",
];
const KALDERA: Words = [
    "المركز الوطني لليقظة السيبرانية بكالديرا",
    "Centre national de veille cybernétique de Kaldera",
    "National Cyber Watch Centre of Kaldera",
];
const OSTREVANE: Words = [
    "وحدة المعلومات المالية بأوسترفان",
    "Unité de renseignement financier d’Ostrevane",
    "Financial Intelligence Unit of Ostrevane",
];

const MEMORANDUM: (&str, Words) = (
    "coop-agreement--5b6d9f0e-6c2f-4f0e-9a51-0d3f6a7b1c01",
    [
        "مذكرة تفاهم بشأن المعلومات المتعلقة بالجريمة الإلكترونية",
        "Mémorandum sur les informations relatives à la cybercriminalité",
        "Memorandum on information about cybercrime",
    ],
);
const PROTOCOL: (&str, Words) = (
    "coop-agreement--5b6d9f0e-6c2f-4f0e-9a51-0d3f6a7b1c02",
    [
        "بروتوكول أمن البطولة الدولية للتجديف",
        "Protocole de sécurité du championnat international d’aviron",
        "Protocol for the security of the international rowing championship",
    ],
);
const LETTER: (&str, Words) = (
    "coop-agreement--5b6d9f0e-6c2f-4f0e-9a51-0d3f6a7b1c03",
    [
        "إعلان نوايا بشأن تكوين المحللين",
        "Lettre d’intention sur la formation des analystes",
        "Letter of intent on the training of analysts",
    ],
);

fn in_words(language: Language, words: Words) -> Foreign {
    Foreign::new(chosen(language, words)).in_language(language.tag())
}

fn chosen(language: Language, [ar, fr, en]: Words) -> &'static str {
    match language {
        Language::Ar => ar,
        Language::Fr => fr,
        Language::En => en,
    }
}

fn agreement(language: Language, (id, name): (&str, Words)) -> AgreementRef {
    AgreementRef {
        id: id.to_owned(),
        name: in_words(language, name),
    }
}

/// The moment of the samples: 21 November 2026, 14:30 UTC.
fn now() -> Timestamp {
    at(2, 14, 30)
}

/// A moment of 19 November 2026 or some days after it.
fn at(days_after: i64, hour: i64, minute: i64) -> Timestamp {
    // 2026-11-19T00:00:00Z
    let start = 1_795_046_400;
    Timestamp::from_second(start + ((days_after * 24 + hour) * 60 + minute) * 60)
        .unwrap_or(Timestamp::UNIX_EPOCH)
}

fn day(year: i16, month: i8, day: i8) -> Date {
    Date::new(year, month, day).unwrap_or(Date::ZERO)
}

fn indicator() -> ObjectLine {
    ObjectLine {
        id: "indicator--0c7e22ad-b099-4dc3-b0df-2ea3f49ae2e6".to_owned(),
        kind: Word::object_type("indicator"),
        name: Some(Foreign::new("login.payroll-update.example").in_language("en")),
        tlp: Tlp::Green,
        subjects: vec![Word::subject("cybercrime")],
    }
}

fn report() -> ObjectLine {
    ObjectLine {
        id: "report--84e4d88f-44ea-4bcd-bbf3-b2c1c320bcb3".to_owned(),
        kind: Word::object_type("report"),
        name: Some(Foreign::new("شبكة تمويل عبر محافظ مستعارة").in_language("ar")),
        tlp: Tlp::Amber,
        subjects: vec![
            Word::subject("terrorism-financing"),
            Word::subject("money-laundering"),
        ],
    }
}

fn malware() -> ObjectLine {
    ObjectLine {
        id: "malware--31b940d4-6f7f-459a-80ea-9c1f17b5891b".to_owned(),
        kind: Word::object_type("malware"),
        name: Some(Foreign::new("GREY HERON").in_language("en")),
        tlp: Tlp::AmberStrict,
        subjects: vec![Word::subject("cybercrime")],
    }
}

fn disguised() -> ObjectLine {
    ObjectLine {
        id: "file--ec7e22ad-b099-4dc3-b0df-2ea3f49ae2e7".to_owned(),
        kind: Word::object_type("file"),
        name: Some(Foreign::new("<b>invoice</b>\u{202E}fdp.exe\u{200B}")),
        tlp: Tlp::Clear,
        subjects: vec![Word::subject("ship-spotting")],
    }
}

fn secret() -> ObjectLine {
    ObjectLine {
        id: "identity--f431f809-377b-45e0-aa1c-6a4751cae5ff".to_owned(),
        kind: Word::object_type("identity"),
        name: None,
        tlp: Tlp::Red,
        subjects: vec![],
    }
}

fn above_ceiling(language: Language) -> Reason {
    let sentence = chosen(
        language,
        [
            "درجة تداوله TLP:AMBER+STRICT تتجاوز السقف TLP:AMBER المنصوص عليه في المادة 5",
            "marqué TLP:AMBER+STRICT, au-dessus du plafond TLP:AMBER fixé à l’article 5",
            "marked TLP:AMBER+STRICT, above the ceiling TLP:AMBER of article 5",
        ],
    );
    Reason {
        article: Some("5".to_owned()),
        sentence: sentence.to_owned(),
    }
}

fn outside_subjects(language: Language) -> Reason {
    let sentence = chosen(
        language,
        [
            "لا تشمل المادة 3 مجاله (غسل الأموال)",
            "l’article 3 ne couvre pas son domaine (blanchiment d’argent)",
            "article 3 does not cover its subject (money laundering)",
        ],
    );
    Reason {
        article: Some("3".to_owned()),
        sentence: sentence.to_owned(),
    }
}

fn never_red(language: Language) -> Reason {
    let sentence = chosen(
        language,
        [
            "درجة تداوله TLP:RED، وهي مقصورة على أشخاص معيّنين بأسمائهم",
            "marqué TLP:RED, réservé à des personnes nommément désignées",
            "marked TLP:RED, which is for named persons only",
        ],
    );
    Reason {
        article: None,
        sentence: sentence.to_owned(),
    }
}
