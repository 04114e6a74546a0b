//! Search and one object.

use jiff::Timestamp;
use mithaq_stix::Tlp;

use super::{KALDERA, MEMORANDUM, agreement, at, day, disguised, in_words, indicator, malware};
use super::{report, secret};
use crate::foreign::{Foreign, Marked};
use crate::language::Language;
use crate::pages::ObjectLine;
use crate::pages::object::{
    Elsewhere, End, Giver, Leaf, LinkLine, ObjectView, Property, RelationLine, Value,
};
use crate::pages::search::{Group, KindChoice, Nearness, QuoteLine, ResultLine, SearchView};
use crate::words::{Vocabulary, Word};

impl SearchView {
    /// A search that found something in every way.
    pub fn sample(language: Language) -> Self {
        let group = |nearness, results| Group { nearness, results };
        Self {
            sought: "heron تمويل".to_owned(),
            kinds: kinds(&["report"]),
            since: Some(day(2026, 1, 1)),
            until: None,
            groups: vec![
                group(
                    Nearness::Named,
                    vec![
                        result(malware(), marked("GREY ", "HERON", "")),
                        result(report(), marked("شبكة ", "تمويل", " عبر محافظ مستعارة")),
                    ],
                ),
                group(Nearness::Mentioned, vec![mentioned(language)]),
                group(
                    Nearness::SoundsAlike,
                    vec![
                        result(secret(), Marked::default()),
                        uses(language),
                        translation(language),
                        result(disguised(), marked("<b>invoice</b>", "\u{202E}fdp", ".exe")),
                    ],
                ),
            ],
            more: Some("mentioned.812".to_owned()),
            not_indexed: 1_203,
        }
    }

    /// The newest objects, since nothing was typed.
    pub fn sample_newest() -> Self {
        let names = marked("login.payroll-update.example", "", "");
        Self {
            groups: vec![Group {
                nearness: Nearness::Newest,
                results: vec![result(indicator(), names)],
            }],
            ..Self::sample_empty()
        }
    }

    /// A search that found nothing.
    pub fn sample_nothing() -> Self {
        Self {
            sought: "حرب".to_owned(),
            ..Self::sample_empty()
        }
    }

    /// A search that has to go on to find something.
    pub fn sample_going_on() -> Self {
        Self {
            more: Some("mentioned.812".to_owned()),
            ..Self::sample_nothing()
        }
    }

    /// The page of a node that holds nothing.
    pub fn sample_empty() -> Self {
        Self {
            sought: String::new(),
            kinds: kinds(&[]),
            since: None,
            until: None,
            groups: vec![],
            more: None,
            not_indexed: 0,
        }
    }
}

fn kinds(chosen: &[&str]) -> Vec<KindChoice> {
    ["identity", "report", "indicator", "malware", "x-own-type"]
        .into_iter()
        .map(|kind| KindChoice {
            kind: Word::object_type(kind),
            is_chosen: chosen.contains(&kind),
        })
        .collect()
}

fn marked(before: &str, found: &str, behind: &str) -> Marked {
    Marked::new([
        (before.to_owned(), false),
        (found.to_owned(), true),
        (behind.to_owned(), false),
    ])
}

fn result(object: ObjectLine, name: Marked) -> ResultLine {
    ResultLine {
        id: object.id,
        kind: object.kind,
        name: Some(name).filter(|name| !name.is_empty()),
        about: vec![],
        made_at: Some(at(1, 9, 30)),
        tlp: object.tlp,
        is_revoked: false,
        giver: None,
        quote: None,
    }
}

fn mentioned(language: Language) -> ResultLine {
    ResultLine {
        made_at: None,
        is_revoked: true,
        giver: Some(in_words(language, KALDERA)),
        quote: Some(QuoteLine {
            property: Word::property("description"),
            text: marked("… used by ", "GREY HERON", " against payroll services …"),
        }),
        ..result(indicator(), marked("login.payroll-update.example", "", ""))
    }
}

fn uses(language: Language) -> ResultLine {
    ResultLine {
        kind: Word::object_type("relationship"),
        name: Some(
            Word::new(Vocabulary::Relation, "uses")
                .named(language)
                .into(),
        ),
        about: vec![
            Foreign::new("GREY HERON"),
            Foreign::new("login.payroll-update.example"),
        ],
        ..result(secret(), Marked::default())
    }
}

fn translation(language: Language) -> ResultLine {
    ResultLine {
        kind: Word::object_type("language-content"),
        about: vec![in_words(language, KALDERA)],
        ..result(secret(), Marked::default())
    }
}

