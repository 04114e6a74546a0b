//! The signed form of an agreement: canonical JSON of a STIX `coop-agreement` object.

use std::{
    collections::{BTreeMap, BTreeSet},
    str::FromStr,
};

use jiff::{Timestamp, civil::Date};
use mithaq_stix::{Digest, Limits, ObjectId, StixTime, Tlp};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{
    AGREEMENT_EXTENSION, Agreement, Article, ConcludeError, EntryRule, Flaw, Grants, Instrument,
    Lang, MOST_AGREEMENT_BYTES, Party, Terms, Texts, Validity, agreement::KIND, content::Content,
    months::Months, tlp_text,
};

/// The bytes are not an agreement that can be signed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadAgreementError {
    /// There are too many bytes.
    #[error(
        "the agreement takes {bytes} bytes and may take {MOST_AGREEMENT_BYTES}: ask its author to shorten it"
    )]
    TooLong {
        /// How many bytes there are.
        bytes: usize,
    },
    /// It is not JSON, or not of the form of an agreement.
    #[error("not an agreement in its signed form: {problem}")]
    Form {
        /// What is wrong, and where.
        problem: String,
    },
    /// A value is not of its kind.
    #[error("`{property}` of the agreement cannot be read: {problem}")]
    Value {
        /// The property.
        property: &'static str,
        /// What is wrong with it.
        problem: String,
    },
    /// A rule of drafting is broken.
    #[error(transparent)]
    Flaw(#[from] Flaw),
    /// The terms compile to other policies than the agreement states.
    #[error(
        "the agreement states the policy hash {stated}, but its terms compile to {compiled}: both nodes must run programs that compile alike"
    )]
    OtherPolicies {
        /// The hash that the agreement states.
        stated: String,
        /// The hash of the policies compiled here.
        compiled: Digest,
    },
    /// A property that repeats what the rest of the agreement says, and says it differently.
    #[error(
        "`{property}` of the agreement does not follow from the rest of it: ask for the exact bytes that were signed"
    )]
    Derived {
        /// The property.
        property: &'static str,
    },
    /// The same agreement, but other bytes than the ones that are signed.
    #[error(
        "the agreement is not in its canonical form (RFC 8785), from byte {offset} on: ask for the exact bytes that were signed"
    )]
    NotCanonical {
        /// The first byte that differs, counted from 0.
        offset: usize,
    },
    /// An agreement that could not be concluded here either.
    #[error(transparent)]
    Conclude(#[from] ConcludeError),
}

/// The agreement on the wire; members are named as in the domain reference 4.2.
#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an agreement")]
struct AgreementForm {
    authentic_langs: Vec<Lang>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    clauses: Vec<ClauseForm>,
    created: String,
    created_by_ref: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ends_on: Option<Date>,
    enters_into_force: EntryForm,
    extensions: BTreeMap<String, ExtensionForm>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    handling_ceiling: Option<CeilingForm>,
    id: String,
    instrument: String,
    lang: Lang,
    modified: String,
    name: String,
    names: Texts,
    notice_months: Months,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    object_scope: Option<ObjectScopeForm>,
    parties: Vec<PartyForm>,
    policy_sha256: String,
    spec_version: String,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    subject_scope: BTreeSet<String>,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `extension_type`")]
struct ExtensionForm {
    extension_type: String,
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with `kind` and perhaps `date`"
)]
struct EntryForm {
    kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<Date>,
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a party")]
struct PartyForm {
    identity_ref: String,
    name: String,
    party_role: String,
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `tlp`")]
struct CeilingForm {
    #[serde(with = "tlp_text")]
    tlp: Tlp,
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `types`")]
struct ObjectScopeForm {
    types: BTreeSet<String>,
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a clause")]
struct ClauseForm {
    clause_id: String,
    clause_kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    params: Option<ParamsForm>,
    text: Texts,
    title: Texts,
}

/// The machine terms of an article.
#[derive(PartialEq, Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with the terms of a clause"
)]
struct ParamsForm {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ceiling: Option<CeilingForm>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    grants: Option<GrantsForm>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    validity: Option<ValidityForm>,
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with `subjects` and `object_types`"
)]
struct GrantsForm {
    object_types: Vec<String>,
    subjects: Vec<String>,
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with `from`, `until` or both"
)]
struct ValidityForm {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<Date>,
}

/// The canonical bytes of an agreement.
pub(crate) fn write(agreement: &Agreement) -> Result<Vec<u8>, String> {
    let text = serde_json::to_vec(&form(agreement)).map_err(|error| error.to_string())?;
    // The length is checked by the caller; the reader's own limit must not come first.
    let limits = Limits {
        max_object_bytes: usize::MAX,
        ..Limits::default()
    };
    let value = mithaq_stix::parse(&text, &limits).map_err(|error| error.to_string())?;
    Ok(mithaq_stix::canonical(&value))
}

