//! Looking a node over: does what it keeps fit together?

use std::ops::ControlFlow;
use std::sync::Arc;

use mithaq_ledger::{Edge, commit, leaf_hash};
use mithaq_stix::Limits;
use mithaq_store::{GraphCounts, Snapshot};

use crate::receipts::root;
use crate::{ActError, Node};

/// Entries of the log looked at together.
const BATCH: u64 = 1000;

/// Something looked at, and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Check {
    /// What was looked at.
    pub what: &'static str,
    /// What was found.
    pub found: String,
    /// What is wrong and what to do; nothing if all is well.
    pub wrong: Option<String>,
}

impl Node {
    /// Checks the database, recomputes the whole log, and looks for what is left undone.
    pub async fn examine(&self) -> Result<Vec<Check>, ActError> {
        let now = self.now();
        let summaries = self.agreements().await?;
        let partners = self.partners().await?;
        let desk = Arc::clone(&self.desk);
        let mut checks = self
            .desk
            .store
            .read(move |view| {
                let counts = view.graph_counts()?;
                Ok::<_, ActError>(vec![
                    database(view)?,
                    log(view)?,
                    disclosures(view)?,
                    graph(view, counts)?,
                    Check {
                        what: "agency",
                        found: format!("{} ({})", desk.profile.name, desk.profile.country),
                        wrong: None,
                    },
                ])
            })
            .await?;
        for summary in &summaries {
            let ends = summary.next_change.filter(|next| *next > now);
            checks.push(Check {
                what: "agreement",
                found: format!(
                    "{}: {}{}",
                    summary.agreement().name(mithaq_policy::Lang::En),
                    summary.standing.code(),
                    ends.map_or_else(String::new, |at| format!(", changes by itself at {at}"))
                ),
                wrong: None,
            });
        }
        checks.extend(partners.iter().map(|partner| Check {
            what: "partner",
            found: format!(
                "{}: {} tokens given",
                partner.card.name, partner.live_tokens
            ),
            wrong: None,
        }));
        Ok(checks)
    }
}

fn database(view: &Snapshot<'_>) -> Result<Check, ActError> {
    let damage = view.damage()?;
    Ok(Check {
        what: "database",
        found: if damage.is_empty() {
            "whole".to_owned()
        } else {
            format!("{} faults", damage.len())
        },
        wrong: damage.first().map(|first| {
            format!("{first}: stop the node, keep this folder, and restore the last backup")
        }),
    })
}

/// Compares every version with the digest that was made when it came.
fn graph(view: &Snapshot<'_>, counts: GraphCounts) -> Result<Check, ActError> {
    let mut wrong = None;
    view.each_version(&[], true, true, |text| {
        // Whatever was let in once is whole, whatever the limits are now.
        let value = mithaq_stix::parse(&text.body, &Limits::most());
        if value.is_ok_and(|value| mithaq_stix::digest(&value) == text.digest) {
            return ControlFlow::Continue(());
        }
        wrong = Some(format!(
            "`{}` is not as it came: keep this folder, and restore the last backup",
            text.id
        ));
        ControlFlow::Break(())
    })?;
    Ok(Check {
        what: "graph",
        found: format!("{} objects, {} versions", counts.objects, counts.versions),
        wrong,
    })
}

/// Compares the disclosures that are listed with those that the log records.
fn disclosures(view: &Snapshot<'_>) -> Result<Check, ActError> {
    let (listed, recorded) = view.disclosures_and_entries()?;
    Ok(Check {
        what: "disclosures",
        found: format!("{listed} pages given"),
        wrong: (listed != recorded).then(|| {
            format!("the log records {recorded}: keep this folder, and compare with your partners' receipts")
        }),
    })
}

/// Builds the tree anew from the entries, and compares it with the tiles.
fn log(view: &Snapshot<'_>) -> Result<Check, ActError> {
    let size = view.log_size()?;
    let mut edge = Edge::empty();
    let mut wrong = None;
    let mut start = 0;
    while start < size {
        for entry in view.log_range(start, BATCH)? {
            let leaf = leaf_hash(&commit(&entry.salt, entry.content.as_bytes()));
            if *leaf.as_bytes() != entry.leaf && wrong.is_none() {
                wrong = Some(format!(
                    "entry {} is not what its leaf commits to",
                    entry.index
                ));
            }
            edge.push(leaf);
        }
        edge.take_changed();
        start += BATCH;
    }
    if wrong.is_none() && edge.root() != root(view, size)? {
        wrong = Some("the tree does not follow from the entries".to_owned());
    }
    Ok(Check {
        what: "log",
        found: format!("{size} entries, root {}", edge.root()),
        wrong: wrong.map(|wrong| {
            format!("{wrong}: do not sign anything more, keep this folder, and compare with your partners' receipts")
        }),
    })
}
