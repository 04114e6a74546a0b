//! How many pairs of a pattern and an observation are decided in a second on one core, and how
//! fast patterns are read.

use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mithaq_stix::pattern::{CompiledPattern, Observation, Pattern, PatternSet};
use mithaq_stix::{Limits, parse};

/// Where the real patterns and observations lie, if they are here.
#[expect(
    clippy::print_stderr,
    reason = "a bench speaks to the person who runs it"
)]
fn folder() -> Option<PathBuf> {
    let root = std::env::var_os("MITHAQ_SHARED");
    if root.is_none() {
        eprintln!("patterns: not run, MITHAQ_SHARED is not set");
    }
    Some(Path::new(&root?).join("conformance/real"))
}

#[expect(
    clippy::expect_used,
    reason = "without its data a bench has nothing to measure"
)]
fn patterns(criterion: &mut Criterion) {
    let Some(folder) = folder() else { return };
    let read = |name| std::fs::read_to_string(folder.join(name)).expect("the data are there");
    let texts = read("bench_patterns_1000.json");
    let texts: Vec<String> = serde_json::from_str(&texts).expect("a list of patterns");
    let lines = read("bench_observations_1000.jsonl");
    let limits = Limits::default();
    let bundles: Vec<_> = lines
        .lines()
        .map(|line| parse(line.as_bytes(), &limits).expect("a bundle"))
        .collect();
    let observations: Vec<Observation<'_>> = bundles.iter().flat_map(Observation::all_in).collect();
    // Those that want one object to have two types are refused, and match nothing.
    let patterns: Vec<Pattern> = texts.iter().filter_map(|text| text.parse().ok()).collect();
    let pairs = (patterns.len() * observations.len()) as u64;

    let mut group = criterion.benchmark_group("patterns");
    group
        .sample_size(10)
        .throughput(Throughput::Elements(pairs));
    group.bench_function("one-by-one", |bencher| {
        let compiled: Vec<CompiledPattern> = patterns
            .iter()
            .map(|pattern| CompiledPattern::new(pattern).expect("it can be prepared"))
            .collect();
        bencher.iter(|| one_by_one(&compiled, black_box(&observations)));
    });
    group.bench_function("set", |bencher| {
        let set = set_of(&patterns);
        bencher.iter(|| in_set(&set, black_box(&observations)));
    });
    // All that stands between the text of patterns and bundles and the pairs.
    group.bench_function("set-from-texts", |bencher| {
        bencher.iter(|| {
            let patterns = black_box(&texts)
                .iter()
                .filter_map(|text| text.parse().ok());
            let set = set_of(&patterns.collect::<Vec<Pattern>>());
            let bundles = lines
                .lines()
                .filter_map(|line| parse(line.as_bytes(), &limits).ok());
            let bundles: Vec<_> = bundles.collect();
            let observations: Vec<_> = bundles.iter().flat_map(Observation::all_in).collect();
            in_set(&set, &observations)
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group("patterns/texts");
    group.throughput(Throughput::Elements(texts.len() as u64));
    group.bench_function("parse", |bencher| {
        bencher.iter(|| {
            let read = black_box(&texts).iter().map(|text| Pattern::parse(text));
            read.flatten().count()
        });
    });
    group.throughput(Throughput::Elements(patterns.len() as u64));
    group.bench_function("compile", |bencher| {
        bencher.iter(|| {
            black_box(&patterns)
                .iter()
                .flat_map(CompiledPattern::new)
                .count()
        });
    });
    group.bench_function("normal-form", |bencher| {
        bencher.iter(|| {
            let forms = black_box(&patterns).iter().map(Pattern::normal_form);
            forms
                .filter(mithaq_stix::pattern::NormalForm::is_complete)
                .count()
        });
    });
}

fn one_by_one(patterns: &[CompiledPattern], observations: &[Observation<'_>]) -> usize {
    let pairs = patterns.iter().flat_map(|pattern| {
        let meets = |observation| pattern.matches(std::slice::from_ref(observation));
        let found = observations.iter().map(meets);
        found.filter(|found| matches!(found, Ok(Some(_))))
    });
    pairs.count()
}

#[expect(clippy::expect_used, reason = "the patterns were compiled before")]
fn set_of(patterns: &[Pattern]) -> PatternSet {
    let mut set = PatternSet::new();
    for pattern in patterns {
        set.add(pattern).expect("it can be prepared");
    }
    set
}

fn in_set(set: &PatternSet, observations: &[Observation<'_>]) -> usize {
    let found = observations
        .iter()
        .map(|observation| set.matches(std::slice::from_ref(observation)));
    found.map(|found| found.matches.len()).sum()
}

criterion_group!(benches, patterns);
criterion_main!(benches);
