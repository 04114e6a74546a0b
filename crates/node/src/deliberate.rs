//! Deciding about objects under one agreement: first the articles, for each object by itself; then
//! closure, for nothing may be released that names something that is withheld.
//!
//! What is released is the greatest set of objects that the articles permit and that name only
//! objects of the set, objects that are released already, or such as everybody may know. Objects
//! that lie outside what changed are taken up again only if a change can reach them.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Timestamp;
use mithaq_policy::{Attributes, Decision, Question, Reason, Standing};
use mithaq_stix::{ObjectId, is_standard_marking};
use mithaq_store::{
    AgreementKey, DecisionNow, Node, ObjectKey, Snapshot, StoreError, VersionSummary,
};

use crate::ActError;
use crate::desk::Instrument;

/// The work of deciding under one agreement.
pub(crate) struct Deliberation<'a, 'b> {
    view: &'a Snapshot<'b>,
    agreement: AgreementKey,
    instrument: &'a Instrument,
    partner: ObjectId,
    standing: Standing,
    now: Timestamp,
    /// Whether earlier decisions count. A preview decides about everything anew.
    remembers: bool,
    any_closure: bool,
    /// What may be named before anybody: the parties, and the standard's own markings.
    exempt: HashSet<ObjectKey>,
    memo: HashMap<Attributes, Decision>,
    cases: BTreeMap<ObjectKey, Case>,
}

/// One object in the course of being decided.
pub(crate) struct Case {
    pub(crate) node: Node,
    pub(crate) prior: Option<DecisionNow>,
    terms: Decision,
    /// The withheld object that this one would name.
    names_withheld: Option<ObjectId>,
}

impl Case {
    fn is_released(&self) -> bool {
        matches!(self.terms, Decision::Permit { .. }) && self.names_withheld.is_none()
    }

    /// Whether the articles permit it and only what it names stands in the way.
    pub(crate) fn only_closure(&self) -> bool {
        matches!(self.terms, Decision::Permit { .. }) && self.names_withheld.is_some()
    }

    /// Every reason against it; none if it is released.
    pub(crate) fn reasons(&self) -> Vec<Reason> {
        let closure = self.names_withheld.clone().map(Reason::closure);
        let by_articles = match &self.terms {
            Decision::Deny { reasons } => reasons.clone(),
            Decision::Permit { .. } => Vec::new(),
        };
        by_articles.into_iter().chain(closure).collect()
    }

    /// The article that permits it, if it is released.
    pub(crate) fn article(&self) -> Option<&str> {
        match &self.terms {
            Decision::Permit { article } if self.names_withheld.is_none() => Some(article),
            _ => None,
        }
    }

    /// The article that permits it, or every reason against it.
    pub(crate) fn grounds_as_json(&self, article: Option<&str>) -> Result<String, StoreError> {
        let text = match article {
            Some(article) => serde_json::to_string(article),
            None => serde_json::to_string(&self.reasons()),
        };
        text.map_err(|_| StoreError::damaged("the reasons of a decision could not be written"))
    }
}

impl<'a, 'b> Deliberation<'a, 'b> {
    pub(crate) fn begin(
        view: &'a Snapshot<'b>,
        agreement: AgreementKey,
        instrument: &'a Instrument,
        own: &ObjectId,
        standing: Standing,
        now: Timestamp,
    ) -> Result<Self, ActError> {
        let parties = instrument.agreement.parties();
        // The articles say the same to every other party, so one stands for all.
        let partner = parties
            .iter()
            .map(|party| party.id().clone())
            .find(|id| id != own)
            .ok_or_else(|| ActError::NotOurs(instrument.agreement.id().clone()))?;
        let mut exempt = HashSet::new();
        for party in parties {
            exempt.extend(view.object_key(party.id())?);
        }
        let markings = view.ids_of_kind("marking-definition")?;
        let standard = markings.iter().filter(|(_, id)| is_standard_marking(id));
        exempt.extend(standard.map(|(key, _)| *key));
        Ok(Self {
            any_closure: view.any_closure(agreement)?,
            view,
            agreement,
            instrument,
            partner,
            standing,
            now,
            remembers: true,
            exempt,
            memo: HashMap::new(),
            cases: BTreeMap::new(),
        })
    }

    /// The same, as if nothing had been decided before.
    #[must_use]
    pub(crate) fn anew(mut self) -> Self {
        self.remembers = false;
        self.any_closure = false;
        self
    }

    /// Decides about one object, whatever was decided before, and about all that it leads to; gives
    /// its case with every reason against it.
    ///
    /// What is kept of earlier decisions may be out of date, or not yet made.
    pub(crate) fn decide_alone(mut self, object: ObjectKey) -> Result<Option<Case>, ActError> {
        self = self.anew();
        let mut waiting = vec![object];
        while let Some(next) = waiting.pop() {
            if self.cases.contains_key(&next) || self.exempt.contains(&next) && next != object {
                continue;
            }
            self.take_up(next)?;
            let names = self.cases.get(&next).map(|case| case.node.names.as_slice());
            waiting.extend(names.unwrap_or_default());
        }
        let Some(case) = self.cases.get_mut(&object) else {
            return Ok(None);
        };
        // Whether it would also fail by what it names shows only if nothing else is against it:
        // what it names may itself be withheld for naming it.
        let permit = Decision::Permit {
            article: String::new(),
        };
        let terms = match &case.terms {
            Decision::Permit { .. } => case.terms.clone(),
            Decision::Deny { .. } => std::mem::replace(&mut case.terms, permit),
        };
        self.close()?;
        Ok(self
            .cases
            .remove(&object)
            .map(|case| Case { terms, ..case }))
    }

