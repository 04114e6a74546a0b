//! Partners whose nodes do not behave.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::extract::{Query, Request};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use mithaq_exchange::{PullError, Pulled};
use mithaq_stix::Tlp;
use mithaq_testkit::indicator;
use serde_json::{Value, json};
use tower_http::compression::CompressionLayer;

use crate::support::{Pair, serve_until, socket};

/// Pulls from a partner whose node is `app`.
async fn pull_from(app: Router) -> (Pair, Result<Pulled, PullError>) {
    let (listener, address) = socket().await;
    tokio::spawn(serve_until(listener, None, app, std::future::pending()));
    let pair = Pair::at(&format!("http://{address}"), None).await;
    let pulled = pair.pull().await;
    (pair, pulled)
}

/// A node that answers every request in the same way.
fn always(answer: impl Fn() -> Response + Clone + Send + Sync + 'static) -> Router {
    Router::new().fallback(any(async move || answer()))
}

fn page(n: u32, more: &Value) -> Response {
    let mut body = json!({"objects": [indicator(n, Tlp::Green)]});
    body.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    let added = format!("2026-11-01T12:00:00.{n:06}Z");
    ([("x-taxii-date-added-last", added)], body.to_string()).into_response()
}

#[tokio::test]
async fn the_same_next_twice_ends_the_pull() {
    let app = always(|| page(1, &json!({"more": true, "next": "again"})));
    let (pair, pulled) = pull_from(app).await;
    insta::assert_snapshot!(pulled.unwrap_err(), @"the node of Giver never comes to an end: it gives the same `next` twice; tell the partner");
    assert!(pair.holds(1).await, "what came before is kept");
}

#[tokio::test]
async fn no_later_time_and_no_next_ends_the_pull() {
    let app = always(|| page(1, &json!({"more": true})));
    let (_, pulled) = pull_from(app).await;
    insta::assert_snapshot!(pulled.unwrap_err(), @"the node of Giver never comes to an end: it gives no `next` and no later time; tell the partner");
}

