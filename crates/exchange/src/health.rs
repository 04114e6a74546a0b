//! Whether the node lives, and whether it can answer: for those who run it.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use mithaq_node::Node;

/// `GET /healthz`: the program runs. `GET /readyz`: its store answers too.
///
/// Both are open to anybody who can reach the node, so neither tells anything else.
pub fn health_router(node: Node) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .with_state(node)
}

async fn ready(State(node): State<Node>) -> (StatusCode, &'static str) {
    match node.checkpoint().await {
        Ok(_) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "the node is not ready"
            );
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the store does not answer; the node's own log says why\n",
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use crate::fixture::World;

    #[tokio::test]
    async fn a_node_that_lives_says_so_to_anybody() {
        let world = World::new().await;
        for path in ["/healthz", "/readyz"] {
            let request = Request::get(path).body(axum::body::Body::empty()).unwrap();
            let answer = world.send(request).await;
            assert_eq!(
                (answer.status.as_u16(), answer.body.as_str()),
                (200, "ok\n")
            );
        }
    }
}
