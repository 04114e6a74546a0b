//! Officers: signing in, being locked out, sessions.

use mithaq_node::{ActError, Node};
use mithaq_testkit::TestNode;

const MINUTE: i64 = 60;

async fn refused(node: &Node, name: &str, password: &str) -> String {
    let outcome = node.sign_in(name, password).await;
    assert!(matches!(outcome, Err(ActError::SignIn)), "{outcome:?}");
    outcome.unwrap_err().to_string()
}

async fn who(node: &Node, token: &str) -> Option<String> {
    let session = node.session(token).await.unwrap();
    session.map(|it| format!("{} ({})", it.name, it.role))
}

#[tokio::test]
async fn an_officer_signs_in_and_out() {
    let TestNode {
        node, dir: _dir, ..
    } = TestNode::new("Agency", 1).await;
    let password = node.add_officer("Amal", "liaison").await.unwrap();
    let token = node.sign_in("Amal", &password).await.unwrap();
    assert_eq!(who(&node, &token).await.unwrap(), "Amal (liaison)");
    assert_eq!(who(&node, "another").await, None);
    let second = node.sign_in("Amal", &password).await.unwrap();
    assert_ne!(token, second);
    node.sign_out(&token).await.unwrap();
    assert_eq!(who(&node, &token).await, None);
    assert!(who(&node, &second).await.is_some());
    let again = node.add_officer("Amal", "approver").await.unwrap();
    assert_eq!(
        who(&node, &second).await,
        None,
        "a new password ends the old sessions"
    );
    refused(&node, "Amal", &password).await;
    node.sign_in("Amal", &again).await.unwrap();
    let names: Vec<_> = node
        .officers()
        .await
        .unwrap()
        .into_iter()
        .map(|it| it.role)
        .collect();
    assert_eq!(names, ["approver"]);
}

#[tokio::test]
async fn whoever_is_refused_is_not_told_why() {
    let TestNode {
        node, dir: _dir, ..
    } = TestNode::new("Agency", 1).await;
    node.add_officer("Amal", "viewer").await.unwrap();
    let wrong = refused(&node, "Amal", "wrong").await;
    let unknown = refused(&node, "Nobody", "wrong").await;
    assert_eq!(wrong, unknown);
    insta::assert_snapshot!(wrong, @"the name or the password is not right");
}

#[tokio::test]
async fn five_wrong_passwords_lock_an_account_for_five_minutes() {
    let TestNode {
        node,
        clock,
        dir: _dir,
    } = TestNode::new("Agency", 1).await;
    let password = node.add_officer("Amal", "viewer").await.unwrap();
    for _ in 0..4 {
        refused(&node, "Amal", "wrong").await;
    }
    node.sign_in("Amal", &password).await.unwrap();
    for _ in 0..5 {
        refused(&node, "Amal", "wrong").await;
    }
    refused(&node, "Amal", &password).await;
    clock.advance(5 * MINUTE - 1);
    refused(&node, "Amal", &password).await;
    clock.advance(1);
    node.sign_in("Amal", &password).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guesses_made_at_the_same_time_all_count() {
    let TestNode {
        node, dir: _dir, ..
    } = TestNode::new("Agency", 1).await;
    let password = node.add_officer("Amal", "viewer").await.unwrap();
    let guesses = (0..5).map(|_| {
        let node = node.clone();
        tokio::spawn(async move { node.sign_in("Amal", "wrong").await.is_err() })
    });
    for guess in guesses.collect::<Vec<_>>() {
        assert!(guess.await.unwrap());
    }
    refused(&node, "Amal", &password).await;
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_and_at_the_end_of_the_day() {
    let TestNode {
        node,
        clock,
        dir: _dir,
    } = TestNode::new("Agency", 1).await;
    let password = node.add_officer("Amal", "viewer").await.unwrap();
    let idle = node.sign_in("Amal", &password).await.unwrap();
    clock.advance(29 * MINUTE);
    assert!(who(&node, &idle).await.is_some());
    clock.advance(29 * MINUTE);
    assert!(
        who(&node, &idle).await.is_some(),
        "being used keeps it alive"
    );
    clock.advance(30 * MINUTE);
    assert_eq!(who(&node, &idle).await, None);

    let long = node.sign_in("Amal", &password).await.unwrap();
    for _ in 0..12 * 3 - 1 {
        clock.advance(20 * MINUTE);
        assert!(who(&node, &long).await.is_some());
    }
    clock.advance(20 * MINUTE);
    assert_eq!(
        who(&node, &long).await,
        None,
        "after twelve hours in any case"
    );
}

#[tokio::test]
async fn a_name_and_a_role_are_needed() {
    let TestNode {
        node, dir: _dir, ..
    } = TestNode::new("Agency", 1).await;
    for (name, role) in [
        ("", "viewer"),
        ("  ", "viewer"),
        ("a\nb", "viewer"),
        ("Amal", "king"),
    ] {
        let refused = node.add_officer(name, role).await;
        assert!(
            matches!(refused, Err(ActError::Officer(_))),
            "{name:?} {role}"
        );
    }
    assert!(node.officers().await.unwrap().is_empty());
}
