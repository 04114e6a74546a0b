//! Files: real ones, broken ones, and an import that is killed.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;

use mithaq_node::{
    Acceptance, ActError, Export, Home, ImportEvent, Imported, Node, Rejection, StoreAddress,
};
use mithaq_stix::{Elements, Limits, Object, Tlp};
use mithaq_testkit::{ManualClock, SeededRandomness, TestNode, indicator, report};
use serde_json::{Value, json};

use crate::support::{id, indicator_id, shared};

const ATTACK: &str = "conformance/real/ics-attack-18.1.json";

async fn import(node: &Node, text: &[u8]) -> (Result<Imported, ActError>, Vec<Rejection>) {
    let text = text.to_vec();
    let mut rejections = Vec::new();
    let open = move || Ok(Cursor::new(text.clone()));
    let how = Acceptance::own(BTreeSet::from(["cybercrime".to_owned()]), Some(Tlp::Green));
    let imported = node.import(open, &how, |event| {
        if let ImportEvent::Rejected(rejection) = event {
            rejections.push(rejection);
        }
    });
    let imported = imported.await;
    (imported, rejections)
}

fn bundle(objects: &[Value]) -> Vec<u8> {
    json!({
        "type": "bundle", "id": "bundle--00000000-0000-4000-8000-000000000001", "objects": objects,
    })
    .to_string()
    .into_bytes()
}

async fn counts(node: &Node) -> (u64, u64) {
    let graph = node.overview(0).await.unwrap().graph;
    (graph.objects, graph.versions)
}

#[tokio::test]
async fn a_bad_object_does_not_stop_the_good_ones() {
    let node = TestNode::new("Agency", 1).await;
    let mut bad = indicator(2, Tlp::Green);
    bad.as_object_mut().unwrap().remove("pattern");
    let text = bundle(&[indicator(1, Tlp::Green), bad, indicator(3, Tlp::Green)]);
    let (imported, rejections) = import(&node.node, &text).await;
    let imported = imported.unwrap();
    assert_eq!((imported.accepted, imported.rejected), (2, 1));
    assert_eq!(rejections[0].id.as_deref(), Some(indicator_id(2).as_str()));
    let offset = usize::try_from(rejections[0].offset).unwrap();
    assert_eq!(text[offset], b'{');
    assert!(
        rejections[0].findings[0].message.contains("pattern"),
        "{:?}",
        rejections[0].findings
    );
    assert_eq!(counts(&node.node).await, (3, 3));
    // A conflict shows only in the store; it is reported in the same way.
    let mut changed = indicator(1, Tlp::Green);
    changed["name"] = json!("Another name");
    let (imported, rejections) =
        import(&node.node, &bundle(&[changed, indicator(4, Tlp::Green)])).await;
    let imported = imported.unwrap();
    assert_eq!((imported.accepted, imported.rejected), (1, 1));
    assert_eq!(rejections[0].findings[0].rule, "version-conflict");
}

#[tokio::test]
async fn a_file_that_was_cut_off_is_refused_whole() {
    let node = TestNode::new("Agency", 1).await;
    let text = bundle(&[indicator(1, Tlp::Green), indicator(2, Tlp::Green)]);
    let before = counts(&node.node).await;
    for end in [1, text.len() / 2, text.len() - 1] {
        let (imported, _) = import(&node.node, &text[..end]).await;
        let Err(ActError::Bundle(error)) = imported else {
            panic!("{imported:?}")
        };
        assert_eq!(error.offset(), Some(end as u64), "{error}");
        assert_eq!(counts(&node.node).await, before);
    }
    let mut garbled = text.clone();
    let place = text.len() - 20;
    garbled[place] = 0xFF;
    let (imported, _) = import(&node.node, &garbled).await;
    let Err(ActError::Bundle(error)) = imported else {
        panic!("{imported:?}")
    };
    assert_eq!(error.offset(), Some(place as u64), "{error}");
    assert_eq!(counts(&node.node).await, before);
}

