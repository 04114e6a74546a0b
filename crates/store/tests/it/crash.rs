//! A process that writes and is killed at any moment: what it was told is kept, is kept, whole, and is
//! found.
//!
//! `MITHAQ_KILLS` says how often on each database.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use mithaq_stix::Tlp;
use mithaq_store::{
    Indexed, NewEntry, Search, Snapshot, Store, StoreAddress, StoreError, Transaction,
};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::json;

use crate::support::{Closed, Kept, at, id, number, object, on_both, own};

const STORE: &str = "MITHAQ_CRASH_STORE";
const WRITERS: u32 = 4;
/// Kills on each database, where nothing else is said.
const KILLS: u32 = 30;
/// Kills of one store: with more, looking through all that it holds would take most of the time.
const KILLS_OF_ONE: u32 = 10;

/// What was told, or done, by each writer.
type Done = [u32; WRITERS as usize];

/// Not a test of its own: the process that is killed.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn child() {
    let Ok(told) = std::env::var(STORE) else {
        return;
    };
    let store = Store::open(&address(&told)).await.unwrap();
    let mut tasks = Vec::new();
    for writer in 1..=WRITERS {
        let store = store.clone();
        tasks.push(tokio::spawn(async move {
            loop {
                let failed = store.write(move |transaction| fail(transaction, writer));
                assert!(failed.await.is_err());
                let acted = store.write(move |transaction| act(transaction, writer));
                let done = acted.await.unwrap();
                let mut out = std::io::stdout().lock();
                writeln!(out, "kept {writer} {done}").unwrap();
                out.flush().unwrap();
            }
        }));
    }
    // A writer that stops has failed; until then this process lives.
    for task in tasks {
        let () = task.await.unwrap();
    }
}

fn address(told: &str) -> StoreAddress {
    if told.starts_with("postgres") {
        told.parse().unwrap()
    } else {
        StoreAddress::folder(told.as_ref())
    }
}

/// The numbers of the objects that an act keeps.
fn numbers(writer: u32, done: u32) -> impl Iterator<Item = u32> {
    let first = writer * 10_000_000 + done * 10;
    first..=first + (done * 5 + writer) % 8
}

/// Whether an act also keeps a second version of the first object of the act before it.
fn keeps_again(done: u32) -> bool {
    done > 1 && done.is_multiple_of(3)
}

/// An object with a word of its own, which names one that nobody holds, one that all name, and itself.
fn loaded(writer: u32, n: u32, day: u32) -> Indexed {
    let refs = [
        id("campaign", n + 5),
        id("identity", writer),
        id("campaign", n),
    ];
    let refs = refs.map(|it| it.to_string());
    let properties = json!({
        "name": format!("Load own{n}"), "description": format!("day{day}"), "x_refs": refs,
    });
    object("campaign", n, day, properties)
}

/// What belongs together in an import: objects with their terms and what they name, what is due for a
/// decision, an entry of the log, and a count.
fn act(transaction: &Transaction<'_>, writer: u32) -> Result<u32, StoreError> {
    let done = count(transaction, writer)? + 1;
    transaction.set(&writer.to_string(), &done.to_le_bytes())?;
    let mut objects: Vec<Indexed> = numbers(writer, done)
        .map(|n| loaded(writer, n, 1))
        .collect();
    if keeps_again(done) {
        objects.extend(
            numbers(writer, done - 1)
                .take(1)
                .map(|n| loaded(writer, n, 2)),
        );
    }
    transaction.expect(&objects)?;
    for object in &objects {
        let (key, _) = transaction.insert_version(object, &own(Tlp::Amber, &[]), at(0))?;
        transaction.mark_pending(key)?;
    }
    if done.is_multiple_of(5) {
        transaction.take_pending(9)?;
    }
    let index = transaction.log_size()?;
    transaction.put_tile(
        0,
        0,
        &[0; 32].repeat(usize::try_from(index % 256).unwrap() + 1),
    )?;
    transaction.append_entry(&NewEntry {
        index,
        leaf: &[0; 32],
        at: at(0),
        act: "accepted",
        agreement: None,
        partner: None,
        salt: &[0; 32],
        content: &format!("{writer} {done}"),
    })?;
    Ok(done)
}

