//! Finding objects by their words, their type and their time.

mod pass;
mod terms;
mod wanted;

use std::fmt;
use std::str::FromStr;

use mithaq_stix::StixTime;
use mithaq_text::Query;

pub use terms::{Indexed, Indexer, is_name, is_said};
pub use wanted::Closeness;

use crate::database::{Database, params, sqlite};
use crate::objects::HeldVersion;
use crate::transaction::{count, stored};
use crate::{Snapshot, StoreError, Transaction, VersionKey};

/// What is looked for among the latest versions of all objects.
#[derive(Clone, Debug)]
pub struct Search {
    /// The words; if there are none, everything.
    pub query: Query,
    /// Only these types, if any are named.
    pub kinds: Vec<String>,
    /// Only versions made at this time or later.
    pub since: Option<StixTime>,
    /// Only versions made before this time.
    pub until: Option<StixTime>,
    /// What stands behind this place.
    pub after: Option<SearchPlace>,
    /// At most so many.
    pub limit: usize,
}

impl Search {
    /// Up to `limit` objects with these words.
    pub fn words(words: &str, limit: usize) -> Self {
        Self {
            query: Query::parse(words),
            kinds: Vec::new(),
            since: None,
            until: None,
            after: None,
            limit,
        }
    }
}

/// One object that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// How it answers the words; nothing if there were none.
    pub closeness: Option<Closeness>,
    /// Its latest version.
    pub held: HeldVersion,
}

impl Found {
    fn place(&self) -> SearchPlace {
        SearchPlace {
            closeness: self.closeness,
            version: self.held.summary.version,
        }
    }
}

/// What was found, the closer before the less close, and of each the newest first.
#[derive(Clone, Debug, Default)]
pub struct FoundPage {
    /// The objects.
    pub found: Vec<Found>,
    /// Where to go on; nothing if this is the end.
    pub next: Option<SearchPlace>,
}

/// A place among what is found. Objects that come to the store meanwhile do not move it: nothing is
/// shown twice, and nothing that was there is left out. An object of which a new version comes
/// meanwhile is a new one: it stands at the beginning, as what it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchPlace {
    closeness: Option<Closeness>,
    version: VersionKey,
}

/// A text that is no [`SearchPlace`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a place in a list of what was found: begin again without it")]
pub struct ParseSearchPlaceError;

impl fmt::Display for SearchPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let closeness = self.closeness.map_or("all", Closeness::code);
        write!(f, "{closeness}.{}", self.version.0)
    }
}

impl FromStr for SearchPlace {
    type Err = ParseSearchPlaceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (closeness, version) = text.split_once('.').ok_or(ParseSearchPlaceError)?;
        let closeness = match closeness {
            "all" => None,
            code => Some(
                Closeness::ALL
                    .into_iter()
                    .find(|it| it.code() == code)
                    .ok_or(ParseSearchPlaceError)?,
            ),
        };
        let version = version.parse().map_err(|_| ParseSearchPlaceError)?;
        Ok(Self {
            closeness,
            version: VersionKey(version),
        })
    }
}

impl Snapshot<'_> {
    /// Finds objects.
    ///
    /// Where words have to stand in a row, the texts of up to 5,000 candidates are read through: a
    /// page can then be short, or empty, and still have a next one.
    pub fn search(&self, search: &Search) -> Result<FoundPage, StoreError> {
        let mut found = Vec::new();
        let mut next = None;
        let mut budget = pass::MOST_CHECKED;
        // One more than wanted says whether there is more.
        let wanted = search.limit.saturating_add(1);
        for mut pass in pass::passes(search, self.database) {
            while found.len() < wanted && budget > 0 {
                if !pass.step(self, search, (&mut found, wanted), &mut budget)? {
                    break;
                }
            }
            if budget == 0 {
                next = Some(pass.place());
            }
            if found.len() >= wanted || budget == 0 {
                break;
            }
        }
        if found.len() > search.limit {
            found.truncate(search.limit);
            next = found.last().map(Found::place);
        }
        Ok(FoundPage { found, next })
    }

    /// How many versions wait for their terms.
    pub fn not_indexed(&self) -> Result<u64, StoreError> {
        let sql = "SELECT until - next + 1 FROM indexing WHERE next <= until";
        let waiting = self.database.row(sql, params![], |row| row.get(0))?;
        Ok(waiting.map_or(0, count))
    }
}

impl Transaction<'_> {
    /// Makes the terms of up to `limit` of the versions that wait for theirs: those that came
    /// before there was a search, or before the rules changed.
    pub fn index_waiting(&self, limit: u64) -> Result<(), StoreError> {
        let sql = "SELECT next, until FROM indexing WHERE next <= until";
        let waiting = self.database.row(sql, params![], |row| {
            Ok((row.get::<i64>(0)?, row.get::<i64>(1)?))
        })?;
        let Some((next, until)) = waiting else {
            return Ok(());
        };
        let last = until.min(next.saturating_add(stored(limit)).saturating_sub(1));
        let texts = self.database.rows(
            "SELECT v.version, o.kind, v.body FROM version v JOIN object o USING (object)
             WHERE v.version BETWEEN ?1 AND ?2 ORDER BY v.version",
            params![next, last],
            |row| Ok((row.get(0)?, row.get::<String>(1)?, row.get::<Vec<u8>>(2)?)),
        )?;
        let mut indexer = Indexer::default();
        for (version, kind, body) in texts {
            self.insert_terms(version, &indexer.terms(&kind, &body))?;
        }
        self.database
            .execute("UPDATE indexing SET next = ?1", params![last + 1])?;
        Ok(())
    }

    /// Keeps the terms of a new version.
    pub(crate) fn insert_terms(&self, version: i64, terms: &str) -> Result<(), StoreError> {
        match self.database {
            Database::Sqlite(connection) => {
                sqlite::execute(
                    connection,
                    "INSERT INTO search (rowid, terms) VALUES (?1, ?2)",
                    params![version, terms],
                )?;
            }
            Database::Postgres(server) => server.waiting().terms(version, terms),
        }
        Ok(())
    }
}

/// Sees to it that what is indexed was indexed by the rules of this program: if not, it is forgotten
/// and waits to be indexed again.
pub(crate) fn keep_to_edition(database: &Database) -> Result<(), StoreError> {
    let edition: u32 = database.one("SELECT edition FROM indexing", params![], |row| row.get(0))?;
    if edition == terms::EDITION {
        return Ok(());
    }
    database.run(match database {
        Database::Sqlite(_) => "INSERT INTO search (search) VALUES ('delete-all')",
        Database::Postgres(_) => "TRUNCATE search",
    })?;
    database.execute(
        "UPDATE indexing SET edition = ?1, next = 1,
           until = (SELECT coalesce(max(version), 0) FROM version)",
        params![terms::EDITION],
    )?;
    Ok(())
}