pub(crate) fn sha256(json: &[u8]) -> Digest {
    Digest::from_bytes(Sha256::digest(json).into())
}

/// Reads an agreement whose every byte follows from its terms.
pub(crate) fn read(bytes: &[u8]) -> Result<Agreement, ReadAgreementError> {
    if bytes.len() > MOST_AGREEMENT_BYTES {
        return Err(ReadAgreementError::TooLong { bytes: bytes.len() });
    }
    // First as STIX: its reader refuses what JSON readers understand differently.
    mithaq_stix::parse(bytes, &Limits::default()).map_err(|error| not_a_form(&error))?;
    let given: AgreementForm = serde_json::from_slice(bytes).map_err(|error| not_a_form(&error))?;
    let agreement = agreement(&given)?;
    let own = form(&agreement);
    if given.policy_sha256 != own.policy_sha256 {
        let compiled = agreement.policy_sha256();
        return Err(ReadAgreementError::OtherPolicies {
            stated: given.policy_sha256,
            compiled,
        });
    }
    if let Some(property) = differing(&given, &own) {
        return Err(ReadAgreementError::Derived { property });
    }
    match agreement
        .json()
        .iter()
        .zip(bytes)
        .position(|(own, given)| own != given)
    {
        None if agreement.json().len() == bytes.len() => Ok(agreement),
        None => {
            let offset = agreement.json().len().min(bytes.len());
            Err(ReadAgreementError::NotCanonical { offset })
        }
        Some(offset) => Err(ReadAgreementError::NotCanonical { offset }),
    }
}

fn not_a_form(problem: &dyn std::fmt::Display) -> ReadAgreementError {
    ReadAgreementError::Form {
        problem: problem.to_string(),
    }
}

/// The first property that an agreement repeats and that does not follow from the rest of it.
fn differing(given: &AgreementForm, own: &AgreementForm) -> Option<&'static str> {
    let same = [
        ("type", given.kind == own.kind),
        ("spec_version", given.spec_version == own.spec_version),
        ("extensions", given.extensions == own.extensions),
        ("modified", given.modified == own.modified),
        ("lang", given.lang == own.lang),
        ("name", given.name == own.name),
        ("subject_scope", given.subject_scope == own.subject_scope),
        ("object_scope", given.object_scope == own.object_scope),
        (
            "handling_ceiling",
            given.handling_ceiling == own.handling_ceiling,
        ),
        ("parties", given.parties == own.parties),
        ("clauses", given.clauses == own.clauses),
    ];
    same.into_iter()
        .find(|(_, same)| !same)
        .map(|(property, _)| property)
}

/// An agreement as it stands on the wire.
fn form(agreement: &Agreement) -> AgreementForm {
    let content = agreement.content();
    let created = StixTime::from_timestamp(agreement.created()).to_string();
    let lang = content.authentic.first().copied().unwrap_or(Lang::En);
    let new_type = ExtensionForm {
        extension_type: "new-sdo".to_owned(),
    };
    let grants = || content.granting().map(|(_, grants)| grants);
    let types: BTreeSet<String> = grants()
        .flat_map(|grants| grants.object_types.clone())
        .collect();
    AgreementForm {
        authentic_langs: content.authentic.clone(),
        clauses: content.articles.iter().map(clause_form).collect(),
        created_by_ref: agreement.created_by().to_string(),
        ends_on: content.ends_on,
        enters_into_force: entry_form(content.enters_into_force),
        extensions: BTreeMap::from([(AGREEMENT_EXTENSION.to_owned(), new_type)]),
        handling_ceiling: content.ceiling().map(|tlp| CeilingForm { tlp }),
        id: agreement.id().to_string(),
        instrument: content.instrument.to_string(),
        lang,
        modified: created.clone(),
        created,
        name: agreement.name(lang).to_owned(),
        names: content.name.clone(),
        notice_months: Months(content.notice_months),
        object_scope: (!types.is_empty()).then_some(ObjectScopeForm { types }),
        parties: agreement.parties().iter().map(party_form).collect(),
        policy_sha256: agreement.policy_sha256().to_string(),
        spec_version: "2.1".to_owned(),
        subject_scope: grants()
            .flat_map(|grants| grants.subjects.clone())
            .collect(),
        kind: KIND.to_owned(),
    }
}

