//! The two ways to stand before the database: looking, and acting.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::ops::Deref;

use jiff::Timestamp;

use crate::database::Database;
use crate::{ObjectKey, StoreError};

/// A consistent view of the store. Whoever looks cannot write:
///
/// ```compile_fail
/// fn scribble(view: &mithaq_store::Snapshot<'_>) {
///     let _ = view.set("name", b"value");
/// }
/// ```
pub struct Snapshot<'a> {
    pub(crate) database: &'a Database,
}

/// One act in the making: what it writes is kept together or not at all.
pub struct Transaction<'a> {
    view: Snapshot<'a>,
    /// Ids looked up by this act, known or not: a bundle names the same few objects thousands of
    /// times.
    pub(crate) known: RefCell<HashMap<String, Option<Known>>>,
}

/// What is known of an id that was named.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    pub(crate) key: ObjectKey,
    /// Whether there is a version of it here.
    pub(crate) is_held: bool,
}

impl<'a> Snapshot<'a> {
    pub(crate) fn new(database: &'a Database) -> Self {
        Self { database }
    }
}

impl<'a> Transaction<'a> {
    pub(crate) fn new(database: &'a Database) -> Self {
        Self {
            view: Snapshot::new(database),
            known: RefCell::new(HashMap::new()),
        }
    }
}

/// Whoever may act may also look.
impl<'a> Deref for Transaction<'a> {
    type Target = Snapshot<'a>;

    fn deref(&self) -> &Snapshot<'a> {
        &self.view
    }
}

impl fmt::Debug for Snapshot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Snapshot")
    }
}

impl fmt::Debug for Transaction<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transaction")
    }
}

/// The form in which times are kept: microseconds since 1970.
pub(crate) fn micros(time: Timestamp) -> i64 {
    // The last second of the calendar does not read back with its fraction.
    let last = Timestamp::MAX.as_second().saturating_mul(1_000_000);
    time.as_microsecond().min(last)
}

/// Reads a time back.
pub(crate) fn timestamp(micros: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(micros)
        .map_err(|_| StoreError::damaged(format!("the time {micros} is out of range")))
}

/// Reads something that this store wrote as text.
pub(crate) fn parsed<T: std::str::FromStr>(text: &str, what: &str) -> Result<T, StoreError> {
    text.parse()
        .map_err(|_| StoreError::damaged(format!("`{text}` stands where {what} should be")))
}

/// A count that SQLite keeps as a signed number.
pub(crate) fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// A count or index in the form that SQLite keeps.
pub(crate) fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_that_is_kept_reads_back() {
        for time in [Timestamp::MIN, Timestamp::UNIX_EPOCH, Timestamp::MAX] {
            let read = timestamp(micros(time)).unwrap();
            assert_eq!(read.as_second(), time.as_second());
        }
    }
}
