//! Agreements: the list, and one of them.

use axum::extract::Path;
use axum::response::{Html, Response};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use mithaq_node::{ActSummary, AgreementSummary, SentenceKind, Standing};

use super::session::Officer;
use super::words::{act_at, agreement_ref, ends_on, partner, released, standing, withheld};
use super::{Failure, frame};
use crate::pages::agreement::{
    self, AgreementView, Article, ArticleText, Party, Progress, Seen, Sentence, Signature, Step,
    StepKind, Withheld,
};
use crate::pages::agreements::{self, AgreementLine, AgreementsView};
use crate::{Foreign, Language, Vocabulary, Word};

/// Objects shown of what is released and of what is withheld.
const NEWEST: usize = 8;

pub(super) async fn list(Officer(visitor): Officer) -> Result<Html<String>, Response> {
    let shown = async {
        let mut summaries = visitor.node.agreements().await?;
        summaries.sort_by_key(|summary| (!summary.standing.permits(), summary.kept_at));
        let page = frame(&visitor, &visitor.node).await?;
        let agreements = summaries
            .iter()
            .map(|summary| line(summary, visitor.language))
            .collect();
        Ok(agreements::render(&page, &AgreementsView { agreements })?)
    };
    shown
        .await
        .map_err(|failure: Failure| failure.page(&visitor))
}

pub(super) async fn show(
    Officer(visitor): Officer,
    Path((_, id)): Path<(String, String)>,
) -> Result<Html<String>, Response> {
    let shown = async {
        let id = id.parse().map_err(|_| Failure::NotFound)?;
        let found = visitor.node.agreement(&id, NEWEST).await?;
        let page = frame(&visitor, &visitor.node).await?;
        let own = visitor.node.identity().as_str();
        Ok(agreement::render(
            &page,
            &view(&found, own, visitor.language),
        )?)
    };
    shown
        .await
        .map_err(|failure: Failure| failure.page(&visitor))
}

fn line(summary: &AgreementSummary, language: Language) -> AgreementLine {
    AgreementLine {
        agreement: agreement_ref(summary, language),
        instrument: instrument(summary),
        partners: vec![partner(summary, language)],
        standing: standing(&summary.standing),
        in_force_from: in_force_from(&summary.standing),
        ends_on: ends_on(summary),
        released: summary.totals.released,
        withheld: summary.totals.withheld,
    }
}

fn instrument(summary: &AgreementSummary) -> Word {
    Word::new(
        Vocabulary::Instrument,
        summary.agreement().instrument().as_str(),
    )
}

fn in_force_from(standing: &Standing) -> Option<Timestamp> {
    match standing {
        Standing::InForce { since } => Some(*since),
        Standing::Signed { in_force_from } => *in_force_from,
        _ => None,
    }
}

fn view(found: &mithaq_node::AgreementView, own: &str, language: Language) -> AgreementView {
    let summary = &found.summary;
    let text = summary.agreement();
    AgreementView {
        agreement: agreement_ref(summary, language),
        instrument: instrument(summary),
        standing: standing(&summary.standing),
        steps: steps(summary),
        ends_on: ends_on(summary),
        notice_months: text.notice_months(),
        parties: text
            .parties()
            .iter()
            .map(|party| Party {
                name: Foreign::new(&party.name),
                is_us: party.id.as_str() == own,
                signature: summary
                    .signatures()
                    .find(|act| act.party == party.id)
                    .map(signature),
            })
            .collect(),
        articles: text
            .articles()
            .iter()
            .map(|one| article(one, language))
            .collect(),
        sentences: sentences(summary, language),
        seen: Seen {
            total: summary.totals.released,
            by_type: found
                .released_kinds
                .iter()
                .map(|(kind, count)| (Word::object_type(kind), *count))
                .collect(),
            newest: found
                .newest
                .iter()
                .map(|version| released(version, summary, language))
                .collect(),
        },
        withheld: Withheld {
            total: summary.totals.withheld,
            newest: found
                .withheld
                .iter()
                .map(|object| withheld(object, summary, language))
                .collect(),
        },
        cedar: summary.cedar().to_owned(),
        sha256: text.sha256().to_string(),
        policy_sha256: text.policy_sha256().to_string(),
    }
}

