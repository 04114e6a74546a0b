//! Today.

use axum::response::Html;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use mithaq_node::{AgreementSummary, Overview, Standing};

use super::log::line;
use super::session::Officer;
use super::words::{agreement_ref, last_day, partner};
use super::{Failure, frame};
use crate::Language;
use crate::pages::today::{self, Change, LastDay, NextDate, Task, TaskKind, TodayView};

/// Entries of the log shown.
const LATEST: usize = 8;
/// An agreement that ends within so long asks for attention.
const SOON: SignedDuration = SignedDuration::from_hours(90 * 24);

pub(super) async fn show(
    Officer(visitor): Officer,
) -> Result<Html<String>, axum::response::Response> {
    let shown = async {
        let overview = visitor.node.overview(LATEST).await?;
        let page = frame(&visitor, &visitor.node).await?;
        Ok(today::render(
            &page,
            &view(&overview, visitor.language, page.now),
        )?)
    };
    shown
        .await
        .map_err(|failure: Failure| failure.page(&visitor))
}

fn view(overview: &Overview, language: Language, now: Timestamp) -> TodayView {
    let mut tasks: Vec<Task> = overview
        .agreements
        .iter()
        .filter_map(|summary| task(summary, language, now))
        .collect();
    tasks.sort_by_key(|task| (task.due.unwrap_or(Timestamp::MAX), task.since));
    let next_deadline = overview
        .agreements
        .iter()
        .filter_map(|summary| Some((summary.next_change?, summary)))
        .min_by_key(|(at, _)| *at)
        .map(|(at, summary)| next_date(summary, at, language));
    let (released, withheld, disclosed) = overview.last_day;
    TodayView {
        tasks,
        last_day: LastDay {
            released,
            withheld,
            disclosed,
        },
        next_deadline,
        latest: overview
            .latest
            .iter()
            .map(|entry| line(entry, &overview.agreements, language))
            .collect(),
    }
}

fn next_date(summary: &AgreementSummary, at: Timestamp, language: Language) -> NextDate {
    let change = match summary.standing {
        Standing::Signed { in_force_from } if in_force_from == Some(at) => Change::EntersIntoForce,
        _ => Change::Ends,
    };
    NextDate {
        agreement: agreement_ref(summary, language),
        change,
        on: match change {
            Change::EntersIntoForce => TimeZone::UTC.to_datetime(at).date(),
            Change::Ends => last_day(at),
        },
    }
}

fn task(summary: &AgreementSummary, language: Language, now: Timestamp) -> Option<Task> {
    let soon = now.checked_add(SOON).unwrap_or(Timestamp::MAX);
    let ends = summary.next_change.filter(|next| *next <= soon);
    let last_act = summary.acts.last().map_or(summary.kept_at, |act| act.at);
    let (kind, since, due) = match summary.standing {
        Standing::Draft | Standing::SignedPart if summary.waits_for_us() => {
            (TaskKind::Sign, summary.kept_at, None)
        }
        Standing::Suspended => (TaskKind::Suspended, last_act, None),
        Standing::Denounced { ends } => {
            let last_day = last_day(ends);
            (TaskKind::Denounced { last_day }, last_act, Some(ends))
        }
        Standing::InForce { .. } => (TaskKind::Ending, summary.kept_at, Some(ends?)),
        _ => return None,
    };
    Some(Task {
        kind,
        agreement: agreement_ref(summary, language),
        partner: partner(summary, language),
        since,
        due,
    })
}
