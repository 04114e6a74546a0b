//! Search: what was typed and chosen, asked of the node.

use axum::extract::Query;
use axum::response::{Html, Response};
use jiff::civil::Date;
use mithaq_node::{Closeness, Findings, Hit, Quote, Run, Search};
use mithaq_stix::StixTime;

use super::session::Officer;
use super::words::name;
use super::{Failure, PAGE, frame};
use crate::pages::search::{self, Group, KindChoice, Nearness, QuoteLine, ResultLine, SearchView};
use crate::{Foreign, Language, Marked, Word};

/// Characters that are read of what was typed.
const LONGEST: usize = 500;
/// Types that a search can be limited to at once.
const MOST_KINDS: usize = 20;
/// The types that are always there to choose from.
const COMMON_KINDS: [&str; 14] = [
    "coop-engagement",
    "coop-training",
    "coop-agreement",
    "coop-request",
    "identity",
    "location",
    "report",
    "note",
    "relationship",
    "incident",
    "threat-actor",
    "malware",
    "indicator",
    "vulnerability",
];

/// What is wanted, as the address says it. What cannot be read in it does not limit the search, and
/// the page shows it as not chosen.
#[derive(Debug, Default, PartialEq, Eq)]
struct Wanted {
    words: String,
    kinds: Vec<String>,
    since: Option<Date>,
    until: Option<Date>,
    after: String,
}

impl Wanted {
    fn of(query: Vec<(String, String)>) -> Self {
        let mut wanted = Self::default();
        for (name, value) in query {
            match name.as_str() {
                "q" => wanted.words = value.chars().take(LONGEST).collect(),
                "type" if wanted.takes(&value) => wanted.kinds.push(value),
                "since" => wanted.since = value.parse().ok(),
                "until" => wanted.until = value.parse().ok(),
                "after" => wanted.after = value,
                _ => {}
            }
        }
        wanted
    }

    fn takes(&self, kind: &String) -> bool {
        is_kind(kind) && self.kinds.len() < MOST_KINDS && !self.kinds.contains(kind)
    }

    fn search(&self) -> Search {
        Search {
            kinds: self.kinds.clone(),
            since: self.since.and_then(start),
            // The last day is wanted whole.
            until: self
                .until
                .and_then(|day| day.tomorrow().ok())
                .and_then(start),
            // A place that is none begins again, as its error advises.
            after: self.after.parse().ok(),
            ..Search::words(&self.words, PAGE)
        }
    }

    /// The common types, and behind them what else was chosen.
    fn choices(&self) -> Vec<KindChoice> {
        let common = COMMON_KINDS.into_iter();
        let others = self.kinds.iter().map(String::as_str);
        let others = others.filter(|kind| !COMMON_KINDS.contains(kind));
        common
            .chain(others)
            .map(|kind| KindChoice {
                kind: Word::object_type(kind),
                is_chosen: self.kinds.iter().any(|chosen| chosen == kind),
            })
            .collect()
    }
}

