//! Search and objects as a browser asks for them, of a node with a partner.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use mithaq_node::{ReceivedPage, Source};
use mithaq_stix::Tlp;
use mithaq_testkit::{
    TestNode, agreement, conclude, indicator, introduce, object, relationship, report,
};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::markup::text;

const OURS: &str = "Agency of Arvenia";
const THEIRS: &str = "Bureau of Borduria";
const PERSON: &str = "identity--00000000-0000-4000-8000-000000000001";
const INDICATOR: &str = "indicator--00000000-0000-4000-8000-000000000001";
const REPORT: &str = "report--00000000-0000-4000-8000-000000000002";
const GIVEN: &str = "indicator--00000000-0000-4000-8000-000000000007";

/// A node, and the session of an officer of it.
struct Desk {
    ours: TestNode,
    _theirs: TestNode,
    session: String,
}

impl Desk {
    async fn new() -> Self {
        let (ours, theirs) = (TestNode::new(OURS, 1).await, TestNode::new(THEIRS, 2).await);
        let cards = (ours.node.card(), theirs.node.card());
        introduce((&ours.node, cards.0), (&theirs.node, cards.1)).await;
        let agreement = conclude(&ours.node, &theirs.node, &agreement(THEIRS)).await;
        ours.hold(&["cybercrime"], &own()).await;
        let source = Source {
            agreement,
            partner: ours.node.find_partner(THEIRS).await.unwrap(),
            added_after: None,
        };
        let given = json!({ "objects": [indicator(7, Tlp::Green)] });
        let page = ReceivedPage {
            envelope: given.to_string().into_bytes(),
            added_after: None,
            receipt: None,
        };
        let received = ours.node.receive(&source, page).await.unwrap();
        assert_eq!(received.accepted, 1, "{received:?}");
        let password = ours.node.add_officer("Amal", "viewer").await.unwrap();
        let session = ours.node.sign_in("Amal", &password).await.unwrap();
        Self {
            ours,
            _theirs: theirs,
            session,
        }
    }

    async fn ask(&self, path: &str, session: &str) -> Response {
        let request = Request::builder()
            .uri(path)
            .header("cookie", format!("__Host-mithaq={session}"))
            .body(Body::empty())
            .unwrap();
        let pages = mithaq_web::router(self.ours.node.clone());
        pages.oneshot(request).await.unwrap()
    }

    /// The page at a path, which there must be.
    async fn page(&self, path: &str) -> String {
        let answer = self.ask(path, &self.session).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await;
        String::from_utf8(bytes.unwrap().to_vec()).unwrap()
    }

    async fn status(&self, path: &str) -> StatusCode {
        self.ask(path, &self.session).await.status()
    }
}

fn own() -> Vec<Value> {
    let person = json!({
        "name": "Abdelouafi Laftit",
        "identity_class": "individual",
        "description": "Met in Rabat; a friend of payroll services.",
        "x_own": { "deep": ["first", "<script>"] },
    });
    let revoked = json!({ "name": "Old place", "country": "MA", "revoked": true });
    vec![
        object(PERSON, &person),
        object("location--00000000-0000-4000-8000-000000000009", &revoked),
        indicator(1, Tlp::Green),
        report(2, Tlp::Amber, &[INDICATOR]),
        relationship(3, Tlp::Green, INDICATOR, PERSON),
    ]
}

/// The part of a page that is its own.
fn main_of(html: &str) -> String {
    let (_, main) = html.split_once("<main").unwrap();
    main.split("</main>").next().unwrap().to_owned()
}

#[tokio::test]
async fn whoever_is_not_signed_in_finds_nothing_and_keeps_the_way() {
    let desk = Desk::new().await;
    for (path, next) in [
        ("/en/search?q=harb*+x", "search%3Fq%3Dharb%2A%2Bx"),
        (
            "/en/objects/identity--00000000-0000-4000-8000-000000000001",
            "objects%2Fidentity--00000000-0000-4000-8000-000000000001",
        ),
    ] {
        for session in ["", "another"] {
            let answer = desk.ask(path, session).await;
            assert_eq!(answer.status(), StatusCode::SEE_OTHER);
            let to = answer.headers()["location"].to_str().unwrap();
            assert_eq!(to, format!("/en/sign-in?next={next}"));
        }
    }
}

