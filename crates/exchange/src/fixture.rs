//! A node with a partner, an agreement in force and a few objects, for the tests of the handlers.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use mithaq_node::Node;
use mithaq_stix::{ObjectId, Tlp};
use mithaq_testkit::{TestNode, agreement, conclude, indicator, introduce};
use serde_json::Value;
use tower::ServiceExt as _;

/// Two partners; the first releases five indicators to the second, and withholds a sixth.
pub(crate) struct World {
    pub(crate) ours: TestNode,
    pub(crate) theirs: TestNode,
    pub(crate) agreement: ObjectId,
    pub(crate) token: String,
    pub(crate) app: Router,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl World {
    pub(crate) async fn new() -> Self {
        let ours = TestNode::new("Ours", 1).await;
        let theirs = TestNode::new("Theirs", 2).await;
        introduce(
            (&ours.node, ours.node.card()),
            (&theirs.node, theirs.node.card()),
        )
        .await;
        let agreement = conclude(&ours.node, &theirs.node, &agreement("Theirs")).await;
        let green: Vec<Value> = (1..=5).map(|n| indicator(n, Tlp::Green)).collect();
        ours.hold(&["cybercrime"], &green).await;
        ours.hold(&["cybercrime"], &[indicator(6, Tlp::Red)]).await;
        let token = token(&ours.node, "Theirs").await;
        let app = crate::router(ours.node.clone());
        Self {
            ours,
            theirs,
            agreement,
            token,
            app,
        }
    }

    /// The path of the agreement's collection, with a slash at its end.
    pub(crate) fn collection(&self) -> String {
        let id = self.agreement.uuid().hyphenated();
        format!("/taxii2/cooperation/collections/{id}/")
    }

    /// Asks as the partner.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, &[]).await
    }

    /// Asks for a part of the collection as the partner.
    pub(crate) async fn read(&self, rest: &str) -> Answer {
        self.get(&format!("{}{rest}", self.collection())).await
    }

    pub(crate) async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, bearer);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The ids of the objects, or of the records of a manifest.
    pub(crate) fn ids(&self) -> Vec<String> {
        let json = self.json();
        let objects = json["objects"].as_array().cloned().unwrap_or_default();
        let ids = objects.iter().map(|object| object["id"].as_str().unwrap());
        ids.map(str::to_owned).collect()
    }

    /// Checks that this is an error of TAXII, and gives its status and title.
    pub(crate) fn problem(&self) -> String {
        let json = self.json();
        assert_eq!(self.header("content-type"), crate::problem::TAXII);
        assert_eq!(json["http_status"], self.status.as_str());
        let title = json["title"].as_str().unwrap();
        format!("{} {title}", self.status.as_u16())
    }
}

/// A new token for a partner of `node`.
pub(crate) async fn token(node: &Node, partner: &str) -> String {
    let partner = node.find_partner(partner).await.unwrap();
    node.issue_token(&partner, false).await.unwrap()
}

/// The id of indicator number `n`.
pub(crate) fn id(n: u32) -> String {
    format!("indicator--00000000-0000-4000-8000-{n:012}")
}