/// Whether a text has the form of a type (STIX 2.1, section 3.1).
fn is_kind(text: &str) -> bool {
    (3..=250).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// The first moment of a day, in UTC.
fn start(day: Date) -> Option<StixTime> {
    format!("{day}T00:00:00Z").parse().ok()
}

pub(super) async fn show(
    Officer(visitor): Officer,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Html<String>, Response> {
    let shown = async {
        let wanted = Wanted::of(query);
        let findings = visitor.node.search(wanted.search()).await?;
        let page = frame(&visitor, &visitor.node).await?;
        Ok(search::render(
            &page,
            &view(wanted, findings, visitor.language),
        )?)
    };
    shown
        .await
        .map_err(|failure: Failure| failure.page(&visitor))
}

fn view(wanted: Wanted, findings: Findings, language: Language) -> SearchView {
    let mut groups: Vec<Group> = Vec::new();
    for hit in findings.hits {
        let nearness = nearness(hit.closeness);
        let result = line(hit, language);
        match groups.last_mut() {
            Some(group) if group.nearness == nearness => group.results.push(result),
            _ => groups.push(Group {
                nearness,
                results: vec![result],
            }),
        }
    }
    SearchView {
        kinds: wanted.choices(),
        sought: wanted.words,
        since: wanted.since,
        until: wanted.until,
        groups,
        more: findings.next.map(|place| place.to_string()),
        not_indexed: findings.not_indexed,
    }
}

fn nearness(closeness: Option<Closeness>) -> Nearness {
    match closeness {
        None => Nearness::Newest,
        Some(Closeness::Named) => Nearness::Named,
        Some(Closeness::Mentioned) => Nearness::Mentioned,
        Some(Closeness::SoundsAlike) => Nearness::SoundsAlike,
    }
}

fn line(hit: Hit, language: Language) -> ResultLine {
    let summary = hit.summary;
    let kind = Word::object_type(&summary.kind);
    let name = match summary.kind.as_str() {
        // Its name is a word of ours, in which nothing was looked for.
        "relationship" => name(&summary.kind, summary.name.as_deref(), language).map(Marked::from),
        _ => Some(marked(hit.name)).filter(|name| !name.is_empty()),
    };
    ResultLine {
        id: summary.id.to_string(),
        kind,
        name,
        about: hit
            .about
            .into_iter()
            .map(|named| Foreign::new(named.name))
            .collect(),
        made_at: hit.modified.as_deref().and_then(|at| at.parse().ok()),
        tlp: summary.handling.tlp,
        is_revoked: summary.revoked,
        giver: hit.giver.map(|giver| Foreign::new(giver.name)),
        quote: hit.quote.map(quote),
    }
}

fn quote(quote: Quote) -> QuoteLine {
    let ellipsis = |is_cut: bool| is_cut.then(|| ("…".to_owned(), false));
    let (before, behind) = quote.is_cut;
    let runs = ellipsis(before)
        .into_iter()
        .chain(quote.runs.into_iter().map(run))
        .chain(ellipsis(behind));
    QuoteLine {
        text: Marked::new(runs),
        property: Word::property(quote.property),
    }
}

fn marked(runs: Vec<Run>) -> Marked {
    Marked::new(runs.into_iter().map(run))
}

fn run(run: Run) -> (String, bool) {
    (run.text, run.found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(query: &[(&str, &str)]) -> Wanted {
        let owned = query.iter();
        Wanted::of(
            owned
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        )
    }

    #[test]
    fn what_cannot_be_read_limits_nothing() {
        let read = wanted(&[
            ("q", "x"),
            ("type", "Not A Type"),
            ("type", "'; DROP TABLE"),
            ("since", "yesterday"),
            ("until", ""),
            ("after", "nowhere"),
            ("other", "thing"),
        ]);
        assert_eq!(
            read,
            Wanted {
                words: "x".to_owned(),
                after: "nowhere".to_owned(),
                ..Wanted::default()
            }
        );
        let search = read.search();
        assert!(search.kinds.is_empty() && search.since.is_none());
        assert!(search.until.is_none() && search.after.is_none());
    }

    #[test]
    fn both_days_are_whole() {
        let search = wanted(&[("since", "2026-01-31"), ("until", "2026-01-31")]).search();
        assert_eq!(search.since.unwrap().as_str(), "2026-01-31T00:00:00Z");
        assert_eq!(search.until.unwrap().as_str(), "2026-02-01T00:00:00Z");
        assert!(wanted(&[("until", "9999-12-31")]).search().until.is_none());
    }

    #[test]
    fn a_type_that_is_not_common_can_be_chosen_and_is_shown() {
        let read = wanted(&[("type", "x-own"), ("type", "report"), ("type", "x-own")]);
        assert_eq!(read.kinds, ["x-own", "report"]);
        let chosen: Vec<_> = read
            .choices()
            .into_iter()
            .filter(|choice| choice.is_chosen)
            .collect();
        let terms: Vec<_> = chosen.iter().map(|choice| choice.kind.term()).collect();
        assert_eq!(terms, ["report", "x-own"]);
        let many: Vec<_> = (0..100).map(|n| format!("x-{n}")).collect();
        let many: Vec<_> = many.iter().map(|kind| ("type", kind.as_str())).collect();
        assert_eq!(wanted(&many).kinds.len(), MOST_KINDS);
    }

    #[test]
    fn only_the_beginning_of_what_is_long_is_read() {
        let long = "ح".repeat(LONGEST + 1);
        assert_eq!(wanted(&[("q", &long)]).words.chars().count(), LONGEST);
    }
}