fn signature(act: &ActSummary) -> Signature {
    Signature {
        at: act.at,
        key: act.signature.clone().unwrap_or_default(),
    }
}

fn sentences(summary: &AgreementSummary, language: Language) -> Vec<Sentence> {
    let sentences = summary.agreement().sentences(language.into());
    sentences
        .into_iter()
        .map(|sentence| Sentence {
            kind: match sentence.kind {
                SentenceKind::Allow => agreement::SentenceKind::Allow,
                SentenceKind::Only => agreement::SentenceKind::Only,
                SentenceKind::Never => agreement::SentenceKind::Never,
            },
            article: sentence.article,
            text: sentence.text,
        })
        .collect()
}

/// An article with its text in the page's language first.
fn article(article: &mithaq_node::Article, language: Language) -> Article {
    let mut texts: Vec<ArticleText> = article
        .texts()
        .iter()
        .filter_map(|(written, text)| {
            let language: Language = written.code().parse().ok()?;
            Some(ArticleText {
                language,
                title: Foreign::new(article.title(written)).in_language(language.tag()),
                text: Foreign::new(text).in_language(language.tag()),
            })
        })
        .collect();
    texts.sort_by_key(|text| text.language != language);
    Article {
        number: article.number().to_owned(),
        texts,
    }
}

/// The life of the agreement so far, where it stands, and what is ahead.
fn steps(summary: &AgreementSummary) -> Vec<Step> {
    let signed_by_all = summary.signatures().count() >= summary.agreement().parties().len();
    let last_signature = summary.signatures().map(|act| act.at).max();
    let step = |kind, progress, at| Step { kind, progress, at };
    let mut steps = vec![step(
        StepKind::Drafted,
        Progress::Done,
        Some(summary.kept_at),
    )];
    let at_signing = if signed_by_all { last_signature } else { None };
    let signing = match summary.standing {
        Standing::Draft | Standing::SignedPart => Progress::Ahead,
        Standing::Signed { .. } | Standing::NotBinding => Progress::Here,
        _ => Progress::Done,
    };
    steps.push(step(StepKind::Signed, signing, at_signing));
    if summary.standing == Standing::NotBinding {
        return steps;
    }
    // A page shows the day of a moment, so the end is told by its last day.
    let end = ends_on(summary)
        .and_then(|day| day.to_zoned(TimeZone::UTC).ok())
        .map(|day| day.timestamp());
    match summary.standing {
        Standing::Draft | Standing::SignedPart => {
            if let Some(first) = steps.first_mut() {
                first.progress = Progress::Here;
            }
            steps.push(step(StepKind::InForce, Progress::Ahead, None));
        }
        Standing::Signed { in_force_from } => {
            steps.push(step(StepKind::InForce, Progress::Ahead, in_force_from));
        }
        Standing::InForce { since } => {
            steps.push(step(StepKind::InForce, Progress::Here, Some(since)));
            steps.push(step(StepKind::Ended, Progress::Ahead, end));
        }
        Standing::Suspended => {
            steps.push(step(StepKind::InForce, Progress::Done, None));
            let since = act_at(summary, "suspended");
            steps.push(step(StepKind::Suspended, Progress::Here, since));
        }
        Standing::Denounced { .. } => {
            steps.push(step(StepKind::InForce, Progress::Done, None));
            let since = act_at(summary, "denounced");
            steps.push(step(StepKind::Denounced, Progress::Here, since));
            steps.push(step(StepKind::Ended, Progress::Ahead, end));
        }
        _ => {
            steps.push(step(StepKind::InForce, Progress::Done, None));
            steps.push(step(StepKind::Ended, Progress::Here, end));
        }
    }
    steps
}
