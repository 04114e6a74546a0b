//! What only a PostgreSQL server can do to a store: be shared, and go away.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};

use mithaq_stix::Tlp;
use mithaq_store::{NewEntry, OpenStoreError, Store, StoreAddress, StoreError, Transaction};
use mithaq_testkit::Schema;
use postgres::{Client, NoTls};

use crate::support::{at, id, own, report};

/// A database of its own on the server of the tests, which goes away with the test.
struct Own {
    server: String,
    name: String,
}

impl Own {
    fn new(how: &str) -> Option<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let server = std::env::var("MITHAQ_TEST_POSTGRES").ok()?;
        let place = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("own_{}_{place}", std::process::id());
        run(
            &server,
            &format!("CREATE DATABASE {name} TEMPLATE template0 {how}"),
        );
        Some(Self { server, name })
    }

    fn url(&self) -> String {
        let (base, options) = self.server.split_once('?').unwrap_or((&self.server, ""));
        let (base, _) = base.rsplit_once('/').unwrap();
        format!("{base}/{}?{options}", self.name)
    }

    fn address(&self) -> StoreAddress {
        self.url().parse().unwrap()
    }

    async fn store(&self) -> Store {
        Store::create(&self.address()).await.unwrap()
    }

    /// Ends every connection to the database, and waits until they are gone.
    fn cut(&self) -> i64 {
        let sql = format!(
            "SELECT count(*) FROM (
               SELECT pg_terminate_backend(pid, 10000) AS gone FROM pg_stat_activity
               WHERE datname = '{}' AND application_name = 'mithaq') AS it WHERE gone",
            self.name
        );
        ask(&self.server, &sql)
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        run(
            &self.server,
            &format!("DROP DATABASE {} WITH (FORCE)", self.name),
        );
    }
}

/// Runs on a thread of its own: the client has a runtime, which must not begin inside another.
fn with_client<T: Send + 'static>(
    url: &str,
    work: impl FnOnce(&mut Client) -> T + Send + 'static,
) -> T {
    let url = url.to_owned();
    let worked = std::thread::spawn(move || work(&mut Client::connect(&url, NoTls).unwrap()));
    worked.join().unwrap()
}

fn run(url: &str, sql: &str) {
    let sql = sql.to_owned();
    with_client(url, move |client| client.batch_execute(&sql).unwrap());
}

fn ask(url: &str, sql: &str) -> i64 {
    let sql = sql.to_owned();
    with_client(url, move |client| {
        client.query_one(&sql, &[]).unwrap().get(0)
    })
}

fn number(bytes: Option<Vec<u8>>) -> u32 {
    bytes.map_or(0, |bytes| u32::from_le_bytes(bytes.try_into().unwrap()))
}

/// Counts on, keeps an object that names others, and writes it into the log.
fn act(transaction: &Transaction<'_>) -> Result<u32, StoreError> {
    let done = number(transaction.setting("done")?) + 1;
    transaction.set("done", &done.to_le_bytes())?;
    let object = report(done, 1, &[id("report", 1), id("report", done + 5000)]);
    let (key, _) = transaction.insert_version(&object, &own(Tlp::Green, &[]), at(0))?;
    transaction.mark_pending(key)?;
    transaction.append_entry(&NewEntry {
        index: transaction.log_size()?,
        leaf: &[0; 32],
        at: at(0),
        act: "accepted",
        agreement: None,
        partner: None,
        salt: &[0; 32],
        content: object.id().as_str(),
    })?;
    Ok(done)
}

async fn value(store: &Store, name: &str) -> Option<Vec<u8>> {
    let name = name.to_owned();
    store.read(move |view| view.setting(&name)).await.unwrap()
}

