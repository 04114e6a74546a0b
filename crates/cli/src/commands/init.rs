//! `mithaq init`: a node in an empty folder.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use mithaq_exchange::ensure_certificate;
use mithaq_node::{NewNode, Node, SystemClock, SystemRandomness};
use serde_json::json;

use crate::args::InitArgs;
use crate::home::shown;
use crate::output::Output;

pub(crate) async fn run(arguments: InitArgs, output: &Output) -> anyhow::Result<ExitCode> {
    let dir = arguments.at.dir;
    let new = NewNode {
        name: arguments.name,
        country: arguments.country,
        language: arguments.lang,
    };
    let node = Node::create(
        &dir,
        &new,
        Arc::new(SystemClock),
        Arc::new(SystemRandomness),
    )
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
