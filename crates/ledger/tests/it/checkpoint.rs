//! Checkpoints, written and read.

use mithaq_ledger::{Checkpoint, Hash};
use proptest::prelude::*;

use crate::support::sentences;

fn checkpoint(origin: &str, size: u64) -> Checkpoint {
    Checkpoint {
        origin: origin.to_owned(),
        size,
        root: Hash::EMPTY_ROOT,
    }
}

#[test]
fn a_checkpoint_looks_as_it_should() {
    insta::assert_snapshot!(checkpoint("node.example/mithaq/ledger/1", 20_852_163), @r"
    node.example/mithaq/ledger/1
    20852163
    47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
    ");
}

#[test]
fn only_what_is_written_so_is_read() {
    let root = Hash::EMPTY_ROOT;
    for text in [
        String::new(),
        "log\n".to_owned(),
        format!("log\n5\n{root}"),
        format!("log\n5\n{root}\nextension\n"),
        format!("log\n5\n{root}\n\n"),
        format!("log\r\n5\n{root}\n"),
        format!("\n5\n{root}\n"),
        format!("log\n\n{root}\n"),
        format!("log\n05\n{root}\n"),
        format!("log\n+5\n{root}\n"),
        format!("log\n-5\n{root}\n"),
        format!("log\n 5\n{root}\n"),
        format!("log\n٥\n{root}\n"),
        format!("log\n18446744073709551616\n{root}\n"),
        "log\n5\n\n".to_owned(),
        "log\n5\nAAAA\n".to_owned(),
        format!("log\n5\n{root} \n"),
    ] {
        assert!(text.parse::<Checkpoint>().is_err(), "{text:?}");
    }
    let largest = format!("log\n18446744073709551615\n{root}\n");
    assert_eq!(largest.parse(), Ok(checkpoint("log", u64::MAX)));
}

#[test]
fn what_is_wrong_with_a_checkpoint_is_said() {
    let said = |text: &str| sentences(&text.parse::<Checkpoint>().unwrap_err());
    let root = Hash::EMPTY_ROOT;
    insta::assert_snapshot!(said(&format!("log\n5\n{root}\nextension\n")), @"a checkpoint has three lines, each ended by a newline: origin, size and root");
    insta::assert_snapshot!(said(&format!("\n5\n{root}\n")), @"the first line of the checkpoint does not name a log");
    insta::assert_snapshot!(said(&format!("log\n05\n{root}\n")), @"the second line of the checkpoint is not a size: it must be a plain decimal number");
    insta::assert_snapshot!(said("log\n5\nAAAA\n"), @r"
    the third line of the checkpoint is not a root
    the hash has 3 bytes where SHA-256 has 32
    ");
    insta::assert_snapshot!(said("log\n5\nroot\n"), @r"
    the third line of the checkpoint is not a root
    the hash has 3 bytes where SHA-256 has 32
    ");
}

proptest! {
    #[test]
    fn every_checkpoint_reads_back(origin in "\\PC{1,30}", size: u64, root: [u8; 32]) {
        let checkpoint = Checkpoint { origin, size, root: Hash::from_bytes(root) };
        prop_assert_eq!(checkpoint.to_string().parse(), Ok(checkpoint));
    }

    #[test]
    fn what_is_read_is_written_the_same(text in "[a-c]{0,2}\n[0-9+]{0,3}\n[A-Za-z0-9+/]{42}[A-Za-z0-9]=\n") {
        if let Ok(checkpoint) = text.parse::<Checkpoint>() {
            prop_assert_eq!(checkpoint.to_string(), text);
        }
    }
}
