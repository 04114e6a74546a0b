//! The manifest: which objects there are, without the objects (TAXII 2.1 section 5.3).

use axum::extract::State;
use axum::response::Response;
use mithaq_node::{Form, Node};
use serde::Serialize;

use super::collection::{Addressed, STIX};
use super::page::{Page, date_added, version};
use super::query::Asked;
use crate::problem::{TaxiiProblem, json};

/// `GET /taxii2/cooperation/collections/{collection}/manifest/`
pub(crate) async fn list(
    State(node): State<Node>,
    addressed: Addressed,
    asked: Asked,
) -> Result<Response, TaxiiProblem> {
    let page = Page::ask(&node, addressed, asked, Form::Manifest).await?;
    let next = page.next();
    let records = page.versions().iter().map(|released| Record {
        id: released.id.as_str(),
        date_added: date_added(released.released_at),
        version: version(released),
        media_type: STIX,
    });
    let manifest = Manifest {
        more: next.is_some(),
        next,
        objects: records.collect(),
    };
    Ok(page.answer(json(&manifest).into_bytes()))
}

#[derive(Serialize)]
struct Manifest<'a> {
    more: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    objects: Vec<Record<'a>>,
}

#[derive(Serialize)]
struct Record<'a> {
    id: &'a str,
    date_added: String,
    version: String,
    media_type: &'static str,
}

#[cfg(test)]
mod tests {
    use crate::fixture::{World, id};

    #[tokio::test]
    async fn the_manifest_has_what_the_objects_have() {
        let world = World::new().await;
        let manifest = world.read("manifest/").await;
        let objects = world.read("objects/").await;
        assert_eq!(manifest.ids(), objects.ids());
        for header in ["x-taxii-date-added-first", "x-taxii-date-added-last"] {
            assert_eq!(manifest.header(header), objects.header(header));
        }
        let json = manifest.json();
        let records = json["objects"].as_array().unwrap();
        assert_eq!(
            records[0]["date_added"],
            objects.header("x-taxii-date-added-first")
        );
        assert_eq!(
            records[4]["date_added"],
            objects.header("x-taxii-date-added-last")
        );
        insta::assert_snapshot!(records[2], @r#"{"id":"indicator--00000000-0000-4000-8000-000000000003","date_added":"2026-11-01T12:00:00.000002Z","version":"2026-10-01T00:00:00.000Z","media_type":"application/stix+json;version=2.1"}"#);
        assert!(!manifest.header("x-mithaq-receipt").is_empty());
    }

    #[tokio::test]
    async fn the_manifest_is_paged() {
        let world = World::new().await;
        let first = world.read("manifest/?limit=4").await;
        let next = first.json()["next"].as_str().unwrap().to_owned();
        assert_eq!(first.ids(), [1, 2, 3, 4].map(id));
        let rest = world.read(&format!("manifest/?limit=4&next={next}")).await;
        assert_eq!(rest.ids(), [id(5)]);
        let none = world.read("manifest/?match[type]=tool").await;
        assert_eq!(none.body, r#"{"more":false}"#);
    }

    #[tokio::test]
    async fn an_object_without_versions_has_the_time_of_its_release() {
        let world = World::new().await;
        let terms = mithaq_testkit::agreement("Theirs").replace("\"indicator\"", "\"ipv4-addr\"");
        let (ours, theirs) = (&world.ours, &world.theirs);
        let agreement = mithaq_testkit::conclude(&ours.node, &theirs.node, &terms).await;
        let address = serde_json::json!({
            "type": "ipv4-addr", "spec_version": "2.1", "value": "192.0.2.7",
            "id": "ipv4-addr--6ecbb7f1-7b9a-5d5a-9e7a-8ee2b5a3f5c0",
            "object_marking_refs": [mithaq_stix::Tlp::Green.marking_id().as_str()],
        });
        ours.hold(&["cybercrime"], &[address]).await;
        let world = World { agreement, ..world };
        let manifest = world.read("manifest/").await.json();
        let record = &manifest["objects"][0];
        assert_eq!(record["version"], record["date_added"]);
        let id = record["id"].as_str().unwrap();
        let versions = world.read(&format!("objects/{id}/versions/")).await.json();
        assert_eq!(versions["versions"], serde_json::json!([record["version"]]));
    }
}
