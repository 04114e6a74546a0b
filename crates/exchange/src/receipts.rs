//! Proofs for partners: receipts of what concerns them, and the log's checkpoint and key.

use axum::Router;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::{StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use mithaq_node::{Admitted, Node};

use crate::access::admit;
use crate::problem::Problem;

/// The path under which the receipt of an entry is found; the entry's index follows.
pub(crate) const RECEIPT: &str = "/log/receipt/";

/// `GET /log/receipt/{index}`, `GET /log/checkpoint` and `GET /log/key`, each for a partner who
/// shows its token.
///
/// A receipt is given only to the partner whom the entry concerns. Anybody else, and whoever asks
/// for an entry that there is not, is told the same.
pub fn log_router(node: Node) -> Router {
    Router::new()
        .route("/log/receipt/{index}", get(receipt))
        .route("/log/checkpoint", get(checkpoint))
        .route("/log/key", get(key))
        .with_state(node)
}

async fn receipt(
    State(node): State<Node>,
    Partner(partner): Partner,
    index: Result<Path<String>, axum::extract::rejection::PathRejection>,
) -> Result<Response, Problem> {
    let index = index.ok().and_then(|Path(text)| decimal(&text));
    let receipt = match index {
        Some(index) => node.receipt_for(&partner, index).await?,
        None => None,
    };
    let receipt = receipt.ok_or(NO_RECEIPT)?;
    Ok((
        [(header::CONTENT_TYPE, "application/json")],
        receipt.to_json(),
    )
        .into_response())
}

async fn checkpoint(State(node): State<Node>, _: Partner) -> Result<String, Problem> {
    Ok(node.checkpoint().await?)
}

async fn key(State(node): State<Node>, _: Partner) -> String {
    format!("{}\n", node.log_key())
}

const NO_RECEIPT: Problem = Problem::new(
    StatusCode::NOT_FOUND,
    "There is no such receipt",
    "There is no entry with this index in the log that concerns you.",
);

/// A number in the one way to write it, so that each receipt has one address.
fn decimal(text: &str) -> Option<u64> {
    let index: u64 = text.parse().ok()?;
    (index.to_string() == text).then_some(index)
}

struct Partner(Admitted);

impl FromRequestParts<Node> for Partner {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, node: &Node) -> Result<Self, Problem> {
        admit(node, &parts.headers).await.map(Self)
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use mithaq_node::Receipt;
    use mithaq_testkit::{TestNode, introduce};

    use super::RECEIPT;
    use crate::fixture::World;

    #[tokio::test]
    async fn a_receipt_is_for_the_partner_whom_it_concerns() {
        let world = World::new().await;
        let address = world
            .read("objects/")
            .await
            .header("x-mithaq-receipt")
            .to_owned();
        let receipt = world.get(&address).await;
        assert_eq!(receipt.status, StatusCode::OK);
        assert_eq!(receipt.header("content-type"), "application/json");
        assert!(Receipt::parse(receipt.body.as_bytes()).is_ok());
        let index = address.trim_start_matches(RECEIPT);
        for other in [format!("{RECEIPT}0{index}"), format!("{RECEIPT}+{index}")] {
            assert_eq!(
                world.get(&other).await.status,
                StatusCode::NOT_FOUND,
                "{other}"
            );
        }

        let third = TestNode::new("Third", 3).await;
        let (ours, third) = (&world.ours.node, &third.node);
        introduce((ours, ours.card()), (third, third.card())).await;
        let token = crate::fixture::token(ours, "Third").await;
        let world = World { token, ..world };
        let refused = world.get(&address).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        insta::assert_snapshot!(refused.body, @r#"{"type":"about:blank","title":"There is no such receipt","status":404,"detail":"There is no entry with this index in the log that concerns you."}"#);
        for index in [
            "999999",
            "0",
            "00",
            "+1",
            "-1",
            "18446744073709551616",
            "x",
            "%ff",
        ] {
            let answer = world.get(&format!("/log/receipt/{index}")).await;
            assert_eq!(
                (answer.status, &answer.body),
                (refused.status, &refused.body),
                "{index}"
            );
            assert_eq!(answer.headers, refused.headers, "{index}");
        }
    }

    #[tokio::test]
    async fn the_checkpoint_is_signed_with_the_key_of_the_log() {
        let world = World::new().await;
        let key = world.get("/log/key").await;
        assert_eq!(key.body.trim(), world.ours.node.card().log_key);
        let checkpoint = world.get("/log/checkpoint").await;
        assert!(checkpoint.header("content-type").starts_with("text/plain"));
        let origin = &world.ours.node.profile().origin;
        assert!(checkpoint.body.starts_with(origin.as_str()));
        let key: mithaq_node::NoteVerifier = key.body.trim().parse().unwrap();
        assert!(key.open(&checkpoint.body).is_ok());
    }

    #[tokio::test]
    async fn without_a_token_there_is_nothing_to_see() {
        let world = World {
            token: "mithaq_wrong".to_owned(),
            ..World::new().await
        };
        for path in [
            "/log/receipt/0",
            "/log/receipt/x",
            "/log/checkpoint",
            "/log/key",
        ] {
            let answer = world.get(path).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
            assert_eq!(answer.headers.get_all("www-authenticate").iter().count(), 2);
            assert_eq!(answer.header("content-type"), "application/problem+json");
        }
    }
}
