//! Random worlds: agreements with two partners, objects that name each other, and acts on them.

use std::fmt::Write;

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use mithaq_stix::Tlp;
use proptest::prelude::*;
use serde_json::{Value, json};

pub(crate) const SUBJECTS: [&str; 3] = ["cybercrime", "terrorism", "training"];
pub(crate) const KINDS: [&str; 5] = ["indicator", "malware", "report", "note", "identity"];
/// Objects that a world may hold; behind them stand the identities of both partners.
pub(crate) const SLOTS: usize = 7;
pub(crate) const AGREEMENTS: usize = 3;

/// The partner, 0 or 1, of each agreement.
pub(crate) fn partner_of(agreement: usize) -> usize {
    usize::from(agreement == 2)
}

#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) terms: Vec<Terms>,
    /// The type of the object in each slot, by its place in [`KINDS`].
    pub(crate) kinds: Vec<usize>,
    pub(crate) acts_before: Vec<Act>,
    pub(crate) acts: Vec<Act>,
}

/// What an agreement says. Days are counted from 1 November 2026.
#[derive(Clone, Debug)]
pub(crate) struct Terms {
    /// For each granting article, its subjects and types as bits.
    pub(crate) grants: Vec<(u8, u8)>,
    pub(crate) ceilings: Vec<Tlp>,
    pub(crate) validity: Option<(Option<i32>, Option<i32>)>,
    /// In force from this day on; on signature if there is none.
    pub(crate) entry: Option<i32>,
    pub(crate) ends: Option<i32>,
    pub(crate) notice_months: i32,
    pub(crate) letter: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// Both parties sign.
    Sign(usize),
    /// A version of an object is accepted as this node's own.
    Accept(Draft, Officer),
    /// The latest version of an object is accepted again, for another use.
    Again(usize, Officer),
    /// A version comes from a partner under an agreement.
    Receive(Draft, usize),
    Settle,
    Suspend(usize),
    Resume(usize),
    Terminate(usize),
    /// The clock moves by so many hours.
    Move(i32),
}

/// A version of the object in a slot.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) slot: usize,
    /// The day of `modified`, in October.
    pub(crate) day: u32,
    pub(crate) tlp: Option<Tlp>,
    pub(crate) refs: Vec<Target>,
    pub(crate) revoked: bool,
}

/// What the officer says beside the object.
#[derive(Clone, Debug)]
pub(crate) struct Officer {
    pub(crate) subjects: u8,
    pub(crate) unmarked: Option<Tlp>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Slot(usize),
    Own,
    Nobody,
}

pub(crate) fn day(offset: i32) -> Date {
    jiff::civil::date(2026, 11, 1) + offset.days()
}

pub(crate) fn start_of(offset: i32) -> Timestamp {
    day(offset).to_zoned(TimeZone::UTC).unwrap().timestamp()
}

/// The words of a list that the bits choose.
pub(crate) fn chosen<'a>(words: &[&'a str], bits: u8) -> Vec<&'a str> {
    let places = words.iter().enumerate();
    places
        .filter(|(place, _)| bits & (1 << place) != 0)
        .map(|(_, word)| *word)
        .collect()
}

impl Terms {
    /// The text that an officer would write.
    pub(crate) fn draft(&self, partner: &str) -> String {
        let instrument = if self.letter {
            "letter-of-intent"
        } else {
            "memorandum"
        };
        let entry = self
            .entry
            .map_or("on-signature".to_owned(), |at| day(at).to_string());
        let mut text = format!(
            "name = {{ en = \"Memorandum\" }}\ninstrument = \"{instrument}\"\n\
             parties = [\"self\", \"{partner}\"]\nenters_into_force = \"{entry}\"\n\
             notice_months = {}\nauthentic = [\"en\"]\n",
            self.notice_months
        );
        if let Some(ends) = self.ends {
            writeln!(text, "ends_on = \"{}\"", day(ends)).unwrap();
        }
        for (number, terms) in (1..).zip(self.articles()) {
            writeln!(
                text,
                "[[article]]\nnumber = \"{number}\"\ntitle = {{ en = \"Title\" }}\n\
                 text = {{ en = \"Text.\" }}\n{terms}"
            )
            .unwrap();
        }
        text
    }

