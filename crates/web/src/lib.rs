//! Pages for people: server-rendered, in Arabic, French and English.
//!
//! A page is made of three things: the [`Page`] (language, path, who is signed in, the moment), a
//! *view* (plain data of that page, see [`pages`]) and a template. A handler reads the node, fills
//! the view and calls the page's `render`:
//!
//! ```
//! use mithaq_web::pages::today::{self, TodayView};
//! use mithaq_web::{Language, Page};
//!
//! let page = Page::sample(Language::Ar, "today");
//! let html = today::render(&page, &TodayView::sample(Language::Ar))?;
//! assert!(html.0.contains(r#"<html lang="ar-MA" dir="rtl">"#));
//! # Ok::<(), mithaq_web::RenderPageError>(())
//! ```
//!
//! # What is in scope
//!
//! * the frame of every page and its three languages ([`Language`], [`Strings`], [`Formats`]);
//! * the views and templates of the pages ([`pages`]);
//! * imported text made safe to read ([`Foreign`], [`visible`]);
//! * the style sheet, fonts and icons, inside the program ([`assets_router`]);
//! * the headers that keep a page closed to everything else ([`security`]).
//!
//! # What is out of scope
//!
//! * deciding who may see what: the node answers, a page shows the answer;
//! * speaking with other nodes: the exchange does that;
//! * scripts: every page works, whole, without any.

pub mod pages;
pub mod security;

mod assets;
mod desk;
mod foreign;
mod format;
mod language;
mod markup;
mod page;
mod samples;
mod strings;
mod words;
mod writing;

pub use assets::assets_router;
pub use desk::router;
pub use foreign::{Foreign, Marked, visible};
pub use format::Formats;
pub use language::{Language, ParseLanguageError};
pub use markup::Markup;
pub use page::{LogFoot, Page, RenderPageError};
pub use strings::{Key, Strings};
pub use words::{Vocabulary, Word};
