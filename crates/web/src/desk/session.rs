//! The door: signing in, staying signed in, leaving.

use axum::Form;
use axum::extract::{FromRef, FromRequestParts, Path, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use mithaq_node::{ActError, Node};
use serde::Deserialize;

use super::{Failure, bare_frame, path_of};
use crate::Language;
use crate::pages::sign_in::{self, SignInRefusal, SignInView};

/// Bound to this host and to TLS by its prefix; no script and no other site can send it.
const COOKIE: &str = "__Host-mithaq";

/// Whoever asks for a page: the language, and the officer if there is one.
pub(super) struct Visitor {
    pub(super) language: Language,
    pub(super) name: Option<String>,
    pub(super) path: String,
    pub(super) node: Node,
}

/// An officer who is signed in. Everybody else is led to the door.
pub(super) struct Officer(pub(super) Visitor);

impl<S> FromRequestParts<S> for Visitor
where
    Node: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let code = parts.uri.path().split('/').nth(1).unwrap_or_default();
        let Ok(language) = code.parse::<Language>() else {
            return Err(StatusCode::NOT_FOUND.into_response());
        };
        let mut visitor = Self {
            language,
            name: None,
            path: path_of(&parts.uri),
            node: Node::from_ref(state),
        };
        if let Some(token) = cookie(&parts.headers) {
            match visitor.node.session(&token).await {
                Ok(session) => visitor.name = session.map(|session| session.name),
                Err(error) => return Err(Failure::from(error).page(&visitor)),
            }
        }
        Ok(visitor)
    }
}

impl<S> FromRequestParts<S> for Officer
where
    Node: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let visitor = Visitor::from_request_parts(parts, state).await?;
        if visitor.name.is_some() {
            return Ok(Self(visitor));
        }
        let language = visitor.language.code();
        let next = crate::pages::encoded(&visitor.path);
        Err(Redirect::to(&format!("/{language}/sign-in?next={next}")).into_response())
    }
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
pub(super) struct Attempt {
    name: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// The form.
pub(super) async fn door(visitor: Visitor, Query(wanted): Query<Wanted>) -> Response {
    let view = SignInView {
        next: safe_path(&wanted.next).to_owned(),
        ..SignInView::default()
    };
    sign_in::render(&bare_frame(&visitor, &visitor.node), &view).into_response()
}

/// Signing in: a new session, and the page that was wanted.
pub(super) async fn enter(visitor: Visitor, Form(attempt): Form<Attempt>) -> Response {
    let next = safe_path(&attempt.next).to_owned();
    match visitor.node.sign_in(&attempt.name, &attempt.password).await {
        Ok(token) => {
            let to = format!("/{}/{next}", visitor.language.code());
            (kept(&token), Redirect::to(&to)).into_response()
        }
        Err(ActError::SignIn) => {
            let view = SignInView {
                name: attempt.name,
                refusal: Some(SignInRefusal::NoMatch),
                next,
            };
            let page = sign_in::render(&bare_frame(&visitor, &visitor.node), &view);
            (StatusCode::UNAUTHORIZED, page).into_response()
        }
        Err(error) => Failure::from(error).page(&visitor),
    }
}

/// Leaving: the session ends on the node, not only in the browser.
pub(super) async fn leave(
    State(node): State<Node>,
    Path(language): Path<String>,
    headers: HeaderMap,
) -> Response {
    if let Some(token) = cookie(&headers)
        && let Err(error) = node.sign_out(&token).await
    {
        tracing::error!(error = %error, "a session could not be ended");
    }
    let language = language.parse().unwrap_or(Language::En);
    (
        kept(""),
        Redirect::to(&format!("/{}/sign-in", language.code())),
    )
        .into_response()
}

/// The header that makes the browser keep the session's secret; an empty one makes it forget.
fn kept(token: &str) -> [(HeaderName, String); 1] {
    let age = if token.is_empty() { "; Max-Age=0" } else { "" };
    let cookie = format!("{COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Strict{age}");
    [(header::SET_COOKIE, cookie)]
}

fn cookie(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, value)| *name == COOKIE && !value.is_empty())
        .map(|(_, value)| value.to_owned())
}

/// A path of this node's pages, or the first page: never another site, whatever a link says.
fn safe_path(next: &str) -> &str {
    let is_ours = !next.is_empty()
        && !next.starts_with(['/', '\\'])
        && !next.contains("//")
        && next
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "/-_?=&.%:+*".contains(c))
        && !next.starts_with("sign-");
    if is_ours { next } else { "today" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_these_pages_follow_a_sign_in() {
        assert_eq!(
            safe_path("exchange/withheld?agreement=a"),
            "exchange/withheld?agreement=a"
        );
        let search = "search?q=harb*+%D8%AD%D8%B1%D8%A8&type=report";
        assert_eq!(safe_path(search), search);
        for evil in [
            "",
            "//evil.example",
            "/evil",
            "\\\\evil",
            "https://evil.example",
            "a\r\nb",
            "sign-out",
        ] {
            assert_eq!(safe_path(evil), "today", "{evil:?}");
        }
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            "a=b; __Host-mithaq=secret; c=d".parse().unwrap(),
        );
        assert_eq!(cookie(&headers).as_deref(), Some("secret"));
        headers.insert(header::COOKIE, "__Host-mithaq=".parse().unwrap());
        assert_eq!(cookie(&headers), None);
    }
}
