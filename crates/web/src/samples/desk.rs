//! Today, the door, and what can go wrong.

use super::{KALDERA, LETTER, MEMORANDUM, OSTREVANE, PROTOCOL, agreement, at, day, in_words, now};
use crate::foreign::Foreign;
use crate::language::Language;
use crate::pages::error::{ErrorView, Fault};
use crate::pages::log::LogView;
use crate::pages::sign_in::{SignInRefusal, SignInView};
use crate::pages::today::{Change, LastDay, NextDate, Task, TaskKind, TodayView};

impl TodayView {
    /// A day with something to do.
    pub fn sample(language: Language) -> Self {
        let task = |kind, about, partner: Foreign, since, due| Task {
            kind,
            agreement: agreement(language, about),
            partner,
            since,
            due,
        };
        let kaldera = in_words(language, KALDERA);
        let ostrevane = in_words(language, OSTREVANE);
        Self {
            tasks: vec![
                task(
                    TaskKind::Sign,
                    PROTOCOL,
                    ostrevane.clone(),
                    at(0, 9, 0),
                    Some(at(1, 12, 0)),
                ),
                task(
                    TaskKind::Recalled,
                    MEMORANDUM,
                    kaldera.clone(),
                    at(2, 8, 10),
                    Some(at(5, 8, 10)),
                ),
                task(
                    TaskKind::Ending,
                    LETTER,
                    ostrevane.clone(),
                    at(0, 0, 0),
                    Some(at(42, 0, 0)),
                ),
                task(
                    TaskKind::Denounced {
                        last_day: day(2027, 2, 1),
                    },
                    MEMORANDUM,
                    kaldera.clone(),
                    at(1, 9, 0),
                    Some(at(75, 0, 0)),
                ),
                task(
                    TaskKind::Received { objects: 11 },
                    MEMORANDUM,
                    kaldera.clone(),
                    at(2, 13, 40),
                    None,
                ),
                task(TaskKind::Suspended, PROTOCOL, ostrevane, at(0, 10, 0), None),
                task(TaskKind::Silent, MEMORANDUM, kaldera, at(1, 2, 0), None),
            ],
            last_day: LastDay {
                released: 38,
                withheld: 7,
                disclosed: 4,
            },
            next_deadline: Some(NextDate {
                agreement: agreement(language, LETTER),
                change: Change::Ends,
                on: day(2026, 12, 31),
            }),
            latest: LogView::sample(language)
                .entries
                .into_iter()
                .take(5)
                .collect(),
        }
    }

    /// A day on which nothing waits, with a date ahead.
    pub fn sample_quiet(language: Language) -> Self {
        Self {
            tasks: vec![],
            ..Self::sample(language)
        }
    }

    /// A day on which nothing waits, before an agreement enters into force.
    pub fn sample_signed(language: Language) -> Self {
        Self {
            next_deadline: Some(NextDate {
                agreement: agreement(language, PROTOCOL),
                change: Change::EntersIntoForce,
                on: day(2026, 12, 1),
            }),
            ..Self::sample_quiet(language)
        }
    }

    /// The first day of a node.
    pub fn sample_empty() -> Self {
        Self {
            tasks: vec![],
            last_day: LastDay::default(),
            next_deadline: None,
            latest: vec![],
        }
    }
}

impl SignInView {
    /// The door after a wrong password.
    pub fn sample() -> Self {
        Self {
            name: "salwa".to_owned(),
            refusal: Some(SignInRefusal::NoMatch),
            next: "agreements".to_owned(),
        }
    }

    /// The door after too many attempts.
    pub fn sample_wait() -> Self {
        let until = now() + jiff::SignedDuration::from_mins(5);
        Self {
            refusal: Some(SignInRefusal::Wait { until }),
            ..Self::sample()
        }
    }
}

impl ErrorView {
    /// A fault as it is told.
    pub fn sample(fault: Fault) -> Self {
        Self {
            fault,
            request: Some("7f3c-0021".to_owned()),
        }
    }
}
