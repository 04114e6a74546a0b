//! One writer, many readers: acts are whole, durable, and in one order.

use mithaq_store::{Store, StoreError, Transaction};
use rusqlite::Connection;
use tokio::task::JoinHandle;

use crate::support::{Kept, on_both};

fn number(transaction: &Transaction<'_>, name: &str) -> Result<u64, StoreError> {
    let bytes = transaction.setting(name)?;
    Ok(bytes.map_or(0, |bytes| u64::from_le_bytes(bytes.try_into().unwrap())))
}

fn raise(transaction: &Transaction<'_>, name: &str) -> Result<u64, StoreError> {
    let next = number(transaction, name)? + 1;
    transaction.set(name, &next.to_le_bytes())?;
    Ok(next)
}

async fn read_number(store: &Store, name: &'static str) -> u64 {
    let bytes = store.read(move |view| view.setting(name)).await;
    let bytes: Option<Vec<u8>> = bytes.unwrap_or_else(|error: StoreError| panic!("{error}"));
    bytes.map_or(0, |bytes| u64::from_le_bytes(bytes.try_into().unwrap()))
}

on_both! {
    async fn an_act_that_fails_leaves_nothing(kept: Kept) {
        kept.act(|transaction| raise(transaction, "a")).await;
        let failed = kept.store.write(|transaction| {
            raise(transaction, "a")?;
            raise(transaction, "b")?;
            Err::<(), _>(StoreError::damaged("not really"))
        });
        assert!(matches!(failed.await, Err(StoreError::Damaged { .. })));
        assert_eq!(read_number(&kept.store, "a").await, 1);
        assert_eq!(read_number(&kept.store, "b").await, 0);
    }
}

on_both! {
    async fn an_act_that_breaks_off_leaves_nothing_and_the_others_go_on(kept: Kept) {
        let broken = kept.store.write(|transaction| {
            raise(transaction, "a")?;
            assert_eq!(
                number(transaction, "a")?,
                0,
                "this act is meant to break off"
            );
            Ok::<_, StoreError>(())
        });
        assert!(matches!(broken.await, Err(StoreError::Broken)));
        assert_eq!(kept.act(|transaction| raise(transaction, "a")).await, 1);
    }
}

/// Starts acts one after another while somebody else holds the lock, so that they wait together.
async fn together(
    lock: &Connection,
    store: &Store,
    names: &[&'static str],
) -> Vec<Result<u64, StoreError>> {
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut tasks: Vec<JoinHandle<Result<u64, StoreError>>> = Vec::new();
    for &name in names {
        let store = store.clone();
        let act = async move {
            store
                .write(move |transaction| raise(transaction, name))
                .await
        };
        tasks.push(tokio::spawn(act));
        tokio::task::yield_now().await;
    }
    lock.execute_batch("COMMIT").unwrap();
    let mut outcomes = Vec::new();
    for task in tasks {
        outcomes.push(task.await.unwrap());
    }
    outcomes
}

#[tokio::test]
async fn whoever_is_told_that_an_act_was_kept_finds_it_and_whoever_is_told_otherwise_does_not() {
    let kept = Kept::in_folder().await;
    let lock = kept.beside();
    // As when the disk is full, SQLite undoes more than the statement that failed.
    lock.execute_batch(
        "CREATE TRIGGER full BEFORE INSERT ON setting WHEN NEW.name = 'too much'
         BEGIN SELECT RAISE(ROLLBACK, 'the disk is full'); END",
    )
    .unwrap();
    let outcomes = together(&lock, &kept.store, &["a", "too much", "b", "c"]).await;
    let mut counted = 0;
    for (name, outcome) in ["a", "too much", "b", "c"].into_iter().zip(&outcomes) {
        let found = read_number(&kept.store, name).await;
        assert_eq!(
            outcome.is_ok(),
            found == 1,
            "{name}: {outcome:?}, found {found}"
        );
        counted += found;
    }
    assert!(outcomes[1].is_err());
    assert!(
        counted >= 2,
        "the acts behind the failure are done: {outcomes:?}"
    );
    assert_eq!(kept.act(|transaction| raise(transaction, "d")).await, 1);
}

#[tokio::test]
async fn one_act_that_fails_does_not_take_its_neighbours_with_it() {
    let kept = Kept::in_folder().await;
    let lock = kept.beside();
    lock.execute_batch(
        "CREATE TRIGGER refused BEFORE INSERT ON setting WHEN NEW.name = 'bad'
         BEGIN SELECT RAISE(ABORT, 'no'); END",
    )
    .unwrap();
    let outcomes = together(&lock, &kept.store, &["a", "bad", "b"]).await;
    let kept_ones: Vec<bool> = outcomes.iter().map(Result::is_ok).collect();
    assert_eq!(kept_ones, [true, false, true]);
    assert_eq!(read_number(&kept.store, "a").await, 1);
    assert_eq!(read_number(&kept.store, "b").await, 1);
}

on_both! {
    async fn many_who_write_at_once_all_keep_what_they_wrote(kept: Kept) {
        const WRITERS: u64 = 40;
        const ACTS: u64 = 25;
        let mut tasks = Vec::new();
        for _ in 0..WRITERS {
            let store = kept.store.clone();
            tasks.push(tokio::spawn(async move {
                let mut told = Vec::new();
                for _ in 0..ACTS {
                    told.push(
                        store
                            .write(|transaction| raise(transaction, "a"))
                            .await
                            .unwrap(),
                    );
                }
                told
            }));
        }
        let mut told = Vec::new();
        for task in tasks {
            told.extend(task.await.unwrap());
        }
        // Each act saw all before it: nobody's number was told twice.
        told.sort_unstable();
        assert_eq!(told, (1..=WRITERS * ACTS).collect::<Vec<_>>());
        let again = Store::open(&kept.address).await.unwrap();
        assert_eq!(read_number(&again, "a").await, WRITERS * ACTS);
    }
}

on_both! {
    async fn a_reader_never_sees_half_an_act(kept: Kept) {
        let store = kept.store.clone();
        let writing = tokio::spawn(async move {
            for _ in 0..300 {
                let act = store.write(|transaction| {
                    raise(transaction, "a")?;
                    raise(transaction, "b")
                });
                act.await.unwrap();
            }
        });
        let mut different = 0;
        let mut last = 0;
        while !writing.is_finished() {
            let read = kept.store.read(|view| {
                let first = view.setting("a")?;
                std::thread::yield_now();
                Ok::<_, StoreError>((first, view.setting("b")?))
            });
            let (first, second) = read.await.unwrap();
            assert_eq!(first, second);
            let now = first.map_or(0, |bytes| u64::from_le_bytes(bytes.try_into().unwrap()));
            assert!(now >= last, "what was seen once is seen again");
            different += u32::from(now != last);
            last = now;
        }
        writing.await.unwrap();
        assert!(different > 3, "the readers looked while things changed");
    }
}

#[tokio::test]
async fn a_caller_that_goes_away_does_not_undo_its_act() {
    let kept = Kept::in_folder().await;
    let lock = kept.beside();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    let store = kept.store.clone();
    let task = tokio::spawn(async move {
        store
            .write(|transaction| raise(transaction, "a"))
            .await
            .unwrap()
    });
    tokio::task::yield_now().await;
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    lock.execute_batch("COMMIT").unwrap();
    assert_eq!(kept.act(|transaction| raise(transaction, "a")).await, 2);
}
