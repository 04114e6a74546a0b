//! `mithaq doctor`: what is wrong with a node, and what to do.

use std::fmt::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::ExitCode;

use mithaq_node::{Check, Node};
use serde_json::json;

use crate::args::DirArgs;
use crate::home::{certificate, open};
use crate::output::Output;

pub(crate) async fn run(arguments: &DirArgs, output: &Output) -> anyhow::Result<ExitCode> {
    let node = open(&arguments.dir).await?;
    let mut checks = node.examine().await?;
    checks.extend(key_files(&arguments.dir));
    checks.push(tls(&arguments.dir, &node));
    let healthy = checks.iter().all(|check| check.wrong.is_none());
    let rows: Vec<_> = checks
        .iter()
        .map(|check| json!({ "what": check.what, "found": check.found, "wrong": check.wrong }))
        .collect();
    output.report(&json!({ "healthy": healthy, "checks": rows }));
    for check in &checks {
        let mark = if check.wrong.is_none() {
            "ok   "
        } else {
            "WRONG"
        };
        output.say(format_args!("{mark}  {:12} {}", check.what, check.found));
        if let Some(wrong) = &check.wrong {
            output.say(format_args!("       {wrong}"));
        }
    }
    Ok(ExitCode::from(u8::from(!healthy)))
}

fn key_files(dir: &Path) -> Vec<Check> {
    ["keys/signing.key", "keys/log.key", "tls/key.pem"]
        .into_iter()
        .filter_map(|name| {
            let path = dir.join(name);
            let mode = path.metadata().ok()?.permissions().mode() & 0o777;
            Some(Check {
                what: "key file",
                found: format!("{name} has mode {mode:o}"),
                wrong: (mode & 0o077 != 0)
                    .then(|| format!("others can read a secret: chmod 600 {}", path.display())),
            })
        })
        .collect()
}

fn tls(dir: &Path, node: &Node) -> Check {
    match certificate(dir, node) {
        Ok(certificate) => Check {
            what: "certificate",
            found: format!("SHA-256 {}", hex(&certificate.sha256())),
            wrong: None,
        },
        Err(error) => Check {
            what: "certificate",
            found: "cannot be used".to_owned(),
            wrong: Some(format!("{error:#}")),
        },
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
