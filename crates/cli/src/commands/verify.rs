//! `mithaq verify`: what a receipt proves, without asking anybody.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use mithaq_node::{NodeCard, NoteVerifier, Proved, Receipt};
use serde_json::{Value, json};

use crate::args::VerifyArgs;
use crate::failure::Unreadable;
use crate::home::{open, read_text};
use crate::output::Output;

pub(crate) async fn run(arguments: VerifyArgs, output: &Output) -> anyhow::Result<ExitCode> {
    let text = read_text(&arguments.receipt)?;
    let receipt = Receipt::parse(text.as_bytes())
        .map_err(|error| Unreadable(format!("this is not a receipt: {}", sentence(&error))))?;
    let pinned = match (&arguments.key, &arguments.dir) {
        (Some(key), _) => Some(read_key(key)?),
        (None, Some(dir)) => known_key(dir, &receipt).await?,
        (None, None) => None,
    };
    match receipt.verify(pinned.as_ref()) {
        Ok(proved) => {
            if let Some(path) = &arguments.checkpoint {
                compare(&proved, &read_text(path)?)?;
            }
            tell(&receipt, &proved, *output);
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            let why = sentence(&error);
            output.report(&json!({ "proved": false, "why": why }));
            output.say(format_args!("not proved: {why}"));
            Ok(ExitCode::FAILURE)
        }
    }
}

fn tell(receipt: &Receipt, proved: &Proved, output: Output) {
    let entry: Value = serde_json::from_str(&receipt.entry).unwrap_or_default();
    output.report(&json!({
        "proved": true,
        "pinned": proved.pinned,
        "origin": proved.origin,
        "index": proved.index,
        "size": proved.size,
        "root": proved.root.to_string(),
        "key": proved.key.to_string(),
        "entry": entry,
    }));
    output.say(format_args!(
        "proved: the log `{}` holds this as entry {} of {}:",
        proved.origin, proved.index, proved.size
    ));
    for (name, value) in entry.as_object().into_iter().flatten() {
        output.say(format_args!("  {name:10} {}", plain(value)));
    }
    if proved.pinned {
        output.say("The log is signed with the key that you hold for this node.");
    } else {
        output.say(format_args!(
            "The log is signed with the key {}, which the receipt itself names: compare it with the one on the node's card, or give --key.",
            proved.key
        ));
    }
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// An error and its causes, in one sentence.
fn sentence(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

/// A verifier key given itself, or in a file, or on a card.
fn read_key(words: &str) -> anyhow::Result<NoteVerifier> {
    if let Ok(key) = words.parse() {
        return Ok(key);
    }
    let text = read_text(Path::new(words))?;
    let key = match NodeCard::parse(&text) {
        Ok(card) => card.log_key,
        Err(_) => text.trim().to_owned(),
    };
    key.parse().map_err(|_| {
        Unreadable(format!(
            "`{words}` holds neither a verifier key nor the card of a node"
        ))
        .into()
    })
}

/// The key that this node knows for the log that the receipt names.
async fn known_key(dir: &Path, receipt: &Receipt) -> anyhow::Result<Option<NoteVerifier>> {
    let node = open(dir).await?;
    let named = receipt.log_key.name();
    if node.log_key().name() == named {
        return Ok(Some(node.log_key()));
    }
    let known = node.partners().await?.into_iter().find_map(|partner| {
        let key: NoteVerifier = partner.card.log_key?.parse().ok()?;
        (key.name() == named).then_some(key)
    });
    known
        .map(Some)
        .with_context(|| format!("no partner of this node has the log `{named}`"))
}

/// Whether a checkpoint of the same size shows the same tree.
fn compare(proved: &Proved, checkpoint: &str) -> anyhow::Result<()> {
    let text = proved
        .key
        .open(checkpoint)
        .map_err(|error| Unreadable(format!("the checkpoint: {}", sentence(&error))))?;
    let checkpoint: mithaq_node::Checkpoint = text
        .parse()
        .map_err(|error| Unreadable(format!("the checkpoint: {}", sentence(&error))))?;
    anyhow::ensure!(
        checkpoint.size != proved.size || checkpoint.root == proved.root,
        "the log shows two different trees of {} entries: keep both files, they prove that it was forked",
        proved.size
    );
    Ok(())
}
