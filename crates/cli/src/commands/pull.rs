//! `mithaq pull`: what partners give us, with their proofs.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use mithaq_exchange::{PullEvent, Pulled, pull};
use mithaq_node::{Node, Receipt, Source};
use mithaq_stix::ObjectId;
use serde_json::{Value, json};

use super::import::finding_report;
use crate::args::PullArgs;
use crate::failure::{Unreadable, sentence};
use crate::home::{open, shown, write_text};
use crate::output::Output;

/// Receipts written for each agreement, the newest.
const RECEIPTS_MOST: usize = 1000;

pub(crate) async fn run(arguments: PullArgs, output: &Output) -> anyhow::Result<ExitCode> {
    let node = open(&arguments.at.dir).await?;
    let sources = sources(&node, arguments.agreement.as_deref()).await?;
    let mut reports = Vec::new();
    let mut failed = false;
    for source in &sources {
        match pull_one(&node, source, arguments.receipts.as_deref(), *output).await {
            Ok((report, all_well)) => {
                failed |= !all_well;
                reports.push(report);
            }
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

/// Where something can be read from, or what is in the way.
async fn sources(node: &Node, agreement: Option<&str>) -> anyhow::Result<Vec<Source>> {
    let mut sources = node.sources().await?;
    if let Some(words) = agreement {
        let only = node.find_agreement(words).await?;
        sources.retain(|source| source.agreement == only);
        if sources.is_empty() {
            return Err(obstacle(node, &only).await?);
        }
    }
    if sources.is_empty() {
        bail!(
            "there is nothing to read from: it needs an agreement in force, the partner's address on its card, and its token (`mithaq partner token NAME --received TOKEN`)"
        );
    }
    Ok(sources)
}

/// Why nothing can be read under an agreement, and what to do.
async fn obstacle(node: &Node, id: &ObjectId) -> anyhow::Result<anyhow::Error> {
    let summary = node.agreement(id, 0).await?.summary;
    if !summary.standing.permits() {
        let standing = summary.standing.code();
        return Ok(anyhow::anyhow!(
            "nothing is read under the agreement: it is {standing}, not in force"
        ));
    }
    for party in summary.partners() {
        let name = &party.name;
        let partner = node.find_partner(party.id().as_str()).await?;
        if partner.card.url.is_none() {
            return Ok(anyhow::anyhow!(
                "the card of {name} names no address: ask for one that does and add it with `mithaq partner add CARD`"
            ));
        }
        if partner.credential.is_none() {
            return Ok(anyhow::anyhow!(
                "no token of {name} is kept here: ask for one and keep it with `mithaq partner token \"{name}\" --received TOKEN`"
            ));
        }
    }
    Ok(anyhow::anyhow!("nobody gives anything under the agreement"))
}

/// Reads from one partner; also says whether all of it was kept and proved.
async fn pull_one(
    node: &Node,
    source: &Source,
    receipts: Option<&Path>,
    output: Output,
) -> anyhow::Result<(Value, bool)> {
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
    let files = match receipts {
        Some(folder) => write_receipts(node, source, folder).await?,
        None => Vec::new(),
    };
    tell(source, &pulled, output);
    for file in &files {
        output.say(format_args!("  receipt {}", file.display()));
    }
    let all_well = pulled.rejected == 0 && pulled.not_proved.is_empty();
    Ok((report(source, &pulled, &files), all_well))
}

/// Writes the newest receipts under the agreement, each to a file named for its place in the log.
async fn write_receipts(
    node: &Node,
    source: &Source,
    folder: &Path,
) -> anyhow::Result<Vec<PathBuf>> {
    std::fs::create_dir_all(folder)
        .map_err(|error| Unreadable(format!("`{}` cannot be made: {error}", folder.display())))?;
    let mut files = Vec::new();
    for kept in node.kept_receipts(&source.agreement, RECEIPTS_MOST).await? {
        let receipt = Receipt::parse(kept.document.as_bytes())?;
        let log = receipt.log_key.name();
        let log: String = log
            .chars()
            .filter(char::is_ascii_hexdigit)
            .take(8)
            .collect();
        let file = folder.join(format!("{log}-{}.json", receipt.index));
        write_text(&file, &kept.document)?;
        files.push(file);
    }
    Ok(files)
}

fn tell(source: &Source, pulled: &Pulled, output: Output) {
    let name = &source.partner.card.name;
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
}

fn report(source: &Source, pulled: &Pulled, receipts: &[PathBuf]) -> Value {
    let rejections: Vec<Value> = pulled
        .rejections
        .iter()
        .map(|(id, findings)| {
            let findings: Vec<Value> = findings.iter().map(finding_report).collect();
            json!({ "id": id, "findings": findings })
        })
        .collect();
    json!({
        "agreement": source.agreement.as_str(), "partner": source.partner.card.name,
        "pages": pulled.pages, "accepted": pulled.accepted, "unchanged": pulled.unchanged,
        "rejected": pulled.rejected, "rejections": rejections,
        "receipts_verified": pulled.proved, "not_proved": pulled.not_proved,
        "receipts": receipts.iter().map(|file| shown(file)).collect::<Vec<_>>(),
    })
}
