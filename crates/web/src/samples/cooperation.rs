//! Agreements and the record of cooperation.

use super::exchange::{released, withheld};
use super::{
    KALDERA, LETTER, MEMORANDUM, NORVANIA, OSTREVANE, PROTOCOL, Words, agreement, at, chosen, day,
    in_words,
};
use crate::foreign::Foreign;
use crate::language::Language;
use crate::pages::agreement::{
    AgreementView, Article, ArticleText, Party, Progress, Seen, Sentence, SentenceKind, Signature,
    Step, StepKind, Withheld,
};
use crate::pages::agreements::{AgreementLine, AgreementsView};
use crate::pages::record::{
    ClaimedValue, Contradiction, DatedElsewhere, Engagement, Party as Participant, Published,
    RecordView, Source, Value, When,
};
use crate::pages::{Pager, Standing};
use crate::words::{Vocabulary, Word};

impl AgreementsView {
    /// Three agreements: one in force, one suspended, one that binds nobody.
    pub fn sample(language: Language) -> Self {
        let line = |about, instrument: &str, partner, standing| AgreementLine {
            agreement: agreement(language, about),
            instrument: Word::new(Vocabulary::Instrument, instrument),
            partners: vec![in_words(language, partner)],
            standing,
            in_force_from: None,
            ends_on: None,
            released: 0,
            withheld: 0,
        };
        Self {
            agreements: vec![
                AgreementLine {
                    in_force_from: Some(at(-310, 0, 0)),
                    ends_on: Some(day(2028, 12, 31)),
                    released: 1_204,
                    withheld: 86,
                    ..line(MEMORANDUM, "memorandum", KALDERA, Standing::InForce)
                },
                AgreementLine {
                    in_force_from: Some(at(-40, 0, 0)),
                    ends_on: Some(day(2027, 8, 15)),
                    released: 53,
                    withheld: 4,
                    ..line(PROTOCOL, "protocol", OSTREVANE, Standing::Suspended)
                },
                line(LETTER, "letter-of-intent", OSTREVANE, Standing::NotBinding),
            ],
        }
    }

    /// A node that has promised nothing yet.
    pub fn sample_empty() -> Self {
        Self { agreements: vec![] }
    }
}

impl AgreementView {
    /// A memorandum in force.
    pub fn sample(language: Language) -> Self {
        Self {
            agreement: agreement(language, MEMORANDUM),
            instrument: Word::new(Vocabulary::Instrument, "memorandum"),
            standing: Standing::InForce,
            steps: steps(),
            ends_on: Some(day(2028, 12, 31)),
            notice_months: 3,
            parties: parties(language),
            articles: articles(language),
            sentences: sentences(language),
            seen: Seen {
                total: 1_204,
                by_type: [
                    ("indicator", 911),
                    ("relationship", 203),
                    ("report", 62),
                    ("malware", 28),
                ]
                .map(|(kind, count)| (Word::object_type(kind), count))
                .to_vec(),
                newest: released(language),
            },
            withheld: Withheld {
                total: 86,
                newest: withheld(language),
            },
            cedar: CEDAR.to_owned(),
            sha256: "9f2c1a7be04d5c6b8a90f1e2d3c4b5a69788796a5b4c3d2e1f0a9b8c7d6e5f40".to_owned(),
            policy_sha256: "3b8e7d6c5f4a39281706f5e4d3c2b1a0998877665544332211ffeeddccbbaa00"
                .to_owned(),
        }
    }

    /// A draft: nothing signed, nothing seen, no end.
    pub fn sample_draft(language: Language) -> Self {
        let unsigned = |party: Party| Party {
            signature: None,
            ..party
        };
        Self {
            standing: Standing::Draft,
            steps: vec![Step {
                kind: StepKind::Drafted,
                progress: Progress::Here,
                at: None,
            }],
            ends_on: None,
            notice_months: 0,
            parties: parties(language).into_iter().map(unsigned).collect(),
            sentences: vec![],
            seen: Seen::default(),
            withheld: Withheld::default(),
            ..Self::sample(language)
        }
    }
}

fn steps() -> Vec<Step> {
    let step = |kind, progress, days| Step {
        kind,
        progress,
        at: Some(at(days, 9, 0)),
    };
    vec![
        step(StepKind::Drafted, Progress::Done, -360),
        step(StepKind::Proposed, Progress::Done, -341),
        step(StepKind::Signed, Progress::Done, -318),
        step(StepKind::InForce, Progress::Here, -310),
        step(StepKind::Ended, Progress::Ahead, 773),
    ]
}

