//! Collections: the agreements with the partner who asks (TAXII 2.1 sections 5.1 and 5.2).

use std::collections::HashMap;

use axum::Extension;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::response::Response;
use mithaq_node::{Admitted, Node, Offer};
use mithaq_stix::ObjectId;
use serde::Serialize;

use super::message;
use crate::problem::{NO_COLLECTION, TaxiiProblem};

/// The media type of the objects in a collection.
pub(crate) const STIX: &str = "application/stix+json;version=2.1";

/// `GET /taxii2/cooperation/collections/`
pub(crate) async fn list(
    State(node): State<Node>,
    Extension(partner): Extension<Admitted>,
) -> Result<Response, TaxiiProblem> {
    let offers = node.offers(&partner).await?;
    Ok(message(&Collections {
        collections: offers.iter().map(Collection::from).collect(),
    }))
}

/// `GET /taxii2/cooperation/collections/{collection}/`
pub(crate) async fn one(Addressed { offer, .. }: Addressed) -> Response {
    message(&Collection::from(&offer))
}

/// The id of an agreement's collection.
pub(crate) fn collection_id(agreement: &ObjectId) -> String {
    agreement.uuid().hyphenated().to_string()
}

/// The agreement that an address names, as far as the partner who asks may know of it.
#[derive(Debug)]
pub(crate) struct Addressed {
    pub(crate) partner: Admitted,
    pub(crate) offer: Offer,
    /// The object that the address names, if it names one.
    pub(crate) object: Option<ObjectId>,
}

impl FromRequestParts<Node> for Addressed {
    type Rejection = TaxiiProblem;

    async fn from_request_parts(parts: &mut Parts, node: &Node) -> Result<Self, TaxiiProblem> {
        // A path that is not text names no collection.
        let names = Path::<HashMap<String, String>>::from_request_parts(parts, node).await;
        let names = names.map(|Path(names)| names).unwrap_or_default();
        // The same work, whatever is asked for: what is another's is not even looked at.
        let partner = parts.extensions.get::<Admitted>().cloned();
        let partner = partner.ok_or(NO_COLLECTION)?;
        let offers = node.offers(&partner).await?;
        let offer = names.get("collection").and_then(|name| find(offers, name));
        Ok(Self {
            partner,
            offer: offer.ok_or(NO_COLLECTION)?,
            object: names.get("object").and_then(|id| id.parse().ok()),
        })
    }
}

fn find(offers: Vec<Offer>, name: &str) -> Option<Offer> {
    let name = name.to_ascii_lowercase();
    let found = offers
        .iter()
        .position(|offer| collection_id(&offer.agreement) == name);
    let found = found.or_else(|| {
        offers
            .iter()
            .position(|offer| alias(&offer.agreement) == name)
    });
    offers.into_iter().nth(found?)
}

fn alias(agreement: &ObjectId) -> String {
    let id = collection_id(agreement);
    format!("outgoing-{}", id.split('-').next().unwrap_or_default())
}

#[derive(Serialize)]
struct Collections {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    collections: Vec<Collection>,
}

#[derive(Serialize)]
struct Collection {
    id: String,
    title: String,
    alias: String,
    can_read: bool,
    can_write: bool,
    media_types: [&'static str; 1],
}

impl From<&Offer> for Collection {
    fn from(offer: &Offer) -> Self {
        Self {
            id: collection_id(&offer.agreement),
            title: offer.name.clone(),
            alias: alias(&offer.agreement),
            can_read: offer.standing.permits(),
            can_write: false,
            media_types: [STIX],
        }
    }
}

#[cfg(test)]
mod tests {
    use mithaq_testkit::{TestNode, agreement, introduce};

    use crate::fixture::World;

    #[tokio::test]
    async fn an_agreement_in_force_is_a_collection() {
        let world = World::new().await;
        let list = world.get("/taxii2/cooperation/collections/").await;
        let id = world.agreement.uuid().hyphenated().to_string();
        let shown = list
            .body
            .replace(&id, "ID")
            .replace(&super::alias(&world.agreement), "ALIAS");
        insta::assert_snapshot!(shown, @r#"{"collections":[{"id":"ID","title":"Memorandum on cybercrime","alias":"ALIAS","can_read":true,"can_write":false,"media_types":["application/stix+json;version=2.1"]}]}"#);
        let one = world.read("").await;
        assert_eq!(one.status, 200);
        assert_eq!(list.json()["collections"], serde_json::json!([one.json()]));
    }

    #[tokio::test]
    async fn a_collection_is_found_by_its_alias_and_in_capitals() {
        let world = World::new().await;
        let id = world.agreement.uuid().hyphenated().to_string();
        let one = world.read("").await;
        for name in [super::alias(&world.agreement), id.to_uppercase()] {
            let path = format!("/taxii2/cooperation/collections/{name}");
            assert_eq!(world.get(&path).await.body, one.body, "{name}");
        }
    }

    #[tokio::test]
    async fn a_suspended_agreement_is_listed_but_not_readable() {
        let world = World::new().await;
        world
            .ours
            .node
            .suspend(&world.agreement, "A review")
            .await
            .unwrap();
        let one = world.read("").await;
        assert_eq!(
            (one.status.as_u16(), &one.json()["can_read"]),
            (200, &false.into())
        );
    }

    #[tokio::test]
    async fn whoever_has_no_agreement_has_no_collection() {
        let world = World::new().await;
        let third = TestNode::new("Third", 3).await;
        let (ours, third) = (&world.ours.node, &third.node);
        introduce((ours, ours.card()), (third, third.card())).await;
        // A draft that nobody signed is not an agreement.
        ours.draft(&agreement("Third")).await.unwrap();
        let token = crate::fixture::token(ours, "Third").await;
        let world = World { token, ..world };
        assert_eq!(
            world.get("/taxii2/cooperation/collections/").await.body,
            "{}"
        );
        let foreign = world.read("").await;
        assert_eq!(foreign.problem(), "404 There is no such collection");
        for name in [
            "",
            "nonsense",
            "%ff",
            "..",
            "00000000-0000-4000-8000-000000000000",
        ] {
            let path = format!("/taxii2/cooperation/collections/{name}/objects/");
            let answer = world.get(&path).await;
            assert_eq!(answer.status, 404, "{name}");
            if !name.is_empty() {
                assert_eq!(answer.body, foreign.body, "{name}");
            }
        }
    }
}
