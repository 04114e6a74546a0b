//! The socket: clients that are stuck, versions of TLS, and the farewell.

use std::time::Duration;

use axum::Router;
use axum::routing::get;
use mithaq_testkit::TestNode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::support::{Pair, certificate, serve_node, serve_until, socket};

const SOON: Duration = Duration::from_secs(5);

#[tokio::test]
async fn a_client_that_is_stuck_in_its_handshake_holds_up_nobody() {
    let (listener, address) = socket().await;
    let giver = TestNode::new("Giver", 1).await;
    let taker = TestNode::new("Taker", 2).await;
    let certificate = certificate(&giver);
    serve_node(listener, Some(&certificate), &giver.node);
    // More than there is room for: the oldest give way.
    let mut stuck = Vec::new();
    for _ in 0..200 {
        stuck.push(TcpStream::connect(address).await.unwrap());
    }
    let url = format!("https://{address}");
    let pair = Pair::between(giver, taker, &url, Some(certificate.sha256())).await;
    pair.release(1..=1).await;
    let pulled = timeout(SOON, pair.pull()).await.expect("in time").unwrap();
    assert_eq!(pulled.accepted, 1);
}

#[tokio::test]
async fn plain_words_on_a_tls_socket_are_refused() {
    let (listener, address) = socket().await;
    let node = TestNode::new("Giver", 1).await;
    serve_node(listener, Some(&certificate(&node)), &node.node);
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    let _ = timeout(SOON, stream.read_to_end(&mut answer))
        .await
        .expect("in time");
    assert!(!answer.starts_with(b"HTTP"));
}

#[tokio::test]
async fn requests_that_are_being_answered_are_answered_after_the_stop() {
    let (listener, address) = socket().await;
    let (stop, stopped) = oneshot::channel::<()>();
    let (arrived, has_arrived) = oneshot::channel::<()>();
    let (answer, may_answer) = oneshot::channel::<()>();
    let gates = std::sync::Arc::new(std::sync::Mutex::new(Some((arrived, may_answer))));
    let app = Router::new().route(
        "/slow",
        get(async move || {
            let taken = gates.lock().unwrap().take();
            let (arrived, may_answer) = taken.unwrap();
            arrived.send(()).unwrap();
            may_answer.await.unwrap();
            "done"
        }),
    );
    let stop_signal = async move {
        let _ = stopped.await;
    };
    let server = tokio::spawn(serve_until(listener, None, app, stop_signal));
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream
        .write_all(b"GET /slow HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    has_arrived.await.unwrap();
    stop.send(()).unwrap();
    answer.send(()).unwrap();
    let mut text = String::new();
    let read = timeout(SOON, stream.read_to_string(&mut text));
    read.await.expect("in time").unwrap();
    assert!(text.starts_with("HTTP/1.1 200"), "{text}");
    assert!(text.ends_with("done"), "{text}");
    timeout(SOON, server)
        .await
        .expect("in time")
        .unwrap()
        .unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn an_idle_connection_does_not_hold_up_the_stop() {
    let (listener, address) = socket().await;
    let (stop, stopped) = oneshot::channel::<()>();
    let app = Router::new().route("/", get(async || "here"));
    let stop_signal = async move {
        let _ = stopped.await;
    };
    let server = tokio::spawn(serve_until(listener, None, app, stop_signal));
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    let mut some = [0; 15];
    stream.read_exact(&mut some).await.unwrap();
    stop.send(()).unwrap();
    timeout(SOON, server)
        .await
        .expect("in time")
        .unwrap()
        .unwrap();
}