    /// Decides about `objects` and about every other whose decision depends on theirs.
    pub(crate) fn decide(&mut self, objects: Vec<ObjectKey>) -> Result<(), ActError> {
        let mut waiting = objects;
        while !waiting.is_empty() {
            for object in std::mem::take(&mut waiting) {
                self.take_up(object)?;
            }
            self.close()?;
            waiting = self.disturbed()?;
        }
        Ok(())
    }

    pub(crate) fn cases(&self) -> impl Iterator<Item = (&ObjectKey, &Case)> {
        self.cases.iter()
    }

    /// The article that permits `object`, if it is released.
    pub(crate) fn article(&self, object: ObjectKey) -> Option<&str> {
        self.cases.get(&object).and_then(Case::article)
    }

    /// Decides about `object` by the articles, and takes up with it those that are withheld only
    /// because of what they name and that it may set free, or be set free by.
    fn take_up(&mut self, object: ObjectKey) -> Result<(), ActError> {
        let mut waiting = vec![object];
        while let Some(object) = waiting.pop() {
            if self.cases.contains_key(&object) {
                continue;
            }
            let Some(node) = self.view.node(object)? else {
                continue;
            };
            if self.any_closure {
                let referrers = self.view.referrers(object)?;
                for other in node.names.iter().chain(&referrers) {
                    if self.prior(*other)?.is_some_and(|prior| prior.closure) {
                        waiting.push(*other);
                    }
                }
            }
            let terms = self.by_articles(&node.summary);
            let prior = self.prior(object)?;
            self.cases.insert(
                object,
                Case {
                    node,
                    prior,
                    terms,
                    names_withheld: None,
                },
            );
        }
        Ok(())
    }

    fn by_articles(&mut self, summary: &VersionSummary) -> Decision {
        let attributes = Attributes {
            kind: summary.kind.clone(),
            subjects: summary.handling.subjects.clone(),
            tlp: summary.handling.tlp,
            own: summary.handling.origin.is_none(),
        };
        if let Some(known) = self.memo.get(&attributes) {
            return known.clone();
        }
        let decision = self.instrument.decide(&Question {
            partner: &self.partner,
            object: &attributes,
            standing: self.standing,
            now: self.now,
        });
        self.memo.insert(attributes, decision.clone());
        decision
    }

    fn prior(&self, object: ObjectKey) -> Result<Option<DecisionNow>, StoreError> {
        if self.remembers {
            self.view.decision(self.agreement, object)
        } else {
            Ok(None)
        }
    }

    /// Withholds, until nothing changes, whatever names something that is withheld.
    fn close(&mut self) -> Result<(), ActError> {
        let mut named_by: HashMap<ObjectKey, Vec<ObjectKey>> = HashMap::new();
        let mut waiting = Vec::new();
        for (object, case) in &mut self.cases {
            case.names_withheld = None;
            for named in &case.node.names {
                named_by.entry(*named).or_default().push(*object);
            }
            waiting.push(*object);
        }
        while let Some(object) = waiting.pop() {
            let Some(case) = self.cases.get(&object).filter(|case| case.is_released()) else {
                continue;
            };
            let Some(named) = self.first_withheld(object, &case.node.names)? else {
                continue;
            };
            if let Some(case) = self.cases.get_mut(&object) {
                case.names_withheld = Some(named);
            }
            waiting.extend(named_by.get(&object).into_iter().flatten());
        }
        Ok(())
    }

    /// The first of `names` that may not be named before the partner.
    fn first_withheld(
        &self,
        object: ObjectKey,
        names: &[ObjectKey],
    ) -> Result<Option<ObjectId>, ActError> {
        for named in names {
            let may_be_named = *named == object
                || self.exempt.contains(named)
                || match self.cases.get(named) {
                    Some(case) => case.is_released(),
                    None => self.prior(*named)?.is_some_and(|prior| prior.seq.is_some()),
                };
            if !may_be_named {
                return Ok(self.view.summary(*named)?.map(|summary| summary.id));
            }
        }
        Ok(None)
    }

    /// Objects not yet taken up that are released and name one that must not be named any longer:
    /// it is about to be withheld, or it was not held here when they were released.
    fn disturbed(&self) -> Result<Vec<ObjectKey>, ActError> {
        let mut disturbed = Vec::new();
        if !self.remembers {
            return Ok(disturbed);
        }
        for (object, case) in &self.cases {
            let was_withheld = case.prior.as_ref().is_some_and(|prior| prior.seq.is_none());
            if was_withheld || case.is_released() || self.exempt.contains(object) {
                continue;
            }
            for referrer in self.view.referrers(*object)? {
                if !self.cases.contains_key(&referrer)
                    && self
                        .prior(referrer)?
                        .is_some_and(|prior| prior.seq.is_some())
                {
                    disturbed.push(referrer);
                }
            }
        }
        Ok(disturbed)
    }
}
