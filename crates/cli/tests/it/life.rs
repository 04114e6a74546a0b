//! The life of an agreement between two nodes that are being served, from the command line alone.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::support::{
    Desk, GIVER, READER, Serving, bundle, indicator, json as report, members, mithaq, text,
};

/// Two agencies, each being served over TLS by a process of its own.
struct Story {
    desk: Desk,
    ours: String,
    theirs: String,
    /// Kept so that they go on serving.
    serving: [Serving; 2],
}

impl Story {
    fn begin() -> Self {
        let desk = Desk::new();
        let [ours, theirs] = [("ours", GIVER, "MA"), ("theirs", READER, "XB")]
            .map(|(dir, name, country)| init(&desk, dir, name, country));
        let serving = [&ours, &theirs].map(|dir| Serving::begin(Path::new(dir), &[]));
        Self {
            desk,
            ours,
            theirs,
            serving,
        }
    }

    fn at_ours(&self, words: &str) -> Value {
        report(&format!("{words} --dir {}", self.ours))
    }

    fn at_theirs(&self, words: &str) -> Value {
        report(&format!("{words} --dir {}", self.theirs))
    }
}

/// Where the agreement stands, as a node lists it.
fn standing(dir: &str) -> String {
    let list = report(&format!("agreement list --dir {dir}"));
    text(&list, "/agreements/0/standing").to_owned()
}

fn init(desk: &Desk, dir: &str, name: &str, country: &str) -> String {
    let dir = desk.word(dir);
    let words = [
        "init",
        "--json",
        "--dir",
        &dir,
        "--name",
        name,
        "--country",
        country,
    ];
    let made = mithaq(words).well().json();
    assert_eq!(
        members(&made),
        ["dir", "identity", "name", "country", "log_key", "officer"]
    );
    dir
}

#[test]
fn two_agencies_meet_agree_exchange_and_part() {
    let story = Story::begin();
    officers(&story);
    cards(&story);
    let agreement = agree(&story);
    import(&story, &agreement);
    tokens(&story);
    let receipt = pull(&story, &agreement);
    verify(&story, &agreement, &receipt);
    suspend_and_resume(&story, &agreement);
    terminate(&story, &agreement);
    for dir in [&story.ours, &story.theirs] {
        let doctor = report(&format!("doctor --dir {dir}"));
        assert_eq!(members(&doctor), ["healthy", "checks"]);
        assert_eq!(doctor["healthy"], true);
    }
    for serving in story.serving {
        assert_eq!(serving.stop(), Some(0));
    }
}

fn officers(story: &Story) {
    let added = story.at_ours("officer add amina --role liaison");
    assert_eq!(members(&added), ["name", "role", "password"]);
    assert_eq!(
        (text(&added, "/name"), text(&added, "/role")),
        ("amina", "liaison")
    );
    let renewed = story.at_ours("officer add amina --role analyst");
    assert_ne!(added["password"], renewed["password"]);
    let list = story.at_ours("officer list");
    assert_eq!(
        list,
        json!({ "officers": [
            { "name": "admin", "role": "admin" }, { "name": "amina", "role": "analyst" },
        ] })
    );
    let king = [
        "officer",
        "add",
        "--dir",
        &story.ours,
        "amina",
        "--role",
        "king",
    ];
    mithaq(king).refused(2, "possible values: viewer, analyst");
}

/// Each adds the other's card, after hearing its fingerprint.
fn cards(story: &Story) {
    let [our_url, their_url] = [0, 1].map(|node| story.serving[node].url());
    for (from, url, to) in [
        (&story.ours, our_url, &story.theirs),
        (&story.theirs, their_url, &story.ours),
    ] {
        let card = mithaq(["partner", "card", "--dir", from, "--url", &url]).well();
        assert_eq!(text(&card.json(), "/url"), url);
        let spoken = card.err.trim().rsplit_once(": ").unwrap().1.to_owned();
        let file = story.desk.write("card.json", &card.out);
        let add = |fingerprint: &str| {
            mithaq([
                "partner",
                "add",
                "--json",
                "--dir",
                to,
                &file,
                "--fingerprint",
                fingerprint,
            ])
        };
        let wrong = spoken.replacen(|digit: char| digit != '0', "0", 1);
        add(&wrong).refused(
            1,
            "not what the partner's officer read: do not add it, and call again",
        );
        assert_eq!(
            report(&format!("partner list --dir {to}")),
            json!({ "partners": [] })
        );
        let added = add(&spoken.to_uppercase().replace(' ', "-")).well().json();
        assert_eq!(
            members(&added),
            [
                "identity",
                "name",
                "country",
                "url",
                "log_key",
                "tokens",
                "has_credential"
            ]
        );
        assert_eq!(
            report(&format!("partner list --dir {to}"))["partners"][0],
            added
        );
    }
}

