//! Versions, what they name, and how they may be used.

use mithaq_stix::Tlp;
use mithaq_store::{Handling, Origin, Transaction};

use crate::support::{agreement, at, id, on_both, own, report};

fn insert(transaction: &Transaction<'_>, n: u32, day: u32, refs: &[u32]) {
    let refs: Vec<_> = refs.iter().map(|&n| id("report", n)).collect();
    transaction
        .insert_version(&report(n, day, &refs), &own(Tlp::Amber, &[]), at(0))
        .unwrap();
}

on_both! {
    async fn the_latest_version_is_that_of_the_latest_date_whenever_it_came(kept: Kept) {
        for (day, expected) in [(5, 5), (3, 5), (9, 9), (7, 9)] {
            kept.act(move |transaction| {
                insert(transaction, 1, day, &[8]);
                Ok(())
            })
            .await;
            let found = kept.store.read(|view| view.latest(&id("report", 1))).await;
            let found = found.unwrap().unwrap();
            let latest = format!("2026-10-{expected:02}T00:00:00.000Z");
            assert_eq!(found.modified, Some(latest));
            assert_eq!(
                found.summary.name.unwrap(),
                format!("Invented report 1, version {expected}")
            );
        }
        let counts = kept.act(|transaction| transaction.graph_counts()).await;
        assert_eq!((counts.objects, counts.versions), (1, 4));
    }
}

on_both! {
    async fn a_version_is_kept_as_it_came(kept: Kept) {
        let object = report(1, 5, &[id("report", 2)]);
        let (text, digest) = (object.text().to_vec(), object.digest());
        kept.act(move |transaction| transaction.insert_version(&object, &own(Tlp::Red, &[]), at(7)))
            .await;
        let found = kept.store.read(|view| view.latest(&id("report", 1))).await;
        let found = found.unwrap().unwrap();
        assert_eq!(found.body, text);
        assert_eq!(found.summary.digest, digest);
        assert_eq!(found.accepted_at, at(7));
        assert_eq!(found.summary.kind, "report");
    }
}

on_both! {
    async fn only_the_latest_version_names_and_only_what_is_held_is_named(kept: Kept) {
        let (before, after) = kept
            .act(|transaction| {
                insert(transaction, 1, 1, &[2, 3, 1]);
                insert(transaction, 2, 1, &[9]);
                let one = transaction.object_key(&id("report", 1))?.unwrap();
                let two = transaction.object_key(&id("report", 2))?.unwrap();
                let three = transaction.object_key(&id("report", 3))?.unwrap();
                let names = |transaction: &Transaction<'_>| {
                    let mut names = transaction.node(one).unwrap().unwrap().names;
                    names.sort_unstable();
                    names
                };
                let before = (names(transaction), transaction.referrers(three)?);
                assert_eq!(before, (vec![one, two], vec![one]));
                assert!(transaction.node(three)?.is_none());
                insert(transaction, 3, 1, &[9]);
                let between = names(transaction);
                assert_eq!(between, [one, two, three]);
                // A later version no longer names the second; an earlier one that comes late does.
                insert(transaction, 1, 5, &[3]);
                insert(transaction, 1, 2, &[2]);
                let after = (names(transaction), transaction.referrers(two)?);
                assert_eq!(after, (vec![three], vec![]));
                Ok((before, after))
            })
            .await;
        assert_ne!(before.0, after.0);
    }
}

