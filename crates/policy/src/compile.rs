//! An agreement as Cedar policies, checked against the schema and ready to decide.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    sync::{Arc, LazyLock},
};

use cedar_policy::{
    Entities, Entity, EntityId, EntityTypeName, EntityUid, Policy, PolicyId, PolicySet, Schema,
    ValidationMode, Validator,
};
use mithaq_stix::{Digest, ObjectId};
use sha2::{Digest as _, Sha256};

use crate::{
    Party,
    clause::{Clause, Rule, clauses},
    content::Content,
};

/// The Cedar schema that every agreement's policies are checked against.
pub const SCHEMA: &str = include_str!("schema.cedarschema");

/// One policy of a compiled agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PolicyText {
    /// The policy's `@id`, unique in the agreement, like `article-5-above-ceiling`.
    pub id: String,
    /// The article behind it; `None` for what holds under every agreement.
    pub article: Option<String>,
    /// The rule of the domain reference (section 6) behind it, like `R-AG2`.
    pub rule: &'static str,
    /// The policy in Cedar.
    pub text: String,
}

/// An agreement compiled to Cedar: the same on every node, to the byte.
///
/// Cloning is cheap.
#[derive(Clone)]
pub struct Compiled {
    pub(crate) inner: Arc<Inner>,
}

#[derive(Clone)]
pub(crate) struct Inner {
    text: String,
    sha256: Digest,
    policies: Vec<PolicyText>,
    /// The condition behind each policy, in the same order.
    pub(crate) clauses: Vec<Clause>,
    pub(crate) set: PolicySet,
    /// The position of each policy in `policies` and `clauses`.
    pub(crate) positions: HashMap<PolicyId, usize>,
    /// The numbers of the granting articles, in order.
    pub(crate) granting: Vec<String>,
    /// Each party by its id in Cedar.
    pub(crate) parties: HashMap<ObjectId, EntityUid>,
    /// The agreement and its parties.
    pub(crate) entities: Entities,
    pub(crate) names: Names,
}

/// Names of the schema, parsed once.
#[derive(Clone)]
pub(crate) struct Names {
    pub(crate) agency: EntityTypeName,
    pub(crate) release: EntityUid,
    pub(crate) object: EntityUid,
}

/// The policies of an agreement could not be built. No agreement that obeys the rules of
/// drafting causes this: it is a defect of this program, and nothing is decided then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CompileError {
    /// Cedar could not read the schema.
    #[error("the policy schema cannot be read; report this as a defect")]
    Schema(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Cedar could not read a policy.
    #[error("policy `{id}` cannot be read; report this as a defect")]
    Policy {
        /// The policy's id.
        id: String,
        /// What Cedar says.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A policy does not agree with the schema.
    #[error("the policies do not fit the policy schema: {findings}; report this as a defect")]
    Invalid {
        /// What Cedar's validator found.
        findings: String,
    },
}

impl Compiled {
    /// All policies as one Cedar document, in the agreement's order.
    pub fn text(&self) -> &str {
        &self.inner.text
    }

    /// SHA-256 over [`SCHEMA`] followed by [`Compiled::text`].
    pub fn sha256(&self) -> Digest {
        self.inner.sha256
    }

    /// Each policy with its article and rule.
    pub fn policies(&self) -> &[PolicyText] {
        &self.inner.policies
    }

    pub(crate) fn new(
        id: &ObjectId,
        parties: &[Party],
        content: &Content,
    ) -> Result<Self, CompileError> {
        let clauses = clauses(content);
        let policies: Vec<PolicyText> = clauses.iter().map(|clause| clause.render(id)).collect();
        let texts: Vec<&str> = policies.iter().map(|policy| policy.text.as_str()).collect();
        let text = texts.join("\n");
        let sha256 = Sha256::new()
            .chain_update(SCHEMA)
            .chain_update(&text)
            .finalize();
        let set = policy_set(&policies)?;
        let names = names()?;
        let (parties, entities) = members(id, parties, &names)?;
        let granting = clauses.iter().filter(|clause| clause.rule == Rule::Grants);
        let positions = policies.iter().enumerate();
        Ok(Self {
            inner: Arc::new(Inner {
                sha256: Digest::from_bytes(sha256.into()),
                positions: positions
                    .map(|(at, policy)| (PolicyId::new(&policy.id), at))
                    .collect(),
                granting: granting
                    .filter_map(|clause| clause.article.clone())
                    .collect(),
                text,
                policies,
                clauses,
                set,
                parties,
                entities,
                names,
            }),
        })
    }
}

impl fmt::Debug for Compiled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Compiled")
            .field("policies", &self.inner.policies.len())
            .field("sha256", &self.inner.sha256)
            .finish()
    }
}

