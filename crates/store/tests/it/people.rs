//! Partners and their tokens, officers and their sessions.

use jiff::Timestamp;

use crate::support::{at, id, on_both, partner};

on_both! {
    async fn a_partner_is_one_row_however_often_its_card_comes(kept: Kept) {
        kept.act(|transaction| {
            let key = transaction.put_partner(&partner(1), at(0))?;
            let mut newer = partner(1);
            newer.name = "Another name".to_owned();
            newer.signing_key = Some([9; 32]);
            assert_eq!(transaction.put_partner(&newer, at(5))?, key);
            transaction.set_credential(key, "secret")?;
            let held = transaction.partner(key)?.unwrap();
            assert_eq!(
                (held.card.name.as_str(), held.added_at),
                ("Another name", at(0))
            );
            assert_eq!(held.card.signing_key, Some([9; 32]));
            assert_eq!(held.credential.as_deref(), Some("secret"));
            transaction.put_partner(&newer, at(6))?;
            let held = transaction
                .partner_by_identity(&id("identity", 1))?
                .unwrap();
            assert_eq!(held.credential.as_deref(), Some("secret"));
            assert_eq!(transaction.partners()?.len(), 1);
            assert!(
                transaction
                    .partner_by_identity(&id("identity", 2))?
                    .is_none()
            );
            Ok(())
        })
        .await;
    }
}

on_both! {
    async fn a_token_works_until_it_is_revoked_and_for_its_partner_only(kept: Kept) {
        kept.act(|transaction| {
            let one = transaction.put_partner(&partner(1), at(0))?;
            let two = transaction.put_partner(&partner(2), at(0))?;
            for (digest, owner) in [([1; 32], one), ([2; 32], one), ([3; 32], two)] {
                transaction.put_token(owner, &digest, at(0))?;
            }
            let of = |digest| transaction.partner_by_token(&[digest; 32]).unwrap();
            assert_eq!(
                [of(1), of(2), of(3), of(4)],
                [Some(one), Some(one), Some(two), None]
            );
            assert_eq!(transaction.partner(one)?.unwrap().live_tokens, 2);
            assert_eq!(transaction.revoke_tokens(one, at(1))?, 2);
            assert_eq!([of(1), of(2), of(3)], [None, None, Some(two)]);
            assert_eq!(transaction.partner(one)?.unwrap().live_tokens, 0);
            assert_eq!(transaction.revoke_tokens(one, at(2))?, 0);
            Ok(())
        })
        .await;
    }
}

on_both! {
    async fn a_new_password_ends_the_sessions_begun_with_the_old_one(kept: Kept) {
        kept.act(|transaction| {
            transaction.put_officer("amal", "liaison", "hash", at(0))?;
            transaction.put_officer("badr", "viewer", "hash", at(0))?;
            let amal = transaction.officer("amal")?.unwrap();
            let badr = transaction.officer("badr")?.unwrap();
            transaction.put_session(&[1; 32], amal.key, at(1))?;
            transaction.put_session(&[2; 32], badr.key, at(1))?;
            transaction.set_failures(amal.key, 4, at(90))?;
            transaction.put_officer("amal", "approver", "other", at(2))?;
            let after = transaction.officer("amal")?.unwrap();
            assert_eq!((after.key, after.role.as_str()), (amal.key, "approver"));
            assert_eq!(
                (after.failures, after.locked_until),
                (0, Timestamp::UNIX_EPOCH)
            );
            assert!(transaction.session(&[1; 32])?.is_none());
            assert_eq!(transaction.session(&[2; 32])?.unwrap().officer.name, "badr");
            assert_eq!(transaction.officers()?.len(), 2);
            Ok(())
        })
        .await;
    }
}

on_both! {
    async fn old_sessions_end(kept: Kept) {
        kept.act(|transaction| {
            transaction.put_officer("amal", "liaison", "hash", at(0))?;
            let amal = transaction.officer("amal")?.unwrap();
            for (digest, begun, seen) in [(1, 0, 50), (2, 10, 10), (3, 10, 50), (4, 50, 50)] {
                transaction.put_session(&[digest; 32], amal.key, at(begun))?;
                transaction.touch_session(&[digest; 32], at(seen))?;
            }
            transaction.end_session(&[4; 32])?;
            transaction.end_old_sessions(at(5), at(20))?;
            let alive =
                [1, 2, 3, 4].map(|digest| transaction.session(&[digest; 32]).unwrap().is_some());
            assert_eq!(alive, [false, false, true, false]);
            let session = transaction.session(&[3; 32])?.unwrap();
            assert_eq!((session.created_at, session.seen_at), (at(10), at(50)));
            Ok(())
        })
        .await;
    }
}
