//! Every page with every sample, for the tests and for `examples/samples.rs`.

use mithaq_web::pages::agreement::{self, AgreementView};
use mithaq_web::pages::agreements::{self, AgreementsView};
use mithaq_web::pages::error::{self, ErrorView, Fault};
use mithaq_web::pages::exchange::{self, ExchangeTab, ExchangeView};
use mithaq_web::pages::log::{self, LogView};
use mithaq_web::pages::log_entry::{self, LogEntryView};
use mithaq_web::pages::record::{self, RecordView};
use mithaq_web::pages::sign_in::{self, SignInView};
use mithaq_web::pages::today::{self, TodayView};
use mithaq_web::{Language, Page, RenderPageError};

/// A page's path after the language, and its HTML.
pub(crate) type Shown = (String, String);

/// Every page in one language.
pub(crate) fn every_page(language: Language) -> Result<Vec<Shown>, RenderPageError> {
    let page = |path: &str| Page::sample(language, path);
    let mut shown = vec![
        (
            "today",
            today::render(&page("today"), &TodayView::sample(language))?,
        ),
        (
            "today/quiet",
            today::render(&page("today"), &TodayView::sample_quiet(language))?,
        ),
        (
            "today/empty",
            today::render(&page("today"), &TodayView::sample_empty())?,
        ),
        (
            "agreements",
            agreements::render(&page("agreements"), &AgreementsView::sample(language))?,
        ),
        (
            "agreements/empty",
            agreements::render(&page("agreements"), &AgreementsView::sample_empty())?,
        ),
        (
            "agreements/x",
            agreement::render(&page("agreements/x"), &AgreementView::sample(language))?,
        ),
        (
            "agreements/draft",
            agreement::render(
                &page("agreements/draft"),
                &AgreementView::sample_draft(language),
            )?,
        ),
        (
            "record",
            record::render(&page("record"), &RecordView::sample(language))?,
        ),
        (
            "record/empty",
            record::render(&page("record"), &RecordView::sample_empty())?,
        ),
        (
            "log",
            log::render(&page("log"), &LogView::sample(language))?,
        ),
        (
            "log/empty",
            log::render(&page("log"), &LogView::sample_empty(language))?,
        ),
        (
            "log/48111",
            log_entry::render(&page("log/48111"), &LogEntryView::sample(language))?,
        ),
        (
            "log/failed",
            log_entry::render(
                &page("log"),
                &LogEntryView::sample_failed(language, "index > size"),
            )?,
        ),
        (
            "sign-in",
            sign_in::render(&door(language), &SignInView::sample())?,
        ),
        (
            "sign-in/wait",
            sign_in::render(&door(language), &SignInView::sample_wait())?,
        ),
        (
            "sign-in/first",
            sign_in::render(&door(language), &SignInView::default())?,
        ),
    ];
    for tab in ExchangeTab::ALL {
        let path = format!("exchange/{}", tab.word());
        let full = exchange::render(&page(&path), &ExchangeView::sample(language, tab))?;
        let empty = exchange::render(&page(&path), &ExchangeView::sample_empty(tab))?;
        shown.push((tab.word(), full));
        shown.push((empty_tab(tab), empty));
    }
    for fault in Fault::ALL {
        let (status, html) = error::render(&door(language), &ErrorView::sample(fault))?;
        shown.push((status.canonical_reason().unwrap_or_default(), html));
    }
    Ok(shown
        .into_iter()
        .map(|(path, html)| (address(path), html.0))
        .collect())
}

/// Before anybody is signed in.
fn door(language: Language) -> Page {
    Page {
        officer: None,
        log: None,
        ..Page::sample(language, "sign-in")
    }
}

fn empty_tab(tab: ExchangeTab) -> &'static str {
    match tab {
        ExchangeTab::Released => "released/empty",
        ExchangeTab::Withheld => "withheld/empty",
        ExchangeTab::Disclosed => "disclosed/empty",
    }
}

fn address(path: &str) -> String {
    let path = path.to_lowercase().replace(' ', "-");
    let is_tab = ["released", "withheld", "disclosed"]
        .iter()
        .any(|tab| path.starts_with(tab));
    if is_tab {
        format!("exchange/{path}")
    } else {
        path
    }
}
