//! One object.

use std::collections::HashMap;

use axum::extract::{Path, Query};
use axum::response::{Html, Response};
use mithaq_node::{Link, LinkView, ObjectView, VersionSummary};
use mithaq_stix::{ObjectId, Tlp};
use serde::Deserialize;
use serde_json::Value;

use super::properties::{self, Told};
use super::session::{Officer, Visitor};
use super::words::{agreement_ref, name};
use super::{Failure, PAGE, frame};
use crate::pages::object::{self, Elsewhere, End, Giver, LinkLine, RelationLine};
use crate::{Foreign, Language, Vocabulary, Word};

/// Bytes of the received text that are shown.
const SHOWN: usize = 64 * 1024;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    /// The object behind which the links go on.
    links: String,
}

pub(super) async fn show(
    Officer(visitor): Officer,
    Path((_, id)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, Response> {
    let shown = async {
        let id: ObjectId = id.parse().map_err(|_| Failure::NotFound)?;
        let after = wanted.links.parse().ok();
        let found = visitor.node.object_view(&id, after.as_ref(), PAGE).await?;
        let found = found.ok_or(Failure::NotFound)?;
        let mut view = view(&found, visitor.language);
        view.is_further = after.is_some();
        add_agreements(&visitor, &found, &mut view).await?;
        let page = frame(&visitor, &visitor.node).await?;
        Ok(object::render(&page, &view)?)
    };
    shown
        .await
        .map_err(|failure: Failure| failure.page(&visitor))
}

/// Says under which agreement an object came, and whether it is an agreement with its own page.
async fn add_agreements(
    visitor: &Visitor,
    found: &ObjectView,
    view: &mut object::ObjectView,
) -> Result<(), Failure> {
    let is_agreement = found.held.summary.kind == "coop-agreement";
    if !is_agreement && found.provenance.is_none() {
        return Ok(());
    }
    let summaries = visitor.node.agreements().await?;
    for summary in &summaries {
        let id = summary.agreement().id();
        if is_agreement && *id == found.held.summary.id {
            view.elsewhere = Some(Elsewhere::Agreement);
        }
        if let (Some(giver), Some(provenance)) = (&mut view.giver, &found.provenance)
            && *id == provenance.agreement
        {
            giver.agreement = Some(agreement_ref(summary, visitor.language));
        }
    }
    Ok(())
}

fn view(found: &ObjectView, language: Language) -> object::ObjectView {
    let held = &found.held;
    let summary = &held.summary;
    let json = String::from_utf8_lossy(&held.body);
    let parsed: Value = serde_json::from_slice(&held.body).unwrap_or_default();
    let ends = ends(&found.links, language);
    let Told {
        properties,
        left_out,
    } = properties::told(&parsed, &ends);
    let (json, json_is_cut) = properties::indented(&json, SHOWN);
    let mut view = object::ObjectView {
        id: summary.id.to_string(),
        kind: Word::object_type(&summary.kind),
        name: called(summary, &parsed, language),
        tlp: summary.handling.tlp,
        subjects: summary
            .handling
            .subjects
            .iter()
            .map(Word::subject)
            .collect(),
        is_revoked: summary.revoked,
        giver: found.provenance.as_ref().map(|provenance| Giver {
            partner: Foreign::new(&provenance.partner.name),
            agreement: None,
        }),
        created_at: moment(&parsed, "created"),
        modified_at: moment(&parsed, "modified"),
        accepted_at: held.accepted_at,
        sha256: summary.digest.to_string(),
        elsewhere: is_in_record(&summary.kind).then_some(Elsewhere::Record),
        properties,
        left_out,
        relations: vec![],
        names: vec![],
        named_by: vec![],
        is_further: false,
        more: found.next.as_ref().map(ToString::to_string),
        json,
        json_is_cut,
    };
    for link in &found.links {
        add_link(&mut view, link, language);
    }
    view
}

/// What an object is called, in the language that it says it is in.
fn called(summary: &VersionSummary, parsed: &Value, language: Language) -> Option<Foreign> {
    let called = name(&summary.kind, summary.name.as_deref(), language)?;
    match parsed.get("lang").and_then(Value::as_str) {
        Some(lang) if summary.kind != "relationship" => Some(called.in_language(lang)),
        _ => Some(called),
    }
}

fn moment(parsed: &Value, property: &str) -> Option<jiff::Timestamp> {
    parsed.get(property)?.as_str()?.parse().ok()
}

/// Whether the record of cooperation tells objects of a type.
fn is_in_record(kind: &str) -> bool {
    super::archive::ENGAGEMENTS.contains(&kind)
}

/// The objects that are linked with this one, by their ids.
fn ends(links: &[LinkView], language: Language) -> HashMap<String, End> {
    links
        .iter()
        .map(|view| {
            let end = end(&view.link.id, view.other.as_ref(), language);
            (end.id.clone(), end)
        })
        .collect()
}

fn end(id: &ObjectId, summary: Option<&VersionSummary>, language: Language) -> End {
    End {
        id: id.to_string(),
        kind: Word::object_type(id.kind()),
        name: summary.and_then(|summary| name(&summary.kind, summary.name.as_deref(), language)),
        is_held: summary.is_some(),
    }
}

/// Whether a link says what the mark at the head of the page says.
fn is_tlp(link: &Link) -> bool {
    link.properties == "object_marking_refs" && Tlp::from_marking_id(&link.id).is_some()
}

fn add_link(view: &mut object::ObjectView, found: &LinkView, language: Language) {
    let link = &found.link;
    if let (Some(far), Some(relationship)) = (&found.far_end, &found.other) {
        let said = relationship.name.as_deref().unwrap_or_default();
        view.relations.push(RelationLine {
            id: link.id.to_string(),
            relation: Word::new(Vocabulary::Relation, said),
            other: end(&far.id, far.summary.as_ref(), language),
            is_outgoing: far.is_target,
        });
    } else if !is_tlp(link) {
        let list = if link.incoming {
            &mut view.named_by
        } else {
            &mut view.names
        };
        list.push(LinkLine {
            properties: properties::of_link(&link.properties),
            other: end(&link.id, found.other.as_ref(), language),
        });
    }
}
