//! The record of cooperation.

use axum::extract::Query;
use axum::response::{Html, Response};
use serde::Deserialize;

use super::archive::{Archive, Claim, DateClaim, Engagement, Note};
use super::session::Officer;
use super::{Failure, PAGE, frame};
use crate::pages::Pager;
use crate::pages::record::{self, ClaimedValue, Contradiction, RecordView, Source, When};
use crate::{Foreign, Language, Vocabulary, Word};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    before: Option<usize>,
    after: Option<usize>,
}

pub(super) async fn show(
    Officer(visitor): Officer,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, Response> {
    let shown = async {
        let archive = Archive::open(&visitor.node).await?;
        let skip = wanted.before.or(wanted.after).unwrap_or(0);
        let page = frame(&visitor, &visitor.node).await?;
        Ok(record::render(
            &page,
            &view(&archive, skip, visitor.language),
        )?)
    };
    shown
        .await
        .map_err(|failure: Failure| failure.page(&visitor))
}

/// One page of the record, the latest first.
fn view(archive: &Archive, skip: usize, language: Language) -> RecordView {
    let mut engagements: Vec<&Engagement> = archive.engagements.iter().collect();
    engagements.sort_by(|one, other| {
        let (one_day, other_day) = (one.when_claim.start_on, other.when_claim.start_on);
        other_day.cmp(&one_day).then_with(|| one.id.cmp(&other.id))
    });
    let total = engagements.len();
    RecordView {
        engagements: engagements
            .into_iter()
            .skip(skip)
            .take(PAGE)
            .map(|engagement| line(archive, engagement, language))
            .collect(),
        total: total as u64,
        pager: Pager {
            older: (skip + PAGE < total).then(|| (skip + PAGE).to_string()),
            newer: (skip > 0).then(|| skip.saturating_sub(PAGE).to_string()),
        },
    }
}

fn line(archive: &Archive, engagement: &Engagement, language: Language) -> record::Engagement {
    record::Engagement {
        id: engagement.id.clone(),
        kind: Word::new(Vocabulary::Engagement, engagement.kind()),
        title: archive.title(engagement, language),
        when: when(&engagement.when_claim),
        place: engagement.place().and_then(|id| archive.name(id, language)),
        parties: archive.parties(engagement, language),
        outcomes: engagement.outcomes().collect(),
        sources: engagement
            .sources()
            .into_iter()
            .filter_map(|id| {
                Some(Source {
                    title: archive.name(id, language)?,
                    published: archive.published(id),
                })
            })
            .collect(),
        contradictions: archive
            .contradictions
            .iter()
            .filter(|note| note.is_about(&engagement.id))
            .map(|note| contradiction(archive, note, language))
            .collect(),
    }
}

fn contradiction(archive: &Archive, note: &Note, language: Language) -> Contradiction {
    Contradiction {
        about: archive.about(note, language),
        values: note
            .claims()
            .flat_map(|claim| claimed(archive, claim, language))
            .collect(),
    }
}

/// A value once for each source that gives it.
fn claimed(archive: &Archive, claim: &Claim, language: Language) -> Vec<ClaimedValue> {
    claim
        .sources()
        .into_iter()
        .filter_map(|source| {
            Some(ClaimedValue {
                value: Foreign::new(&claim.value),
                source: archive.name(source, language)?,
                is_followed: claim.believed,
            })
        })
        .collect()
}

fn when(claim: &DateClaim) -> When {
    let Some(first) = claim.start_on else {
        return When::Unknown;
    };
    let last = claim.end_on.unwrap_or(first);
    match claim.precision.as_deref() {
        Some("unknown") => When::Unknown,
        Some("month") => When::Month(first),
        Some("year") => When::Year(first),
        _ if last == first => When::Day(first),
        _ => When::Days(first, last),
    }
}