/// An act that writes and then fails.
fn fail(transaction: &Transaction<'_>, writer: u32) -> Result<(), StoreError> {
    let object = loaded(writer, writer * 10_000_000 + 9_999_999, 1);
    transaction.insert_version(&object, &own(Tlp::Amber, &[]), at(0))?;
    Err(StoreError::damaged("not really"))
}

fn count(view: &Snapshot<'_>, writer: u32) -> Result<u32, StoreError> {
    let bytes = view.setting(&writer.to_string())?;
    Ok(bytes.map_or(0, |bytes| u32::from_le_bytes(bytes.try_into().unwrap())))
}

fn spawn(told: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["crash::child", "--exact", "--nocapture"])
        .env(STORE, told)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Lets the child write until it was told `acts` times that something is kept, and a moment longer;
/// gives the last number told to each of its writers.
fn run_and_kill(told: &str, acts: usize, moment: u32) -> Done {
    let mut child = spawn(told);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut told = Done::default();
    let mut hear = |line: &str| -> usize {
        // The first line may stand behind what the test harness prints.
        let Some((_, said)) = line.split_once("kept ") else {
            return 0;
        };
        let mut words = said.split(' ').map(str::parse::<u32>);
        let (Some(Ok(writer)), Some(Ok(done))) = (words.next(), words.next()) else {
            return 0;
        };
        told[writer as usize - 1] = done;
        1
    };
    let mut heard = 0;
    while heard < acts {
        let line = lines.next().expect("the child ended by itself").unwrap();
        heard += hear(&line);
    }
    for _ in 0..moment {
        std::hint::spin_loop();
    }
    child.kill().unwrap();
    // What it still said before it died counts too; the last line may be cut off.
    let rest: Vec<String> = lines.map_while(Result::ok).collect();
    for line in rest.split_last().map_or(&[][..], |(_, whole)| whole) {
        hear(line);
    }
    child.wait().unwrap();
    told
}

async fn check(place: &Closed, told: Done, before: Done) -> Done {
    let store = Store::open(&place.address).await.unwrap();
    let look = store.read(move |view| looks_whole(view, told, before));
    let done = look.await.unwrap();
    // The terms themselves, behind what a search shows of them.
    if place.is_file() {
        place.no_row(
            "WITH s AS (SELECT rowid AS version FROM search WHERE search MATCH '\"¶\"')
             SELECT 1 FROM version v FULL JOIN s USING (version)
             WHERE s.version IS NULL OR v.object IS NULL",
        );
    } else {
        place.no_row(
            "SELECT 1 FROM version v FULL JOIN search s USING (version)
             WHERE s.version IS NULL OR v.object IS NULL",
        );
    }
    done
}

fn looks_whole(view: &Snapshot<'_>, told: Done, before: Done) -> Result<Done, StoreError> {
    let mut all = Done::default();
    let (mut expected, mut versions) = (BTreeSet::new(), 0);
    for writer in 1..=WRITERS {
        let place = writer as usize - 1;
        let done = count(view, writer)?;
        assert!(
            done >= told[place],
            "writer {writer} was told {}, {done} are kept",
            told[place]
        );
        assert!(done >= before[place], "what was there is gone");
        for act in 1..=done {
            expected.extend(numbers(writer, act));
            versions += u64::from(keeps_again(act));
        }
        for n in numbers(writer, done + 1) {
            assert!(view.object_key(&id("campaign", n))?.is_none_or(|it| {
                // The act before may have named it.
                view.summary(it).unwrap().is_none()
            }));
        }
        for n in (before[place] + 1..=done).flat_map(|act| numbers(writer, act)) {
            is_held(view, writer, n)?;
        }
        all[place] = done;
    }
    versions += expected.len() as u64;
    assert_eq!(
        found(view, "load")?,
        expected,
        "what is found is not what is held"
    );
    let counts = view.graph_counts()?;
    assert_eq!(
        (counts.objects, counts.versions),
        (expected.len() as u64, versions)
    );
    let acts = u64::from(all.iter().sum::<u32>());
    let log = view.log_range(0, acts + 1)?;
    assert!((0..acts).eq(log.iter().map(|entry| entry.index)));
    let entries: BTreeSet<&str> = log.iter().map(|entry| entry.content.as_str()).collect();
    assert_eq!(entries.len() as u64, acts, "an act is in the log once");
    if acts > 0 {
        let tile = view.log_tile(0, 0)?;
        assert_eq!(
            tile.len() as u64,
            ((acts - 1) % 256 + 1) * 32,
            "the tile is not that of the log"
        );
    }
    assert_eq!(view.damage()?, [] as [&str; 0]);
    Ok(all)
}

