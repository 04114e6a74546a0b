//! `mithaq init`: a node in an empty folder.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use mithaq_exchange::ensure_certificate;
use mithaq_node::{Home, NewNode, Node, SystemClock, SystemRandomness};
use serde_json::json;

use crate::args::InitArgs;
use crate::configuration;
use crate::failure::Unreadable;
use crate::home::shown;
use crate::output::Output;

pub(crate) async fn run(arguments: InitArgs, output: &Output) -> anyhow::Result<ExitCode> {
    let dir = arguments.at.dir;
    let new = NewNode {
        name: arguments.name,
        country: arguments.country,
        language: arguments.lang,
    };
    let node = create(&dir, arguments.store.as_deref(), &new)
        .await
        .with_context(|| format!("no node can be made in `{}`", dir.display()))?;
    ensure_certificate(&dir, &arguments.host, node.now()).context("the TLS certificate")?;
    let password = node.add_officer("admin", "admin").await?;
    let card = node.card();
    output.report(&json!({
        "dir": shown(&dir),
        "identity": card.identity,
        "name": card.name,
        "country": card.country,
        "log_key": card.log_key,
        "officer": { "name": "admin", "password": password },
    }));
    let at = dir.display();
    output.say(format_args!("The node of {} is ready in {at}.", card.name));
    output.say(format_args!("  identity     {}", card.identity));
    output.say(format_args!(
        "  sign in as   admin, password {password} (printed only now)"
    ));
    output.say("Next:");
    output.say(format_args!("  mithaq serve --dir {at}"));
    output.say(format_args!(
        "  mithaq partner card --dir {at} --url https://THIS-HOST:8443 > our-card.json"
    ));
    Ok(ExitCode::SUCCESS)
}

/// Makes the node, with its store where it was asked for.
async fn create(dir: &Path, store: Option<&str>, new: &NewNode) -> anyhow::Result<Node> {
    let begin = |home| Node::create(home, new, Arc::new(SystemClock), Arc::new(SystemRandomness));
    let Some(address) = store else {
        return Ok(begin(Home::folder(dir)).await?);
    };
    let home = configuration::new_home(dir, Some(address))?;
    if dir.join(configuration::FILE).exists() {
        return Err(
            Unreadable("the folder is not empty: it holds a mithaq.toml".to_owned()).into(),
        );
    }
    std::fs::create_dir_all(dir).map_err(|error| Unreadable(error.to_string()))?;
    // Before the node is made, or a stop in between would leave a store that nobody finds.
    configuration::keep_store(dir, address)?;
    let made = begin(home).await;
    if made.is_err() {
        configuration::forget_store(dir);
    }
    Ok(made?)
}