fn party_form(Party { id, name }: &Party) -> PartyForm {
    let party_role = "signatory".to_owned();
    PartyForm {
        identity_ref: id.to_string(),
        name: name.clone(),
        party_role,
    }
}

fn entry_form(rule: EntryRule) -> EntryForm {
    let date = match rule {
        EntryRule::Fixed(date) => Some(date),
        _ => None,
    };
    EntryForm {
        kind: rule.code().to_owned(),
        date,
    }
}

fn clause_form(article: &Article) -> ClauseForm {
    let Terms {
        grants,
        ceiling,
        validity,
    } = &article.terms;
    let params = ParamsForm {
        ceiling: ceiling.map(|tlp| CeilingForm { tlp }),
        grants: grants.as_ref().map(
            |Grants {
                 subjects,
                 object_types,
             }| GrantsForm {
                object_types: object_types.clone(),
                subjects: subjects.clone(),
            },
        ),
        validity: validity.map(|Validity { from, until }| ValidityForm { from, until }),
    };
    ClauseForm {
        clause_id: article.number.clone(),
        clause_kind: kind(&article.terms).to_owned(),
        params: (!article.terms.is_empty()).then_some(params),
        text: article.text.clone(),
        title: article.title.clone(),
    }
}

/// The chief use of an article: the first of its terms, or its words alone.
fn kind(terms: &Terms) -> &'static str {
    match terms {
        Terms {
            grants: Some(_), ..
        } => "grants",
        Terms {
            ceiling: Some(_), ..
        } => "ceiling",
        Terms {
            validity: Some(_), ..
        } => "validity",
        Terms { .. } => "text",
    }
}

/// The agreement that a form states, checked and compiled.
fn agreement(form: &AgreementForm) -> Result<Agreement, ReadAgreementError> {
    if form.kind != KIND {
        let problem = format!("`{}` is not `{KIND}`", form.kind);
        return Err(ReadAgreementError::Value {
            property: "type",
            problem,
        });
    }
    let parties = form.parties.iter().map(|party| {
        let id = value("parties.identity_ref", &party.identity_ref)?;
        Ok(Party {
            id,
            name: party.name.clone(),
        })
    });
    let parties = parties.collect::<Result<Vec<_>, ReadAgreementError>>()?;
    let created: StixTime = value("created", &form.created)?;
    let content = content(form)?;
    content.check().map_err(|(_, flaw)| flaw)?;
    let id: ObjectId = value("id", &form.id)?;
    let created_by = value("created_by_ref", &form.created_by_ref)?;
    let created: Timestamp = created.to_timestamp();
    Ok(Agreement::new(id, created, created_by, parties, content)?)
}

fn content(form: &AgreementForm) -> Result<Content, ReadAgreementError> {
    Ok(Content {
        name: form.names.clone(),
        instrument: value::<Instrument>("instrument", &form.instrument)?,
        enters_into_force: entry(&form.enters_into_force)?,
        ends_on: form.ends_on,
        notice_months: form.notice_months.0,
        authentic: form.authentic_langs.clone(),
        articles: form.clauses.iter().map(article).collect(),
    })
}

fn entry(form: &EntryForm) -> Result<EntryRule, ReadAgreementError> {
    let rule = match form.date {
        Some(date) => Some(EntryRule::Fixed(date)).filter(|rule| rule.code() == form.kind),
        None => EntryRule::from_code(&form.kind),
    };
    rule.ok_or_else(|| ReadAgreementError::Value {
        property: "enters_into_force",
        problem: format!(
            "`{}` is no rule, or has no `date`, or one too many",
            form.kind
        ),
    })
}

fn article(form: &ClauseForm) -> Article {
    let params = form.params.as_ref();
    let grants = params.and_then(|params| params.grants.as_ref());
    let validity = params.and_then(|params| params.validity.as_ref());
    Article {
        number: form.clause_id.clone(),
        title: form.title.clone(),
        text: form.text.clone(),
        terms: Terms {
            grants: grants.map(|form| Grants {
                subjects: form.subjects.clone(),
                object_types: form.object_types.clone(),
            }),
            ceiling: params
                .and_then(|params| params.ceiling.as_ref())
                .map(|form| form.tlp),
            validity: validity.map(|form| Validity {
                from: form.from,
                until: form.until,
            }),
        },
    }
}

/// Reads the text of a property.
fn value<T: FromStr<Err: std::fmt::Display>>(
    property: &'static str,
    text: &str,
) -> Result<T, ReadAgreementError> {
    text.parse().map_err(|error: T::Err| {
        let problem = error.to_string();
        ReadAgreementError::Value { property, problem }
    })
}
