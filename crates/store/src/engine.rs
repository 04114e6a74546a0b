//! One writer, many readers.
//!
//! Every act runs on the writer's thread inside a savepoint. Acts that wait while the disk is busy
//! are run in the same transaction and made durable together, so the cost of one sync is shared and
//! no act is told that it succeeded before it is on disk.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;

use crate::database::{Database, UNDONE};
use crate::place::Place;
use crate::{OpenStoreError, Snapshot, StoreAddress, StoreError, Transaction};

/// Acts that may wait for the writer before a caller has to wait for a place.
const QUEUE: usize = 4096;
/// Acts that are made durable together at most.
const BATCH: usize = 1024;
/// Readers kept open between reads.
const IDLE_READERS: usize = 8;

/// A node's database. Cheap to clone; all clones are the same store.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    place: Place,
    queue: SyncSender<Job>,
    idle: Mutex<Vec<Database>>,
}

/// Runs an act, if there is a transaction to run it in, and gives back what tells the caller how
/// the commit went.
type Job = Box<dyn FnOnce(Option<&Database>) -> Deliver + Send>;
type Deliver = Box<dyn FnOnce(Result<(), &Unkept>) + Send>;

/// Why the acts of one moment are not known to be durable.
enum Unkept {
    Undone(String),
    Uncertain(String),
}

impl Unkept {
    fn error(&self) -> StoreError {
        match self {
            Self::Undone(reason) => StoreError::NotDurable(reason.clone()),
            Self::Uncertain(reason) => StoreError::Uncertain(reason.clone()),
        }
    }
}

impl From<StoreError> for Unkept {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Uncertain(reason) => Self::Uncertain(reason),
            other => Self::Undone(other.reason()),
        }
    }
}

impl Store {
    /// Makes a store.
    ///
    /// # Errors
    ///
    /// [`OpenStoreError::Exists`] if there is one already; it is left as it is.
    pub async fn create(address: &StoreAddress) -> Result<Self, OpenStoreError> {
        Self::start(address, Place::create).await
    }

    /// Opens a store and brings it to the newest shape.
    ///
    /// # Errors
    ///
    /// [`OpenStoreError::Missing`] if there is none, and [`OpenStoreError::Newer`] if a newer
    /// program wrote it; its content is left as it is.
    pub async fn open(address: &StoreAddress) -> Result<Self, OpenStoreError> {
        Self::start(address, Place::open).await
    }

    /// Removes what was begun of a store that never became a node's.
    pub async fn remove(address: &StoreAddress) -> Result<(), OpenStoreError> {
        let address = address.clone();
        blocking(move || Place::remove(&address)).await
    }

    /// A connection to a server blocks, which may not happen where others wait.
    async fn start(
        address: &StoreAddress,
        go: fn(&StoreAddress) -> Result<(Place, Database), OpenStoreError>,
    ) -> Result<Self, OpenStoreError> {
        let address = address.clone();
        blocking(move || {
            let (place, database) = go(&address)?;
            let (queue, jobs) = mpsc::sync_channel(QUEUE);
            let writing_to = place.clone();
            std::thread::Builder::new()
                .name("store-writer".to_owned())
                .spawn(move || write_all(&writing_to, database, &jobs))
                .map_err(OpenStoreError::Writer)?;
            Ok(Self {
                inner: Arc::new(Inner {
                    place,
                    queue,
                    idle: Mutex::new(Vec::new()),
                }),
            })
        })
        .await
    }

