//! The `next` of a page: a place in the sequence of one agreement's releases.
//!
//! The sequence only grows, so a place in it stays right whatever is released later, and may be
//! asked for as often as wanted. Nothing secret is in it: whoever makes one up reads from another
//! place of what is open to it anyway. The check digits are there to tell a cursor of another
//! agreement, or a damaged one, from a good one.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mithaq_stix::ObjectId;
use sha2::{Digest, Sha256};

/// The text that stands for the place behind release number `seq`.
pub(crate) fn cursor(agreement: &ObjectId, seq: u64) -> String {
    let mut bytes = [0; 16];
    let (place, check) = bytes.split_at_mut(8);
    place.copy_from_slice(&seq.to_be_bytes());
    check.copy_from_slice(&check_digits(agreement, seq));
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The place that `text` stands for, if it was made for this agreement.
pub(crate) fn place(agreement: &ObjectId, text: &str) -> Option<u64> {
    let bytes: [u8; 16] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
    let (seq, check) = bytes.split_first_chunk::<8>()?;
    let seq = u64::from_be_bytes(*seq);
    (check == check_digits(agreement, seq)).then_some(seq)
}

fn check_digits(agreement: &ObjectId, seq: u64) -> [u8; 8] {
    let digest = Sha256::new()
        .chain_update(b"mithaq/taxii-next/v1\0")
        .chain_update(agreement.as_str())
        .chain_update([0])
        .chain_update(seq.to_be_bytes())
        .finalize();
    digest.first_chunk().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn agreement(n: u32) -> ObjectId {
        format!("coop-agreement--00000000-0000-4000-8000-{n:012}")
            .parse()
            .unwrap()
    }

    proptest! {
        #[test]
        fn a_cursor_is_read_back_for_its_agreement_only(seq: u64, one: u16, other: u16) {
            let text = cursor(&agreement(one.into()), seq);
            prop_assert_eq!(place(&agreement(one.into()), &text), Some(seq));
            if one != other {
                prop_assert_eq!(place(&agreement(other.into()), &text), None);
            }
        }

        #[test]
        fn a_damaged_cursor_is_refused(seq: u64, at in 0_usize..22, with in "[A-Za-z0-9_=+-]") {
            let good = cursor(&agreement(1), seq);
            let mut damaged = good.clone();
            damaged.replace_range(at..=at, &with);
            prop_assert_eq!(place(&agreement(1), &damaged).is_some(), damaged == good);
        }

        #[test]
        fn no_text_is_too_strange(text: String) {
            prop_assert_eq!(place(&agreement(1), &text), None);
        }
    }

    #[test]
    fn a_cursor_is_a_short_word_for_an_address() {
        insta::assert_snapshot!(cursor(&agreement(1), 7), @"AAAAAAAAAAdRqOHjKmFqQg");
    }
}
