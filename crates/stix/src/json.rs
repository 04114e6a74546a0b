//! A strict JSON reader that keeps what it read: RFC 8259 with the limits of I-JSON (RFC 7493).
//!
//! The tree borrows from the text; numbers keep their spelling and members keep their order.

mod edit;
mod error;
mod parse;
mod print;
mod scan;
mod value;

pub use error::{JsonErrorKind, ParseJsonError};
pub use parse::parse;
pub(crate) use parse::read as read_json;
pub use print::print;
pub(crate) use scan::{is_space, plain_run};
pub use value::{Member, Members, Number, Value};

/// Drops the white space between the tokens of a JSON text, and nothing else.
///
/// The text is known to be JSON; of other texts some white space is dropped.
pub fn compact(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&first, after)) = rest.split_first() {
        if first == b'"' {
            let (string, beyond) = rest
                .split_at_checked(string_length(rest))
                .unwrap_or((rest, &[]));
            out.extend_from_slice(string);
            rest = beyond;
        } else {
            if !is_space(first) {
                out.push(first);
            }
            rest = after;
        }
    }
    out
}

/// The length of the string token at the start of `bytes`, its quotes counted.
fn string_length(bytes: &[u8]) -> usize {
    let mut at = 1;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        at += plain_run(rest);
        match bytes.get(at) {
            Some(b'"') => return at + 1,
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
            None => return bytes.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_white_space_between_tokens_goes() {
        let text = b" { \"a b\" :\t[ 1.50 , \"\\\" \\\\\" , true ]\r\n}\n";
        assert_eq!(compact(text), b"{\"a b\":[1.50,\"\\\" \\\\\",true]}");
    }

    #[test]
    fn a_broken_text_is_no_reason_to_panic() {
        assert_eq!(compact(b"\"abc"), b"\"abc");
        assert_eq!(compact(b"\"abc\\"), b"\"abc\\");
        assert_eq!(compact("\"\u{e9} ".as_bytes()), "\"\u{e9} ".as_bytes());
    }
}
