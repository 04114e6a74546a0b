//! What is found, against a slow and obvious way to find it: look at everything.

use std::collections::BTreeSet;

use mithaq_store::{Closeness, Indexed, Search, is_name, is_said};
use mithaq_text::{Clause, ClauseKind, Query, Term, index_terms, name_keys};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;
use tokio::runtime::Handle;

use crate::support::{Kept, object};

/// Few words, so that they meet often: some are spellings of each other, some sound alike.
const WORDS: [&str; 24] = [
    "Hammouchi",
    "الحموشي",
    "hamouchi",
    "El",
    "Rabat",
    "بالرباط",
    "الرباط",
    "harbour",
    "Harbours",
    "police",
    "terror",
    "terrorism",
    "draft",
    "État",
    "etats",
    "المغرب",
    "وللمغرب",
    "46",
    "٤٦",
    "198.51.100.7",
    "100",
    "ل",
    "APT28",
    "APT29",
];
const KINDS: [&str; 3] = ["identity", "campaign", "tool"];

/// An object of a small world: its kind, its number, the day of its version, its name and text.
type Made = (usize, u32, u32, Vec<usize>, Vec<usize>);

/// Some words of a text.
fn some_words(most: usize) -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..WORDS.len(), 0..most)
}

fn world() -> impl Strategy<Value = Vec<Made>> {
    let made = (
        0..KINDS.len(),
        1..12_u32,
        1..20_u32,
        some_words(3),
        some_words(6),
    );
    prop::collection::vec(made, 1..25)
}

/// A query as people write it, with each of its signs.
fn query() -> impl Strategy<Value = String> {
    let word = (0..WORDS.len()).prop_map(|n| WORDS[n].to_owned());
    let row = prop::collection::vec(0..WORDS.len(), 1..4).prop_map(|row| text(&row));
    let piece = prop_oneof![
        6 => word.clone(),
        2 => row.clone().prop_map(|row| format!("\"{row}\"")),
        1 => word.clone().prop_map(|word| format!("-{word}")),
        1 => row.prop_map(|row| format!("-\"{row}\"")),
        2 => word.clone().prop_map(|word| word.chars().take(3).chain(['*']).collect()),
        2 => (word.clone(), word).prop_map(|(one, other)| format!("{one} OR {other}")),
    ];
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.join(" "))
}

fn text(words: &[usize]) -> String {
    let words: Vec<&str> = words.iter().map(|&n| WORDS[n]).collect();
    words.join(" ")
}

fn thing((kind, n, day, name, said): &Made) -> Indexed {
    let properties = json!({ "name": format!("{} x", text(name)), "description": text(said) });
    object(KINDS[*kind], *n, *day, properties)
}

/// Everything that a query is compared with, made anew from the text of an object.
struct Seen {
    said: BTreeSet<String>,
    named: BTreeSet<String>,
    sounds: BTreeSet<String>,
    texts: Vec<String>,
}

impl Seen {
    fn of(json: &[u8]) -> Self {
        let mut seen = Self {
            said: BTreeSet::new(),
            named: BTreeSet::new(),
            sounds: BTreeSet::new(),
            texts: Vec::new(),
        };
        for found in mithaq_stix::texts(json).filter(|it| is_said(it.property, &it.text)) {
            let keep = |set: &mut BTreeSet<String>| {
                index_terms(&found.text, &mut |term| {
                    set.insert(term.to_owned());
                });
            };
            keep(&mut seen.said);
            if is_name(found.property) {
                keep(&mut seen.named);
                name_keys(&found.text, &mut |key| {
                    seen.sounds.insert(key.to_owned());
                });
            }
            seen.texts.push(found.text.into_owned());
        }
        seen
    }

    fn closeness(&self, query: &Query) -> Option<Closeness> {
        let of = |kind| {
            query
                .clauses()
                .iter()
                .filter(move |clause| clause.kind == kind)
        };
        if of(ClauseKind::Excluded).any(|clause| has(&self.said, clause)) {
            return None;
        }
        if !query.is_exact() && !query.matches(&self.texts.join(" \u{A66E} ")) {
            return None;
        }
        let required: Vec<&Clause> = of(ClauseKind::Required).collect();
        let all_in = |terms| required.iter().all(|clause| has(terms, clause));
        if !required.is_empty() && all_in(&self.named) {
            return Some(Closeness::Named);
        }
        if all_in(&self.said) {
            return Some(Closeness::Mentioned);
        }
        let keys: Vec<BTreeSet<String>> = required.iter().map(|it| keys(it)).collect();
        let unheard = |(clause, keys): (&&Clause, &BTreeSet<String>)| {
            let is_word = |term: &Term| !term.prefix && term.text.chars().all(char::is_alphabetic);
            keys.is_empty() && !clause.alternatives.iter().all(is_word)
        };
        let listens = query.is_exact() && !required.iter().zip(&keys).any(unheard);
        let mut heard = keys.iter().filter(|keys| !keys.is_empty()).peekable();
        let sounds =
            listens && heard.peek().is_some() && heard.all(|keys| !keys.is_disjoint(&self.sounds));
        sounds.then_some(Closeness::SoundsAlike)
    }
}