/// Two compilations of one text decide alike.
impl PartialEq for Compiled {
    fn eq(&self, other: &Self) -> bool {
        self.inner.text == other.inner.text
    }
}

impl Eq for Compiled {}

/// Reads the policies with Cedar's own parser and holds them against the schema.
fn policy_set(policies: &[PolicyText]) -> Result<PolicySet, CompileError> {
    let parsed = policies.iter().map(|PolicyText { id, text, .. }| {
        Policy::parse(Some(PolicyId::new(id)), text).map_err(|error| CompileError::Policy {
            id: id.clone(),
            source: Box::new(error),
        })
    });
    let set =
        PolicySet::from_policies(parsed.collect::<Result<Vec<_>, _>>()?).map_err(|error| {
            CompileError::Invalid {
                findings: error.to_string(),
            }
        })?;
    let result = validator()?.validate(&set, ValidationMode::Strict);
    if result.validation_passed_without_warnings() {
        return Ok(set);
    }
    let errors = result.validation_errors().map(ToString::to_string);
    let warnings = result.validation_warnings().map(ToString::to_string);
    let findings = errors.chain(warnings).collect::<Vec<_>>().join("; ");
    Err(CompileError::Invalid { findings })
}

/// The schema never changes while the program runs, so it is read once.
fn validator() -> Result<&'static Validator, CompileError> {
    static VALIDATOR: LazyLock<Result<Validator, String>> = LazyLock::new(|| {
        let (schema, _) =
            Schema::from_cedarschema_str(SCHEMA).map_err(|error| error.to_string())?;
        Ok(Validator::new(schema))
    });
    VALIDATOR
        .as_ref()
        .map_err(|error| CompileError::Schema(error.clone().into()))
}

fn names() -> Result<Names, CompileError> {
    let name = |name: &str| {
        name.parse::<EntityTypeName>()
            .map_err(|error| CompileError::Schema(Box::new(error)))
    };
    let uid = |kind, id: &str| EntityUid::from_type_name_and_id(kind, EntityId::new(id));
    Ok(Names {
        agency: name("Mithaq::Agency")?,
        release: uid(name("Mithaq::Action")?, "release"),
        // Decisions look at an object's attributes only, so every object has the same name here.
        object: uid(name("Mithaq::Object")?, "it"),
    })
}

