//! The decision: may this partner be given this object, now, and under which article?

use std::collections::{BTreeSet, HashMap, HashSet};

use cedar_policy::{
    Authorizer, Context, Entities, Entity, EntityId, EntityUid, Request, RestrictedExpression,
};
use jiff::{RoundMode, Timestamp, TimestampRound, Unit};
use mithaq_stix::{Digest, ObjectId, Tlp};

use crate::{Compiled, Detail, Reason, ReasonCode, Standing, clause::Rule};

/// What agreements speak of, of one version of an object.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Attributes {
    /// The STIX type, like `indicator`.
    pub kind: String,
    /// The fields of cooperation it belongs to.
    pub subjects: BTreeSet<String>,
    /// Its TLP level; the caller reads an absent one as AMBER.
    pub tlp: Tlp,
    /// Whether it comes from the giving agency itself.
    pub own: bool,
}

/// May this partner be given this object now?
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Who would receive it: the id of its identity.
    pub partner: &'a ObjectId,
    /// What would be given.
    pub object: &'a Attributes,
    /// Where the agreement stands at `now`.
    pub standing: Standing,
    /// The moment of the decision.
    pub now: Timestamp,
}

/// The answer, with its grounds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// It may be given.
    Permit {
        /// The number of the first article under which it may.
        article: String,
    },
    /// It is withheld.
    Deny {
        /// Every failing reason, once each, in the order of [`ReasonCode`] and then of the articles;
        /// never empty. What an article does not cover is a reason only if no other article covers
        /// the object.
        reasons: Vec<Reason>,
    },
}

impl Decision {
    /// Whether it may be given.
    pub fn is_permit(&self) -> bool {
        matches!(self, Self::Permit { .. })
    }
}

/// Everything that a decision depends on: equal keys have equal decisions.
///
/// A caller that decides about many objects keeps decisions by this key. It holds the moment of
/// the decision only as far as articles look at it, so it stays equal from one day to the next.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AttributesKey {
    agreement: Digest,
    party: bool,
    standing: Standing,
    /// For each article with a validity, whether the moment is within it.
    within: Vec<bool>,
    object: Attributes,
}

impl Compiled {
    /// Decides one question; the same question always has the same answer.
    ///
    /// Costs a few tens of microseconds for one granting article, and grows with the policies.
    /// If Cedar could not apply a policy, the object is withheld with the reason `no-basis`.
    pub fn decide(&self, question: &Question<'_>) -> Decision {
        let Some(entities) = self.entities(question) else {
            return no_basis();
        };
        let mut failing = BTreeSet::new();
        let mut is_covered = false;
        // Without any granting article one round still finds out why nothing is given.
        let none = [String::new()];
        let inner = &self.inner;
        let bases = if inner.granting.is_empty() {
            &none[..]
        } else {
            &inner.granting[..]
        };
        for article in bases {
            let Some(request) = self.request(question, article) else {
                return no_basis();
            };
            let response = Authorizer::new().is_authorized(&request, &inner.set, &entities);
            if response.diagnostics().errors().next().is_some() {
                return no_basis();
            }
            if response.decision() == cedar_policy::Decision::Allow {
                return Decision::Permit {
                    article: article.clone(),
                };
            }
            let positions = response.diagnostics().reason();
            let positions: Vec<usize> = positions
                .filter_map(|id| inner.positions.get(id).copied())
                .collect();
            is_covered |= !inner.granting.is_empty()
                && !positions.iter().any(|at| self.is_about_coverage(*at));
            failing.extend(positions);
        }
        if is_covered {
            // One article covers the object, so it is no reason that others do not.
            failing.retain(|at| !self.is_about_coverage(*at));
        }
        self.deny(question, &failing)
    }

    /// Whether the condition says what a granting article covers.
    fn is_about_coverage(&self, at: usize) -> bool {
        let clause = self.inner.clauses.get(at);
        clause.is_some_and(|clause| matches!(clause.rule, Rule::Subject(_) | Rule::ObjectType(_)))
    }

    /// What to keep the decision by.
    pub fn key(&self, question: &Question<'_>) -> AttributesKey {
        let within = self
            .inner
            .clauses
            .iter()
            .filter_map(|clause| match clause.rule {
                Rule::Validity(validity) => Some(validity.contains(question.now)),
                _ => None,
            });
        AttributesKey {
            agreement: self.sha256(),
            party: self.inner.parties.contains_key(question.partner),
            standing: question.standing,
            within: within.collect(),
            object: question.object.clone(),
        }
    }

