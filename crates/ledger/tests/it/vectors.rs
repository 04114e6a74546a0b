//! Values known from elsewhere: the test tree of Certificate Transparency, and notes of Go.

use mithaq_ledger::{Edge, Hash, NoteSigner, NoteVerifier, commit, leaf_hash, root_of};

/// The eight leaves that CT implementations test with, and the root after each.
const TREE: [(&[u8], &str); 8] = [
    (
        b"",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    ),
    (
        b"\0",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    ),
    (
        b"\x10",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    ),
    (
        b"\x20\x21",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (
        b"\x30\x31",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    ),
    (
        b"\x40\x41\x42\x43",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    ),
    (
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    ),
    (
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ),
];

#[test]
fn the_test_tree_of_certificate_transparency_has_its_known_roots() {
    let mut edge = Edge::empty();
    let mut leaves = vec![];
    for (data, root) in TREE {
        let leaf = leaf_hash(data);
        edge.push(leaf);
        leaves.push(leaf);
        assert_eq!(hex(&edge.root()), root, "after {} leaves", edge.size());
        assert_eq!(hex(&root_of(&leaves)), root, "of {} leaves", edge.size());
    }
}

fn hex(hash: &Hash) -> String {
    hash.as_bytes().map(|byte| format!("{byte:02x}")).concat()
}

/// Computed with Python's `hashlib` from the words of the documentation.
#[test]
fn a_commitment_is_what_is_documented() {
    let leaf = commit(&[7; 32], b"entry");
    let (form, hash) = leaf.split_at(8);
    assert_eq!(form, b"mithaq1\0");
    let hash = Hash::from_bytes(hash.try_into().unwrap());
    assert_eq!(
        hex(&hash),
        "e47206de7c4b27ba2125ec06aa590c3b825b0d8c80c5f77ce683dfece35004f7"
    );
}

/// The key and the note that the documentation of Go's `sumdb/note` shows.
const GO_KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const GO_SEED: &str = "gQoUAtUUbI2E8kQzMPVAgOv5juF9nHT2JS/F1ccoMXM=";
const GO_TEXT: &str = "If you think cryptography is the answer to your problem,\n\
                       then you don't know what your problem is.\n";
const GO_LINE: &str = "\u{2014} PeterNeumann \
                       x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";

#[test]
fn a_note_of_go_opens() {
    let verifier: NoteVerifier = GO_KEY.parse().unwrap();
    assert_eq!(verifier.key_id(), 0xc74f_20a3);
    assert_eq!(
        verifier.open(&format!("{GO_TEXT}\n{GO_LINE}\n")),
        Ok(GO_TEXT)
    );
}

#[test]
fn the_key_of_go_signs_the_same_note_here() {
    let seed: Hash = GO_SEED.parse().unwrap();
    let signer = NoteSigner::new("PeterNeumann", seed.as_bytes()).unwrap();
    assert_eq!(signer.verifier().to_string(), GO_KEY);
    assert_eq!(
        signer.sign(GO_TEXT).unwrap(),
        format!("{GO_TEXT}\n{GO_LINE}\n")
    );
}