/// From the draft to both signatures; nothing is in force before the second.
fn agree(story: &Story) -> String {
    let example = mithaq(["agreement", "new", "--example"]).well().out;
    let stranger = story.desk.write("stranger.toml", &example);
    let words = ["agreement", "new", "--dir", &story.ours, &stranger];
    mithaq(words).refused(1, "Valombrian Office for Financial Intelligence");
    let broken = story.desk.write("broken.toml", "parties = [");
    let words = ["agreement", "new", "--dir", &story.ours, &broken];
    mithaq(words).refused(2, &format!("`{broken}`"));

    let draft = example.replace("Valombrian Office for Financial Intelligence", READER);
    let draft = story.desk.write("draft.toml", draft);
    let drafted = story.at_ours(&format!("agreement new {draft}"));
    assert_eq!(
        members(&drafted),
        [
            "agreement",
            "policy_sha256",
            "would_release",
            "would_withhold"
        ]
    );
    let id = text(&drafted, "/agreement").to_owned();
    assert_eq!(standing(&story.ours), "draft");

    let half = hand_over(story, &id, &story.ours, &story.theirs, "signed-part");
    let again = mithaq(["agreement", "sign", "--dir", &story.ours, &id]).well();
    assert!(again.out == half, "signing twice gives the same file");
    hand_over(story, &id, &story.theirs, &story.ours, "in-force");
    assert_eq!(standing(&story.theirs), "in-force");
    forged(story, &half);
    shown(story, &id);
    id
}

/// Signs at one node, and accepts at the other.
fn hand_over(story: &Story, id: &str, from: &str, to: &str, standing: &str) -> String {
    let file = story.desk.word("signed.json");
    let words = [
        "agreement",
        "sign",
        "--json",
        "--dir",
        from,
        id,
        "--out",
        &file,
    ];
    let signed = mithaq(words).well().json();
    assert_eq!(members(&signed), ["agreement", "file", "signatures"]);
    let accepted = report(&format!("agreement accept --dir {to} {file}"));
    assert_eq!(members(&accepted), ["agreement", "signed_by", "standing"]);
    assert_eq!(text(&accepted, "/agreement"), id);
    assert_eq!(text(&accepted, "/standing"), standing);
    std::fs::read_to_string(&file).unwrap()
}

/// What was signed and then changed is not accepted.
fn forged(story: &Story, half: &str) {
    let mut changed: Value = serde_json::from_str(half).unwrap();
    let payload = STANDARD.decode(text(&changed, "/payload")).unwrap();
    let payload = String::from_utf8(payload).unwrap();
    let weaker = payload.replace("written notice", "spoken notice");
    assert!(weaker != payload);
    changed["payload"] = STANDARD.encode(weaker).into();
    let changed = changed.to_string();
    let forged = story.desk.write("forged.json", changed);
    let done = mithaq(["agreement", "accept", "--dir", &story.theirs, &forged]).with_code(1);
    assert!(done.err.contains("changed after signing"), "{}", done.err);
    let other = story.desk.write("other.json", "{}");
    let done = mithaq(["agreement", "accept", "--dir", &story.theirs, &other]).with_code(2);
    assert_eq!(done.out, "");
}

