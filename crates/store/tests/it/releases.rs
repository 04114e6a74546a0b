//! The sequence of releases and the decisions that hold.

use jiff::Timestamp;
use mithaq_stix::Tlp;
use mithaq_store::{DecisionNow, ReleaseFilter, ReleasedVersion, Transaction};

use crate::support::{agreement, at, id, on_both, own, report};

/// Releases reports 1 to `count`, one second after another.
fn release(transaction: &Transaction<'_>, count: u32) -> mithaq_store::AgreementKey {
    let (_, agreement) = agreement(transaction, 7).unwrap();
    for n in 1..=count {
        let object = report(n, 1, &[id("report", 99)]);
        let (key, version) = transaction
            .insert_version(&object, &own(Tlp::Green, &["cybercrime"]), at(0))
            .unwrap();
        let seq = u64::from(n);
        let when = at(i64::from(n));
        transaction
            .put_release(agreement, seq, (key, version), "2", when)
            .unwrap();
        let decision = DecisionNow {
            version,
            seq: Some(seq),
            closure: false,
            reasons: "\"2\"".to_owned(),
        };
        transaction
            .put_decision(agreement, key, &decision, when)
            .unwrap();
    }
    agreement
}

fn places(found: &[ReleasedVersion]) -> Vec<u64> {
    found.iter().map(|released| released.seq).collect()
}

on_both! {
    async fn pages_follow_each_other_by_place_and_by_time(kept: Kept) {
        kept.act(|transaction| {
            let agreement = release(transaction, 7);
            for by_time in [false, true] {
                let mut filter = ReleaseFilter::default();
                let mut seen = Vec::new();
                loop {
                    let page = transaction.releases(agreement, &filter, 3)?;
                    let Some(last) = page.last() else { break };
                    if by_time {
                        filter.added_after = Some(last.released_at);
                    } else {
                        filter.after_seq = Some(last.seq);
                    }
                    seen.extend(places(&page));
                }
                assert_eq!(seen, [1, 2, 3, 4, 5, 6, 7]);
            }
            Ok(())
        })
        .await;
    }
}

on_both! {
    async fn filters_hold_together(kept: Kept) {
        kept.act(|transaction| {
            let agreement = release(transaction, 5);
            let of =
                |filter: ReleaseFilter| places(&transaction.releases(agreement, &filter, 9).unwrap());
            let ids = vec![id("report", 4), id("report", 2), id("report", 77)];
            let some = ReleaseFilter {
                ids,
                ..ReleaseFilter::default()
            };
            assert_eq!(of(some.clone()), [2, 4]);
            assert_eq!(
                of(ReleaseFilter {
                    added_after: Some(at(2)),
                    ..some.clone()
                }),
                [4]
            );
            assert_eq!(
                of(ReleaseFilter {
                    kinds: vec!["tool".into()],
                    ..some.clone()
                }),
                [0; 0]
            );
            let kinds = vec!["tool".into(), "report".into()];
            assert_eq!(
                of(ReleaseFilter {
                    kinds,
                    after_seq: Some(2),
                    ..some
                }),
                [4]
            );
            Ok(())
        })
        .await;
    }
}

on_both! {
    async fn what_ended_is_not_given_and_its_place_is_not_used_again(kept: Kept) {
        kept.act(|transaction| {
            let agreement = release(transaction, 3);
            transaction.end_release(agreement, 2, at(10))?;
            let all = transaction.releases(agreement, &ReleaseFilter::default(), 9)?;
            assert_eq!(places(&all), [1, 3]);
            assert_eq!(
                places(&transaction.newest_releases(agreement, 9, 9)?),
                [3, 1]
            );
            assert_eq!(transaction.last_release(agreement)?, Some((3, at(3))));
            transaction.end_release(agreement, 3, at(10))?;
            assert_eq!(transaction.last_release(agreement)?, Some((3, at(3))));
            Ok(())
        })
        .await;
    }
}

