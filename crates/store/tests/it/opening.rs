//! Making a store, opening it again, and refusing what is not one of ours.

use std::os::unix::fs::PermissionsExt;

use mithaq_store::{OpenStoreError, Store, StoreAddress, StoreError};

use crate::support::{Kept, on_both};

async fn note(store: &Store, name: &'static str) {
    let noted = store.write(move |transaction| transaction.set(name, b"kept"));
    noted
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
}

on_both! {
    async fn what_was_kept_is_there_after_reopening(kept: Kept) {
        note(&kept.store, "a").await;
        let again = Store::open(&kept.address).await.unwrap();
        let found = again.read(|view| view.setting("a")).await.unwrap();
        assert_eq!(found.as_deref(), Some(&b"kept"[..]));
        note(&again, "b").await;
    }

    async fn a_place_is_taken_once(kept: Kept) {
        note(&kept.store, "a").await;
        let again = Store::create(&kept.address).await;
        assert!(matches!(again, Err(OpenStoreError::Exists(_))));
        let found = kept.store.read(|view| view.setting("a")).await.unwrap();
        assert!(found.is_some());
    }

    async fn what_was_begun_and_removed_can_be_begun_again(kept: Kept) {
        note(&kept.store, "a").await;
        Store::remove(&kept.address).await.unwrap();
        assert!(matches!(
            Store::open(&kept.address).await,
            Err(OpenStoreError::Missing(_))
        ));
        let store = Store::create(&kept.address).await.unwrap();
        assert_eq!(store.read(|view| view.setting("a")).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_store_is_made_only_where_one_is_wanted() {
    let empty = tempfile::tempdir().unwrap();
    assert!(matches!(
        Store::open(&StoreAddress::folder(empty.path())).await,
        Err(OpenStoreError::Missing(_))
    ));
    assert_eq!(std::fs::read_dir(empty.path()).unwrap().count(), 0);
    let nowhere = empty.path().join("not-there");
    assert!(matches!(
        Store::create(&StoreAddress::folder(&nowhere)).await,
        Err(OpenStoreError::File { .. })
    ));
}

#[tokio::test]
async fn nobody_else_may_read_the_files() {
    let kept = Kept::in_folder().await;
    note(&kept.store, "a").await;
    let mut files = 0;
    for file in std::fs::read_dir(kept.dir()).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", file.path());
        files += 1;
    }
    assert!(
        files >= 2,
        "the database and what was just written beside it"
    );
}

#[tokio::test]
async fn a_store_that_was_never_finished_is_finished_on_opening() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("mithaq.db"), b"").unwrap();
    let store = Store::open(&StoreAddress::folder(dir.path()))
        .await
        .unwrap();
    note(&store, "a").await;
}

#[tokio::test]
async fn a_newer_shape_is_refused_and_left_as_it_is() {
    let kept = Kept::in_folder().await;
    note(&kept.store, "a").await;
    kept.beside()
        .pragma_update(None, "user_version", 999)
        .unwrap();
    let refused = Store::open(&kept.address).await.unwrap_err();
    insta::assert_snapshot!(refused, @"the store is at version 999, newer than this program's 2: use the newer program");
    let version: u32 = kept
        .beside()
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    assert_eq!(version, 999);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(
        dir.path().join("mithaq.db"),
        b"not a database, but longer than its header",
    )
    .unwrap();
    assert!(matches!(
        Store::open(&StoreAddress::folder(dir.path())).await,
        Err(OpenStoreError::Database(_))
    ));
}

#[tokio::test]
async fn a_whole_file_shows_no_damage() {
    let kept = Kept::in_folder().await;
    note(&kept.store, "a").await;
    let damage = kept.act(|transaction| transaction.damage()).await;
    assert!(damage.is_empty(), "{damage:?}");
}
