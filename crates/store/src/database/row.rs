//! What comes out of a statement, in one form for both databases.

use crate::StoreError;

/// One cell of a row, borrowed from the database.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cell<'a> {
    Null,
    Integer(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

/// A row that is being read.
pub(crate) enum Row<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a postgres::Row),
}

/// What a cell can be read as.
pub(crate) trait Column: Sized {
    /// Reads a cell; nothing if it holds something else.
    fn read(cell: Cell<'_>) -> Option<Self>;
}

impl Row<'_> {
    /// The value in a column, counted from zero.
    pub(crate) fn get<T: Column>(&self, column: usize) -> Result<T, StoreError> {
        T::read(self.cell(column)?).ok_or_else(|| unexpected(column))
    }

    /// The text in a column, without copying it.
    pub(crate) fn text(&self, column: usize) -> Result<&str, StoreError> {
        match self.cell(column)? {
            Cell::Text(text) => Ok(text),
            _ => Err(unexpected(column)),
        }
    }

    pub(crate) fn cell(&self, column: usize) -> Result<Cell<'_>, StoreError> {
        match self {
            Self::Sqlite(row) => super::sqlite::cell(row, column),
            Self::Postgres(row) => super::server::cell(row, column),
        }
    }
}

fn unexpected(column: usize) -> StoreError {
    StoreError::damaged(format!(
        "column {column} of a row does not hold what this program writes there"
    ))
}

impl Column for i64 {
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Integer(number) => Some(number),
            _ => None,
        }
    }
}

impl Column for u8 {
    fn read(cell: Cell<'_>) -> Option<Self> {
        i64::read(cell)?.try_into().ok()
    }
}

impl Column for u32 {
    fn read(cell: Cell<'_>) -> Option<Self> {
        i64::read(cell)?.try_into().ok()
    }
}

impl Column for bool {
    fn read(cell: Cell<'_>) -> Option<Self> {
        i64::read(cell).map(|number| number != 0)
    }
}

impl Column for String {
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Text(text) => Some(text.to_owned()),
            _ => None,
        }
    }
}

impl Column for Vec<u8> {
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Bytes(bytes) => Some(bytes.to_vec()),
            _ => None,
        }
    }
}

impl<const N: usize> Column for [u8; N] {
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Bytes(bytes) => bytes.try_into().ok(),
            _ => None,
        }
    }
}

impl<T: Column> Column for Option<T> {
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            cell => T::read(cell).map(Some),
        }
    }
}
