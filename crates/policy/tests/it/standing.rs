//! Where an agreement stands: signature is not force, and an end is an end.

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, date},
    tz::TimeZone,
};
use mithaq_policy::{
    Agreement, Denunciation, EntryRule, Facts, Standing, Suspension, next_change, standing,
};
use mithaq_stix::ObjectId;
use proptest::prelude::*;

use crate::sample::{LETTER, MEMORANDUM, at, conclude, stranger, them, us};

const RULES: [&str; 4] = [
    "on-signature",
    "on-last-notification",
    "month-end-after-last-notification",
    "2026-06-01",
];

/// The memorandum with another rule of entry.
fn entering(rule: &str) -> Agreement {
    conclude(&MEMORANDUM.replace("on-signature", rule))
}

fn signed(ours: &str, theirs: &str) -> Facts {
    Facts {
        signatures: vec![(us(), at(ours)), (them(), at(theirs))],
        ..Facts::default()
    }
}

fn suspension(since: &str) -> Suspension {
    Suspension {
        by: them(),
        since: at(since),
        reason: "An inquiry is open.".to_owned(),
    }
}

fn denunciation(on: &str) -> Denunciation {
    Denunciation {
        by: us(),
        on: at(on),
    }
}

#[test]
fn nothing_is_in_force_before_everyone_has_signed() {
    let agreement = entering("on-signature");
    let mut facts = Facts::default();
    assert_eq!(
        standing(&agreement, &facts, at("2026-03-01T00:00:00Z")),
        Standing::Draft
    );
    facts.signatures.push((us(), at("2026-03-02T10:00:00Z")));
    facts.signatures.push((us(), at("2026-03-02T11:00:00Z")));
    facts
        .signatures
        .push((stranger(), at("2026-03-02T12:00:00Z")));
    assert_eq!(
        standing(&agreement, &facts, at("2026-03-02T09:59:59Z")),
        Standing::Draft
    );
    assert_eq!(
        standing(&agreement, &facts, at("2026-03-09T00:00:00Z")),
        Standing::SignedPart
    );
    facts.signatures.push((them(), at("2026-03-10T15:00:00Z")));
    let since = at("2026-03-10T15:00:00Z");
    assert_eq!(
        standing(&agreement, &facts, at("2026-03-10T14:59:59Z")),
        Standing::SignedPart
    );
    assert_eq!(
        standing(&agreement, &facts, since),
        Standing::InForce { since }
    );
}

#[test]
fn a_fixed_day_is_waited_for_but_never_before_the_signatures() {
    let agreement = entering("2026-06-01");
    let early = signed("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z");
    let from = at("2026-06-01T00:00:00Z");
    assert_eq!(
        standing(&agreement, &early, at("2026-05-31T23:59:59Z")),
        Standing::Signed {
            in_force_from: Some(from)
        }
    );
    assert_eq!(
        standing(&agreement, &early, from),
        Standing::InForce { since: from }
    );
    assert_eq!(
        next_change(&agreement, &early, at("2026-05-01T00:00:00Z")),
        Some(from)
    );

    let late = signed("2026-03-01T00:00:00Z", "2026-07-02T08:00:00Z");
    assert_eq!(
        standing(&agreement, &late, at("2026-07-01T00:00:00Z")),
        Standing::SignedPart
    );
    let since = at("2026-07-02T08:00:00Z");
    assert_eq!(
        standing(&agreement, &late, since),
        Standing::InForce { since }
    );
}

#[test]
fn notifications_of_all_parties_bring_it_into_force() {
    let agreement = entering("on-last-notification");
    let mut facts = signed("2026-03-01T09:00:00Z", "2026-03-02T09:00:00Z");
    let waiting = Standing::Signed {
        in_force_from: None,
    };
    facts.notifications.push((us(), date(2026, 4, 1)));
    assert_eq!(
        standing(&agreement, &facts, at("2026-05-01T00:00:00Z")),
        waiting
    );
    facts.notifications.push((them(), date(2026, 5, 20)));
    assert_eq!(
        standing(&agreement, &facts, at("2026-05-19T23:59:59Z")),
        waiting
    );
    let since = at("2026-05-20T00:00:00Z");
    assert_eq!(
        standing(&agreement, &facts, since),
        Standing::InForce { since }
    );
}

/// Notified in March, in force on the last day of April.
#[test]
fn the_month_end_is_that_of_the_following_month() {
    let agreement = entering("month-end-after-last-notification");
    for (last, from) in [
        (date(2026, 3, 1), "2026-04-30T00:00:00Z"),
        (date(2026, 3, 31), "2026-04-30T00:00:00Z"),
        (date(2026, 1, 31), "2026-02-28T00:00:00Z"),
        (date(2026, 12, 15), "2027-01-31T00:00:00Z"),
    ] {
        let mut facts = signed("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z");
        facts.notifications = vec![(us(), last), (them(), date(2026, 1, 2))];
        let noon = last
            .at(12, 0, 0, 0)
            .to_zoned(TimeZone::UTC)
            .unwrap()
            .timestamp();
        let in_force_from = Some(at(from));
        assert_eq!(
            standing(&agreement, &facts, noon),
            Standing::Signed { in_force_from }
        );
        assert_eq!(
            standing(&agreement, &facts, at(from)),
            Standing::InForce { since: at(from) }
        );
        assert_eq!(next_change(&agreement, &facts, noon), in_force_from);
    }
}

