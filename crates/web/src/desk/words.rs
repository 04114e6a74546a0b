//! The node's own types in the words of the pages.

use mithaq_node::{AgreementSummary, Lang, ReleasedVersion, WithheldObject};

use crate::pages::exchange::{ReleasedLine, WithheldLine};
use crate::pages::{AgreementRef, ObjectLine, Reason, Standing};
use crate::{Foreign, Language, Word};

pub(super) fn lang(language: Language) -> Lang {
    match language {
        Language::Ar => Lang::Ar,
        Language::Fr => Lang::Fr,
        Language::En => Lang::En,
    }
}

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

/// An agreement as other pages name it, in the page's language if it has a name in it.
pub(super) fn agreement_ref(summary: &AgreementSummary, language: Language) -> AgreementRef {
    let agreement = summary.agreement();
    let (written, name) = agreement
        .names()
        .nearest(lang(language))
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
            name: version.name.as_ref().map(Foreign::new),
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
            name: object.name.as_ref().map(Foreign::new),
            tlp: object.tlp,
            subjects: object.subjects.iter().map(Word::subject).collect(),
        },
        agreement: agreement_ref(summary, language),
        partner: partner(summary, language),
        reasons: reasons
            .iter()
            .map(|reason| Reason {
                article: reason.article.clone(),
                sentence: reason.sentence(lang(language)),
            })
            .collect(),
        at: object.decided_at,
    }
}
