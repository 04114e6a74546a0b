//! A process that writes and is killed at any moment: what it was told is kept, is kept.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use mithaq_stix::Tlp;
use mithaq_store::{NewEntry, Store, StoreAddress, StoreError, Transaction};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::support::{at, id, own, report};

const DIR: &str = "MITHAQ_CRASH_DIR";
const WRITERS: u32 = 4;
const KILLS: usize = 40;

/// Not a test of its own: the process that is killed.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn child() {
    let Some(dir) = std::env::var_os(DIR) else {
        return;
    };
    let store = Store::open(&StoreAddress::folder(Path::new(&dir)))
        .await
        .unwrap();
    let mut tasks = Vec::new();
    for writer in 1..=WRITERS {
        let store = store.clone();
        tasks.push(tokio::spawn(async move {
            loop {
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

/// Three things that belong together: a count, an object, and an entry of the log.
fn act(transaction: &Transaction<'_>, writer: u32) -> Result<u32, StoreError> {
    let done = count(transaction.setting(&writer.to_string())?) + 1;
    transaction.set(&writer.to_string(), &done.to_le_bytes())?;
    let object = report(writer * 1_000_000 + done, 1, &[id("report", writer)]);
    let (key, _) = transaction.insert_version(&object, &own(Tlp::Amber, &[]), at(0))?;
    transaction.mark_pending(key)?;
    transaction.append_entry(&NewEntry {
        index: transaction.log_size()?,
        leaf: &[0; 32],
        at: at(0),
        act: "accepted",
        agreement: None,
        partner: None,
        salt: &[0; 32],
        content: object.id().as_str(),
    })?;
    Ok(done)
}

fn count(bytes: Option<Vec<u8>>) -> u32 {
    bytes.map_or(0, |bytes| u32::from_le_bytes(bytes.try_into().unwrap()))
}

/// Lets the child write until it was told `acts` times that something is kept; gives the last
/// number told to each of its writers.
fn run_and_kill(dir: &Path, acts: usize) -> [u32; WRITERS as usize] {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["crash::child", "--exact", "--nocapture"])
        .env(DIR, dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut told = [0; WRITERS as usize];
    let mut heard = 0;
    let mut hear = |line: &str| {
        // The first line may stand behind what the test harness prints.
        let Some((_, said)) = line.split_once("kept ") else {
            return;
        };
        let mut words = said.split(' ').map(str::parse::<u32>);
        if let (Some(Ok(writer)), Some(Ok(done))) = (words.next(), words.next()) {
            told[writer as usize - 1] = done;
            heard += 1;
        }
    };
    for line in lines.by_ref().take(acts + 3) {
        hear(&line.unwrap());
    }
    child.kill().unwrap();
    // What it still said before it died counts too; the last line may be cut off.
    let rest: Vec<String> = lines.map_while(Result::ok).collect();
    for line in rest.split_last().map_or(&[][..], |(_, whole)| whole) {
        hear(line);
    }
    child.wait().unwrap();
    assert!(heard > 0, "the child wrote nothing");
    told
}

async fn check(dir: &Path, told: [u32; WRITERS as usize]) -> u32 {
    let store = Store::open(&StoreAddress::folder(dir)).await.unwrap();
    let look = store.read(move |view| {
        let mut all = 0;
        for (writer, told) in (1..).zip(told) {
            let done = count(view.setting(&writer.to_string())?);
            assert!(
                done >= told,
                "writer {writer} was told of {told}, {done} are kept"
            );
            for n in 1..=done {
                let object = id("report", writer * 1_000_000 + n);
                assert!(view.latest(&object)?.is_some(), "{object} is not kept");
            }
            let next = id("report", writer * 1_000_000 + done + 1);
            assert!(
                view.object_key(&next)?.is_none(),
                "half of an act is kept: {next}"
            );
            all += done;
        }
        assert_eq!(view.graph_counts()?.versions, u64::from(all));
        assert_eq!(view.log_size()?, u64::from(all));
        assert!(view.damage()?.is_empty());
        Ok::<_, StoreError>(all)
    });
    look.await.unwrap()
}

#[tokio::test]
async fn what_was_acknowledged_survives_a_kill_and_nothing_is_half_there() {
    let dir = tempfile::tempdir().unwrap();
    drop(
        Store::create(&StoreAddress::folder(dir.path()))
            .await
            .unwrap(),
    );
    let mut random = StdRng::seed_from_u64(20_261_101);
    let mut before = 0;
    for _ in 0..KILLS {
        let acts = random.random_range(0..40);
        let told = run_and_kill(dir.path(), acts);
        let kept = check(dir.path(), told).await;
        assert!(kept > before);
        before = kept;
    }
}
