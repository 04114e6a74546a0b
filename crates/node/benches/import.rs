//! How fast a large file comes in, how much memory that takes, and how fast pages go out.
//!
//! `MITHAQ_SHARED` says where the ATT&CK bundle is; without it nothing is measured. Prints medians.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use mithaq_node::{Acceptance, Lang, NewNode, Node, Query, SystemClock, SystemRandomness};
use mithaq_stix::Tlp;
use mithaq_testkit::{agreement, conclude, introduce};

const ATTACK: &str = "conformance/real/enterprise-attack-18.1.rebuilt-stix21.json";
const ROUNDS: usize = 3;
const SUBJECT: &str = "cybercrime";

type Outcome<T> = Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut out = std::io::stdout();
    let Some(shared) = std::env::var_os("MITHAQ_SHARED") else {
        writeln!(
            out,
            "not run: MITHAQ_SHARED does not say where the shared test data is"
        )?;
        return Ok(());
    };
    let file = PathBuf::from(shared).join(ATTACK);
    let bytes = file.metadata()?.len();

    let (mut plain, mut objects) = (Vec::new(), 0);
    for _ in 0..ROUNDS {
        let dir = tempfile::tempdir()?;
        let node = node(&dir, "Agency").await?;
        let (took, accepted) = import(&node, &file).await?;
        plain.push(took);
        objects = accepted;
    }
    report(&mut out, "import, no agreement", &mut plain, objects)?;
    writeln!(
        out,
        "  of {bytes} bytes; peak memory of the process {}",
        peak_memory()?
    )?;
    pages(&mut out, &file).await?;
    writeln!(out, "  peak memory of the process {}", peak_memory()?)?;
    Ok(())
}

/// Imports while an agreement is in force that permits some of it, then reads all of that.
async fn pages(out: &mut impl Write, file: &Path) -> Outcome<()> {
    let (ours, theirs) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let (ours, theirs) = (node(&ours, "Agency").await?, node(&theirs, "Bureau").await?);
    introduce((&ours, ours.card()), (&theirs, theirs.card())).await;
    // The creator of all these objects, and what they are marked with, have to be given too.
    let types = "object_types = [\"attack-pattern\", \"malware\", \"tool\", \"relationship\", \
                 \"intrusion-set\", \"campaign\", \"course-of-action\", \"identity\", \
                 \"marking-definition\", \"x-mitre-tactic\", \"x-mitre-analytic\", \
                 \"x-mitre-detection-strategy\", \"x-mitre-data-component\", \
                 \"x-mitre-data-source\", \"x-mitre-matrix\"]";
    let draft = agreement("Bureau");
    let draft = draft.replace(
        "object_types = [\"indicator\", \"report\", \"relationship\"]",
        types,
    );
    let id = conclude(&ours, &theirs, &draft).await;
    let (took, accepted) = import(&ours, file).await?;
    report(
        out,
        "import and release under one agreement",
        &mut [took],
        accepted,
    )?;

    let partner = ours.find_partner("Bureau").await?;
    let token = ours.issue_token(&partner, true).await?;
    let them = ours.admit(&token).await?.ok_or("the token does not work")?;
    let (mut took, mut objects, mut after_seq) = (Vec::new(), 0, None);
    loop {
        let query = Query {
            after_seq,
            ..Query::default()
        };
        let started = Instant::now();
        let disclosed = ours.disclose(&them, &id, query).await?;
        took.push(started.elapsed());
        let Some(last) = disclosed.page().last() else {
            break;
        };
        after_seq = Some(last.seq);
        objects += disclosed.page().len();
    }
    took.pop();
    let pages = took.len();
    took.sort_unstable();
    let median = took.get(pages / 2).ok_or("nothing was released")?;
    writeln!(
        out,
        "disclose: {objects} objects in {pages} pages; median page {median:?}, {:.0} pages a second",
        1.0 / median.as_secs_f64()
    )?;
    Ok(())
}

async fn node(dir: &tempfile::TempDir, name: &str) -> Outcome<Node> {
    let new = NewNode {
        name: name.to_owned(),
        country: "XA".to_owned(),
        language: Lang::En,
    };
    let (clock, randomness) = (Arc::new(SystemClock), Arc::new(SystemRandomness));
    Ok(Node::create(dir.path(), &new, clock, randomness).await?)
}

async fn import(node: &Node, file: &Path) -> Outcome<(Duration, u64)> {
    let how = Acceptance::own(BTreeSet::from([SUBJECT.to_owned()]), Some(Tlp::Green));
    let file = file.to_owned();
    let started = Instant::now();
    let imported = node.import(move || File::open(&file), &how, |_| ()).await?;
    Ok((started.elapsed(), imported.accepted))
}

fn report(out: &mut impl Write, what: &str, took: &mut [Duration], objects: u64) -> Outcome<()> {
    took.sort_unstable();
    let median = took.get(took.len() / 2).ok_or("nothing was measured")?;
    let objects_in_all = u32::try_from(objects)?;
    writeln!(
        out,
        "{what}: {objects} objects in {median:.2?}, {:.0} objects a second",
        f64::from(objects_in_all) / median.as_secs_f64()
    )?;
    Ok(())
}

/// The most memory that this process ever held, as Linux counts it.
fn peak_memory() -> Outcome<String> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    Ok(line.ok_or("no VmHWM")?.trim().to_owned())
}
