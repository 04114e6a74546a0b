//! How heavy the pages are.

use mithaq_web::Language;

use crate::assets::{fetch, style_sheet};
use crate::gallery::every_page;

/// Bytes of HTML that a page may have, uncompressed.
const PAGE: usize = 60_000;
/// Bytes that a first visit may cost: page, style sheet, fonts and icons, as sent.
const FIRST_VISIT: usize = 300_000;
/// Bytes that the style sheet may have, as sent.
const STYLE_SHEET: usize = 10_000;

#[test]
fn no_page_is_heavy() {
    let mut heaviest = 0;
    for language in Language::ALL {
        for (path, html) in every_page(language).unwrap() {
            assert!(html.len() < PAGE, "{language}/{path}: {} bytes", html.len());
            heaviest = heaviest.max(html.len());
        }
    }
    println!("the heaviest page has {heaviest} bytes");
}

#[tokio::test]
async fn a_first_visit_is_light() {
    let gzip = [("accept-encoding", "gzip")];
    let (_, _, css) = fetch(&style_sheet(), &[]).await;
    let css = String::from_utf8(css).unwrap();
    let style = fetch(&style_sheet(), &gzip).await.2.len();
    assert!(style < STYLE_SHEET, "{style}");
    let mut shared = style;
    for font in css
        .split("url(")
        .skip(1)
        .map(|rest| rest.split(')').next().unwrap())
    {
        let address = format!(
            "/assets/{}",
            font.trim_matches('"').trim_start_matches("./")
        );
        shared += fetch(&address, &gzip).await.2.len();
    }
    for language in Language::ALL {
        let (_, html) = every_page(language).unwrap().remove(0);
        let icons = html
            .split("href=\"")
            .find_map(|rest| rest.split_once("#inbox"))
            .unwrap()
            .0;
        let visit = shared + html.len() + fetch(icons, &gzip).await.2.len();
        println!("a first visit in {language} costs {visit} bytes at most");
        assert!(visit < FIRST_VISIT, "{language}: {visit}");
    }
}
