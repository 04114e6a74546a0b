//! `mithaq search`: objects by their words, type and time.

use std::fmt::Write;
use std::process::ExitCode;

use mithaq_node::{Closeness, Hit, Node, Quote, Run, Search};
use mithaq_stix::StixTime;
use serde_json::{Value, json};

use crate::args::SearchArgs;
use crate::failure::Unreadable;
use crate::home::open;
use crate::output::Output;

pub(crate) async fn run(arguments: SearchArgs, output: &Output) -> anyhow::Result<ExitCode> {
    let node = open(&arguments.at.dir).await?;
    index(&node, *output).await?;
    let search = Search {
        kinds: arguments.kind,
        since: arguments.since.as_deref().map(time).transpose()?,
        until: arguments.until.as_deref().map(time).transpose()?,
        after: arguments.after,
        ..Search::words(&arguments.words.join(" "), arguments.limit)
    };
    let findings = node.search(search).await?;
    output.report(&json!({
        "objects": findings.hits.iter().map(report).collect::<Vec<_>>(),
        "next": findings.next.map(|place| place.to_string()),
    }));
    let mut section = None;
    for hit in &findings.hits {
        if section != Some(hit.closeness) {
            section = Some(hit.closeness);
            if let Some(closeness) = hit.closeness {
                output.say(heading(closeness));
            }
        }
        say(hit, *output);
    }
    if findings.hits.is_empty() {
        output.say(
            "Nothing was found. Try fewer words, the beginning of a word (harb*), or no --kind.",
        );
    }
    if let Some(place) = findings.next {
        output.say(format_args!("There is more: add --after {place}"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Sees to it that everything can be found: what came before there was a search is indexed first.
async fn index(node: &Node, output: Output) -> anyhow::Result<()> {
    let mut bar = None;
    node.index_waiting(|waiting| {
        let bar = bar.get_or_insert_with(|| output.count_bar(waiting, "indexing"));
        bar.set_position(bar.length().unwrap_or_default().saturating_sub(waiting));
    })
    .await?;
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    Ok(())
}

/// A time as STIX writes it, or a day.
fn time(text: &str) -> anyhow::Result<StixTime> {
    let whole = if text.len() == 10 {
        format!("{text}T00:00:00Z")
    } else {
        text.to_owned()
    };
    whole.parse().map_err(|_| {
        Unreadable(format!(
            "`{text}` is no time: write 2026-11-01, or 2026-11-01T12:00:00Z"
        ))
        .into()
    })
}

fn heading(closeness: Closeness) -> &'static str {
    match closeness {
        Closeness::Named => "Named so:",
        Closeness::Mentioned => "Mentioned in:",
        Closeness::SoundsAlike => "Named alike, perhaps in another script:",
    }
}

fn say(hit: &Hit, output: Output) {
    let summary = &hit.summary;
    let name = marked(&hit.name);
    let revoked = if summary.revoked { ", revoked" } else { "" };
    let made = hit.modified.as_deref().unwrap_or("no date");
    output.say(format_args!(
        "  {}  {}",
        if name.is_empty() { "(no name)" } else { &name },
        summary.id
    ));
    output.say(format_args!(
        "    {made}, {}{revoked}",
        summary.handling.tlp
    ));
    if let Some(quote) = &hit.quote {
        output.say(format_args!("    {}: {}", quote.property, quoted(quote)));
    }
}

fn quoted(quote: &Quote) -> String {
    let (before, behind) = quote.is_cut;
    let dots = |is_cut| if is_cut { "…" } else { "" };
    let text = marked(&quote.runs).replace('\n', " ");
    format!("{}{text}{}", dots(before), dots(behind))
}

/// What was found stands between brackets, which need no colours and no terminal.
fn marked(runs: &[Run]) -> String {
    runs.iter().fold(String::new(), |mut text, run| {
        // Writing to a string cannot fail.
        let _ = if run.found {
            write!(text, "[{}]", run.text)
        } else {
            write!(text, "{}", run.text)
        };
        text
    })
}

fn report(hit: &Hit) -> Value {
    let runs = |runs: &[Run]| -> Vec<Value> {
        runs.iter()
            .map(|run| json!({ "text": run.text, "found": run.found }))
            .collect()
    };
    json!({
        "id": hit.summary.id.as_str(),
        "type": hit.summary.kind,
        "name": hit.summary.name,
        "modified": hit.modified,
        "revoked": hit.summary.revoked,
        "tlp": hit.summary.handling.tlp.to_string(),
        "closeness": hit.closeness.map(Closeness::code),
        "name_runs": runs(&hit.name),
        "quote": hit.quote.as_ref().map(|quote| json!({
            "property": quote.property,
            "runs": runs(&quote.runs),
            "cut": [quote.is_cut.0, quote.is_cut.1],
        })),
    })
}
