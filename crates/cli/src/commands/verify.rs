//! `mithaq verify`: what a receipt proves, without asking anybody.

use std::io::BufReader;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use mithaq_node::{Checkpoint, NodeCard, NoteVerifier, Proved, Receipt, objects_root};
use mithaq_stix::{Elements, Limits, digest, parse};
use serde_json::{Value, json};

use super::import::Source;
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
        Ok((proved, beside)) => {
            tell(&receipt, &proved, beside, *output);
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

async fn prove(arguments: &VerifyArgs, receipt: &Receipt) -> anyhow::Result<(Proved, Beside)> {
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
    let objects = match &arguments.objects {
        Some(path) => Some(compare_objects(receipt, path)?),
        None => None,
    };
    Ok((proved, Beside { compared, objects }))
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

/// What was established beside the proof itself.
#[derive(Clone, Copy, Default)]
struct Beside {
    compared: Option<Compared>,
    /// How many objects were found to be those of the entry.
    objects: Option<u64>,
}

/// Whether the objects of a file are those of the entry, in their order.
fn compare_objects(receipt: &Receipt, path: &Path) -> anyhow::Result<u64> {
    let entry: Value = serde_json::from_str(&receipt.entry).unwrap_or_default();
    let wanted = entry
        .pointer("/detail/objects_root")
        .and_then(Value::as_str);
    let wanted = wanted.ok_or_else(|| Doubt("the entry is not about objects".to_owned()))?;
    let limits = Limits::default();
    let source = Source::of(path)?;
    let mut digests = Vec::new();
    for element in Elements::new(BufReader::new(source.open()?), &limits) {
        let unreadable = |why: String| Unreadable(format!("`{}`: {why}", path.display()));
        let text = element.map_err(|error| unreadable(error.to_string()))?.text;
        let value = parse(&text, &limits).map_err(|error| unreadable(error.to_string()))?;
        digests.push(digest(&value));
    }
    if objects_root(digests.iter()) == wanted {
        return Ok(digests.len() as u64);
    }
    Err(Doubt(format!(
        "the {} objects of `{}` are not those that the entry commits to, or not in their order",
        digests.len(),
        path.display()
    ))
    .into())
}

fn tell(receipt: &Receipt, proved: &Proved, beside: Beside, output: Output) {
    let Beside { compared, objects } = beside;
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
        "objects": objects,
        "checkpoint": compared.map(|compared| match compared {
            Compared::Same => "same",
            Compared::OtherSize(_) => "other-size",
        }),
    }));
    let verdict = if proved.pinned {
        "proved"
    } else {
        "consistent, but proved only if the key below is the agency's"
    };
    output.say(format_args!(
        "{verdict}: the log `{}` of {} entries holds this as number {} (counted from 0):",
        proved.origin, proved.size, proved.index
    ));
    if let Some(words) = in_words(&entry) {
        output.say(format_args!("  {words}"));
    }
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
    match objects {
        Some(count) => output.say(format_args!(
            "The {count} objects of the file are exactly those that the entry commits to."
        )),
        None if entry.pointer("/detail/objects_root").is_some() => output.say(
            "The entry commits to the objects by their hash: give the file with --objects to compare them.",
        ),
        None => (),
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

/// What a disclosure's entry says, as a sentence.
fn in_words(entry: &Value) -> Option<String> {
    let text = |pointer: &str| entry.pointer(pointer)?.as_str();
    let number = |pointer: &str| entry.pointer(pointer)?.as_u64();
    if text("/act")? != "disclosed" {
        return None;
    }
    Some(format!(
        "At {}, {} gave {} objects (numbers {} to {} of what the agreement released) to {}, under {}.",
        text("/at")?,
        text("/by")?,
        number("/detail/objects")?,
        number("/detail/first_seq")?,
        number("/detail/last_seq")?,
        text("/partner")?,
        text("/agreement")?,
    ))
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
