//! A file that the disk spoiled, and what is said of it.

use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use mithaq_store::{Snapshot, Store, StoreAddress, StoreError};
use tempfile::TempDir;

use crate::support::{Kept, id, report};

const PAGE: u64 = 4096;

/// The file of a store with some objects, all of it in one place.
async fn file() -> Vec<u8> {
    let kept = Kept::in_folder().await;
    kept.keep(
        (1..=120)
            .map(|n| report(n, 1, &[id("report", n + 1)]))
            .collect(),
    )
    .await;
    let beside = kept.beside();
    beside
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    std::fs::read(kept.dir().join("mithaq.db")).unwrap()
}

fn written(bytes: &[u8]) -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("mithaq.db");
    std::fs::write(&path, bytes).unwrap();
    (dir, path)
}

fn damage(view: &Snapshot<'_>) -> Result<Vec<String>, StoreError> {
    view.damage()
}

/// What is said of the store in a folder: by opening it, or by looking through it.
async fn said(dir: &Path) -> Vec<String> {
    match Store::open(&StoreAddress::folder(dir)).await {
        Ok(store) => match store.read(damage).await {
            Ok(damage) => damage,
            // So little is left that not even a connection comes about.
            Err(error) => vec![error.to_string()],
        },
        Err(error) => vec![error.to_string()],
    }
}

#[tokio::test]
async fn a_file_that_lost_its_end_is_named() {
    let whole = file().await;
    let (dir, _) = written(&whole);
    assert_eq!(said(dir.path()).await, [] as [&str; 0]);
    for lost in [1, 100, PAGE, PAGE + 1, 5 * PAGE, whole.len() as u64 / 2] {
        let (dir, _) = written(&whole[..whole.len() - usize::try_from(lost).unwrap()]);
        assert!(!said(dir.path()).await.is_empty(), "{lost} bytes are lost");
    }
}

#[tokio::test]
async fn a_page_that_was_overwritten_is_named_whichever_it_is() {
    let whole = file().await;
    let pages = whole.len() as u64 / PAGE;
    assert!(pages > 50);
    for spoiled in [vec![0; 4096], vec![0xA5; 4096]] {
        for page in 0..pages {
            let (dir, path) = written(&whole);
            let file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
            file.write_all_at(&spoiled, page * PAGE).unwrap();
            assert!(!said(dir.path()).await.is_empty(), "page {page} of {pages}");
        }
    }
}
