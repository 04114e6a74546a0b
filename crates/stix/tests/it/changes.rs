//! Cases that others wrote for markings and versions, read from the shared data.

use std::collections::BTreeSet;

use mithaq_stix::{
    Changes, Customs, Finding, Limits, Mark, MarkingError, Markings, Place, Reach, Selector,
    StixTime, Value, new_version, parse, print, revoke,
};
use serde_json::{Value as Json, json};

use crate::shared;
use crate::suite::Suite;

#[test]
fn markings_are_read_and_changed_as_the_cases_say() {
    let Some(cases) = shared::lines("markings", "conformance/open/markings.jsonl") else {
        return;
    };
    let mut suite = Suite::new("markings");
    for case in &cases {
        let args = &case["args"];
        let text = args["obj"].to_string();
        let object = parse(text.as_bytes(), &Limits::default()).unwrap();
        let outcome = match case["op"].as_str().unwrap() {
            "get_markings" => got(&object, args).map(|marks| json!({"markings": marks})),
            "is_marked" => marked(&object, args).map(|marked| json!({"marked": marked})),
            change => changed(change, &object, args).map(|object| json!({"object": object})),
        };
        let passes = match (&outcome, &case["expect"]["error"]) {
            (Ok(outcome), Json::Null) => same(outcome, &case["expect"]),
            (outcome, _) => outcome.is_err() && !case["expect"]["error"].is_null(),
        };
        suite.judge(case, passes, || {
            format!(
                "{args}\n   expected {}\n   found    {outcome:?}",
                case["expect"]
            )
        });
    }
    suite.finish();
}

#[test]
fn versions_are_made_and_refused_as_the_cases_say() {
    let Some(cases) = shared::lines("versioning", "conformance/open/versioning.jsonl") else {
        return;
    };
    let mut suite = Suite::new("versioning");
    for case in &cases {
        let (text, change_text) = (case["object"].to_string(), case["changes"].to_string());
        let object = parse(text.as_bytes(), &Limits::default()).unwrap();
        let wanted = parse(change_text.as_bytes(), &Limits::default()).unwrap();
        let mut changes = Changes::default();
        for (name, value) in wanted.as_object().unwrap().iter() {
            changes.set(name.to_owned(), value.clone());
        }
        changes.customs(match case["allow_custom"].as_bool() {
            Some(true) => Customs::Keep,
            Some(false) => Customs::Refuse,
            None => Customs::AsBefore,
        });
        let made = match case["op"].as_str().unwrap() {
            "revoke" => revoke(&object, &now()),
            _ => new_version(&object, &changes, &now()),
        };
        let passes = match &made {
            Ok(made) => {
                let sets = changes.get("modified").is_some();
                case["expect"]["object"] == without_modified(made, !sets)
                    && later(made) > later(&object)
            }
            Err(_) => !case["expect"]["error"].is_null(),
        };
        suite.judge(case, passes, || {
            format!("{}\n   found {made:?}", case["expect"])
        });
    }
    suite.finish();
}

fn now() -> StixTime {
    "2027-01-01T00:00:00.000Z".parse().unwrap()
}

fn later(object: &Value<'_>) -> Option<StixTime> {
    object.get("modified")?.as_str()?.parse().ok()
}

/// Why a case has no good outcome; which reason it is, is ours to say.
#[derive(Debug)]
#[expect(dead_code, reason = "shown when a case fails")]
enum Refusal {
    Marking(MarkingError),
    NotText(String),
    Version(Vec<Finding>),
}

/// The marks that a case names: one or several, texts or whole definitions.
fn texts(args: &Json, name: &str) -> Result<Vec<String>, Refusal> {
    let text = |item: &Json| match item {
        Json::String(text) => Ok(text.clone()),
        Json::Object(definition) => Ok(definition["id"].as_str().unwrap().to_owned()),
        other => Err(Refusal::NotText(other.to_string())),
    };
    match &args[name] {
        Json::Null => Ok(Vec::new()),
        Json::Array(items) => items.iter().map(text).collect(),
        item => Ok(vec![text(item)?]),
    }
}

