//! The versions of one object (TAXII 2.1 section 5.8): here there is at most one, the last.

use axum::extract::State;
use axum::response::Response;
use mithaq_node::{Form, Node};
use serde::Serialize;

use super::collection::Addressed;
use super::objects::page_of_one;
use super::page::version;
use super::query::Asked;
use crate::problem::{TaxiiProblem, json};

/// `GET /taxii2/cooperation/collections/{collection}/objects/{object}/versions/`
pub(crate) async fn list(
    State(node): State<Node>,
    addressed: Addressed,
    asked: Asked,
) -> Result<Response, TaxiiProblem> {
    let page = page_of_one(&node, addressed, asked, Form::Manifest).await?;
    let next = page.next();
    let listing = Listing {
        more: next.is_some(),
        next,
        versions: page.versions().iter().map(version).collect(),
    };
    Ok(page.answer(json(&listing).into_bytes()))
}

#[derive(Serialize)]
struct Listing {
    more: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    versions: Vec<String>,
}

#[cfg(test)]
mod tests {
    use crate::fixture::{World, id};

    #[tokio::test]
    async fn an_object_has_the_version_that_it_names() {
        let world = World::new().await;
        let answer = world.read(&format!("objects/{}/versions/", id(2))).await;
        insta::assert_snapshot!(answer.body, @r#"{"more":false,"versions":["2026-10-01T00:00:00.000Z"]}"#);
        let manifest = world.read(&format!("manifest/?match[id]={}", id(2))).await;
        assert_eq!(
            answer.json()["versions"][0],
            manifest.json()["objects"][0]["version"]
        );
        assert!(!answer.header("x-taxii-date-added-first").is_empty());
    }

    #[tokio::test]
    async fn an_unknown_or_withheld_object_has_no_versions() {
        let world = World::new().await;
        for id in [id(6), id(99), "nonsense".to_owned()] {
            let answer = world.read(&format!("objects/{id}/versions/")).await;
            assert_eq!(answer.problem(), "404 There is no such object", "{id}");
        }
    }
}
