//! The shapes of single values.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::path::Path;
use super::report::{Report, quote};
use super::table::Form;
use crate::json::{Members, Number, Value};

/// Checks the range of a number, and that an integer is one.
pub(super) fn number(form: Form, number: &Number<'_>, path: Path<'_>, report: &mut Report) {
    let value = number.as_f64();
    match form {
        Form::Integer(least, most) => {
            if !number.is_integer() && value.fract() != 0.0 {
                report.error(path, "value-type", "2.10", "the value must be an integer");
                return;
            }
            #[expect(
                clippy::cast_precision_loss,
                reason = "the bounds of the tables are exact doubles"
            )]
            let inside = (least as f64..=most as f64).contains(&value);
            if !inside {
                let message = format!("the value must lie between {least} and {most}");
                report.error(path, "number-range", "2.10", message);
            }
        }
        Form::Float(least, most) if !(least..=most).contains(&value) => {
            let message = if most < f64::MAX {
                format!("the value must lie between {least} and {most}")
            } else {
                format!("the value must be at least {least}")
            };
            report.error(path, "number-range", "2.6", message);
        }
        _ => {}
    }
}

/// Checks names and shapes of hashes (STIX 2.1 sections 2.7 and 10.6).
pub(super) fn hashes(members: &Members<'_>, path: Path<'_>, report: &mut Report) {
    for (name, value) in members.iter() {
        let place = Path::Name(&path, name);
        let Value::String(hash) = value else {
            if !matches!(value, Value::Null) {
                report.error(place, "value-type", "2.7", "a hash must be a text");
            }
            continue;
        };
        if name.len() < 3 {
            report.error(
                place,
                "hash-name",
                "2.7",
                "the name of a hash has at least 3 characters",
            );
        }
        let shape = hash_shape(name, hash).unwrap_or_else(|| {
            report.warning(
                place,
                "hash-name",
                "10.6",
                "the name of the hash is not in the vocabulary: MD5, SHA-1, SHA-256, SHA-512, SHA3-256, SHA3-512, SSDEEP, TLSH",
            );
            true
        });
        if !shape {
            let message = format!("the value has not the shape of a {name} hash");
            report.error(place, "hash-value", "10.6", message);
        }
    }
}

/// Whether the value has the shape of a hash of that algorithm; none if the vocabulary does not
/// have it.
pub(crate) fn hash_shape(algorithm: &str, hash: &str) -> Option<bool> {
    Some(match algorithm {
        "MD5" => hex_digits(hash, 32),
        "SHA-1" => hex_digits(hash, 40),
        "SHA-256" | "SHA3-256" => hex_digits(hash, 64),
        "SHA-512" | "SHA3-512" => hex_digits(hash, 128),
        "SSDEEP" => is_ssdeep(hash),
        "TLSH" => hex_digits(hash.strip_prefix("T1").unwrap_or(hash), 70),
        _ => return None,
    })
}

/// Checks the ids of the catalogues that STIX names (sections 4.1 and 4.19).
pub(super) fn external_reference(members: &Members<'_>, path: Path<'_>, report: &mut Report) {
    let text = |name| members.get(name).and_then(Value::as_str);
    let Some(source) = text("source_name") else {
        return;
    };
    let id = text("external_id").unwrap_or_default();
    let place = Path::Name(&path, "external_id");
    // The names are written in lower case; a catalogue in capitals is the same catalogue.
    let named = |name: &str| source.eq_ignore_ascii_case(name);
    if (named("cve") || named("capec")) && source.bytes().any(|byte| byte.is_ascii_uppercase()) {
        report.error(
            Path::Name(&path, "source_name"),
            "catalogue-name",
            "2.5",
            "the name of the catalogue is written in lower case: `cve`, `capec`",
        );
    }
    match source {
        "cve" if !is_cve(id) => report.error(
            place,
            "cve-id",
            "4.19",
            "a reference to CVE needs an `external_id` like `CVE-2016-1234`",
        ),
        "capec" if !is_numbered(id, "CAPEC-") => report.error(
            place,
            "capec-id",
            "4.1",
            "a reference to CAPEC needs an `external_id` like `CAPEC-163`",
        ),
        _ => {}
    }
}

/// Warns of names that are not lower case with hyphens (section 2.11).
pub(super) fn kill_chain_phase(members: &Members<'_>, path: Path<'_>, report: &mut Report) {
    for (name, value) in members.iter() {
        let odd = |byte: u8| byte.is_ascii_uppercase() || byte == b'_' || byte == b' ';
        if value.as_str().is_some_and(|text| text.bytes().any(odd)) {
            let message = "the name should be lower case, with hyphens between words";
            report.warning(Path::Name(&path, name), "kill-chain-name", "2.11", message);
        }
    }
}

/// An even number of lower-case hexadecimal digits (section 2.8).
pub(super) fn is_hex(text: &str) -> bool {
    text.len().is_multiple_of(2)
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Base64 with padding (section 2.1, RFC 4648 section 4).
pub(super) fn is_base64(text: &str) -> bool {
    let digits = text
        .strip_suffix("==")
        .or_else(|| text.strip_suffix('='))
        .unwrap_or(text);
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
    text.len().is_multiple_of(4) && digits.bytes().fold(true, |all, byte| all & allowed(byte))
}

/// A URL with a scheme and something after it, without characters that never stand in one.
pub(super) fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let scheme_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(scheme_part)
        && !rest.is_empty()
        && !rest
            .chars()
            .any(|letter| letter.is_whitespace() || letter.is_control())
}

