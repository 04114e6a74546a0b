//! Objects (TAXII 2.1 sections 5.4 to 5.7).

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use mithaq_node::{Form, Node};

use super::collection::Addressed;
use super::page::Page;
use super::query::Asked;
use crate::problem::{Problem, TaxiiProblem};

/// `GET /taxii2/cooperation/collections/{collection}/objects/`
pub(crate) async fn list(
    State(node): State<Node>,
    addressed: Addressed,
    asked: Asked,
) -> Result<Response, TaxiiProblem> {
    let page = Page::ask(&node, addressed, asked, Form::Objects).await?;
    Ok(page.answer(envelope(&page)))
}

/// `GET /taxii2/cooperation/collections/{collection}/objects/{object}/`
pub(crate) async fn one(
    State(node): State<Node>,
    addressed: Addressed,
    asked: Asked,
) -> Result<Response, TaxiiProblem> {
    let page = page_of_one(&node, addressed, asked, Form::Objects).await?;
    Ok(page.answer(envelope(&page)))
}

/// `POST` and `DELETE`: partners are given what an agreement releases, and keep their own at home.
pub(crate) async fn read_only(_: Addressed) -> TaxiiProblem {
    TaxiiProblem(READ_ONLY)
}

/// A page with at most the one object that the address names.
///
/// Whether an object does not exist or is withheld, it is not found.
pub(crate) async fn page_of_one(
    node: &Node,
    addressed: Addressed,
    asked: Asked,
    form: Form,
) -> Result<Page, TaxiiProblem> {
    let object = addressed.object.clone();
    let narrows = asked.narrows();
    let asked = match &object {
        Some(object) => asked.only(object),
        None => asked.nothing(),
    };
    let page = Page::ask(node, addressed, asked, form).await?;
    if page.versions().is_empty() && !narrows {
        return Err(NO_OBJECT.into());
    }
    Ok(page)
}

const NO_OBJECT: Problem = Problem::new(
    StatusCode::NOT_FOUND,
    "There is no such object",
    "There is no object with this id in the collection.",
);

const READ_ONLY: Problem = Problem::new(
    StatusCode::FORBIDDEN,
    "The collection is read-only",
    "Nothing can be added to this collection or taken from it.",
);