#[tokio::test]
async fn the_same_file_again_changes_nothing_and_other_words_about_it_do() {
    let node = TestNode::new("Agency", 1).await;
    let text = bundle(&[
        indicator(1, Tlp::Green),
        report(1, Tlp::Green, &[&indicator_id(1)]),
    ]);
    assert_eq!(import(&node.node, &text).await.0.unwrap().accepted, 2);
    let log = node.node.log(None, 0).await.unwrap().size;
    let again = import(&node.node, &text).await.0.unwrap();
    assert_eq!((again.accepted, again.unchanged), (0, 2));
    assert_eq!(node.node.log(None, 0).await.unwrap().size, log);
    let how = Acceptance::own(BTreeSet::from(["training".to_owned()]), None);
    let open = move || Ok(Cursor::new(text.clone()));
    let other = node.node.import(open, &how, |_| ()).await.unwrap();
    assert_eq!((other.rehandled, other.unchanged), (2, 0));
    let held = node
        .node
        .object(&id(&indicator_id(1)))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(held.summary.handling.subjects, how.subjects);
    assert_eq!(held.summary.handling.tlp, Tlp::Green);
}

#[tokio::test]
async fn a_subject_is_one_word() {
    let node = TestNode::new("Agency", 1).await;
    let before = counts(&node.node).await;
    for wrong in [
        "",
        "cybercrime terrorism",
        "Cybercrime",
        "a--b",
        "-a",
        "a\nb",
        "جريمة",
    ] {
        let how = Acceptance::own(BTreeSet::from([wrong.to_owned()]), None);
        let text = bundle(&[indicator(1, Tlp::Green)]);
        let open = move || Ok(Cursor::new(text.clone()));
        let refused = node.node.import(open, &how, |_| ()).await;
        assert!(matches!(refused, Err(ActError::Subject(_))), "{wrong}");
    }
    assert_eq!(counts(&node.node).await, before);
}

#[tokio::test]
async fn a_file_that_cannot_be_opened_is_an_error() {
    let node = TestNode::new("Agency", 1).await;
    let open = || -> std::io::Result<File> { Err(std::io::ErrorKind::NotFound.into()) };
    let failed = node.node.import(open, &Acceptance::default(), |_| ()).await;
    assert!(matches!(failed, Err(ActError::File(_))));
}

#[tokio::test]
async fn attack_comes_in_whole_and_once() {
    let Some(path) = shared(ATTACK) else { return };
    let mut text = Vec::new();
    File::open(path).unwrap().read_to_end(&mut text).unwrap();
    let file: Value = serde_json::from_slice(&text).unwrap();
    let objects = file["objects"].as_array().unwrap();
    let ids: BTreeSet<&str> = objects
        .iter()
        .map(|it| it["id"].as_str().unwrap())
        .collect();
    let node = TestNode::new("Agency", 1).await;
    let (imported, rejections) = import(&node.node, &text).await;
    let imported = imported.unwrap();
    assert_eq!(imported.accepted + imported.rejected, objects.len() as u64);
    assert_eq!(rejections.len() as u64, imported.rejected);
    let own_identity = 1;
    assert_eq!(
        counts(&node.node).await.0,
        ids.len() as u64 - imported.rejected + own_identity
    );
    assert_eq!(imported.rejected, 0, "{:?}", rejections.first());
    let one = objects.iter().find(|it| it["type"] == "malware").unwrap();
    let held = node
        .node
        .object(&id(one["id"].as_str().unwrap()))
        .await
        .unwrap()
        .unwrap();
    let body: Value = serde_json::from_slice(&held.body).unwrap();
    assert_eq!(body, *one);
    let again = import(&node.node, &text).await.0.unwrap();
    assert_eq!((again.unchanged, again.accepted), (imported.accepted, 0));
}