on_both! {
    async fn handling_belongs_to_a_version_and_can_be_said_anew_but_for_its_origin(kept: Kept) {
        kept.act(|transaction| {
            let (partner, agreement) = agreement(transaction, 7)?;
            let origin = Some(Origin { partner, agreement });
            let received = Handling {
                origin,
                ..own(Tlp::Green, &["terrorism", "cybercrime"])
            };
            let first = report(1, 1, &[id("report", 9)]);
            let second = report(1, 2, &[id("report", 9)]);
            let (key, old) = transaction.insert_version(&first, &received, at(0))?;
            assert_eq!(transaction.handling(old)?.unwrap(), received);
            let (_, new) = transaction.insert_version(&second, &own(Tlp::Red, &["training"]), at(0))?;
            assert_eq!(transaction.handling(old)?.unwrap(), received);
            assert_eq!(
                transaction.summary(key)?.unwrap().handling,
                own(Tlp::Red, &["training"])
            );
            // Whose a version is never changes.
            transaction.put_handling(old, &own(Tlp::Clear, &[]))?;
            let changed = transaction.handling(old)?.unwrap();
            assert_eq!((changed.tlp, changed.origin), (Tlp::Clear, origin));
            assert!(changed.subjects.is_empty());
            assert_eq!(transaction.handling(new)?.unwrap().tlp, Tlp::Red);
            Ok(())
        })
        .await;
    }
}

on_both! {
    async fn facts_are_those_of_the_version_asked_for_or_else_of_the_latest(kept: Kept) {
        kept.act(|transaction| {
            for day in [2, 4, 3] {
                insert(transaction, 1, day, &[9]);
            }
            let key = transaction.object_key(&id("report", 1))?.unwrap();
            let facts = |day| {
                let wanted = report(1, day, &[id("report", 9)]).version_key();
                let (_, facts) = transaction.version_facts(key, &wanted).unwrap().unwrap();
                facts.version_key
            };
            let of = |day| report(1, day, &[id("report", 9)]).version_key();
            assert_eq!([facts(2), facts(3), facts(4)], [of(2), of(3), of(4)]);
            assert_eq!([facts(1), facts(5)], [of(4), of(4)]);
            Ok(())
        })
        .await;
    }
}

on_both! {
    async fn the_same_version_is_never_kept_twice(kept: Kept) {
        let twice = kept
            .store
            .write(|transaction| {
                let object = report(1, 1, &[id("report", 9)]);
                transaction.insert_version(&object, &own(Tlp::Amber, &[]), at(0))?;
                transaction.insert_version(&object, &own(Tlp::Amber, &[]), at(0))
            })
            .await;
        assert!(twice.is_err());
        let counts = kept.act(|transaction| transaction.graph_counts()).await;
        assert_eq!(counts.versions, 0);
    }
}

on_both! {
    async fn what_waits_for_a_decision_is_taken_once(kept: Kept) {
        kept.act(|transaction| {
            assert!(!transaction.any_pending()?);
            let mut marked = Vec::new();
            for n in [1, 2, 3] {
                let key = transaction.name_object(&id("report", n))?;
                transaction.mark_pending(key)?;
                transaction.mark_pending(key)?;
                marked.push(key);
            }
            let mut taken = transaction.take_pending(2)?;
            assert!(transaction.any_pending()?);
            taken.extend(transaction.take_pending(2)?);
            taken.sort_unstable();
            assert_eq!(taken, marked);
            assert!(!transaction.any_pending()?);
            Ok(())
        })
        .await;
    }
}

on_both! {
    async fn a_type_is_found_by_itself(kept: Kept) {
        kept.act(|transaction| {
            insert(transaction, 2, 1, &[9]);
            insert(transaction, 1, 1, &[2]);
            for kind in ["report-more", "repor", "x-report"] {
                transaction.name_object(&id(kind, 1))?;
            }
            let held: Vec<_> = transaction
                .latest_of_kind("report")?
                .into_iter()
                .map(|held| held.summary.id)
                .collect();
            assert_eq!(held, [id("report", 1), id("report", 2)]);
            let known: Vec<_> = transaction
                .ids_of_kind("report")?
                .into_iter()
                .map(|(_, id)| id)
                .collect();
            assert_eq!(known, [id("report", 1), id("report", 2), id("report", 9)]);
            assert_eq!(transaction.held_objects()?.len(), 2);
            Ok(())
        })
        .await;
    }
}
