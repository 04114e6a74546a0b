//! `mithaq pull`: what partners give us, with their proofs.

use std::process::ExitCode;

use anyhow::bail;
use mithaq_exchange::{PullEvent, Pulled, pull};
use mithaq_node::{Node, Source};
use serde_json::json;

use crate::args::PullArgs;
use crate::home::open;
use crate::output::Output;

pub(crate) async fn run(arguments: PullArgs, output: &Output) -> anyhow::Result<ExitCode> {
    let node = open(&arguments.at.dir).await?;
    let only = match &arguments.agreement {
        Some(words) => Some(node.find_agreement(words).await?),
        None => None,
    };
    let mut sources = node.sources().await?;
    sources.retain(|source| only.as_ref().is_none_or(|only| source.agreement == *only));
    if sources.is_empty() {
        bail!(
            "there is nothing to read from: it needs an agreement in force, the partner's address on its card, and its token (`mithaq partner token NAME --received TOKEN`)"
        );
    }
    let mut reports = Vec::new();
    let mut failed = false;
    for source in &sources {
        match pull_one(&node, source, *output).await {
            Ok(report) => reports.push(report),
            Err(error) => {
                failed = true;
                output.failed(&error);
                reports.push(json!({
                    "agreement": source.agreement.as_str(),
                    "partner": source.partner.card.name,
                    "error": sentence(&error),
                }));
            }
        }
    }
    output.report(&json!({ "sources": reports }));
    Ok(ExitCode::from(u8::from(failed)))
}

async fn pull_one(
    node: &Node,
    source: &Source,
    output: Output,
) -> anyhow::Result<serde_json::Value> {
    let name = &source.partner.card.name;
    let pulled = pull(node, source, |event| {
        if let PullEvent::Page {
            number, accepted, ..
        } = event
            && number % 10 == 0
        {
            output.note(format_args!(
                "{name}: page {number}, {accepted} new objects on it"
            ));
        }
    })
    .await?;
    output.say(format_args!("{name}, under {}", source.agreement));
    output.say(format_args!(
        "  pages {}   accepted {}   unchanged {}   rejected {}   receipts verified {}",
        pulled.pages, pulled.accepted, pulled.unchanged, pulled.rejected, pulled.proved
    ));
    for (page, why) in &pulled.not_proved {
        output.note(format_args!(
            "{name}: page {page} has no receipt that proves it: {why}"
        ));
    }
    for (id, findings) in &pulled.rejections {
        for finding in findings {
            let id = id.as_deref().unwrap_or("an object without an id");
            output.note(format_args!("  {id}: {finding}"));
        }
    }
    Ok(report(source, &pulled))
}

fn report(source: &Source, pulled: &Pulled) -> serde_json::Value {
    json!({
        "agreement": source.agreement.as_str(), "partner": source.partner.card.name,
        "pages": pulled.pages, "accepted": pulled.accepted, "unchanged": pulled.unchanged,
        "rejected": pulled.rejected, "receipts_verified": pulled.proved,
        "not_proved": pulled.not_proved,
    })
}