#[tokio::test]
async fn an_empty_page_with_more_behind_it_ends_the_pull() {
    let app = always(|| r#"{"more":true,"next":"x"}"#.into_response());
    let (_, pulled) = pull_from(app).await;
    insta::assert_snapshot!(pulled.unwrap_err(), @"the node of Giver never comes to an end: it gives an empty page and says that there is more; tell the partner");
}

#[tokio::test]
async fn a_server_without_next_is_read_by_its_times() {
    #[derive(serde::Deserialize)]
    struct After {
        added_after: Option<String>,
    }
    let app = Router::new().fallback(get(async |Query(After { added_after })| {
        let last = added_after.map_or(0, |time: String| {
            let micros = time.trim_end_matches('Z').rsplit('.').next();
            micros.unwrap().parse().unwrap()
        });
        page(last + 1, &json!({"more": last < 3}))
    }));
    let (pair, pulled) = pull_from(app).await;
    let pulled = pulled.unwrap();
    assert_eq!((pulled.pages, pulled.accepted, pulled.proved), (4, 4, 0));
    assert_eq!(
        pulled.not_proved[0],
        (1, "the partner names no receipt".to_owned())
    );
    assert!(pair.holds(4).await);
}

#[tokio::test]
async fn a_receipt_elsewhere_is_not_asked_for() {
    let (other, address) = socket().await;
    let asked = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&asked);
    let counting = always(move || {
        count.fetch_add(1, Ordering::SeqCst);
        "{}".into_response()
    });
    tokio::spawn(serve_until(other, None, counting, std::future::pending()));
    let app = always(move || {
        let receipt = format!("http://{address}/log/receipt/1");
        ([("x-mithaq-receipt", receipt)], page(1, &json!({}))).into_response()
    });
    let (_, pulled) = pull_from(app).await;
    let pulled = pulled.unwrap();
    assert_eq!((pulled.accepted, pulled.proved), (1, 0));
    let why = "the partner gives no receipt at the address that it names";
    assert_eq!(pulled.not_proved, [(1, why.to_owned())]);
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_receipt_that_is_none_is_told_and_the_objects_are_kept() {
    let app = Router::new().fallback(get(async |request: Request| {
        if request.uri().path().starts_with("/log/") {
            return "nonsense".into_response();
        }
        (
            [("x-mithaq-receipt", "/log/receipt/1")],
            page(1, &json!({})),
        )
            .into_response()
    }));
    let (pair, pulled) = pull_from(app).await;
    let pulled = pulled.unwrap();
    assert_eq!(
        (pulled.accepted, pulled.proved, pulled.not_proved.len()),
        (1, 0, 1)
    );
    assert!(pair.holds(1).await);
}

#[tokio::test]
async fn objects_that_are_not_valid_are_counted_and_the_others_kept() {
    let app = always(|| {
        let body = json!({"objects": [{"type": "tool"}, indicator(1, Tlp::Green)]});
        body.to_string().into_response()
    });
    let (pair, pulled) = pull_from(app).await;
    let pulled = pulled.unwrap();
    assert_eq!((pulled.accepted, pulled.rejected), (1, 1));
    assert_eq!(pulled.rejections.len(), 1);
    assert!(pair.holds(1).await);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let asked = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&asked);
    let app = always(move || {
        count.fetch_add(1, Ordering::SeqCst);
        (StatusCode::FOUND, [("location", "/elsewhere")]).into_response()
    });
    let (_, pulled) = pull_from(app).await;
    insta::assert_snapshot!(pulled.unwrap_err(), @"the node of Giver points to another address: ask for a new card");
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn answers_that_cannot_be_read_are_told() {
    let (_, pulled) = pull_from(always(|| "<html>".into_response())).await;
    insta::assert_snapshot!(pulled.unwrap_err(), @"the node of Giver answers wrongly: the page is not a TAXII envelope; tell the partner");
    let bad_time = || ([("x-taxii-date-added-last", "noon")], "{}").into_response();
    let (_, pulled) = pull_from(always(bad_time)).await;
    insta::assert_snapshot!(pulled.unwrap_err(), @"the node of Giver answers wrongly: the time of the last object is not a time; tell the partner");
    let (_, pulled) = pull_from(always(|| StatusCode::IM_A_TEAPOT.into_response())).await;
    insta::assert_snapshot!(pulled.unwrap_err(), @"the node of Giver answers with the HTTP status 418: tell the partner");
    let (_, pulled) = pull_from(always(|| StatusCode::SERVICE_UNAVAILABLE.into_response())).await;
    insta::assert_snapshot!(pulled.unwrap_err(), @"the node of Giver is busy: try again later");
}

#[tokio::test]
async fn a_page_that_is_too_large_is_asked_for_in_smaller_parts() {
    #[derive(serde::Deserialize)]
    struct Limit {
        limit: usize,
    }
    // A little more than 64 MiB as soon as more than 250 objects are asked for; it travels packed.
    let packed = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&packed);
    let answer = async move |headers: HeaderMap, Query(Limit { limit })| {
        let packs = headers["accept-encoding"]
            .to_str()
            .unwrap()
            .contains("gzip");
        count.fetch_add(u32::from(packs), Ordering::SeqCst);
        if limit > 250 {
            return vec![b' '; 64 * 1024 * 1024 + 1].into_response();
        }
        page(1, &json!({}))
    };
    let app = Router::new()
        .fallback(get(answer))
        .layer(CompressionLayer::new());
    let (pair, pulled) = pull_from(app).await;
    assert_eq!(pulled.unwrap().accepted, 1);
    assert!(pair.holds(1).await);
    assert_eq!(
        packed.load(Ordering::SeqCst),
        3,
        "for 1000, 500 and 250 objects"
    );
}
