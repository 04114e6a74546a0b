//! A connection to PostgreSQL.

use std::cell::{Cell as Flag, RefCell, RefMut};
use std::collections::HashMap;
use std::error::Error;
use std::ops::ControlFlow;

use bytes::BytesMut;
use postgres::error::{DbError, Severity};
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Statement};

use super::copy::Rows;
use super::{Bulk, Cell, Param, Row};
use crate::StoreError;

/// A connection to PostgreSQL, the statements prepared on it, and the rows that wait to be copied.
pub(crate) struct Server {
    client: RefCell<Client>,
    statements: RefCell<HashMap<String, Statement>>,
    /// New rows of the act in hand. They go over together, before anything looks at the tables.
    waiting: RefCell<Bulk>,
    open: Flag<bool>,
    /// PostgreSQL answers COMMIT after a failed statement by undoing everything, without an error.
    failed: Flag<bool>,
}

impl Server {
    pub(crate) fn new(client: Client) -> Self {
        Self {
            client: RefCell::new(client),
            statements: RefCell::default(),
            waiting: RefCell::default(),
            open: Flag::new(false),
            failed: Flag::new(false),
        }
    }

    pub(crate) fn is_lost(&self) -> bool {
        self.client.borrow().is_closed()
    }

    pub(crate) fn in_transaction(&self) -> bool {
        self.open.get() && !self.is_lost()
    }

    /// The rows that wait to be copied.
    pub(crate) fn waiting(&self) -> RefMut<'_, Bulk> {
        self.waiting.borrow_mut()
    }

    /// Forgets the rows that wait to be copied.
    pub(crate) fn forget_waiting(&self) {
        *self.waiting.borrow_mut() = Bulk::default();
    }

    /// Copies the rows that wait, so that the tables hold everything that the act has done.
    pub(crate) fn copy_waiting(&self) -> Result<(), StoreError> {
        let mut waiting = self.waiting.borrow_mut();
        if waiting.is_empty() {
            return Ok(());
        }
        let copied = waiting.copy(&mut self.client.borrow_mut());
        self.noticed(copied)
    }

    pub(crate) fn each(
        &self,
        sql: &str,
        params: &[Param<'_>],
        visit: &mut dyn FnMut(&Row<'_>) -> Result<ControlFlow<()>, StoreError>,
    ) -> Result<(), StoreError> {
        self.copy_waiting()?;
        let statement = self.prepared(sql)?;
        let mut client = self.client.borrow_mut();
        let mut rows = self.noticed(client.query_raw(&statement, params.iter().copied()))?;
        while let Some(row) = self.noticed(rows.next())? {
            if visit(&Row::Postgres(&row))?.is_break() {
                break;
            }
        }
        Ok(())
    }

    pub(crate) fn execute(&self, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        self.copy_waiting()?;
        let statement = self.prepared(sql)?;
        let values: Vec<&(dyn ToSql + Sync)> =
            params.iter().map(|it| it as &(dyn ToSql + Sync)).collect();
        let changed = self.client.borrow_mut().execute(&statement, &values);
        self.noticed(changed)
    }

    /// The rows of those ids that are known, and whether there is a version of each.
    pub(crate) fn object_keys(&self, ids: &[&str]) -> Result<Vec<(String, i64, bool)>, StoreError> {
        self.copy_waiting()?;
        let statement =
            self.prepared("SELECT id, object, latest IS NOT NULL FROM object WHERE id = ANY (?1)")?;
        let rows = self.client.borrow_mut().query(&statement, &[&ids]);
        let rows = self.noticed(rows)?;
        rows.iter()
            .map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?)))
            .collect()
    }

    /// Copies rows into the columns of a table.
    pub(crate) fn send(&self, rows: &mut Rows, columns: &str) -> Result<(), StoreError> {
        let sent = rows.send(&mut self.client.borrow_mut(), columns);
        self.noticed(sent)
    }

    /// Runs statements that take no values.
    pub(crate) fn run(&self, sql: &str) -> Result<(), StoreError> {
        let ran = self.client.borrow_mut().batch_execute(sql);
        self.noticed(ran)
    }

    /// Begins a transaction with the statement `sql`.
    pub(crate) fn begin(&self, sql: &str) -> Result<(), StoreError> {
        self.forget_waiting();
        self.failed.set(false);
        self.run(sql)?;
        self.open.set(true);
        Ok(())
    }

    /// Undoes what came after a savepoint; the transaction is well again.
    pub(crate) fn undo(&self, sql: &str) -> Result<(), StoreError> {
        self.forget_waiting();
        self.run(sql)?;
        self.failed.set(false);
        Ok(())
    }

    /// Makes the transaction durable.
    ///
    /// # Errors
    ///
    /// [`StoreError::Uncertain`] if the server did not say how it went.
    pub(crate) fn commit(&self) -> Result<(), StoreError> {
        if self.failed.get() {
            return Err(StoreError::NotDurable(super::UNDONE.to_owned()));
        }
        self.copy_waiting()?;
        self.open.set(false);
        let committed = self.client.borrow_mut().batch_execute("COMMIT");
        committed.map_err(|error| {
            let refused = error.as_db_error().and_then(DbError::parsed_severity);
            match refused {
                Some(Severity::Error) => error.into(),
                _ => StoreError::Uncertain(StoreError::from(error).reason()),
            }
        })
    }

    pub(crate) fn rollback(&self) -> Result<(), StoreError> {
        self.forget_waiting();
        self.open.set(false);
        self.run("ROLLBACK")
    }

    fn prepared(&self, sql: &str) -> Result<Statement, StoreError> {
        if let Some(known) = self.statements.borrow().get(sql) {
            return Ok(known.clone());
        }
        let statement = self.noticed(self.client.borrow_mut().prepare(&numbered(sql)))?;
        let mut statements = self.statements.borrow_mut();
        statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    /// Remembers that a statement failed: until it is undone, nothing can be committed.
    fn noticed<T, E>(&self, outcome: Result<T, E>) -> Result<T, StoreError>
    where
        StoreError: From<E>,
    {
        outcome.map_err(|error| {
            self.failed.set(true);
            error.into()
        })
    }
}