#[tokio::test]
async fn what_came_in_goes_out_as_it_came() {
    let Some(file) = shared(ATTACK) else {
        return;
    };
    let node = TestNode::new("Agency", 1).await;
    let text = std::fs::read(file).unwrap();
    import(&node.node, &text).await.0.unwrap();
    let digests = |text: &[u8]| -> BTreeSet<(String, String)> {
        let limits = Limits::default();
        Elements::new(text, &limits)
            .filter_map(|element| Object::read(&element.unwrap().text, &limits).ok())
            .map(|read| {
                (
                    read.object.id().to_string(),
                    read.object.digest().to_string(),
                )
            })
            .collect()
    };
    let exported = node.node.export(Export::default(), Vec::new()).await;
    let (exported, out) = exported.unwrap();
    let mut came = digests(&text);
    let went = digests(&out);
    // The node's own identity is its own, too.
    came.extend(
        went.iter()
            .filter(|(id, _)| id == node.node.identity().as_str())
            .cloned(),
    );
    assert_eq!(went, came);
    assert_eq!(exported.objects, went.len() as u64);
    let log = node.node.log(None, 1).await.unwrap();
    assert_eq!(log.entries[0].entry.act, "exported");
    assert_eq!(log.entries[0].entry.index, exported.log_index);
}

const DIR: &str = "MITHAQ_KILLED_IMPORT_DIR";
const STORE: &str = "MITHAQ_KILLED_IMPORT_STORE";
const OBJECTS: u32 = 6000;

fn large() -> Vec<u8> {
    let objects: Vec<Value> = (0..OBJECTS).map(|n| indicator(n, Tlp::Green)).collect();
    bundle(&objects)
}

async fn opened(home: Home) -> Node {
    let clock = Arc::new(ManualClock::new("2026-11-01T12:00:00Z".parse().unwrap()));
    Node::open(home, clock, Arc::new(SeededRandomness::new(7)))
        .await
        .unwrap()
}

/// Not a test of its own: the process that is killed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child() {
    let Some(dir) = std::env::var_os(DIR) else {
        return;
    };
    let store = std::env::var(STORE).unwrap();
    let dir = PathBuf::from(dir);
    let store = store.parse().unwrap_or(StoreAddress::Folder(dir.clone()));
    let node = opened(Home::folder(&dir).with_store(store)).await;
    let text = large();
    let how = Acceptance::own(BTreeSet::from(["cybercrime".to_owned()]), None);
    let tell = |event| {
        if let ImportEvent::Read(bytes) = event {
            let mut out = std::io::stdout().lock();
            writeln!(out, "read {bytes}").unwrap();
            out.flush().unwrap();
        }
    };
    node.import(move || Ok(Cursor::new(text.clone())), &how, tell)
        .await
        .unwrap();
}

#[tokio::test]
async fn an_import_that_is_killed_leaves_nothing_half_and_is_finished_by_another() {
    let made = TestNode::new("Agency", 1).await;
    let mut before = 1;
    for steps in [1, 2, 1] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["import::child", "--exact", "--nocapture"])
            .env(DIR, made.dir.path())
            .env(STORE, made.store_text())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let read = lines
            .map_while(Result::ok)
            .filter(|line| line.contains("read "));
        assert_eq!(read.take(steps).count(), steps, "the child ended by itself");
        child.kill().unwrap();
        child.wait().unwrap();
        let node = opened(made.home()).await;
        let (objects, versions) = counts(&node).await;
        assert!(objects >= before.max(1000 * steps as u64));
        assert_eq!(objects, versions);
        assert!(
            node.examine()
                .await
                .unwrap()
                .iter()
                .all(|check| check.wrong.is_none())
        );
        // Every object that is there is there with everything that belongs to it.
        assert_eq!(
            node.objects_of_kind("indicator").await.unwrap().len() as u64,
            objects - 1
        );
        before = objects;
    }
    let node = opened(made.home()).await;
    let imported = import(&node, &large()).await.0.unwrap();
    assert_eq!(
        imported.accepted + imported.unchanged + imported.rehandled,
        u64::from(OBJECTS)
    );
    assert_eq!(counts(&node).await.0, u64::from(OBJECTS) + 1);
}
