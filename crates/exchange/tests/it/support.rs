//! Two partners, the first of whom answers on a socket of this machine.

use std::future::{Future, pending};
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use mithaq_exchange::{Certificate, PullError, Pulled, ensure_certificate, pull, router, serve};
use mithaq_node::{Node, Source};
use mithaq_stix::{ObjectId, Tlp};
use mithaq_testkit::{TestNode, agreement, conclude, indicator, introduce};
use tokio::net::TcpListener;

pub(crate) struct Pair {
    pub(crate) giver: TestNode,
    pub(crate) taker: TestNode,
    pub(crate) agreement: ObjectId,
}

impl Pair {
    /// An agreement in force, with the giver's node at `url`; the taker has a token.
    pub(crate) async fn at(url: &str, certificate: Option<[u8; 32]>) -> Self {
        let giver = TestNode::new("Giver", 1).await;
        let taker = TestNode::new("Taker", 2).await;
        Self::between(giver, taker, url, certificate).await
    }

    pub(crate) async fn between(
        giver: TestNode,
        taker: TestNode,
        url: &str,
        certificate: Option<[u8; 32]>,
    ) -> Self {
        let card = giver.node.card().at(url, certificate);
        introduce((&giver.node, card), (&taker.node, taker.node.card())).await;
        let agreement = conclude(&giver.node, &taker.node, &agreement("Taker")).await;
        let there = giver.node.find_partner("Taker").await.unwrap();
        let token = giver.node.issue_token(&there, false).await.unwrap();
        let here = taker.node.find_partner("Giver").await.unwrap();
        taker.node.keep_credential(&here, &token).await.unwrap();
        Self {
            giver,
            taker,
            agreement,
        }
    }

    /// The giver releases indicators with these numbers.
    pub(crate) async fn release(&self, numbers: std::ops::RangeInclusive<u32>) {
        let objects: Vec<_> = numbers.map(|n| indicator(n, Tlp::Green)).collect();
        self.giver.hold(&["cybercrime"], &objects).await;
    }

    pub(crate) async fn source(&self) -> Source {
        self.taker.node.sources().await.unwrap().remove(0)
    }

    pub(crate) async fn pull(&self) -> Result<Pulled, PullError> {
        pull(&self.taker.node, &self.source().await, |_| ()).await
    }

    pub(crate) async fn holds(&self, n: u32) -> bool {
        let id = id(n).parse().unwrap();
        self.taker.node.object(&id).await.unwrap().is_some()
    }
}

/// The id of indicator number `n`.
pub(crate) fn id(n: u32) -> String {
    format!("indicator--00000000-0000-4000-8000-{n:012}")
}

pub(crate) fn certificate(node: &TestNode) -> Certificate {
    ensure_certificate(node.dir.path(), &[], node.node.now()).unwrap()
}

/// Serves a node until the test ends.
pub(crate) fn serve_node(listener: TcpListener, certificate: Option<&Certificate>, node: &Node) {
    let app = router(node.clone());
    tokio::spawn(serve_until(listener, certificate, app, pending()));
}

pub(crate) fn serve_until(
    listener: TcpListener,
    certificate: Option<&Certificate>,
    app: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> impl Future<Output = std::io::Result<()>> + Send + 'static {
    let tls = certificate.map(|certificate| certificate.server_config().unwrap());
    serve(listener, tls.map(|tls: Arc<_>| tls), app, stop)
}

/// A socket of this machine that nobody else has.
pub(crate) async fn socket() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}
