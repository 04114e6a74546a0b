//! Making index terms: our own generated text in three languages, and the seeds, with charabia as a
//! peer in the same run.
//!
//! `MITHAQ_SHARED` says where the seeds are; without it they are not measured.

use std::hint::black_box;

use charabia::Tokenize;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mithaq_text::{Query, TermSet, index_terms, name_keys, name_similarity, snippet};

const BYTES: usize = 1 << 20;

const ENGLISH: &[&str] = &[
    "the",
    "partners",
    "agreed",
    "to",
    "exchange",
    "indicators",
    "of",
    "compromise",
    "under",
    "this",
    "agreement",
    "within",
    "seven",
    "days.",
    "Threat",
    "actors",
    "used",
    "stolen",
    "credentials;",
    "malware",
    "communicated",
    "with",
    "infrastructure",
    "in",
    "several",
    "countries,",
];
const FRENCH: &[&str] = &[
    "les",
    "parties",
    "échangent",
    "des",
    "renseignements",
    "sur",
    "l'organisation",
    "criminelle,",
    "dès",
    "que",
    "la",
    "menace",
    "est",
    "avérée;",
    "réseaux",
    "français",
    "à",
    "la",
    "frontière",
    "d'État",
    "et",
    "coopération",
    "opérationnelle.",
];
const ARABIC: &[&str] = &[
    "اتفق",
    "الطرفان",
    "على",
    "تبادل",
    "المعلومات",
    "والمؤشرات",
    "في",
    "إطار",
    "هذه",
    "الاتفاقية،",
    "وللسلطات",
    "المختصّة",
    "بالبلدين",
    "أن",
    "تطلب",
    "توضيحات",
    "خلال",
    "سبعة",
    "أيام.",
    "مكافحة",
    "الجريمة",
    "المنظّمة",
    "للحدود",
];

/// A text of such words, always the same.
fn text(words: &[&str]) -> String {
    let mut text = String::with_capacity(BYTES + 64);
    let mut state: u64 = 42;
    while text.len() < BYTES {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let at = usize::try_from(state >> 33).unwrap_or(0) % words.len();
        text.push_str(words.get(at).copied().unwrap_or("word"));
        text.push(' ');
    }
    text
}

#[expect(clippy::print_stderr, reason = "says why the seeds are not measured")]
fn seeds() -> Option<String> {
    let Some(root) = std::env::var_os("MITHAQ_SHARED") else {
        eprintln!("seeds: not run, MITHAQ_SHARED is not set");
        return None;
    };
    let files = std::fs::read_dir(std::path::Path::new(&root).join("seeds")).ok()?;
    let mut paths: Vec<_> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    paths.sort();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    let texts = paths
        .iter()
        .filter_map(|path| std::fs::read_to_string(path).ok());
    let all: String = texts.collect();
    Some(all.repeat(BYTES / all.len().max(1)))
}

fn measure(criterion: &mut Criterion, name: &str, text: &str) {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(20);
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("index_terms", |bencher| {
        bencher.iter(|| {
            let mut length = 0;
            index_terms(black_box(text), &mut |term| length += term.len());
            length
        });
    });
    group.bench_function("distinct_terms", |bencher| {
        // As the store calls it: a short text each time.
        let lines: Vec<&str> = text.split_inclusive('.').collect();
        let mut terms = TermSet::default();
        bencher.iter(|| {
            let mut count = 0;
            for line in &lines {
                terms.clear();
                terms.add(black_box(line));
                count += terms.sorted().len();
            }
            count
        });
    });
    group.bench_function("snippet", |bencher| {
        let query = Query::parse("agreement OR accord OR اتفاقية -nothing");
        bencher.iter(|| snippet(&query, black_box(text), 200));
    });
    group.bench_function("charabia", |bencher| {
        bencher.iter(|| {
            black_box(text)
                .tokenize()
                .map(|token| token.lemma().len())
                .sum::<usize>()
        });
    });
    group.finish();
}

fn fold(criterion: &mut Criterion) {
    measure(criterion, "english", &text(ENGLISH));
    measure(criterion, "french", &text(FRENCH));
    measure(criterion, "arabic", &text(ARABIC));
    if let Some(seeds) = seeds() {
        measure(criterion, "seeds", &seeds);
    }
    criterion.bench_function("name_keys", |bencher| {
        bencher.iter(|| {
            let mut count = 0;
            name_keys(black_box("Abdellatif El Hammouchi"), &mut |_| count += 1);
            name_keys(black_box("عبد اللطيف الحموشي"), &mut |_| {
                count += 1;
            });
            count
        });
    });
    criterion.bench_function("name_similarity", |bencher| {
        let (latin, arabic) = ("Abdellatif El Hammouchi", "عبد اللطيف الحموشي");
        bencher.iter(|| name_similarity(black_box(latin), black_box(arabic)));
    });
}

criterion_group!(benches, fold);
criterion_main!(benches);
