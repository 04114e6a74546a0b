//! Every page with every sample, for the tests and for `examples/samples.rs`.

use axum::response::Html;
use mithaq_web::pages::agreement::{self, AgreementView};
use mithaq_web::pages::agreements::{self, AgreementsView};
use mithaq_web::pages::error::{self, ErrorView, Fault};
use mithaq_web::pages::exchange::{self, ExchangeTab, ExchangeView};
use mithaq_web::pages::log::{self, LogView};
use mithaq_web::pages::log_entry::{self, LogEntryView};
use mithaq_web::pages::object::{self, ObjectView};
use mithaq_web::pages::record::{self, RecordView};
use mithaq_web::pages::search::{self, SearchView};
use mithaq_web::pages::sign_in::{self, SignInView};
use mithaq_web::pages::today::{self, TodayView};
use mithaq_web::{Language, Page, RenderPageError};

/// A page's path after the language, and its HTML.
pub(crate) type Shown = (String, String);

/// Every page in one language.
pub(crate) fn every_page(language: Language) -> Result<Vec<Shown>, RenderPageError> {
    let rooms = [
        desk,
        agreements_and_one,
        exchange_tabs,
        record_and_log,
        searches,
        objects,
        doors,
        faults,
    ];
    let shown: Result<Vec<_>, _> = rooms.map(|room| room(language)).into_iter().collect();
    Ok(shown?.concat())
}

type Room = Result<Vec<Shown>, RenderPageError>;

fn desk(language: Language) -> Room {
    let page = Page::sample(language, "today");
    Ok(vec![
        shown("today", today::render(&page, &TodayView::sample(language))?),
        shown(
            "today/quiet",
            today::render(&page, &TodayView::sample_quiet(language))?,
        ),
        shown(
            "today/signed",
            today::render(&page, &TodayView::sample_signed(language))?,
        ),
        shown(
            "today/empty",
            today::render(&page, &TodayView::sample_empty())?,
        ),
    ])
}

fn agreements_and_one(language: Language) -> Room {
    let list = Page::sample(language, "agreements");
    let one = Page::sample(language, "agreements/x");
    Ok(vec![
        shown(
            "agreements",
            agreements::render(&list, &AgreementsView::sample(language))?,
        ),
        shown(
            "agreements/empty",
            agreements::render(&list, &AgreementsView::sample_empty())?,
        ),
        shown(
            "agreements/x",
            agreement::render(&one, &AgreementView::sample(language))?,
        ),
        shown(
            "agreements/draft",
            agreement::render(&one, &AgreementView::sample_draft(language))?,
        ),
    ])
}

fn exchange_tabs(language: Language) -> Room {
    let mut tabs = Vec::new();
    for tab in ExchangeTab::ALL {
        let path = format!("exchange/{}", tab.word());
        let page = Page::sample(language, &path);
        let full = exchange::render(&page, &ExchangeView::sample(language, tab))?;
        let empty = exchange::render(&page, &ExchangeView::sample_empty(tab))?;
        tabs.extend([shown(&path, full), shown(&format!("{path}/empty"), empty)]);
    }
    Ok(tabs)
}

fn record_and_log(language: Language) -> Room {
    let record = Page::sample(language, "record");
    let log = Page::sample(language, "log");
    let entry = Page::sample(language, "log/48111");
    let failed = LogEntryView::sample_failed(language, "48112 > 48111");
    Ok(vec![
        shown(
            "record",
            record::render(&record, &RecordView::sample(language))?,
        ),
        shown(
            "record/empty",
            record::render(&record, &RecordView::sample_empty())?,
        ),
        shown("log", log::render(&log, &LogView::sample(language))?),
        shown(
            "log/empty",
            log::render(&log, &LogView::sample_empty(language))?,
        ),
        shown(
            "log/48111",
            log_entry::render(&entry, &LogEntryView::sample(language))?,
        ),
        shown("log/failed", log_entry::render(&entry, &failed)?),
    ])
}

fn searches(language: Language) -> Room {
    let page = Page::sample(language, "search?q=heron");
    let views = [
        ("search", SearchView::sample(language)),
        ("search/newest", SearchView::sample_newest()),
        ("search/nothing", SearchView::sample_nothing()),
        ("search/going-on", SearchView::sample_going_on()),
        ("search/empty", SearchView::sample_empty()),
    ];
    let shown = views.map(|(path, view)| Ok(shown(path, search::render(&page, &view)?)));
    shown.into_iter().collect()
}

fn objects(language: Language) -> Room {
    let page = Page::sample(language, "objects/x");
    let views = [
        ("objects/x", ObjectView::sample(language)),
        ("objects/engagement", ObjectView::sample_engagement()),
        (
            "objects/bare",
            ObjectView::sample_bare("coop-agreement--5b6d9f0e-6c2f-4f0e-9a51-0d3f6a7b1c01"),
        ),
    ];
    let shown = views.map(|(path, view)| Ok(shown(path, object::render(&page, &view)?)));
    shown.into_iter().collect()
}

fn doors(language: Language) -> Room {
    let page = door(language, "sign-in");
    Ok(vec![
        shown("sign-in", sign_in::render(&page, &SignInView::default())?),
        shown(
            "sign-in/no-match",
            sign_in::render(&page, &SignInView::sample())?,
        ),
        shown(
            "sign-in/wait",
            sign_in::render(&page, &SignInView::sample_wait())?,
        ),
    ])
}

fn faults(language: Language) -> Room {
    let mut faults = Vec::new();
    for fault in Fault::ALL {
        let (status, html) = error::render(&door(language, "x"), &ErrorView::sample(fault))?;
        faults.push(shown(&format!("error/{}", status.as_u16()), html));
    }
    Ok(faults)
}

/// Before anybody is signed in.
fn door(language: Language, path: &str) -> Page {
    Page {
        officer: None,
        log: None,
        ..Page::sample(language, path)
    }
}

fn shown(path: &str, html: Html<String>) -> Shown {
    (path.to_owned(), html.0)
}
