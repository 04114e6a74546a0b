//! The record of cooperation.

use axum::extract::Query;
use axum::response::{Html, Response};
use serde::Deserialize;

use super::archive::{Archive, DateClaim, Engagement, Note, Told};
use super::session::Officer;
use super::{Failure, PAGE, frame};
use crate::pages::Pager;
use crate::pages::record::{self, ClaimedValue, Contradiction, RecordView, Source, Value, When};
use crate::{Language, Vocabulary, Word};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    before: Option<usize>,
    after: Option<usize>,
    /// The id of an engagement that has to be on the page.
    at: Option<String>,
}

pub(super) async fn show(
    Officer(visitor): Officer,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, Response> {
    let shown = async {
        let archive = Archive::open(&visitor.node).await?;
        let page = frame(&visitor, &visitor.node).await?;
        Ok(record::render(
            &page,
            &view(&archive, &wanted, visitor.language),
        )?)
    };
    shown
        .await
        .map_err(|failure: Failure| failure.page(&visitor))
}

/// One page of the record, the latest first.
fn view(archive: &Archive, wanted: &Wanted, language: Language) -> RecordView {
    let mut engagements: Vec<&Engagement> = archive.engagements.iter().collect();
    engagements.sort_by(|one, other| {
        let (one_day, other_day) = (one.when_claim.start_on, other.when_claim.start_on);
        other_day.cmp(&one_day).then_with(|| one.id.cmp(&other.id))
    });
    let total = engagements.len();
    let skip = match &wanted.at {
        Some(id) => {
            let place = engagements.iter().position(|one| one.id == *id);
            place.unwrap_or(0) / PAGE * PAGE
        }
        None => wanted.before.or(wanted.after).unwrap_or(0),
    };
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
        dated_elsewhere: engagement.when_claim.elsewhere(),
        place: engagement.place().and_then(|id| archive.name(id, language)),
        parties: archive.parties(engagement, language),
        outcomes: archive.outcomes(engagement, language),
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
            .flat_map(|told| claimed(archive, &told, language))
            .collect(),
    }
}

/// A value once for each source that gives it; once if no source that is held does.
fn claimed(archive: &Archive, told: &Told<'_>, language: Language) -> Vec<ClaimedValue> {
    let written = &told.claim.value;
    let value =
        date(written).map_or_else(|| Value::Words(archive.value(told, language)), Value::Date);
    let said_by = |source| ClaimedValue {
        value: value.clone(),
        source,
        is_followed: told.claim.believed,
    };
    let reports = told.claim.sources().into_iter();
    let named = reports.filter_map(|report| archive.name(report, language));
    let values: Vec<ClaimedValue> = named.map(|name| said_by(Some(name))).collect();
    if values.is_empty() {
        return vec![said_by(archive.other_source(told, language))];
    }
    values
}