/// An agreement is named by its id, its beginning or its name, and read in three languages.
fn shown(story: &Story, id: &str) {
    let (_, uuid) = id.split_once("--").unwrap();
    let name = "مذكرة تفاهم بشأن تبادل المعلومات في مجالي الجريمة الإلكترونية وتمويل الإرهاب";
    let (beginning, _) = uuid.split_once('-').unwrap();
    for words in [id, beginning, name] {
        let done = mithaq(["agreement", "show", "--json", "--dir", &story.theirs, words]);
        let shown = done.well().json();
        assert_eq!(text(&shown, "/agreement"), id);
        assert!(text(&shown, "/cedar").contains("permit"));
        assert!(shown["sentences"].as_array().unwrap().len() > 3);
    }
    let sha =
        |dir: &str| report(&format!("agreement show --dir {dir} {id}"))["policy_sha256"].clone();
    assert_eq!(
        sha(&story.ours),
        sha(&story.theirs),
        "both understand the same"
    );
    let words = ["agreement", "show", "--dir", &story.ours, "none"];
    mithaq(words).refused(
        1,
        "this node holds no agreement `none`: see `mithaq agreement list`",
    );
}

/// Two indicators that may go, one that may not, one of another subject.
fn import(story: &Story, agreement: &str) {
    let mut red = indicator(3, "أحمر");
    red["object_marking_refs"] =
        json!(["marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"]);
    let feed = bundle(&[indicator(1, "نطاق"), indicator(2, "B"), red]);
    let feed = story.desk.write("feed.json", feed);
    let imported = story.at_ours(&format!("import --subject cybercrime {feed}"));
    assert_eq!(
        imported["files"][0],
        json!({
            "file": feed, "accepted": 3, "unchanged": 0, "handling_changed": 0, "handled_otherwise": 0, "rejected": 0,
            "warnings": 0, "released": 2, "withheld": 1, "ended": 0, "bundle": [], "rejections": [],
        })
    );
    let aside = story.desk.write("aside.json", bundle(&[indicator(4, "D")]));
    story.at_ours(&format!("import --subject border-security {aside}"));

    let preview = story.at_ours(&format!("agreement preview {agreement}"));
    assert_eq!(
        members(&preview),
        ["released", "released_kinds", "withheld", "withheld_for"]
    );
    let explain = |number: usize| {
        let id = indicator(number, "")["id"].as_str().unwrap().to_owned();
        story.at_ours(&format!("agreement explain {id}"))["explanations"][0].take()
    };
    let explained = explain(1);
    assert_eq!(
        members(&explained),
        ["agreement", "standing", "released", "article", "reasons"]
    );
    assert_eq!(
        (&explained["released"], text(&explained, "/article")),
        (&json!(true), "3")
    );
    let above_the_ceiling = explain(3);
    assert_eq!(above_the_ceiling["released"], false);
    assert_eq!(above_the_ceiling["reasons"][0]["article"], "6");
    let of_no_article = explain(4);
    assert_eq!(of_no_article["released"], false);
    assert_eq!(
        members(&of_no_article["reasons"][0]),
        ["code", "article", "rule", "sentence"]
    );
    let none = "indicator--00000000-0000-4000-8000-00000000ffff";
    let words = ["agreement", "explain", "--dir", &story.ours, none];
    mithaq(words).refused(1, "this node holds no object");
    mithaq(["agreement", "explain", "--dir", &story.ours, "x"])
        .refused(2, "an identifier is written `type--UUID`");
}

/// Nothing can be read without a token, nor with a wrong one.
fn tokens(story: &Story) {
    let pull = || mithaq(["pull", "--dir", &story.theirs]);
    pull().refused(1, "there is nothing to read from");
    let words = ["pull", "--dir", &story.theirs, "--agreement", "Memorandum"];
    mithaq(words).refused(1, "holds no agreement `Memorandum`");
    keep(story, "mithaq_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    pull().refused(
        1,
        &format!("{GIVER} does not accept our token: ask for a new one"),
    );
    let given = mithaq(["partner", "token", "--json", "--dir", &story.ours, READER]);
    let given = given.well().json();
    assert_eq!(members(&given), ["partner", "token"]);
    keep(story, text(&given, "/token"));
    let listed = story.at_theirs("partner list");
    assert_eq!(listed["partners"][0]["has_credential"], true);
    assert_eq!(story.at_ours("partner list")["partners"][0]["tokens"], 1);
}

