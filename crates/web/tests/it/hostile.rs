//! Names that try to leave their place: shown as text, with what is unseen made visible.

use axum::response::Html;
use mithaq_web::pages::agreement::{self, AgreementView};
use mithaq_web::pages::error::{self, ErrorView, Fault};
use mithaq_web::pages::exchange::{self, ExchangeLines, ExchangeTab, ExchangeView};
use mithaq_web::pages::log_entry::{self, LogEntryView};
use mithaq_web::pages::object::{self, Leaf, ObjectView, Property};
use mithaq_web::pages::record::{self, Party, RecordView, Value};
use mithaq_web::pages::search::{self, QuoteLine, SearchView};
use mithaq_web::pages::sign_in::{self, SignInView};
use mithaq_web::{Foreign, Language, Marked, Page, Vocabulary, Word};

/// What an attacker would call a file, an agency or an agreement.
const HOSTILE: &str = "\"'><script>alert(1)</script>\u{202E}gpj\u{200B}&amp;";

/// The same as a reader sees it.
const SHOWN: &str = "\"'><script>alert(1)</script>⟨U+202E⟩gpj⟨U+200B⟩&amp;";

fn name() -> Foreign {
    Foreign::new(HOSTILE)
}

fn page(path: &str) -> Page {
    Page {
        node: name(),
        officer: Some(name()),
        ..Page::sample(Language::Ar, path)
    }
}

/// Checks a page, and that it shows the name at least so many times.
fn harmless(Html(html): &Html<String>, least: usize) {
    assert!(!html.contains("<script"), "{html}");
    assert!(!html.contains(['\u{202E}', '\u{200B}']), "{html}");
    let named = [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&#60;", "<"),
    ];
    let more = [
        ("&gt;", ">"),
        ("&#62;", ">"),
        ("&amp;", "&"),
        ("&#38;", "&"),
    ];
    let all = named.into_iter().chain(more);
    let read = all.fold(html.clone(), |html, (entity, plain)| {
        html.replace(entity, plain)
    });
    let shown = read.matches(SHOWN).count();
    assert!(shown >= least, "shown {shown} times: {html}");
}

#[test]
fn in_an_agreement() {
    let mut view = AgreementView::sample(Language::Ar);
    view.agreement.name = name();
    view.agreement.id = HOSTILE.to_owned();
    for text in [&mut view.cedar, &mut view.sha256, &mut view.policy_sha256] {
        HOSTILE.clone_into(text);
    }
    for party in &mut view.parties {
        party.name = name();
    }
    for article in &mut view.articles {
        HOSTILE.clone_into(&mut article.number);
        for text in &mut article.texts {
            (text.title, text.text) = (name(), name());
        }
    }
    // The name in the title and the heading, two parties and one of them as partner, three texts,
    // the node and the officer; of each article its number and three times title and text.
    harmless(
        &agreement::render(&page("agreements/x"), &view).unwrap(),
        2 + 3 + 3 + 2 + 3 * 7,
    );
}

#[test]
fn in_what_was_withheld() {
    let mut view = ExchangeView::sample(Language::Ar, ExchangeTab::Withheld);
    let ExchangeLines::Withheld(lines) = &mut view.lines else {
        panic!("another tab")
    };
    let count = lines.len();
    for line in lines {
        line.object.name = Some(name());
        line.object.id = HOSTILE.to_owned();
        line.object.kind = Word::object_type(HOSTILE);
        line.object.subjects = vec![Word::subject(HOSTILE)];
        line.partner = name();
        line.agreement.name = name();
        line.reasons.truncate(1);
        HOSTILE.clone_into(&mut line.reasons[0].sentence);
        line.reasons[0].article = Some(HOSTILE.to_owned());
    }
    for agreement in &mut view.agreements {
        agreement.name = name();
    }
    harmless(
        &exchange::render(&page("exchange"), &view).unwrap(),
        7 * count + 2 + 2,
    );
}

#[test]
fn in_the_record() {
    let mut view = RecordView::sample(Language::Ar);
    view.engagements.truncate(1);
    let engagement = &mut view.engagements[0];
    engagement.kind = Word::new(Vocabulary::Engagement, HOSTILE);
    engagement.title = name();
    engagement.place = Some(name());
    engagement.parties = vec![
        Party::Told(name()),
        Party::NamedElsewhere {
            role: Some(name()),
            name: name(),
        },
    ];
    engagement.outcomes = vec![name()];
    engagement.sources[0].title = name();
    engagement.contradictions[0].about = name();
    engagement.contradictions[0].values[0].value = Value::Words(name());
    engagement.contradictions[0].values[0].source = Some(name());
    harmless(&record::render(&page("record"), &view).unwrap(), 11 + 2);
}

