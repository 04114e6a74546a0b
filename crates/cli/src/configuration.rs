//! `mithaq.toml` in a node's folder: what an operator chooses.

use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use mithaq_node::{Home, NodeLimits, ParseStoreAddressError, write_private};
use mithaq_stix::Limits;
use serde::Deserialize;

use crate::failure::{Unreadable, sentence};

pub(crate) const FILE: &str = "mithaq.toml";
/// In place of an address: the node's own folder.
const FOLDER: &str = "folder";

/// What stands in the file. A word that is not known is an error: nobody should believe that
/// something was set which was only misspelt.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Configuration {
    store: Option<String>,
    #[serde(default)]
    limits: LimitsTable,
}

/// How much is too much; what is not said stays as it is by default.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitsTable {
    object_bytes: Option<usize>,
    object_depth: Option<usize>,
    object_members: Option<usize>,
    object_findings: Option<usize>,
    file_bytes: Option<u64>,
    file_objects: Option<u64>,
    request_bytes: Option<u64>,
    request_seconds: Option<u64>,
}

impl LimitsTable {
    fn limits(&self) -> NodeLimits {
        let default = NodeLimits::default();
        let stix = default.stix;
        NodeLimits {
            stix: Limits {
                max_object_bytes: self.object_bytes.unwrap_or(stix.max_object_bytes),
                max_depth: self.object_depth.unwrap_or(stix.max_depth),
                max_members: self.object_members.unwrap_or(stix.max_members),
                max_findings: self.object_findings.unwrap_or(stix.max_findings),
                max_file_bytes: self.file_bytes.unwrap_or(stix.max_file_bytes),
                max_objects: self.file_objects.unwrap_or(stix.max_objects),
            },
            request_bytes: self.request_bytes.unwrap_or(default.request_bytes),
            request_time: self
                .request_seconds
                .map_or(default.request_time, Duration::from_secs),
        }
    }
}

/// Where the node of a folder lives.
pub(crate) fn home(dir: &Path) -> anyhow::Result<Home> {
    let path = dir.join(FILE);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Home::folder(dir)),
        Err(error) => return Err(wrong(&path, &error.to_string())),
    };
    let configuration: Configuration =
        toml::from_str(&text).map_err(|error| wrong(&path, &error.to_string()))?;
    let home = Home::folder(dir).with_limits(configuration.limits.limits());
    let Some(address) = configuration.store else {
        return Ok(home);
    };
    let store = address
        .parse()
        .map_err(|error: ParseStoreAddressError| wrong(&path, &sentence(&error.into())))?;
    Ok(home.with_store(store))
}

/// Where a node will live whose store was asked for: the folder, or `folder` in words, or a server.
pub(crate) fn new_home(dir: &Path, store: Option<&str>) -> anyhow::Result<Home> {
    let Some(address) = store.filter(|address| *address != FOLDER) else {
        return Ok(Home::folder(dir));
    };
    let store = address
        .parse()
        .map_err(|error: ParseStoreAddressError| Unreadable(sentence(&error.into())))?;
    Ok(Home::folder(dir).with_store(store))
}

/// Writes down where the store is, and leaves what else stands in the file; the address may hold a
/// password, so the file is the owner's.
pub(crate) fn keep_store(dir: &Path, address: &str) -> anyhow::Result<()> {
    let path = dir.join(FILE);
    let rest = std::fs::read_to_string(&path).unwrap_or_default();
    let mut text = without_store(&rest);
    if address != FOLDER {
        // A text of JSON is a text of TOML.
        let quoted = serde_json::Value::from(address);
        text = format!("{COMMENT}\nstore = {quoted}\n{text}");
    }
    if text.trim().is_empty() {
        forget_store(dir);
        return Ok(());
    }
    // Put in place whole, or not at all.
    let new = dir.join("mithaq.toml.new");
    write_private(&new, text.as_bytes()).map_err(|error| wrong(&new, &sentence(&error.into())))?;
    std::fs::rename(&new, &path).map_err(|error| wrong(&path, &error.to_string()))
}

/// Takes back what [`keep_store`] wrote where there was nothing before.
pub(crate) fn forget_store(dir: &Path) {
    // What was never made cannot be removed, and that is well.
    let _ = std::fs::remove_file(dir.join(FILE));
}

const COMMENT: &str = "# Where the store of this node is. Without this line it is in this folder.";

/// The file without its line about the store, which stands before all tables.
fn without_store(text: &str) -> String {
    let mut is_top = true;
    let lines = text.lines().filter(|line| {
        is_top &= !line.trim_start().starts_with('[');
        let names_store = line
            .trim_start()
            .strip_prefix("store")
            .is_some_and(|rest| rest.trim_start().starts_with('='));
        !(is_top && (names_store || *line == COMMENT))
    });
    lines.fold(String::new(), |rest, line| rest + line + "\n")
}

fn wrong(path: &Path, why: &str) -> anyhow::Error {
    Unreadable(format!("`{}`: {why}", path.display())).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_the_file_everything_is_in_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        let found = home(dir.path()).unwrap();
        assert_eq!(found.store.to_string(), dir.path().display().to_string());
    }

    #[test]
    fn what_is_written_down_reads_back() {
        let dir = tempfile::tempdir().unwrap();
        let address = "postgres://mithaq:a\"b@localhost/node";
        keep_store(dir.path(), address).unwrap();
        let found = home(dir.path()).unwrap();
        assert_eq!(found.store.to_string(), "postgres://localhost/node");
    }

    #[test]
    fn what_else_stands_in_the_file_stays_there() {
        let dir = tempfile::tempdir().unwrap();
        let limits = "[limits]\nrequest_seconds = 5\n";
        std::fs::write(dir.path().join(FILE), limits).unwrap();
        for address in ["postgres://localhost/a", "postgres://localhost/b"] {
            keep_store(dir.path(), address).unwrap();
            let found = home(dir.path()).unwrap();
            assert_eq!(found.store.to_string(), address);
            assert_eq!(found.limits.request_time, Duration::from_secs(5));
        }
        keep_store(dir.path(), FOLDER).unwrap();
        let left = std::fs::read_to_string(dir.path().join(FILE)).unwrap();
        assert_eq!(left, limits);
    }

    #[test]
    fn limits_are_what_the_file_says_and_otherwise_the_usual() {
        let dir = tempfile::tempdir().unwrap();
        let text = "[limits]\nobject_bytes = 1000\nrequest_seconds = 5\n";
        std::fs::write(dir.path().join(FILE), text).unwrap();
        let limits = home(dir.path()).unwrap().limits;
        assert_eq!(limits.stix.max_object_bytes, 1000);
        assert_eq!(limits.request_time, Duration::from_secs(5));
        assert_eq!(limits.stix.max_depth, Limits::default().max_depth);
    }

    #[test]
    fn a_word_that_is_not_known_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(
            dir.path().join(FILE),
            "stor = \"postgres://localhost/node\"",
        )
        .unwrap();
        let error = home(dir.path()).unwrap_err().to_string();
        assert!(error.contains("unknown field `stor`"), "{error}");
    }
}
