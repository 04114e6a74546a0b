use axum::body::Body;
use axum::http::{Method, Request};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::*;
use crate::fixture::{Answer, World, id};

async fn without_token(world: &World, method: Method, path: &str) -> Answer {
    let request = Request::builder().method(method).uri(path);
    world.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn every_address_wants_a_token() {
    let world = World::new().await;
    let collection = world.collection();
    let object = format!("{collection}objects/{}/", id(1));
    for path in [
        "/taxii2/",
        "/taxii2",
        "/taxii2/cooperation/",
        "/taxii2/elsewhere/",
        "/taxii2/cooperation/collections/",
        &collection,
        &format!("{collection}objects/"),
        &format!("{collection}manifest"),
        &object,
        &format!("{object}versions/"),
        "/taxii2/cooperation/status/00000000-0000-4000-8000-000000000000/",
    ] {
        for method in [Method::GET, Method::POST, Method::DELETE, Method::PUT] {
            let answer = without_token(&world, method, path).await;
            assert_eq!(
                answer.problem(),
                "401 A partner's token is needed",
                "{path}"
            );
            let schemes = answer.headers.get_all("www-authenticate").iter();
            let schemes: Vec<_> = schemes.map(|scheme| scheme.to_str().unwrap()).collect();
            assert_eq!(
                schemes,
                ["Bearer realm=\"mithaq\"", "Basic realm=\"mithaq\""]
            );
        }
    }
}

#[tokio::test]
async fn a_token_is_good_as_a_password_and_dead_when_revoked() {
    let world = World::new().await;
    let basic = format!(
        "Basic {}",
        STANDARD.encode(format!("theirs:{}", world.token))
    );
    let request = || Request::get("/taxii2/").header("authorization", &basic);
    let answer = world.send(request().body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, 200);
    let partner = world.ours.node.find_partner("Theirs").await.unwrap();
    world.ours.node.revoke_tokens(&partner).await.unwrap();
    let answer = world.send(request().body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, 401);
}

#[tokio::test]
async fn a_form_that_is_not_spoken_is_not_acceptable() {
    let world = World::new().await;
    for path in ["/taxii2/", "/taxii2/cooperation/", &world.collection()] {
        let answer = world
            .ask(Method::GET, path, &[("accept", "text/csv")])
            .await;
        assert_eq!(
            answer.problem(),
            "406 The answer cannot be had in this form"
        );
        let accept = "application/json, application/taxii+json; version=2.1;q=0.1";
        let answer = world.ask(Method::GET, path, &[("accept", accept)]).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (200, TAXII)
        );
    }
}

#[tokio::test]
async fn what_taxii_does_not_have_is_told_as_taxii_tells_it() {
    let world = World::new().await;
    let collection = world.collection();
    for path in [
        "/taxii2/elsewhere/",
        "/taxii2/cooperation/elsewhere",
        "/taxii2/cooperation/collections/x/y/z/",
        "/taxii2//",
        "/taxii2/%ff",
    ] {
        let answer = world.get(path).await;
        assert_eq!(
            answer.problem(),
            "404 There is nothing at this address",
            "{path}"
        );
    }
    let status = world.get("/taxii2/cooperation/status/x/").await;
    assert_eq!(status.problem(), "404 There is no such status");
    for (method, path, allowed) in [
        (
            Method::PUT,
            format!("{collection}objects/"),
            "GET,HEAD,POST",
        ),
        (Method::POST, collection.clone(), "GET,HEAD"),
        (Method::POST, "/taxii2/".to_owned(), "GET,HEAD"),
        (
            Method::PATCH,
            format!("{collection}objects/{}", id(1)),
            "GET,HEAD,DELETE",
        ),
    ] {
        let answer = world.ask(method, &path, &[]).await;
        assert_eq!(
            answer.problem(),
            "405 The method is not known here",
            "{path}"
        );
        assert_eq!(answer.header("allow"), allowed, "{path}");
    }
}

#[tokio::test]
async fn a_message_that_is_too_large_is_refused_by_its_length() {
    let world = World::new().await;
    let path = format!("{}objects/", world.collection());
    let length = (world.ours.node.limits().request_bytes + 1).to_string();
    let answer = world
        .ask(Method::POST, &path, &[("content-length", &length)])
        .await;
    assert_eq!(answer.problem(), "413 The message is too large");
}

#[tokio::test]
async fn a_head_has_the_headers_and_no_body() {
    let world = World::new().await;
    let path = format!("{}objects/", world.collection());
    let head = world.ask(Method::HEAD, &path, &[]).await;
    let get = world.get(&path).await;
    assert_eq!((head.status.as_u16(), head.body.as_str()), (200, ""));
    for name in ["content-type", "content-length", "x-taxii-date-added-last"] {
        assert_eq!(head.header(name), get.header(name), "{name}");
    }
    let refused = without_token(&world, Method::HEAD, &path).await;
    assert_eq!((refused.status.as_u16(), refused.body.as_str()), (401, ""));
}

#[tokio::test]
async fn a_page_is_compressed_when_that_is_asked_for() {
    let world = World::new().await;
    let path = format!("{}objects/", world.collection());
    let answer = world
        .ask(Method::GET, &path, &[("accept-encoding", "gzip")])
        .await;
    assert_eq!(answer.header("content-encoding"), "gzip");
    assert!(answer.body.len() < world.get(&path).await.body.len());
}

#[tokio::test]
async fn no_answer_may_be_kept_or_guessed_at() {
    let world = World::new().await;
    for path in ["/taxii2/", "/taxii2/elsewhere", "/log/key", "/healthz"] {
        let answer = world.get(path).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    }
}