    /// Where it is.
    pub fn address(&self) -> StoreAddress {
        self.inner.place.address()
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
        let job: Job = Box::new(move |database| {
            let outcome = database.map(|database| in_savepoint(database, act));
            Box::new(move |committed| {
                let committed = committed.map_err(Unkept::error);
                let answer = match (outcome, committed) {
                    (Some(Err(error)), _) => Err(error),
                    (Some(Ok(value)), Ok(())) => Ok(value),
                    (_, Err(error)) => Err(error.into()),
                    (None, Ok(())) => Err(StoreError::Stopped.into()),
                };
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
        let database = self.reader()?;
        let answer = look(&Snapshot::new(&database));
        let ended = database.commit();
        // What was refused first is the reason why the end was refused.
        let answer = answer.and_then(|value| ended.map(|()| value).map_err(E::from));
        if database.in_transaction() || database.is_lost() {
            return answer;
        }
        let mut idle = self.idle();
        if idle.len() < IDLE_READERS {
            idle.push(database);
        }
        answer
    }

    /// A connection that has begun to look.
    fn reader(&self) -> Result<Database, StoreError> {
        // That a server ended a connection while it waited is noticed when it is used.
        while let Some(kept) = self.take_idle() {
            if kept.begin_reading().is_ok() {
                return Ok(kept);
            }
        }
        let new = self.inner.place.reader()?;
        new.begin_reading()?;
        Ok(new)
    }

    fn take_idle(&self) -> Option<Database> {
        self.idle().pop()
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Database>> {
        self.inner
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        let idle = self.idle.get_mut().unwrap_or_else(PoisonError::into_inner);
        let readers = std::mem::take(idle);
        if !readers.is_empty() {
            // To say goodbye to a server blocks, which may not happen where others wait.
            std::thread::spawn(move || drop(readers));
        }
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("address", &self.inner.place.address())
            .finish_non_exhaustive()
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, OpenStoreError> + Send + 'static,
) -> Result<T, OpenStoreError> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|_| Err(OpenStoreError::Stopped))
}

fn in_savepoint<T, E, F>(database: &Database, act: F) -> Result<T, E>
where
    F: FnOnce(&Transaction<'_>) -> Result<T, E>,
    E: From<StoreError>,
{
    database.begin_act()?;
    // An act that panics is a defect, but one that costs its caller only: the others go on.
    let outcome = catch_unwind(AssertUnwindSafe(|| act(&Transaction::new(database))))
        .unwrap_or_else(|_| Err(StoreError::Broken.into()));
    if !database.in_transaction() {
        // A full or failing disk made the database undo the whole transaction: there is no
        // savepoint.
        return outcome.and_then(|_| Err(StoreError::NotDurable(UNDONE.to_owned()).into()));
    }
    let kept = match &outcome {
        Ok(_) => database.keep_act(),
        Err(_) => Ok(database.undo_act()?),
    };
    match kept {
        Ok(()) => outcome,
        Err(error) => {
            // What waited until the end of the act was refused then.
            database.undo_act()?;
            Err(error.into())
        }
    }
}

/// The writer's whole life: takes what waits, runs it, makes it durable, tells everyone.
fn write_all(place: &Place, mut database: Database, jobs: &Receiver<Job>) {
    while let Ok(first) = jobs.recv() {
        let mut deliveries = Vec::new();
        let committed = match begin(place, &mut database) {
            Ok(()) => run_together(&database, first, jobs, &mut deliveries),
            Err(reason) => {
                // Outside a transaction a savepoint would commit by itself, so the act is not run.
                deliveries.push(first(None));
                Err(Unkept::Undone(reason))
            }
        };
        if database.in_transaction() {
            // The outcome is the same either way: the callers are told that nothing was kept.
            let _ = database.rollback();
        }
        for deliver in deliveries {
            deliver(committed.as_ref().copied());
        }
    }
}

/// Begins to write, on a new connection if the server has ended this one.
fn begin(place: &Place, database: &mut Database) -> Result<(), String> {
    let begun = database.begin_writing();
    if begun.is_ok() || !database.is_elsewhere() {
        return begun.map_err(|error| error.reason());
    }
    *database = place.writer().map_err(|error| error.reason())?;
    database.begin_writing().map_err(|error| error.reason())
}

/// Runs `first` and what waits behind it in the transaction that has begun, and makes them durable.
fn run_together(
    database: &Database,
    first: Job,
    jobs: &Receiver<Job>,
    deliveries: &mut Vec<Deliver>,
) -> Result<(), Unkept> {
    deliveries.push(first(Some(database)));
    // INVARIANT: no act runs once the transaction is gone, for it would be kept by itself while
    // its caller is told that it was undone.
    while deliveries.len() < BATCH
        && database.in_transaction()
        && let Ok(next) = jobs.try_recv()
    {
        deliveries.push(next(Some(database)));
    }
    if !database.in_transaction() {
        return Err(Unkept::Undone(UNDONE.to_owned()));
    }
    Ok(database.commit()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_reader_cannot_write_even_in_sql() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(&StoreAddress::folder(dir.path()))
            .await
            .unwrap();
        let write = "INSERT INTO setting (name, value) VALUES ('a', x'00')";
        let refused = store.look(|view| Ok::<_, StoreError>(view.database.execute(write, &[])));
        let refused = refused.unwrap().unwrap_err().reason();
        assert!(refused.contains("readonly"), "{refused}");
        let found = store.look(|view| view.setting("a")).unwrap();
        assert_eq!(found, None);
    }
}
