//! The digest of the rows of a table: the same whichever database holds them.

use sha2::{Digest as _, Sha256};

use super::TableDigest;
use crate::database::Cell;

#[derive(Default)]
pub(super) struct Digester {
    hash: Sha256,
    rows: u64,
}

impl Digester {
    /// Adds a row. Each cell says its kind and its length, so that no two rows look alike.
    pub(super) fn row(&mut self, cells: &[Cell<'_>]) {
        self.rows += 1;
        for cell in cells {
            match cell {
                Cell::Null => self.hash.update(b"n"),
                Cell::Integer(number) => {
                    self.hash.update(b"i");
                    self.hash.update(number.to_be_bytes());
                }
                Cell::Text(text) => self.cell(b"t", text.as_bytes()),
                Cell::Bytes(bytes) => self.cell(b"b", bytes),
            }
        }
    }

    fn cell(&mut self, kind: &[u8], bytes: &[u8]) {
        self.hash.update(kind);
        self.hash.update((bytes.len() as u64).to_be_bytes());
        self.hash.update(bytes);
    }

    pub(super) fn finish(self, table: &'static str) -> TableDigest {
        TableDigest {
            table,
            rows: self.rows,
            sha256: self.hash.finalize().into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(rows: &[&[Cell<'_>]]) -> [u8; 32] {
        let mut digester = Digester::default();
        for row in rows {
            digester.row(row);
        }
        digester.finish("a").sha256
    }

    #[test]
    fn rows_that_differ_have_digests_that_differ() {
        use Cell::{Bytes, Integer, Null, Text};
        let rows: [&[Cell<'_>]; 6] = [
            &[Text("ab"), Text("c")],
            &[Text("a"), Text("bc")],
            &[Bytes(b"ab"), Text("c")],
            &[Null, Text("c")],
            &[Integer(0), Text("c")],
            &[Text(""), Text("c")],
        ];
        let digests: std::collections::BTreeSet<_> =
            rows.iter().map(|row| digest(&[row])).collect();
        assert_eq!(digests.len(), rows.len());
    }
}
