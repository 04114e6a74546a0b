//! The tables of a store, in an order in which each stands behind those that it names.

/// A table, and what is needed to take it elsewhere.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static str,
    /// The columns that order its rows, the same in both databases.
    pub(crate) key: &'static str,
    /// The column that the server counts by itself.
    pub(crate) counted: Option<&'static str>,
}

const fn table(name: &'static str, columns: &'static str, key: &'static str) -> Table {
    Table {
        name,
        columns,
        key,
        counted: None,
    }
}

const fn counted(name: &'static str, columns: &'static str, key: &'static str) -> Table {
    Table {
        name,
        columns,
        key,
        counted: Some(key),
    }
}

pub(crate) const TABLES: [Table; 20] = [
    table("setting", "name, value", "name"),
    table("object", "object, id, kind, latest", "object"),
    table(
        "version",
        "version, object, version_key, modified, created, created_by, revoked, name, sha256,
         accepted_at, body",
        "version",
    ),
    counted(
        "partner",
        "partner, identity, name, country, signing_key, log_key, url, tls_sha256, credential,
         added_at",
        "partner",
    ),
    table("token", "sha256, partner, created_at, revoked_at", "sha256"),
    counted(
        "agreement",
        "agreement, id, document, sha256, kept_at, settled_from, settled_until, endings",
        "agreement",
    ),
    table(
        "agreement_party",
        "agreement, identity",
        "agreement, identity",
    ),
    counted(
        "agreement_act",
        "act, agreement, kind, party, at, detail, log_index",
        "act",
    ),
    table(
        "handling",
        "version, tlp, subjects, origin_partner, origin_agreement",
        "version",
    ),
    table("edge", "version, target, path", "version, target"),
    table("pending", "object", "object"),
    table(
        "decision",
        "agreement, object, version, seq, closure, reasons, received, decided_at",
        "agreement, object",
    ),
    table(
        "release",
        "agreement, seq, object, version, article, released_at, ended_at",
        "agreement, seq",
    ),
    table(
        "disclosure",
        "log_index, agreement, partner, at, first_seq, last_seq, objects",
        "log_index",
    ),
    table(
        "intake_cursor",
        "agreement, added_after, read_at",
        "agreement",
    ),
    counted(
        "receipt",
        "receipt, agreement, log_index, kept_at, objects, document",
        "receipt",
    ),
    table(
        "log_entry",
        "idx, leaf, at, act, agreement, partner, salt, content",
        "idx",
    ),
    table("log_tile", "level, idx, hashes", "level, idx"),
    counted(
        "officer",
        "officer, name, role, password, created_at, failures, locked_until",
        "officer",
    ),
    table("session", "sha256, officer, created_at, seen_at", "sha256"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use mithaq_testkit::Schema;

    use super::*;
    use crate::StoreAddress;
    use crate::database::{Database, params};
    use crate::place::Place;

    /// What is made anew elsewhere, and what says which shape the database has.
    fn is_taken(table: &str) -> bool {
        !table.starts_with("search") && !matches!(table, "indexing" | "shape")
    }

    /// Each table with its columns and its key, as text.
    fn listed() -> BTreeSet<String> {
        let words = |text: &str| -> Vec<String> {
            text.split(',').map(|word| word.trim().to_owned()).collect()
        };
        TABLES
            .iter()
            .map(|table| {
                let mut columns = words(table.columns);
                columns.sort();
                format!("{} {columns:?} by {:?}", table.name, words(table.key))
            })
            .collect()
    }

    fn texts(database: &Database, sql: &str) -> Vec<String> {
        database.rows(sql, params![], |row| row.get(0)).unwrap()
    }

    fn made(database: &Database, tables: &str, columns: &str, key: &str) -> BTreeSet<String> {
        let tables = texts(database, tables);
        let tables = tables.into_iter().filter(|table| is_taken(table));
        tables
            .map(|table| {
                let mut found = texts(database, &columns.replace("TABLE", &table));
                found.sort();
                let key = texts(database, &key.replace("TABLE", &table));
                format!("{table} {found:?} by {key:?}")
            })
            .collect()
    }

    #[test]
    fn the_list_is_what_the_steps_make_in_a_file() {
        let dir = tempfile::tempdir().unwrap();
        let (_, database) = Place::create(&StoreAddress::folder(dir.path())).unwrap();
        let found = made(
            &database,
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
            "SELECT name FROM pragma_table_info('TABLE')",
            "SELECT name FROM pragma_table_info('TABLE') WHERE pk > 0 ORDER BY pk",
        );
        assert_eq!(found, listed());
    }

    #[test]
    fn the_list_is_what_the_steps_make_on_a_server() {
        let Some(schema) = Schema::new() else { return };
        let (_, database) = Place::create(&schema.address().parse().unwrap()).unwrap();
        let found = made(
            &database,
            "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()",
            "SELECT attname::text FROM pg_attribute
             WHERE attrelid = 'TABLE'::regclass AND attnum > 0 AND NOT attisdropped",
            "SELECT a.attname::text FROM pg_index i
             JOIN LATERAL unnest(i.indkey::int[]) WITH ORDINALITY AS k (attnum, place) ON true
             JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
             WHERE i.indrelid = 'TABLE'::regclass AND i.indisprimary ORDER BY k.place",
        );
        assert_eq!(found, listed());
        let counted = texts(
            &database,
            "SELECT table_name::text FROM information_schema.columns
             WHERE table_schema = current_schema() AND is_identity = 'YES' ORDER BY table_name",
        );
        let mut expected: Vec<&str> = TABLES
            .iter()
            .filter(|table| table.counted.is_some())
            .map(|table| table.name)
            .collect();
        expected.sort_unstable();
        assert_eq!(counted, expected);
    }
}
