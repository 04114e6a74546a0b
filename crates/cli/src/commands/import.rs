//! `mithaq import`: STIX files into the graph.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use mithaq_node::{
    Acceptance, ActError, ImportEvent, Imported, Lang, Node, Rejection, subject_name,
};
use mithaq_stix::{Finding, Severity};
use serde_json::{Value, json};

use crate::args::ImportArgs;
use crate::failure::{Unreadable, code_of, sentence};
use crate::home::{open, shown};
use crate::output::Output;

/// Rejections told one by one; the count is exact in any case.
const TOLD: usize = 1000;

pub(crate) async fn run(arguments: ImportArgs, output: &Output) -> anyhow::Result<ExitCode> {
    let node = open(&arguments.at.dir).await?;
    for subject in &arguments.subject {
        if subject_name(subject, Lang::En).is_none() {
            output.note(format_args!(
                "warning: `{subject}` is not one of the known subjects: is it spelt as in the agreement?"
            ));
        }
    }
    let mut how = Acceptance::own(arguments.subject.into_iter().collect(), arguments.tlp);
    how.keep_handling = !arguments.change_handling;
    let mut files = Vec::new();
    let mut worst = 0;
    for path in &arguments.files {
        match import(&node, path, &how, *output).await {
            Ok(done) => {
                worst = worst.max(u8::from(done.imported.rejected > 0));
                tell(path, &done.imported, *output);
                files.push(report(path, &done));
            }
            // The files after it are no worse for it.
            Err(error) => {
                let error = explained(error, path);
                worst = worst.max(code_of(&error));
                output.failed(&error);
                files.push(json!({ "file": shown(path), "error": sentence(&error) }));
            }
        }
    }
    output.report(&json!({ "files": files }));
    Ok(ExitCode::from(worst))
}

/// The error with the file's name, and whether something of the file may be kept all the same.
fn explained(error: anyhow::Error, path: &Path) -> anyhow::Error {
    let name = path.display();
    match error.downcast_ref() {
        // It names the file already.
        _ if error.is::<Unreadable>() => error,
        Some(ActError::Bundle(_) | ActError::File(_)) => {
            error.context(format!("`{name}`: nothing of it was imported"))
        }
        _ => error.context(format!(
            "`{name}`: not imported to its end: import it again to go on"
        )),
    }
}

/// What became of a file.
struct Done {
    imported: Imported,
    /// The first [`TOLD`] of them.
    rejections: Vec<Rejection>,
    /// What the bundle round the objects gets wrong.
    bundle: Vec<Finding>,
}

/// Imports one file with a progress bar; tells each rejection as it comes.
async fn import(
    node: &Node,
    path: &Path,
    how: &Acceptance,
    output: Output,
) -> anyhow::Result<Done> {
    let source = Source::of(path)?;
    let bar = output.bytes_bar(0);
    let (mut rejections, mut bundle) = (Vec::new(), Vec::new());
    let name = path.display().to_string();
    let imported = node
        .import(
            move || source.open(),
            how,
            |event| match event {
                ImportEvent::Rejected(rejection) if rejections.len() < TOLD => {
                    bar.suspend(|| say_rejection(output, &name, &rejection));
                    rejections.push(rejection);
                }
                ImportEvent::Surveyed {
                    bytes, findings, ..
                } => {
                    bar.set_length(bytes);
                    bar.set_message("importing");
                    for finding in &findings {
                        bar.suspend(|| output.note(format_args!("{name}: {finding}")));
                    }
                    bundle = findings;
                }
                ImportEvent::Read(bytes) => bar.set_position(bytes),
                ImportEvent::Deciding => bar.set_message("deciding"),
                _ => (),
            },
        )
        .await;
    bar.finish_and_clear();
    let imported = imported?;
    let untold = imported.rejected.saturating_sub(rejections.len() as u64);
    if untold > 0 {
        output.note(format_args!(
            "{}: {untold} more objects are rejected and not told one by one",
            path.display()
        ));
    }
    Ok(Done {
        imported,
        rejections,
        bundle,
    })
}

fn say_rejection(output: Output, name: &str, rejection: &Rejection) {
    let id = rejection.id.as_deref().unwrap_or("an object without an id");
    let errors = rejection
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    for finding in errors {
        output.note(format_args!(
            "{name}: byte {}: {id}: {finding}",
            rejection.offset
        ));
    }
}

fn tell(path: &Path, imported: &Imported, output: Output) {
    let Imported {
        accepted,
        unchanged,
        rehandled,
        handled_otherwise,
        rejected,
        warnings,
        settled,
    } = imported;
    output.say(format_args!("{}", path.display()));
    output.say(format_args!(
        "  accepted {accepted}   unchanged {unchanged}   handling changed {rehandled}   rejected {rejected}"
    ));
    output.say(format_args!(
        "  released {}   withheld {}   no longer released {}   (decisions, over all agreements in force)",
        settled.released, settled.withheld, settled.ended
    ));
    if *handled_otherwise > 0 {
        output.say(format_args!(
            "  {handled_otherwise} of the unchanged keep another subject or marking: --change-handling gives them the new one"
        ));
    }
    if *warnings > 0 {
        output.say(format_args!(
            "  {warnings} things that STIX advises against: see `mithaq validate --warnings`"
        ));
    }
}

fn report(path: &Path, done: &Done) -> Value {
    let imported = &done.imported;
    json!({
        "file": shown(path),
        "accepted": imported.accepted,
        "unchanged": imported.unchanged,
        "handling_changed": imported.rehandled,
        "handled_otherwise": imported.handled_otherwise,
        "rejected": imported.rejected,
        "warnings": imported.warnings,
        "released": imported.settled.released,
        "withheld": imported.settled.withheld,
        "ended": imported.settled.ended,
        "bundle": done.bundle.iter().map(finding_report).collect::<Vec<_>>(),
        "rejections": done.rejections.iter().map(rejection_report).collect::<Vec<_>>(),
    })
}

fn rejection_report(rejection: &Rejection) -> Value {
    json!({
        "byte": rejection.offset,
        "id": rejection.id,
        "findings": rejection.findings.iter().map(finding_report).collect::<Vec<_>>(),
    })
}

/// A finding as programs read it.
pub(crate) fn finding_report(finding: &Finding) -> Value {
    json!({
        "severity": match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "path": finding.path,
        "rule": finding.rule,
        "section": finding.section,
        "message": finding.message,
    })
}

/// A file that can be read twice; standard input is kept in a temporary file for that.
pub(crate) enum Source {
    Path(PathBuf),
    Spooled(File),
}

impl Source {
    pub(crate) fn of(path: &Path) -> anyhow::Result<Self> {
        if path.as_os_str() == "-" {
            let mut spool = tempfile::tempfile().context("a temporary file for standard input")?;
            io::copy(&mut io::stdin().lock(), &mut spool).context("reading standard input")?;
            return Ok(Self::Spooled(spool));
        }
        let file = File::open(path)
            .map_err(|error| Unreadable(format!("`{}` cannot be read: {error}", path.display())))?;
        if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
            let path = path.display();
            return Err(Unreadable(format!("`{path}` is a folder: name the files in it")).into());
        }
        Ok(Self::Path(path.to_owned()))
    }

    pub(crate) fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        match self {
            Self::Path(path) => Ok(Box::new(File::open(path)?)),
            Self::Spooled(spool) => {
                let mut file = spool.try_clone()?;
                file.seek(SeekFrom::Start(0))?;
                Ok(Box::new(file))
            }
        }
    }
}
