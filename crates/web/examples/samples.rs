//! Serves every page with sample data, to look at: `cargo run -p mithaq-web --example samples`.
//!
//! The first argument is the address to listen at, `127.0.0.1:8088` if there is none.

use std::error::Error;

use axum::Router;
use axum::middleware::from_fn;
use axum::response::Html;
use axum::routing::get;
use mithaq_web::{Language, assets_router, security};

#[path = "../tests/it/gallery.rs"]
mod gallery;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "127.0.0.1:8088".to_owned());
    let mut pages: Router = assets_router();
    for language in Language::ALL {
        for (path, html) in gallery::every_page(language)? {
            let answer = move || async move { Html(html) };
            pages = pages.route(&format!("/{language}/{path}"), get(answer));
        }
    }
    let app = pages
        .layer(from_fn(security::same_site_forms))
        .layer(from_fn(security::closed));
    let listener = tokio::net::TcpListener::bind(address).await?;
    Ok(axum::serve(listener, app).await?)
}