fn keep(story: &Story, token: &str) {
    let words = [
        "partner",
        "token",
        "--json",
        "--dir",
        &story.theirs,
        GIVER,
        "--received",
        token,
    ];
    let kept = mithaq(words).well().json();
    assert_eq!(kept["received"], true);
}

/// Exactly what the articles permit arrives, once, with a receipt.
fn pull(story: &Story, agreement: &str) -> String {
    let receipts = story.desk.word("receipts");
    let words = format!("pull --agreement {agreement} --receipts {receipts}");
    let mut pulled = story.at_theirs(&words);
    let source = pulled["sources"][0].take();
    let files = source["receipts"].as_array().unwrap();
    assert_eq!(
        source,
        json!({
            "agreement": agreement, "partner": GIVER, "pages": 1, "accepted": 2, "unchanged": 0,
            "rejected": 0, "rejections": [], "receipts_verified": 1, "not_proved": [],
            "receipts": files,
        })
    );
    assert_eq!(files.len(), 1);
    let again = story.at_theirs("pull");
    let source = &again["sources"][0];
    assert_eq!(
        (&source["pages"], &source["accepted"]),
        (&json!(0), &json!(0))
    );
    let list = story.at_ours("agreement list");
    assert_eq!(list["agreements"][0]["released"], 2);
    // What came from a partner is not given back to it.
    let theirs = story.at_theirs("agreement list");
    assert_eq!(theirs["agreements"][0]["released"], 0);
    files[0].as_str().unwrap().to_owned()
}

fn verify(story: &Story, agreement: &str, receipt: &str) {
    let proved = story.at_theirs(&format!("verify {receipt}"));
    assert_eq!(
        members(&proved),
        [
            "proved",
            "pinned",
            "origin",
            "index",
            "size",
            "root",
            "key",
            "entry",
            "objects",
            "checkpoint"
        ]
    );
    assert_eq!(
        (&proved["proved"], &proved["pinned"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(text(&proved, "/entry/act"), "disclosed");
    assert_eq!(text(&proved, "/entry/agreement"), agreement);
    assert_eq!(proved["entry"]["detail"]["objects"], 2);
}

fn suspend_and_resume(story: &Story, agreement: &str) {
    let change = |act: &str| {
        let words = [
            "agreement",
            act,
            "--json",
            "--dir",
            &story.ours,
            agreement,
            "--reason",
            "مراجعة سنوية",
        ];
        mithaq(words)
    };
    change("resume").refused(1, "only a suspended agreement can be resumed");
    let suspended = change("suspend").well().json();
    assert_eq!(
        suspended,
        json!({ "agreement": agreement, "standing": "suspended" })
    );
    change("suspend").refused(1, "only an agreement in force can be suspended");

    let done = mithaq(["pull", "--json", "--dir", &story.theirs]).with_code(1);
    let why = format!(
        "{GIVER} gives nothing under this agreement now: it is suspended on its side until {GIVER} \
         resumes it"
    );
    assert_eq!(text(&done.json(), "/sources/0/error"), why);
    assert_eq!(done.err, format!("error: {why}\n"));
    let ours = ["pull", "--dir", &story.ours, "--agreement", agreement];
    mithaq(ours).refused(
        1,
        "nothing is read under the agreement: it is suspended, not in force",
    );

    assert_eq!(
        text(&change("resume").well().json(), "/standing"),
        "in-force"
    );
    story.at_theirs("pull");
    let shown = mithaq(["agreement", "show", "--dir", &story.ours, agreement])
        .well()
        .out;
    for act in ["drafted", "signed", "suspended", "resumed"] {
        assert!(
            shown.contains(&format!("\n  {act:10} ")),
            "{act} not in:\n{shown}"
        );
    }
}

/// Notice runs its three months; until then sharing goes on.
fn terminate(story: &Story, agreement: &str) {
    let words = [
        "agreement",
        "terminate",
        "--dir",
        &story.ours,
        agreement,
        "--reason",
        "replaced",
    ];
    let said = mithaq(words).well().out;
    assert!(
        said.starts_with("The agreement is denounced, in force until "),
        "{said}"
    );
    mithaq(words).refused(1, "the agreement cannot be terminated: it is denounced");
    assert_eq!(standing(&story.ours), "denounced");
    story.at_theirs("pull");
}