/// That so many acts were done, in one order, and that nothing is missing or half there.
async fn is_whole(store: &Store, done: u32) {
    store
        .read(move |view| {
            assert_eq!(number(view.setting("done")?), done);
            assert_eq!(view.log_size()?, u64::from(done));
            let entries = view.log_range(0, u64::from(done) + 1)?;
            let indexes: Vec<u64> = entries.iter().map(|entry| entry.index).collect();
            assert_eq!(indexes, (0..u64::from(done)).collect::<Vec<_>>());
            assert_eq!(view.graph_counts()?.versions, u64::from(done));
            for n in 1..=done {
                let latest = view.latest(&id("report", n))?.unwrap();
                assert_eq!(entries[n as usize - 1].content, latest.summary.id.as_str());
            }
            assert_eq!(view.damage()?, [] as [&str; 0]);
            Ok::<_, StoreError>(())
        })
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_who_write_to_one_database_write_in_one_order() {
    const ACTS: u32 = 15;
    const WRITERS: u32 = 6;
    let Some(schema) = Schema::new() else { return };
    let address: StoreAddress = schema.address().parse().unwrap();
    let one = Store::create(&address).await.unwrap();
    let other = Store::open(&address).await.unwrap();
    let mut tasks = Vec::new();
    for writer in 0..WRITERS {
        let store = if writer % 2 == 0 {
            one.clone()
        } else {
            other.clone()
        };
        tasks.push(tokio::spawn(async move {
            let mut told = Vec::new();
            for _ in 0..ACTS {
                told.push(store.write(act).await.unwrap());
            }
            told
        }));
    }
    let mut told = Vec::new();
    for task in tasks {
        let one = task.await.unwrap();
        assert!(
            one.is_sorted(),
            "an act did not see the one before it: {one:?}"
        );
        told.extend(one);
    }
    told.sort_unstable();
    assert_eq!(told, (1..=ACTS * WRITERS).collect::<Vec<_>>());
    is_whole(&one, ACTS * WRITERS).await;
    is_whole(&other, ACTS * WRITERS).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_who_make_one_store_at_once_both_have_it_or_one_is_told() {
    let Some(schema) = Schema::new() else { return };
    let address: StoreAddress = schema.address().parse().unwrap();
    let (one, other) = tokio::join!(Store::create(&address), Store::create(&address));
    let mut done = 0;
    for made in [one, other] {
        match made {
            Ok(store) => {
                store.write(act).await.unwrap();
                done += 1;
            }
            Err(error) => assert!(matches!(error, OpenStoreError::Exists(_)), "{error:?}"),
        }
    }
    assert!(done > 0);
    is_whole(&Store::open(&address).await.unwrap(), done).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_act_whose_connection_is_cut_is_not_kept_and_the_next_one_works() {
    let Some(own) = Own::new("") else { return };
    let own = std::sync::Arc::new(own);
    let store = own.store().await;
    assert_eq!(store.write(act).await.unwrap(), 1);
    let cutter = own.clone();
    let cut = store.write(move |transaction| {
        act(transaction)?;
        transaction.set("half", b"")?;
        assert!(cutter.cut() > 0);
        act(transaction)
    });
    let told = cut.await.unwrap_err();
    assert!(matches!(told, StoreError::Server(_)), "{told:?}");
    is_whole(&store, 1).await;
    assert_eq!(value(&store, "half").await, None);
    assert_eq!(store.write(act).await.unwrap(), 2);
    is_whole(&store, 2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_loses_the_server_at_the_end_of_an_act_is_told_so() {
    let Some(own) = Own::new("") else { return };
    let own = std::sync::Arc::new(own);
    let store = own.store().await;
    let cutter = own.clone();
    let cut = store.write(move |transaction| {
        let done = act(transaction)?;
        // Whatever waits is in the tables, so that only the end is left.
        transaction.graph_counts()?;
        assert!(cutter.cut() > 0);
        Ok::<_, StoreError>(done)
    });
    assert!(cut.await.is_err());
    assert_eq!(store.write(act).await.unwrap(), 1);
    is_whole(&store, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn connections_that_are_cut_while_they_wait_are_not_noticed_by_anyone() {
    let Some(own) = Own::new("") else { return };
    let store = own.store().await;
    for done in 1..4 {
        // Several readers at once, so that several connections wait.
        let looks: Vec<_> = (0..6)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move { value(&store, "done").await })
            })
            .collect();
        for look in looks {
            assert_eq!(number(look.await.unwrap()), done - 1);
        }
        assert!(own.cut() > 1);
        assert_eq!(number(value(&store, "done").await), done - 1);
        assert_eq!(store.write(act).await.unwrap(), done);
        own.cut();
        assert_eq!(number(value(&store, "done").await), done);
    }
    is_whole(&store, 3).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reader_that_is_cut_is_told_so_and_the_next_one_works() {
    let Some(own) = Own::new("") else { return };
    let own = std::sync::Arc::new(own);
    let store = own.store().await;
    store.write(act).await.unwrap();
    let cutter = own.clone();
    let look = store.read(move |view| {
        view.setting("done")?;
        cutter.cut();
        view.setting("done")
    });
    let told: StoreError = look.await.unwrap_err();
    assert!(matches!(told, StoreError::Server(_)), "{told:?}");
    assert_eq!(number(value(&store, "done").await), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn among_many_acts_and_many_cuts_each_is_what_its_caller_was_told() {
    const WRITERS: u32 = 8;
    const ACTS: u32 = 20;
    let Some(own) = Own::new("") else { return };
    let store = own.store().await;
    let mut tasks = Vec::new();
    for writer in 0..WRITERS {
        let store = store.clone();
        tasks.push(tokio::spawn(async move {
            let mut told = Vec::new();
            for n in 0..ACTS {
                let name = format!("{writer}:{n}");
                let key = name.clone();
                let acted = store.write(move |transaction| {
                    act(transaction)?;
                    transaction.set(&key, b"")
                });
                told.push((name, acted.await));
            }
            told
        }));
    }
    let mut cuts = 0;
    while !tasks.iter().all(tokio::task::JoinHandle::is_finished) {
        cuts += own.cut();
        // Between two cuts something is done.
        let _: Result<_, StoreError> = store.read(|view| view.log_entry(0)).await;
    }
    let mut done = 0;
    for task in tasks {
        for (name, told) in task.await.unwrap() {
            let is_kept = value(&store, &name).await.is_some();
            done += u32::from(is_kept);
            match told {
                Ok(()) => assert!(is_kept, "{name} was acknowledged and is lost"),
                Err(StoreError::Uncertain(_)) => {}
                Err(error) => assert!(!is_kept, "{name} is kept, told {error:?}"),
            }
        }
    }
    assert!(cuts > 0);
    is_whole(&store, done).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_statement_that_fails_undoes_its_act_alone() {
    let Some(own) = Own::new("") else { return };
    let store = own.store().await;
    run(
        &own.url(),
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN RAISE EXCEPTION 'no'; END $$;
         CREATE TRIGGER refused BEFORE INSERT ON setting FOR EACH ROW
           WHEN (NEW.name LIKE 'bad%') EXECUTE FUNCTION refuse()",
    );
    // While somebody else holds the lock, the acts wait and are done together.
    let (held, is_held) = std::sync::mpsc::channel();
    let (release, is_released) = std::sync::mpsc::channel::<()>();
    let url = own.url();
    let holding = std::thread::spawn(move || {
        let mut client = Client::connect(&url, NoTls).unwrap();
        let lock = "BEGIN; SELECT pg_advisory_xact_lock('setting'::regclass::oid::bigint)";
        client.batch_execute(lock).unwrap();
        held.send(()).unwrap();
        is_released.recv().unwrap();
    });
    is_held.recv().unwrap();
    let mut tasks = Vec::new();
    for name in ["a", "bad", "b", "bad and silent", "c"] {
        let store = store.clone();
        tasks.push(tokio::spawn(async move {
            let acted = store.write(move |transaction| {
                act(transaction)?;
                match transaction.set(name, b"") {
                    // Whoever does not say that something failed is not believed.
                    Err(_) if name == "bad and silent" => Ok(()),
                    other => other,
                }
            });
            acted.await
        }));
        tokio::task::yield_now().await;
    }
    release.send(()).unwrap();
    holding.join().unwrap();
    let mut kept = Vec::new();
    for task in tasks {
        kept.push(task.await.unwrap().is_ok());
    }
    assert_eq!(kept, [true, false, true, false, true]);
    is_whole(&store, 3).await;
}

#[tokio::test]
async fn a_database_that_would_change_texts_is_refused() {
    let Some(own) = Own::new("ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'") else {
        return;
    };
    let refused = Store::create(&own.address()).await.unwrap_err();
    assert!(
        matches!(refused, OpenStoreError::Encoding(_)),
        "{refused:?}"
    );
    insta::assert_snapshot!(refused, @"the database keeps texts as SQL_ASCII: make it with ENCODING 'UTF8'");
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(ask(&own.url(), tables), 0);
}

#[tokio::test]
async fn nothing_of_a_store_that_was_removed_is_left() {
    let Some(own) = Own::new("") else { return };
    drop(own.store().await);
    let left = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace";
    assert!(ask(&own.url(), left) > 40);
    Store::remove(&own.address()).await.unwrap();
    assert_eq!(ask(&own.url(), left), 0);
}

#[tokio::test]
async fn a_password_is_in_no_text_that_anybody_is_shown() {
    fn show(shown: &mut BTreeSet<String>, error: &dyn std::error::Error) {
        let mut next = Some(error);
        while let Some(it) = next {
            shown.insert(format!("{it} {it:?}"));
            next = it.source();
        }
    }
    let mut shown = BTreeSet::new();
    // Nobody listens there.
    for url in [
        "postgres://mithaq:s3cret@127.0.0.1:1/node",
        "postgres://mithaq:s3cret@%2Fnowhere/node",
    ] {
        let address: StoreAddress = url.parse().unwrap();
        show(&mut shown, &Store::open(&address).await.unwrap_err());
        show(&mut shown, &Store::create(&address).await.unwrap_err());
        show(&mut shown, &Store::remove(&address).await.unwrap_err());
        shown.insert(format!("{address} {address:?}"));
    }
    if let Some(own) = Own::new("") {
        let with_password = own.url().replacen("mithaq@", "mithaq:s3cret@", 1);
        let address: StoreAddress = with_password.parse().unwrap();
        show(&mut shown, &Store::open(&address).await.unwrap_err());
        let store = Store::create(&address).await.unwrap();
        show(&mut shown, &Store::create(&address).await.unwrap_err());
        shown.insert(format!(
            "{store:?} {} {:?}",
            store.address(),
            store.address()
        ));
    }
    for text in shown {
        assert!(!text.contains("s3cret"), "{text}");
    }
}