    /// The machine terms of each article; the granting ones come first.
    fn articles(&self) -> Vec<String> {
        let granting = self
            .grants
            .iter()
            .filter(|_| !self.letter)
            .map(|&(subjects, kinds)| {
                format!(
                    "grants = {{ subjects = {:?}, object_types = {:?} }}",
                    chosen(&SUBJECTS, subjects),
                    chosen(&KINDS, kinds)
                )
            });
        let ceilings = self.ceilings.iter().map(|tlp| {
            let tlp = tlp.to_string().to_lowercase();
            format!(
                "ceiling = {{ tlp = \"{}\" }}",
                tlp.trim_start_matches("tlp:")
            )
        });
        let validity = self.validity.map(|(from, until)| {
            let from = from.map(|at| format!("from = \"{}\"", day(at)));
            let until = until.map(|at| format!("until = \"{}\"", day(at)));
            let ends: Vec<String> = from.into_iter().chain(until).collect();
            format!("validity = {{ {} }}", ends.join(", "))
        });
        granting
            .chain(ceilings)
            .chain(validity)
            .chain([String::new()])
            .collect()
    }
}

/// The id of the object in a slot.
pub(crate) fn slot_id(world: &World, slot: usize, partners: &[String; 2]) -> String {
    match slot.checked_sub(SLOTS) {
        Some(partner) => partners[partner].clone(),
        None => format!(
            "{}--00000000-0000-4000-8000-{slot:012}",
            KINDS[world.kinds[slot]]
        ),
    }
}

impl Draft {
    /// The object itself.
    pub(crate) fn text(&self, world: &World, own: &str, partners: &[String; 2]) -> Value {
        let id = slot_id(world, self.slot, partners);
        let refs: Vec<String> = self
            .refs
            .iter()
            .map(|target| match target {
                Target::Slot(slot) => slot_id(world, *slot, partners),
                Target::Own => own.to_owned(),
                Target::Nobody => nobody(),
            })
            .collect();
        let mut object = self.body(&id, &refs);
        let members = object.as_object_mut().unwrap();
        if let Some(tlp) = self.tlp {
            members.insert(
                "object_marking_refs".into(),
                json!([tlp.marking_id().as_str()]),
            );
        }
        if self.revoked {
            members.insert("revoked".into(), json!(true));
        }
        object
    }

    fn body(&self, id: &str, refs: &[String]) -> Value {
        let kind = id.split("--").next().unwrap();
        let at_least_one = if refs.is_empty() {
            vec![nobody()]
        } else {
            refs.to_vec()
        };
        let more = match kind {
            "indicator" => json!({
                "pattern": "[ipv4-addr:value = '192.0.2.1']", "pattern_type": "stix",
                "valid_from": "2026-10-01T00:00:00Z", "x_seen_with_refs": at_least_one,
            }),
            "malware" => json!({
                "name": "Invented", "is_family": false, "x_seen_with_refs": at_least_one,
            }),
            "report" => json!({
                "name": "Invented", "published": "2026-10-02T00:00:00Z", "object_refs": at_least_one,
            }),
            "note" => json!({ "content": "Invented", "object_refs": at_least_one }),
            _ => json!({ "name": "Invented", "x_seen_with_refs": at_least_one }),
        };
        let mut object = json!({
            "type": kind, "spec_version": "2.1", "id": id, "created": "2026-10-01T00:00:00.000Z",
            "modified": modified(self.day),
        });
        object
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        object
    }
}

pub(crate) fn modified(day: u32) -> String {
    format!("2026-10-{day:02}T00:00:00.000Z")
}

fn nobody() -> String {
    "tool--00000000-0000-4000-8000-000000000099".to_owned()
}

