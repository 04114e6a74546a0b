//! Constants from their text (STIX 2.1 section 9.4).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ipnet::IpNet;

use super::ast::Constant;
use super::error::PatternErrorKind;

/// What stood between apostrophes, without its escapes.
pub(super) fn text(raw: &str, escaped: bool) -> String {
    if !escaped {
        return raw.to_owned();
    }
    let mut text = String::with_capacity(raw.len());
    let mut characters = raw.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => text.extend(characters.next()),
            _ => text.push(character),
        }
    }
    text
}

/// The integers of STIX, which doubles hold exactly (section 2.10).
pub(super) fn integer(text: &str) -> Result<i64, PatternErrorKind> {
    const MOST: i64 = 9_007_199_254_740_991;
    text.parse()
        .ok()
        .filter(|number| (-MOST..=MOST).contains(number))
        .ok_or(PatternErrorKind::NumberRange)
}

/// A finite double.
pub(super) fn float(text: &str) -> Result<f64, PatternErrorKind> {
    text.parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
        .ok_or(PatternErrorKind::NumberRange)
}

/// The bytes of hexadecimal digits; the language takes both cases.
pub(super) fn hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| match pair {
            [high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
            _ => None,
        })
        .collect()
}

/// The bytes of base64 with padding.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// A network; an address is the network of itself alone.
pub(super) fn network(text: &str) -> Option<IpNet> {
    if text.contains('/') {
        let network: IpNet = text.parse().ok()?;
        return Some(network.trunc());
    }
    text.parse::<IpAddr>().ok().map(IpNet::from)
}

/// An address or network with the one spelling that its meaning has: no bits beyond the prefix,
/// no prefix that covers the whole address, no needless zeros. None if it is not one.
pub(super) fn canonical_network(text: &str) -> Option<String> {
    let (address, prefix) = match text.split_once('/') {
        Some((_, prefix)) if prefix.starts_with('+') => return None,
        Some((address, prefix)) => (address, Some(prefix.parse::<u8>().ok()?)),
        None => (text, None),
    };
    let address: IpAddr = match address.parse::<Ipv6Addr>() {
        Ok(address) => address.into(),
        Err(_) => zero_padded_ipv4(address)?.into(),
    };
    let whole = if address.is_ipv4() { 32 } else { 128 };
    let network = IpNet::new(address, prefix.unwrap_or(whole)).ok()?.trunc();
    Some(if network.prefix_len() == whole {
        network.addr().to_string()
    } else {
        network.to_string()
    })
}

/// An IPv4 address whose parts may have zeros before them, as long as it is the same number in
/// decimal and octal: programs disagree about the others.
fn zero_padded_ipv4(text: &str) -> Option<Ipv4Addr> {
    let mut parts = [0_u8; 4];
    let mut given = text.split('.');
    for part in &mut parts {
        let digits = given.next()?;
        let padded = digits.len() > 1 && digits.starts_with('0');
        let number: u8 = digits.parse().ok()?;
        if padded && number > 7 || digits.starts_with('+') {
            return None;
        }
        *part = number;
    }
    given.next().is_none().then(|| Ipv4Addr::from(parts))
}

/// Whether two constants can stand in one list (section 9.6.1); all numbers are of one type, and
/// so are all bytes.
pub(super) fn same_type(a: &Constant, b: &Constant) -> bool {
    let rank = |constant: &Constant| match constant {
        Constant::Bool(_) => 0,
        Constant::Integer(_) | Constant::Float(_) => 1,
        Constant::Binary(_) | Constant::Hex(_) => 2,
        Constant::Text(_) => 3,
        Constant::Time(_) => 4,
    };
    rank(a) == rank(b)
}

/// The bytes of a text of which every character is below U+0100 (section 9.6.4).
pub(super) fn latin1(text: &str) -> Option<Vec<u8>> {
    text.chars()
        .map(|character| u8::try_from(u32::from(character)).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_have_one_spelling() {
        for (given, wanted) in [
            ("1.2.255.4/20", "1.2.240.0/20"),
            ("01.02.03.04", "1.2.3.4"),
            ("1.2.3.4/32", "1.2.3.4"),
            ("1:2:3:4:5:6:ffff:8/111", "1:2:3:4:5:6:fffe:0/111"),
            ("0:0::/128", "::"),
        ] {
            assert_eq!(canonical_network(given).as_deref(), Some(wanted), "{given}");
        }
        for none in [
            "foo",
            "1.2.3.4/99",
            "1::/-5",
            "1.2.3",
            "1.2.3.4.5",
            "010.1.1.1",
        ] {
            assert_eq!(canonical_network(none), None, "{none}");
        }
    }

    #[test]
    fn bytes_are_read_strictly() {
        assert_eq!(hex("ffD8"), Some(vec![0xff, 0xd8]));
        assert_eq!(hex(""), Some(vec![]));
        assert_eq!(hex("f"), None);
        assert_eq!(hex("+f"), None);
        assert_eq!(base64("YWI="), Some(b"ab".to_vec()));
        assert_eq!(base64("YWI"), None);
        assert_eq!(base64("===="), None);
        assert_eq!(latin1("aÿ"), Some(vec![b'a', 0xff]));
        assert_eq!(latin1("ă"), None);
    }
}
