//! `mithaq partner`: who the others are, and the tokens between us.

use std::path::Path;
use std::process::ExitCode;

use anyhow::bail;
use mithaq_node::{ActError, HeldPartner, Node, NodeCard};
use serde_json::{Value, json};

use crate::args::PartnerCommand;
use crate::home::{certificate, open, read_text};
use crate::output::Output;

pub(crate) async fn run(command: PartnerCommand, output: &Output) -> anyhow::Result<ExitCode> {
    match command {
        PartnerCommand::Add {
            at,
            card,
            fingerprint,
            name,
            country,
        } => {
            let node = open(&at.dir).await?;
            match (card, name, country) {
                (Some(card), _, _) => {
                    add_card(&node, &card, fingerprint.as_deref(), *output).await?;
                }
                (None, Some(name), Some(country)) => {
                    let partner = node.add_partner_without_node(&name, &country).await?;
                    output.report(&row(&partner));
                    output.say(format_args!(
                        "{name} is a partner: {}",
                        partner.card.identity
                    ));
                    output.say("It has no node: give it a token for its TAXII client with `mithaq partner token`.");
                }
                _ => bail!("give the partner's card, or --name and --country"),
            }
        }
        PartnerCommand::Card { at, url } => {
            let node = open(&at.dir).await?;
            let certificate = certificate(&at.dir, &node)?;
            let card = match url {
                Some(url) => node.card().at(&url, Some(certificate.sha256())),
                None => node.card(),
            };
            output.print(card.to_json());
            output.note(format_args!(
                "fingerprint, to be compared by voice: {}",
                card.fingerprint()
            ));
        }
        PartnerCommand::List(at) => list(&open(&at.dir).await?, *output).await?,
        PartnerCommand::Token {
            at,
            partner,
            revoke,
            received,
        } => token(&open(&at.dir).await?, &partner, (revoke, received), *output).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn add_card(
    node: &Node,
    path: &Path,
    heard: Option<&str>,
    output: Output,
) -> anyhow::Result<()> {
    let card = NodeCard::parse(&read_text(path)?).map_err(ActError::from)?;
    let fingerprint = card.fingerprint();
    if let Some(heard) = heard
        && digits(heard) != digits(&fingerprint)
    {
        bail!(
            "the card's fingerprint is {fingerprint}, not what the partner's officer read: do not add it, and call again"
        );
    }
    if heard.is_none() {
        refuse_a_silent_change(node, &card).await?;
    }
    let partner = node.add_partner(&card).await?;
    output.report(&row(&partner));
    output.say(format_args!(
        "{} ({}) is a partner.",
        card.name, card.country
    ));
    output.say(format_args!("  fingerprint  {fingerprint}"));
    if heard.is_none() {
        output.say(
            "Compare the fingerprint with the partner's officer by voice before you sign anything.",
        );
    }
    Ok(())
}

/// A card that changes a known partner's keys or address is how a token would be led astray: it is
/// taken only if somebody heard its fingerprint.
async fn refuse_a_silent_change(node: &Node, card: &NodeCard) -> anyhow::Result<()> {
    let new = card.partner().map_err(ActError::from)?;
    let partners = node.partners().await?;
    let known = partners
        .iter()
        .find(|known| known.card.identity == new.identity);
    let Some(known) = known.map(|known| &known.card) else {
        return Ok(());
    };
    let changed: Vec<&str> = [
        (
            "the key that signs agreements",
            known.signing_key != new.signing_key,
        ),
        ("the key of the log", known.log_key != new.log_key),
        ("the address", known.url.is_some() && known.url != new.url),
        (
            "the certificate",
            known.tls_sha256.is_some() && known.tls_sha256 != new.tls_sha256,
        ),
    ]
    .into_iter()
    .filter_map(|(what, differs)| differs.then_some(what))
    .collect();
    if changed.is_empty() {
        return Ok(());
    }
    bail!(
        "this card changes {} of {}: have its fingerprint read to you by their officer and give it with --fingerprint",
        changed.join(" and "),
        known.name
    )
}

fn digits(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_hexdigit)
        .map(|digit| digit.to_ascii_lowercase())
        .collect()
}

async fn list(node: &Node, output: Output) -> anyhow::Result<()> {
    let partners = node.partners().await?;
    output.report(&json!({ "partners": partners.iter().map(row).collect::<Vec<_>>() }));
    for partner in &partners {
        let card = &partner.card;
        output.say(format_args!(
            "{} {}\n   {}\n   node {}   tokens given {}   token received {}",
            card.country.as_deref().unwrap_or("--"),
            card.name,
            card.identity,
            card.url.as_deref().unwrap_or("none"),
            partner.live_tokens,
            if partner.credential.is_some() {
                "yes"
            } else {
                "no"
            },
        ));
    }
    if partners.is_empty() {
        output.say("No partner yet: mithaq partner add --dir FOLDER THEIR-CARD.json");
    }
    Ok(())
}

async fn token(
    node: &Node,
    words: &str,
    (revoke, received): (bool, Option<String>),
    output: Output,
) -> anyhow::Result<()> {
    let partner = node.find_partner(words).await?;
    let name = &partner.card.name;
    if let Some(token) = received {
        node.keep_credential(&partner, &token).await?;
        output.report(&json!({ "partner": partner.card.identity.as_str(), "received": true }));
        output.say(format_args!(
            "We now show this token when we read from {name}."
        ));
    } else if revoke {
        node.revoke_tokens(&partner).await?;
        output.report(&json!({ "partner": partner.card.identity.as_str(), "revoked": true }));
        output.say(format_args!("No token of {name} works any more."));
    } else {
        let token = node.issue_token(&partner, false).await?;
        output.report(&json!({ "partner": partner.card.identity.as_str(), "token": token }));
        output.say(format_args!("A token for {name} (printed only now):"));
        output.say(format_args!("  {token}"));
    }
    Ok(())
}

fn row(partner: &HeldPartner) -> Value {
    json!({
        "identity": partner.card.identity.as_str(),
        "name": partner.card.name,
        "country": partner.card.country,
        "url": partner.card.url,
        "log_key": partner.card.log_key,
        "tokens": partner.live_tokens,
        "has_credential": partner.credential.is_some(),
    })
}