fn parties(language: Language) -> Vec<Party> {
    let party = |name, is_us, key: &str, hour| Party {
        name: in_words(language, name),
        is_us,
        signature: Some(Signature {
            at: at(-318, hour, 12),
            key: key.to_owned(),
        }),
    };
    vec![
        party(NORVANIA, true, "norvania.example/mithaq+d1a2b3c4", 9),
        party(KALDERA, false, "kaldera.example/mithaq+77ab01fe", 11),
    ]
}

fn articles(language: Language) -> Vec<Article> {
    ARTICLES
        .map(|(number, titles, texts)| article(language, number, titles, texts))
        .to_vec()
}

fn article(language: Language, number: &str, titles: Words, texts: Words) -> Article {
    let others = Language::ALL.into_iter().filter(|other| *other != language);
    let text_in = |language| ArticleText {
        language,
        title: in_words(language, titles),
        text: in_words(language, texts),
    };
    let texts = std::iter::once(language)
        .chain(others)
        .map(text_in)
        .collect();
    Article {
        number: number.to_owned(),
        texts,
    }
}

const ARTICLES: [(&str, Words, Words); 3] = [
    (
        "1",
        ["الغرض", "Objet", "Purpose"],
        [
            "يتعاون الطرفان، في حدود اختصاصاتهما وقوانينهما، على الوقاية من الجريمة الإلكترونية وكشفها.",
            "Les parties coopèrent, dans la limite de leurs compétences et de leurs lois, à la \
             prévention et à la détection de la cybercriminalité.",
            "The parties cooperate, within their powers and laws, in preventing and detecting \
             cybercrime.",
        ],
    ),
    (
        "3",
        [
            "المعلومات المتبادلة",
            "Informations échangées",
            "Information exchanged",
        ],
        [
            "يتيح كل طرف للآخر المؤشرات والبرمجيات الخبيثة والتقارير المتعلقة بالجريمة الإلكترونية.",
            "Chaque partie met à la disposition de l’autre les indicateurs, les logiciels \
             malveillants et les rapports relatifs à la cybercriminalité.",
            "Each party makes available to the other its indicators, malware and reports about \
             cybercrime.",
        ],
    ),
    (
        "5",
        ["سقف التداول", "Plafond de diffusion", "Ceiling of handling"],
        [
            "لا يُتاح بموجب هذه المذكرة ما تتجاوز درجة تداوله TLP:AMBER.",
            "Rien n’est mis à disposition au titre du présent mémorandum au-delà de TLP:AMBER.",
            "Nothing marked above TLP:AMBER is made available under this memorandum.",
        ],
    ),
];

fn sentences(language: Language) -> Vec<Sentence> {
    let sentence = |kind, article: Option<&str>, text| Sentence {
        kind,
        article: article.map(str::to_owned),
        text: chosen(language, text).to_owned(),
    };
    vec![
        sentence(
            SentenceKind::Allow,
            Some("3"),
            [
                "اطلاع الشريك على المؤشرات والبرمجيات الخبيثة والتقارير في المجال التالي: الجريمة الإلكترونية.",
                "le partenaire peut consulter les indicateurs, les logiciels malveillants et les \
             rapports relevant du domaine suivant\u{a0}: cybercriminalité.",
                "the partner may see indicators, malware and reports on this subject: cybercrime.",
            ],
        ),
        sentence(
            SentenceKind::Only,
            Some("5"),
            [
                "ألا تتجاوز درجة التداول TLP:AMBER.",
                "ce qui est marqué TLP:AMBER ou à un niveau inférieur.",
                "what is marked TLP:AMBER or lower.",
            ],
        ),
        sentence(
            SentenceKind::Never,
            None,
            [
                "ما ورد من جهة أخرى (قاعدة الطرف الثالث).",
                "ce qui a été reçu d’un autre service (règle du tiers service).",
                "what was received from another agency (third-party rule).",
            ],
        ),
    ]
}

impl RecordView {
    /// Engagements: one told in two ways, others with what only other reports say.
    pub fn sample(language: Language) -> Self {
        Self {
            engagements: numbered(engagements(language)),
            total: 16,
            pager: older_only(),
        }
    }

    /// A record before its first engagement.
    pub fn sample_empty() -> Self {
        Self {
            engagements: vec![],
            total: 0,
            pager: Pager::default(),
        }
    }
}

