//! Exchange: released, withheld with reasons, disclosed.

use std::cmp::Reverse;

use axum::extract::{Path, Query};
use axum::response::{Html, IntoResponse, Redirect, Response};
use mithaq_node::{AgreementSummary, Node};
use mithaq_stix::ObjectId;
use serde::Deserialize;

use super::session::{Officer, Visitor};
use super::words::{agreement_ref, released, withheld};
use super::{Failure, PAGE, frame};
use crate::pages::Pager;
use crate::pages::exchange::{
    self, DisclosedLine, ExchangeCounts, ExchangeLines, ExchangeTab, ExchangeView,
};
use crate::{Foreign, Language};

/// How far back the pages go; older lines are found by agreement.
const FARTHEST: usize = 10_000;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    agreement: String,
    before: String,
    after: String,
}

impl Wanted {
    /// The lines to skip: older and newer lines are asked for by the same count.
    fn skip(&self) -> usize {
        let cursor = if self.before.is_empty() {
            &self.after
        } else {
            &self.before
        };
        cursor.parse().unwrap_or(0).min(FARTHEST)
    }
}

pub(super) async fn front(visitor: Visitor) -> Response {
    Redirect::to(&format!("/{}/exchange/released", visitor.language.code())).into_response()
}

pub(super) async fn show(
    Officer(visitor): Officer,
    Path((_, tab)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, Response> {
    let shown = async {
        let tab = ExchangeTab::ALL
            .into_iter()
            .find(|known| known.word() == tab)
            .ok_or(Failure::NotFound)?;
        let view = view(&visitor, tab, &wanted).await?;
        let page = frame(&visitor, &visitor.node).await?;
        Ok(exchange::render(&page, &view)?)
    };
    shown
        .await
        .map_err(|failure: Failure| failure.page(&visitor))
}

async fn view(
    visitor: &Visitor,
    tab: ExchangeTab,
    wanted: &Wanted,
) -> Result<ExchangeView, Failure> {
    let (node, language) = (&visitor.node, visitor.language);
    let summaries = node.agreements().await?;
    let chosen = match wanted.agreement.as_str() {
        "" => None,
        id => Some(find(&summaries, id).ok_or(Failure::NotFound)?),
    };
    let shown: Vec<&AgreementSummary> = match chosen {
        Some(only) => vec![only],
        None => summaries.iter().collect(),
    };
    let counts = shown
        .iter()
        .fold(ExchangeCounts::default(), |sum, summary| ExchangeCounts {
            released: sum.released + summary.totals.released,
            withheld: sum.withheld + summary.totals.withheld,
            disclosed: sum.disclosed + summary.disclosed.0,
        });
    let skip = wanted.skip();
    let (lines, more) = match tab {
        ExchangeTab::Released => released_lines(node, &shown, skip, language).await?,
        ExchangeTab::Withheld => withheld_lines(node, &shown, skip, language).await?,
        ExchangeTab::Disclosed => {
            let only = chosen.map(|summary| summary.agreement().id());
            disclosed_lines(node, &summaries, (only, skip), language).await?
        }
    };
    Ok(ExchangeView {
        lines,
        counts,
        agreements: summaries
            .iter()
            .map(|summary| agreement_ref(summary, language))
            .collect(),
        chosen: chosen.map(|summary| summary.agreement().id().to_string()),
        pager: pager(skip, more),
    })
}

fn find<'a>(summaries: &'a [AgreementSummary], id: &str) -> Option<&'a AgreementSummary> {
    summaries
        .iter()
        .find(|summary| summary.agreement().id().as_str() == id)
}

/// One page of lines that may come from several agreements, in an order; and whether there are more. As many lines of each agreement are read as the page could need.
fn cut<T, K: Ord>(mut lines: Vec<T>, order: impl Fn(&T) -> K, skip: usize) -> (Vec<T>, bool) {
    lines.sort_by_key(order);
    let more = lines.len() > skip + PAGE;
    (lines.into_iter().skip(skip).take(PAGE).collect(), more)
}

async fn released_lines(
    node: &Node,
    shown: &[&AgreementSummary],
    skip: usize,
    language: Language,
) -> Result<(ExchangeLines, bool), Failure> {
    let mut lines = Vec::new();
    for summary in shown {
        let id = summary.agreement().id();
        let versions = node.released(id, None, skip + PAGE + 1).await?;
        lines.extend(
            versions
                .iter()
                .map(|version| released(version, summary, language)),
        );
    }
    let (lines, more) = cut(lines, |line| Reverse(line.at), skip);
    Ok((ExchangeLines::Released(lines), more))
}

async fn withheld_lines(
    node: &Node,
    shown: &[&AgreementSummary],
    skip: usize,
    language: Language,
) -> Result<(ExchangeLines, bool), Failure> {
    let mut lines = Vec::new();
    for summary in shown {
        let id = summary.agreement().id();
        let objects = node.withheld(id, 0, skip + PAGE + 1).await?;
        lines.extend(
            objects
                .iter()
                .map(|object| (object.received, withheld(object, summary, language))),
        );
    }
    // Our own first, as the node lists them under each agreement.
    let (lines, more) = cut(
        lines,
        |(received, line)| (*received, Reverse(line.at)),
        skip,
    );
    let lines = lines.into_iter().map(|(_, line)| line).collect();
    Ok((ExchangeLines::Withheld(lines), more))
}

async fn disclosed_lines(
    node: &Node,
    summaries: &[AgreementSummary],
    (only, skip): (Option<&ObjectId>, usize),
    language: Language,
) -> Result<(ExchangeLines, bool), Failure> {
    let disclosures = node.disclosures(only, None, skip + PAGE + 1).await?;
    let lines = disclosures
        .into_iter()
        .filter_map(|view| {
            let summary = find(summaries, view.agreement.as_str())?;
            Some(DisclosedLine {
                agreement: agreement_ref(summary, language),
                partner: Foreign::new(view.partner.name),
                objects: view.disclosure.objects,
                first: view.disclosure.first_seq,
                last: view.disclosure.last_seq,
                receipt: view.disclosure.log_index,
                at: view.disclosure.at,
            })
        })
        .collect();
    let (lines, more) = cut(lines, |line: &DisclosedLine| Reverse(line.at), skip);
    Ok((ExchangeLines::Disclosed(lines), more))
}

/// The way on and back, counted in lines from the newest.
fn pager(skip: usize, more: bool) -> Pager {
    Pager {
        older: more.then(|| (skip + PAGE).to_string()),
        newer: (skip > 0).then(|| skip.saturating_sub(PAGE).to_string()),
    }
}
