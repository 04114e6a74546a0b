//! Names that try to leave their place: shown as text, with what is unseen made visible.

use axum::response::Html;
use mithaq_web::pages::agreement::{self, AgreementView};
use mithaq_web::pages::error::{self, ErrorView, Fault};
use mithaq_web::pages::exchange::{self, ExchangeLines, ExchangeTab, ExchangeView};
use mithaq_web::pages::log_entry::{self, LogEntryView};
use mithaq_web::pages::record::{self, Party, RecordView, Value};
use mithaq_web::pages::sign_in::{self, SignInView};
use mithaq_web::{Foreign, Language, Page, Vocabulary, Word};

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
