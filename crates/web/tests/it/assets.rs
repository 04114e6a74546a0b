//! The files of the pages, as a browser asks for them.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use mithaq_web::pages::today::{self, TodayView};
use mithaq_web::{Language, Page, assets_router};
use tower::ServiceExt;

use crate::markup::tags;

/// What a browser gets for an address.
pub(crate) async fn fetch(
    address: &str,
    headers: &[(&str, &str)],
) -> (StatusCode, HeaderMap, Vec<u8>) {
    let app: Router = assets_router();
    let mut request = Request::get(address);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = app
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
    (parts.status, parts.headers, body)
}

/// The address of the style sheet, as the pages name it.
pub(crate) fn style_sheet() -> String {
    linked("stylesheet")
}

fn linked(relation: &str) -> String {
    let page = Page::sample(Language::Ar, "today");
    let html = today::render(&page, &TodayView::sample_empty()).unwrap().0;
    let link = tags(&html)
        .into_iter()
        .find(|tag| tag.attribute("rel") == Some(relation))
        .unwrap();
    link.attribute("href").unwrap().to_owned()
}

#[tokio::test]
async fn the_style_sheet_is_kept_for_ever_and_known_by_its_tag() {
    let (status, headers, body) = fetch(&style_sheet(), &[]).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers["content-type"], "text/css; charset=utf-8");
    assert_eq!(
        headers["cache-control"],
        "public, max-age=31536000, immutable"
    );
    assert!(String::from_utf8(body).unwrap().contains("@layer"));

    let tag = headers["etag"].to_str().unwrap();
    let (status, _, body) = fetch(&style_sheet(), &[("if-none-match", tag)]).await;
    assert_eq!((status, body.len()), (StatusCode::NOT_MODIFIED, 0));
}

#[tokio::test]
async fn text_is_sent_packed_to_whoever_takes_it() {
    let (_, plain, whole) = fetch(&style_sheet(), &[("accept-encoding", "br, gzip;q=0")]).await;
    assert!(!plain.contains_key("content-encoding"));
    let (_, packed, body) = fetch(&style_sheet(), &[("accept-encoding", "gzip, br")]).await;
    assert_eq!(packed["content-encoding"], "gzip");
    assert_eq!(packed["content-type"], "text/css; charset=utf-8");
    assert!(body.len() * 2 < whole.len());
    assert_ne!(packed["etag"], plain["etag"]);
}

#[tokio::test]
async fn fonts_and_icons_have_their_types() {
    let (status, headers, _) = fetch(&linked("preload"), &[("accept-encoding", "gzip")]).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers["content-type"], "font/woff2");
    assert!(!headers.contains_key("content-encoding"));
    let (_, headers, _) = fetch(&linked("icon"), &[]).await;
    assert_eq!(headers["content-type"], "image/svg+xml");
}

#[tokio::test]
async fn nothing_else_is_served() {
    for name in [
        "manifest.json",
        "style.css",
        "style.css.gz",
        "..%2fCargo.toml",
        "%00",
        "none.css",
    ] {
        let (status, _, _) = fetch(&format!("/assets/{name}"), &[]).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{name}");
    }
}

#[tokio::test]
async fn every_icon_that_a_page_shows_is_in_the_sheet() {
    let mut shown = 0;
    for (path, html) in crate::gallery::every_page(Language::En).unwrap() {
        for tag in tags(&html).into_iter().filter(|tag| tag.name == "use") {
            let (sheet, icon) = tag.attribute("href").unwrap().split_once('#').unwrap();
            let (_, _, body) = fetch(sheet, &[]).await;
            let sheet = String::from_utf8(body).unwrap();
            assert!(
                sheet.contains(&format!("<symbol id=\"{icon}\"")),
                "{path}: {icon}"
            );
            shown += 1;
        }
    }
    assert!(shown > 20);
}

#[tokio::test]
async fn every_font_that_the_style_sheet_names_is_there() {
    let (_, _, css) = fetch(&style_sheet(), &[]).await;
    let css = String::from_utf8(css).unwrap();
    let fonts: Vec<_> = css
        .split("url(")
        .skip(1)
        .map(|rest| rest.split(')').next().unwrap())
        .collect();
    assert_eq!(fonts.len(), 4);
    for font in fonts {
        let address = format!(
            "/assets/{}",
            font.trim_matches('"').trim_start_matches("./")
        );
        let (status, _, body) = fetch(&address, &[]).await;
        assert_eq!(status, StatusCode::OK, "{address}");
        assert!(body.starts_with(b"wOF2"));
    }
}
