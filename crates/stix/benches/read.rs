//! How many objects are read, checked and digested in a second on one core.

use std::fs::File;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mithaq_stix::{Elements, Limits, Object, canonical, compact, digest, parse, survey};

#[expect(
    clippy::print_stderr,
    reason = "a bench speaks to the person who runs it"
)]
#[expect(
    clippy::expect_used,
    reason = "without its data a bench has nothing to measure"
)]
fn att_and_ck(criterion: &mut Criterion) {
    let Some(root) = std::env::var_os("MITHAQ_SHARED") else {
        eprintln!("att-and-ck: not run, MITHAQ_SHARED is not set");
        return;
    };
    let name = "conformance/real/enterprise-attack-18.1.rebuilt-stix21.json";
    let path = Path::new(&root).join(name);
    let limits = Limits::default();
    let elements = Elements::new(File::open(&path).expect("the bundle is there"), &limits);
    let texts: Vec<Vec<u8>> = elements
        .step_by(5)
        .map(|element| compact(&element.expect("the bundle is whole").text))
        .collect();
    measure(criterion, "att-and-ck", &texts);
    let file = std::fs::read(&path).expect("the bundle is there");
    let mut group = criterion.benchmark_group("att-and-ck/bundle");
    group
        .sample_size(10)
        .throughput(Throughput::Bytes(file.len() as u64));
    group.bench_function("survey", |bencher| {
        bencher.iter(|| survey(black_box(file.as_slice()), &limits).map(|survey| survey.objects));
    });
    group.bench_function("elements", |bencher| {
        bencher.iter(|| Elements::new(black_box(file.as_slice()), &limits).count());
    });
}

fn indicators(criterion: &mut Criterion) {
    let texts: Vec<Vec<u8>> = (0..1000).map(indicator).collect();
    measure(criterion, "indicators", &texts);
}

fn indicator(number: u32) -> Vec<u8> {
    format!(
        "{{\"type\":\"indicator\",\"spec_version\":\"2.1\",\
         \"id\":\"indicator--00000000-0000-4000-8000-0000{number:08x}\",\
         \"created\":\"2026-01-01T00:00:00.000Z\",\"modified\":\"2026-01-01T00:00:00.000Z\",\
         \"name\":\"Host {number}\",\"indicator_types\":[\"malicious-activity\"],\
         \"pattern\":\"[ipv4-addr:value = '198.51.100.{}']\",\"pattern_type\":\"stix\",\
         \"valid_from\":\"2026-01-01T00:00:00Z\"}}",
        number % 256
    )
    .into_bytes()
}

fn measure(criterion: &mut Criterion, name: &str, texts: &[Vec<u8>]) {
    let limits = Limits::default();
    let mut group = criterion.benchmark_group(name);
    group
        .sample_size(20)
        .throughput(Throughput::Elements(texts.len() as u64));
    group.bench_function("read", |bencher| {
        bencher.iter(|| {
            texts
                .iter()
                .filter(|text| Object::read(text, &limits).is_ok())
                .count()
        });
    });
    group.bench_function("parse", |bencher| {
        bencher.iter(|| {
            texts
                .iter()
                .filter(|text| parse(text, &limits).is_ok())
                .count()
        });
    });
    let values: Vec<_> = texts
        .iter()
        .filter_map(|text| parse(text, &limits).ok())
        .collect();
    group.bench_function("canonical", |bencher| {
        bencher.iter(|| {
            values
                .iter()
                .map(|value| canonical(value).len())
                .sum::<usize>()
        });
    });
    group.bench_function("digest", |bencher| {
        bencher.iter(|| {
            values
                .iter()
                .map(|value| digest(value).as_bytes()[0] as usize)
                .sum::<usize>()
        });
    });
}

criterion_group!(benches, att_and_ck, indicators);
criterion_main!(benches);
