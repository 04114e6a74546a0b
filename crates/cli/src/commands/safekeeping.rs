//! `mithaq backup`, `mithaq restore` and `mithaq move-store`: everything in one file, everything back
//! again, everything elsewhere.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use mithaq_node::{CopyProgress, Enclosed, Node, StoreDigest, write_private};
use serde_json::{Value, json};

use crate::args::{BackupArgs, MoveStoreArgs, RestoreArgs};
use crate::configuration;
use crate::failure::Unreadable;
use crate::home::{open, shown};
use crate::output::Output;

/// The folders of a node whose files belong into a backup.
const FOLDERS: [&str; 2] = ["keys", "tls"];

/// `mithaq backup`.
pub(crate) async fn back_up(arguments: BackupArgs, output: &Output) -> anyhow::Result<ExitCode> {
    let dir = &arguments.at.dir;
    let node = open(dir).await?;
    let enclosed = files_of(dir)?;
    let files = enclosed.len();
    let digest = node
        .back_up(&arguments.file, enclosed, progress(*output, "backing up"))
        .await?;
    let size = std::fs::metadata(&arguments.file).map_or(0, |file| file.len());
    output.report(&json!({
        "file": shown(&arguments.file),
        "bytes": size,
        "sha256": digest.to_string(),
        "tables": tables(&digest),
        "files": files,
    }));
    output.say(format_args!(
        "{} holds the whole node: {} versions, {} entries of the log, {files} files of keys.",
        arguments.file.display(),
        digest.rows_of("version"),
        digest.rows_of("log_entry"),
    ));
    output.say(format_args!("  SHA-256 over everything  {digest}"));
    output.say("The node's private keys are in it: keep it as you would keep them.");
    Ok(ExitCode::SUCCESS)
}

/// `mithaq restore`.
pub(crate) async fn restore(arguments: RestoreArgs, output: &Output) -> anyhow::Result<ExitCode> {
    let dir = &arguments.at.dir;
    let is_empty = std::fs::read_dir(dir).map_or(true, |mut files| files.next().is_none());
    if !is_empty {
        return Err(Unreadable(format!(
            "`{}` is not empty: choose another folder, or move what is in it away",
            dir.display()
        ))
        .into());
    }
    std::fs::create_dir_all(dir)
        .map_err(|error| Unreadable(format!("`{}`: {error}", dir.display())))?;
    let home = configuration::new_home(dir, arguments.store.as_deref())?;
    let restored =
        Node::restore_store(&arguments.file, &home.store, progress(*output, "restoring")).await?;
    if let Some(address) = &arguments.store {
        configuration::keep_store(dir, address)?;
    }
    for file in &restored.enclosed {
        put_back(dir, file)?;
    }
    let node = open(dir).await?;
    node.index_waiting(|_| ()).await?;
    let checks = node.examine().await?;
    let wrong: Vec<&str> = checks.iter().filter_map(|it| it.wrong.as_deref()).collect();
    output.report(&json!({
        "dir": shown(dir),
        "sha256": restored.digest.to_string(),
        "tables": tables(&restored.digest),
        "files": restored.enclosed.len(),
        "wrong": wrong,
    }));
    output.say(format_args!(
        "The node of {} is back in {}: {} versions, {} entries of the log.",
        node.profile().name,
        dir.display(),
        restored.digest.rows_of("version"),
        restored.digest.rows_of("log_entry"),
    ));
    output.say(format_args!(
        "  SHA-256 over everything  {}, as when the backup was made",
        restored.digest
    ));
    for wrong in &wrong {
        output.say(format_args!("WRONG  {wrong}"));
    }
    output.say("Do not serve the node that the backup was made of any more: two would sign for one agency.");
    Ok(ExitCode::from(u8::from(!wrong.is_empty())))
}

/// `mithaq move-store`.
pub(crate) async fn move_store(
    arguments: MoveStoreArgs,
    output: &Output,
) -> anyhow::Result<ExitCode> {
    let dir = &arguments.at.dir;
    let node = open(dir).await?;
    let from = node.store_address();
    let home = configuration::new_home(dir, Some(&arguments.to))?;
    let digest = node
        .move_store(&home.store, progress(*output, "moving"))
        .await?;
    drop(node);
    configuration::keep_store(dir, &arguments.to).with_context(|| {
        format!("everything was moved, but mithaq.toml could not be changed: write `store = \"{}\"` there", arguments.to)
    })?;
    let node = open(dir).await?;
    node.index_waiting(|_| ()).await?;
    output.report(&json!({
        "from": from.to_string(),
        "to": home.store.to_string(),
        "sha256": digest.to_string(),
        "tables": tables(&digest),
    }));
    for table in &digest.tables {
        output.say(format_args!("{:>10}  {}", table.rows, table.table));
    }
    output.say(format_args!(
        "Everything is in {} now, with equal counts and digests: {digest}.",
        home.store
    ));
    output.say(format_args!(
        "The node uses it from its next start. What was left in {from} is closed: remove it when you have a backup."
    ));
    Ok(ExitCode::SUCCESS)
}

/// The files of keys and certificates.
fn files_of(dir: &Path) -> anyhow::Result<Vec<Enclosed>> {
    let mut files = Vec::new();
    for folder in FOLDERS {
        let inside = dir.join(folder);
        let unreadable =
            |error: std::io::Error| Unreadable(format!("`{}`: {error}", inside.display()));
        if !inside.exists() {
            continue;
        }
        for entry in std::fs::read_dir(&inside).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            files.push(Enclosed {
                name: format!("{folder}/{name}"),
                content: std::fs::read(entry.path()).map_err(unreadable)?,
            });
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

/// Writes an enclosed file back, if it is one that belongs to a node.
fn put_back(dir: &Path, file: &Enclosed) -> anyhow::Result<()> {
    let place = file.name.split_once('/').filter(|(folder, name)| {
        FOLDERS.contains(folder) && !name.is_empty() && !name.contains(['/', '\\']) && *name != ".."
    });
    let Some((folder, name)) = place else {
        return Err(Unreadable(format!(
            "the backup encloses `{}`, which is no file of a node",
            file.name
        ))
        .into());
    };
    let folder: PathBuf = dir.join(folder);
    std::fs::create_dir_all(&folder)
        .map_err(|error| Unreadable(format!("`{}`: {error}", folder.display())))?;
    Ok(write_private(&folder.join(name), &file.content)?)
}

fn progress(output: Output, what: &'static str) -> impl FnMut(CopyProgress) + Send + 'static {
    let mut bar = None;
    move |progress: CopyProgress| {
        let bar = bar.get_or_insert_with(|| output.count_bar(progress.of, what));
        bar.set_position(progress.rows);
        if progress.rows == progress.of {
            bar.finish_and_clear();
        }
    }
}

fn tables(digest: &StoreDigest) -> Vec<Value> {
    let tables = digest.tables.iter();
    tables
        .map(|table| json!({ "table": table.table, "rows": table.rows }))
        .collect()
}
