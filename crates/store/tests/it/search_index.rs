//! The index of terms: that it holds the terms that were made, and is made anew when it has to be.

use std::fmt::Write;

use mithaq_store::{Indexed, Indexer, Search, Store, StoreAddress};
use proptest::prelude::*;
use rusqlite::Connection;
use serde_json::json;

use crate::support::{Kept, number, object, on_both};

const FIRST_SQLITE: &str = include_str!("../../migrations/sqlite/0001_spine.sql");
const FIRST_POSTGRES: &str = include_str!("../../migrations/postgres/0001_spine.sql");
const SECOND_SQLITE: &str = include_str!("../../migrations/sqlite/0002_search.sql");

fn named(n: u32, name: &str) -> Indexed {
    object("identity", n, 1, json!({ "name": name }))
}

async fn found(store: &Store, words: &str) -> Vec<u32> {
    let search = Search::words(words, 1000);
    let page = store.read(move |view| view.search(&search)).await.unwrap();
    let ids = page.found.iter().map(|found| &found.held.summary.id);
    let mut numbers: Vec<u32> = ids.map(number).collect();
    numbers.sort_unstable();
    numbers
}

async fn not_indexed(store: &Store) -> u64 {
    store.write(|act| act.not_indexed()).await.unwrap()
}

/// Indexes what waits, two versions at a time; says how often that was.
async fn index_all(store: &Store) -> u32 {
    let mut steps = 0;
    while not_indexed(store).await > 0 {
        store.write(|act| act.index_waiting(2)).await.unwrap();
        steps += 1;
    }
    steps
}

on_both! {
    async fn what_other_rules_indexed_is_forgotten_and_indexed_again(kept: Kept) {
        kept.keep((1..=5).map(|n| named(n, &format!("Harbour {n}"))).collect()).await;
        assert_eq!(not_indexed(&kept.store).await, 0);
        kept.run_beside("UPDATE indexing SET edition = 1");
        let again = Store::open(&kept.address).await.unwrap();
        assert_eq!(not_indexed(&again).await, 5);
        assert_eq!(found(&again, "harbour").await, [] as [u32; 0]);
        // Without words everything is found all the same, and what comes now is indexed at once.
        assert_eq!(found(&again, "").await, [1, 2, 3, 4, 5]);
        again
            .write(|act| {
                let own = crate::support::own(mithaq_stix::Tlp::Green, &[]);
                act.insert_version(&named(6, "Harbour 6"), &own, crate::support::at(0))
            })
            .await
            .unwrap();
        assert_eq!(found(&again, "harbour").await, [6]);
        assert_eq!(index_all(&again).await, 3);
        assert_eq!(found(&again, "harbour").await, [1, 2, 3, 4, 5, 6]);
        // Nothing is done twice.
        again.write(|act| act.index_waiting(100)).await.unwrap();
        drop(Store::open(&kept.address).await.unwrap());
        assert_eq!(not_indexed(&again).await, 0);
        assert_eq!(found(&again, "harbour").await, [1, 2, 3, 4, 5, 6]);
    }

    async fn what_is_indexed_by_these_rules_stays(kept: Kept) {
        kept.keep(vec![named(1, "Harbour")]).await;
        let again = Store::open(&kept.address).await.unwrap();
        assert_eq!(not_indexed(&again).await, 0);
        assert_eq!(found(&again, "harbour").await, [1]);
    }
}

/// Rows of a database of the first shape: two versions of one object, and another object.
fn first_rows(blob: impl Fn(&[u8]) -> String) -> String {
    let bodies = [
        named(1, "Old harbour"),
        object("identity", 1, 5, json!({ "name": "New harbour" })),
        object("tool", 2, 1, json!({ "name": "Quay" })),
    ];
    let mut sql = format!(
        "INSERT INTO object (object, id, kind, latest) VALUES (1, '{}', 'identity', 2), (2, '{}', 'tool', 3);",
        bodies[0].id(),
        bodies[2].id(),
    );
    for (version, (object, body)) in (1..).zip([1, 1, 2].iter().zip(&bodies)) {
        let (key, text) = (body.version_key(), blob(body.text()));
        let sha256 = blob(body.digest().as_bytes());
        write!(
            sql,
            "INSERT INTO version (version, object, version_key, revoked, sha256, accepted_at, body)
               VALUES ({version}, {object}, '{key}', 0, {sha256}, 0, {text});
             INSERT INTO handling (version, tlp, subjects) VALUES ({version}, 1, '');"
        )
        .unwrap();
    }
    sql
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        write!(text, "{byte:02x}").unwrap();
    }
    text
}