#[test]
fn in_the_log() {
    let mut view = LogEntryView::sample_failed(Language::Ar, HOSTILE);
    view.line.act = Word::new(Vocabulary::Act, HOSTILE);
    view.line.partner = Some(name());
    HOSTILE.clone_into(&mut view.leaf);
    HOSTILE.clone_into(&mut view.root);
    view.proof = vec![HOSTILE.to_owned()];
    harmless(&log_entry::render(&page("log"), &view).unwrap(), 6 + 2);
    let mut view = LogEntryView::sample(Language::Ar);
    let opening = view.opening.as_mut().unwrap();
    HOSTILE.clone_into(&mut opening.content);
    HOSTILE.clone_into(&mut opening.salt);
    harmless(&log_entry::render(&page("log"), &view).unwrap(), 2 + 2);
}

#[test]
fn in_what_was_found() {
    let mut view = SearchView::sample(Language::Ar);
    HOSTILE.clone_into(&mut view.sought);
    view.more = Some(HOSTILE.to_owned());
    view.kinds.truncate(1);
    view.kinds[0].kind = Word::object_type(HOSTILE);
    view.kinds[0].is_chosen = true;
    let mut count = 0;
    for result in view.groups.iter_mut().flat_map(|group| &mut group.results) {
        HOSTILE.clone_into(&mut result.id);
        result.kind = Word::object_type(HOSTILE);
        result.name = Some(Marked::new([(HOSTILE.to_owned(), true)]));
        result.about = vec![name(), name()];
        result.giver = Some(name());
        result.quote = Some(QuoteLine {
            property: Word::property(HOSTILE),
            text: Marked::new([(HOSTILE.to_owned(), false), (HOSTILE.to_owned(), true)]),
        });
        count += 1;
    }
    // Of each result its name, what it is about, its type and giver, the property and two runs of its quote; the words in
    // the title, the type as a choice, the node and the officer. A field holds what was typed as it
    // was typed, so that it is not changed by looking again.
    let Html(html) = search::render(&page("search"), &view).unwrap();
    let (before, behind) = html.split_once("name=\"q\"").unwrap();
    let (field, behind) = behind.split_once("<button").unwrap();
    assert!(
        field.contains("&#34;") && !field.contains("<script"),
        "{field}"
    );
    let (kinds, behind) = behind.split_once("value=\"").unwrap();
    let (value, behind) = behind.split_once(" form=").unwrap();
    assert!(!value.contains('<'), "{value}");
    let rest = [before, kinds, behind].concat();
    harmless(&Html(rest), 8 * count + 4);
}

#[test]
fn in_an_object() {
    let mut view = ObjectView::sample(Language::Ar);
    view.name = Some(name());
    HOSTILE.clone_into(&mut view.id);
    view.kind = Word::object_type(HOSTILE);
    view.subjects = vec![Word::subject(HOSTILE)];
    let giver = view.giver.as_mut().unwrap();
    giver.partner = name();
    giver.agreement.as_mut().unwrap().name = name();
    view.properties = vec![Property {
        name: Word::property(HOSTILE),
        values: vec![
            Leaf {
                place: HOSTILE.to_owned(),
                value: object::Value::Text(name()),
            },
            Leaf {
                place: HOSTILE.to_owned(),
                value: object::Value::Code(HOSTILE.to_owned()),
            },
        ],
    }];
    view.relations.truncate(1);
    view.relations[0].relation = Word::new(Vocabulary::Relation, HOSTILE);
    view.relations[0].other.name = Some(name());
    view.relations[0].other.kind = Word::object_type(HOSTILE);
    HOSTILE.clone_into(&mut view.relations[0].id);
    view.names.truncate(1);
    view.names[0].properties = vec![Word::property(HOSTILE)];
    view.names[0].other.is_held = false;
    HOSTILE.clone_into(&mut view.names[0].other.id);
    HOSTILE.clone_into(&mut view.sha256);
    HOSTILE.clone_into(&mut view.json);
    view.more = Some(HOSTILE.to_owned());
    // Title, heading, type and subject twice, id, partner, agreement, hash; a property with two
    // places and values; a relation with its end; a link with its end; the text; node and officer.
    harmless(
        &object::render(&page("objects/x"), &view).unwrap(),
        2 + 4 + 4 + 5 + 3 + 2 + 1 + 2,
    );
}

#[test]
fn at_the_door() {
    let view = SignInView {
        next: "\"><script>".to_owned(),
        ..SignInView::sample()
    };
    harmless(&sign_in::render(&page("sign-in"), &view).unwrap(), 1);
    let view = ErrorView {
        request: Some(HOSTILE.to_owned()),
        ..ErrorView::sample(Fault::Internal)
    };
    harmless(&error::render(&page("\"><script>"), &view).unwrap().1, 2);
}
