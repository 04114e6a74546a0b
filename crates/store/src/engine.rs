//! One writer, many readers.
//!
//! Every act runs on the writer's thread inside a savepoint. Acts that wait while the disk is busy
//! are run in the same transaction and made durable together, so the cost of one sync is shared and
//! no act is told that it succeeded before it is on disk.

use std::fmt;
use std::fs::OpenOptions;
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags};
use tokio::sync::oneshot;

use crate::migrations::migrate;
use crate::{OpenStoreError, Snapshot, StoreError, Transaction};

/// Acts that may wait for the writer before a caller has to wait for a place.
const QUEUE: usize = 4096;
/// Acts that are made durable together at most.
const BATCH: usize = 1024;
/// Readers kept open between reads.
const IDLE_READERS: usize = 8;
/// Page cache of each reader: small, for there are several of them.
const READER_CACHE_KIB: i32 = 2048;
/// Page cache of the writer, which has to find its place in every index for every row.
const WRITER_CACHE_KIB: i32 = 12 * 1024;
/// 16 MiB of new pages before they are moved from the write-ahead log into the file.
const PAGES_BETWEEN_CHECKPOINTS: i32 = 4096;
const FILE: &str = "mithaq.db";

/// A node's database. Cheap to clone; all clones are the same store.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    path: PathBuf,
    queue: SyncSender<Job>,
    idle: Mutex<Vec<Connection>>,
}

/// Runs an act, if there is a transaction to run it in, and gives back what tells the caller how
/// the commit went.
type Job = Box<dyn FnOnce(Option<&Connection>) -> Deliver + Send>;
type Deliver = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

impl Store {
    /// Makes a store in the folder `dir`.
    ///
    /// # Errors
    ///
    /// [`OpenStoreError::Exists`] if there is one already; it is left as it is.
    pub fn create(dir: &Path) -> Result<Self, OpenStoreError> {
        let path = dir.join(FILE);
        // What the node holds is for nobody else of this machine; SQLite gives the files beside
        // this one the same permissions.
        let made = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path);
        match made {
            Ok(_) => Self::start(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Err(OpenStoreError::Exists(dir.to_owned()))
            }
            Err(error) => Err(OpenStoreError::File {
                path,
                source: error,
            }),
        }
    }

    /// Opens the store in the folder `dir` and brings it to the newest shape.
    ///
    /// # Errors
    ///
    /// [`OpenStoreError::Missing`] if there is none, and [`OpenStoreError::Newer`] if a newer
    /// program wrote it; its content is left as it is.
    pub fn open(dir: &Path) -> Result<Self, OpenStoreError> {
        let path = dir.join(FILE);
        if !path.exists() {
            return Err(OpenStoreError::Missing(dir.to_owned()));
        }
        Self::start(path)
    }

    fn start(path: PathBuf) -> Result<Self, OpenStoreError> {
        let mut connection = Connection::open(&path)?;
        prepare(&connection)?;
        connection.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
        // Durable means on the disk: WAL alone would lose the last commits at power loss.
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", "ON")?;
        connection.pragma_update(None, "wal_autocheckpoint", PAGES_BETWEEN_CHECKPOINTS)?;
        migrate(&mut connection)?;
        let (queue, jobs) = mpsc::sync_channel(QUEUE);
        std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || write_all(&connection, &jobs))
            .map_err(OpenStoreError::Writer)?;
        Ok(Self {
            inner: Arc::new(Inner {
                path,
                queue,
                idle: Mutex::new(Vec::new()),
            }),
        })
    }

    /// Runs `act` with all others in one order, and returns once it is durable.
    ///
    /// If `act` fails, nothing that it wrote is kept.
    ///
    /// # Errors
    ///
    /// The act's own, or [`StoreError`] when it could not be made durable: nothing is kept then.
    pub async fn write<T, E, F>(&self, act: F) -> Result<T, E>
    where
        F: FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            let outcome = match connection {
                Some(connection) => in_savepoint(connection, act),
                None => Err(StoreError::Stopped.into()),
            };
            Box::new(move |committed| {
                let answer = outcome.and_then(|value| committed.map(|()| value).map_err(E::from));
                // A caller that went away does not undo its act.
                let _ = tell.send(answer);
            })
        });
        let queue = self.inner.queue.clone();
        let sent = match queue.try_send(job) {
            Ok(()) => true,
            Err(mpsc::TrySendError::Disconnected(_)) => false,
            Err(mpsc::TrySendError::Full(job)) => {
                tokio::task::spawn_blocking(move || queue.send(job).is_ok())
                    .await
                    .unwrap_or(false)
            }
        };
        if !sent {
            return Err(StoreError::Stopped.into());
        }
        told.await
            .unwrap_or_else(|_| Err(StoreError::Stopped.into()))
    }

    /// Runs `look` on a consistent view of everything that is durable now.
    ///
    /// # Errors
    ///
    /// Those of `look`, or [`StoreError`] when the database refuses.
    pub async fn read<T, E, F>(&self, look: F) -> Result<T, E>
    where
        F: FnOnce(&Snapshot<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let store = self.clone();
        tokio::task::spawn_blocking(move || store.look(look))
            .await
            .unwrap_or_else(|_| Err(StoreError::Stopped.into()))
    }

    fn look<T, E, F>(&self, look: F) -> Result<T, E>
    where
        F: FnOnce(&Snapshot<'_>) -> Result<T, E>,
        E: From<StoreError>,
    {
        let connection = self.reader().map_err(StoreError::from)?;
        let answer = (|| {
            connection
                .execute_batch("BEGIN")
                .map_err(StoreError::from)?;
            let answer = look(&Snapshot::new(&connection));
            connection
                .execute_batch("COMMIT")
                .map_err(StoreError::from)?;
            answer
        })();
        if connection.is_autocommit() {
            let mut idle = self
                .inner
                .idle
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            if idle.len() < IDLE_READERS {
                idle.push(connection);
            }
        }
        answer
    }

    fn reader(&self) -> Result<Connection, rusqlite::Error> {
        let kept = self
            .inner
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        if let Some(connection) = kept {
            return Ok(connection);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.inner.path, flags)?;
        prepare(&connection)?;
        connection.pragma_update(None, "query_only", "ON")?;
        Ok(connection)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("path", &self.inner.path)
            .finish_non_exhaustive()
    }
}

