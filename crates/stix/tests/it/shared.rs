//! Test data that is not in the repository.

use std::path::PathBuf;

/// The path of a file of shared data; none, with a note, if there is no shared data here.
///
/// # Panics
///
/// If there is shared data, but not this file.
pub(crate) fn path(suite: &str, name: &str) -> Option<PathBuf> {
    let Some(root) = std::env::var_os("MITHAQ_SHARED") else {
        println!("{suite}: not run, MITHAQ_SHARED is not set");
        return None;
    };
    let path = PathBuf::from(root).join(name);
    assert!(path.is_file(), "{} is missing", path.display());
    Some(path)
}

/// The lines of a file of shared data, each read as JSON.
pub(crate) fn lines(suite: &str, name: &str) -> Option<Vec<serde_json::Value>> {
    let text = std::fs::read_to_string(path(suite, name)?).unwrap();
    Some(
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    )
}
