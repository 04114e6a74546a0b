//! One pass over what is held, for one closeness.

use std::ops::ControlFlow;

use mithaq_stix::{StixTime, texts};
use mithaq_text::Query;

use super::terms::is_said;
use super::wanted::{Condition, condition, is_kind, of_kinds};
use super::{Closeness, Found, Search, SearchPlace};
use crate::database::{Database, Query as Statement};
use crate::objects::{SUMMARY, WHOLE, held};
use crate::transaction::stored;
use crate::{Snapshot, StoreError, VersionKey};

/// Texts that are read through to see whether words stand in a row, for one page.
pub(super) const MOST_CHECKED: usize = 5_000;
/// Stands between two texts, so that no word of one stands beside a word of the next: a word that
/// nobody looks for. Signs alone do not part words.
const BETWEEN_TEXTS: &str = "\n\u{A66E}\u{A66E}\u{A66E}\n";
/// Rows asked for at once while texts are read through.
const CHECKED_AT_ONCE: usize = 200;

/// A pass, and how far it has come.
pub(super) struct Pass {
    closeness: Option<Closeness>,
    /// What is looked for, in the words of the database; nothing if it is everything.
    written: Option<String>,
    /// Whether the texts have to be read through.
    checks: bool,
    before: VersionKey,
}

/// The passes that are left of a search, in their order.
pub(super) fn passes(search: &Search, database: &Database) -> Vec<Pass> {
    if search.kinds.iter().all(|kind| !is_kind(kind)) && !search.kinds.is_empty() {
        return Vec::new();
    }
    let begun = search.after;
    let before = |closeness| match begun {
        Some(place) if place.closeness == closeness => place.version,
        _ => VersionKey(i64::MAX),
    };
    if search.query.is_empty() {
        return vec![Pass {
            closeness: None,
            written: of_kinds(&search.kinds).map(|it| written(&it, database)),
            checks: false,
            before: before(None),
        }];
    }
    let is_exact = search.query.is_exact();
    Closeness::ALL
        .into_iter()
        .filter(|closeness| begun.is_none_or(|place| place.closeness <= Some(*closeness)))
        // What only sounds alike has not the words, so they cannot stand in a row in it.
        .filter(|closeness| is_exact || *closeness != Closeness::SoundsAlike)
        .filter_map(|closeness| {
            Some(Pass {
                closeness: Some(closeness),
                written: Some(written(
                    &condition(&search.query, &search.kinds, closeness)?,
                    database,
                )),
                checks: !is_exact,
                before: before(Some(closeness)),
            })
        })
        .collect()
}

fn written(condition: &Condition, database: &Database) -> String {
    match database {
        Database::Sqlite(_) => condition.for_fts5(),
        Database::Postgres(_) => condition.for_tsquery(),
    }
}

impl Pass {
    /// The place that it has come to.
    pub(super) fn place(&self) -> SearchPlace {
        SearchPlace {
            closeness: self.closeness,
            version: self.before,
        }
    }

    /// Looks at the next rows; says whether there may be more.
    pub(super) fn step(
        &mut self,
        view: &Snapshot<'_>,
        search: &Search,
        (found, wanted): (&mut Vec<Found>, usize),
        budget: &mut usize,
    ) -> Result<bool, StoreError> {
        let room = wanted.saturating_sub(found.len());
        let rows = if self.checks { CHECKED_AT_ONCE } else { room };
        let times = Times::of(search);
        let statement = statement(view, self.written.as_deref(), &times, self.before, rows);
        let mut seen = 0;
        view.database
            .each(&statement.sql, &statement.params, |row| {
                let held = held(row)?;
                seen += 1;
                self.before = held.summary.version;
                *budget = budget.saturating_sub(usize::from(self.checks));
                if !self.checks || stand_in_a_row(&search.query, &held.body) {
                    found.push(Found {
                        closeness: self.closeness,
                        held,
                    });
                }
                Ok(if found.len() >= wanted || *budget == 0 {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                })
            })?;
        Ok(seen == rows)
    }
}

/// The bounds of time, as versions are ordered.
struct Times {
    since: Option<String>,
    until: Option<String>,
}

impl Times {
    fn of(search: &Search) -> Self {
        Self {
            since: search.since.as_ref().map(StixTime::sort_key),
            until: search.until.as_ref().map(StixTime::sort_key),
        }
    }
}

fn statement<'p>(
    view: &Snapshot<'_>,
    written: Option<&'p str>,
    times: &'p Times,
    before: VersionKey,
    rows: usize,
) -> Statement<'p> {
    let (from, condition, version) = match (written, view.database) {
        (None, _) => ("version v", "1 = 1", "v.version"),
        (Some(_), Database::Sqlite(_)) => (
            "search CROSS JOIN version v ON v.version = search.rowid",
            "search MATCH ?1",
            "search.rowid",
        ),
        (Some(_), Database::Postgres(_)) => (
            "search s JOIN version v USING (version)",
            "s.terms @@ CAST(?1 AS text)::tsquery",
            "s.version",
        ),
    };
    let mut statement = Statement {
        sql: format!(
            "SELECT {SUMMARY}, {WHOLE} FROM {from}
             JOIN object o ON o.object = v.object AND o.latest = v.version
             JOIN handling h ON h.version = v.version WHERE {condition}"
        ),
        params: written.map(Into::into).into_iter().collect(),
    };
    statement.and(&format!("{version} <"), before);
    if let Some(since) = &times.since {
        statement.and("v.version_key >=", since.as_str());
    }
    if let Some(until) = &times.until {
        // What has no time is at no time.
        statement.and("v.version_key > '' AND v.version_key <", until.as_str());
    }
    statement.push(
        &format!(" ORDER BY {version} DESC LIMIT"),
        stored(rows as u64),
    );
    statement
}

/// Whether the texts of an object answer the query word by word.
fn stand_in_a_row(query: &Query, json: &[u8]) -> bool {
    let mut all = String::with_capacity(json.len());
    for found in texts(json).filter(|found| is_said(found.property, &found.text)) {
        all.push_str(&found.text);
        all.push_str(BETWEEN_TEXTS);
    }
    query.matches(&all)
}
