//! The style sheet, fonts and icons, inside the program.
//!
//! `assets/build.mjs` makes them in `dist/`: every file's name holds a hash of its content, so that a
//! browser may keep it for ever; `manifest.json` leads from the plain name to the hashed one.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::RustEmbed;

/// The routes of the assets: `/assets/{file}`.
///
/// Files may be kept for a year and never change; text files are sent compressed to whoever takes
/// gzip; a known `ETag` is answered 304.
pub fn assets_router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{file}", get(serve))
}

/// The address of an asset by its plain name, such as `style.css`.
pub(crate) fn address(name: &str) -> String {
    let file = MANIFEST.get(name).map_or(name, String::as_str);
    format!("/assets/{file}")
}

/// Plain name to hashed name.
static MANIFEST: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let manifest = Dist::get("manifest.json");
    manifest
        .and_then(|file| serde_json::from_slice(&file.data).ok())
        .unwrap_or_default()
});

#[derive(RustEmbed)]
#[folder = "dist/"]
struct Dist;

async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(media_type) = media_type(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let packed = Dist::get(&format!("{name}.gz")).filter(|_| takes_gzip(&headers));
    let is_packed = packed.is_some();
    let Some(file) = packed.or_else(|| Dist::get(&name)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = entity_tag(&file.metadata.sha256_hash());
    let mut answer = HeaderMap::new();
    answer.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    answer.insert(VARY, HeaderValue::from_static("accept-encoding"));
    answer.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    if is_packed {
        answer.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    if let Ok(value) = HeaderValue::from_str(&tag) {
        answer.insert(ETAG, value);
    }
    if headers
        .get(IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == tag.as_bytes())
    {
        return (StatusCode::NOT_MODIFIED, answer).into_response();
    }
    (answer, Bytes::from(file.data.into_owned())).into_response()
}

/// The type of a file that may be served; `None` keeps the manifest and the compressed twins inside.
fn media_type(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.')?.1 {
        "css" => Some("text/css; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        "txt" => Some("text/plain; charset=utf-8"),
        "woff2" => Some("font/woff2"),
        _ => None,
    }
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok());
    accepted.is_some_and(|list| {
        list.split(',').any(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            parts.next() == Some("gzip") && parts.next() != Some("q=0")
        })
    })
}

fn entity_tag(hash: &[u8; 32]) -> String {
    let digits: Vec<_> = hash
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("\"{}\"", digits.concat())
}
