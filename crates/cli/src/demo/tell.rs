//! What the demo prints: addresses, accounts, what happened, and three things to try.

use std::path::Path;

use serde_json::json;

use super::story::{Token, Told, actor};
use super::{Actor, OFFICER};
use crate::home::shown;
use crate::output::Output;

pub(crate) fn tell(
    actors: &[Actor],
    told: &Told,
    (folder, stays): (&Path, bool),
    output: Output,
) -> anyhow::Result<()> {
    report(actors, told, folder, output);
    output.say("Three invented agencies, each with a node of its own on this machine:");
    for actor in actors {
        output.say("");
        output.say(format_args!(
            "  {}  {}",
            actor.agency.country.code,
            actor.agency.own_name()
        ));
        if actor.agency.own_name() != actor.agency.english_name() {
            output.say(format_args!("      {}", actor.agency.english_name()));
        }
        output.say(format_args!("      open     {}/", actor.url));
        output.say(format_args!(
            "      sign in  {OFFICER} / {}",
            actor.password
        ));
    }
    output.say("");
    output.say("What happened over TLS before you came:");
    for (reader, giver, objects, receipts) in &told.readings {
        output.say(format_args!(
            "  {reader}\n      read {objects} objects from {giver}; receipts verified: {receipts}"
        ));
    }
    if let Some(refusal) = &told.refusal {
        output.say("");
        output.say(format_args!("Withheld by {}:", refusal.agency));
        output.say(format_args!("  {} ({})", refusal.name, refusal.object));
        for (english, arabic) in &refusal.reasons {
            output.say(format_args!("  because it {english}"));
            output.say(format_args!("  {arabic}"));
        }
    }
    if stays {
        commands(actors, told, output)?;
    }
    output.say("");
    if told.resumed {
        output
            .say("These nodes were here already; new passwords and tokens were made for this run.");
    }
    output.say(
        "The browser will say that it does not know the certificates: each node made its own.",
    );
    output.say("ready");
    Ok(())
}

fn commands(actors: &[Actor], told: &Told, output: Output) -> anyhow::Result<()> {
    let first = actor(actors, "murjania")?;
    output.say("");
    output.say("Three commands to try, in another terminal:");
    if let Some(token) = &told.token {
        output.say("");
        output.say(format_args!(
            "  # read with any TAXII 2.1 client, as {}",
            token.partner
        ));
        output.say(format_args!(
            "  curl --cacert {}/tls/cert.pem -H 'Authorization: Bearer {}' \\\n    -i '{}?limit=2'",
            first.dir.display(),
            token.secret,
            collection_url(first, token),
        ));
    }
    if let Some((receipt, card)) = &told.receipt {
        output.say("");
        output
            .say("  # prove, without asking anybody, what was given to whom under which agreement");
        output.say(format_args!(
            "  {} verify {} --key {}",
            program(),
            receipt.display(),
            card.display()
        ));
    }
    if let Some(refusal) = &told.refusal {
        output.say("");
        output.say("  # every reason why something is not given, in Arabic");
        output.say(format_args!(
            "  {} agreement explain --dir {} {} --lang ar",
            program(),
            first.dir.display(),
            refusal.object
        ));
    }
    Ok(())
}

/// The program as it was called, so that what is printed can be pasted.
fn program() -> String {
    std::env::args()
        .next()
        .unwrap_or_else(|| "mithaq".to_owned())
}

fn collection_url(actor: &Actor, token: &Token) -> String {
    let uuid = token.collection.rsplit("--").next().unwrap_or_default();
    format!(
        "{}/taxii2/cooperation/collections/{uuid}/objects/",
        actor.url
    )
}

fn report(actors: &[Actor], told: &Told, folder: &Path, output: Output) {
    let agencies: Vec<_> = actors
        .iter()
        .map(|actor| {
            json!({
                "key": actor.agency.key, "name": actor.agency.own_name(),
                "identity": actor.node.identity().as_str(), "url": actor.url,
                "sector": actor.agency.sector, "country": actor.agency.country.names,
                "officer": OFFICER, "password": actor.password,
                "dir": shown(&actor.dir), "certificate": shown(&actor.dir.join("tls/cert.pem")),
            })
        })
        .collect();
    let readings: Vec<_> = told
        .readings
        .iter()
        .map(|(reader, giver, objects, receipts)| {
            json!({ "reader": reader, "giver": giver, "objects": objects, "receipts_verified": receipts })
        })
        .collect();
    output.report(&json!({
        "ready": true, "folder": shown(folder), "resumed": told.resumed,
        "agencies": agencies, "readings": readings,
        "refusal": told.refusal.as_ref().map(|refusal| json!({
            "object": refusal.object, "name": refusal.name, "reasons": refusal.reasons,
        })),
        "receipt": told.receipt.as_ref().map(|(receipt, card)| json!({ "file": shown(receipt), "key": shown(card) })),
        "token": told.token.as_ref().map(|token| json!({
            "partner": token.partner, "token": token.secret,
            "collection": token.collection.rsplit("--").next(),
        })),
    }));
}