/// An IPv4 address, or a network in CIDR notation (section 6.8).
pub(super) fn is_ipv4(text: &str) -> bool {
    let (address, prefix) = split_prefix(text);
    address.parse::<Ipv4Addr>().is_ok() && prefix.is_none_or(|prefix| is_prefix(prefix, 32))
}

/// An IPv6 address, perhaps with a zone, or a network in CIDR notation (section 6.9).
pub(super) fn is_ipv6(text: &str) -> bool {
    let (address, prefix) = split_prefix(text);
    let address = address
        .split_once('%')
        .map_or(address, |(address, _)| address);
    address.parse::<Ipv6Addr>().is_ok() && prefix.is_none_or(|prefix| is_prefix(prefix, 128))
}

/// Six pairs of lower-case digits with colons between them (section 6.10).
pub(super) fn is_mac(text: &str) -> bool {
    text.len() == 17
        && text.split(':').count() == 6
        && text.split(':').all(|pair| pair.len() == 2 && is_hex(pair))
}

/// A domain name: labels of at most 63 characters (section 6.4, RFC 1034, RFC 5890).
pub(super) fn is_domain(text: &str) -> bool {
    let name = text.strip_suffix('.').unwrap_or(text);
    let allowed = |letter: char| {
        letter.is_ascii_alphanumeric()
            || letter == '-'
            || letter == '_'
            || (!letter.is_ascii() && !letter.is_whitespace() && !letter.is_control())
    };
    let label = |label: &str| {
        !label.is_empty() && label.chars().count() <= 63 && label.chars().all(allowed)
    };
    let labels = name.strip_prefix("*.").unwrap_or(name);
    name.chars().count() <= 253 && labels.split('.').all(label)
}

/// An address without a display name (section 6.5, RFC 5322 `addr-spec`).
pub(super) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let plain = |letter: char| {
        !(letter.is_whitespace() || letter.is_control() || "()<>[]:;@\\,\"".contains(letter))
    };
    let quoted = local.len() >= 2 && local.starts_with('"') && local.ends_with('"');
    let dot_atom = !local.is_empty()
        && local
            .split('.')
            .all(|atom| !atom.is_empty() && atom.chars().all(plain));
    let literal = domain.len() > 2 && domain.starts_with('[') && domain.ends_with(']');
    (quoted || dot_atom) && (literal || (!domain.is_empty() && domain.chars().all(plain)))
}

/// Complains about a `value` that has not the shape that its type asks for.
pub(super) fn address(kind: &str, members: &Members<'_>, report: &mut Report) {
    let Some(Value::String(text)) = members.get("value") else {
        return;
    };
    // A value that was made harmless has another shape on purpose.
    if members.get("defanged").and_then(Value::as_bool) == Some(true) {
        return;
    }
    let (fits, wanted, section) = match kind {
        "ipv4-addr" => (is_ipv4(text), "an IPv4 address or network", "6.8"),
        "ipv6-addr" => (is_ipv6(text), "an IPv6 address or network", "6.9"),
        "mac-addr" => (
            is_mac(text),
            "a MAC address in lower case, such as `d2:fb:49:24:37:18`",
            "6.10",
        ),
        "domain-name" => (is_domain(text), "a domain name", "6.4"),
        "email-addr" => (is_email(text), "an address without a display name", "6.5"),
        _ => return,
    };
    if !fits {
        let message = format!("`{}` is not {wanted}", quote(text));
        report.error(
            Path::Name(&Path::Root, "value"),
            "address",
            section,
            message,
        );
    }
}

fn split_prefix(text: &str) -> (&str, Option<&str>) {
    text.split_once('/')
        .map_or((text, None), |(address, prefix)| (address, Some(prefix)))
}

fn is_prefix(text: &str, most: u16) -> bool {
    let padded = text.len() > 1 && text.starts_with('0');
    let digits =
        !text.is_empty() && text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits && !padded && text.parse::<u16>().is_ok_and(|prefix| prefix <= most)
}

fn hex_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_ssdeep(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
    let mut parts = text.splitn(3, ':');
    let size = parts.next().unwrap_or_default();
    let blocks: Vec<&str> = parts.collect();
    !size.is_empty()
        && size.bytes().all(|byte| byte.is_ascii_digit())
        && blocks.len() == 2
        && blocks.iter().all(|block| block.bytes().all(allowed))
}

fn is_cve(id: &str) -> bool {
    let year_and_number = id
        .strip_prefix("CVE-")
        .and_then(|rest| rest.split_once('-'));
    year_and_number.is_some_and(|(year, number)| {
        year.len() == 4
            && number.len() >= 4
            && year
                .bytes()
                .chain(number.bytes())
                .all(|byte| byte.is_ascii_digit())
    })
}

fn is_numbered(id: &str, prefix: &str) -> bool {
    id.strip_prefix(prefix).is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}