#[tokio::test]
async fn a_name_is_found_in_its_own_script_and_in_another() {
    let desk = Desk::new().await;
    let found = desk.page("/en/search?q=laftit").await;
    let main = main_of(&found);
    assert!(main.contains("Found in the name"), "{main}");
    assert!(main.contains("Abdelouafi <mark>Laftit</mark>"), "{main}");
    assert!(main.contains(&format!("href=\"/en/objects/{PERSON}\"")));
    assert!(found.contains("value=\"laftit\""));
    let main = text(&main_of(
        &desk.page("/en/search?q=related&type=relationship").await,
    ));
    assert!(
        main.contains("Invented indicator 1 Abdelouafi Laftit"),
        "{main}"
    );
    let arabic = "/ar/search?q=%D9%84%D9%81%D8%AA%D9%8A%D8%AA";
    let main = main_of(&desk.page(arabic).await);
    assert!(main.contains("أسماء متقاربة في النطق"), "{main}");
    assert!(main.contains("Abdelouafi"), "{main}");
}

#[tokio::test]
async fn what_is_mentioned_is_quoted_with_its_property() {
    let desk = Desk::new().await;
    let main = main_of(&desk.page("/en/search?q=payroll").await);
    assert!(text(&main).contains("description Met in Rabat; a friend of payroll services."));
    assert!(main.contains("<mark>payroll</mark>"), "{main}");
    let (_, fields) = main.split_once("Found in the text").unwrap();
    assert!(
        text(fields).contains("identity·1 October 2026·ours"),
        "{}",
        text(fields)
    );
}

#[tokio::test]
async fn filters_limit_and_what_cannot_be_read_does_not() {
    let desk = Desk::new().await;
    let names = async |query: &str| {
        let main = main_of(&desk.page(&format!("/en/search?{query}")).await);
        let links = main.split("<p class=\"what\">").skip(1);
        let names = links.map(|link| text(link.split("</p>").next().unwrap()));
        names.collect::<Vec<_>>()
    };
    let invented = names("q=invented").await;
    assert_eq!(invented.len(), 3, "{invented:?}");
    assert_eq!(names("q=invented&type=report").await, ["Invented report 2"]);
    assert_eq!(
        names("q=invented&type=report&type=indicator").await.len(),
        3
    );
    assert_eq!(names("q=invented&since=2026-10-02").await, [] as [&str; 0]);
    assert_eq!(names("q=invented&until=2026-10-01").await.len(), 3);
    assert_eq!(names("q=invented&until=2026-09-30").await, [] as [&str; 0]);
    let odd = "q=invented&since=soon&until=&type=%27%3B--&after=nowhere&x=y";
    assert_eq!(names(odd).await, invented);
    // Nothing typed: everything, the newest first, the node itself among it.
    assert!(names("").await.len() >= 7);
    let page = desk.page("/en/search?q=invented&type=report").await;
    assert!(page.contains("value=\"report\" form=\"find\" checked"));
    let none = main_of(&desk.page("/fr/search?q=introuvable").await);
    assert!(none.contains("Aucun résultat"), "{none}");
}

#[tokio::test]
async fn a_long_list_goes_on_without_a_gap() {
    let desk = Desk::new().await;
    let many: Vec<_> = (100..160).map(|n| indicator(n, Tlp::Green)).collect();
    desk.ours.hold(&["cybercrime"], &many).await;
    let first = desk.page("/en/search?q=invented&type=indicator").await;
    let (_, next) = first.split_once("<p class=\"further\">").unwrap();
    let next = next.split('"').nth(3).unwrap().replace("&#38;", "&");
    assert!(next.contains("type=indicator&after=named."), "{next}");
    let second = desk.page(&next).await;
    let count = |page: &str| main_of(page).matches("<p class=\"what\">").count();
    assert_eq!((count(&first), count(&second)), (50, 12));
    assert!(first.len() < 60_000, "{} bytes", first.len());
    assert!(!second.contains("<p class=\"further\">"));
}

