//! Whether what is kept fits together.

use crate::database::{Database, params};
use crate::transaction::count;
use crate::{Snapshot, StoreError};

/// What must find no row, and what it means if it does.
const RULES: [(&str, &str); 10] = [
    (
        "SELECT count(*) FROM version v LEFT JOIN object o USING (object) WHERE o.object IS NULL",
        "versions belong to no object",
    ),
    (
        "SELECT count(*) FROM version v LEFT JOIN handling h USING (version) WHERE h.version IS NULL",
        "versions have no handling",
    ),
    (
        "SELECT count(*) FROM handling h LEFT JOIN version v USING (version) WHERE v.version IS NULL",
        "rows of handling belong to no version",
    ),
    (
        "SELECT count(*) FROM object o WHERE o.latest IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM version v WHERE v.version = o.latest AND v.object = o.object)",
        "objects name a latest version that is not theirs",
    ),
    (
        "SELECT count(*) FROM object o WHERE EXISTS (
           SELECT 1 FROM version v WHERE v.object = o.object AND v.version_key > coalesce(
             (SELECT version_key FROM version WHERE version = o.latest), ''))",
        "objects have a version later than the one that counts as their latest",
    ),
    (
        "SELECT count(*) FROM edge e LEFT JOIN version v USING (version) WHERE v.version IS NULL",
        "references start at no version",
    ),
    (
        "SELECT count(*) FROM edge e LEFT JOIN object o ON o.object = e.target WHERE o.object IS NULL",
        "references lead to no object",
    ),
    (
        "SELECT count(*) FROM pending p LEFT JOIN object o USING (object) WHERE o.latest IS NULL",
        "decisions are due about objects that are not held",
    ),
    (
        "SELECT count(*) FROM release r LEFT JOIN version v USING (version)
         WHERE v.version IS NULL OR v.object <> r.object",
        "releases are of versions that are not held",
    ),
    (
        "SELECT count(*) FROM decision d LEFT JOIN release r
           ON r.agreement = d.agreement AND r.seq = d.seq
         WHERE d.seq IS NOT NULL AND (r.seq IS NULL OR r.object <> d.object OR r.ended_at IS NOT NULL)",
        "decisions name a release that does not hold",
    ),
];

/// Says if the file ends within a page, which SQLite takes for a page that ends in zeros.
fn lost_end(connection: &rusqlite::Connection) -> Option<String> {
    let file = std::fs::metadata(connection.path()?).ok()?;
    let page: u32 = connection
        .pragma_query_value(None, "page_size", |row| row.get(0))
        .ok()?;
    let page = u64::from(page);
    let more = file.len().checked_rem(page)?;
    (more > 0).then(|| {
        format!(
            "the file ends {} bytes before the end of a page",
            page - more
        )
    })
}

impl Snapshot<'_> {
    /// What does not fit together in the database, in words; nothing if it is whole.
    ///
    /// SQLite compares its indexes with its tables; on a server that is the work of `pg_amcheck`
    /// and of its checksums.
    pub fn damage(&self) -> Result<Vec<String>, StoreError> {
        let mut damage = match self.database {
            Database::Sqlite(connection) => {
                let mut damage: Vec<String> = lost_end(connection).into_iter().collect();
                let check = "PRAGMA integrity_check(10)";
                match self.database.rows(check, params![], |row| row.get(0)) {
                    Ok(lines) => damage.extend(lines.into_iter().filter(|line| line != "ok")),
                    Err(error) => damage.push(error.reason()),
                }
                damage
            }
            Database::Postgres(_) => Vec::new(),
        };
        for (sql, meaning) in RULES {
            match self.database.one(sql, params![], |row| row.get(0)) {
                Ok(0) => {}
                Ok(broken) => damage.push(format!("{} {meaning}", count(broken))),
                // A page that cannot be read is what this looks for; only a server that went away
                // says nothing about what is kept.
                Err(error @ StoreError::Server(_)) => return Err(error),
                Err(error) => {
                    damage.push(format!(
                        "whether {meaning} cannot be seen: {}",
                        error.reason()
                    ));
                }
            }
        }
        Ok(damage)
    }
}
