//! Speaks with other nodes and tools: TAXII 2.1 server and client, receipts, TLS.
//!
//! [`router`] is what partners see of a node. It asks [`mithaq_node::Node`] about everything:
//! who shows a token, what that partner is offered, and for each page that leaves. [`serve()`] puts it
//! on a socket, with the certificate of [`ensure_certificate`]. [`pull()`] is the other side: it reads
//! what a partner gives, with its certificate pinned and its receipts checked.
//!
//! ```no_run
//! # async fn serve(node: mithaq_node::Node, dir: &std::path::Path) -> Result<(), Box<dyn std::error::Error>> {
//! let certificate = mithaq_exchange::ensure_certificate(dir, &[], node.now())?;
//! let listener = tokio::net::TcpListener::bind("0.0.0.0:8443").await?;
//! let app = mithaq_exchange::router(node);
//! let stop = std::future::pending();
//! mithaq_exchange::serve(listener, Some(certificate.server_config()?), app, stop).await?;
//! # Ok(())
//! # }
//! ```
//!
//! # What is in scope
//!
//! * TAXII 2.1 as a server, one collection per agreement ([`taxii_router`]).
//! * Receipts and the checkpoint of the log, for partners ([`log_router`]); whether the node lives
//!   ([`health_router`]).
//! * The node's certificate, its listener, and the client that reads from partners.
//!
//! # What is out of scope
//!
//! * Deciding: this crate holds no rule about who may have what. It cannot make a
//!   [`mithaq_node::Disclosed`], only ask for one.
//! * Pages for people: `web`. Acts of officers: the command line.

mod access;
mod client;
#[cfg(test)]
mod fixture;
mod health;
mod pin;
mod problem;
mod pull;
mod receipts;
mod serve;
mod taxii;
mod time;
mod tls;

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderValue, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use mithaq_node::Node;
use tokio::time::Instant;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;

pub use client::Client;
pub use health::health_router;
pub use pull::{PullError, PullEvent, Pulled, pull};
pub use receipts::log_router;
pub use serve::serve;
pub use taxii::taxii_router;
pub use time::answering_within;
pub use tls::{Certificate, TlsError, ensure_certificate};

/// The bytes that a request outside of TAXII may carry: none of them needs a body.
const SMALL_BODY: usize = 64 * 1024;

/// All that partners and tools see of a node: TAXII 2.1, receipts, and whether it lives.
///
/// No answer may be kept by caches or guessed at by browsers. What is logged about a request is its
/// method, its kind, its status and its time: never an address, a token or an object.
pub fn router(node: Node) -> Router {
    let nosniff = HeaderValue::from_static("nosniff");
    let no_store = HeaderValue::from_static("no-store");
    log_router(node.clone())
        .merge(health_router(node.clone()))
        .route_layer(RequestBodyLimitLayer::new(SMALL_BODY))
        .merge(taxii_router(node))
        .route_layer(SetResponseHeaderLayer::overriding(
            header::CACHE_CONTROL,
            no_store,
        ))
        .route_layer(SetResponseHeaderLayer::overriding(
            header::X_CONTENT_TYPE_OPTIONS,
            nosniff,
        ))
        .route_layer(from_fn(report))
}

async fn report(request: Request, next: Next) -> Response {
    let start = Instant::now();
    let method = request.method().clone();
    // The pattern, not the path: people put secrets into addresses.
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    tracing::info!(
        http.method = %method,
        http.route = route.as_ref().map_or("", MatchedPath::as_str),
        http.status = response.status().as_u16(),
        duration_ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
        "answered a request"
    );
    response
}
