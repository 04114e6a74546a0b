//! `mithaq serve`: the socket, TLS, health, and how it begins and ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::{Desk, Serving, fetch, mithaq, program, signal, text};

#[test]
fn tls_is_the_default_and_health_is_open() {
    let desk = Desk::new();
    let dir = desk.node("node", "Agency", "MA");
    let serving = Serving::begin(Path::new(&dir), &[]);
    let url = serving.url();
    assert!(url.starts_with("https://127.0.0.1:"), "{url}");
    assert_eq!(serving.told["ready"], true);
    assert_eq!(text(&serving.told, "/taxii"), format!("{url}/taxii2/"));
    let certificate = desk.path("node/tls/cert.pem");
    for page in ["healthz", "readyz"] {
        let answer = fetch(&format!("{url}/{page}"), Some(&certificate), None);
        assert_eq!(answer, (200, "ok\n".to_owned()));
    }
    let (status, _) = fetch(&format!("{url}/taxii2/"), Some(&certificate), None);
    assert_eq!(status, 401);
    let (status, page) = fetch(&format!("{url}/en/sign-in"), Some(&certificate), None);
    assert_eq!(status, 200);
    assert!(page.contains("Agency"), "the page is the agency's own");
}

#[test]
fn plain_words_are_not_understood_where_tls_is_spoken() {
    let desk = Desk::new();
    let dir = desk.node("node", "Agency", "MA");
    let serving = Serving::begin(Path::new(&dir), &[]);
    let address = serving.url().replace("https://", "");
    let mut socket = TcpStream::connect(address).unwrap();
    socket.write_all(b"GET /healthz HTTP/1.1\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    let _ = socket.read_to_end(&mut answer);
    assert!(!answer.starts_with(b"HTTP"));
}

#[test]
fn plain_http_is_an_explicit_choice() {
    let desk = Desk::new();
    let dir = desk.node("node", "Agency", "MA");
    let serving = Serving::begin(Path::new(&dir), &["--plain-http"]);
    let url = serving.url();
    assert!(url.starts_with("http://127.0.0.1:"), "{url}");
    assert_eq!(
        fetch(&format!("{url}/readyz"), None, None),
        (200, "ok\n".to_owned())
    );
}

#[test]
fn people_are_told_what_to_open() {
    let desk = Desk::new();
    let dir = desk.node("node", "Agency", "MA");
    let mut child = program(["serve", "--dir", &dir, "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut line = || lines.next().unwrap().unwrap();
    let first = line();
    let url = first.strip_prefix("ready: ").unwrap();
    assert_eq!(line(), format!("  pages  {url}/"));
    assert_eq!(line(), format!("  TAXII  {url}/taxii2/"));
    signal(&child, "INT");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn it_ends_at_once_when_told_to_even_with_a_connection_open() {
    let desk = Desk::new();
    let dir = desk.node("node", "Agency", "MA");
    let serving = Serving::begin(Path::new(&dir), &["--plain-http"]);
    let address = serving.url().replace("http://", "");
    let mut idle = TcpStream::connect(&address).unwrap();
    idle.write_all(b"GET /healthz HTTP/1.1\r\nHost: node\r\n\r\n")
        .unwrap();
    let mut status = String::new();
    BufReader::new(&idle).read_line(&mut status).unwrap();
    assert_eq!(status, "HTTP/1.1 200 OK\r\n");
    let asked = Instant::now();
    assert_eq!(serving.stop(), Some(0));
    // Far below the ten seconds that requests which are being answered would have.
    assert!(
        asked.elapsed() < Duration::from_secs(5),
        "{:?}",
        asked.elapsed()
    );
    assert!(TcpStream::connect(&address).is_err());
}

#[test]
fn a_port_that_is_taken_is_told_and_another_proposed() {
    let desk = Desk::new();
    let dir = desk.node("node", "Agency", "MA");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    mithaq(["serve", "--dir", &dir, "--listen", &address]).refused(
        1,
        &format!(
            "error: cannot listen on {address}: another program is there; choose another port with \
             --listen"
        ),
    );
    // 192.0.2.0/24 is for documentation (RFC 5737): no machine has it.
    mithaq(["serve", "--dir", &dir, "--listen", "192.0.2.1:0"])
        .refused(1, "this machine has no such address");
    mithaq(["serve", "--dir", &dir, "--listen", "8443"]).refused(2, "invalid socket address");
}

#[test]
fn two_nodes_serve_beside_each_other() {
    let desk = Desk::new();
    let (one, two) = (desk.node("one", "One", "MA"), desk.node("two", "Two", "FR"));
    let serving = [&one, &two].map(|dir| Serving::begin(Path::new(dir), &[]));
    assert_ne!(serving[0].url(), serving[1].url());
    for (serving, dir) in serving.iter().zip(["one", "two"]) {
        let certificate = desk.path(dir).join("tls/cert.pem");
        let (status, _) = fetch(
            &format!("{}/healthz", serving.url()),
            Some(&certificate),
            None,
        );
        assert_eq!(status, 200);
    }
}

#[test]
fn a_certificate_without_its_key_is_not_replaced() {
    let desk = Desk::new();
    let dir = desk.node("node", "Agency", "MA");
    std::fs::remove_file(desk.path("node/tls/key.pem")).unwrap();
    let words = ["serve", "--dir", &dir, "--listen", "127.0.0.1:0"];
    mithaq(words).refused(1, "restore the key from a backup");
    let doctor = mithaq(["doctor", "--dir", &dir]).with_code(1);
    assert!(doctor.out.contains("WRONG  certificate"), "{}", doctor.out);
}

#[test]
fn commands_work_while_the_node_is_being_served() {
    let desk = Desk::new();
    let dir = desk.node("node", "Agency", "MA");
    let serving = Serving::begin(Path::new(&dir), &[]);
    mithaq([
        "officer", "add", "--dir", &dir, "amina", "--role", "liaison",
    ])
    .well();
    let listed = mithaq(["officer", "list", "--dir", &dir]).well().out;
    assert_eq!(listed, "admin      admin\nliaison    amina\n");
    assert_eq!(serving.stop(), Some(0));
}

#[test]
fn plain_http_for_the_network_comes_with_a_warning() {
    let desk = Desk::new();
    let dir = desk.node("node", "Agency", "MA");
    let mut command = program(["serve", "--json", "--plain-http", "--dir", &dir]);
    command
        .args(["--listen", "0.0.0.0:0"])
        .stderr(Stdio::piped());
    let mut serving = Serving::ready(command);
    let mut said = String::new();
    let mut err = BufReader::new(serving.child.stderr.take().unwrap());
    err.read_line(&mut said).unwrap();
    assert!(said.starts_with("warning: tokens and objects cross the network in the clear"));
}
