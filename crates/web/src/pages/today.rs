//! Today: what needs this officer, oldest deadline first, and what happened since yesterday.

use askama::Template;
use axum::response::Html;
use jiff::{Timestamp, civil};

use crate::foreign::Foreign;
use crate::format::Formats;
use crate::page::{self, Page, RenderPageError};
use crate::pages::AgreementRef;
use crate::pages::log::LogLine;
use crate::strings::Key;

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TodayView {
    /// What waits for the officer, the most urgent first.
    pub tasks: Vec<Task>,
    /// What happened in the last 24 hours.
    pub last_day: LastDay,
    /// The next date that will ask for something, shown when nothing waits now.
    pub next_deadline: Option<NextDate>,
    /// The newest entries of the log, the newest first.
    pub latest: Vec<LogLine>,
}

/// A date on which an agreement changes by time alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextDate {
    /// The agreement.
    pub agreement: AgreementRef,
    /// What happens.
    pub change: Change,
    /// The first day in force, or the last.
    pub on: civil::Date,
}

/// What happens to an agreement on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// It enters into force.
    EntersIntoForce,
    /// It is in force for the last day.
    Ends,
}

impl Change {
    fn key(self) -> Key {
        match self {
            Self::EntersIntoForce => Key("next-enters"),
            Self::Ends => Key("agreement-ends"),
        }
    }
}

/// One thing that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// What is to be done.
    pub kind: TaskKind,
    /// The agreement that it is about.
    pub agreement: AgreementRef,
    /// The partner on the other side.
    pub partner: Foreign,
    /// Since when it waits.
    pub since: Timestamp,
    /// By when it has to be done.
    pub due: Option<Timestamp>,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TaskKind {
    /// A partner proposed an agreement, or signed it: our signature is missing.
    Sign,
    /// An agreement ends soon: renew it or let it end.
    Ending,
    /// Notice was given: the agreement ends with it.
    Denounced {
        /// The last day in force.
        last_day: civil::Date,
    },
    /// An agreement is suspended: resume it or end it.
    Suspended,
    /// The partner's node has not answered for a while.
    Silent,
    /// A partner recalled something that it gave.
    Recalled,
    /// New objects came from a partner.
    Received {
        /// How many.
        objects: u64,
    },
}

impl TaskKind {
    fn key(self) -> Key {
        match self {
            Self::Sign => Key("task-sign"),
            Self::Ending => Key("task-ending"),
            Self::Denounced { .. } => Key("task-denounced"),
            Self::Suspended => Key("task-suspended"),
            Self::Silent => Key("task-silent"),
            Self::Recalled => Key("task-recalled"),
            Self::Received { .. } => Key("task-received"),
        }
    }

    fn icon(self) -> &'static str {
        match self {
            Self::Sign => "file-pen-line",
            Self::Ending | Self::Denounced { .. } => "calendar-clock",
            Self::Suspended => "pause",
            Self::Silent => "unplug",
            Self::Recalled => "undo-2",
            Self::Received { .. } => "inbox",
        }
    }
}

impl Page {
    /// What is to be done, in a sentence.
    fn task(&self, kind: &TaskKind) -> String {
        let key = kind.key();
        match *kind {
            TaskKind::Received { objects } => self.counted(key.0, objects),
            TaskKind::Denounced { last_day } => {
                self.filled(key.0, Formats::of(self.language).date(last_day))
            }
            _ => self.label(key),
        }
    }
}

/// How much passed the door in the last 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LastDay {
    /// Objects that became available to partners.
    pub released: u64,
    /// Objects that were withheld.
    pub withheld: u64,
    /// Times that a partner fetched something.
    pub disclosed: u64,
}

/// Writes the page.
///
/// # Errors
///
/// [`RenderPageError`] if the template could not be written; the answer is then a plain 500.
pub fn render(page: &Page, view: &TodayView) -> Result<Html<String>, RenderPageError> {
    let tasks = u64::try_from(view.tasks.len()).unwrap_or(u64::MAX);
    page::write(&TodayTemplate { page, view, tasks })
}

#[derive(Template)]
#[template(path = "today.html")]
struct TodayTemplate<'a> {
    page: &'a Page,
    view: &'a TodayView,
    tasks: u64,
}

impl Task {
    /// Whether it should have been done by `now`.
    fn is_late(&self, now: &Timestamp) -> bool {
        self.due.is_some_and(|due| due < *now)
    }
}