pub(crate) fn worlds() -> impl Strategy<Value = World> {
    let kinds = prop::collection::vec(0..4_usize, SLOTS);
    let terms = prop::collection::vec(terms(), AGREEMENTS);
    let first = prop::collection::vec((draft(), officer()), SLOTS - 1..SLOTS + 3);
    let acts = prop::collection::vec(act(), 4..20);
    let third = prop::bool::weighted(0.6);
    (terms, kinds, first, acts, third).prop_map(|(terms, kinds, first, acts, third)| {
        let signed = [0, 2].into_iter().chain(third.then_some(1)).map(Act::Sign);
        let held = (0..).zip(first).map(|(slot, (draft, officer))| {
            let draft = Draft {
                slot: slot % (SLOTS + 2),
                ..draft
            };
            Act::Accept(draft, officer)
        });
        World {
            terms,
            kinds,
            // Nobody reads before the stage is set.
            acts_before: held.chain(signed).collect(),
            acts,
        }
    })
}

fn terms() -> impl Strategy<Value = Terms> {
    let day = |days: std::ops::Range<i32>| prop::option::weighted(0.6, days);
    (
        prop::collection::vec((most(7), most(31)), 1..4),
        prop::collection::vec(prop::sample::select(&Tlp::ALL[..4]), 0..2),
        prop::option::weighted(0.5, (day(-1..2), day(0..6))),
        prop::option::weighted(0.2, -1..3),
        prop::option::weighted(0.2, 2..8),
        0..2_i32,
        prop::bool::weighted(0.05),
    )
        .prop_map(
            |(grants, ceilings, validity, entry, ends, notice_months, letter)| Terms {
                grants,
                ceilings,
                validity: validity.filter(|(from, until)| from.is_some() || until.is_some()),
                entry,
                ends,
                notice_months,
                letter,
            },
        )
}

/// Bits that are often all set.
fn most(all: u8) -> impl Strategy<Value = u8> {
    prop_oneof![2 => Just(all), 3 => 1..=all]
}

fn act() -> impl Strategy<Value = Act> {
    let agreement = || 0..AGREEMENTS;
    prop_oneof![
        1 => agreement().prop_map(Act::Sign),
        10 => (draft(), officer()).prop_map(|(draft, officer)| Act::Accept(draft, officer)),
        3 => (0..SLOTS + 2, officer()).prop_map(|(slot, officer)| Act::Again(slot, officer)),
        2 => (draft(), agreement()).prop_map(|(draft, agreement)| Act::Receive(draft, agreement)),
        2 => Just(Act::Settle),
        1 => agreement().prop_map(Act::Suspend),
        2 => agreement().prop_map(Act::Resume),
        1 => agreement().prop_map(Act::Terminate),
        4 => (-40..60_i32).prop_map(Act::Move),
    ]
}

fn draft() -> impl Strategy<Value = Draft> {
    let target = prop_oneof![
        8 => (0..SLOTS).prop_map(Target::Slot),
        1 => (SLOTS..SLOTS + 2).prop_map(Target::Slot),
        1 => Just(Target::Own),
        1 => Just(Target::Nobody),
    ];
    let tlp = prop_oneof![
        2 => Just(None),
        9 => prop::sample::select(&Tlp::ALL[..3]).prop_map(Some),
        1 => prop::sample::select(&Tlp::ALL[3..]).prop_map(Some),
    ];
    (
        0..SLOTS + 2,
        1..7_u32,
        tlp,
        prop::collection::vec(target, 0..4),
        prop::bool::weighted(0.07),
    )
        .prop_map(|(slot, day, tlp, refs, revoked)| Draft {
            slot,
            day,
            tlp,
            refs,
            revoked,
        })
}

fn officer() -> impl Strategy<Value = Officer> {
    let unmarked = prop::option::weighted(0.3, prop::sample::select(&Tlp::ALL[..]));
    // Zero subjects: those of the version before.
    (prop_oneof![1 => Just(0), 4 => 1..8_u8], unmarked)
        .prop_map(|(subjects, unmarked)| Officer { subjects, unmarked })
}
