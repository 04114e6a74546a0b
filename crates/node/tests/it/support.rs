//! Two nodes that know each other, and an agreement between them.

use std::path::PathBuf;

use mithaq_node::{Admitted, Disclosed, HeldPartner, Node, Query, ReleasedVersion};
use mithaq_stix::ObjectId;
use mithaq_testkit::{TestNode, agreement, conclude, introduce};

/// Two nodes in force of one agreement; each is admitted at the other.
pub(crate) struct Pair {
    pub(crate) ours: TestNode,
    pub(crate) theirs: TestNode,
    pub(crate) agreement: ObjectId,
    /// Them, at our node.
    pub(crate) them: Admitted,
}

pub(crate) const OURS: &str = "Agency of Arvenia";
pub(crate) const THEIRS: &str = "Bureau of Borduria";

/// Two nodes that know each other and have agreed nothing.
pub(crate) async fn strangers() -> (TestNode, TestNode) {
    let ours = TestNode::new(OURS, 1).await;
    let theirs = TestNode::new(THEIRS, 2).await;
    introduce(
        (&ours.node, ours.node.card()),
        (&theirs.node, theirs.node.card()),
    )
    .await;
    (ours, theirs)
}

pub(crate) async fn pair() -> Pair {
    let (ours, theirs) = strangers().await;
    let agreement = conclude(&ours.node, &theirs.node, &agreement(THEIRS)).await;
    let (_, them) = admitted(&ours.node, THEIRS).await;
    Pair {
        ours,
        theirs,
        agreement,
        them,
    }
}

impl Pair {
    pub(crate) async fn disclose(&self, query: Query) -> Disclosed {
        let disclosed = self.ours.node.disclose(&self.them, &self.agreement, query);
        disclosed.await.unwrap()
    }

    /// Everything that they may read now.
    pub(crate) async fn page(&self) -> Vec<ReleasedVersion> {
        self.disclose(Query::default()).await.page().to_vec()
    }

    /// The names of everything that they may read now.
    pub(crate) async fn names(&self) -> Vec<String> {
        self.page()
            .await
            .iter()
            .map(|it| it.id.to_string())
            .collect()
    }
}

/// A partner with a new token.
pub(crate) async fn admitted(node: &Node, name: &str) -> (HeldPartner, Admitted) {
    let partner = node.find_partner(name).await.unwrap();
    let token = node.issue_token(&partner, false).await.unwrap();
    let admitted = node.admit(&token).await.unwrap().unwrap();
    (partner, admitted)
}

pub(crate) fn indicator_id(n: u32) -> String {
    format!("indicator--00000000-0000-4000-8000-{n:012}")
}

pub(crate) fn id(text: &str) -> ObjectId {
    text.parse().unwrap()
}

/// A file of the shared test data; nothing if there is none here.
pub(crate) fn shared(file: &str) -> Option<PathBuf> {
    let Some(dir) = std::env::var_os("MITHAQ_SHARED") else {
        println!("not run: MITHAQ_SHARED does not say where the shared test data is");
        return None;
    };
    let path = PathBuf::from(dir).join(file);
    assert!(path.exists(), "{} is missing", path.display());
    Some(path)
}
