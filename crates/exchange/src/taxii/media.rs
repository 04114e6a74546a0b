//! Whether a client takes what this server speaks (RFC 9110 section 12.5.1).

use axum::http::{HeaderMap, header};

/// Whether `Accept` permits `application/taxii+json;version=2.1`.
///
/// `application/json` and `application/stix+json` count as that too: some clients ask for those and
/// read TAXII all the same.
pub(crate) fn acceptable(headers: &HeaderMap) -> bool {
    let mut ranges = Vec::new();
    for value in headers.get_all(header::ACCEPT) {
        let Ok(value) = value.to_str() else {
            return false;
        };
        ranges.extend(split(value, ',').filter(|range| !range.is_empty()));
    }
    if ranges.is_empty() {
        return true;
    }
    let weights: Vec<(u8, bool)> = ranges.into_iter().filter_map(weigh).collect();
    // The most exact range decides; among equals, one that wants it is enough.
    let most_exact = weights.iter().map(|(exactness, _)| *exactness).max();
    weights
        .iter()
        .any(|(exactness, wanted)| Some(*exactness) == most_exact && *wanted)
}

/// How exactly a range names what this server speaks, and whether it wants it; nothing if it names
/// something else.
fn weigh(range: &str) -> Option<(u8, bool)> {
    let mut parts = split(range, ';');
    let name = parts.next()?.to_ascii_lowercase();
    let mut version = None;
    let mut wanted = true;
    for parameter in parts {
        let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let value = value.trim().trim_matches('"');
        match key.trim().to_ascii_lowercase().as_str() {
            "q" => wanted = value.parse::<f32>().is_ok_and(|q| q > 0.0),
            "version" => version = Some(value),
            _ => (),
        }
    }
    let exactness = match (name.as_str(), version) {
        ("application/taxii+json", Some("2.1")) => 4,
        ("application/taxii+json", None) => 3,
        ("application/json", _) | ("application/stix+json", None | Some("2.1")) => 2,
        ("application/*", _) => 1,
        ("*/*", _) => 0,
        _ => return None,
    };
    Some((exactness, wanted))
}

/// Cuts at a separator outside of quotes, and trims.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |character| {
        quoted ^= character == '"';
        character == separator && !quoted
    })
    .map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(values: &[&str]) -> bool {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::ACCEPT, value.parse().unwrap());
        }
        acceptable(&headers)
    }

    #[test]
    fn what_clients_send_is_served() {
        for value in [
            "application/taxii+json;version=2.1",
            "application/taxii+json; version=2.1",
            "application/taxii+json ; version = \"2.1\"",
            "APPLICATION/TAXII+JSON;VERSION=2.1",
            "application/taxii+json",
            "application/taxii+json;version=2.1;charset=utf-8",
            "text/html, application/taxii+json;version=2.1;q=0.5",
            "text/html;q=0.9,*/*;q=0.1",
            "*/*",
            "application/*",
            "application/json",
            "application/stix+json;version=2.1",
            "application/taxii+json;version=2.0, application/taxii+json;version=2.1",
            "text/plain;x=\"a,b;c\", */*",
            "",
        ] {
            assert!(accepts(&[value]), "{value}");
        }
        assert!(accepts(&[]));
        assert!(accepts(&["text/csv", "application/taxii+json;version=2.1"]));
    }

    #[test]
    fn what_this_server_does_not_speak_is_not_acceptable() {
        for value in [
            "text/csv",
            "text/*",
            "application/taxii+json;version=9.9",
            "application/taxii+json;version=2.0",
            "application/stix+json;version=2.0",
            "application/taxii+json;version=2.1;q=0",
            "application/taxii+json;q=0, */*",
            "*/*;q=0",
            "*/*;q=nonsense",
            "text/plain;x=\"application/taxii+json\"",
        ] {
            assert!(!accepts(&[value]), "{value}");
        }
    }
}
