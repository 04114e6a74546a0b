//! Rows in the binary form of PostgreSQL's COPY (documentation, COPY, "Binary Format").

use std::io::Write;

use postgres::Client;

use crate::StoreError;

/// Rows for one table, written down until they are sent.
#[derive(Default)]
pub(crate) struct Rows {
    bytes: Vec<u8>,
}

const SIGNATURE: &[u8] = b"PGCOPY\n\xff\r\n\0";
/// No flags, and no bytes of header beyond them.
const NO_HEADER: [u8; 8] = [0; 8];
const END: [u8; 2] = (-1_i16).to_be_bytes();
const NULL: [u8; 4] = (-1_i32).to_be_bytes();

impl Rows {
    pub(crate) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Begins a row of so many columns; the columns follow in their order.
    pub(crate) fn row(&mut self, columns: i16) -> &mut Self {
        if self.bytes.is_empty() {
            self.bytes.extend_from_slice(SIGNATURE);
            self.bytes.extend_from_slice(&NO_HEADER);
        }
        self.bytes.extend_from_slice(&columns.to_be_bytes());
        self
    }

    pub(crate) fn number(&mut self, number: i64) -> &mut Self {
        self.field(&number.to_be_bytes())
    }

    /// A text or bytes: both are sent as they are.
    pub(crate) fn field(&mut self, bytes: &[u8]) -> &mut Self {
        // A field of more than 2 GiB cannot be: the limits on an object are far below.
        let length = i32::try_from(bytes.len()).unwrap_or(i32::MAX);
        self.bytes.extend_from_slice(&length.to_be_bytes());
        self.bytes.extend_from_slice(bytes);
        self
    }

    pub(crate) fn maybe(&mut self, bytes: Option<&[u8]>) -> &mut Self {
        if let Some(bytes) = bytes {
            return self.field(bytes);
        }
        self.bytes.extend_from_slice(&NULL);
        self
    }

    pub(crate) fn maybe_number(&mut self, number: Option<i64>) -> &mut Self {
        match number {
            Some(number) => self.number(number),
            None => self.maybe(None),
        }
    }

    /// Sends the rows to the columns of a table, as in `edge (version, target)`, and forgets them.
    pub(crate) fn send(&mut self, client: &mut Client, columns: &str) -> Result<(), StoreError> {
        if self.is_empty() {
            return Ok(());
        }
        self.bytes.extend_from_slice(&END);
        let sql = format!("COPY {columns} FROM STDIN BINARY");
        let mut copy = client.copy_in(&sql)?;
        let written = copy.write_all(&self.bytes);
        self.bytes.clear();
        written.map_err(|error| StoreError::NotDurable(error.to_string()))?;
        copy.finish()?;
        Ok(())
    }
}
