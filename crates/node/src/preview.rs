//! What an agreement would do, before anybody signs; and why an object is or is not released.

use std::collections::BTreeMap;
use std::sync::Arc;

use mithaq_policy::{Lang, Reason, ReasonCode, Standing};
use mithaq_stix::{ObjectId, Tlp};

use crate::agreements::held;
use crate::deliberate::Deliberation;
use crate::standing::standing_at;
use crate::{ActError, Node};

/// Objects shown of each sort.
const SAMPLES: usize = 5;

/// What the partner would have received if the agreement were in force now.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// Objects that would be released.
    pub released: u64,
    /// How many of each type.
    pub released_kinds: BTreeMap<String, u64>,
    /// Some of them.
    pub released_samples: Vec<PreviewSample>,
    /// Objects that would be withheld.
    pub withheld: u64,
    /// How many for each headline reason, by what it says in English, with one example each. Those
    /// that name withheld objects are one reason, whatever they name.
    pub withheld_for: BTreeMap<String, (u64, PreviewSample)>,
}

/// An object in a preview.
#[derive(Clone, Debug)]
pub struct PreviewSample {
    /// Its id.
    pub id: ObjectId,
    /// What people call it.
    pub name: Option<String>,
    /// Its marking.
    pub tlp: Tlp,
    /// Why it would be withheld; nothing if it would be released.
    pub reasons: Vec<Reason>,
}

/// Whether an object is released under an agreement, and why or why not.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The agreement.
    pub agreement: ObjectId,
    /// Where it stands.
    pub standing: Standing,
    /// The object.
    pub sample: PreviewSample,
    /// The article that permits it, if it is released.
    pub article: Option<String>,
}

impl Node {
    /// Decides about everything that is held as if the agreement were in force, and keeps nothing.
    pub async fn preview(&self, agreement: &ObjectId) -> Result<Preview, ActError> {
        let desk = Arc::clone(&self.desk);
        let id = agreement.clone();
        self.desk
            .store
            .read(move |view| {
                let held = held(view, &id)?;
                let instrument = desk.instrument(&held)?;
                let now = desk.clock.now();
                let force = Standing::InForce { since: now };
                let mut deliberation =
                    Deliberation::begin(view, held.key, &instrument, &desk.identity, force, now)?
                        .anew();
                deliberation.decide(view.held_objects()?)?;
                let mut preview = Preview::default();
                for (object, case) in deliberation.cases() {
                    let sample = sample(case);
                    preview.count(sample, deliberation.article(*object).is_some());
                }
                Ok(preview)
            })
            .await
    }

    /// Why an object is or is not released under each agreement that now stands, with every reason.
    pub async fn explain(&self, object: &ObjectId) -> Result<Vec<Explanation>, ActError> {
        let desk = Arc::clone(&self.desk);
        let id = object.clone();
        self.desk
            .store
            .read(move |view| {
                let key = view
                    .object_key(&id)?
                    .ok_or_else(|| ActError::NoObject(id.to_string()))?;
                if view.summary(key)?.is_none() {
                    return Err(ActError::NoObject(id.to_string()));
                }
                let mut explanations = Vec::new();
                for held in view.agreements()? {
                    let instrument = desk.instrument(&held)?;
                    let now = desk.clock.now();
                    let standing = standing_at(view, &held, &instrument, now)?;
                    let deliberation = Deliberation::begin(
                        view,
                        held.key,
                        &instrument,
                        &desk.identity,
                        standing,
                        now,
                    )?;
                    let case = deliberation.decide_alone(key)?;
                    explanations.extend(case.map(|case| Explanation {
                        agreement: held.id,
                        standing,
                        sample: sample(&case),
                        article: case.article().map(str::to_owned),
                    }));
                }
                Ok(explanations)
            })
            .await
    }
}

impl Preview {
    fn count(&mut self, sample: PreviewSample, released: bool) {
        if released {
            self.released += 1;
            *self
                .released_kinds
                .entry(sample.id.kind().to_owned())
                .or_default() += 1;
            if self.released_samples.len() < SAMPLES {
                self.released_samples.push(sample);
            }
            return;
        }
        self.withheld += 1;
        let headline = match sample.reasons.first() {
            None => String::new(),
            Some(reason) if reason.code == ReasonCode::Closure => reason.code.code().to_owned(),
            Some(reason) => reason.sentence(Lang::En),
        };
        self.withheld_for
            .entry(headline)
            .and_modify(|(count, _)| *count += 1)
            .or_insert((1, sample));
    }
}

fn sample(case: &crate::deliberate::Case) -> PreviewSample {
    let summary = &case.node.summary;
    PreviewSample {
        id: summary.id.clone(),
        name: summary.name.clone(),
        tlp: summary.handling.tlp,
        reasons: case.reasons(),
    }
}
