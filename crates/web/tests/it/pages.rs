//! Every page with every sample in every language.

use std::collections::BTreeSet;

use mithaq_web::pages::agreement::{self, AgreementView};
use mithaq_web::pages::object::{self, ObjectView};
use mithaq_web::pages::search::{self, SearchView};
use mithaq_web::pages::today::{self, TodayView};
use mithaq_web::{Language, Page};

use crate::gallery::every_page;
use crate::markup::{Tag, tags, text};

fn each(mut check: impl FnMut(Language, &str, &str)) {
    for language in Language::ALL {
        for (path, html) in every_page(language).unwrap() {
            check(language, &path, &html);
        }
    }
}

fn each_tag(mut check: impl FnMut(&str, &Tag)) {
    each(|language, path, html| {
        for tag in tags(html) {
            check(&format!("{language}/{path}: {tag:?}"), &tag);
        }
    });
}

#[test]
fn no_message_is_missing() {
    each(|language, path, html| assert!(!html.contains('⟦'), "{language}/{path}: {html}"));
}

#[test]
fn the_page_names_its_language_and_direction() {
    each(|language, path, html| {
        let root = tags(html)
            .into_iter()
            .find(|tag| tag.name == "html")
            .unwrap();
        assert_eq!(root.attribute("lang"), Some(language.tag()), "{path}");
        let rtl = language == Language::Ar;
        assert_eq!(
            root.attribute("dir"),
            Some(if rtl { "rtl" } else { "ltr" }),
            "{path}"
        );
    });
}

#[test]
fn there_is_no_script_and_no_style_in_a_page() {
    each_tag(|place, tag| {
        assert!(
            !["script", "style", "iframe", "object", "embed", "base"].contains(&&*tag.name),
            "{place}"
        );
        assert_eq!(tag.attribute("style"), None, "{place}");
        assert!(
            !tag.attributes
                .iter()
                .any(|(name, _)| name.starts_with("on")),
            "{place}"
        );
    });
}

#[test]
fn every_address_is_of_this_node() {
    each_tag(|place, tag| {
        for name in ["href", "src", "action"] {
            if let Some(address) = tag.attribute(name) {
                let is_path = address.starts_with('/') && !address.starts_with("//");
                assert!(is_path || address.starts_with('#'), "{place}");
            }
        }
    });
    each(|language, path, html| assert!(!html.contains("://"), "{language}/{path}"));
}

#[test]
fn every_tag_is_closed_in_its_place() {
    const VOID: [&str; 6] = ["br", "input", "link", "meta", "use", "!doctype"];
    each(|language, path, html| {
        let mut open = Vec::new();
        for tag in tags(html) {
            if tag.is_end {
                assert_eq!(open.pop(), Some(tag.name), "{language}/{path}: {open:?}");
            } else if !VOID.contains(&&*tag.name) {
                open.push(tag.name);
            }
        }
        assert_eq!(open, [] as [String; 0], "{language}/{path}");
    });
}

#[test]
fn ids_are_given_once_and_every_reference_has_one() {
    each(|language, path, html| {
        let tags = tags(html);
        let ids: Vec<_> = tags.iter().filter_map(|tag| tag.attribute("id")).collect();
        let unique: BTreeSet<_> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{language}/{path}: {ids:?}");
        for tag in &tags {
            let names = ["for", "aria-labelledby", "aria-describedby"];
            let referred = names.into_iter().filter_map(|name| tag.attribute(name));
            let inside = tag
                .attribute("href")
                .and_then(|address| address.strip_prefix('#'));
            for id in referred.chain(inside) {
                assert!(
                    unique.contains(id),
                    "{language}/{path}: nothing has the id {id}"
                );
            }
        }
    });
}

#[test]
fn every_field_has_a_label_and_every_page_one_heading() {
    each(|language, path, html| {
        let tags = tags(html);
        let headings = tags
            .iter()
            .filter(|tag| tag.name == "h1" && !tag.is_end)
            .count();
        assert_eq!(headings, 1, "{language}/{path}");
        let labels: BTreeSet<_> = tags.iter().filter_map(|tag| tag.attribute("for")).collect();
        for field in tags
            .iter()
            .filter(|tag| !tag.is_end && ["input", "select"].contains(&&*tag.name))
        {
            let is_hidden = field.attribute("type") == Some("hidden");
            assert!(
                is_hidden || labels.contains(field.attribute("id").unwrap()),
                "{field:?}"
            );
        }
    });
}

