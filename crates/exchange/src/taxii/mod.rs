//! TAXII 2.1 as a server: one collection per agreement, each for the partner alone.

mod collection;
mod cursor;
mod discovery;
mod manifest;
mod media;
mod objects;
mod page;
mod query;
mod versions;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use mithaq_node::{Admitted, Node};
use tower_http::compression::CompressionLayer;

use crate::access::admit;
use crate::problem::{Problem, TAXII, TaxiiProblem, json};

pub(crate) use page::{ADDED_LAST, RECEIPT_HEADER};

/// The path of the only API root.
pub(crate) const API_ROOT: &str = "/taxii2/cooperation/";

/// TAXII 2.1 (OASIS Standard, 10 June 2021) under `/taxii2/`, for partners who show their token.
///
/// The API root `/taxii2/cooperation/` has one collection for each agreement with the partner. Its
/// id is the UUID of the agreement; its alias is `outgoing-` and the first eight digits of that. It
/// is read-only. Paths work with and without the slash at their end.
///
/// Whether a collection is unknown, is another partner's, or is over, the answer is the same.
/// `HEAD` asks the same of the node as `GET`, and the log says so: its headers tell of the page.
pub fn taxii_router(node: Node) -> Router {
    let collection = "/taxii2/cooperation/collections/{collection}/";
    let endpoints = [
        ("/taxii2/".to_owned(), get(discovery::discovery)),
        (API_ROOT.to_owned(), get(discovery::api_root)),
        (format!("{API_ROOT}collections/"), get(collection::list)),
        (collection.to_owned(), get(collection::one)),
        (
            format!("{collection}objects/"),
            get(objects::list).post(objects::read_only),
        ),
        (format!("{collection}manifest/"), get(manifest::list)),
        (
            format!("{collection}objects/{{object}}/"),
            get(objects::one).delete(objects::read_only),
        ),
        (
            format!("{collection}objects/{{object}}/versions/"),
            get(versions::list),
        ),
        (format!("{API_ROOT}status/{{status}}/"), get(no_status)),
    ];
    let mut router = Router::new();
    for (path, methods) in endpoints {
        router = router
            .route(path.trim_end_matches('/'), methods.clone())
            .route(&path, methods);
    }
    router
        .method_not_allowed_fallback(async || TaxiiProblem(NOT_ALLOWED))
        .route("/taxii2/{*elsewhere}", any(async || TaxiiProblem(NOWHERE)))
        .route_layer(from_fn_with_state(node.clone(), receive))
        .route_layer(CompressionLayer::new())
        .with_state(node)
}

/// What every request passes: who asks, in which form the answer is wanted, and how much it sends.
async fn receive(State(node): State<Node>, mut request: Request, next: Next) -> Response {
    match enter(&node, request.headers()).await {
        Ok(partner) => {
            request.extensions_mut().insert(partner);
            next.run(request).await
        }
        Err(problem) => TaxiiProblem(problem).into_response(),
    }
}

async fn enter(node: &Node, headers: &HeaderMap) -> Result<Admitted, Problem> {
    let partner = admit(node, headers).await?;
    if !media::acceptable(headers) {
        return Err(NOT_ACCEPTABLE);
    }
    // Nothing here reads what is sent, so this is for telling, not for protection.
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > node.limits().request_bytes) {
        return Err(TOO_LARGE);
    }
    Ok(partner)
}

/// Nothing is sent to this server yet, so no status was ever given out.
async fn no_status() -> TaxiiProblem {
    TaxiiProblem(Problem::new(
        StatusCode::NOT_FOUND,
        "There is no such status",
        "This server gave out no status with this id.",
    ))
}

/// A TAXII message.
fn message(value: &impl serde::Serialize) -> Response {
    ([(header::CONTENT_TYPE, TAXII)], json(value)).into_response()
}

const NOT_ALLOWED: Problem = Problem::new(
    StatusCode::METHOD_NOT_ALLOWED,
    "The method is not known here",
    "TAXII 2.1 does not have this method for this address; the header `Allow` lists those it has.",
);

const NOWHERE: Problem = Problem::new(
    StatusCode::NOT_FOUND,
    "There is nothing at this address",
    "TAXII 2.1 begins at /taxii2/, and this server's only API root is /taxii2/cooperation/.",
);

const NOT_ACCEPTABLE: Problem = Problem::new(
    StatusCode::NOT_ACCEPTABLE,
    "The answer cannot be had in this form",
    "This server speaks application/taxii+json;version=2.1: name it in `Accept`.",
);

const TOO_LARGE: Problem = Problem::new(
    StatusCode::PAYLOAD_TOO_LARGE,
    "The message is too large",
    "The API root names the greatest length as `max_content_length`.",
);

#[cfg(test)]
mod tests;
