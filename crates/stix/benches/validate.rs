//! How many objects are read and validated in a second on one core, here and by `rstix`.

use std::fs::File;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mithaq_stix::{Elements, Limits, Object, compact};
use rstix::core::StixId;
use rstix::model::{Bundle, ParseOptions, deserialize_stix_object_from_value};
use rstix::validate::{ValidationPhase, Validator};

/// Bundles, and which part of each is measured: the first object of so many.
const BUNDLES: [(&str, usize); 3] = [
    ("enterprise-attack-18.1.rebuilt-stix21.json", 10),
    ("amnesty-android-campaign.stix2", 2),
    ("amnesty-pegasus.stix2", 2),
];

#[expect(
    clippy::print_stderr,
    reason = "a bench speaks to the person who runs it"
)]
fn bundles(criterion: &mut Criterion) {
    let Some(root) = std::env::var_os("MITHAQ_SHARED") else {
        eprintln!("validate: not run, MITHAQ_SHARED is not set");
        return;
    };
    for (name, step) in BUNDLES {
        let path = Path::new(&root).join("conformance/real").join(name);
        compare(criterion, name, &objects(&path, step));
    }
}

#[expect(
    clippy::expect_used,
    reason = "without its data a bench has nothing to measure"
)]
fn objects(path: &PathBuf, step: usize) -> Vec<Vec<u8>> {
    let file = File::open(path).expect("the bundle is there");
    Elements::new(file, &Limits::default())
        .step_by(step)
        .map(|element| compact(&element.expect("the bundle is whole").text))
        .collect()
}

fn compare(criterion: &mut Criterion, name: &str, texts: &[Vec<u8>]) {
    let limits = Limits::default();
    let mut group = criterion.benchmark_group(format!("validate/{name}"));
    group
        .sample_size(10)
        .throughput(Throughput::Elements(texts.len() as u64));
    group.bench_function("mithaq", |bencher| {
        bencher.iter(|| {
            let read = |text: &&Vec<u8>| Object::read(black_box(text), &limits).is_ok();
            texts.iter().filter(read).count()
        });
    });
    group.bench_function("rstix", |bencher| bencher.iter(|| theirs(black_box(texts))));
}

/// Objects that the peer reads, each by itself, and the faults that it finds in them. It does less:
/// nothing of the text is kept, and nothing is digested.
fn theirs(texts: &[Vec<u8>]) -> Option<(usize, usize)> {
    let options = ParseOptions::default().allow_custom(true);
    let objects: Vec<_> = texts
        .iter()
        .filter_map(|text| serde_json::from_slice(text).ok())
        .filter_map(|value| deserialize_stix_object_from_value(value, &options).ok())
        .map(|(object, _)| object)
        .collect();
    let phases = Validator::implemented_phases().iter();
    let phases = phases.filter(|phase| **phase != ValidationPhase::References);
    let builder = Validator::builder().with_allow_custom(true);
    let validator = phases.fold(builder, |builder, phase| builder.with_phase(*phase));
    let id = StixId::parse("bundle--5d0092c5-5f74-4287-9642-33f4c354e56d").ok()?;
    let count = objects.len();
    let bundle = Bundle::from_objects(id, objects);
    let faults = validator.build().validate_bundle(&bundle).errors().count();
    Some((count, faults))
}

criterion_group!(benches, bundles);
criterion_main!(benches);
