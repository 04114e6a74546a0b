//! Nodes in temporary folders.

use std::sync::Arc;

use mithaq_node::{Acceptance, Lang, NewNode, Node, NodeCard};
use mithaq_stix::{Object, ObjectId, Tlp};
use tempfile::TempDir;

use crate::{ManualClock, SeededRandomness, read};

/// A node, its clock, and the folder that goes away with it.
#[derive(Debug)]
pub struct TestNode {
    /// The node.
    pub node: Node,
    /// Its clock, which stands still.
    pub clock: Arc<ManualClock>,
    /// Its folder.
    pub dir: TempDir,
}

impl TestNode {
    /// A node named `name`, on 1 November 2026 at noon; `seed` makes its keys and ids.
    pub async fn new(name: &str, seed: u64) -> Self {
        let start = "2026-11-01T12:00:00Z".parse().expect("a time");
        let clock = Arc::new(ManualClock::new(start));
        let dir = tempfile::tempdir().expect("a temporary folder");
        let new = NewNode {
            name: name.to_owned(),
            country: "XA".to_owned(),
            language: Lang::En,
        };
        let randomness = Arc::new(SeededRandomness::new(seed));
        let node = Node::create(dir.path(), &new, clock.clone(), randomness)
            .await
            .expect("a node in an empty folder");
        Self { node, clock, dir }
    }

    /// Opens the same node again, as after a restart.
    pub async fn reopened(&self, seed: u64) -> Node {
        let randomness = Arc::new(SeededRandomness::new(seed));
        Node::open(self.dir.path(), self.clock.clone(), randomness)
            .await
            .expect("the node just made")
    }

    /// Accepts objects as the node's own under some subjects, and decides about them.
    pub async fn hold(&self, subjects: &[&str], objects: &[serde_json::Value]) {
        let objects: Vec<Object> = objects.iter().map(read).collect();
        let subjects = subjects.iter().map(|&subject| subject.to_owned()).collect();
        let how = Acceptance::own(subjects, Some(Tlp::Green));
        self.node
            .accept(objects, &how)
            .await
            .expect("valid objects");
        self.node.settle().await.expect("decisions");
    }
}

/// Makes two nodes partners, each with the other's card as `url` and certificate say.
pub async fn introduce(one: (&Node, NodeCard), other: (&Node, NodeCard)) {
    one.0.add_partner(&other.1).await.expect("a card");
    other.0.add_partner(&one.1).await.expect("a card");
}

/// Brings an agreement from its draft on `one` to the signatures of both; gives its id.
pub async fn conclude(one: &Node, other: &Node, draft: &str) -> ObjectId {
    let id = one.draft(draft).await.expect("a draft that compiles");
    let half = one.sign(&id).await.expect("our signature");
    other
        .accept_agreement(half)
        .await
        .expect("a good signature");
    let whole = other.sign(&id).await.expect("their signature");
    one.accept_agreement(whole).await.expect("a good signature");
    id
}
