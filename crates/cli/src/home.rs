//! A node's folder: opening the node, and the TLS certificate beside it.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use mithaq_exchange::{Certificate, ensure_certificate};
use mithaq_node::{Node, SystemClock, SystemRandomness};

use crate::failure::Unreadable;

/// Opens the node in a folder.
pub(crate) async fn open(dir: &Path) -> anyhow::Result<Node> {
    let home = crate::configuration::home(dir)?;
    let node = Node::open(home, Arc::new(SystemClock), Arc::new(SystemRandomness)).await;
    node.with_context(|| format!("the node in `{}` cannot be opened", dir.display()))
}

/// The certificate in a node's folder, made if there is none.
pub(crate) fn certificate(dir: &Path, node: &Node) -> anyhow::Result<Certificate> {
    ensure_certificate(dir, &[], node.now()).context("the TLS certificate")
}

/// A path as reports show it; JSON has no place for bytes that are not UTF-8.
pub(crate) fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Writes a small file, in place of what was there.
pub(crate) fn write_text(path: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(path, text).map_err(|error| {
        Unreadable(format!("`{}` cannot be written: {error}", path.display())).into()
    })
}

/// The most bytes of a card, a draft, a receipt or a signed agreement.
const SMALL: u64 = 8 << 20;

/// Reads a small file, or standard input for `-`.
pub(crate) fn read_text(path: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    let read = if path.as_os_str() == "-" {
        std::io::stdin().take(SMALL + 1).read_to_string(&mut text)
    } else {
        File::open(path).and_then(|file| file.take(SMALL + 1).read_to_string(&mut text))
    };
    let unreadable =
        |why: String| Unreadable(format!("`{}` cannot be read: {why}", path.display()));
    read.map_err(|error| unreadable(error.to_string()))?;
    if text.len() as u64 > SMALL {
        return Err(unreadable(format!("it is larger than {} MiB", SMALL >> 20)).into());
    }
    Ok(text)
}