    fn deny(&self, question: &Question<'_>, failing: &BTreeSet<usize>) -> Decision {
        let clauses = failing.iter().filter_map(|at| self.inner.clauses.get(*at));
        let mut reasons: Vec<Reason> = clauses.map(|clause| clause.reason(question)).collect();
        // Stable: reasons of one kind stay in the order of the articles.
        reasons.sort_by_key(|reason| reason.code);
        reasons.dedup();
        if reasons.is_empty() {
            no_basis()
        } else {
            Decision::Deny { reasons }
        }
    }

    /// The question to Cedar, with one granting article as the basis.
    fn request(&self, question: &Question<'_>, article: &str) -> Option<Request> {
        let names = &self.inner.names;
        let principal = self
            .inner
            .parties
            .get(question.partner)
            .cloned()
            .unwrap_or_else(|| {
                let id = EntityId::new(question.partner.as_str());
                EntityUid::from_type_name_and_id(names.agency.clone(), id)
            });
        let context = context(question, article)?;
        let (release, object) = (names.release.clone(), names.object.clone());
        Request::new(principal, release, object, context, None).ok()
    }

    /// The parties and the object.
    fn entities(&self, question: &Question<'_>) -> Option<Entities> {
        let Attributes {
            kind,
            subjects,
            tlp,
            own,
        } = question.object;
        let subjects = subjects
            .iter()
            .cloned()
            .map(RestrictedExpression::new_string);
        let attributes = HashMap::from(
            [
                ("kind", RestrictedExpression::new_string(kind.clone())),
                ("subjects", RestrictedExpression::new_set(subjects)),
                (
                    "tlp",
                    RestrictedExpression::new_long(i64::from(tlp.level())),
                ),
                ("own", RestrictedExpression::new_bool(*own)),
            ]
            .map(|(name, value)| (name.to_owned(), value)),
        );
        let object = self.inner.names.object.clone();
        let object = Entity::new(object, attributes, HashSet::new()).ok()?;
        self.inner
            .entities
            .clone()
            .add_entities([object], None)
            .ok()
    }
}

fn context(question: &Question<'_>, article: &str) -> Option<Context> {
    let standing = question.standing.code().to_owned();
    let pairs = [
        (
            "now",
            RestrictedExpression::new_datetime(cedar_datetime(question.now)?),
        ),
        ("standing", RestrictedExpression::new_string(standing)),
        (
            "article",
            RestrictedExpression::new_string(article.to_owned()),
        ),
    ];
    Context::from_pairs(pairs.map(|(name, value)| (name.to_owned(), value))).ok()
}

/// The moment as Cedar reads it: in milliseconds, and not before the year 1.
///
/// Articles count whole days of years that are not far off, so nothing is lost by either.
fn cedar_datetime(now: Timestamp) -> Option<String> {
    let millisecond = TimestampRound::new()
        .smallest(Unit::Millisecond)
        .mode(RoundMode::Floor);
    Some(format!(
        "{:.3}",
        now.max(FIRST_MOMENT).round(millisecond).ok()?
    ))
}

/// 0001-01-01T00:00:00Z: the years before it are written in a form that Cedar does not read.
const FIRST_MOMENT: Timestamp = Timestamp::constant(-62_135_596_800, 0);

