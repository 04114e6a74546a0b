//! Receipts: what they prove, and what happens to one that somebody touched.

use mithaq_ledger::{
    Checkpoint, Edge, Hash, MAX_CHECKPOINT_BYTES, MAX_ENTRY_BYTES, MAX_PROOF_HASHES,
    MAX_RECEIPT_BYTES, NotProved, NoteSigner, ParseReceiptError, Proved, Receipt, commit,
    inclusion_proof, leaf_hash,
};
use proptest::prelude::*;

use crate::support::{Shelf, sentences};

const ORIGIN: &str = "node.example/mithaq/ledger/1";
const ENTRY: &str = "{\"act\":\"release\",\"to\":\"وزارة\",\"note\":\"a \\\"quoted\\\" word\"}";
const SALT: [u8; 32] = [0x5a; 32];

fn signer() -> NoteSigner {
    NoteSigner::new(ORIGIN, &[7; 32]).unwrap()
}

/// The receipt of an entry that stands at `index` in a log of `size`.
fn receipt(entry: &str, index: u64, size: u64) -> Receipt {
    let mut edge = Edge::empty();
    for number in 0..size {
        let other = number.to_be_bytes();
        let content = if number == index {
            entry.as_bytes()
        } else {
            &other
        };
        edge.push(leaf_hash(&commit(&SALT, content)));
    }
    let mut shelf = Shelf::default();
    shelf.write(&mut edge);
    let checkpoint = Checkpoint {
        origin: ORIGIN.to_owned(),
        size,
        root: edge.root(),
    };
    Receipt {
        index,
        salt: SALT,
        entry: entry.to_owned(),
        proof: inclusion_proof(index, size, &shelf).unwrap(),
        checkpoint: signer().sign(&checkpoint.to_string()).unwrap(),
        log_key: signer().verifier(),
    }
}

fn read_and_verify(bytes: &[u8]) -> Option<Proved> {
    Receipt::parse(bytes).ok()?.verify(None).ok()
}