async fn is_upgraded(address: &StoreAddress) {
    let store = Store::open(address).await.unwrap();
    assert_eq!(not_indexed(&store).await, 3);
    index_all(&store).await;
    assert_eq!(found(&store, "harbour").await, [1]);
    assert_eq!(found(&store, "old").await, [] as [u32; 0]);
    assert_eq!(found(&store, "quay").await, [2]);
    let damage = store.write(|act| act.damage()).await.unwrap();
    assert_eq!(damage, [] as [&str; 0]);
    let own = crate::support::own(mithaq_stix::Tlp::Green, &[]);
    let added = store
        .write(move |act| act.insert_version(&named(3, "Harbour 3"), &own, crate::support::at(0)));
    added.await.unwrap();
    assert_eq!(found(&store, "harbour").await, [1, 3]);
}

#[tokio::test]
async fn objects_of_a_file_of_the_first_shape_become_findable() {
    let dir = tempfile::tempdir().unwrap();
    let old = Connection::open(dir.path().join("mithaq.db")).unwrap();
    old.execute_batch(FIRST_SQLITE).unwrap();
    old.execute_batch(&first_rows(|bytes| format!("x'{}'", hex(bytes))))
        .unwrap();
    old.pragma_update(None, "user_version", 1).unwrap();
    drop(old);
    is_upgraded(&StoreAddress::folder(dir.path())).await;
}

#[tokio::test]
async fn objects_of_a_server_of_the_first_shape_become_findable() {
    let Some(schema) = mithaq_testkit::Schema::new() else {
        return;
    };
    schema.run(FIRST_POSTGRES);
    schema.run(&first_rows(|bytes| format!("'\\x{}'", hex(bytes))));
    schema.run("CREATE TABLE shape (done BIGINT NOT NULL); INSERT INTO shape VALUES (1)");
    is_upgraded(&schema.address().parse().unwrap()).await;
}

/// The terms that FTS5 keeps of a row.
fn kept_terms(terms: &str) -> Vec<String> {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(SECOND_SQLITE).unwrap();
    connection
        .execute("INSERT INTO search (rowid, terms) VALUES (1, ?1)", [terms])
        .unwrap();
    connection
        .execute_batch("CREATE VIRTUAL TABLE temp.kept USING fts5vocab('main', 'search', 'row')")
        .unwrap();
    let mut statement = connection.prepare("SELECT term FROM kept").unwrap();
    let found = statement.query_map([], |row| row.get(0)).unwrap();
    let mut found: Vec<String> = found.collect::<Result<_, _>>().unwrap();
    found.sort_unstable();
    found
}

/// The terms that the index of a store holds.
fn indexed_terms(kept: &Kept) -> Vec<String> {
    let beside = kept.beside();
    beside
        .execute_batch("CREATE VIRTUAL TABLE temp.kept USING fts5vocab('main', 'search', 'row')")
        .unwrap();
    let mut statement = beside.prepare("SELECT term FROM kept").unwrap();
    let found = statement.query_map([], |row| row.get(0)).unwrap();
    found.collect::<Result<_, _>>().unwrap()
}

#[tokio::test]
async fn the_index_of_a_store_holds_terms_whole() {
    let kept = Kept::in_folder().await;
    let object = named(1, "O'Neill عبد اللطيف, n° 46 (198.51.100.7)");
    let mut made: Vec<String> = object.terms().split(' ').map(str::to_owned).collect();
    made.sort_unstable();
    kept.keep(vec![object]).await;
    assert_eq!(indexed_terms(&kept), made);
}

/// Whole types: letters, digits and hyphens.
fn kind() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9]{2,8}(-[a-z0-9]{1,5}){0,2}"
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_tokenizer_keeps_each_term_whole(kind in kind(), name in ".{0,60}", text in "\\PC{0,200}") {
        let whole = json!({
            "type": kind, "spec_version": "2.1",
            "id": format!("{kind}--00000000-0000-4000-8000-000000000001"),
            "created": "2026-10-01T00:00:00.000Z", "modified": "2026-10-01T00:00:00.000Z",
            "name": name, "x_text": text,
        });
        let read = mithaq_stix::Object::read(whole.to_string().as_bytes(), &mithaq_stix::Limits::default());
        prop_assume!(read.is_ok());
        let terms = Indexer::default().index(read.unwrap().object).terms().to_owned();
        let mut made: Vec<String> = terms.split(' ').map(str::to_owned).collect();
        made.sort_unstable();
        let before = made.len();
        made.dedup();
        prop_assert_eq!(before, made.len(), "a term comes twice in {}", terms);
        prop_assert_eq!(kept_terms(&terms), made);
    }
}
