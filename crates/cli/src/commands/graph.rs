//! `mithaq show` and `mithaq graph`: one object, what lies round it, and the way to another.

use std::process::ExitCode;

use mithaq_node::{HeldVersion, Link, Reach, VersionSummary};
use serde_json::{Value, json};

use crate::args::{GraphArgs, ShowArgs};
use crate::home::open;
use crate::output::Output;

/// Links that are listed with an object.
const LINKS: u64 = 50;

/// `mithaq show`: the latest version of an object, how it may be used, and its links.
pub(crate) async fn show(arguments: ShowArgs, output: &Output) -> anyhow::Result<ExitCode> {
    let node = open(&arguments.at.dir).await?;
    let id = node.find_object(&arguments.object).await?;
    let Some(held) = node.object(&id).await? else {
        return Err(mithaq_node::ActError::NoObject(id.to_string()).into());
    };
    let links = node.links(&id, None, LINKS).await?.unwrap_or_default();
    let object: Value = serde_json::from_slice(&held.body)?;
    output.report(&json!({
        "object": object,
        "sha256": held.summary.digest.to_string(),
        "accepted_at": held.accepted_at.to_string(),
        "handling": handling(&held),
        "links": links.iter().map(link_report).collect::<Vec<_>>(),
    }));
    output.say(format_args!("{object:#}"));
    output.say(format_args!("accepted  {}", held.accepted_at));
    output.say(format_args!("sha-256   {}", held.summary.digest));
    output.say(format_args!("marking   {}", held.summary.handling.tlp));
    let subjects: Vec<&str> = held
        .summary
        .handling
        .subjects
        .iter()
        .map(String::as_str)
        .collect();
    if !subjects.is_empty() {
        output.say(format_args!("subjects  {}", subjects.join(", ")));
    }
    for link in &links {
        output.say(link_line(link));
    }
    if links.len() as u64 == LINKS {
        output.say(format_args!("  and more: mithaq graph {id}"));
    }
    Ok(ExitCode::SUCCESS)
}

fn handling(held: &HeldVersion) -> Value {
    let handling = &held.summary.handling;
    json!({
        "tlp": handling.tlp.to_string(),
        "subjects": handling.subjects,
        "own": handling.origin.is_none(),
    })
}

fn link_line(link: &Link) -> String {
    let arrow = if link.incoming { "<-" } else { "->" };
    let unknown = if link.is_held {
        ""
    } else {
        "  (not held here)"
    };
    format!("  {arrow} {}  {}{unknown}", link.properties, link.id)
}

fn link_report(link: &Link) -> Value {
    json!({
        "id": link.id.as_str(),
        "direction": if link.incoming { "in" } else { "out" },
        "properties": link.properties.split(' ').collect::<Vec<_>>(),
        "held": link.is_held,
    })
}

/// `mithaq graph`: what lies round an object, or the way to another.
pub(crate) async fn run(arguments: GraphArgs, output: &Output) -> anyhow::Result<ExitCode> {
    let node = open(&arguments.at.dir).await?;
    let from = node.find_object(&arguments.object).await?;
    let reach = Reach {
        steps: arguments.steps,
        objects: arguments.objects,
        through_authorship: arguments.authorship,
        ..Reach::default()
    };
    match arguments.to {
        None => {
            let Some(round) = node.neighbourhood(&from, reach).await? else {
                return Err(mithaq_node::ActError::NoObject(from.to_string()).into());
            };
            let objects = round.objects.iter().map(|(summary, steps)| {
                let mut report = summary_report(summary);
                if let Some(members) = report.as_object_mut() {
                    members.insert("steps".to_owned(), (*steps).into());
                }
                report
            });
            let links = round.links.iter().map(|(from, to, properties)| {
                json!({
                    "from": from.as_str(),
                    "to": to.as_str(),
                    "properties": properties.split(' ').collect::<Vec<_>>(),
                })
            });
            output.report(&json!({
                "objects": objects.collect::<Vec<_>>(),
                "links": links.collect::<Vec<_>>(),
                "cut": round.is_cut,
            }));
            for (summary, steps) in &round.objects {
                output.say(format_args!("{steps:>3}  {}", line(summary)));
            }
            if round.is_cut {
                output.say("There is more: raise --objects, or look round one of these objects.");
            }
            Ok(ExitCode::SUCCESS)
        }
        Some(to) => {
            let to = node.find_object(&to).await?;
            let way = node.path(&from, &to, reach).await?;
            let report = way
                .as_ref()
                .map(|way| way.iter().map(summary_report).collect::<Vec<_>>());
            output.report(&json!({ "path": report }));
            match &way {
                Some(way) => {
                    for summary in way {
                        output.say(line(summary));
                    }
                }
                None => output.say(format_args!(
                    "No way was found within {} steps: raise --steps, or add --authorship to go through who made what.",
                    arguments.steps
                )),
            }
            Ok(ExitCode::from(u8::from(way.is_none())))
        }
    }
}

fn line(summary: &VersionSummary) -> String {
    let name = summary.name.as_deref().unwrap_or("(no name)");
    format!("{name}  {}", summary.id)
}

fn summary_report(summary: &VersionSummary) -> Value {
    json!({
        "id": summary.id.as_str(),
        "type": summary.kind,
        "name": summary.name,
        "revoked": summary.revoked,
        "tlp": summary.handling.tlp.to_string(),
    })
}
