//! The log, and one entry of it.

use axum::extract::{Path, Query};
use axum::response::{Html, Response};
use mithaq_node::{AgreementSummary, EntryView};
use serde::Deserialize;

use super::session::Officer;
use super::words::agreement_ref;
use super::{Failure, PAGE, frame};
use crate::pages::Pager;
use crate::pages::log::{self, LogLine, LogView};
use crate::pages::log_entry::{self, Inclusion, LogEntryView, Opening};
use crate::{Foreign, Language, Strings, Vocabulary, Word};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    before: Option<u64>,
    after: Option<u64>,
}

pub(super) async fn list(
    Officer(visitor): Officer,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, Response> {
    let shown = async {
        let node = &visitor.node;
        let page_size = PAGE as u64;
        let before = wanted
            .after
            .map(|after| after + page_size + 1)
            .or(wanted.before);
        let found = node.log(before, PAGE).await?;
        let summaries = node.agreements().await?;
        let page = frame(&visitor, node).await?;
        let first = found.entries.first().map(|newest| newest.entry.index);
        let last = found.entries.last().map(|oldest| oldest.entry.index);
        let view = LogView {
            origin: node.profile().origin.clone(),
            size: found.size,
            root: found.root.to_string(),
            verifier_key: node.log_key().to_string(),
            checkpoint: node.checkpoint().await?,
            sealed_at: page.log.as_ref().map(|foot| foot.sealed_at),
            entries: found
                .entries
                .iter()
                .map(|entry| line(entry, &summaries, visitor.language))
                .collect(),
            pager: Pager {
                older: last.filter(|last| *last > 0).map(|last| last.to_string()),
                newer: first
                    .filter(|first| first + 1 < found.size)
                    .map(|first| first.to_string()),
            },
        };
        Ok(log::render(&page, &view)?)
    };
    shown
        .await
        .map_err(|failure: Failure| failure.page(&visitor))
}

pub(super) async fn show(
    Officer(visitor): Officer,
    Path((_, index)): Path<(String, String)>,
) -> Result<Html<String>, Response> {
    let shown = async {
        let node = &visitor.node;
        let index = index.parse().map_err(|_| Failure::NotFound)?;
        let entry = node.log_entry(index).await?.ok_or(Failure::NotFound)?;
        let receipt = node.receipt(index).await?.ok_or(Failure::NotFound)?;
        let summaries = node.agreements().await?;
        let log = node.log(None, 0).await?;
        let inclusion = match receipt.verify(Some(&node.log_key())) {
            Ok(_) => Inclusion::Verified,
            Err(error) => {
                tracing::error!(index, error = %error, "an entry of the log cannot be proved");
                Inclusion::Failed {
                    sentence: Strings::of(visitor.language).text("log-not-proved"),
                }
            }
        };
        let view = LogEntryView {
            line: line(&entry, &summaries, visitor.language),
            leaf: mithaq_node::Hash::from_bytes(entry.entry.leaf).to_string(),
            proof: receipt.proof.iter().map(ToString::to_string).collect(),
            opening: Some(Opening {
                content: receipt.entry,
                salt: mithaq_node::Hash::from_bytes(receipt.salt).to_string(),
            }),
            size: log.size,
            root: log.root.to_string(),
            inclusion,
        };
        let page = frame(&visitor, node).await?;
        Ok(log_entry::render(&page, &view)?)
    };
    shown
        .await
        .map_err(|failure: Failure| failure.page(&visitor))
}

/// An entry in a list.
pub(super) fn line(
    view: &EntryView,
    summaries: &[AgreementSummary],
    language: Language,
) -> LogLine {
    let agreement = view.agreement.as_ref().and_then(|named| {
        let found = summaries
            .iter()
            .find(|summary| *summary.agreement().id() == named.id);
        found.map(|summary| agreement_ref(summary, language))
    });
    LogLine {
        index: view.entry.index,
        act: Word::new(Vocabulary::Act, &view.entry.act),
        at: view.entry.at,
        agreement,
        partner: view.partner.as_ref().map(|named| Foreign::new(&named.name)),
        is_erased: false,
    }
}
