//! Nothing else is visible by any route: whoever is not the partner of an agreement cannot tell
//! that it exists, nor can the partner tell that anything is withheld.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use mithaq_exchange::router;
use mithaq_stix::{ObjectId, Tlp};
use mithaq_testkit::{TestNode, agreement, conclude, indicator, introduce};
use tower::ServiceExt as _;

use crate::support::id;

/// One node; a partner with an agreement, and a stranger with another one of its own.
struct World {
    _nodes: [TestNode; 3],
    app: Router,
    partner: String,
    stranger: String,
    /// The agreement with the partner, whose name and id the stranger must not learn.
    secret: ObjectId,
    receipts: Vec<u64>,
}

const SECRET_NAME: &str = "Accord on quiet waters";
/// Withheld from everybody: above every ceiling, or of no subject of an agreement.
const WITHHELD: [u32; 2] = [8, 9];
/// Released to the partner alone.
const RELEASED: [u32; 2] = [1, 2];

#[derive(Debug, PartialEq)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl World {
    async fn new() -> Self {
        let node = TestNode::new("Node", 1).await;
        let partner = TestNode::new("Partner", 2).await;
        let stranger = TestNode::new("Stranger", 3).await;
        for other in [&partner, &stranger] {
            introduce(
                (&node.node, node.node.card()),
                (&other.node, other.node.card()),
            )
            .await;
        }
        let secret = agreement("Partner").replace("Memorandum on cybercrime", SECRET_NAME);
        let secret = conclude(&node.node, &partner.node, &secret).await;
        let training = agreement("Stranger").replace("\"cybercrime\"", "\"training\"");
        conclude(&node.node, &stranger.node, &training).await;
        let released = RELEASED.map(|n| indicator(n, Tlp::Green));
        node.hold(&["cybercrime"], &released).await;
        node.hold(&["cybercrime"], &[indicator(8, Tlp::Red)]).await;
        node.hold(&["border-security"], &[indicator(9, Tlp::Green)])
            .await;
        let mut tokens = Vec::new();
        for name in ["Partner", "Stranger"] {
            let partner = node.node.find_partner(name).await.unwrap();
            tokens.push(node.node.issue_token(&partner, false).await.unwrap());
        }
        let log = node.node.log(None, 1000).await.unwrap();
        Self {
            app: router(node.node.clone()),
            stranger: tokens.remove(1),
            partner: tokens.remove(0),
            secret,
            receipts: (0..log.size + 3).collect(),
            _nodes: [node, partner, stranger],
        }
    }

    async fn ask(&self, token: Option<&str>, method: Method, path: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let request = request.body(Body::empty()).unwrap();
        let (parts, body) = self
            .app
            .clone()
            .oneshot(request)
            .await
            .unwrap()
            .into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: to_bytes(body, usize::MAX).await.unwrap().to_vec(),
        }
    }
}

const METHODS: [Method; 7] = [
    Method::GET,
    Method::HEAD,
    Method::POST,
    Method::PUT,
    Method::DELETE,
    Method::PATCH,
    Method::OPTIONS,
];

/// The other name of a collection.
fn alias(id: &str) -> String {
    format!("outgoing-{}", id.split('-').next().unwrap())
}

/// Every address of a collection, with these objects in them.
fn addresses(collection: &str, objects: &[String]) -> Vec<String> {
    let collection = format!("/taxii2/cooperation/collections/{collection}");
    let mut parts: Vec<String> = ["", "/", "/objects/", "/objects", "/manifest/", "/else/"]
        .map(str::to_owned)
        .to_vec();
    for object in objects {
        parts.push(format!("/objects/{object}/"));
        parts.push(format!("/objects/{object}"));
        parts.push(format!("/objects/{object}/versions/"));
        parts.push(format!("/objects/?match[id]={object}"));
        parts.push(format!(
            "/objects/{object}/?added_after=2000-01-01T00:00:00Z"
        ));
        parts.push(format!("/manifest/?match[id]={object}&match[version]=all"));
    }
    for query in [
        "limit=1",
        "match[type]=indicator",
        "added_after=2000-01-01T00:00:00Z",
    ] {
        parts.push(format!("/objects/?{query}"));
        parts.push(format!("/manifest/?{query}"));
    }
    parts
        .iter()
        .map(|part| format!("{collection}{part}"))
        .collect()
}

