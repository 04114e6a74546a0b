//! An append-only Merkle log of byte strings: tiles, checkpoints, proofs, receipts.
