//! What each partner may see, found out slowly: no Cedar, no memory of earlier decisions, no store.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, ToSpan, tz::TimeZone};
use mithaq_node::ReasonCode;
use mithaq_stix::Tlp;
use serde_json::Value;

use crate::world::{
    Act, Draft, KINDS, Officer, SLOTS, SUBJECTS, Target, Terms, World, chosen, partner_of, start_of,
};

/// The world as one person with pen and paper would keep it.
pub(crate) struct Oracle<'a> {
    world: &'a World,
    pub(crate) now: Timestamp,
    held: Vec<BTreeMap<u32, Version>>,
    pub(crate) acts: Vec<About>,
}

#[derive(Clone)]
struct Version {
    text: Value,
    refs: Vec<Target>,
    revoked: bool,
    marking: Option<Tlp>,
    tlp: Tlp,
    subjects: u8,
    /// The agreement under which it came.
    from: Option<usize>,
}

/// What was done about an agreement.
#[derive(Clone, Default)]
pub(crate) struct About {
    /// Whether the draft could be concluded at all.
    pub(crate) exists: bool,
    signed: Option<Timestamp>,
    suspended: bool,
    denounced: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    Accepted,
    Unchanged,
    Rehandled,
    Refused,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stands {
    NotSigned,
    NotYet,
    InForce,
    Denounced,
    Suspended,
    Expired,
    Terminated,
    Letter,
}

/// For each object that may be seen: the day of its version and the article that permits it.
pub(crate) type Visible = BTreeMap<usize, (u32, String)>;

impl<'a> Oracle<'a> {
    pub(crate) fn new(world: &'a World, now: Timestamp) -> Self {
        Self {
            world,
            now,
            held: vec![BTreeMap::new(); SLOTS + 2],
            acts: vec![About::default(); world.terms.len()],
        }
    }

    pub(crate) fn stands(&self, agreement: usize) -> Stands {
        let (terms, about) = (&self.world.terms[agreement], &self.acts[agreement]);
        if about.signed.is_none() {
            return Stands::NotSigned;
        }
        if terms.letter {
            return Stands::Letter;
        }
        let by_notice = about.denounced.map(|on| {
            let on = on.min(self.now).to_zoned(TimeZone::UTC);
            (on + terms.notice_months.months()).timestamp()
        });
        let last_day = terms.ends.map(|ends| start_of(ends + 1));
        let expired = last_day.is_some_and(|end| end <= self.now);
        let terminated = by_notice.is_some_and(|end| end <= self.now);
        match (expired, terminated) {
            (true, true) if by_notice < last_day => return Stands::Terminated,
            (true, _) => return Stands::Expired,
            (false, true) => return Stands::Terminated,
            (false, false) => (),
        }
        if terms.entry.is_some_and(|entry| start_of(entry) > self.now) {
            Stands::NotYet
        } else if about.suspended {
            Stands::Suspended
        } else if about.denounced.is_some() {
            Stands::Denounced
        } else {
            Stands::InForce
        }
    }

    pub(crate) fn gives(&self, agreement: usize) -> bool {
        matches!(self.stands(agreement), Stands::InForce | Stands::Denounced)
    }

    /// Does an act about an agreement; says whether it can be done.
    pub(crate) fn can(&mut self, act: &Act) -> bool {
        let now = self.now;
        match act {
            Act::Sign(agreement) => {
                let about = &mut self.acts[*agreement];
                about.signed.get_or_insert(now);
                true
            }
            Act::Suspend(agreement) => {
                let can = self.gives(*agreement);
                self.acts[*agreement].suspended |= can;
                can
            }
            Act::Resume(agreement) => {
                let can = self.stands(*agreement) == Stands::Suspended;
                self.acts[*agreement].suspended &= !can;
                can
            }
            Act::Terminate(agreement) => {
                let stands = self.stands(*agreement);
                let can = matches!(stands, Stands::InForce | Stands::Suspended)
                    && self.acts[*agreement].denounced.is_none();
                if can {
                    self.acts[*agreement].denounced = Some(now);
                }
                can
            }
            _ => true,
        }
    }

