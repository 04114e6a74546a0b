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
