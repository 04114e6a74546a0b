//! Proofs: all of them for small logs, some for larger ones, and what happens to each if a bit of
//! it is changed.

use mithaq_ledger::{
    Edge, Hash, ProofError, consistency_proof, inclusion_proof, leaf_hash, verify_consistency,
    verify_inclusion,
};
use proptest::prelude::*;

use crate::support::{flipped, leaves, log, mth, path, proof, sentences};

/// Every bit of every hash takes long; some of them, others for each hash, do as well.
fn some_bits(seed: usize) -> impl Iterator<Item = usize> {
    (0..256).filter(move |bit| (bit + seed).is_multiple_of(37))
}

#[test]
fn every_inclusion_in_every_small_log_is_proved() {
    let leaves = leaves(66);
    let (_, shelf) = log(66);
    for size in 1..=66_u64 {
        let now = &leaves[..usize::try_from(size).unwrap()];
        let root = mth(now);
        for (leaf, index) in now.iter().zip(0..) {
            let made = inclusion_proof(index, size, &shelf).unwrap();
            assert_eq!(
                made,
                path(usize::try_from(index).unwrap(), now),
                "{index} in {size}"
            );
            assert_eq!(verify_inclusion(leaf, index, size, &made, &root), Ok(()));
        }
    }
}

#[test]
fn every_consistency_of_every_two_small_logs_is_proved() {
    let leaves = leaves(66);
    let (_, shelf) = log(66);
    for new in 0..=66_usize {
        let new_root = mth(&leaves[..new]);
        for old in 0..=new {
            let (old_size, new_size) = (old as u64, new as u64);
            let old_root = mth(&leaves[..old]);
            let made = consistency_proof(old_size, new_size, &shelf).unwrap();
            if old > 0 {
                assert_eq!(made, proof(old, &leaves[..new]), "{old} to {new}");
            }
            let verdict = verify_consistency(old_size, new_size, &made, &old_root, &new_root);
            assert_eq!(verdict, Ok(()), "{old} to {new}");
        }
    }
}

#[test]
fn no_changed_inclusion_is_proved() {
    let (_, shelf) = log(20);
    let leaves = leaves(20);
    for size in 1..=20_u64 {
        let root = mth(&leaves[..usize::try_from(size).unwrap()]);
        for (leaf, index) in leaves.iter().zip(0..size) {
            let made = inclusion_proof(index, size, &shelf).unwrap();
            let fails = |leaf: &Hash, index, size, proof: &[Hash], root: &Hash| {
                assert!(
                    verify_inclusion(leaf, index, size, proof, root).is_err(),
                    "{index}/{size}"
                );
            };
            for bit in 0..256 {
                fails(&flipped(leaf, bit), index, size, &made, &root);
                fails(leaf, index, size, &made, &flipped(&root, bit));
            }
            for place in 0..made.len() {
                for bit in some_bits(place) {
                    let mut changed = made.clone();
                    changed[place] = flipped(&changed[place], bit);
                    fails(leaf, index, size, &changed, &root);
                }
                let mut shorter = made.clone();
                shorter.remove(place);
                fails(leaf, index, size, &shorter, &root);
            }
            fails(
                leaf,
                index,
                size,
                &[made.as_slice(), &[root]].concat(),
                &root,
            );
            for bit in 0..64 {
                fails(leaf, index ^ (1 << bit), size, &made, &root);
            }
        }
    }
}

/// A proof fits several sizes if the right edge looks the same from the leaf. The root is signed
/// together with its size, so this gains nothing, and it is a property of the tree, not of the code.
#[test]
fn a_changed_size_never_proves_a_leaf_that_is_not_there() {
    let (edge, shelf) = log(20);
    let leaves = leaves(20);
    for (leaf, index) in leaves.iter().zip(0..20_u64) {
        let made = inclusion_proof(index, 20, &shelf).unwrap();
        for size in 0..=index {
            let verdict = verify_inclusion(leaf, index, size, &made, &edge.root());
            assert_eq!(verdict, Err(ProofError::IndexBeyondSize { index, size }));
        }
    }
}

#[test]
fn no_changed_consistency_is_proved() {
    let (_, shelf) = log(20);
    let leaves = leaves(20);
    for new in 1..=20_usize {
        let new_root = mth(&leaves[..new]);
        for old in 1..=new {
            let (old_size, new_size) = (old as u64, new as u64);
            let old_root = mth(&leaves[..old]);
            let made = consistency_proof(old_size, new_size, &shelf).unwrap();
            let fails = |proof: &[Hash], old_root: &Hash, new_root: &Hash| {
                let verdict = verify_consistency(old_size, new_size, proof, old_root, new_root);
                assert!(verdict.is_err(), "{old} to {new}");
            };
            for bit in 0..256 {
                fails(&made, &flipped(&old_root, bit), &new_root);
                fails(&made, &old_root, &flipped(&new_root, bit));
            }
            for place in 0..made.len() {
                for bit in some_bits(place) {
                    let mut changed = made.clone();
                    changed[place] = flipped(&changed[place], bit);
                    fails(&changed, &old_root, &new_root);
                }
                let mut shorter = made.clone();
                shorter.remove(place);
                fails(&shorter, &old_root, &new_root);
            }
            fails(
                &[made.as_slice(), &[new_root]].concat(),
                &old_root,
                &new_root,
            );
        }
    }
}