fn no_basis() -> Decision {
    Decision::Deny {
        reasons: vec![Reason::new(ReasonCode::NoBasis, None, Detail::None)],
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use cedar_policy::{Policy, PolicyId, PolicySet, Schema};

    use super::*;
    use crate::{Draft, Party, SCHEMA, compile::Inner};

    const OURS: &str = "identity--11111111-1111-4111-8111-111111111111";
    const PARTNER: &str = "identity--22222222-2222-4222-8222-222222222222";
    const STRANGER: &str = "identity--33333333-3333-4333-8333-333333333333";

    const GRANTS: &str = r#"grants = { subjects = ["fraud"], object_types = ["report"] }"#;
    const CEILING: &str = r#"ceiling = { tlp = "green" }"#;
    const VALIDITY: &str = r#"validity = { from = "2026-01-01" }"#;

    /// An agreement with the given instrument and articles of one language.
    fn compiled(instrument: &str, terms: &[&str]) -> Compiled {
        let articles = terms.iter().enumerate().map(|(at, terms)| {
            let text = "title = { en = \"Title\" }\ntext = { en = \"Text\" }";
            format!("[[article]]\nnumber = \"{}\"\n{text}\n{terms}\n", at + 1)
        });
        let articles: Vec<String> = articles.collect();
        let toml = format!(
            "name = {{ en = \"Name\" }}\ninstrument = \"{instrument}\"\n\
             parties = [\"self\", \"them\"]\nenters_into_force = \"on-signature\"\n\
             authentic = [\"en\"]\n{}",
            articles.concat()
        );
        let party = |id: &str| Party {
            id: id.parse().unwrap(),
            name: "Agency".to_owned(),
        };
        let id = "coop-agreement--44444444-4444-4444-8444-444444444444"
            .parse()
            .unwrap();
        let parties = vec![party(OURS), party(PARTNER)];
        let draft = Draft::parse(&toml).unwrap();
        draft
            .conclude(id, Timestamp::UNIX_EPOCH, parties, OURS.parse().unwrap())
            .unwrap()
            .compile()
    }

    /// The agreement as a mutant, with another policy set.
    fn mutant(compiled: &Compiled, change: impl FnOnce(&mut PolicySet)) -> Compiled {
        let mut inner = Inner::clone(&compiled.inner);
        change(&mut inner.set);
        Compiled {
            inner: Arc::new(inner),
        }
    }

    fn without(compiled: &Compiled, id: &str) -> Compiled {
        mutant(compiled, |set| {
            set.remove_static(PolicyId::new(id)).unwrap();
        })
    }

    fn with(compiled: &Compiled, id: &str, policy: &str) -> Compiled {
        mutant(compiled, |set| {
            set.add(Policy::parse(Some(PolicyId::new(id)), policy).unwrap())
                .unwrap();
        })
    }

    /// The answer about a report on fraud, as `vary` changes it.
    fn answer(compiled: &Compiled, vary: impl FnOnce(&mut Attributes, &mut Standing)) -> Decision {
        answer_to(PARTNER, "2026-06-01T00:00:00Z", compiled, vary)
    }

    fn answer_to(
        partner: &str,
        now: &str,
        compiled: &Compiled,
        vary: impl FnOnce(&mut Attributes, &mut Standing),
    ) -> Decision {
        let subjects = BTreeSet::from(["fraud".to_owned()]);
        let mut object = Attributes {
            kind: "report".to_owned(),
            subjects,
            tlp: Tlp::Green,
            own: true,
        };
        let mut standing = Standing::InForce {
            since: Timestamp::UNIX_EPOCH,
        };
        vary(&mut object, &mut standing);
        let (partner, now) = (partner.parse().unwrap(), now.parse().unwrap());
        compiled.decide(&Question {
            partner: &partner,
            object: &object,
            standing,
            now,
        })
    }

    /// A policy, and an answer that only this policy makes a refusal.
    type Case = (&'static str, fn(&Compiled) -> Decision);

    /// Cases of an agreement with the three articles above.
    const CASES: [Case; 6] = [
        ("not-in-force", |it| {
            answer(it, |_, standing| *standing = Standing::Suspended)
        }),
        ("originator", |it| {
            answer(it, |object, _| object.own = false)
        }),
        ("article-1-subject", |it| {
            answer(it, |object, _| object.subjects.clear())
        }),
        ("article-1-object-type", |it| {
            answer(it, |object, _| object.kind = "note".to_owned())
        }),
        ("article-2-above-ceiling", |it| {
            answer(it, |object, _| object.tlp = Tlp::Amber)
        }),
        ("article-3-outside-validity", |it| {
            answer_to(PARTNER, "2025-12-31T23:59:59Z", it, |_, _| ())
        }),
    ];

    /// A case of an agreement without a ceiling, which would refuse RED too.
    const RED: Case = ("red", |it| answer(it, |object, _| object.tlp = Tlp::Red));

    #[test]
    fn without_its_policy_each_condition_lets_through_what_it_refused() {
        let full = compiled("protocol", &[GRANTS, CEILING, VALIDITY]);
        let no_ceiling = compiled("protocol", &[GRANTS]);
        let cases = CASES
            .into_iter()
            .map(|case| (case, &full))
            .chain([(RED, &no_ceiling)]);
        for ((id, ask), compiled) in cases {
            assert!(!ask(compiled).is_permit(), "{id} refuses nothing");
            assert!(
                ask(&without(compiled, id)).is_permit(),
                "something else refuses for {id}"
            );
        }
    }

    #[test]
    fn strangers_and_letters_of_intent_are_kept_out_twice() {
        // The permit asks for membership, so without the forbid there is still no permission.
        let protocol = compiled("protocol", &[GRANTS]);
        let stranger = |it| answer_to(STRANGER, "2026-06-01T00:00:00Z", it, |_, _| ());
        assert_eq!(code(&stranger(&protocol)), Some(ReasonCode::NotAParty));
        let unguarded = without(&protocol, "not-a-party");
        assert_eq!(code(&stranger(&unguarded)), Some(ReasonCode::NoBasis));
        // Were the permit wider, the forbid would still hold.
        let wide = with(&protocol, "wide", "permit (principal, action, resource);");
        assert_eq!(code(&stranger(&wide)), Some(ReasonCode::NotAParty));
        assert!(stranger(&without(&wide, "not-a-party")).is_permit());

        // The same of a letter of intent: no article grants, and a permit would not help.
        let letter = compiled("letter-of-intent", &[""]);
        let wide = with(&letter, "wide", "permit (principal, action, resource);");
        assert_eq!(
            code(&answer(&wide, |_, _| ())),
            Some(ReasonCode::NotBinding)
        );
        assert!(answer(&without(&wide, "not-binding"), |_, _| ()).is_permit());
    }

    #[test]
    fn every_policy_has_a_case_above() {
        let mut covered: Vec<&str> = CASES.iter().map(|(id, _)| *id).collect();
        covered.extend([RED.0, "article-1-grants", "not-a-party", "not-binding"]);
        let protocol = compiled("protocol", &[GRANTS, CEILING, VALIDITY]);
        let letter = compiled("letter-of-intent", &[""]);
        for policy in protocol.policies().iter().chain(letter.policies()) {
            assert!(
                covered.contains(&policy.id.as_str()),
                "{} has no case",
                policy.id
            );
        }
    }

    #[test]
    fn a_policy_that_cannot_be_applied_gives_nothing() {
        let protocol = compiled("protocol", &[GRANTS]);
        assert!(answer(&protocol, |_, _| ()).is_permit());
        let text = "forbid (principal, action, resource) when { resource.absent };";
        let broken = with(&protocol, "broken", text);
        assert_eq!(code(&answer(&broken, |_, _| ())), Some(ReasonCode::NoBasis));
    }

    #[test]
    fn a_permit_is_needed_and_not_only_the_absence_of_a_forbid() {
        let mutant = without(&compiled("protocol", &[GRANTS]), "article-1-grants");
        assert_eq!(code(&answer(&mutant, |_, _| ())), Some(ReasonCode::NoBasis));
    }

    /// Decisions do not check this each time: it costs more than the decision.
    #[test]
    fn what_is_asked_of_cedar_fits_the_schema() {
        let (schema, _) = Schema::from_cedarschema_str(SCHEMA).unwrap();
        let protocol = compiled("protocol", &[GRANTS]);
        let subjects = BTreeSet::from(["fraud".to_owned()]);
        let object = Attributes {
            kind: "report".to_owned(),
            subjects,
            tlp: Tlp::Red,
            own: false,
        };
        for (partner, standing) in [(PARTNER, Standing::Draft), (STRANGER, Standing::Expired)] {
            let (partner, now) = (partner.parse().unwrap(), Timestamp::UNIX_EPOCH);
            let question = Question {
                partner: &partner,
                object: &object,
                standing,
                now,
            };
            let entities = protocol.entities(&question).unwrap();
            let checked = Entities::from_entities(entities.iter().cloned(), Some(&schema));
            let checked = checked.unwrap();
            // The agreement, two parties and the object; Cedar adds the schema's one action.
            assert_eq!(checked.len(), 5);
            let request = protocol.request(&question, "1").unwrap();
            let (Some(principal), Some(action), Some(resource), Some(context)) = (
                request.principal(),
                request.action(),
                request.resource(),
                request.context(),
            ) else {
                panic!("an unknown in {request:?}")
            };
            let (principal, action) = (principal.clone(), action.clone());
            let (resource, context) = (resource.clone(), context.clone());
            Request::new(principal, action, resource, context, Some(&schema)).unwrap();
        }
    }

    #[test]
    fn a_moment_before_the_calendar_of_cedar_is_before_every_validity() {
        let early = "-000100-01-01T00:00:00Z";
        let open = compiled("protocol", &[GRANTS]);
        assert!(answer_to(PARTNER, early, &open, |_, _| ()).is_permit());
        let limited = compiled("protocol", &[GRANTS, VALIDITY]);
        let refused = answer_to(PARTNER, early, &limited, |_, _| ());
        assert_eq!(code(&refused), Some(ReasonCode::OutsideValidity));
        let latest = Timestamp::MAX.to_string();
        assert!(answer_to(PARTNER, &latest, &limited, |_, _| ()).is_permit());
    }

    /// The only reason of a refusal.
    fn code(decision: &Decision) -> Option<ReasonCode> {
        match decision {
            Decision::Deny { reasons } if reasons.len() == 1 => reasons.first().map(|it| it.code),
            _ => None,
        }
    }
}
