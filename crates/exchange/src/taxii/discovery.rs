//! What this server is (TAXII 2.1 sections 4.1 and 4.2).

use axum::extract::State;
use axum::response::Response;
use mithaq_node::Node;
use serde::Serialize;

use super::{API_ROOT, message};
use crate::problem::TAXII;

/// `GET /taxii2/`
pub(crate) async fn discovery() -> Response {
    message(&Discovery {
        title: "Mithaq",
        description: "What agencies give each other under agreements in force",
        default: API_ROOT,
        api_roots: [API_ROOT],
    })
}

/// `GET /taxii2/cooperation/`
pub(crate) async fn api_root(State(node): State<Node>) -> Response {
    message(&ApiRoot {
        title: "Cooperation",
        description: "One collection for each agreement with you",
        versions: [TAXII],
        max_content_length: node.limits().request_bytes,
    })
}

#[derive(Serialize)]
struct Discovery {
    title: &'static str,
    description: &'static str,
    default: &'static str,
    api_roots: [&'static str; 1],
}

#[derive(Serialize)]
struct ApiRoot {
    title: &'static str,
    description: &'static str,
    versions: [&'static str; 1],
    max_content_length: u64,
}

#[cfg(test)]
mod tests {
    use crate::fixture::World;

    #[tokio::test]
    async fn discovery_names_the_only_api_root() {
        let world = World::new().await;
        let answer = world.get("/taxii2/").await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-type"), crate::problem::TAXII);
        insta::assert_snapshot!(answer.body, @r#"{"title":"Mithaq","description":"What agencies give each other under agreements in force","default":"/taxii2/cooperation/","api_roots":["/taxii2/cooperation/"]}"#);
        assert_eq!(world.get("/taxii2").await.body, answer.body);
    }

    #[tokio::test]
    async fn the_api_root_says_what_it_takes() {
        let world = World::new().await;
        let answer = world.get("/taxii2/cooperation/").await;
        assert_eq!(answer.status, 200);
        insta::assert_snapshot!(answer.body, @r#"{"title":"Cooperation","description":"One collection for each agreement with you","versions":["application/taxii+json;version=2.1"],"max_content_length":8388608}"#);
        assert_eq!(world.get("/taxii2/cooperation").await.body, answer.body);
    }
}
