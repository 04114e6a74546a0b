//! An append-only Merkle log of byte strings: tiles, checkpoints, proofs, receipts.
//!
//! An entry goes in as a commitment and comes out as a receipt:
//!
//! 1. [`commit`] hides the entry behind a salt, and [`leaf_hash`] makes a leaf of that;
//! 2. [`Edge::push`] appends the leaf, [`Edge::take_changed`] says which tiles to write;
//! 3. [`NoteSigner::sign`] signs the [`Checkpoint`] of the grown tree;
//! 4. [`inclusion_proof`] reads tiles and makes the proof that goes into a [`Receipt`];
//! 5. [`Receipt::verify`] checks it anywhere, with nothing but the file and the log's key.
//!
//! [`consistency_proof`] and [`verify_consistency`] show that a later checkpoint continues an
//! earlier one, so that nothing was taken out or changed in between.
//!
//! # What is in scope
//!
//! The tree of [RFC 6962](https://www.rfc-editor.org/rfc/rfc6962#section-2.1) with SHA-256, in the
//! tiles of [C2SP tlog-tiles](https://c2sp.org/tlog-tiles), under checkpoints of
//! [C2SP tlog-checkpoint](https://c2sp.org/tlog-checkpoint), signed as
//! [C2SP signed-note](https://c2sp.org/signed-note) says with Ed25519; and the file of a receipt.
//!
//! # What is out of scope
//!
//! What the entries mean; where tiles are kept, who reads them and when a checkpoint is signed:
//! there is no input or output here, no clock and no randomness. Cosignatures by witnesses, and the
//! bundles in which tlog-tiles serves entries, are not made or read.
//!
//! # Examples
//!
//! A log of three entries that keeps its tiles in memory, and the receipt of the second:
//!
//! ```
//! use std::collections::BTreeMap;
//! use std::convert::Infallible;
//!
//! use mithaq_ledger::{
//!     Checkpoint, Edge, Hash, NoteSigner, ReadTiles, Receipt, TileId, commit, inclusion_proof,
//!     leaf_hash,
//! };
//!
//! struct Tiles(BTreeMap<TileId, Vec<Hash>>);
//!
//! impl ReadTiles for Tiles {
//!     type Error = Infallible;
//!
//!     fn tile(&self, tile: TileId) -> Result<Vec<Hash>, Infallible> {
//!         Ok(self.0.get(&tile).cloned().unwrap_or_default())
//!     }
//! }
//!
//! // In earnest, the seed and each salt are random.
//! let signer = NoteSigner::new("node.example/mithaq/ledger/1", &[7; 32])?;
//! let entries = [("first", [1; 32]), ("second", [2; 32]), ("third", [3; 32])];
//!
//! let mut edge = Edge::empty();
//! for (entry, salt) in entries {
//!     edge.push(leaf_hash(&commit(&salt, entry.as_bytes())));
//! }
//! let tiles = Tiles(edge.take_changed().into_iter().collect());
//! let origin = signer.name().to_owned();
//! let checkpoint = Checkpoint { origin, size: edge.size(), root: edge.root() };
//!
//! let receipt = Receipt {
//!     index: 1,
//!     salt: [2; 32],
//!     entry: "second".to_owned(),
//!     proof: inclusion_proof(1, edge.size(), &tiles)?,
//!     checkpoint: signer.sign(&checkpoint.to_string())?,
//!     log_key: signer.verifier(),
//! };
//! let file = receipt.to_json();
//!
//! // Elsewhere, later, offline, by someone who knows the key:
//! let proved = Receipt::parse(file.as_bytes())?.verify(Some(&signer.verifier()))?;
//! assert_eq!((proved.index, proved.size, proved.pinned), (1, 3, true));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod checkpoint;
mod edge;
mod entry;
mod hash;
mod key;
mod note;
mod prove;
mod proved;
mod receipt;
mod tile;
mod verify;

pub use checkpoint::{Checkpoint, ParseCheckpointError};
pub use edge::{Edge, LoadEdgeError};
pub use entry::{COMMITMENT_BYTES, commit};
pub use hash::{Hash, ParseHashError, leaf_hash, node_hash, root_of};
pub use key::{NoteKeyError, NoteSigner, NoteVerifier, ParseNoteVerifierError};
pub use note::{MAX_NOTE_BYTES, MAX_SIGNATURES, OpenNoteError, SignNoteError};
pub use prove::{ProveError, consistency_proof, inclusion_proof, root_at};
pub use proved::{NotProved, Proved};
pub use receipt::{
    MAX_CHECKPOINT_BYTES, MAX_ENTRY_BYTES, MAX_PROOF_HASHES, MAX_RECEIPT_BYTES, ParseReceiptError,
    Receipt,
};
pub use tile::{ParseTilePathError, ReadTiles, TILE_WIDTH, TileError, TileId};
pub use verify::{ProofError, verify_consistency, verify_inclusion};