/// The envelope, made of the stored texts as they are: nothing is parsed on this path.
fn envelope(page: &Page) -> Vec<u8> {
    let versions = page.versions();
    let texts: usize = versions.iter().map(|version| version.body.len() + 1).sum();
    let mut envelope = Vec::with_capacity(texts + 64);
    match page.next() {
        // A cursor has no character that JSON would have to escape.
        Some(next) => envelope.extend(format!(r#"{{"more":true,"next":"{next}""#).as_bytes()),
        None => envelope.extend(br#"{"more":false"#),
    }
    for (place, version) in versions.iter().enumerate() {
        envelope.extend_from_slice(if place == 0 { br#","objects":["# } else { b"," });
        envelope.extend_from_slice(&version.body);
    }
    if !versions.is_empty() {
        envelope.push(b']');
    }
    envelope.push(b'}');
    envelope
}

#[cfg(test)]
mod tests {
    use axum::http::{Method, StatusCode};
    use mithaq_node::Receipt;
    use mithaq_stix::Tlp;
    use mithaq_testkit::indicator;
    use serde_json::Value;

    use crate::fixture::{Answer, World, id};

    fn without_objects(answer: &Answer) -> Value {
        let mut json = answer.json();
        json.as_object_mut().unwrap().remove("objects");
        json
    }

    #[tokio::test]
    async fn a_page_has_what_was_released_and_nothing_else() {
        let world = World::new().await;
        let page = world.read("objects/").await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(page.header("content-type"), crate::problem::TAXII);
        assert_eq!(page.ids(), [1, 2, 3, 4, 5].map(id));
        assert_eq!(without_objects(&page), serde_json::json!({"more": false}));
        assert_eq!(page.json()["objects"][0], indicator(1, Tlp::Green));
        insta::assert_snapshot!(page.header("x-taxii-date-added-first"), @"2026-11-01T12:00:00.000000Z");
        insta::assert_snapshot!(page.header("x-taxii-date-added-last"), @"2026-11-01T12:00:00.000004Z");
        assert_eq!(world.read("objects").await.ids(), page.ids());
    }

    #[tokio::test]
    async fn a_page_names_its_receipt_and_the_receipt_holds() {
        let world = World::new().await;
        let page = world.read("objects/").await;
        let receipt = world.get(page.header("x-mithaq-receipt")).await;
        assert_eq!(receipt.status, StatusCode::OK);
        let receipt = Receipt::parse(receipt.body.as_bytes()).unwrap();
        let key = world.ours.node.log_key();
        assert!(receipt.verify(Some(&key)).unwrap().pinned);
        let entry: Value = serde_json::from_str(&receipt.entry).unwrap();
        assert_eq!(entry["act"], "disclosed");
        assert_eq!(entry["detail"]["objects"], 5);
        assert_eq!(entry["agreement"], world.agreement.as_str());
    }

    #[tokio::test]
    async fn paging_gives_each_object_once_whatever_is_released_meanwhile() {
        let world = World::new().await;
        let first = world.read("objects/?limit=2").await;
        assert_eq!(first.ids(), [1, 2].map(id));
        assert_eq!(first.json()["more"], true);
        world
            .ours
            .hold(&["cybercrime"], &[indicator(7, Tlp::Green)])
            .await;
        let next = |answer: &Answer| answer.json()["next"].as_str().unwrap().to_owned();
        let second = world
            .read(&format!("objects/?limit=2&next={}", next(&first)))
            .await;
        assert_eq!(second.ids(), [3, 4].map(id));
        let again = world
            .read(&format!("objects/?limit=2&next={}", next(&first)))
            .await;
        assert_eq!(again.body, second.body);
        let rest = world
            .read(&format!("objects/?next={}", next(&second)))
            .await;
        assert_eq!(rest.ids(), [5, 7].map(id));
        assert_eq!(without_objects(&rest), serde_json::json!({"more": false}));
    }

    #[tokio::test]
    async fn the_time_of_the_last_object_alone_is_a_way_through() {
        let world = World::new().await;
        let mut found = Vec::new();
        let mut after = "2000-01-01T00:00:00Z".to_owned();
        loop {
            let page = world
                .read(&format!("objects/?limit=2&added_after={after}"))
                .await;
            if page.ids().is_empty() {
                assert_eq!(page.body, r#"{"more":false}"#);
                assert_eq!(page.header("x-mithaq-receipt"), "");
                break;
            }
            found.extend(page.ids());
            page.header("x-taxii-date-added-last")
                .clone_into(&mut after);
        }
        assert_eq!(found, [1, 2, 3, 4, 5].map(id));
    }

    #[tokio::test]
    async fn filters_narrow_and_never_widen() {
        let world = World::new().await;
        let three = id(3);
        for (query, expected) in [
            (format!("match[id]={three}"), vec![three.clone()]),
            (format!("match[id]={three},{}", id(6)), vec![three.clone()]),
            (format!("match[id]={}", id(6)), vec![]),
            ("match[id]=nonsense".to_owned(), vec![]),
            (format!("match[id]={three}&match[type]=report"), vec![]),
            (
                "match[type]=report,indicator&match[version]=all".to_owned(),
                [1, 2, 3, 4, 5].map(id).to_vec(),
            ),
            ("match[type]=nonsense".to_owned(), vec![]),
            ("match[spec_version]=2.0".to_owned(), vec![]),
            ("match[version]=first,last&limit=1".to_owned(), vec![id(1)]),
            ("added_after=2099-01-01T00:00:00Z".to_owned(), vec![]),
            (
                "something=else".to_owned(),
                [1, 2, 3, 4, 5].map(id).to_vec(),
            ),
        ] {
            let answer = world.read(&format!("objects/?{query}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{query}");
            assert_eq!(answer.ids(), expected, "{query}");
        }
    }

    #[tokio::test]
    async fn what_cannot_be_understood_is_refused() {
        let world = World::new().await;
        for query in [
            "limit=0",
            "limit=x",
            "next=x",
            "added_after=x",
            "match[version]=x",
        ] {
            for part in [
                "objects/",
                "manifest/",
                &format!("objects/{}/versions", id(1)),
            ] {
                let answer = world.read(&format!("{part}?{query}")).await;
                assert_eq!(answer.problem(), "400 The request is not right", "{query}");
            }
        }
        insta::assert_snapshot!(world.read("objects/?limit=0").await.body, @r#"{"title":"The request is not right","description":"`limit` must be a whole number above 0.","http_status":"400"}"#);
    }

    #[tokio::test]
    async fn one_object_is_found_and_a_withheld_one_is_not() {
        let world = World::new().await;
        let one = world.read(&format!("objects/{}/", id(3))).await;
        assert_eq!((one.status, one.ids()), (StatusCode::OK, vec![id(3)]));
        assert!(!one.header("x-mithaq-receipt").is_empty());
        let withheld = world.read(&format!("objects/{}/", id(6))).await;
        assert_eq!(withheld.problem(), "404 There is no such object");
        for other in [id(99), "nonsense".to_owned()] {
            let answer = world.read(&format!("objects/{other}/")).await;
            assert_eq!(
                (answer.status, &answer.body),
                (withheld.status, &withheld.body),
                "{other}"
            );
        }
        let narrowed = world
            .read(&format!(
                "objects/{}/?added_after=2099-01-01T00:00:00Z",
                id(3)
            ))
            .await;
        assert_eq!(
            (narrowed.status, narrowed.body.as_str()),
            (StatusCode::OK, r#"{"more":false}"#)
        );
    }

    #[tokio::test]
    async fn a_suspended_agreement_gives_nothing_and_says_so() {
        let world = World::new().await;
        let next = world.read("objects/?limit=1").await.json()["next"].clone();
        world
            .ours
            .node
            .suspend(&world.agreement, "A review")
            .await
            .unwrap();
        let object = format!("objects/{}/", id(1));
        let next = format!("objects/?next={}", next.as_str().unwrap());
        for part in [
            "objects/",
            "manifest/",
            "objects/?match[spec_version]=2.0",
            &object,
            &next,
        ] {
            let answer = world.read(part).await;
            assert_eq!(answer.problem(), "403 The agreement is suspended", "{part}");
            assert!(
                !answer.body.contains("review"),
                "the reason is the officers' own"
            );
        }
        world
            .ours
            .node
            .resume(&world.agreement, "Done")
            .await
            .unwrap();
        assert_eq!(world.read("objects/").await.ids().len(), 5);
    }

    #[tokio::test]
    async fn an_ended_agreement_is_as_if_it_had_never_been() {
        let world = World::new().await;
        world
            .ours
            .clock
            .set("2029-01-01T00:00:00Z".parse().unwrap());
        let ended = world.read("objects/").await;
        let never = world
            .get("/taxii2/cooperation/collections/00000000-0000-4000-8000-000000000000/objects/")
            .await;
        assert_eq!(ended.problem(), "404 There is no such collection");
        assert_eq!((ended.body, ended.headers), (never.body, never.headers));
    }

    #[tokio::test]
    async fn nothing_can_be_written_or_deleted() {
        let world = World::new().await;
        let object = format!("{}objects/{}/", world.collection(), id(1));
        for (method, path) in [
            (Method::POST, world.collection() + "objects/"),
            (Method::DELETE, object),
        ] {
            let answer = world.ask(method, &path, &[]).await;
            assert_eq!(answer.problem(), "403 The collection is read-only");
        }
        let unknown =
            "/taxii2/cooperation/collections/00000000-0000-4000-8000-000000000000/objects/";
        let answer = world.ask(Method::POST, unknown, &[]).await;
        assert_eq!(answer.problem(), "404 There is no such collection");
        assert_eq!(world.read("objects/").await.ids().len(), 5);
    }
}