/// A value that is a date: a day, two days with `/` between them, or a month.
fn date(value: &str) -> Option<When> {
    if let Some((first, last)) = value.split_once('/') {
        return Some(When::Days(first.parse().ok()?, last.parse().ok()?));
    }
    let day = value.parse().ok().map(When::Day);
    day.or_else(|| format!("{value}-01").parse().ok().map(When::Month))
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

#[cfg(test)]
mod tests {
    use jiff::civil;

    use super::*;
    use crate::Page;
    use crate::pages::record::{DatedElsewhere, Party, Published};

    const RECORD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../cli/demo/record.json");

    /// The record that the demonstration imports, as its page shows it.
    fn demonstration(language: Language) -> RecordView {
        let bundle = std::fs::read_to_string(RECORD).unwrap();
        view(&Archive::of_bundle(&bundle), &Wanted::default(), language)
    }

    fn titled<'a>(view: &'a RecordView, title: &str) -> &'a record::Engagement {
        let mut found = view.engagements.iter();
        found.find(|one| one.title.plain() == title).unwrap()
    }

    /// Whether a text is said to be in a language.
    fn is_in(text: &crate::Foreign, language: Language) -> bool {
        let lang = format!("lang=\"{}\"", language.code());
        text.html().to_string().contains(&lang)
    }

    #[test]
    fn what_is_told_in_the_record_is_told_in_every_language() {
        for language in Language::ALL {
            let view = demonstration(language);
            assert_eq!(view.total, 17);
            for one in &view.engagements {
                let values = one.contradictions.iter().flat_map(|told| &told.values);
                let words = values.filter_map(|told| match &told.value {
                    Value::Words(words) => Some(words),
                    Value::Date(_) => None,
                });
                let texts = one.outcomes.iter().chain([&one.title]).chain(words);
                for text in texts {
                    // English values of contradictions do not say their language.
                    let is_told = is_in(text, language) || language == Language::En;
                    assert!(is_told, "{language}: {text:?} of {:?}", one.title);
                }
            }
        }
        // Names of persons are written in Latin letters in French, so only Arabic tells all.
        for one in demonstration(Language::Ar).engagements {
            for party in &one.parties {
                let texts = match party {
                    Party::Told(told) => vec![told],
                    Party::NamedElsewhere { role, name } => vec![role.as_ref().unwrap(), name],
                };
                for text in texts {
                    assert!(is_in(text, Language::Ar), "{text:?} of {:?}", one.title);
                }
            }
        }
    }

    #[test]
    fn what_comes_from_other_reports_says_so() {
        let view = demonstration(Language::En);
        let dated: Vec<_> = view
            .engagements
            .iter()
            .filter_map(|one| Some((one.title.plain(), one.dated_elsewhere?)))
            .collect();
        let dated: Vec<(&str, _)> = dated
            .iter()
            .map(|(title, what)| (&**title, *what))
            .collect();
        assert_eq!(
            dated,
            [
                ("Saudi delegation received in Rabat", DatedElsewhere::Whole),
                (
                    "46th Conference of Arab Police and Security Leaders",
                    DatedElsewhere::LastDay
                ),
                (
                    "Security of the 2022 World Cup in Qatar",
                    DatedElsewhere::Whole
                ),
                ("Training of Qatari experts in Rabat", DatedElsewhere::Whole),
                ("Visit to Qatar", DatedElsewhere::Whole),
            ]
        );
        let chiefs = titled(&view, "European police chiefs received in Rabat");
        let mut named_elsewhere = view
            .engagements
            .iter()
            .flat_map(|one| &one.parties)
            .filter(|party| matches!(party, Party::NamedElsewhere { .. }));
        assert_eq!(named_elsewhere.next(), chiefs.parties.get(2));
        assert_eq!(named_elsewhere.next(), None);
    }

    #[test]
    fn a_report_that_prints_no_date_shows_none() {
        let view = demonstration(Language::En);
        let sources = view.engagements.iter().flat_map(|one| &one.sources);
        let dates: std::collections::BTreeSet<_> = sources
            .map(|source| {
                let article = source.title.plain();
                let is_dated = matches!(source.published, Published::On(_));
                assert_ne!(source.published, Published::Unknown, "{article}");
                (article.chars().take(17).collect::<String>(), is_dated)
            })
            .collect();
        assert_eq!(dates.len(), 5);
        let printed: Vec<_> = dates.iter().filter(|(_, is_dated)| *is_dated).collect();
        assert_eq!(printed, [&("Press article 001".to_owned(), true)]);
    }

    #[test]
    fn a_contradiction_shows_every_value() {
        let view = demonstration(Language::En);
        let told = view.engagements.iter().flat_map(|one| &one.contradictions);
        assert_eq!(told.clone().count(), 6);
        for contradiction in told {
            let values = &contradiction.values;
            let distinct = values.iter().any(|told| told.value != values[0].value);
            assert!(distinct, "{:?}", contradiction.about);
        }
        let doubt = &titled(&view, "European police chiefs received in Rabat").contradictions[0];
        let last = doubt.values.last().unwrap();
        assert_eq!(last.value, Value::Date(When::Day(civil::date(2022, 6, 10))));
        assert_eq!(
            last.source.as_ref().unwrap().plain(),
            "another press report"
        );
    }

    #[test]
    fn the_record_keeps_the_rules_of_stix() {
        let bundle = std::fs::read(RECORD).unwrap();
        let limits = mithaq_stix::Limits::default();
        let mut objects = 0;
        for element in mithaq_stix::Elements::new(&*bundle, &limits) {
            let element = element.unwrap();
            let checked = mithaq_stix::Object::read(&element.text, &limits);
            assert!(checked.is_ok(), "{checked:?}");
            objects += 1;
        }
        assert!(objects > 200);
    }

    #[test]
    fn the_record_of_the_demonstration_can_be_read() {
        for language in Language::ALL {
            let page = Page::sample(language, "record");
            let html = record::render(&page, &demonstration(language)).unwrap().0;
            assert!(!html.contains('⟦') && !html.contains('⟨'), "{language}");
        }
    }

    #[test]
    fn a_value_is_a_date_only_in_the_forms_of_iso_8601() {
        let day = |day| civil::date(2022, 6, day);
        assert_eq!(
            date("2022-06-13/2022-06-14"),
            Some(When::Days(day(13), day(14)))
        );
        assert_eq!(date("2022-06-10"), Some(When::Day(day(10))));
        assert_eq!(date("2022-06"), Some(When::Month(day(1))));
        for words in [
            "qualifiers",
            "2022",
            "2022-06-10 (another report)",
            "2022-06-10/x",
            "",
        ] {
            assert_eq!(date(words), None, "{words}");
        }
    }
}
