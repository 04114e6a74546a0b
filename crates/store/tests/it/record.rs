//! The log, acts about agreements, disclosures, and where reading has got to.

use mithaq_store::{
    IntakeCursor, NewAgreementAct, NewDisclosure, NewEntry, NewReceipt, Transaction,
};

use crate::support::{agreement, at, id, on_both};

fn append(transaction: &Transaction<'_>, index: u64) -> Result<(), mithaq_store::StoreError> {
    transaction.append_entry(&NewEntry {
        index,
        leaf: &[u8::try_from(index).unwrap(); 32],
        at: at(5),
        act: "accepted",
        agreement: None,
        partner: None,
        salt: &[9; 32],
        content: &format!("entry {index}"),
    })
}

on_both! {
    async fn entries_are_counted_and_read_back(kept: Kept) {
        kept.act(|transaction| {
            assert_eq!(transaction.log_size()?, 0);
            for index in 0..5 {
                append(transaction, index)?;
            }
            assert_eq!(transaction.log_size()?, 5);
            let entry = transaction.log_entry(3)?.unwrap();
            assert_eq!((entry.index, entry.content.as_str()), (3, "entry 3"));
            assert_eq!(
                (entry.leaf, entry.salt, entry.at),
                ([3; 32], [9; 32], at(5))
            );
            assert!(transaction.log_entry(5)?.is_none());
            let indexes = |found: Vec<mithaq_store::HeldEntry>| -> Vec<u64> {
                found.into_iter().map(|entry| entry.index).collect()
            };
            assert_eq!(indexes(transaction.log_entries(4, 2)?), [3, 2]);
            assert_eq!(
                indexes(transaction.log_entries(u64::MAX, 9)?),
                [4, 3, 2, 1, 0]
            );
            assert_eq!(indexes(transaction.log_range(1, 3)?), [1, 2, 3]);
            Ok(())
        })
        .await;
    }
}

on_both! {
    async fn an_entry_is_never_replaced(kept: Kept) {
        kept.act(|transaction| append(transaction, 0)).await;
        let again = kept.store.write(|transaction| append(transaction, 0)).await;
        assert!(again.is_err());
    }
}

on_both! {
    async fn a_tile_grows(kept: Kept) {
        kept.act(|transaction: &Transaction<'_>| {
            assert!(transaction.log_tile(0, 0)?.is_empty());
            transaction.put_tile(0, 0, &[1; 32])?;
            transaction.put_tile(1, 0, &[2; 32])?;
            transaction.put_tile(0, 0, &[3; 64])?;
            assert_eq!(transaction.log_tile(0, 0)?, [3; 64]);
            assert_eq!(transaction.log_tile(1, 0)?, [2; 32]);
            Ok(())
        })
        .await;
    }
}

on_both! {
    async fn acts_about_an_agreement_keep_their_order(kept: Kept) {
        kept.act(|transaction| {
            let (_, key) = agreement(transaction, 7)?;
            let party = id("identity", 7);
            for (kind, seconds) in [("signed", 9), ("suspended", 3)] {
                transaction.put_agreement_act(
                    key,
                    &NewAgreementAct {
                        kind,
                        party: &party,
                        at: at(seconds),
                        detail: "{}",
                        log_index: 4,
                    },
                )?;
            }
            let acts = transaction.agreement_acts(key)?;
            let kinds: Vec<_> = acts.iter().map(|act| (act.kind.as_str(), act.at)).collect();
            assert_eq!(kinds, [("signed", at(9)), ("suspended", at(3))]);
            assert_eq!((&acts[0].party, acts[0].log_index), (&party, 4));
            Ok(())
        })
        .await;
    }
}

on_both! {
    async fn an_agreement_is_found_by_its_id_and_by_its_parties(kept: Kept) {
        kept.act(|transaction| {
            let (_, seven) = agreement(transaction, 7)?;
            let (_, eight) = agreement(transaction, 8)?;
            let of = |n| -> Vec<_> {
                let found = transaction.agreements_of(&id("identity", n)).unwrap();
                found.into_iter().map(|held| held.key).collect()
            };
            assert_eq!([of(7), of(8), of(9)], [vec![seven], vec![eight], vec![]]);
            assert_eq!(of(0), [seven, eight]);
            assert_eq!(
                transaction
                    .agreement(&id("coop-agreement", 8))?
                    .unwrap()
                    .key,
                eight
            );
            assert!(transaction.agreement(&id("coop-agreement", 9))?.is_none());
            assert_eq!(transaction.agreements()?.len(), 2);
            Ok(())
        })
        .await;
    }
}

on_both! {
    async fn disclosures_are_listed_by_agreement_and_in_all(kept: Kept) {
        kept.act(|transaction| {
            let (seven, first) = agreement(transaction, 7)?;
            let (eight, second) = agreement(transaction, 8)?;
            for (log_index, agreement, partner) in
                [(3, first, seven), (5, second, eight), (8, first, seven)]
            {
                transaction.put_disclosure(&NewDisclosure {
                    log_index,
                    agreement,
                    partner,
                    at: at(1),
                    first_seq: 1,
                    last_seq: 10,
                    objects: log_index,
                })?;
            }
            let listed = |agreement, before| -> Vec<u64> {
                let found = transaction.disclosures(agreement, before, 9).unwrap();
                found.into_iter().map(|it| it.log_index).collect()
            };
            assert_eq!(listed(None, 100), [8, 5, 3]);
            assert_eq!(listed(Some(first), 8), [3]);
            assert_eq!(transaction.disclosed_totals(first)?, (2, 11));
            assert_eq!(transaction.disclosed_totals(second)?, (1, 5));
            Ok(())
        })
        .await;
    }
}

on_both! {
    async fn reading_goes_on_where_it_stopped_and_a_proof_is_kept_once(kept: Kept) {
        kept.act(|transaction| {
            let (_, key) = agreement(transaction, 7)?;
            assert!(transaction.intake_cursor(key)?.is_none());
            for added_after in ["a", "b"] {
                let cursor = IntakeCursor {
                    added_after: added_after.to_owned(),
                    read_at: at(1),
                };
                transaction.set_intake_cursor(key, &cursor)?;
            }
            assert_eq!(transaction.intake_cursor(key)?.unwrap().added_after, "b");
            for (log_index, document) in [(4, "first"), (4, "again"), (2, "other")] {
                transaction.put_receipt(&NewReceipt {
                    agreement: key,
                    log_index,
                    kept_at: at(1),
                    objects: 1,
                    document: document.to_owned(),
                })?;
            }
            let kept: Vec<_> = transaction
                .receipts(key, 9)?
                .into_iter()
                .map(|it| it.document)
                .collect();
            assert_eq!(kept, ["first", "other"]);
            Ok(())
        })
        .await;
    }
}