fn selectors(args: &Json) -> Result<Option<Vec<Selector>>, Refusal> {
    if args["selectors"].is_null() {
        return Ok(None);
    }
    let selectors = texts(args, "selectors")?;
    if selectors.is_empty() {
        return Err(Refusal::Marking(MarkingError::Nothing("selector")));
    }
    let parsed = selectors.iter().map(|selector| selector.parse());
    parsed
        .collect::<Result<_, _>>()
        .map(Some)
        .map_err(|error: mithaq_stix::ParseSelectorError| Refusal::NotText(error.to_string()))
}

fn reach(args: &Json) -> Reach {
    Reach {
        inherited: args["inherited"] == true,
        descendants: args["descendants"] == true,
    }
}

fn got(object: &Value<'_>, args: &Json) -> Result<BTreeSet<String>, Refusal> {
    let markings = Markings::of(object);
    let Some(selectors) = selectors(args)? else {
        return Ok(markings.of_object().iter().map(Mark::to_string).collect());
    };
    let mut all = BTreeSet::new();
    for selector in &selectors {
        let marks = markings
            .at(selector, reach(args))
            .map_err(Refusal::Marking)?;
        all.extend(marks.iter().map(Mark::to_string));
    }
    Ok(all)
}

/// Whether the place has all of these marks; any mark, if none is named.
fn marked(object: &Value<'_>, args: &Json) -> Result<bool, Refusal> {
    let there = got(object, args)?;
    let wanted = texts(args, "marking")?;
    if wanted.is_empty() {
        return Ok(!there.is_empty());
    }
    Ok(wanted.iter().all(|mark| there.contains(mark)))
}

fn changed(change: &str, object: &Value<'_>, args: &Json) -> Result<Json, Refusal> {
    let markings = Markings::of(object);
    let selectors = selectors(args)?;
    let place = selectors.as_deref().map_or(Place::Object, Place::Parts);
    // What is no id can be taken away, but not put there.
    let read = |text: &String| match change {
        "remove_markings" => Ok(text.parse().unwrap_or(Mark::Definition(text.clone()))),
        _ => text.parse(),
    };
    let marks: Vec<Mark> = texts(args, "marking")?
        .iter()
        .map(read)
        .collect::<Result<_, _>>()
        .map_err(|error: mithaq_stix::ParseMarkError| Refusal::NotText(error.to_string()))?;
    let changes = match change {
        "add_markings" => markings.add(&marks, place),
        "set_markings" => markings.set(&marks, place),
        "remove_markings" => markings.remove(&marks, place),
        "clear_markings" => markings.clear(place),
        other => panic!("`{other}` is unknown"),
    };
    let changes = changes.map_err(Refusal::Marking)?;
    if changes.is_empty() {
        return Ok(without_modified(object, true));
    }
    let next = new_version(object, &changes, &now()).map_err(Refusal::Version)?;
    Ok(without_modified(&next, true))
}

fn without_modified(object: &Value<'_>, drop: bool) -> Json {
    let mut json: Json = serde_json::from_slice(&print(object)).unwrap();
    if drop {
        json.as_object_mut().unwrap().remove("modified");
    }
    json
}

/// Compares what the markings mean: neither their order nor how they are grouped matters.
fn same(ours: &Json, theirs: &Json) -> bool {
    let meaning = |outcome: &Json| {
        let mut rest = outcome.clone();
        let mut pairs = BTreeSet::new();
        for object in [outcome, &outcome["object"]] {
            for name in ["markings", "object_marking_refs"] {
                let items = object[name].as_array().into_iter().flatten();
                pairs.extend(items.map(|item| (String::new(), item.to_string())));
            }
            for entry in object["granular_markings"].as_array().into_iter().flatten() {
                for selector in entry["selectors"].as_array().unwrap() {
                    let mark = format!("{}{}", entry["marking_ref"], entry["lang"]);
                    pairs.insert((selector.to_string(), mark));
                }
            }
        }
        for name in ["/object", ""] {
            if let Some(Json::Object(members)) = rest.pointer_mut(name) {
                members.retain(|name, _| {
                    !["markings", "object_marking_refs", "granular_markings"]
                        .contains(&name.as_str())
                });
            }
        }
        (rest, pairs)
    };
    meaning(ours) == meaning(theirs)
}
