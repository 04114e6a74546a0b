//! `mithaq.toml` in a node's folder: what an operator chooses.

use std::io::ErrorKind;
use std::path::Path;

use mithaq_node::{Home, ParseStoreAddressError, StoreAddress, write_private};
use serde::Deserialize;

use crate::failure::Unreadable;

pub(crate) const FILE: &str = "mithaq.toml";
/// In place of an address: the node's own folder.
const FOLDER: &str = "folder";

/// What stands in the file. A word that is not known is an error: nobody should believe that
/// something was set which was only misspelt.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Configuration {
    store: Option<String>,
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
    let store = match configuration.store {
        None => StoreAddress::folder(dir),
        Some(address) => address
            .parse()
            .map_err(|error: ParseStoreAddressError| wrong(&path, &chain(&error)))?,
    };
    Ok(Home {
        dir: dir.to_owned(),
        store,
    })
}

/// Where a node will live whose store was asked for: the folder, or `folder` in words, or a server.
pub(crate) fn new_home(dir: &Path, store: Option<&str>) -> anyhow::Result<Home> {
    let Some(address) = store.filter(|address| *address != FOLDER) else {
        return Ok(Home::folder(dir));
    };
    let store = address
        .parse()
        .map_err(|error: ParseStoreAddressError| Unreadable(chain(&error)))?;
    Ok(Home {
        dir: dir.to_owned(),
        store,
    })
}

/// Writes down where the store is; the address may hold a password, so the file is the owner's.
pub(crate) fn keep_store(dir: &Path, address: &str) -> anyhow::Result<()> {
    let path = dir.join(FILE);
    // A text of JSON is a text of TOML.
    let quoted = serde_json::Value::from(address);
    let text = format!(
        "# Where the store of this node is. Without this line it is in this folder.\nstore = {quoted}\n"
    );
    // Put in place whole, or not at all.
    if address == FOLDER {
        forget_store(dir);
        return Ok(());
    }
    let new = dir.join("mithaq.toml.new");
    write_private(&new, text.as_bytes()).map_err(|error| wrong(&new, &chain(&error)))?;
    std::fs::rename(&new, &path).map_err(|error| wrong(&path, &error.to_string()))
}

/// Takes back what [`keep_store`] wrote.
pub(crate) fn forget_store(dir: &Path) {
    // What was never made cannot be removed, and that is well.
    let _ = std::fs::remove_file(dir.join(FILE));
}

fn wrong(path: &Path, why: &str) -> anyhow::Error {
    Unreadable(format!("`{}`: {why}", path.display())).into()
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
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
