//! Nodes in temporary folders.

use std::path::Path;
use std::sync::Arc;

use mithaq_node::{Acceptance, Home, Lang, NewNode, Node, NodeCard};
use mithaq_stix::{Object, ObjectId, Tlp};
use tempfile::TempDir;

use crate::{ManualClock, Schema, SeededRandomness, read};

/// A node, its clock, and the folder that goes away with it.
#[derive(Debug)]
pub struct TestNode {
    /// The node.
    pub node: Node,
    /// Its clock, which stands still.
    pub clock: Arc<ManualClock>,
    /// Its folder.
    pub dir: NodeDir,
}

/// The folder of a node, and its place on a server if it has one; both go away with it.
#[derive(Debug)]
pub struct NodeDir {
    folder: TempDir,
    home: Home,
    schema: Option<Schema>,
}

impl NodeDir {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (home, schema) = home(folder.path());
        Self {
            folder,
            home,
            schema,
        }
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Where the nodes of the tests keep what they hold: `MITHAQ_TEST_STORE=postgres` runs every suite
/// that uses them on a server.
fn home(dir: &Path) -> (Home, Option<Schema>) {
    if std::env::var_os("MITHAQ_TEST_STORE").is_none_or(|store| store != "postgres") {
        return (Home::folder(dir), None);
    }
    let schema = Schema::new().expect("MITHAQ_TEST_POSTGRES names a server");
    let home = Home::folder(dir).with_store(schema.address().parse().expect("an address"));
    (home, Some(schema))
}

impl TestNode {
    /// A node named `name`, on 1 November 2026 at noon; `seed` makes its keys and ids.
    pub async fn new(name: &str, seed: u64) -> Self {
        let start = "2026-11-01T12:00:00Z".parse().expect("a time");
        let clock = Arc::new(ManualClock::new(start));
        let dir = NodeDir::new();
        let new = NewNode {
            name: name.to_owned(),
            country: "XA".to_owned(),
            language: Lang::En,
        };
        let randomness = Arc::new(SeededRandomness::new(seed));
        let node = Node::create(dir.home.clone(), &new, clock.clone(), randomness)
            .await
            .expect("a node in an empty folder");
        Self { node, clock, dir }
    }

    /// Where it lives.
    pub fn home(&self) -> Home {
        self.dir.home.clone()
    }

    /// Runs statements in its database behind its back.
    pub fn run_beside(&self, sql: &str) {
        if let Some(schema) = &self.dir.schema {
            return schema.run(sql);
        }
        let path = self.dir.path().join("mithaq.db");
        let beside = rusqlite::Connection::open(path).expect("the node's file");
        beside.execute_batch(sql).expect("statements that it takes");
    }

    /// The address of its store as a text, for another process; empty if it is the folder.
    pub fn store_text(&self) -> String {
        self.dir
            .schema
            .as_ref()
            .map(Schema::address)
            .unwrap_or_default()
    }

    /// Whether everything is in the folder.
    pub fn is_embedded(&self) -> bool {
        self.dir.schema.is_none()
    }

    /// Makes the database refuse an `event`, such as `INSERT`, on a table, as a full disk would; if
    /// `whole`, it undoes the whole transaction with it.
    pub fn obstruct(&self, table: &str, event: &str, whole: bool) {
        let sql = if self.is_embedded() {
            let raise = if whole { "ROLLBACK" } else { "ABORT" };
            format!(
                "CREATE TRIGGER full BEFORE {event} ON {table}
                 BEGIN SELECT RAISE({raise}, 'the disk is full'); END"
            )
        } else {
            format!(
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
                   $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$;
                 CREATE TRIGGER full_disk BEFORE {event} ON {table}
                   EXECUTE FUNCTION full_disk()"
            )
        };
        self.run_beside(&sql);
    }

    /// Takes back what [`TestNode::obstruct`] did.
    pub fn clear_obstruction(&self) {
        self.run_beside(if self.is_embedded() {
            "DROP TRIGGER full"
        } else {
            "DROP FUNCTION full_disk CASCADE"
        });
    }

    /// Opens the same node again, as after a restart.
    pub async fn reopened(&self, seed: u64) -> Node {
        let randomness = Arc::new(SeededRandomness::new(seed));
        Node::open(self.home(), self.clock.clone(), randomness)
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
