//! Cases that others wrote, read where `MITHAQ_SHARED` says they are.

use std::path::PathBuf;

/// The text of a shared file; none, with a word about it, when there is no shared folder.
pub(crate) fn file(suite: &str, path: &str) -> Option<String> {
    let Some(root) = std::env::var_os("MITHAQ_SHARED") else {
        println!("{suite}: not run, MITHAQ_SHARED is not set");
        return None;
    };
    let path = PathBuf::from(root).join(path);
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) => panic!("{suite}: {}: {error}", path.display()),
    }
}
