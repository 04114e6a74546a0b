//! What the tests share: running the program, serving nodes, two agencies with an agreement.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The program, with nothing from the environment that could change what it does.
pub(crate) fn program<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mithaq"));
    command.args(arguments).stdin(Stdio::null());
    for variable in ["MITHAQ_DIR", "MITHAQ_LANG", "RUST_LOG", "RUST_BACKTRACE"] {
        command.env_remove(variable);
    }
    command
}

/// What a run of the program came to.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs the program to its end.
pub(crate) fn mithaq<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Done {
    Done::of(program(arguments).output().unwrap())
}

/// Runs the program with `--json`, in the words of a script: `words` are split at spaces.
pub(crate) fn json(words: &str) -> Value {
    mithaq(words.split(' ').chain(["--json"])).well().json()
}

impl Done {
    pub(crate) fn of(output: Output) -> Self {
        let done = Self {
            code: output.status.code().expect("it was not killed"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        };
        assert!(!done.err.contains("panicked"), "{}", done.err);
        done
    }

    /// The same, after a look at the exit code.
    #[track_caller]
    pub(crate) fn with_code(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    pub(crate) fn well(self) -> Self {
        self.with_code(0)
    }

    /// The one document on standard output.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{error}: not one document:\n{}", self.out))
    }

    /// The same, after a look at whether it is refused with these words, and nothing is reported.
    #[track_caller]
    pub(crate) fn refused(self, code: i32, words: &str) {
        let done = self.with_code(code);
        assert!(done.err.contains(words), "`{words}` not in:\n{}", done.err);
        assert_eq!(done.out, "");
    }
}

/// The member of a document as text.
#[track_caller]
pub(crate) fn text<'a>(document: &'a Value, pointer: &str) -> &'a str {
    document
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("no text at {pointer} in {document:#}"))
}

