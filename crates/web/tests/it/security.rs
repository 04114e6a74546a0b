//! The headers of every answer, and forms of other sites.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use axum::middleware::from_fn;
use axum::response::Response;
use axum::routing::any;
use mithaq_web::{assets_router, security};
use tower::ServiceExt;

use crate::assets::style_sheet;

async fn ask(method: Method, address: &str, site: Option<&str>) -> Response {
    let app = assets_router::<()>().route("/page", any(|| async { "page" }));
    let app: Router = app
        .layer(from_fn(security::same_site_forms))
        .layer(from_fn(security::closed));
    let mut request = Request::builder().method(method).uri(address);
    if let Some(site) = site {
        request = request.header("sec-fetch-site", site);
    }
    app.oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap()
}

#[tokio::test]
async fn every_answer_is_closed_even_a_missing_one() {
    for address in ["/page", "/missing", &style_sheet()] {
        let headers = ask(Method::GET, address, None).await.headers().clone();
        assert_eq!(
            headers["content-security-policy"],
            "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        );
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["referrer-policy"], "no-referrer");
        assert_eq!(headers["cross-origin-opener-policy"], "same-origin");
        assert_eq!(headers["cross-origin-resource-policy"], "same-origin");
        assert!(
            headers["permissions-policy"]
                .to_str()
                .unwrap()
                .contains("camera=()")
        );
    }
}

#[tokio::test]
async fn a_page_is_not_stored_and_an_asset_is() {
    assert_eq!(
        ask(Method::GET, "/page", None).await.headers()["cache-control"],
        "no-store"
    );
    let asset = ask(Method::GET, &style_sheet(), None).await;
    assert!(
        asset.headers()["cache-control"]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    for (site, status) in [
        (Some("same-origin"), StatusCode::OK),
        (None, StatusCode::OK),
        (Some("cross-site"), StatusCode::FORBIDDEN),
        (Some("same-site"), StatusCode::FORBIDDEN),
        (Some("none"), StatusCode::FORBIDDEN),
    ] {
        assert_eq!(
            ask(Method::POST, "/page", site).await.status(),
            status,
            "{site:?}"
        );
    }
}

#[tokio::test]
async fn a_link_from_another_site_is_followed() {
    assert_eq!(
        ask(Method::GET, "/page", Some("cross-site")).await.status(),
        StatusCode::OK
    );
}