#[test]
fn it_expires_after_its_last_day() {
    let agreement = entering("on-signature");
    let facts = signed("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z");
    assert!(standing(&agreement, &facts, at("2028-12-31T23:59:59.999Z")).permits());
    let end = at("2029-01-01T00:00:00Z");
    assert_eq!(standing(&agreement, &facts, end), Standing::Expired);
    assert_eq!(
        next_change(&agreement, &facts, at("2026-04-01T00:00:00Z")),
        Some(end)
    );
    assert_eq!(next_change(&agreement, &facts, end), None);
}

#[test]
fn a_suspension_stops_and_lifting_it_resumes() {
    let agreement = entering("on-signature");
    let mut facts = signed("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z");
    facts.suspended = Some(suspension("2026-05-01T00:00:00Z"));
    assert!(standing(&agreement, &facts, at("2026-04-30T23:59:59Z")).permits());
    assert_eq!(
        standing(&agreement, &facts, at("2026-05-01T00:00:00Z")),
        Standing::Suspended
    );
    facts.denounced = Some(denunciation("2026-05-02T00:00:00Z"));
    assert_eq!(
        standing(&agreement, &facts, at("2026-06-01T00:00:00Z")),
        Standing::Suspended
    );
    facts.suspended = None;
    facts.denounced = None;
    assert!(standing(&agreement, &facts, at("2026-06-01T00:00:00Z")).permits());
}

#[test]
fn sharing_goes_on_during_the_months_of_notice() {
    let agreement = entering("on-signature");
    let mut facts = signed("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z");
    facts.denounced = Some(denunciation("2026-11-30T14:00:00Z"));
    let ends = at("2027-02-28T14:00:00Z");
    let given = at("2026-11-30T14:00:00Z");
    let since = at("2026-03-02T00:00:00Z");
    assert_eq!(
        standing(&agreement, &facts, at("2026-11-30T13:59:59Z")),
        Standing::InForce { since }
    );
    assert_eq!(
        standing(&agreement, &facts, given),
        Standing::Denounced { ends }
    );
    assert_eq!(next_change(&agreement, &facts, given), Some(ends));
    assert_eq!(standing(&agreement, &facts, ends), Standing::Terminated);

    facts.denounced = Some(denunciation("2028-11-01T00:00:00Z"));
    let ends = at("2029-01-01T00:00:00Z");
    let noticed = standing(&agreement, &facts, at("2028-12-01T00:00:00Z"));
    assert_eq!(
        noticed,
        Standing::Denounced { ends },
        "its own last day is sooner"
    );
    assert_eq!(standing(&agreement, &facts, ends), Standing::Expired);
}

#[test]
fn a_letter_of_intent_stops_at_its_signature() {
    let letter = conclude(LETTER);
    let facts = signed("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z");
    assert_eq!(
        standing(&letter, &facts, at("2026-03-01T00:00:00Z")),
        Standing::SignedPart
    );
    assert_eq!(
        standing(&letter, &facts, at("2026-04-01T00:00:00Z")),
        Standing::NotBinding
    );
}

#[test]
fn one_that_ends_before_it_begins_is_never_in_force() {
    let agreement = entering("month-end-after-last-notification");
    let mut facts = signed("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z");
    facts.notifications = vec![(us(), date(2028, 12, 1)), (them(), date(2028, 12, 1))];
    let waiting = Standing::Signed {
        in_force_from: None,
    };
    assert_eq!(
        standing(&agreement, &facts, at("2028-12-20T00:00:00Z")),
        waiting
    );
    assert_eq!(
        standing(&agreement, &facts, at("2029-02-01T00:00:00Z")),
        Standing::Expired
    );
}

#[test]
fn the_codes_are_stable() {
    let moment = at("2026-01-01T00:00:00Z");
    let all = [
        Standing::Draft,
        Standing::SignedPart,
        Standing::Signed {
            in_force_from: None,
        },
        Standing::InForce { since: moment },
        Standing::Suspended,
        Standing::Denounced { ends: moment },
        Standing::Terminated,
        Standing::Expired,
        Standing::NotBinding,
    ];
    let codes: Vec<&str> = all.iter().map(Standing::code).collect();
    insta::assert_snapshot!(codes.join(" "), @"draft signed-part signed in-force suspended denounced terminated expired not-binding");
    let permitting: Vec<&str> = all
        .iter()
        .filter(|standing| standing.permits())
        .map(Standing::code)
        .collect();
    assert_eq!(permitting, ["in-force", "denounced"]);
}

