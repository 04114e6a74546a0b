//! `mithaq validate`: STIX files checked without a node.

use std::io::BufReader;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use mithaq_stix::{
    Elements, Finding, Limits, Object, ReadBundleError, Rejected, Repeats, Severity, survey,
};
use serde_json::{Value, json};

use super::import::{Source, finding_report};
use crate::args::ValidateArgs;
use crate::failure::{Unreadable, sentence};
use crate::home::shown;
use crate::output::Output;

pub(crate) fn run(arguments: &ValidateArgs, output: Output) -> ExitCode {
    let mut files = Vec::new();
    let (mut invalid, mut unreadable) = (0, 0);
    for path in &arguments.files {
        match validate(path, arguments.warnings, output) {
            Ok(file) => {
                invalid += file.faults;
                files.push(file.report);
            }
            Err(error) => {
                unreadable += 1;
                output.failed(&error);
                files.push(json!({ "file": shown(path), "error": sentence(&error) }));
            }
        }
    }
    output.report(&json!({ "files": files }));
    ExitCode::from(match (invalid, unreadable) {
        (_, 1..) => 2,
        (1.., _) => 1,
        _ => 0,
    })
}

/// What was found in a file.
struct Validated {
    /// Invalid objects, and what is wrong with the bundle round them.
    faults: u64,
    report: Value,
}

fn validate(path: &Path, warnings: bool, output: Output) -> anyhow::Result<Validated> {
    let limits = Limits::default();
    let source = Source::of(path)?;
    let name = path.display();
    let unreadable = |error: ReadBundleError| {
        anyhow::Error::from(Unreadable(format!("`{name}` is not STIX: {error}")))
    };
    let survey = survey(BufReader::new(source.open()?), &limits).map_err(unreadable)?;
    for finding in survey.findings() {
        output.say(format_args!("{name}: {finding}"));
    }
    let is_error = |finding: &&Finding| finding.severity == Severity::Error;
    let faults_round_objects = survey.findings().iter().filter(is_error).count() as u64;
    let (mut valid, mut invalid, mut advised) = (0_u64, 0_u64, 0_u64);
    let mut objects = Vec::new();
    let mut repeats = Repeats::default();
    for element in Elements::new(BufReader::new(source.open()?), &limits) {
        let element = element
            .map_err(unreadable)
            .context("the file changed while it was read")?;
        let (id, findings) = match Object::read(&element.text, &limits) {
            Ok(checked) => {
                valid += 1;
                let mut warnings = checked.warnings;
                warnings.extend(repeats.check(&checked.object));
                (Some(checked.object.id().to_string()), warnings)
            }
            Err(Rejected { id, findings, .. }) => {
                invalid += 1;
                (id, findings)
            }
        };
        let is_warning = |finding: &&Finding| finding.severity == Severity::Warning;
        advised += findings.iter().filter(is_warning).count() as u64;
        let told: Vec<&Finding> = findings
            .iter()
            .filter(|finding| warnings || finding.severity == Severity::Error)
            .collect();
        for finding in &told {
            let id = id.as_deref().unwrap_or("an object without an id");
            output.say(format_args!(
                "{name}: byte {}: {id}: {finding}",
                element.offset
            ));
        }
        if !told.is_empty() && output.is_json() {
            let findings: Vec<Value> = told.into_iter().map(finding_report).collect();
            objects.push(json!({ "byte": element.offset, "id": id, "findings": findings }));
        }
    }
    output.say(format_args!(
        "{name}: {valid} valid, {invalid} invalid, {advised} warnings"
    ));
    Ok(Validated {
        faults: invalid + faults_round_objects,
        report: json!({
            "file": shown(path), "valid": valid, "invalid": invalid, "warnings": advised,
            "bundle": survey.findings().iter().map(finding_report).collect::<Vec<_>>(),
            "objects": objects,
        }),
    })
}
