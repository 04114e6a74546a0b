//! How fast a large node answers: searches of several kinds, and one object by its id.
//!
//! `MITHAQ_BENCH_DIR` names the folder of a node, as `scripts/bench-store` makes one; without it
//! nothing is measured. Prints medians and the slowest of twenty.

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use mithaq_node::{Node, Search, SystemClock, SystemRandomness};
use mithaq_stix::ObjectId;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Objects whose words are looked for.
const SAMPLE: usize = 300;
const FOUND: usize = 20;

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut out = std::io::stdout();
    let Some(dir) = std::env::var_os("MITHAQ_BENCH_DIR") else {
        writeln!(out, "not run: MITHAQ_BENCH_DIR does not name a node")?;
        return Ok(());
    };
    let clock = Arc::new(SystemClock);
    let node = Node::open(Path::new(&dir), clock, Arc::new(SystemRandomness)).await?;
    let (ids, texts) = sample(&node).await?;
    let mut all = Vec::new();
    for (what, make) in KINDS {
        let mut took = Vec::new();
        for text in &texts {
            let words: Vec<&str> = text.split_whitespace().collect();
            let search = Search::words(&make(&words), FOUND);
            let begun = Instant::now();
            node.search(search).await?;
            took.push(begun.elapsed());
        }
        all.extend_from_slice(&took);
        report(&mut out, what, took)?;
    }
    report(&mut out, "all searches", all)?;
    let mut took = Vec::new();
    for id in ids.iter().cycle().take(5000) {
        let begun = Instant::now();
        node.object(id).await?;
        took.push(begun.elapsed());
    }
    report(&mut out, "one object by its id", took)
}

type Make = fn(&[&str]) -> String;

/// What people type, made of the words of a text.
const KINDS: [(&str, Make); 5] = [
    ("one word", |words| word(words, 0)),
    ("two words", |words| {
        format!("{} {}", word(words, 1), word(words, 5))
    }),
    ("three words, one not", |words| {
        format!("{} {} -{}", word(words, 2), word(words, 7), word(words, 9))
    }),
    ("the beginning of a word", |words| {
        let beginning: String = word(words, 3).chars().take(4).collect();
        format!("{beginning}*")
    }),
    ("two words in a row", |words| {
        format!("\"{} {}\"", word(words, 4), word(words, 5))
    }),
];

fn word(words: &[&str], place: usize) -> String {
    let found = words.get(place).or(words.first());
    found.copied().unwrap_or("nothing").to_owned()
}

/// Ids and texts of some objects, old and new.
async fn sample(node: &Node) -> Outcome<(Vec<ObjectId>, Vec<String>)> {
    let (mut ids, mut texts) = (Vec::new(), Vec::new());
    for kind in ["indicator", "report", "relationship"] {
        let mut search = Search::words("", SAMPLE / 3);
        search.kinds = vec![kind.to_owned()];
        for hit in node.search(search).await?.hits {
            let Some(held) = node.object(&hit.summary.id).await? else {
                continue;
            };
            let object: serde_json::Value = serde_json::from_slice(&held.body)?;
            let description = object.get("description").and_then(|it| it.as_str());
            let description = description.unwrap_or("nothing");
            texts.push(description.to_owned());
            ids.push(hit.summary.id);
        }
    }
    Ok((ids, texts))
}

fn report(out: &mut impl Write, what: &str, mut took: Vec<Duration>) -> Outcome<()> {
    took.sort_unstable();
    let at = |share: usize| {
        took.get(took.len() * share / 100)
            .copied()
            .unwrap_or_default()
    };
    writeln!(
        out,
        "find: {what:26} median {:>9.1?}   95 of 100 within {:>9.1?}",
        at(50),
        at(95)
    )?;
    Ok(())
}
