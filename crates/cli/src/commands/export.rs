//! `mithaq export`: a bundle of what the node holds, for its own agency.

use std::io::{BufWriter, Seek, SeekFrom};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use mithaq_node::Export;
use serde_json::json;

use crate::args::ExportArgs;
use crate::failure::Unreadable;
use crate::home::{open, shown};
use crate::output::Output;

pub(crate) async fn run(arguments: ExportArgs, output: &Output) -> anyhow::Result<ExitCode> {
    let to = &arguments.file;
    let is_stdout = to.as_os_str() == "-";
    if !is_stdout && to.exists() {
        return Err(unwritable(
            to,
            "there is a file already: choose another name",
        ));
    }
    let node = open(&arguments.at.dir).await?;
    let wanted = Export {
        kinds: arguments.kind,
        received: arguments.received,
        all_versions: arguments.all_versions,
    };
    // Nobody sees it before the log says that it was written.
    let folder = to.parent().filter(|dir| !dir.as_os_str().is_empty());
    let begun = if is_stdout {
        tempfile::NamedTempFile::new()
    } else {
        tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))
    };
    let begun = begun.map_err(|error| unwritable(to, &error.to_string()))?;
    let (exported, written) = node.export(wanted, BufWriter::new(begun)).await?;
    let file = written
        .into_inner()
        .map_err(|error| unwritable(to, &error.to_string()))?;
    if is_stdout {
        let mut file = file.into_file();
        file.seek(SeekFrom::Start(0)).context("the bundle")?;
        std::io::copy(&mut file, &mut std::io::stdout().lock())
            .map_err(|error| unwritable(to, &error.to_string()))?;
    } else {
        file.as_file().sync_all().context("the bundle")?;
        file.persist_noclobber(to)
            .map_err(|error| unwritable(to, &error.to_string()))?;
    }
    if !is_stdout {
        output.report(&json!({
            "file": shown(to),
            "objects": exported.objects,
            "objects_root": exported.objects_root,
            "log_index": exported.log_index,
        }));
        output.say(format_args!(
            "{} objects are in {} (entry {} of the log).",
            exported.objects,
            to.display(),
            exported.log_index
        ));
        if arguments.received {
            output.say("What partners gave is among them: pass it on only with their consent.");
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn unwritable(path: &Path, why: &str) -> anyhow::Error {
    Unreadable(format!("`{}` cannot be written: {why}", path.display())).into()
}