#[test]
fn a_receipt_looks_as_it_should() {
    insta::assert_snapshot!(receipt(ENTRY, 3, 9).to_json(), @r#"
    {
      "format": "mithaq-receipt/1",
      "log": "node.example/mithaq/ledger/1+4eee1cb5+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs",
      "index": 3,
      "entry": "{\"act\":\"release\",\"to\":\"وزارة\",\"note\":\"a \\\"quoted\\\" word\"}",
      "salt": "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo=",
      "proof": [
        "7H5b5ScD5X94lOOXzGWmHFbhWWsILSnijzmBWO/LBrE=",
        "RF30Pa/QHfrDXtr0U62UOHwfY43ltfR5T7Y3X7UQyQY=",
        "k7v6ejeBJvwRaIlIKJq4s/PCeIwzF6pdFdZjx/12VPs=",
        "wNJqAKZqtW7YSwOdwoL/te8R5SByzi+kXIhcnP6R+Sw="
      ],
      "checkpoint": "node.example/mithaq/ledger/1\n9\n4Z9XiEr4Abk59ZYbfcBZfO6ZzuoRIpgyo+xEiXiXxeg=\n\n— node.example/mithaq/ledger/1 Tu4ctSONMTU4qOZPz07kgo+f66muo+SCLFUAXQUhnBI0SWocvYT/zb+X9ZykgWoJRom3W0NIGmqBwkewxkWAnZ9NSgA=\n"
    }
    "#);
    insta::assert_snapshot!(receipt("only", 0, 1).to_json(), @r#"
    {
      "format": "mithaq-receipt/1",
      "log": "node.example/mithaq/ledger/1+4eee1cb5+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs",
      "index": 0,
      "entry": "only",
      "salt": "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo=",
      "proof": [],
      "checkpoint": "node.example/mithaq/ledger/1\n1\nPcqHdzFV5cvgjd2JjNhYXs182S3KGj9ciMtnRql+d+w=\n\n— node.example/mithaq/ledger/1 Tu4ctUsHNe0NHmuLPM1z/H0iuF9VWK831jZrfndt10Sxa3J/rh+90sCMI/1vgJeHLQhwBpKkAQyuMzQ3/Bjb/RRrYgk=\n"
    }
    "#);
}

#[test]
fn a_receipt_proves_its_entry() {
    for (index, size) in [(0, 1), (3, 9), (8, 9), (299, 300)] {
        let given = receipt(ENTRY, index, size);
        let read = Receipt::parse(given.to_json().as_bytes()).unwrap();
        assert_eq!(read, given);
        let proved = read.verify(Some(&signer().verifier())).unwrap();
        let checkpoint: Checkpoint = signer()
            .verifier()
            .open(&given.checkpoint)
            .unwrap()
            .parse()
            .unwrap();
        assert_eq!(
            (proved.index, proved.size, proved.pinned),
            (index, size, true)
        );
        assert_eq!(
            (proved.origin.as_str(), proved.root),
            (ORIGIN, checkpoint.root)
        );
        assert_eq!(proved.key, signer().verifier());
        let unpinned = read.verify(None).unwrap();
        assert_eq!(
            unpinned,
            Proved {
                pinned: false,
                ..proved
            }
        );
    }
}

#[test]
fn no_bit_of_a_receipt_can_be_changed() {
    let file = receipt(ENTRY, 3, 9).to_json().into_bytes();
    assert!(read_and_verify(&file).is_some());
    for place in 0..file.len() {
        for bit in 0..8 {
            let mut changed = file.clone();
            changed[place] ^= 1 << bit;
            assert_eq!(read_and_verify(&changed), None, "bit {bit} of byte {place}");
        }
    }
}

#[test]
fn no_byte_of_a_receipt_can_be_left_out_added_or_doubled() {
    let file = receipt(ENTRY, 3, 9).to_json().into_bytes();
    for place in 0..file.len() {
        let mut shorter = file.clone();
        shorter.remove(place);
        assert_eq!(read_and_verify(&shorter), None, "without byte {place}");
        for added in [file[place], b' ', b'\n', b'0', b'A'] {
            let mut longer = file.clone();
            longer.insert(place, added);
            assert_eq!(
                read_and_verify(&longer),
                None,
                "{added} before byte {place}"
            );
        }
        assert_eq!(read_and_verify(&file[..place]), None, "only {place} bytes");
    }
    for added in [b' ', b'\n', 0] {
        assert_eq!(read_and_verify(&[file.as_slice(), &[added]].concat()), None);
    }
}

/// One way to spoil a file that can be read, and what is said about it.
fn said_of(spoil: impl Fn(&str) -> String) -> String {
    let file = spoil(&receipt(ENTRY, 3, 9).to_json());
    sentences(&Receipt::parse(file.as_bytes()).unwrap_err())
}

#[test]
fn a_file_that_is_not_a_receipt_is_refused() {
    insta::assert_snapshot!(said_of(|_| String::new()), @r"
    the file is not a receipt, or a part of it is missing or was added
    EOF while parsing a value at line 1 column 0
    ");
    insta::assert_snapshot!(said_of(|_| "{\"type\": \"bundle\"}".to_owned()), @r"
    the file is not a receipt, or a part of it is missing or was added
    missing field `format` at line 1 column 18
    ");
    insta::assert_snapshot!(said_of(|file| file.replace("receipt/1", "receipt/2")), @"the file is of the format `mithaq-receipt/2`, not `mithaq-receipt/1`: it needs another program");
    insta::assert_snapshot!(said_of(|file| file.replace("\"salt\"", "\"pepper\"")), @r"
    the file is not a receipt, or a part of it is missing or was added
    unknown field `pepper`, expected one of `format`, `log`, `index`, `entry`, `salt`, `proof`, `checkpoint` at line 6 column 10
    ");
    insta::assert_snapshot!(
        said_of(|file| file.replace("  \"index\": 3,\n", "  \"index\": 3,\n  \"index\": 4,\n")),
        @r"
    the file is not a receipt, or a part of it is missing or was added
    duplicate field `index` at line 5 column 9
    "
    );
    insta::assert_snapshot!(said_of(|file| file.replace("  \"index\": 3,\n", "")), @r"
    the file is not a receipt, or a part of it is missing or was added
    missing field `index` at line 13 column 1
    ");
    insta::assert_snapshot!(said_of(|file| file.replace("\"index\": 3", "\"index\": -3")), @r"
    the file is not a receipt, or a part of it is missing or was added
    invalid value: integer `-3`, expected u64 at line 4 column 13
    ");
    insta::assert_snapshot!(said_of(|file| file.replace("\"index\": 3", "\"index\": 3.0")), @r"
    the file is not a receipt, or a part of it is missing or was added
    invalid type: floating point `3.0`, expected u64 at line 4 column 14
    ");
}

#[test]
fn a_file_that_says_the_same_in_another_way_is_refused() {
    let bytes = |spoil: fn(&str) -> String| {
        let file = spoil(&receipt(ENTRY, 3, 9).to_json());
        let refused = Receipt::parse(file.as_bytes()).unwrap_err();
        assert!(
            matches!(refused, ParseReceiptError::Bytes),
            "{refused}\n{file}"
        );
    };
    bytes(|file| file.replace("\n  ", "\n"));
    bytes(|file| file.replace('\n', "\r\n"));
    bytes(|file| file.trim_end().to_owned());
    bytes(|file| format!("{file}\n"));
    bytes(|file| format!(" {file}"));
    bytes(|file| file.replace("release", "r\\u0065lease"));
    bytes(|file| file.replace("\"index\"", "\"ind\\u0065x\""));
    bytes(|file| file.replace("mithaq/ledger", "mithaq\\/ledger"));
    bytes(|file| {
        let line = "  \"index\": 3,\n";
        file.replace(line, "")
            .replace("  \"entry\"", &format!("{line}  \"entry\""))
            .replace("  \"log\"", "  \"log\" ")
    });
    bytes(|file| {
        let (head, rest) = file.split_once("  \"index\": 3,\n").unwrap();
        let (entry, rest) = rest.split_once('\n').unwrap();
        format!("{head}{entry}\n  \"index\": 3,\n{rest}")
    });
    insta::assert_snapshot!(said_of(|file| file.replace('\n', "\r\n")), @"the file is not written as receipts are: it was edited or reformatted; use the file as it was received");
}

#[test]
fn a_part_that_cannot_be_read_is_named() {
    let salt = "Wlpa";
    insta::assert_snapshot!(said_of(|file| file.replacen(salt, "", 1)), @"the salt of the receipt must be 32 bytes in base64");
    insta::assert_snapshot!(said_of(|file| file.replacen("ledger/1+", "ledger/2+", 1)), @r"
    the receipt does not name the key of a log
    the key `node.example/mithaq/ledger/2` has the id e0013050, not 4eee1cb5: a part was mistyped
    ");
    insta::assert_snapshot!(said_of(|file| file.replacen("    \"", "    \"*", 1)), @r"
    hash 1 of the proof of the receipt cannot be read
    the hash is not written in standard base64 with padding
    ");
    insta::assert_snapshot!(said_of(|file| file.replacen("    \"", "    \"AAAA", 1)), @r"
    hash 1 of the proof of the receipt cannot be read
    the hash has 35 bytes where SHA-256 has 32
    ");
}

#[test]
fn a_part_that_is_too_long_is_named() {
    let said = |change: fn(&mut Receipt)| {
        let mut changed = receipt(ENTRY, 3, 9);
        change(&mut changed);
        sentences(&Receipt::parse(changed.to_json().as_bytes()).unwrap_err())
    };
    insta::assert_snapshot!(said(|it| it.entry = "a".repeat(MAX_ENTRY_BYTES + 1)), @"the entry of the receipt is too long: it has 1048577 bytes, and may have 1048576");
    insta::assert_snapshot!(said(|it| it.proof = vec![Hash::EMPTY_ROOT; MAX_PROOF_HASHES + 1]), @"the proof of the receipt is too long: it has 65 hashes, and may have 64");
    insta::assert_snapshot!(
        said(|it| it.checkpoint = "a".repeat(MAX_CHECKPOINT_BYTES + 1)),
        @"the checkpoint of the receipt is too long: it has 65537 bytes, and may have 65536"
    );
    insta::assert_snapshot!(said(|it| it.entry = "a".repeat(MAX_RECEIPT_BYTES)), @"the file of the receipt is too long: it has 8389278 bytes, and may have 8388608");
}

#[test]
fn the_longest_receipt_can_be_read() {
    let mut longest = receipt(&"\u{1}".repeat(MAX_ENTRY_BYTES), 3, 9);
    assert!(read_and_verify(longest.to_json().as_bytes()).is_some());
    longest.proof = vec![Hash::EMPTY_ROOT; MAX_PROOF_HASHES];
    longest.checkpoint = "\u{1}".repeat(MAX_CHECKPOINT_BYTES);
    assert_eq!(
        Receipt::parse(longest.to_json().as_bytes()).unwrap(),
        longest
    );
}

#[test]
fn why_a_receipt_does_not_prove_is_said() {
    let said = |change: &dyn Fn(&mut Receipt)| {
        let mut changed = receipt(ENTRY, 3, 9);
        change(&mut changed);
        sentences(&changed.verify(None).unwrap_err())
    };
    let state = |origin: &str, size| Checkpoint {
        origin: origin.to_owned(),
        size,
        root: Hash::EMPTY_ROOT,
    };
    let sign = |text: &str| signer().sign(text).unwrap();
    insta::assert_snapshot!(said(&|it| it.entry.push('.')), @r"
    the log of 9 entries does not hold this entry at place 3: the entry, the salt, the place or the proof was changed
    the proof does not lead to the root of the log of 9 entries
    ");
    insta::assert_snapshot!(said(&|it| it.salt[0] ^= 1), @r"
    the log of 9 entries does not hold this entry at place 3: the entry, the salt, the place or the proof was changed
    the proof does not lead to the root of the log of 9 entries
    ");
    insta::assert_snapshot!(said(&|it| it.index = 4), @r"
    the log of 9 entries does not hold this entry at place 4: the entry, the salt, the place or the proof was changed
    the proof does not lead to the root of the log of 9 entries
    ");
    insta::assert_snapshot!(said(&|it| it.index = 9), @"the log had 9 entries when it signed, so it has no entry at place 9 there");
    insta::assert_snapshot!(said(&|it| it.proof.truncate(1)), @r"
    the log of 9 entries does not hold this entry at place 3: the entry, the salt, the place or the proof was changed
    the proof has 1 hashes where one for this place and size has 4
    ");
    insta::assert_snapshot!(said(&|it| it.checkpoint = it.checkpoint.replace("\n9\n", "\n8\n")), @r"
    the log did not sign the state that the receipt shows
    the signature by `node.example/mithaq/ledger/1` does not fit the note: the text or the signature was changed after signing
    ");
    insta::assert_snapshot!(
        said(&|it| it.log_key = NoteSigner::new(ORIGIN, &[8; 32]).unwrap().verifier()),
        @r"
    the log did not sign the state that the receipt shows
    the note carries no signature by the key `node.example/mithaq/ledger/1+e3c71f87+AROY9ixtGkV8UbpqS189vS9p/KkyFiGNyJl+QWvRfZPK`
    "
    );
    insta::assert_snapshot!(said(&|it| it.checkpoint = sign(&state("other", 9).to_string())), @"the key `node.example/mithaq/ledger/1` signed the state of another log, `other`");
    insta::assert_snapshot!(said(&|it| it.checkpoint = sign("anything\n")), @r"
    the log signed something, but not the state of a log
    a checkpoint has three lines, each ended by a newline: origin, size and root
    ");
    insta::assert_snapshot!(
        said(&|it| it.checkpoint.push_str("\u{2014} witness AAAAAAA=\n")),
        @"the checkpoint of the receipt must carry one signature, the log's, and no other"
    );
}

#[test]
fn a_key_other_than_the_pinned_one_is_refused_before_all_else() {
    let mut changed = receipt(ENTRY, 3, 9);
    changed.entry.push('.');
    let pinned = NoteSigner::new(ORIGIN, &[8; 32]).unwrap().verifier();
    let refused = changed.verify(Some(&pinned)).unwrap_err();
    let named = signer().verifier().to_string();
    assert_eq!(
        refused,
        NotProved::OtherKey {
            named,
            pinned: pinned.to_string()
        }
    );
    insta::assert_snapshot!(sentences(&refused), @"the receipt names the key `node.example/mithaq/ledger/1+4eee1cb5+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs`, but the key known for this log is `node.example/mithaq/ledger/1+e3c71f87+AROY9ixtGkV8UbpqS189vS9p/KkyFiGNyJl+QWvRfZPK`: ask the agency that keeps the log which key is its own");
}

/// Someone with a key of their own can write a log of their own; only the pinned key tells.
#[test]
fn a_receipt_of_a_forged_log_proves_nothing_to_who_knows_the_key() {
    let stranger = NoteSigner::new(ORIGIN, &[66; 32]).unwrap();
    let mut forged = receipt("forged", 0, 1);
    forged.checkpoint = stranger
        .sign(signer().verifier().open(&forged.checkpoint).unwrap())
        .unwrap();
    forged.log_key = stranger.verifier();
    assert!(!forged.verify(None).unwrap().pinned);
    assert!(forged.verify(Some(&signer().verifier())).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_entry_is_proved_as_it_was_given(
        entry in "\\PC{0,60}|[\u{0}-\u{ff}]{0,60}",
        (index, size) in (1_u64..40).prop_flat_map(|size| (0..size, Just(size))),
    ) {
        let given = receipt(&entry, index, size);
        let read = Receipt::parse(given.to_json().as_bytes()).unwrap();
        prop_assert_eq!(&read, &given);
        prop_assert!(read.verify(None).is_ok());
    }

    #[test]
    fn no_file_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(read_and_verify(&bytes), None);
    }

    #[test]
    fn no_two_changes_of_a_receipt_go_unnoticed(
        first in any::<prop::sample::Index>(),
        second in any::<prop::sample::Index>(),
        bytes: [u8; 2],
    ) {
        let file = receipt(ENTRY, 3, 9).to_json().into_bytes();
        let mut changed = file.clone();
        changed[first.index(file.len())] = bytes[0];
        changed[second.index(file.len())] = bytes[1];
        prop_assert!(changed == file || read_and_verify(&changed).is_none());
    }
}
