//! The same questions to two implementations: this one, and one ported from Go's `sumdb`.

use mithaq_ledger::{
    Checkpoint, Edge, Hash, NoteSigner, TileId, consistency_proof, inclusion_proof, leaf_hash,
    verify_consistency, verify_inclusion,
};
use signed_note::{Note, StandardVerifier, VerifierList};
use tlog_tiles as other;

use crate::support::Shelf;

/// Their tree, in the flat list in which they keep it.
#[derive(Default)]
struct Theirs(Vec<other::Hash>);

impl other::HashReader for Theirs {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<other::Hash>, other::Error> {
        Ok(indexes
            .iter()
            .map(|index| self.0[usize::try_from(*index).unwrap()])
            .collect())
    }
}

fn theirs(hash: &Hash) -> other::Hash {
    other::Hash(*hash.as_bytes())
}

#[test]
fn roots_and_proofs_agree() {
    const SIZE: u64 = 1_100;
    let mut edge = Edge::empty();
    let mut tree = Theirs::default();
    let mut roots = vec![Hash::EMPTY_ROOT];
    for number in 0..SIZE {
        let data = number.to_be_bytes();
        let stored = other::stored_hashes(edge.push(leaf_hash(&data)), &data, &tree).unwrap();
        tree.0.extend(stored);
        assert_eq!(
            other::tree_hash(number + 1, &tree).unwrap(),
            theirs(&edge.root())
        );
        roots.push(edge.root());
    }
    let mut shelf = Shelf::default();
    shelf.write(&mut edge);
    let sizes = [
        1, 2, 3, 7, 8, 9, 255, 256, 257, 511, 512, 513, 767, 1_024, SIZE,
    ];
    for size in sizes {
        let root = roots[usize::try_from(size).unwrap()];
        for index in [0, 1, 6, 7, 8, 254, 255, 256, 300, 511, 512, 1_023, size - 1] {
            if index < size {
                let ours = inclusion_proof(index, size, &shelf).unwrap();
                let proof = other::prove_record(size, index, &tree).unwrap();
                assert_eq!(ours.iter().map(theirs).collect::<Vec<_>>(), proof);
                let leaf = leaf_hash(&index.to_be_bytes());
                other::check_record(&proof, size, theirs(&root), index, theirs(&leaf)).unwrap();
                assert_eq!(verify_inclusion(&leaf, index, size, &ours, &root), Ok(()));
            }
        }
        for old in sizes.into_iter().filter(|old| *old <= size) {
            let old_root = roots[usize::try_from(old).unwrap()];
            let ours = consistency_proof(old, size, &shelf).unwrap();
            let proof = other::prove_tree(size, old, &tree).unwrap();
            assert_eq!(
                ours.iter().map(theirs).collect::<Vec<_>>(),
                proof,
                "{old} to {size}"
            );
            other::check_tree(&proof, size, theirs(&root), old, theirs(&old_root)).unwrap();
            assert_eq!(
                verify_consistency(old, size, &ours, &old_root, &root),
                Ok(())
            );
        }
    }
}

#[test]
fn tiles_agree() {
    let mut edge = Edge::empty();
    let mut tree = Theirs::default();
    for number in 0..600_u64 {
        let data = number.to_be_bytes();
        let stored = other::stored_hashes(edge.push(leaf_hash(&data)), &data, &tree).unwrap();
        tree.0.extend(stored);
    }
    let changed = edge.take_changed();
    assert_eq!(changed.len(), 4);
    for (tile, hashes) in changed {
        let width = u32::try_from(hashes.len()).unwrap();
        let theirs = other::Tile::new(8, tile.level, tile.index, width, false);
        let bytes: Vec<u8> = hashes.iter().flat_map(Hash::as_bytes).copied().collect();
        assert_eq!(theirs.read_data(&tree).unwrap(), bytes, "{tile}");
    }
}

#[test]
fn paths_of_tiles_agree_but_for_the_height_that_theirs_name() {
    for (level, index, width) in [
        (0, 0, 256),
        (0, 999, 1),
        (1, 1_000, 255),
        (2, 1_234_067, 256),
        (3, 999_999_999, 7),
    ] {
        let path = TileId { level, index }.path(width).unwrap();
        let theirs = other::Tile::new(8, level, index, u32::from(width), false).path();
        assert_eq!(path, theirs.replacen("tile/8/", "tile/", 1));
    }
}

#[test]
fn notes_and_checkpoints_agree() {
    let signer = NoteSigner::new("node.example/mithaq/ledger/1", &[7; 32]).unwrap();
    let origin = signer.name().to_owned();
    let checkpoint = Checkpoint {
        origin,
        size: 42,
        root: leaf_hash(b"any"),
    };
    let note = signer.sign(&checkpoint.to_string()).unwrap();

    let theirs = Note::from_bytes(note.as_bytes()).unwrap();
    let verifier = StandardVerifier::new(&signer.verifier().to_string()).unwrap();
    let (known, others) = theirs
        .verify(&VerifierList::new(vec![Box::new(verifier)]))
        .unwrap();
    assert_eq!((known.len(), others.len()), (1, 0));
    assert_eq!(known[0].id(), signer.verifier().key_id());
    assert_eq!(theirs.to_bytes(), note.as_bytes());

    let read = other::Checkpoint::from_bytes(theirs.text()).unwrap();
    assert_eq!(read.origin(), checkpoint.origin);
    assert_eq!(
        (read.size(), read.hash().0),
        (42, *checkpoint.root.as_bytes())
    );
    assert_eq!(read.to_bytes(), checkpoint.to_string().as_bytes());
}

#[test]
fn a_note_that_they_sign_opens_here() {
    let (secret, public) = (
        their_secret(),
        NoteSigner::new("log", &[7; 32]).unwrap().verifier(),
    );
    let mut note = Note::new(b"signed there\n", &[]).unwrap();
    note.add_sigs(&[&signed_note::StandardSigner::new(&secret).unwrap()])
        .unwrap();
    let bytes = String::from_utf8(note.to_bytes()).unwrap();
    assert_eq!(public.open(&bytes), Ok("signed there\n"));
}

/// The seed of seven as they write a secret key: the name, the id and, in base64, kind and seed.
fn their_secret() -> String {
    let id = NoteSigner::new("log", &[7; 32])
        .unwrap()
        .verifier()
        .key_id();
    format!("PRIVATE+KEY+log+{id:08x}+AQcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH")
}
