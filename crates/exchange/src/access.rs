//! Who asks: a partner is known by the token that this node gave it.

use axum::http::{HeaderMap, StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mithaq_node::{Admitted, Node};

use crate::problem::Problem;

/// The partner whose token the request shows.
///
/// The token comes as `Bearer TOKEN` (RFC 6750) or as the password of `Basic` (RFC 7617), because
/// many TAXII clients know only that; the user's name does not matter.
pub(crate) async fn admit(node: &Node, headers: &HeaderMap) -> Result<Admitted, Problem> {
    let Some(token) = token(headers) else {
        return Err(NO_TOKEN);
    };
    node.admit(&token).await?.ok_or(NO_TOKEN)
}

/// The same words whether there was no token or a wrong one.
const NO_TOKEN: Problem = Problem::new(
    StatusCode::UNAUTHORIZED,
    "A partner's token is needed",
    "Show the token that this node gave you, as `Authorization: Bearer TOKEN` or as the password \
     of HTTP Basic.",
);

fn token(headers: &HeaderMap) -> Option<String> {
    let mut shown = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(only), None) = (shown.next(), shown.next()) else {
        return None;
    };
    let (scheme, credentials) = only.to_str().ok()?.split_once(' ')?;
    let credentials = credentials.trim();
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(credentials.to_owned());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(credentials).ok()?).ok()?;
    pair.split_once(':')
        .map(|(_, password)| password.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(values: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::AUTHORIZATION, value.parse().unwrap());
        }
        token(&headers)
    }

    #[test]
    fn a_token_comes_as_bearer_or_as_a_password() {
        let basic = format!("basic {}", STANDARD.encode("anybody:to:ken"));
        assert_eq!(shown(&["Bearer token"]).as_deref(), Some("token"));
        assert_eq!(shown(&["bEARER  token"]).as_deref(), Some("token"));
        assert_eq!(shown(&[&basic]).as_deref(), Some("to:ken"));
    }

    #[test]
    fn what_is_malformed_or_said_twice_is_no_token() {
        let no_colon = format!("Basic {}", STANDARD.encode("token"));
        let not_text = format!("Basic {}", STANDARD.encode([0xff, b':', 0xff]));
        let headers: [&[&str]; 8] = [
            &[],
            &["Bearer"],
            &["token"],
            &["Digest token"],
            &["Basic !"],
            &[&no_colon],
            &[&not_text],
            &["Bearer one", "Bearer two"],
        ];
        for values in headers {
            assert_eq!(shown(values), None, "{values:?}");
        }
    }
}
