//! What happens in the demo before it is ready: partners, agreements, objects, one reading of each
//! partner by the others, and a proof.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use mithaq_exchange::pull;
use mithaq_node::{Acceptance, Lang, Node, Receipt};
use mithaq_stix::ObjectId;

use super::Actor;
use super::data::{AGREEMENTS, FEEDS, RECORD};
use crate::home::{certificate, write_text};
use crate::output::Output;

/// The receipt that a finished run leaves in the demo's folder.
const RECEIPT_FILE: &str = "receipt.json";

/// What there is to tell of it.
#[derive(Default)]
pub(crate) struct Told {
    /// Whether the nodes were there from an earlier run.
    pub(crate) resumed: bool,
    /// For each reading: who read, from whom, objects accepted, receipts verified.
    pub(crate) readings: Vec<(String, String, u64, u64)>,
    /// A withheld object, and every reason in the language of the agency that withholds it.
    pub(crate) refusal: Option<Refusal>,
    /// A receipt that was verified, and the card of the node that gave it.
    pub(crate) receipt: Option<(PathBuf, PathBuf)>,
    /// A token that a partner of the first agency may show.
    pub(crate) token: Option<Token>,
}

/// Something that is not given, and why.
pub(crate) struct Refusal {
    pub(crate) agency: String,
    pub(crate) object: String,
    pub(crate) name: String,
    /// The reasons in English and in Arabic.
    pub(crate) reasons: Vec<(String, String)>,
}

/// What a partner needs to read with any TAXII client.
pub(crate) struct Token {
    pub(crate) partner: String,
    pub(crate) secret: String,
    pub(crate) collection: String,
}

pub(crate) async fn play(
    actors: &mut [Actor],
    folder: &Path,
    output: Output,
) -> anyhow::Result<Told> {
    let mut told = Told {
        // The last thing that a run leaves: one that was interrupted is done over, step by step.
        resumed: folder.join(RECEIPT_FILE).exists(),
        ..Told::default()
    };
    introduce(actors, &mut told).await?;
    if !told.resumed {
        conclude(actors).await?;
        import(actors, output).await?;
    }
    for actor in actors.iter() {
        read(actor, &mut told).await?;
    }
    told.refusal = refusal(actor(actors, "murjania")?).await?;
    told.receipt = receipt(actors, folder).await?;
    Ok(told)
}

/// Everybody adds everybody's card and is given a token.
async fn introduce(actors: &[Actor], told: &mut Told) -> anyhow::Result<()> {
    for host in actors {
        for guest in actors
            .iter()
            .filter(|guest| guest.agency.key != host.agency.key)
        {
            let sha256 = certificate(&guest.dir, &guest.node)?.sha256();
            host.node
                .add_partner(&guest.node.card().at(&guest.url, Some(sha256)))
                .await?;
        }
    }
    for host in actors {
        for guest in actors
            .iter()
            .filter(|guest| guest.agency.key != host.agency.key)
        {
            let partner = host
                .node
                .find_partner(guest.node.identity().as_str())
                .await?;
            let token = host.node.issue_token(&partner, true).await?;
            let us = guest
                .node
                .find_partner(host.node.identity().as_str())
                .await?;
            guest.node.keep_credential(&us, &token).await?;
            if (host.agency.key.as_str(), guest.agency.key.as_str()) == ("murjania", "valombria") {
                told.token = Some(Token {
                    partner: guest.agency.english_name().to_owned(),
                    secret: token,
                    collection: String::new(),
                });
            }
        }
    }
    Ok(())
}

/// The drafts are signed by both sides; the names in them become identities.
async fn conclude(actors: &[Actor]) -> anyhow::Result<()> {
    for agreement in &AGREEMENTS {
        let drafter = actor(actors, agreement.drafter)?;
        let partner = actor(actors, agreement.partner)?;
        let draft = agreement.text.replace(
            &format!("\"{}\"", partner.agency.english_name()),
            &format!("\"{}\"", partner.node.identity()),
        );
        let id = match drafted(&drafter.node, &partner.node).await? {
            Some(id) => id,
            None => drafter.node.draft(&draft).await?,
        };
        let half = drafter.node.sign(&id).await?;
        partner.node.accept_agreement(half).await?;
        let whole = partner.node.sign(&id).await?;
        drafter.node.accept_agreement(whole).await?;
    }
    Ok(())
}

/// The agreement between the two that an interrupted run drafted.
async fn drafted(drafter: &Node, partner: &Node) -> anyhow::Result<Option<ObjectId>> {
    let known = drafter.agreements().await?;
    let with_partner = known.iter().find(|summary| {
        summary
            .partners()
            .any(|party| party.id() == partner.identity())
    });
    Ok(with_partner.map(|summary| summary.agreement().id().clone()))
}