fn engagements(language: Language) -> Vec<Engagement> {
    let words = |words| in_words(language, words);
    let engagement = |kind: &str, title, when| Engagement {
        id: String::new(),
        kind: Word::new(Vocabulary::Engagement, kind),
        title: words(title),
        when,
        dated_elsewhere: None,
        place: None,
        parties: vec![NORVANIA, KALDERA]
            .into_iter()
            .map(|name| Participant::Told(words(name)))
            .collect(),
        outcomes: vec![],
        sources: vec![source(language, 1)],
        contradictions: vec![],
    };
    vec![
        Engagement {
            place: Some(words(["بورت ألما", "Port-Alma", "Port Alma"])),
            outcomes: vec![words([
                "الاتفاق على عقد دورة تكوينية مشتركة.",
                "Accord sur une session de formation commune.",
                "Agreement to hold a joint training course.",
            ])],
            sources: [1, 2, 3].map(|number| source(language, number)).to_vec(),
            contradictions: vec![contradiction(language)],
            ..engagement(
                "working-visit",
                [
                    "زيارة عمل إلى كالديرا",
                    "Visite de travail à Kaldera",
                    "Working visit to Kaldera",
                ],
                When::Days(day(2026, 6, 13), day(2026, 6, 14)),
            )
        },
        engagement(
            "conference",
            [
                "مؤتمر أمن الحدود",
                "Conférence sur la sûreté des frontières",
                "Conference on border safety",
            ],
            When::Month(day(2026, 3, 1)),
        ),
        Engagement {
            dated_elsewhere: Some(DatedElsewhere::LastDay),
            ..engagement(
                "training",
                ["دورة تكوينية", "Session de formation", "Training course"],
                When::Days(day(2026, 2, 1), day(2026, 2, 3)),
            )
        },
        Engagement {
            parties: vec![Participant::NamedElsewhere {
                role: Some(words([
                    "مدير المركز",
                    "directeur du centre",
                    "director of the centre",
                ])),
                name: words(["إلياس المثال", "Ilyas Exemple", "Ilyas Sample"]),
            }],
            dated_elsewhere: Some(DatedElsewhere::Whole),
            ..engagement(
                "reception",
                [
                    "استقبال وفد من كالديرا",
                    "Réception d’une délégation de Kaldera",
                    "Reception of a delegation from Kaldera",
                ],
                When::Day(day(2026, 1, 1)),
            )
        },
        engagement(
            "other",
            ["لقاءات أخرى", "Autres rencontres", "Other meetings"],
            When::Unknown,
        ),
    ]
}

/// Gives each its own id.
fn numbered(mut engagements: Vec<Engagement>) -> Vec<Engagement> {
    for (number, one) in engagements.iter_mut().enumerate() {
        one.id = format!("coop-engagement--0d3f6a7b-6c2f-4f0e-9a51-{number:012}");
    }
    engagements
}

fn contradiction(language: Language) -> Contradiction {
    let claim = |when, number, is_followed| ClaimedValue {
        value: Value::Date(when),
        source: Some(source(language, number).title),
        is_followed,
    };
    Contradiction {
        about: in_words(
            language,
            [
                "تاريخ الزيارة",
                "la date de la visite",
                "the date of the visit",
            ],
        ),
        values: vec![
            claim(When::Days(day(2026, 6, 13), day(2026, 6, 14)), 1, true),
            claim(When::Day(day(2024, 6, 13)), 2, false),
            ClaimedValue {
                value: Value::Words(in_words(language, ["في الصيف", "en été", "in the summer"])),
                source: None,
                is_followed: false,
            },
        ],
    }
}

fn source(language: Language, number: u8) -> Source {
    let title = chosen(
        language,
        ["مقال صحفي", "article de presse", "press article"],
    );
    let title = Foreign::new(format!("{title} {number}")).in_language(language.tag());
    Source {
        title,
        published: match number {
            1 => Published::On(day(2026, 6, 15)),
            2 => Published::NotPrinted,
            _ => Published::Unknown,
        },
    }
}

fn older_only() -> Pager {
    Pager {
        older: Some("2026-03".to_owned()),
        newer: None,
    }
}

const CEDAR: &str = r#"@id("article-3")
@article("3")
@reason("subject")
permit (
  principal in Mithaq::Agreement::"coop-agreement--5b6d9f0e-6c2f-4f0e-9a51-0d3f6a7b1c01",
  action == Mithaq::Action::"release",
  resource
) when { context.article == "3" };

@id("article-5")
@article("5")
@reason("above-ceiling")
forbid (principal, action == Mithaq::Action::"release", resource)
when { resource.tlp > 2 };
"#;
