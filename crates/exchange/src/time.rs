//! No request holds a place for ever.

use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};

use crate::problem::{Problem, TaxiiProblem};

const TOO_LONG: Problem = Problem::new(
    StatusCode::SERVICE_UNAVAILABLE,
    "The answer took too long",
    "The answer took longer than this server allows (`request_seconds` in its configuration): ask \
     for less at once, or try again later.",
);

/// Ends every request whose answer does not begin within `time`.
pub fn answering_within(time: Duration, app: Router) -> Router {
    app.layer(from_fn(move |request: Request, next: Next| async move {
        let is_taxii = request.uri().path().starts_with("/taxii2");
        match tokio::time::timeout(time, next.run(request)).await {
            Ok(response) => response,
            Err(_) => too_long(is_taxii),
        }
    }))
}

/// Like every answer, it is not to be kept by caches nor guessed at by browsers.
fn too_long(is_taxii: bool) -> Response {
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    if is_taxii {
        (headers, TaxiiProblem(TOO_LONG)).into_response()
    } else {
        (headers, TOO_LONG).into_response()
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    async fn status(path: &str) -> (StatusCode, String) {
        let slow = get(async || std::future::pending::<()>().await);
        let app = Router::new()
            .route("/taxii2/slow", slow.clone())
            .route("/slow", slow)
            .route("/quick", get(async || ()));
        let app = answering_within(Duration::from_millis(1), app);
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = app.oneshot(request).await.unwrap();
        let named = |name| {
            let value = response.headers().get(name);
            value.map_or("", |value| value.to_str().unwrap()).to_owned()
        };
        if response.status() != StatusCode::OK {
            assert_eq!(named("cache-control"), "no-store");
            assert_eq!(named("x-content-type-options"), "nosniff");
        }
        (response.status(), named("content-type"))
    }

    #[tokio::test(start_paused = true)]
    async fn what_takes_too_long_is_told_so_in_its_own_form() {
        assert_eq!(status("/quick").await.0, StatusCode::OK);
        let (code, kind) = status("/taxii2/slow").await;
        assert_eq!((code.as_u16(), kind.as_str()), (503, crate::problem::TAXII));
        let (code, kind) = status("/slow").await;
        assert_eq!(
            (code.as_u16(), kind.as_str()),
            (503, "application/problem+json")
        );
    }
}