async fn import(actors: &[Actor], output: Output) -> anyhow::Result<()> {
    for feed in FEEDS {
        let node = &actor(actors, feed.agency)?.node;
        let how = Acceptance::own([feed.subject.to_owned()].into(), None);
        import_text(node, feed.bundle, &how, output)
            .await
            .with_context(|| format!("the demo's feed {}/{}", feed.agency, feed.subject))?;
    }
    let (keeper, record) = RECORD;
    // No subject of any agreement: the record stays at home.
    import_text(
        &actor(actors, keeper)?.node,
        record,
        &Acceptance::default(),
        output,
    )
    .await
    .context("the demo's record of cooperation")
}

async fn import_text(
    node: &Node,
    text: &'static str,
    how: &Acceptance,
    output: Output,
) -> anyhow::Result<()> {
    let imported = node
        .import(
            move || Ok(Cursor::new(text)),
            how,
            |event| {
                if let mithaq_node::ImportEvent::Rejected(rejection) = event {
                    for finding in rejection.findings {
                        output.note(finding);
                    }
                }
            },
        )
        .await?;
    if imported.rejected > 0 {
        bail!("{} of its objects are not valid", imported.rejected);
    }
    Ok(())
}

/// The agency reads what its partners give it, over TLS, and checks their receipts.
async fn read(actor: &Actor, told: &mut Told) -> anyhow::Result<()> {
    for source in actor.node.sources().await? {
        let pulled = pull(&actor.node, &source, |_| ()).await?;
        told.readings.push((
            actor.agency.english_name().to_owned(),
            source.partner.card.name.clone(),
            pulled.accepted,
            pulled.proved,
        ));
        if let Some(token) = &mut told.token
            && actor.agency.key == "valombria"
        {
            source.agreement.as_str().clone_into(&mut token.collection);
        }
    }
    Ok(())
}

/// A report that the articles would permit, but that names an object which they do not: it is
/// withheld, and says why.
async fn refusal(actor: &Actor) -> anyhow::Result<Option<Refusal>> {
    for summary in actor.node.agreements().await? {
        let withheld = actor
            .node
            .withheld(summary.agreement().id(), 0, 1000)
            .await?;
        let Some(object) = withheld
            .iter()
            .find(|object| object.reasons.contains("\"closure\""))
        else {
            continue;
        };
        let agreement = summary.agreement().id();
        for explanation in actor.node.explain(&object.id).await? {
            if explanation.agreement == *agreement {
                return Ok(Some(Refusal {
                    agency: actor.agency.english_name().to_owned(),
                    object: object.id.to_string(),
                    name: object.name.clone().unwrap_or_default(),
                    reasons: explanation
                        .sample
                        .reasons
                        .iter()
                        .map(|reason| (reason.sentence(Lang::En), reason.sentence(Lang::Ar)))
                        .collect(),
                }));
            }
        }
    }
    Ok(None)
}

/// Writes a receipt that the second agency got from the first, and the first one's card.
async fn receipt(actors: &[Actor], folder: &Path) -> anyhow::Result<Option<(PathBuf, PathBuf)>> {
    let giver = actor(actors, "murjania")?;
    let reader = actor(actors, "valombria")?;
    let Some(document) = first_receipt(&reader.node, giver.node.identity()).await? else {
        return Ok(None);
    };
    let proved = Receipt::parse(document.as_bytes())?.verify(Some(&giver.node.log_key()));
    proved.context("a receipt of the demo")?;
    let receipt_file = folder.join(RECEIPT_FILE);
    let card_file = folder.join("murjania-card.json");
    write_text(&card_file, &giver.node.card().to_json())?;
    write_text(&receipt_file, &document)?;
    Ok(Some((receipt_file, card_file)))
}

async fn first_receipt(node: &Node, giver: &ObjectId) -> anyhow::Result<Option<String>> {
    for source in node.sources().await? {
        if source.partner.card.identity == *giver {
            let receipts = node.kept_receipts(&source.agreement, 1).await?;
            return Ok(receipts.into_iter().next().map(|receipt| receipt.document));
        }
    }
    Ok(None)
}

pub(crate) fn actor<'a>(actors: &'a [Actor], key: &str) -> anyhow::Result<&'a Actor> {
    actors
        .iter()
        .find(|actor| actor.agency.key == key)
        .with_context(|| format!("the demo has no agency `{key}`"))
}
