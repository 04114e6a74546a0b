//! Signed notes, and the keys that sign them.

use mithaq_ledger::{
    MAX_NOTE_BYTES, MAX_SIGNATURES, NoteSigner, NoteVerifier, OpenNoteError,
    ParseNoteVerifierError, SignNoteError,
};
use proptest::prelude::*;

use crate::support::sentences;

const TEXT: &str = "first line\n\nthird line\n";

fn signer(name: &str, seed: u8) -> NoteSigner {
    NoteSigner::new(name, &[seed; 32]).unwrap()
}

/// The signature line of a note, with its newline.
fn line(note: &str) -> &str {
    note.rsplit_once("\n\n").unwrap().1
}

#[test]
fn a_note_looks_as_it_should() {
    let note = signer("node.example/mithaq/ledger/1", 7)
        .sign(TEXT)
        .unwrap();
    insta::assert_snapshot!(note, @r"
    first line

    third line

    — node.example/mithaq/ledger/1 Tu4ctebF+ACK6pxkGUepIwF+4x4SB+94c7uL62Fvji8albNosEHaiiiWbiiW8G6jl0YFWPCC7fVXQ3vq7UyQ8NhrYAQ=
    ");
}

#[test]
fn a_note_opens_with_its_key() {
    let signer = signer("log", 7);
    for text in [
        TEXT,
        "\n",
        "\n\n",
        "one\n",
        "سجل\n",
        "\u{2014} log AAAAAAA=\n",
    ] {
        let note = signer.sign(text).unwrap();
        assert_eq!(signer.verifier().open(&note), Ok(text), "{text:?}");
    }
}

#[test]
fn a_note_does_not_open_with_another_key() {
    let note = signer("log", 7).sign(TEXT).unwrap();
    for (name, seed) in [("log", 8), ("gol", 7)] {
        let other = signer(name, seed).verifier();
        assert_eq!(
            other.open(&note),
            Err(OpenNoteError::NotSigned {
                key: other.to_string()
            })
        );
    }
}

#[test]
fn no_byte_of_a_note_can_be_changed() {
    let signer = signer("log", 7);
    let note = signer.sign(TEXT).unwrap();
    let verifier = signer.verifier();
    let mut readable = 0;
    for place in 0..note.len() {
        for bit in 0..8 {
            let mut bytes = note.clone().into_bytes();
            bytes[place] ^= 1 << bit;
            if let Ok(changed) = String::from_utf8(bytes) {
                readable += 1;
                assert!(
                    verifier.open(&changed).is_err(),
                    "bit {bit} of byte {place}"
                );
            }
        }
    }
    assert!(readable > 6 * note.len(), "most changes leave a text");
}

#[test]
fn no_byte_of_a_note_can_be_left_out_or_added() {
    let signer = signer("log", 7);
    let note = signer.sign(TEXT).unwrap();
    for place in note.char_indices().map(|(place, _)| place) {
        let mut shorter = note.clone();
        shorter.remove(place);
        assert!(signer.verifier().open(&shorter).is_err(), "without {place}");
        let mut longer = note.clone();
        longer.insert(place, 'A');
        assert!(signer.verifier().open(&longer).is_err(), "with {place}");
    }
}

#[test]
fn signatures_by_others_are_ignored() {
    let (log, witness) = (signer("log", 7), signer("witness", 8));
    let renewed = signer("log", 9);
    let unknown_kind = "\u{2014} witness AAAAAAAAAA==\n";
    let note = [
        witness.sign(TEXT).unwrap().as_str(),
        unknown_kind,
        line(&renewed.sign("another text\n").unwrap()),
        line(&log.sign(TEXT).unwrap()),
    ]
    .concat();
    assert_eq!(log.verifier().open(&note), Ok(TEXT));
    assert_eq!(witness.verifier().open(&note), Ok(TEXT));
    // The renewed key of the same name signed, but not this.
    let refused = renewed.verifier().open(&note).unwrap_err();
    assert_eq!(
        refused,
        OpenNoteError::Signature {
            name: "log".to_owned()
        }
    );
}

#[test]
fn every_signature_of_a_key_must_verify() {
    let log = signer("log", 7);
    let note = log.sign(TEXT).unwrap();
    let twice = format!("{note}{}", line(&note));
    assert_eq!(log.verifier().open(&twice), Ok(TEXT));
    let other = log.sign("another text\n").unwrap();
    let good_and_bad = format!("{note}{}", line(&other));
    assert!(matches!(
        log.verifier().open(&good_and_bad),
        Err(OpenNoteError::Signature { .. })
    ));
}

#[test]
fn a_malformed_signature_line_spoils_the_note() {
    let log = signer("log", 7);
    let note = log.sign(TEXT).unwrap();
    for spoilt in [
        "\n",
        "\u{2014}\n",
        "- witness AAAAAAA=\n",
        "\u{2014} witness\n",
        "\u{2014}  AAAAAAA=\n",
        "\u{2014} wit+ness AAAAAAA=\n",
        "\u{2014} wit\u{a0}ness AAAAAAA=\n",
        "\u{2014} witness AAAAAA==\n",
        "\u{2014} witness AAAAAAB=\n",
        "\u{2014} witness AAAAAAA\n",
        "\u{2014} witness AAAAAAA= \n",
        "\u{2014} witness  AAAAAAA=\n",
    ] {
        let note = format!("{note}{spoilt}");
        assert!(log.verifier().open(&note).is_err(), "{spoilt:?}");
    }
    let fine = format!("{note}\u{2014} witness AAAAAAA=\n");
    assert_eq!(log.verifier().open(&fine), Ok(TEXT));
}

#[test]
fn what_cannot_be_signed_is_said() {
    let log = signer("log", 7);
    let said = |text: &str| sentences(&log.sign(text).unwrap_err());
    insta::assert_snapshot!(said(""), @"the text to sign must end with a newline");
    insta::assert_snapshot!(said("no newline"), @"the text to sign must end with a newline");
    insta::assert_snapshot!(said("tab\there\n"), @"the text to sign has a control character: only newlines may stand in a note");
    let longest = MAX_NOTE_BYTES - (log.sign("\n").unwrap().len() - 1);
    let fitting = "a".repeat(longest - 1) + "\n";
    assert!(log.verifier().open(&log.sign(&fitting).unwrap()).is_ok());
    assert_eq!(
        log.sign(&format!("a{fitting}")),
        Err(SignNoteError::TooLong)
    );
    insta::assert_snapshot!(said(&format!("a{fitting}")), @"the text to sign is too long: a note may have 262144 bytes");
}

#[test]
fn why_a_note_cannot_be_believed_is_said() {
    let log = signer("log", 7);
    let note = log.sign(TEXT).unwrap();
    let said = |note: &str| sentences(&log.verifier().open(note).unwrap_err());
    insta::assert_snapshot!(said("text\n"), @"a note must be a text, an empty line and signature lines, each ended by a newline");
    insta::assert_snapshot!(said("text\n\n"), @"a note must be a text, an empty line and signature lines, each ended by a newline");
    insta::assert_snapshot!(said(note.trim_end()), @"a note must be a text, an empty line and signature lines, each ended by a newline");
    insta::assert_snapshot!(said(&note.replace("first", "fir\rt")), @"the note has a control character: only newlines may stand in a note");
    insta::assert_snapshot!(said(&note.replace("first", "third")), @"the signature by `log` does not fit the note: the text or the signature was changed after signing");
    insta::assert_snapshot!(said(&note.replace("\u{2014} log", "\u{2014} gol")), @"the note carries no signature by the key `log+d0ef8fb5+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs`");
    insta::assert_snapshot!(said(&format!("{note}scribble\n")), @"signature line 2 of the note cannot be read");
    insta::assert_snapshot!(said(&"a".repeat(MAX_NOTE_BYTES + 1)), @"the note has 262145 bytes, more than the 262144 that a note may have");
    let witness = "\u{2014} witness AAAAAAA=\n";
    let crowded = note.clone() + &witness.repeat(MAX_SIGNATURES - 1);
    assert_eq!(log.verifier().open(&crowded), Ok(TEXT));
    insta::assert_snapshot!(said(&(crowded + witness)), @"the note has more than 100 signatures");
}

#[test]
fn a_key_has_a_name_that_fits_a_signature_line() {
    for name in [
        "",
        "two words",
        "a+b",
        "a\u{2003}b",
        "line\n",
        "bell\u{7}",
        "\u{a0}",
    ] {
        let refused = NoteSigner::new(name, &[7; 32]).unwrap_err();
        assert_eq!(refused.name, name);
        let written = format!("{name}+00000000+AAAA");
        assert!(written.parse::<NoteVerifier>().is_err(), "{name:?}");
    }
    let refused = NoteSigner::new("line\n+", &[7; 32]).unwrap_err();
    insta::assert_snapshot!(sentences(&refused), @r"`line\n+` cannot name a key: a name must have at least one character, and no space, `+` or control character; take one like `node.example/mithaq/ledger/1`");
    assert_eq!(signer("عقدة/سجل", 7).verifier().name(), "عقدة/سجل");
}

#[test]
fn a_verifier_key_has_one_written_form() {
    let verifier = signer("node.example/log", 7).verifier();
    let written = verifier.to_string();
    insta::assert_snapshot!(written, @"node.example/log+9e335c02+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs");
    assert_eq!(written.parse(), Ok(verifier.clone()));
    assert_eq!(
        verifier.public_key(),
        signer("another", 7).verifier().public_key()
    );
    for place in 0..written.len() {
        for bit in 0..8 {
            let mut bytes = written.clone().into_bytes();
            bytes[place] ^= 1 << bit;
            if let Ok(changed) = String::from_utf8(bytes) {
                assert!(changed.parse::<NoteVerifier>().is_err(), "{changed}");
            }
        }
    }
}

#[test]
fn what_is_wrong_with_a_verifier_key_is_said() {
    let written = signer("log", 7).verifier().to_string();
    let said = |text: &str| sentences(&text.parse::<NoteVerifier>().unwrap_err());
    insta::assert_snapshot!(said("log"), @"the key must be written as its name, eight hexadecimal digits and base64, with `+` between");
    insta::assert_snapshot!(said(&written.to_uppercase()), @"the key must be written as its name, eight hexadecimal digits and base64, with `+` between");
    insta::assert_snapshot!(said(&written.replace("log", "two words")), @"`two words` cannot name a key: a name must have at least one character, and no space, `+` or control character; take one like `node.example/mithaq/ledger/1`");
    insta::assert_snapshot!(said(&written.replace("log", "gol")), @"the key `gol` has the id f94e103b, not d0ef8fb5: a part was mistyped");
    insta::assert_snapshot!(said(&written.replace("+A", "+B")), @"the key is of a kind that is not known here: only Ed25519 keys (kind 1) are");
    insta::assert_snapshot!(said("log+00000000+AQ=="), @"the key `log` is not a valid Ed25519 key");
}

/// The neutral point verifies a signature over any text, and so do the other points of small order.
#[test]
fn a_key_that_verifies_anything_is_refused() {
    let neutral = "log+00000000+AQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let refused = neutral.parse::<NoteVerifier>();
    assert_eq!(
        refused,
        Err(ParseNoteVerifierError::Key {
            name: "log".to_owned()
        })
    );
}

/// Whoever has the secret can make this signature, whose first half is the neutral point, besides
/// the right one; lax verifiers take it, so they would disagree with strict ones.
#[test]
fn a_signature_that_only_lax_verifiers_take_is_refused() {
    let lax = "anything\n\n\u{2014} log \
               0O+PtQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAtmQ9pvdbqzGtlNmcC+qhwEKUKDBUYfgqkE0akxHtkQg=\n";
    let refused = signer("log", 7).verifier().open(lax);
    assert_eq!(
        refused,
        Err(OpenNoteError::Signature {
            name: "log".to_owned()
        })
    );
}

proptest! {
    #[test]
    fn any_fitting_text_opens_as_it_was_signed(text in "(\\PC{0,20}\n){1,6}", seed: [u8; 32]) {
        let signer = NoteSigner::new("log", &seed).unwrap();
        let note = signer.sign(&text).unwrap();
        prop_assert_eq!(signer.verifier().open(&note), Ok(text.as_str()));
    }

    #[test]
    fn nothing_opens_that_was_not_signed(note in "(\\PC{0,9}\n){0,3}\n(\u{2014} log [A-Za-z0-9+/=]{0,90}\n){0,3}") {
        prop_assert!(signer("log", 7).verifier().open(&note).is_err());
    }

    #[test]
    fn every_verifier_key_reads_back(name in "[^\\s+\\p{Cc}]{1,20}", seed: [u8; 32]) {
        let verifier = NoteSigner::new(&name, &seed).unwrap().verifier();
        prop_assert_eq!(verifier.to_string().parse(), Ok(verifier));
    }
}