impl ObjectView {
    /// An object that a partner gave, with everything that a page can show.
    pub fn sample(language: Language) -> Self {
        let object = malware();
        Self {
            kind: object.kind,
            name: object.name,
            tlp: object.tlp,
            subjects: object.subjects,
            elsewhere: None,
            giver: Some(Giver {
                partner: in_words(language, KALDERA),
                agreement: Some(agreement(language, MEMORANDUM)),
            }),
            properties: properties(),
            left_out: 12,
            relations: vec![
                relation("uses", end(indicator()), true),
                relation("x-own-relation", end(report()), false),
                relation("targets", unknown(), true),
            ],
            names: vec![link(&["created_by_ref"], end(secret()))],
            named_by: vec![
                link(&["object_refs", "object_marking_refs"], end(report())),
                link(&["x_own_ref"], end(disguised())),
            ],
            is_further: true,
            more: Some(object.id.clone()),
            json: "{\n  \"type\": \"malware\",\n  \"name\": \"GREY HERON\"\n}".to_owned(),
            json_is_cut: true,
            ..Self::sample_bare(&object.id)
        }
    }

    /// An engagement of our own, which the record tells too.
    pub fn sample_engagement() -> Self {
        Self {
            kind: Word::object_type("coop-engagement"),
            name: Some(Foreign::new("زيارة عمل").in_language("ar")),
            elsewhere: Some(Elsewhere::Record),
            properties: vec![Property {
                name: Word::property("engagement_kind"),
                values: vec![leaf("", Value::Text(Foreign::new("working-visit")))],
            }],
            ..Self::sample_bare("coop-engagement--0d3f6a7b-6c2f-4f0e-9a51-5b6d9f0e1c01")
        }
    }

    /// An agreement that was withdrawn, and that says nothing.
    pub fn sample_bare(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            kind: Word::object_type("coop-agreement"),
            name: None,
            tlp: Tlp::Clear,
            subjects: vec![],
            is_revoked: true,
            giver: None,
            created_at: Some(at(0, 9, 30)),
            modified_at: Some(at(1, 9, 30)),
            accepted_at: at(2, 8, 0),
            sha256: "0c7e22adb0994dc3b0df2ea3f49ae2e60c7e22adb0994dc3b0df2ea3f49ae2e6".to_owned(),
            elsewhere: Some(Elsewhere::Agreement),
            properties: vec![],
            left_out: 0,
            relations: vec![],
            names: vec![],
            named_by: vec![],
            is_further: false,
            more: None,
            json: "{}".to_owned(),
            json_is_cut: false,
        }
    }
}

fn properties() -> Vec<Property> {
    let property = |name: &str, values| Property {
        name: Word::property(name),
        values,
    };
    let text = |text: &str| Value::Text(Foreign::new(text));
    vec![
        property(
            "description",
            vec![leaf("", text("First line.\nSecond line \u{202E}reversed."))],
        ),
        property("is_family", vec![leaf("", Value::Flag(true))]),
        property("confidence", vec![leaf("", Value::Code("85".to_owned()))]),
        property(
            "first_seen",
            vec![leaf("", Value::Moment(Timestamp::UNIX_EPOCH))],
        ),
        property(
            "labels",
            vec![leaf("", text("تمويل")), leaf("", text("payroll"))],
        ),
        property(
            "external_references",
            vec![
                leaf("1 / source_name", text("a register")),
                leaf("1 / archived", Value::Flag(false)),
            ],
        ),
        property(
            "x_own_parts",
            vec![leaf("1 / of_ref", Value::Object(end(secret())))],
        ),
    ]
}

fn leaf(place: &str, value: Value) -> Leaf {
    Leaf {
        place: place.to_owned(),
        value,
    }
}

fn end(object: ObjectLine) -> End {
    End {
        id: object.id,
        kind: object.kind,
        name: object.name,
        is_held: true,
    }
}

fn unknown() -> End {
    End {
        id: "identity--5b6d9f0e-0000-4f0e-9a51-0d3f6a7b1c09".to_owned(),
        kind: Word::object_type("identity"),
        name: None,
        is_held: false,
    }
}

fn relation(relation: &str, other: End, is_outgoing: bool) -> RelationLine {
    RelationLine {
        id: "relationship--5b6d9f0e-1111-4f0e-9a51-0d3f6a7b1c09".to_owned(),
        relation: Word::new(Vocabulary::Relation, relation),
        other,
        is_outgoing,
    }
}

fn link(properties: &[&str], other: End) -> LinkLine {
    LinkLine {
        properties: properties
            .iter()
            .map(|name| Word::property(*name))
            .collect(),
        other,
    }
}