fn prepare(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.busy_timeout(std::time::Duration::from_secs(30))?;
    connection.set_prepared_statement_cache_capacity(128);
    connection.pragma_update(None, "cache_size", -READER_CACHE_KIB)?;
    connection.pragma_update(None, "temp_store", "MEMORY")
}

fn in_savepoint<T, E, F>(connection: &Connection, act: F) -> Result<T, E>
where
    F: FnOnce(&Transaction<'_>) -> Result<T, E>,
    E: From<StoreError>,
{
    let run = |sql| connection.execute_batch(sql).map_err(StoreError::from);
    run("SAVEPOINT act")?;
    // An act that panics is a defect, but one that costs its caller only: the others go on.
    let outcome = catch_unwind(AssertUnwindSafe(|| act(&Transaction::new(connection))))
        .unwrap_or_else(|_| Err(StoreError::Broken.into()));
    if connection.is_autocommit() {
        // A full or failing disk made SQLite undo the whole transaction: there is no savepoint.
        return outcome.and_then(|_| Err(StoreError::NotDurable(UNDONE.to_owned()).into()));
    }
    match &outcome {
        Ok(_) => run("RELEASE act")?,
        Err(_) => run("ROLLBACK TO act; RELEASE act")?,
    }
    outcome
}

const UNDONE: &str = "the database undid the whole transaction";

/// The writer's whole life: takes what waits, runs it, makes it durable, tells everyone.
fn write_all(connection: &Connection, jobs: &Receiver<Job>) {
    while let Ok(first) = jobs.recv() {
        let mut deliveries = Vec::new();
        let committed = run_together(connection, first, jobs, &mut deliveries);
        if !connection.is_autocommit() {
            // The outcome is the same either way: the callers are told that nothing was kept.
            let _ = connection.execute_batch("ROLLBACK");
        }
        for deliver in deliveries {
            deliver(match &committed {
                Ok(()) => Ok(()),
                Err(reason) => Err(StoreError::NotDurable(reason.clone())),
            });
        }
    }
}

/// Runs `first` and what waits behind it in one transaction, and makes them durable.
fn run_together(
    connection: &Connection,
    first: Job,
    jobs: &Receiver<Job>,
    deliveries: &mut Vec<Deliver>,
) -> Result<(), String> {
    let run = |sql| {
        connection
            .execute_batch(sql)
            .map_err(|error| error.to_string())
    };
    if let Err(reason) = run("BEGIN IMMEDIATE") {
        // Outside a transaction a savepoint would commit by itself, so the act is not run.
        deliveries.push(first(None));
        return Err(reason);
    }
    deliveries.push(first(Some(connection)));
    // INVARIANT: no act runs once the transaction is gone, for it would be kept by itself while
    // its caller is told that it was undone.
    while deliveries.len() < BATCH
        && !connection.is_autocommit()
        && let Ok(next) = jobs.try_recv()
    {
        deliveries.push(next(Some(connection)));
    }
    if connection.is_autocommit() {
        return Err(UNDONE.to_owned());
    }
    run("COMMIT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_cannot_write_even_in_sql() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let write = "INSERT INTO setting (name, value) VALUES ('a', x'00')";
        let refused = store.look(|view| Ok::<_, StoreError>(view.connection.execute(write, [])));
        let refused = refused.unwrap().unwrap_err().to_string();
        assert!(refused.contains("readonly"), "{refused}");
        let found = store.look(|view| view.setting("a")).unwrap();
        assert_eq!(found, None);
    }
}