/// The statement with `$1` for `?1`: our own statements have question marks for nothing else.
fn numbered(sql: &str) -> String {
    sql.replace('?', "$")
}

pub(super) fn cell(row: &postgres::Row, column: usize) -> Result<Cell<'_>, StoreError> {
    let Some(kind) = row
        .columns()
        .get(column)
        .map(|column| column.type_().clone())
    else {
        return Err(StoreError::damaged("a row has too few columns"));
    };
    let cell = match kind {
        Type::INT8 => row.try_get::<_, Option<i64>>(column)?.map(Cell::Integer),
        Type::INT4 => row
            .try_get::<_, Option<i32>>(column)?
            .map(|number| Cell::Integer(i64::from(number))),
        Type::BOOL => row
            .try_get::<_, Option<bool>>(column)?
            .map(|truth| Cell::Integer(i64::from(truth))),
        Type::BYTEA => row.try_get::<_, Option<&[u8]>>(column)?.map(Cell::Bytes),
        _ => row.try_get::<_, Option<&str>>(column)?.map(Cell::Text),
    };
    Ok(cell.unwrap_or(Cell::Null))
}

impl ToSql for Param<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match *self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(number) if *kind == Type::INT4 => {
                i32::try_from(number)?.to_sql(kind, out)
            }
            Self::Integer(number) if *kind == Type::BOOL => (number != 0).to_sql(kind, out),
            Self::Integer(number) => number.to_sql(kind, out),
            Self::Text(text) => text.to_sql(kind, out),
            Self::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(
            *kind,
            Type::INT8 | Type::INT4 | Type::BOOL | Type::TEXT | Type::BYTEA
        )
    }

    to_sql_checked!();
}
