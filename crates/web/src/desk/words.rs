//! The node's own types in the words of the pages.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};
use mithaq_node::{AgreementSummary, Lang, ReleasedVersion, WithheldObject};

use crate::pages::exchange::{ReleasedLine, WithheldLine};
use crate::pages::{AgreementRef, ObjectLine, Reason, Standing};
use crate::{Foreign, Language, Vocabulary, Word};

pub(super) fn standing(standing: &mithaq_node::Standing) -> Standing {
    match standing {
        mithaq_node::Standing::Draft => Standing::Draft,
        mithaq_node::Standing::SignedPart => Standing::SignedPart,
        mithaq_node::Standing::Signed { .. } => Standing::Signed,
        mithaq_node::Standing::InForce { .. } => Standing::InForce,
        mithaq_node::Standing::Suspended => Standing::Suspended,
        mithaq_node::Standing::Denounced { .. } => Standing::Denounced,
        mithaq_node::Standing::Terminated => Standing::Terminated,
        mithaq_node::Standing::Expired => Standing::Expired,
        mithaq_node::Standing::NotBinding => Standing::NotBinding,
    }
}

/// The last day of an agreement: that of its text, or that of a notice that was given.
pub(super) fn ends_on(summary: &AgreementSummary) -> Option<Date> {
    let agreement = summary.agreement();
    match summary.standing {
        mithaq_node::Standing::Denounced { ends } => Some(last_day(ends)),
        mithaq_node::Standing::Terminated => {
            let notice = act_at(summary, "denounced")?.to_zoned(TimeZone::UTC);
            let months = Span::new().try_months(agreement.notice_months()).ok()?;
            let ends = notice.checked_add(months).ok()?;
            Some(last_day(ends.timestamp()))
        }
        _ => agreement.ends_on(),
    }
}

/// The day, in UTC, of the last moment before an end.
pub(super) fn last_day(end: Timestamp) -> Date {
    let last = end
        .checked_sub(SignedDuration::from_nanos(1))
        .unwrap_or(end);
    TimeZone::UTC.to_datetime(last).date()
}

/// When something of a kind was last done about an agreement.
pub(super) fn act_at(summary: &AgreementSummary, kind: &str) -> Option<Timestamp> {
    let mut acts = summary.acts.iter().rev();
    acts.find(|act| act.kind == kind).map(|act| act.at)
}

/// An agreement as other pages name it, in the page's language if it has a name in it.
pub(super) fn agreement_ref(summary: &AgreementSummary, language: Language) -> AgreementRef {
    let agreement = summary.agreement();
    let (written, name) = agreement
        .names()
        .nearest(language.into())
        .unwrap_or((Lang::En, ""));
    AgreementRef {
        id: agreement.id().to_string(),
        name: Foreign::new(name).in_language(written.code()),
    }
}

/// The partners of an agreement as one text.
pub(super) fn partner(summary: &AgreementSummary, language: Language) -> Foreign {
    let between = if language == Language::Ar {
        "، "
    } else {
        ", "
    };
    let names: Vec<&str> = summary
        .partners()
        .map(|party| party.name.as_str())
        .collect();
    Foreign::new(names.join(between))
}

pub(super) fn released(
    version: &ReleasedVersion,
    summary: &AgreementSummary,
    language: Language,
) -> ReleasedLine {
    ReleasedLine {
        sequence: version.seq,
        object: ObjectLine {
            id: version.id.to_string(),
            kind: Word::object_type(version.id.kind()),
            name: name(version.id.kind(), version.name.as_deref(), language),
            tlp: version.tlp,
            subjects: version.subjects.iter().map(Word::subject).collect(),
        },
        agreement: agreement_ref(summary, language),
        partner: partner(summary, language),
        article: version.article.clone(),
        at: version.released_at,
        recalled_at: None,
    }
}

pub(super) fn withheld(
    object: &WithheldObject,
    summary: &AgreementSummary,
    language: Language,
) -> WithheldLine {
    let reasons: Vec<mithaq_node::Reason> =
        serde_json::from_str(&object.reasons).unwrap_or_default();
    WithheldLine {
        object: ObjectLine {
            id: object.id.to_string(),
            kind: Word::object_type(object.id.kind()),
            name: name(object.id.kind(), object.name.as_deref(), language),
            tlp: object.tlp,
            subjects: object.subjects.iter().map(Word::subject).collect(),
        },
        agreement: agreement_ref(summary, language),
        partner: partner(summary, language),
        reasons: reasons
            .iter()
            .map(|reason| Reason {
                article: reason.article.clone(),
                sentence: reason.sentence(language.into()),
            })
            .collect(),
        at: object.decided_at,
    }
}

/// What to call an object; a relationship is called by the word for its type.
pub(super) fn name(kind: &str, written: Option<&str>, language: Language) -> Option<Foreign> {
    let written = written?;
    Some(match kind {
        "relationship" => Word::new(Vocabulary::Relation, written).named(language),
        _ => Foreign::new(written),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_is_that_of_the_last_moment() {
        let of = |end: &str| last_day(end.parse().unwrap()).to_string();
        // The end of a last day is the start of the next; a notice can end in the middle of a day.
        assert_eq!(of("2032-01-01T00:00:00Z"), "2031-12-31");
        assert_eq!(of("2027-02-21T14:30:00Z"), "2027-02-21");
    }

    #[test]
    fn a_relationship_is_called_by_the_word_for_its_type() {
        let called = |kind, written| {
            Language::ALL.map(|language| name(kind, Some(written), language).unwrap().plain())
        };
        assert_eq!(
            called("relationship", "mitigates"),
            ["يحدّ من", "atténue", "mitigates"]
        );
        assert_eq!(called("relationship", "x-own-type"), ["x-own-type"; 3]);
        assert_eq!(called("malware", "uses"), ["uses"; 3]);
        assert_eq!(name("relationship", None, Language::Fr), None);
    }
}
