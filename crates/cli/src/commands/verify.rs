//! `mithaq verify`: what a receipt proves, without asking anybody.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use mithaq_node::{Checkpoint, NodeCard, NoteVerifier, Proved, Receipt};
use serde_json::{Value, json};

use crate::args::VerifyArgs;
use crate::failure::{Unreadable, sentence};
use crate::home::{open, read_text};
use crate::output::Output;

pub(crate) async fn run(arguments: VerifyArgs, output: &Output) -> anyhow::Result<ExitCode> {
    let text = read_text(&arguments.receipt)?;
    let receipt = Receipt::parse(text.as_bytes()).map_err(|error| {
        let why = sentence(&error.into());
        Unreadable(format!("this is not a receipt: {why}"))
    })?;
    match prove(&arguments, &receipt).await {
        Ok((proved, compared)) => {
            tell(&receipt, &proved, compared, *output);
            Ok(ExitCode::SUCCESS)
        }
        Err(error) if error.is::<Doubt>() => {
            let why = sentence(&error);
            output.report(&json!({ "proved": false, "why": why }));
            output.say(format_args!("not proved: {why}"));
            Ok(ExitCode::FAILURE)
        }
        Err(error) => Err(error),
    }
}

/// Why a receipt proves nothing to this reader.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Doubt(String);

/// What came of comparing the receipt with a checkpoint.
#[derive(Clone, Copy)]
enum Compared {
    /// Both show the same tree.
    Same,
    /// The checkpoint shows the log at another size, where the two cannot be compared.
    OtherSize(u64),
}

async fn prove(
    arguments: &VerifyArgs,
    receipt: &Receipt,
) -> anyhow::Result<(Proved, Option<Compared>)> {
    let pinned = match (&arguments.key, &arguments.dir) {
        (Some(key), _) => Some(read_key(key)?),
        (None, Some(dir)) => Some(known_key(dir, receipt).await?),
        (None, None) => None,
    };
    let proved = receipt
        .verify(pinned.as_ref())
        .map_err(|error| Doubt(sentence(&error.into())))?;
    let compared = match &arguments.checkpoint {
        Some(path) => Some(compare(&proved, &read_text(path)?)?),
        None => None,
    };
    Ok((proved, compared))
}

/// A verifier key given itself, or in a file, or on a card.
fn read_key(words: &str) -> anyhow::Result<NoteVerifier> {
    if let Ok(key) = words.parse() {
        return Ok(key);
    }
    let text = read_text(Path::new(words)).context("--key is not a verifier key, nor a file")?;
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
async fn known_key(dir: &Path, receipt: &Receipt) -> anyhow::Result<NoteVerifier> {
    let node = open(dir).await?;
    let named = receipt.log_key.name();
    if node.log_key().name() == named {
        return Ok(node.log_key());
    }
    let known = node.partners().await?.into_iter().find_map(|partner| {
        let key: NoteVerifier = partner.card.log_key?.parse().ok()?;
        (key.name() == named).then_some(key)
    });
    known.ok_or_else(|| Doubt(format!("no partner of this node has the log `{named}`")).into())
}

/// Whether a checkpoint of the same size shows the same tree.
fn compare(proved: &Proved, note: &str) -> anyhow::Result<Compared> {
    let text = proved.key.open(note).map_err(|error| {
        let why = sentence(&error.into());
        if looks_signed(note) {
            anyhow::Error::from(Doubt(format!("the checkpoint: {why}")))
        } else {
            Unreadable(format!("this is not a checkpoint: {why}")).into()
        }
    })?;
    let checkpoint: Checkpoint = text.parse().map_err(|error| {
        let why = sentence(&anyhow::Error::new(error));
        Unreadable(format!("this is not a checkpoint: {why}"))
    })?;
    if checkpoint.size != proved.size {
        return Ok(Compared::OtherSize(checkpoint.size));
    }
    if checkpoint.root == proved.root {
        return Ok(Compared::Same);
    }
    let size = proved.size;
    Err(Doubt(format!(
        "the log shows two different trees of {size} entries: keep both files, they prove that it was forked"
    ))
    .into())
}

/// Whether a text has signature lines below an empty line, as signed notes do.
fn looks_signed(note: &str) -> bool {
    note.contains("\n\n\u{2014} ")
}

fn tell(receipt: &Receipt, proved: &Proved, compared: Option<Compared>, output: Output) {
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
        "checkpoint": compared.map(|compared| match compared {
            Compared::Same => "same",
            Compared::OtherSize(_) => "other-size",
        }),
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
    match compared {
        Some(Compared::Same) => output.say("The checkpoint shows the same tree."),
        Some(Compared::OtherSize(size)) => output.say(format_args!(
            "The checkpoint is of the same log, but at {size} entries, not {}: by itself it neither confirms nor contradicts.",
            proved.size
        )),
        None => (),
    }
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