#[test]
fn a_rewritten_log_does_not_continue_the_old_one() {
    let (old_edge, _) = log(300);
    let mut rewritten = leaves(700);
    rewritten[123] = leaf_hash(b"something else was released");
    let mut edge = Edge::empty();
    for leaf in &rewritten {
        edge.push(*leaf);
    }
    let mut shelf = crate::support::Shelf::default();
    shelf.write(&mut edge);
    let made = consistency_proof(300, 700, &shelf).unwrap();
    let verdict = verify_consistency(300, 700, &made, &old_edge.root(), &edge.root());
    assert_eq!(verdict, Err(ProofError::Root { size: 300 }));
}

#[test]
fn every_tree_continues_the_empty_one_but_no_other_root_is_empty() {
    let root = mth(&leaves(3));
    assert_eq!(
        verify_consistency(0, 3, &[], &Hash::EMPTY_ROOT, &root),
        Ok(())
    );
    assert_eq!(
        verify_consistency(0, 3, &[], &root, &root),
        Err(ProofError::Root { size: 0 })
    );
    let superfluous = verify_consistency(0, 3, &[root], &Hash::EMPTY_ROOT, &root);
    assert_eq!(
        superfluous,
        Err(ProofError::Length {
            expected: 0,
            found: 1
        })
    );
}

#[test]
fn sizes_at_the_end_of_64_bits_are_only_wrong() {
    let root = Hash::EMPTY_ROOT;
    for index in [0, 1, u64::MAX / 2, u64::MAX - 1, u64::MAX] {
        for proof in [vec![], vec![root; 63], vec![root; 64], vec![root; 65]] {
            assert!(verify_inclusion(&root, index, u64::MAX, &proof, &root).is_err());
            assert!(
                verify_consistency(index, u64::MAX, &proof, &flipped(&root, 0), &root).is_err()
            );
        }
    }
}

#[test]
fn a_failed_proof_says_how_it_fails() {
    let (edge, shelf) = log(9);
    let root = edge.root();
    let made = inclusion_proof(3, 9, &shelf).unwrap();
    let leaf = leaves(9)[3];
    let said = |verdict: Result<(), ProofError>| sentences(&verdict.unwrap_err());
    insta::assert_snapshot!(said(verify_inclusion(&leaf, 9, 9, &made, &root)), @"there is no entry 9 in a log of 9 entries: they are counted from 0");
    insta::assert_snapshot!(said(verify_inclusion(&leaf, 3, 9, &made[1..], &root)), @"the proof has 3 hashes where one for this place and size has 4");
    let longer = [made.as_slice(), &[root]].concat();
    insta::assert_snapshot!(said(verify_inclusion(&leaf, 3, 9, &longer, &root)), @"the proof has 5 hashes where one for this place and size has 4");
    insta::assert_snapshot!(said(verify_inclusion(&leaf, 2, 9, &made, &root)), @"the proof does not lead to the root of the log of 9 entries");
    insta::assert_snapshot!(said(verify_consistency(9, 3, &made, &root, &root)), @"a log of 3 entries cannot continue one of 9");
    insta::assert_snapshot!(said(verify_consistency(3, 9, &[], &root, &root)), @"the proof has 0 hashes where one for this place and size has 5");
    insta::assert_snapshot!(said(verify_consistency(3, 9, &made, &root, &root)), @"the proof has 4 hashes where one for this place and size has 5");
    insta::assert_snapshot!(said(verify_consistency(9, 9, &[], &leaf, &root)), @"two logs of 9 entries differ: at most one of them is the log");
}

#[test]
fn a_proof_that_cannot_be_is_refused() {
    let (_, shelf) = log(9);
    let refused = inclusion_proof(9, 9, &shelf).unwrap_err();
    insta::assert_snapshot!(sentences(&refused), @"there is no entry 9 in a log of 9 entries: they are counted from 0");
    let refused = consistency_proof(9, 3, &shelf).unwrap_err();
    insta::assert_snapshot!(sentences(&refused), @"a log of 3 entries cannot continue one of 9: give the smaller size first");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn proofs_from_tiles_are_those_of_the_definition(
        (size, index, old) in (1_usize..2_000).prop_flat_map(|size| (Just(size), 0..size, 1..=size)),
    ) {
        let leaves = leaves(size as u64);
        let (edge, shelf) = log(size as u64);
        prop_assert_eq!(edge.root(), mth(&leaves));
        let made = inclusion_proof(index as u64, size as u64, &shelf).unwrap();
        prop_assert_eq!(&made, &path(index, &leaves));
        let verdict =
            verify_inclusion(&leaves[index], index as u64, size as u64, &made, &edge.root());
        prop_assert_eq!(verdict, Ok(()));
        let made = consistency_proof(old as u64, size as u64, &shelf).unwrap();
        prop_assert_eq!(&made, &proof(old, &leaves));
        let old_root = mth(&leaves[..old]);
        let verdict = verify_consistency(old as u64, size as u64, &made, &old_root, &edge.root());
        prop_assert_eq!(verdict, Ok(()));
    }

    #[test]
    fn no_proof_panics(
        index: u64, size: u64, length in 0_usize..70, old in prop_oneof![any::<u64>(), 0_u64..9],
    ) {
        let hashes = leaves(length as u64 + 1);
        // An unrelated proof proves nothing, whatever the numbers.
        let root = flipped(&hashes[0], 3);
        prop_assert!(verify_inclusion(&hashes[0], index, size, &hashes[1..], &root).is_err());
        prop_assert!(verify_consistency(old, size, &hashes[1..], &hashes[0], &root).is_err());
    }
}