/// That an object is there with its edges, and is found by its own word.
fn is_held(view: &Snapshot<'_>, writer: u32, n: u32) -> Result<(), StoreError> {
    let held = view
        .latest(&id("campaign", n))?
        .expect("an object of a kept act");
    let links = view.links(held.summary.object, None, 100)?;
    let outgoing = links.iter().filter(|link| !link.incoming);
    let named: BTreeSet<_> = outgoing.map(|link| link.id.clone()).collect();
    let expected = [
        id("campaign", n + 5),
        id("identity", writer),
        id("campaign", n),
    ];
    assert_eq!(named, BTreeSet::from(expected));
    assert_eq!(found(view, &format!("own{n}"))?, BTreeSet::from([n]));
    Ok(())
}

fn found(view: &Snapshot<'_>, words: &str) -> Result<BTreeSet<u32>, StoreError> {
    let page = view.search(&Search::words(words, 1_000_000))?;
    let numbers: Vec<u32> = page
        .found
        .iter()
        .map(|it| number(&it.held.summary.id))
        .collect();
    let set: BTreeSet<u32> = numbers.iter().copied().collect();
    assert_eq!(set.len(), numbers.len(), "something is found twice");
    Ok(set)
}

fn kills() -> u32 {
    let said = std::env::var("MITHAQ_KILLS").ok();
    said.map_or(KILLS, |said| {
        said.parse().expect("MITHAQ_KILLS is a number")
    })
}

/// Kills `kills` times one who writes to a store.
async fn kill(place: Closed, kills: u32, random: &mut StdRng) {
    let told_where = place.told();
    let mut before = Done::default();
    for _ in 0..kills {
        // Now and then before anything is done.
        let acts = random.random_range(0..24_usize).saturating_sub(2);
        let told = run_and_kill(&told_where, acts, random.random_range(0..3_000_000));
        before = check(&place, told, before).await;
    }
    assert!(
        before.iter().sum::<u32>() > kills,
        "the children did next to nothing"
    );
}

#[tokio::test]
async fn what_a_file_acknowledged_survives_a_kill_and_nothing_is_half_there() {
    let mut random = StdRng::seed_from_u64(20_261_101);
    let mut left = kills();
    while left > 0 {
        let now = left.min(KILLS_OF_ONE);
        kill(Kept::in_folder().await.close(), now, &mut random).await;
        left -= now;
    }
}

#[tokio::test]
async fn what_a_server_acknowledged_survives_a_kill_and_nothing_is_half_there() {
    let mut random = StdRng::seed_from_u64(20_261_102);
    let mut left = kills();
    while left > 0 {
        let Some(kept) = Kept::on_server().await else {
            return;
        };
        let now = left.min(KILLS_OF_ONE);
        kill(kept.close(), now, &mut random).await;
        left -= now;
    }
}

on_both! {
    async fn what_was_written_fits_together(kept: Kept) {
        for _ in 0..15 {
            kept.act(|transaction| act(transaction, 1)).await;
        }
        let told = [15, 0, 0, 0];
        assert_eq!(check(&kept.close(), told, Done::default()).await, told);
    }
}