fn has(terms: &BTreeSet<String>, clause: &Clause) -> bool {
    let is = |term: &Term, found: &str| {
        found == term.text || (term.prefix && found.starts_with(&term.text))
    };
    let mut alternatives = clause.alternatives.iter();
    alternatives.any(|term| terms.iter().any(|found| is(term, found)))
}

fn keys(clause: &Clause) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let is_heard = |term: &&Term| !term.prefix && !term.text.contains(char::is_numeric);
    for term in clause.alternatives.iter().filter(is_heard) {
        name_keys(&term.text, &mut |key| {
            keys.insert(key.to_owned());
        });
    }
    keys
}

type Answer = Vec<(Option<Closeness>, String)>;

/// Keeps a world in which each version is kept once; gives the latest versions, the newest row first.
async fn keep(kept: &Kept, world: &[Made]) -> Vec<(String, Vec<u8>)> {
    let mut known = BTreeSet::new();
    let mut latest: Vec<(String, u32, Vec<u8>)> = Vec::new();
    let mut objects = Vec::new();
    for made in world.iter().filter(|it| known.insert((it.0, it.1, it.2))) {
        let object = thing(made);
        let id = object.id().to_string();
        let later = latest
            .iter()
            .any(|(known, day, _)| *known == id && *day > made.2);
        if !later {
            latest.retain(|(known, ..)| *known != id);
            latest.insert(0, (id, made.2, object.text().to_vec()));
        }
        objects.push(object);
    }
    kept.keep(objects).await;
    latest.into_iter().map(|(id, _, text)| (id, text)).collect()
}

async fn answer(kept: &Kept, words: &str) -> Answer {
    let mut search = Search::words(words, 4);
    let mut answer = Answer::new();
    loop {
        let asked = search.clone();
        let page = kept.look(move |view| view.search(&asked)).await;
        answer.extend(
            page.found
                .iter()
                .map(|it| (it.closeness, it.held.summary.id.to_string())),
        );
        let Some(next) = page.next else { return answer };
        search.after = Some(next);
    }
}

fn expected(latest: &[(String, Vec<u8>)], words: &str) -> Answer {
    let query = Query::parse(words);
    if query.is_empty() {
        return latest.iter().map(|(id, _)| (None, id.clone())).collect();
    }
    let mut found = Answer::new();
    for (id, json) in latest {
        let seen = Seen::of(json);
        let closeness = seen.closeness(&query);
        // The words are there if the texts say so, and only then.
        let is_there = matches!(closeness, Some(Closeness::Named | Closeness::Mentioned));
        let texts = seen.texts.join(" \u{A66E} ");
        assert_eq!(query.matches(&texts), is_there, "{words:?} in {texts:?}");
        found.extend(closeness.map(|it| (Some(it), id.clone())));
    }
    // A stable order: the newest first within each closeness.
    found.sort_by_key(|(closeness, _)| *closeness);
    found
}

/// Runs the property on stores that the runtime of the test makes.
fn agree(make: impl Fn() -> Vec<Kept>, cases: u32) {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let queries = prop::collection::vec(query(), 1..12);
    let outcome = TestRunner::new(config).run(&(world(), queries), |(world, queries)| {
        let stores = make();
        Handle::current().block_on(async {
            for kept in &stores {
                let latest = keep(kept, &world).await;
                for words in &queries {
                    prop_assert_eq!(
                        answer(kept, words).await,
                        expected(&latest, words),
                        "{:?}",
                        words
                    );
                }
            }
            Ok(())
        })
    });
    if let Err(failed) = outcome {
        panic!("{failed}");
    }
}

/// Stores of both databases, one of each; only the first where there is no server.
fn both() -> Vec<Kept> {
    Handle::current().block_on(async {
        let mut stores = vec![Kept::in_folder().await];
        stores.extend(Kept::on_server().await);
        stores
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_found_is_what_looking_at_everything_finds() {
    // Both databases have to give what the oracle gives, in its order: so they agree.
    tokio::task::spawn_blocking(|| agree(both, 40))
        .await
        .unwrap();
}