#[tokio::test]
async fn what_waits_to_be_indexed_is_told() {
    let desk = Desk::new().await;
    desk.ours
        .run_beside("UPDATE indexing SET next = 1, until = 2");
    let main = main_of(&desk.page("/en/search?q=invented").await);
    assert!(
        text(&main).contains("2 versions wait to be indexed"),
        "{main}"
    );
}

#[tokio::test]
async fn an_object_says_what_it_is_and_what_it_is_linked_with() {
    let desk = Desk::new().await;
    let html = desk.page(&format!("/en/objects/{INDICATOR}")).await;
    let main = main_of(&html);
    let told = text(&main);
    assert!(
        !told.contains("not held here"),
        "the marking is told by its mark: {told}"
    );
    for words in [
        "[ipv4-addr:value = '192.0.2.1']",
        "valid from\n1 October 2026, 00:00 UTC",
        "Origin\nthis agency",
        "related to Abdelouafi Laftit identity",
        "objects named Invented report 2 report",
        "cybercrime",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
    for id in [
        PERSON,
        REPORT,
        "relationship--00000000-0000-4000-8000-000000000003",
    ] {
        assert!(main.contains(&format!("href=\"/en/objects/{id}\"")), "{id}");
    }
    let person = text(&main_of(&desk.page(&format!("/en/objects/{PERSON}")).await));
    assert!(
        person.contains("Invented indicator 1 indicator"),
        "{person}"
    );
    assert!(person.contains("related to this object"), "{person}");
    assert!(
        person.contains("x_own\ndeep first\ndeep <script>"),
        "{person}"
    );
    let json = "&#34;name&#34;: &#34;Abdelouafi Laftit&#34;";
    assert!(person.contains(json), "{person}");
}

#[tokio::test]
async fn an_object_of_a_partner_says_whose_it_is_and_under_what() {
    let desk = Desk::new().await;
    let told = text(&main_of(&desk.page(&format!("/fr/objects/{GIVEN}")).await));
    assert!(
        told.contains(&format!(
            "Origine\n{THEIRS}Mémorandum sur la cybercriminalité"
        )),
        "{told}"
    );
    let found = text(&main_of(&desk.page("/en/search?q=%22indicator+7%22").await));
    assert!(found.contains(&format!("from {THEIRS}")), "{found}");
}

#[tokio::test]
async fn links_go_on_without_a_gap() {
    let desk = Desk::new().await;
    let many: Vec<_> = (100..175)
        .map(|n| report(n, Tlp::Green, &[PERSON]))
        .collect();
    desk.ours.hold(&["cybercrime"], &many).await;
    let mut path = format!("/en/objects/{PERSON}");
    let mut named_by = std::collections::BTreeSet::new();
    let mut read = 0;
    loop {
        let page = desk.page(&path).await;
        read += 1;
        let (_, links) = page.split_once("<h2 id=\"links\">").unwrap();
        let (links, pager) = links
            .split_once("</section>")
            .unwrap()
            .0
            .split_once("<nav")
            .unwrap();
        let reports = links.split("href=\"/en/objects/report--").skip(1);
        for report in reports.map(|link| link.split('"').next().unwrap().to_owned()) {
            assert!(named_by.insert(report), "a link is shown twice");
        }
        let Some((before, _)) = pager.split_once("\" rel=\"next\"") else {
            break;
        };
        before.rsplit('"').next().unwrap().clone_into(&mut path);
    }
    assert_eq!((read, named_by.len()), (2, 75));
}

#[tokio::test]
async fn what_is_not_held_has_no_page() {
    let desk = Desk::new().await;
    for path in [
        "/en/objects/identity--00000000-0000-4000-8000-0000000000ff",
        "/ar/objects/nonsense",
        "/fr/objects/..%2F..%2Fetc",
        "/en/objects/identity--1%00",
        "/en/objects/",
        // The mark of TLP:GREEN is named by what is held, and is not held itself.
        "/en/objects/marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    ] {
        assert_eq!(desk.status(path).await, StatusCode::NOT_FOUND, "{path}");
    }
    let wrong_place = format!("/en/objects/{PERSON}?links=nonsense");
    assert_eq!(desk.status(&wrong_place).await, StatusCode::OK);
    assert_eq!(desk.status("/en/search?q=%FF%FE").await, StatusCode::OK);
}
