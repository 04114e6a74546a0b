//! New versions of objects, and what is marked in them.

use mithaq_stix::{
    Changes, Checked, Customs, Finding, Limits, Mark, MarkingError, Markings, Object, Place, Reach,
    Selector, StixTime, Tlp, Value, check_new_version, new_version, parse, print,
};
use proptest::prelude::*;

const CAMPAIGN: &str = r#"{"type":"campaign","spec_version":"2.1","id":"campaign--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-02T00:00:00.12345Z","created_by_ref":"identity--f431f809-377b-45e0-aa1c-6a4751cae5ff","name":"Old","labels":["one","two"],"external_references":[{"source_name":"s","url":"https://a.example","x_rank":1.50}],"x_kept":{"number":2.50E1,"text":"\u00e9"}}"#;

fn object(text: &str) -> Object {
    Object::read(text.as_bytes(), &Limits::default())
        .unwrap_or_else(|rejected| panic!("{:?}", rejected.findings))
        .object
}

fn time(text: &str) -> StixTime {
    text.parse().unwrap()
}

fn now() -> StixTime {
    time("2026-02-01T00:00:00.000Z")
}

fn next(object: &Object, changes: &Changes<'_>) -> Result<Checked, Vec<&'static str>> {
    let rules = |findings: Vec<Finding>| {
        let errors = findings.into_iter().filter(Finding::is_error);
        errors.map(|finding| finding.rule).collect()
    };
    object
        .next_version(changes, &now(), &Limits::default())
        .map_err(rules)
}

fn selectors(texts: &[&str]) -> Vec<Selector> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

fn red() -> Mark {
    Mark::from(&Tlp::Red.marking_id())
}

#[test]
fn a_new_version_keeps_what_was_not_changed() {
    let stored = object(CAMPAIGN);
    let mut changes = Changes::default();
    changes.set("name", "New").remove("labels");
    let made = next(&stored, &changes).unwrap().object;
    let expected = CAMPAIGN
        .replace("2026-01-02T00:00:00.12345Z", "2026-02-01T00:00:00.000Z")
        .replace("Old", "New")
        .replace(r#""labels":["one","two"],"#, "")
        .replace("\\u00e9", "é");
    assert_eq!(String::from_utf8_lossy(made.text()), expected);
    assert_eq!(
        check_new_version(&(&stored).into(), &(&made).into()),
        Ok(())
    );
}

#[test]
fn what_never_changes_is_refused() {
    let stored = object(CAMPAIGN);
    let rules = |name: &'static str, value: Value<'static>| {
        let mut changes = Changes::default();
        changes.set(name, value);
        next(&stored, &changes).map(|_| ()).unwrap_err()
    };
    assert_eq!(
        rules(
            "id",
            "campaign--0e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f".into()
        ),
        ["fixed-property"]
    );
    assert_eq!(
        rules("created", "2026-01-01T00:00:00.001Z".into()),
        ["fixed-property"]
    );
    assert_eq!(rules("created_by_ref", Value::Null), ["fixed-property"]);
    assert_eq!(rules("type", "tool".into()), ["fixed-property"]);
    assert_eq!(
        rules("modified", "2026-01-02T00:00:00.123450Z".into()),
        ["time-order"]
    );
    assert_eq!(rules("modified", Value::Null), ["time-order"]);
    assert_eq!(rules("confidence", 101.into()), ["number-range"]);
    let mut same = Changes::default();
    same.set(
        "created_by_ref",
        "identity--f431f809-377b-45e0-aa1c-6a4751cae5ff",
    );
    assert!(
        next(&stored, &same).is_ok(),
        "the same value again is no change"
    );
}

#[test]
fn a_revoked_object_has_no_later_version() {
    let revoked = object(CAMPAIGN)
        .revocation(&now(), &Limits::default())
        .unwrap()
        .object;
    assert!(revoked.revoked());
    assert_eq!(revoked.version_key(), "2026-02-01T00:00:00");
    assert_eq!(
        next(&revoked, &Changes::default()).unwrap_err(),
        ["revoked"]
    );
    let again = revoked.revocation(&now(), &Limits::default()).unwrap_err();
    insta::assert_snapshot!(again[0], @"error at `revoked`: the object is revoked, and that is final: give a new object a new id (STIX 2.1 section 3.6, rule revoked)");
}

#[test]
fn some_objects_have_no_versions() {
    let url = object(
        r#"{"type":"url","id":"url--c1477287-23ac-5971-a010-5c287877fa60","value":"https://example.com/research/index.html"}"#,
    );
    assert_eq!(
        next(&url, &Changes::default()).unwrap_err(),
        ["not-versionable"]
    );
    let marking = object(
        r#"{"type":"marking-definition","spec_version":"2.1","id":"marking-definition--0d0092c5-5f74-4287-9642-33f4c354e56d","created":"2026-01-01T00:00:00.000Z","definition_type":"statement","definition":{"statement":"s"}}"#,
    );
    assert_eq!(
        next(&marking, &Changes::default()).unwrap_err(),
        ["not-versionable"]
    );
}

#[test]
fn the_parts_that_made_an_id_never_change() {
    let text = r#"{"type":"file","id":"ID","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","revoked":false,"name":"a","size":1}"#;
    let change = |id: &str, name: &'static str| {
        let text = text.replace("ID", id);
        let value = parse(text.as_bytes(), &Limits::default()).unwrap();
        let mut changes = Changes::default();
        changes.set(
            name,
            if name == "size" {
                Value::from(2)
            } else {
                Value::from("b")
            },
        );
        new_version(&value, &changes, &now())
            .map(|_| ())
            .map_err(|findings| findings[0].rule)
    };
    let (by_content, random) = (
        "file--c27c572c-2e17-5ce1-817e-67bb97629a56",
        "file--c27c572c-2e17-4ce1-817e-67bb97629a56",
    );
    assert_eq!(change(by_content, "name"), Err("fixed-property"));
    assert_eq!(change(by_content, "size"), Ok(()));
    assert_eq!(change(random, "name"), Ok(()));
}

#[test]
fn a_slip_of_the_pen_is_no_new_property() {
    let plain = object(&CAMPAIGN.replace(r#","x_kept":{"number":2.50E1,"text":"\u00e9"}"#, ""));
    let mut changes = Changes::default();
    changes.set("descripton", "d");
    assert_eq!(next(&plain, &changes).unwrap_err(), ["custom-property"]);
    assert!(next(&plain, changes.customs(Customs::Keep)).is_ok());
    assert!(next(&object(CAMPAIGN), changes.customs(Customs::AsBefore)).is_ok());
    assert_eq!(
        next(&object(CAMPAIGN), changes.customs(Customs::Refuse)).unwrap_err(),
        ["custom-property", "custom-property"]
    );
}

#[test]
fn a_clock_that_stands_still_makes_later_versions_all_the_same() {
    let early = time("2020-01-01T00:00:00.000Z");
    let stored = object(CAMPAIGN);
    let limits = Limits::default();
    let second = stored
        .next_version(&Changes::default(), &early, &limits)
        .unwrap()
        .object;
    assert_eq!(
        second.modified().unwrap().as_str(),
        "2026-01-02T00:00:00.124Z"
    );
    let third = second
        .next_version(&Changes::default(), &early, &limits)
        .unwrap()
        .object;
    assert_eq!(
        third.modified().unwrap().as_str(),
        "2026-01-02T00:00:00.125Z"
    );
}

#[test]
fn marking_a_part_makes_a_new_version_that_is_valid() {
    let stored = object(CAMPAIGN);
    let value = stored.value();
    let parts = selectors(&["labels", "external_references.[0].url"]);
    let changes = Markings::of(&value)
        .add(&[red(), "ar".parse().unwrap()], Place::Parts(&parts))
        .unwrap();
    let marked = next(&stored, &changes).unwrap().object;
    assert_eq!(marked.tlp(), Some(Tlp::Red));
    let value = marked.value();
    let markings = Markings::of(&value);
    let effective = markings.effective(&"labels.[1]".parse().unwrap()).unwrap();
    assert_eq!(
        (effective.tlp, effective.language.as_str()),
        (Some(Tlp::Red), "ar")
    );
    let exact = Reach::default();
    assert_eq!(
        markings.is_marked(&"labels.[1]".parse().unwrap(), &red(), exact),
        Ok(false)
    );
    assert_eq!(markings.is_marked(&parts[0], &red(), exact), Ok(true));
    let again = markings.add(&[red()], Place::Parts(&parts)).unwrap();
    assert!(again.is_empty(), "it is marked already");
    let without = markings.clear(Place::Parts(&parts)).unwrap();
    let cleared = next(&marked, &without).unwrap().object;
    assert!(cleared.value().get("granular_markings").is_none());
    let mut gone = Changes::default();
    gone.remove("labels");
    assert_eq!(next(&marked, &gone).unwrap_err(), ["selector", "selector"]);
}

#[test]
fn markings_that_make_no_sense_are_refused() {
    let value = parse(CAMPAIGN.as_bytes(), &Limits::default()).unwrap();
    let markings = Markings::of(&value);
    let missing = selectors(&["labels.[2]"]);
    let french: Mark = "fr".parse().unwrap();
    for (refused, message) in [
        (
            markings.add(&[red()], Place::Parts(&missing)),
            "the selector `labels.[2]` leads to nothing in this object",
        ),
        (
            markings.add(&[red()], Place::Parts(&[])),
            "there is no selector: give at least one",
        ),
        (
            markings.set(&[], Place::Object),
            "there is no marking: give at least one",
        ),
        (
            markings.add(&[french], Place::Object),
            "a whole object has its language `fr` in the property `lang`, not in a marking",
        ),
    ] {
        assert_eq!(refused.unwrap_err().to_string(), message);
    }
    let one = selectors(&["name"]);
    let marked = markings.add(&[red()], Place::Parts(&one)).unwrap();
    let value = new_version(&value, &marked, &now()).unwrap();
    let two = selectors(&["labels"]);
    assert_eq!(
        Markings::of(&value).remove(&[red()], Place::Parts(&two)),
        Err(MarkingError::NotMarked(red().to_string()))
    );
}

#[test]
fn unknown_members_of_a_granular_marking_stay() {
    let marked = CAMPAIGN.replace(
        r#""name":"Old""#,
        r#""name":"Old","granular_markings":[{"lang":"en","x_why":1.0,"selectors":["name","labels"]}]"#,
    );
    let value = parse(marked.as_bytes(), &Limits::default()).unwrap();
    let parts = selectors(&["name"]);
    let english: Mark = "en".parse().unwrap();
    let changes = Markings::of(&value)
        .remove(&[english], Place::Parts(&parts))
        .unwrap();
    let text = print(changes.get("granular_markings").unwrap());
    assert_eq!(
        String::from_utf8_lossy(&text),
        r#"[{"lang":"en","x_why":1.0,"selectors":["labels"]}]"#
    );
}

fn version() -> impl Strategy<Value = (String, bool, u8)> {
    (
        "2026-01-0[1-3]T00:00:0[0-2]\\.[01]{3,5}Z",
        any::<bool>(),
        0_u8..3,
    )
}

proptest! {
    /// Whatever order versions come in: of two, at most one is newer, and never in a circle.
    #[test]
    fn the_order_of_versions_is_total(a in version(), b in version(), c in version()) {
        let keys = [&a, &b, &c].map(|(modified, ..)| time(modified).sort_key());
        let times = [&a, &b, &c].map(|(modified, ..)| time(modified));
        for i in 0..3 {
            for j in 0..3 {
                prop_assert_eq!(keys[i].cmp(&keys[j]), times[i].cmp(&times[j]));
                prop_assert_eq!(keys[i].cmp(&keys[j]), keys[j].cmp(&keys[i]).reverse());
                for k in 0..3 {
                    prop_assert!(!(keys[i] <= keys[j] && keys[j] <= keys[k]) || keys[i] <= keys[k]);
                }
            }
        }
    }

    /// Two versions may stand beside each other, or not, whichever came first.
    #[test]
    fn versions_are_compared_alike_from_both_sides(a in version(), b in version()) {
        let made = [a, b].map(|(modified, revoked, name)| {
            let text = CAMPAIGN
                .replace("2026-01-02T00:00:00.12345Z", &modified)
                .replace("Old", &name.to_string())
                .replace(r#""name""#, &format!(r#""revoked":{revoked},"name""#));
            object(&text)
        });
        let facts = made.each_ref().map(mithaq_stix::VersionFacts::from);
        let rule = |a: usize, b: usize| check_new_version(&facts[a], &facts[b]).err().map(|finding| finding.rule);
        prop_assert_eq!(rule(0, 1), rule(1, 0));
    }

    /// Marks that are added can be taken away again, and then everything is as before.
    #[test]
    fn what_was_marked_can_be_unmarked(which in proptest::sample::subsequence(vec!["name", "labels", "labels.[0]", "external_references.[0].url", "x_kept.text"], 1..5)) {
        let value = parse(CAMPAIGN.as_bytes(), &Limits::default()).unwrap();
        let parts = selectors(&which);
        let marks = [red(), "fr".parse().unwrap()];
        let added = Markings::of(&value).add(&marks, Place::Parts(&parts)).unwrap();
        let marked = new_version(&value, &added, &now()).unwrap();
        for part in &parts {
            prop_assert_eq!(Markings::of(&marked).at(part, Reach::default()).unwrap().len(), 2);
        }
        let removed = Markings::of(&marked).remove(&marks, Place::Parts(&parts)).unwrap();
        let mut back = new_version(&marked, &removed, &now()).unwrap();
        back.as_object_mut().unwrap().set("modified", "2026-01-02T00:00:00.12345Z");
        prop_assert_eq!(back, value);
    }
}