    pub(crate) fn latest(&self, slot: usize) -> Option<&Value> {
        self.last(slot).map(|(_, version)| &version.text)
    }

    pub(crate) fn held_count(&self) -> usize {
        self.held
            .iter()
            .filter(|versions| !versions.is_empty())
            .count()
    }

    fn last(&self, slot: usize) -> Option<(u32, &Version)> {
        let (day, version) = self.held[slot].last_key_value()?;
        Some((*day, version))
    }

    /// Every subject that an article of the agreement is about.
    pub(crate) fn subjects_of(&self, agreement: usize) -> u8 {
        let grants = &self.world.terms[agreement].grants;
        grants.iter().fold(0, |all, (subjects, _)| all | subjects)
    }

    /// Accepts a version; `from` is the agreement under which it came.
    pub(crate) fn accept(
        &mut self,
        draft: &Draft,
        text: &Value,
        officer: &Officer,
        from: Option<usize>,
    ) -> Expected {
        let giver = |from: Option<usize>| from.map(partner_of);
        let mut version = Version {
            text: text.clone(),
            refs: draft.refs.clone(),
            revoked: draft.revoked,
            marking: draft.tlp,
            tlp: draft.tlp.or(officer.unmarked).unwrap_or(Tlp::Amber),
            subjects: officer.subjects,
            from,
        };
        if let Some(same) = self.held[draft.slot].get_mut(&draft.day) {
            return if same.text == *text {
                same.again(officer, from)
            } else {
                Expected::Refused
            };
        }
        if let Some((day, last)) = self.last(draft.slot) {
            let earlier_is_revoked = if day < draft.day {
                last.revoked
            } else {
                draft.revoked
            };
            if earlier_is_revoked || giver(last.from) != giver(from) {
                return Expected::Refused;
            }
            if version.subjects == 0 {
                version.subjects = last.subjects;
            }
            if draft.tlp.or(officer.unmarked).is_none() {
                version.tlp = last.tlp.max(Tlp::Amber);
            }
        }
        self.held[draft.slot].insert(draft.day, version);
        Expected::Accepted
    }

    /// What stands as the draft of the latest version, to be accepted again.
    pub(crate) fn again(&mut self, slot: usize, officer: &Officer) -> Option<Expected> {
        let version = self.held[slot].last_entry()?.into_mut();
        Some(version.again(officer, None))
    }

    /// Everything that the partner may see under an agreement that gives something now.
    ///
    /// It is what remains when, again and again, every object is crossed out that no article
    /// permits or that names something crossed out.
    pub(crate) fn visible(&self, agreement: usize) -> Visible {
        self.visible_if(agreement, None)
    }

    fn visible_if(&self, agreement: usize, assumed: Option<usize>) -> Visible {
        let mut left: Visible = (0..self.held.len())
            .filter_map(|slot| {
                let (day, _) = self.last(slot)?;
                let article = match self.article(agreement, slot) {
                    Some(article) => article,
                    None if assumed == Some(slot) => String::new(),
                    None => return None,
                };
                Some((slot, (day, article)))
            })
            .collect();
        loop {
            let crossed_out = left
                .keys()
                .find(|slot| self.names_another(agreement, **slot, &left))
                .copied();
            match crossed_out {
                Some(slot) => left.remove(&slot),
                None => return left,
            };
        }
    }

    fn names_another(&self, agreement: usize, slot: usize, left: &Visible) -> bool {
        let (_, version) = self.last(slot).unwrap();
        version.refs.iter().any(|target| match target {
            Target::Own | Target::Nobody => false,
            Target::Slot(other) => {
                let is_party = *other == SLOTS + partner_of(agreement);
                !(self.held[*other].is_empty() || left.contains_key(other) || is_party)
            }
        })
    }

    /// The first article under which the object may be given.
    fn article(&self, agreement: usize, slot: usize) -> Option<String> {
        let (_, version) = self.last(slot)?;
        let terms = &self.world.terms[agreement];
        let whole = version.from.is_none()
            && version.tlp != Tlp::Red
            && terms.ceilings.iter().all(|ceiling| version.tlp <= *ceiling)
            && terms.is_valid(self.now);
        let numbered = (1..).zip(&terms.grants);
        let mut granting =
            numbered.filter(|(_, grant)| self.grants(slot, version, **grant) == (true, true));
        let (number, _) = granting.next().filter(|_| whole)?;
        Some(number.to_string())
    }