/// The agreement's parties, and the entities that say that they are.
fn members(
    id: &ObjectId,
    parties: &[Party],
    names: &Names,
) -> Result<(HashMap<ObjectId, EntityUid>, Entities), CompileError> {
    let schema = |error| CompileError::Schema(error);
    let kind: EntityTypeName = "Mithaq::Agreement"
        .parse()
        .map_err(|error| schema(Box::new(error)))?;
    let agreement = EntityUid::from_type_name_and_id(kind, EntityId::new(id.as_str()));
    let uids: HashMap<ObjectId, EntityUid> = parties
        .iter()
        .map(|party| {
            let uid = EntityId::new(party.id().as_str());
            (
                party.id().clone(),
                EntityUid::from_type_name_and_id(names.agency.clone(), uid),
            )
        })
        .collect();
    let agencies = uids
        .values()
        .map(|uid| Entity::new_no_attrs(uid.clone(), HashSet::from([agreement.clone()])));
    let all = agencies.chain([Entity::with_uid(agreement.clone())]);
    let entities = Entities::from_entities(all, None).map_err(|error| schema(Box::new(error)))?;
    Ok((uids, entities))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Draft;

    const DRAFT: &str = r#"
        name = { en = "Name" }
        instrument = "protocol"
        parties = ["self", "them"]
        enters_into_force = "on-signature"
        authentic = ["en"]
        [[article]]
        number = "1(2)"
        title = { en = "Title" }
        text = { en = "Text" }
        grants = { subjects = ["fraud", "training"], object_types = ["report"] }
        ceiling = { tlp = "amber" }
        validity = { from = "2026-01-01", until = "2026-12-31" }
    "#;

    fn compiled() -> Compiled {
        let party = |id: &str| Party {
            id: id.parse().unwrap(),
            name: "Agency".to_owned(),
        };
        let ours = "identity--11111111-1111-4111-8111-111111111111";
        let parties = vec![
            party(ours),
            party("identity--22222222-2222-4222-8222-222222222222"),
        ];
        let id = "coop-agreement--44444444-4444-4444-8444-444444444444"
            .parse()
            .unwrap();
        let draft = Draft::parse(DRAFT).unwrap();
        let created = jiff::Timestamp::UNIX_EPOCH;
        draft
            .conclude(id, created, parties, ours.parse().unwrap())
            .unwrap()
            .compile()
    }

    #[test]
    fn cedar_reads_the_whole_text_as_these_policies() {
        let compiled = compiled();
        let set: PolicySet = compiled.text().parse().unwrap();
        let mut read: Vec<String> = set
            .policies()
            .map(|policy| policy.annotation("id").unwrap().to_owned())
            .collect();
        let mut written: Vec<String> = compiled
            .policies()
            .iter()
            .map(|policy| policy.id.clone())
            .collect();
        read.sort_unstable();
        written.sort_unstable();
        assert_eq!(read, written);
        for policy in set.policies() {
            let id = policy.annotation("id").unwrap();
            let text = compiled
                .policies()
                .iter()
                .find(|policy| policy.id == id)
                .unwrap();
            assert_eq!(policy.annotation("article"), text.article.as_deref());
            assert_eq!(policy.annotation("rule"), Some(text.rule));
            assert!(
                policy
                    .annotation("reason")
                    .is_some_and(|reason| id.ends_with(reason))
            );
        }
    }

    #[test]
    fn what_cedar_prints_means_what_we_wrote() {
        for PolicyText { text, .. } in compiled().policies() {
            let ours = Policy::parse(None, text).unwrap();
            let by_cedar = Policy::from_json(None, ours.to_json().unwrap()).unwrap();
            let printed = by_cedar.to_cedar().unwrap();
            assert_eq!(Policy::parse(None, &printed).unwrap(), ours, "{printed}");
        }
        let policy = |effect: &str| {
            format!("{effect} (principal, action, resource);")
                .parse::<Policy>()
                .ok()
        };
        assert_ne!(
            policy("forbid"),
            policy("permit"),
            "policies are compared by what they say"
        );
    }

    #[test]
    fn the_hash_is_over_schema_and_text() {
        let compiled = compiled();
        let both = [SCHEMA, compiled.text()].concat();
        assert_eq!(
            compiled.sha256(),
            Digest::from_bytes(Sha256::digest(both).into())
        );
    }

    #[test]
    fn a_policy_that_does_not_fit_the_schema_is_refused() {
        let policy = |text: &str| {
            let (id, text) = ("stray".to_owned(), text.to_owned());
            policy_set(&[PolicyText {
                id,
                article: None,
                rule: "R-AG1",
                text,
            }])
        };
        assert!(policy("forbid (principal, action, resource);").is_ok());
        let unknown = policy("forbid (principal, action, resource) when { resource.colour == 1 };");
        assert!(matches!(unknown, Err(CompileError::Invalid { .. })));
        let mistyped =
            policy("forbid (principal, action, resource) when { resource.tlp == \"4\" };");
        assert!(matches!(mistyped, Err(CompileError::Invalid { .. })));
        let unreadable = policy("forbid (principal, action);");
        assert!(matches!(unreadable, Err(CompileError::Policy { .. })));
    }
}