/// The names of a document's members.
pub(crate) fn members(document: &Value) -> Vec<&str> {
    document
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

/// A node being served by a process of its own.
pub(crate) struct Serving {
    pub(crate) child: Child,
    pub(crate) told: Value,
    // Closed only at the end, so that the program may go on speaking.
    _out: BufReader<ChildStdout>,
}

impl Serving {
    /// Serves the node in `dir` on a free port, and waits until it is ready.
    pub(crate) fn begin(dir: &Path, more: &[&str]) -> Self {
        let mut command = program(["serve", "--json", "--listen", "127.0.0.1:0", "--dir"]);
        command.arg(dir).args(more);
        Self::ready(command)
    }

    /// Starts a command that reports once and goes on until it is stopped.
    pub(crate) fn ready(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut report = String::new();
        while !report.ends_with("\n}\n") {
            let read = out.read_line(&mut report).unwrap();
            assert_ne!(read, 0, "it ended before it was ready:\n{report}");
        }
        Self {
            child,
            told: serde_json::from_str(&report).unwrap(),
            _out: out,
        }
    }

    pub(crate) fn url(&self) -> String {
        text(&self.told, "/url").to_owned()
    }

    /// Asks it to end, as a service manager does, and gives its exit code.
    pub(crate) fn stop(mut self) -> Option<i32> {
        signal(&self.child, "TERM");
        self.child.wait().unwrap().code()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal to a process that a test started.
pub(crate) fn signal(child: &Child, name: &str) {
    let done = Command::new("sh")
        .args(["-c", "kill -\"$0\" \"$1\"", name, &child.id().to_string()])
        .status()
        .unwrap();
    assert!(done.success());
}

/// The status and the body of a page, over TLS if a certificate is given.
pub(crate) fn fetch(url: &str, certificate: Option<&Path>, token: Option<&str>) -> (u16, String) {
    let (scheme, rest) = url.split_once("://").unwrap();
    let (address, path) = rest.split_once('/').unwrap();
    assert_eq!(scheme == "https", certificate.is_some());
    let mut request = format!("GET /{path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    if let Some(token) = token {
        request += "Authorization: Bearer ";
        request += token;
        request += "\r\n";
    }
    request.push_str("\r\n");
    let socket = TcpStream::connect(address).unwrap();
    let answer = match certificate {
        Some(certificate) => {
            let session = tls_session(certificate);
            speak(rustls::StreamOwned::new(session, socket), &request)
        }
        None => speak(socket, &request),
    };
    let (head, body) = answer.split_once("\r\n\r\n").expect("an answer in HTTP");
    let status = head.split(' ').nth(1).unwrap();
    (status.parse().unwrap(), body.to_owned())
}

fn speak(mut stream: impl Read + Write, request: &str) -> String {
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn tls_session(certificate: &Path) -> rustls::ClientConnection {
    let mut roots = rustls::RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_file(certificate).unwrap())
        .unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = "localhost".try_into().unwrap();
    rustls::ClientConnection::new(Arc::new(config), name).unwrap()
}

/// An indicator; `number` makes its id and its pattern.
pub(crate) fn indicator(number: usize, name: &str) -> Value {
    json!({
        "type": "indicator", "spec_version": "2.1",
        "id": format!("indicator--00000000-0000-4000-8000-{number:012x}"),
        "created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z",
        "name": name, "indicator_types": ["malicious-activity"],
        "pattern": format!("[domain-name:value = 'host-{number}.example']"),
        "pattern_type": "stix", "valid_from": "2026-01-01T00:00:00Z",
    })
}

/// A bundle of objects.
pub(crate) fn bundle(objects: &[Value]) -> String {
    json!({
        "type": "bundle", "id": "bundle--00000000-0000-4000-8000-000000000000",
        "objects": objects,
    })
    .to_string()
}

/// A folder in which a test works.
pub(crate) struct Desk {
    folder: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The path as a word of a command line.
    pub(crate) fn word(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path(name), content).unwrap();
        self.word(name)
    }

    /// Makes a node, and gives its folder as a word.
    pub(crate) fn node(&self, name: &str, agency: &str, country: &str) -> String {
        let dir = self.word(name);
        mithaq([
            "init",
            "--dir",
            &dir,
            "--name",
            agency,
            "--country",
            country,
        ])
        .well();
        dir
    }
}

/// The name of the agency that gives, and of the one that reads.
pub(crate) const GIVER: &str = "Border Safety Directorate";
pub(crate) const READER: &str = "مكتب الاستخبارات المالية";

/// Two agencies with an agreement in force between them; the giver can be read from over TLS.
pub(crate) struct Pair {
    pub(crate) desk: Desk,
    pub(crate) giver: String,
    pub(crate) reader: String,
    pub(crate) agreement: String,
}

impl Pair {
    pub(crate) fn new() -> Self {
        let desk = Desk::new();
        let giver = desk.node("giver", GIVER, "MA");
        let reader = desk.node("reader", READER, "XB");
        let pair = Self {
            desk,
            giver,
            reader,
            agreement: String::new(),
        };
        pair.introduce(&pair.giver, &pair.reader, None);
        pair.introduce(&pair.reader, &pair.giver, None);
        let agreement = pair.conclude();
        Self { agreement, ..pair }
    }

    /// Makes `who` known to `whom`.
    pub(crate) fn introduce(&self, who: &str, whom: &str, url: Option<&str>) -> String {
        let mut words = vec!["partner", "card", "--dir", who];
        words.extend(url.into_iter().flat_map(|url| ["--url", url]));
        let card = self.desk.write("card.json", mithaq(words).well().out);
        mithaq(["partner", "add", "--dir", whom, &card]).well();
        card
    }

    /// Drafted by the giver from the example, signed by both.
    fn conclude(&self) -> String {
        let example = mithaq(["agreement", "new", "--example"]).well().out;
        let draft = example.replace("Valombrian Office for Financial Intelligence", READER);
        assert_ne!(draft, example);
        let draft = self.desk.write("draft.toml", draft);
        let drafted = json(&format!("agreement new --dir {} {draft}", self.giver));
        let agreement = text(&drafted, "/agreement").to_owned();
        self.hand_over(&agreement, &self.giver, &self.reader);
        self.hand_over(&agreement, &self.reader, &self.giver);
        agreement
    }

    fn hand_over(&self, agreement: &str, from: &str, to: &str) {
        let signed = mithaq(["agreement", "sign", "--dir", from, agreement])
            .well()
            .out;
        let file = self.desk.write("signed.json", signed);
        mithaq(["agreement", "accept", "--dir", to, &file]).well();
    }

    /// Serves the giver, and gives the reader its address and a token for it.
    pub(crate) fn serve(&self) -> Serving {
        let serving = Serving::begin(Path::new(&self.giver), &[]);
        self.introduce(&self.giver, &self.reader, Some(&serving.url()));
        let token = self.token();
        mithaq([
            "partner",
            "token",
            "--dir",
            &self.reader,
            GIVER,
            "--received",
            &token,
        ])
        .well();
        serving
    }

    /// A token that the reader may show to the giver.
    pub(crate) fn token(&self) -> String {
        let given = mithaq(["partner", "token", "--json", "--dir", &self.giver, READER]);
        text(&given.well().json(), "/token").to_owned()
    }

    /// Imports objects at the giver, about cybercrime.
    pub(crate) fn import(&self, objects: &[Value]) -> Value {
        let file = self.desk.write("feed.json", bundle(objects));
        let dir = &self.giver;
        let mut report = json(&format!("import --dir {dir} --subject cybercrime {file}"));
        report["files"][0].take()
    }

    /// What the reader gets, with its receipts in the folder `receipts`.
    pub(crate) fn pull(&self) -> Value {
        let receipts = self.desk.word("receipts");
        let mut report = json(&format!("pull --dir {} --receipts {receipts}", self.reader));
        report["sources"][0].take()
    }
}