    /// Whether a granting article covers the object's subjects and its type.
    fn grants(&self, slot: usize, version: &Version, (subjects, kinds): (u8, u8)) -> (bool, bool) {
        let kind = self
            .world
            .kinds
            .get(slot)
            .copied()
            .unwrap_or(KINDS.len() - 1);
        (version.subjects & subjects != 0, kinds & (1 << kind) != 0)
    }

    /// The code of every reason against an object; none if it may be seen.
    pub(crate) fn reasons(&self, agreement: usize, slot: usize) -> BTreeSet<ReasonCode> {
        let mut reasons = BTreeSet::new();
        let Some((_, version)) = self.last(slot) else {
            return reasons;
        };
        let terms = &self.world.terms[agreement];
        let article = self
            .article(agreement, slot)
            .filter(|_| self.gives(agreement));
        if article.is_none() {
            reasons.extend(match self.stands(agreement) {
                Stands::NotSigned => Some(ReasonCode::AgreementNotSigned),
                Stands::NotYet => Some(ReasonCode::AgreementNotYetInForce),
                Stands::Suspended => Some(ReasonCode::AgreementSuspended),
                Stands::Expired => Some(ReasonCode::AgreementExpired),
                Stands::Terminated => Some(ReasonCode::AgreementTerminated),
                Stands::Letter | Stands::InForce | Stands::Denounced => None,
            });
            reasons.extend(terms.letter.then_some(ReasonCode::NotBinding));
            reasons.extend(version.from.map(|_| ReasonCode::Originator));
            reasons.extend((version.tlp == Tlp::Red).then_some(ReasonCode::Red));
            let above = terms.ceilings.iter().any(|ceiling| version.tlp > *ceiling);
            reasons.extend(above.then_some(ReasonCode::AboveCeiling));
            reasons.extend((!terms.is_valid(self.now)).then_some(ReasonCode::OutsideValidity));
            let grants = terms.grants.iter().filter(|_| !terms.letter);
            let covered: Vec<(bool, bool)> = grants
                .map(|grant| self.grants(slot, version, *grant))
                .collect();
            // That some articles do not cover it is no reason where another does.
            if !covered.contains(&(true, true)) {
                for (subject, kind) in covered {
                    reasons.extend((!subject).then_some(ReasonCode::Subject));
                    reasons.extend((!kind).then_some(ReasonCode::ObjectType));
                }
            }
        }
        let left = if self.gives(agreement) {
            self.visible_if(agreement, Some(slot))
        } else {
            // Nothing else may be seen either, so whatever it names stands in the way.
            Visible::from([(slot, (0, String::new()))])
        };
        let closure = !left.contains_key(&slot) || self.names_another(agreement, slot, &left);
        reasons.extend(closure.then_some(ReasonCode::Closure));
        reasons
    }

    pub(crate) fn subjects_words(bits: u8) -> Vec<&'static str> {
        chosen(&SUBJECTS, bits)
    }
}

impl Version {
    /// The same version once more.
    fn again(&mut self, officer: &Officer, from: Option<usize>) -> Expected {
        if self.from != from || (officer.subjects == 0 && officer.unmarked.is_none()) {
            return Expected::Unchanged;
        }
        let subjects = if officer.subjects == 0 {
            self.subjects
        } else {
            officer.subjects
        };
        let tlp = self.marking.or(officer.unmarked).unwrap_or(self.tlp);
        if (subjects, tlp) == (self.subjects, self.tlp) {
            return Expected::Unchanged;
        }
        (self.subjects, self.tlp) = (subjects, tlp);
        Expected::Rehandled
    }
}

impl Terms {
    fn is_valid(&self, now: Timestamp) -> bool {
        self.validity.is_none_or(|(from, until)| {
            from.is_none_or(|from| start_of(from) <= now)
                && until.is_none_or(|until| now < start_of(until + 1))
        })
    }
}
