//! The pages as a service: each handler asks the node, makes a view of the answer, and writes the
//! page. None of them decides anything.

mod agreements;
mod archive;
mod exchange;
mod log;
mod object;
mod properties;
mod record;
mod search;
mod session;
mod today;
mod words;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use mithaq_node::{ActError, Node};

use self::session::Visitor;
use crate::pages::error::{self, ErrorView, Fault};
use crate::{Foreign, Language, LogFoot, Page, RenderPageError, assets_router, security};

/// All that officers see of a node: its pages, in three languages.
///
/// A page is shown only to somebody who is signed in; everybody else is led to the door.
pub fn router(node: Node) -> Router {
    Router::new()
        .route("/", get(front))
        .route("/{language}", get(front_in))
        .route(
            "/{language}/sign-in",
            get(session::door).post(session::enter),
        )
        .route("/{language}/sign-out", post(session::leave))
        .route("/{language}/today", get(today::show))
        .route("/{language}/agreements", get(agreements::list))
        .route("/{language}/agreements/{id}", get(agreements::show))
        .route("/{language}/exchange", get(exchange::front))
        .route("/{language}/exchange/{tab}", get(exchange::show))
        .route("/{language}/objects/{id}", get(object::show))
        .route("/{language}/record", get(record::show))
        .route("/{language}/search", get(search::show))
        .route("/{language}/log", get(log::list))
        .route("/{language}/log/{index}", get(log::show))
        .route("/{language}/{*rest}", get(nowhere))
        .with_state(node)
        .merge(assets_router())
        .layer(from_fn(security::same_site_forms))
        .layer(from_fn(security::closed))
}

/// Lines of a list on one page.
const PAGE: usize = 50;

async fn front(State(node): State<Node>, headers: HeaderMap) -> Redirect {
    let asked = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .and_then(Language::accepted);
    let ours = || node.profile().language.parse().ok();
    let language = asked.or_else(ours).unwrap_or(Language::En);
    Redirect::to(&format!("/{}/today", language.code()))
}

async fn front_in(Path(language): Path<String>) -> Response {
    match language.parse::<Language>() {
        Ok(language) => Redirect::to(&format!("/{}/today", language.code())).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn nowhere(visitor: Visitor) -> Response {
    Failure::NotFound.page(&visitor)
}

/// The frame of a page for somebody, as the log stands now.
async fn frame(visitor: &Visitor, node: &Node) -> Result<Page, Failure> {
    let log = node.log(None, 1).await?;
    Ok(Page {
        log: log.entries.first().map(|newest| LogFoot {
            size: log.size,
            sealed_at: newest.entry.at,
        }),
        ..bare_frame(visitor, node)
    })
}

/// The frame of a page before anything is known of the log.
fn bare_frame(visitor: &Visitor, node: &Node) -> Page {
    Page {
        language: visitor.language,
        path: visitor.path.clone(),
        node: Foreign::new(&node.profile().name),
        officer: visitor.name.as_ref().map(Foreign::new),
        log: None,
        now: node.now(),
    }
}

/// Why a page is not shown.
enum Failure {
    NotFound,
    Act(ActError),
    Render(RenderPageError),
}

impl From<ActError> for Failure {
    fn from(error: ActError) -> Self {
        match error {
            ActError::NoAgreement(_) | ActError::NoObject(_) => Self::NotFound,
            other => Self::Act(other),
        }
    }
}

impl From<RenderPageError> for Failure {
    fn from(error: RenderPageError) -> Self {
        Self::Render(error)
    }
}

impl Failure {
    /// The page that says so; the cause goes to the program's own log.
    fn page(self, visitor: &Visitor) -> Response {
        let fault = match self {
            Self::NotFound => Fault::NotFound,
            Self::Act(error) => {
                tracing::error!(error = %error, "a page could not be made");
                Fault::Internal
            }
            Self::Render(error) => return error.into_response(),
        };
        let view = ErrorView {
            fault,
            request: None,
        };
        error::render(&bare_frame(visitor, &visitor.node), &view).into_response()
    }
}

/// The path and query of a request after its language, without a leading slash.
fn path_of(uri: &Uri) -> String {
    let whole = uri
        .path_and_query()
        .map_or("", axum::http::uri::PathAndQuery::as_str);
    let mut parts = whole.splitn(3, '/');
    parts.nth(2).unwrap_or("today").to_owned()
}
