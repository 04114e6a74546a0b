//! Appending to a large log, and proving entries of it, with tiles in memory.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use mithaq_ledger::{
    Edge, Hash, ReadTiles, TileId, commit, consistency_proof, inclusion_proof, leaf_hash,
    verify_inclusion,
};

const SIZE: u64 = 1_000_000;

struct Shelf(BTreeMap<TileId, Vec<Hash>>);

impl ReadTiles for Shelf {
    type Error = Infallible;

    fn tile(&self, tile: TileId) -> Result<Vec<Hash>, Infallible> {
        Ok(self.0.get(&tile).cloned().unwrap_or_default())
    }
}

fn leaf(number: u64) -> Hash {
    leaf_hash(&commit(&[7; 32], &number.to_be_bytes()))
}

fn tree(criterion: &mut Criterion) {
    let mut edge = Edge::empty();
    for number in 0..SIZE {
        edge.push(leaf(number));
    }
    let shelf = Shelf(edge.take_changed().into_iter().collect());

    criterion.bench_function("push/leaves=1000000/batch=1000", |bencher| {
        let hash = leaf(SIZE);
        bencher.iter_batched_ref(
            || edge.clone(),
            |edge| {
                for _ in 0..1_000 {
                    edge.push(black_box(hash));
                }
            },
            BatchSize::SmallInput,
        );
    });
    criterion.bench_function("load/leaves=1000000", |bencher| {
        bencher.iter(|| Edge::load(black_box(SIZE), &shelf));
    });
    let mut index = 0;
    criterion.bench_function("inclusion_proof/leaves=1000000", |bencher| {
        bencher.iter(|| {
            index = (index + 123_457) % SIZE;
            inclusion_proof(index, SIZE, &shelf)
        });
    });
    criterion.bench_function("consistency_proof/leaves=1000000", |bencher| {
        bencher.iter(|| {
            index = (index + 123_457) % SIZE;
            consistency_proof(index, SIZE, &shelf)
        });
    });
    criterion.bench_function("verify_inclusion/leaves=1000000", |bencher| {
        let proof = inclusion_proof(123_457, SIZE, &shelf).unwrap_or_default();
        let (leaf, root) = (leaf(123_457), edge.root());
        bencher.iter(|| verify_inclusion(black_box(&leaf), 123_457, SIZE, &proof, &root));
    });
}

criterion_group!(benches, tree);
criterion_main!(benches);