#[test]
fn today_says_what_happens_to_an_agreement_and_on_which_day() {
    type Sample = fn(Language) -> TodayView;
    let told = |view: Sample, language| {
        let page = Page::sample(language, "today");
        let html = today::render(&page, &view(language)).unwrap().0;
        text(&html)
    };
    let expected: [(Sample, [&str; 3]); 3] = [
        (
            TodayView::sample,
            [
                "أُشعر بإنهائها: آخر يوم من السريان فاتح فبراير 2027",
                "Dénoncé : dernier jour en vigueur le 1er février 2027",
                "Notice was given: last day in force 1 February 2027",
            ],
        ),
        (
            TodayView::sample_quiet,
            [
                "آخر يوم من السريان: 31 دجنبر 2026",
                "Dernier jour en vigueur : 31 décembre 2026",
                "Last day in force: 31 December 2026",
            ],
        ),
        (
            TodayView::sample_signed,
            [
                "تدخل حيز التنفيذ في فاتح دجنبر 2026",
                "entre en vigueur le 1er décembre 2026",
                "enters into force on 1 December 2026",
            ],
        ),
    ];
    for (view, sentences) in expected {
        for (language, sentence) in Language::ALL.into_iter().zip(sentences) {
            let told = told(view, language);
            assert!(told.contains(sentence), "{language}: {sentence}\n{told}");
        }
    }
}

#[test]
fn a_reason_names_its_article_once_and_leads_to_it() {
    let page = Page::sample(Language::En, "agreements/x");
    let html = agreement::render(&page, &AgreementView::sample(Language::En))
        .unwrap()
        .0;
    assert!(text(&html).contains("above the ceiling TLP:AMBER of article 5"));
    assert!(!text(&html).contains("of article 5 article 5"));
    let (_, reasons) = html.split_once("<ul class=\"reasons\">").unwrap();
    let (_, link) = reasons.split_once("<a href=\"").unwrap();
    assert!(
        link.split('"').next().unwrap().ends_with("#article-5"),
        "{link}"
    );
}

#[test]
fn every_page_leads_to_itself_in_the_other_languages() {
    let html = today::render(
        &Page::sample(Language::Ar, "today"),
        &TodayView::sample_empty(),
    );
    let html = html.unwrap().0;
    for code in ["ar", "fr", "en"] {
        assert!(html.contains(&format!("href=\"/{code}/today\"")), "{code}");
    }
}

#[test]
fn marks_of_tlp_are_left_to_right_and_never_translated() {
    let mut marks = 0;
    each_tag(|place, tag| {
        if tag
            .attribute("class")
            .is_some_and(|class| class.starts_with("tlp"))
        {
            assert_eq!(tag.attribute("dir"), Some("ltr"), "{place}");
            assert_eq!(tag.attribute("translate"), Some("no"), "{place}");
            marks += 1;
        }
    });
    assert!(marks > 0);
}

#[test]
fn identifiers_and_hashes_are_isolated_left_to_right() {
    each_tag(|place, tag| {
        let is_code = tag.name == "code" && tag.attribute("translate").is_some();
        if !tag.is_end && (tag.name == "pre" || is_code) {
            assert_eq!(tag.attribute("dir"), Some("ltr"), "{place}");
        }
    });
}

#[test]
fn a_page_reads_in_each_language() {
    for language in Language::ALL {
        let page = Page::sample(language, "agreements/x");
        let html = agreement::render(&page, &AgreementView::sample(language))
            .unwrap()
            .0;
        insta::assert_snapshot!(format!("agreement_{language}"), text(&html));
        let page = Page::sample(language, "search?q=heron");
        let html = search::render(&page, &SearchView::sample(language)).unwrap();
        insta::assert_snapshot!(format!("search_{language}"), text(&html.0));
        let page = Page::sample(language, "objects/x");
        let html = object::render(&page, &ObjectView::sample(language)).unwrap();
        insta::assert_snapshot!(format!("object_{language}"), text(&html.0));
    }
}