#[tokio::test]
async fn what_is_another_partners_is_as_if_it_were_not() {
    let world = World::new().await;
    let objects = [1, 2, 8, 9].map(id);
    let id = world.secret.uuid().hyphenated().to_string();
    let alias = alias(&id);
    let (no_id, no_alias) = ("7d0f6e0a-2b8e-4c53-9c3e-3d1a2b4c5d6e", "outgoing-7d0f6e0a");
    for (real, unreal) in [(id.as_str(), no_id), (&alias, no_alias)] {
        let pairs = addresses(real, &objects)
            .into_iter()
            .zip(addresses(unreal, &objects));
        for (real, unreal) in pairs {
            for method in METHODS {
                for token in [Some(world.stranger.as_str()), Some("mithaq_wrong"), None] {
                    let here = world.ask(token, method.clone(), &real).await;
                    let nowhere = world.ask(token, method.clone(), &unreal).await;
                    assert_eq!(here, nowhere, "{method} {real} with {token:?}");
                    assert!(!here.status.is_success(), "{method} {real}");
                }
            }
        }
    }
}

#[tokio::test]
async fn what_is_withheld_is_as_if_it_were_not() {
    let world = World::new().await;
    let collection = world.secret.uuid().hyphenated().to_string();
    let unreal = [77, 78].map(id);
    let pairs = addresses(&collection, &WITHHELD.map(id))
        .into_iter()
        .zip(addresses(&collection, &unreal));
    // Only where the objects are named do the two addresses differ.
    for (withheld, nothing) in pairs.filter(|(withheld, nothing)| withheld != nothing) {
        for method in METHODS {
            let token = Some(world.partner.as_str());
            let here = world.ask(token, method.clone(), &withheld).await;
            let nowhere = world.ask(token, method.clone(), &nothing).await;
            assert_eq!(here, nowhere, "{method} {withheld}");
        }
    }
}

#[tokio::test]
async fn no_answer_names_what_the_asker_may_not_know() {
    let world = World::new().await;
    let collection = world.secret.uuid().hyphenated().to_string();
    let mut paths = addresses(&collection, &[1, 2, 8, 9].map(id));
    paths.extend(addresses(&alias(&collection), &[id(8)]));
    for path in [
        "/taxii2/",
        "/taxii2/cooperation/",
        "/taxii2/cooperation/collections/",
    ] {
        paths.push(path.to_owned());
    }
    for path in [
        "/log/checkpoint",
        "/log/key",
        "/healthz",
        "/readyz",
        "/",
        "/log/",
        "/log/entry/0",
    ] {
        paths.push(path.to_owned());
    }
    // All receipts that there are, and some that there are not.
    paths.extend(
        world
            .receipts
            .iter()
            .map(|index| format!("/log/receipt/{index}")),
    );

    let never = WITHHELD.map(|n| (id(n), format!("Invented indicator {n}")));
    let never: Vec<String> = never
        .into_iter()
        .flat_map(|(id, name)| [id, name])
        .collect();
    let mut not_strangers: Vec<String> = never.clone();
    not_strangers.extend([collection.clone(), alias(&collection)]);
    not_strangers.push(SECRET_NAME.to_owned());
    not_strangers.push("Partner".to_owned());
    not_strangers.extend(RELEASED.map(id));

    for path in &paths {
        for method in METHODS {
            for (token, secrets) in [
                (Some(world.partner.as_str()), &never),
                (Some(world.stranger.as_str()), &not_strangers),
                (Some("mithaq_wrong"), &not_strangers),
                (None, &not_strangers),
            ] {
                let answer = world.ask(token, method.clone(), path).await;
                let text = format!(
                    "{:?}{}",
                    answer.headers,
                    String::from_utf8_lossy(&answer.body)
                );
                for secret in secrets {
                    assert!(
                        !text.contains(secret),
                        "{method} {path} with {token:?}: {text}"
                    );
                }
            }
        }
    }
}

#[tokio::test]
async fn a_receipt_of_anothers_entry_is_as_if_it_were_not() {
    let world = World::new().await;
    let collection = world.secret.uuid().hyphenated().to_string();
    let page = format!("/taxii2/cooperation/collections/{collection}/objects/");
    let page = world.ask(Some(&world.partner), Method::GET, &page).await;
    let address = page.headers["x-mithaq-receipt"].to_str().unwrap();
    let own = world.ask(Some(&world.partner), Method::GET, address).await;
    assert_eq!(own.status, StatusCode::OK);
    for method in METHODS {
        let others = world
            .ask(Some(&world.stranger), method.clone(), address)
            .await;
        let nobodys = world
            .ask(Some(&world.stranger), method.clone(), "/log/receipt/987654")
            .await;
        assert_eq!(others, nobodys, "{method}");
    }
}

#[tokio::test]
async fn the_check_of_this_file_would_find_something() {
    let world = World::new().await;
    let collection = world.secret.uuid().hyphenated().to_string();
    let page = format!("/taxii2/cooperation/collections/{collection}/objects/");
    let page = world.ask(Some(&world.partner), Method::GET, &page).await;
    let text = String::from_utf8(page.body).unwrap();
    assert!(RELEASED.iter().all(|&n| text.contains(&id(n))));
}