on_both! {
    async fn no_two_releases_have_one_time(kept: Kept) {
        let same = kept
            .store
            .write(|transaction| {
                let agreement = release(transaction, 1);
                let (key, version) = transaction.insert_version(
                    &report(2, 1, &[id("report", 99)]),
                    &own(Tlp::Green, &[]),
                    at(0),
                )?;
                transaction.put_release(agreement, 2, (key, version), "2", at(1))
            })
            .await;
        assert!(same.is_err());
    }
}

on_both! {
    async fn a_text_is_read_only_when_it_is_wanted(kept: Kept) {
        kept.act(|transaction| {
            let agreement = release(transaction, 1);
            let one = |with_body| {
                let filter = ReleaseFilter {
                    with_body,
                    ..ReleaseFilter::default()
                };
                transaction
                    .releases(agreement, &filter, 1)
                    .unwrap()
                    .remove(0)
            };
            assert!(one(false).body.is_empty());
            let whole = one(true);
            let object = report(1, 1, &[id("report", 99)]);
            assert_eq!(whole.body, object.text());
            assert_eq!(whole.digest, object.digest());
            assert_eq!(whole.version.unwrap(), "2026-10-01T00:00:00.000Z");
            assert_eq!((whole.article.as_str(), whole.tlp), ("2", Tlp::Green));
            assert_eq!(whole.subjects, ["cybercrime"]);
            Ok(())
        })
        .await;
    }
}

on_both! {
    async fn decisions_are_counted_and_those_that_withhold_are_listed(kept: Kept) {
        kept.act(|transaction| {
            let agreement = release(transaction, 3);
            assert!(!transaction.any_closure(agreement)?);
            let key = transaction.object_key(&id("report", 2))?.unwrap();
            let before = transaction.decision(agreement, key)?.unwrap();
            let withheld = DecisionNow {
                seq: None,
                closure: true,
                reasons: "[1]".to_owned(),
                ..before
            };
            transaction.put_decision(agreement, key, &withheld, at(20))?;
            assert_eq!(transaction.decision(agreement, key)?.unwrap(), withheld);
            assert!(transaction.any_closure(agreement)?);
            let totals = transaction.agreement_totals(agreement)?;
            assert_eq!((totals.released, totals.withheld), (2, 1));
            assert_eq!(
                transaction.released_kinds(agreement)?,
                [("report".to_owned(), 2)]
            );
            let listed = transaction.withheld(agreement, 0, 9)?;
            let listed: Vec<_> = listed
                .iter()
                .map(|it| (it.id.clone(), it.decided_at))
                .collect();
            assert_eq!(listed, [(id("report", 2), at(20))]);
            assert!(transaction.withheld(agreement, 1, 9)?.is_empty());
            assert_eq!(transaction.activity_since(at(2))?, (1, 1, 0));
            Ok(())
        })
        .await;
    }
}

on_both! {
    async fn an_agreement_is_settled_between_two_times_and_not_outside(kept: Kept) {
        kept.act(|transaction| {
            let (_, key) = agreement(transaction, 7)?;
            let settled = |now| {
                transaction
                    .agreement_at(key)
                    .unwrap()
                    .unwrap()
                    .is_settled(now)
            };
            assert!(!settled(at(0)));
            transaction.set_settled(key, Some((at(10), at(20))))?;
            let found = [9, 10, 19, 20].map(|seconds| settled(at(seconds)));
            assert_eq!(found, [false, true, true, false]);
            transaction.set_settled(key, Some((Timestamp::MIN, Timestamp::MAX)))?;
            assert!(settled(at(0)));
            transaction.set_settled(key, None)?;
            assert!(!settled(at(0)));
            transaction.count_endings(key, 2)?;
            transaction.count_endings(key, 3)?;
            assert_eq!(transaction.agreement_at(key)?.unwrap().endings, 5);
            Ok(())
        })
        .await;
    }
}
