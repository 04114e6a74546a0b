//! The files of the node's keys.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use mithaq_node::{ActError, KeyError, Node, NodeKeys, write_private};
use mithaq_testkit::{SeededRandomness, TestNode};

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn only_the_owner_may_read_the_keys_and_the_store() {
    let node = TestNode::new("Agency", 1).await;
    for file in ["keys/signing.key", "keys/log.key", "mithaq.db"] {
        if file == "mithaq.db" && !node.is_embedded() {
            continue;
        }
        assert_eq!(mode(&node.dir.path().join(file)), 0o600, "{file}");
    }
    let text = std::fs::read_to_string(node.dir.path().join("keys/log.key")).unwrap();
    assert!(!format!("{:?}", node.node).contains(&text));
}

#[test]
fn keys_are_never_replaced_and_read_back_as_they_were() {
    let dir = tempfile::tempdir().unwrap();
    let made = NodeKeys::create(dir.path(), "agency/log", &SeededRandomness::new(1)).unwrap();
    let again = NodeKeys::create(dir.path(), "agency/log", &SeededRandomness::new(2));
    assert!(matches!(again, Err(KeyError::File { .. })));
    let read = NodeKeys::load(dir.path(), "agency/log").unwrap();
    assert_eq!(read.signing_public(), made.signing_public());
    assert_eq!(
        read.log().verifier().to_string(),
        made.log().verifier().to_string()
    );
    assert_ne!(made.signing_public(), [0; 32]);
    let again = write_private(&dir.path().join("signing.key"), b"other");
    assert!(matches!(again, Err(KeyError::File { .. })));
}

#[tokio::test]
async fn what_is_no_key_is_refused() {
    let made = TestNode::new("Agency", 1).await;
    let file = made.dir.path().join("keys/signing.key");
    for wrong in ["", "not base64!", "AAAA", &"A".repeat(400)] {
        std::fs::write(&file, wrong).unwrap();
        let opened = Node::open(
            made.home(),
            made.clock.clone(),
            std::sync::Arc::new(SeededRandomness::new(2)),
        );
        let refused = opened.await.unwrap_err();
        assert!(
            matches!(refused, ActError::Keys(KeyError::NotAKey(_))),
            "{refused}"
        );
        let shown = refused
            .to_string()
            .replace(made.dir.path().to_str().unwrap(), "[dir]");
        assert_eq!(
            shown,
            "the key file `[dir]/keys/signing.key` does not hold 32 bytes in base64: restore it \
             from a backup"
        );
    }
    std::fs::remove_file(&file).unwrap();
    let missing = NodeKeys::load(&made.dir.path().join("keys"), "x");
    assert!(matches!(missing, Err(KeyError::File { .. })));
}