/// Whether anything may be given at `now`, found by asking each condition by itself.
fn obviously_permits(agreement: &Agreement, facts: &Facts, now: Timestamp) -> bool {
    let mut last_signature = Timestamp::MIN;
    for party in agreement.parties() {
        let mut own = None;
        for (signer, when) in &facts.signatures {
            if signer == &party.id && *when <= now && own.is_none_or(|own| *when < own) {
                own = Some(*when);
            }
        }
        match own {
            Some(when) if when > last_signature => last_signature = when,
            Some(_) => {}
            None => return false,
        }
    }
    if agreement.instrument().as_str() == "letter-of-intent" {
        return false;
    }
    let entry = match agreement.enters_into_force() {
        EntryRule::OnSignature => last_signature,
        EntryRule::Fixed(day) => midnight(day),
        rule => {
            let mut last = Date::MIN;
            for party in agreement.parties() {
                let own = facts
                    .notifications
                    .iter()
                    .filter(|(notifier, day)| notifier == &party.id && midnight(*day) <= now);
                match own.map(|(_, day)| *day).min() {
                    Some(day) => last = last.max(day),
                    None => return false,
                }
            }
            if rule == EntryRule::OnLastNotification {
                midnight(last)
            } else {
                // The day before the first of the month after the next.
                let next = if last.month() < 11 {
                    date(last.year(), last.month() + 2, 1)
                } else {
                    date(last.year() + 1, last.month() - 10, 1)
                };
                midnight(next.yesterday().unwrap())
            }
        }
    };
    let mut permits = entry <= now && last_signature <= now;
    if let Some(day) = agreement.ends_on() {
        permits &= now.to_zoned(TimeZone::UTC).date() <= day;
    }
    if let Some(suspension) = &facts.suspended {
        permits &= now < suspension.since;
    }
    if let Some(denunciation) = facts.denounced.as_ref().filter(|it| it.on <= now) {
        let months = i64::from(agreement.notice_months()).months();
        permits &= now
            < denunciation
                .on
                .to_zoned(TimeZone::UTC)
                .checked_add(months)
                .unwrap()
                .timestamp();
    }
    permits
}

fn midnight(day: Date) -> Timestamp {
    day.to_zoned(TimeZone::UTC).unwrap().timestamp()
}

/// Any second of 2026 to 2029.
fn moment() -> impl Strategy<Value = Timestamp> {
    let (first, last) = (at("2026-01-01T00:00:00Z"), at("2029-12-31T00:00:00Z"));
    (first.as_second()..last.as_second()).prop_map(|second| Timestamp::new(second, 0).unwrap())
}

fn anyone() -> impl Strategy<Value = ObjectId> {
    prop_oneof![4 => Just(us()), 4 => Just(them()), 1 => Just(stranger())]
}

prop_compose! {
    fn facts()(
        signatures in prop::collection::vec((anyone(), moment()), 0..5),
        notifications in prop::collection::vec((anyone(), moment()), 0..5),
        suspended in prop::option::weighted(0.3, moment()),
        denounced in prop::option::weighted(0.3, moment()),
    ) -> Facts {
        let day = |(who, when): (ObjectId, Timestamp)| (who, when.to_zoned(TimeZone::UTC).date());
        Facts {
            signatures,
            notifications: notifications.into_iter().map(day).collect(),
            suspended: suspended.map(|since| Suspension { by: us(), since, reason: String::new() }),
            denounced: denounced.map(|on| Denunciation { by: them(), on }),
        }
    }
}

fn agreements() -> impl Strategy<Value = Agreement> {
    let all: Vec<Agreement> = RULES
        .into_iter()
        .map(entering)
        .chain([conclude(LETTER)])
        .collect();
    prop::sample::select(all)
}

proptest! {
    #[test]
    fn it_permits_exactly_when_every_condition_holds(
        agreement in agreements(),
        facts in facts(),
        now in moment(),
    ) {
        let standing = standing(&agreement, &facts, now);
        prop_assert_eq!(
            standing.permits(),
            obviously_permits(&agreement, &facts, now),
            "{:?}", standing
        );
    }

    #[test]
    fn a_suspension_always_stops(agreement in agreements(), facts in facts(), now in moment()) {
        let suspended = Some(Suspension { by: us(), since: now, reason: String::new() });
        let facts = Facts { suspended, ..facts };
        prop_assert!(!standing(&agreement, &facts, now).permits());
    }

    #[test]
    fn the_standing_holds_until_its_next_change(
        agreement in agreements(),
        facts in facts(),
        now in moment(),
        between in 0.0..1.0f64,
    ) {
        let current = standing(&agreement, &facts, now);
        let next = next_change(&agreement, &facts, now);
        if let Some(next) = next {
            prop_assert!(next > now);
            prop_assert_ne!(standing(&agreement, &facts, next), current);
            let just_before = next - 1.nanosecond();
            prop_assert_eq!(standing(&agreement, &facts, just_before), current);
        }
        let horizon = next.map_or(at("2040-01-01T00:00:00Z"), |next| next - 1.nanosecond());
        let width = horizon.duration_since(now);
        let later = now + width.mul_f64(between);
        prop_assert_eq!(standing(&agreement, &facts, later), current, "at {}", later);
    }
}
