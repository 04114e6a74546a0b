//! What went wrong, in a sentence, and which exit code it has.

use mithaq_node::ActError;

/// A file that was named cannot be read or written, or is not what it should be.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Unreadable(pub(crate) String);

/// The exit code for an error: 1 refused or invalid, 2 usage or unreadable.
pub(crate) fn code_of(error: &anyhow::Error) -> u8 {
    let unreadable = error.chain().any(|cause| {
        cause.is::<Unreadable>()
            || matches!(
                cause.downcast_ref::<ActError>(),
                Some(
                    ActError::Bundle(_)
                        | ActError::Card(_)
                        | ActError::Copy(_)
                        | ActError::Draft(_)
                        | ActError::Envelope(_)
                        | ActError::File(_)
                        | ActError::Open(_)
                )
            )
    });
    if unreadable { 2 } else { 1 }
}

/// An error and its causes, in one sentence.
pub(crate) fn sentence(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        // A transparent error and its cause say the same.
        if !text.ends_with(&cause) {
            text.push_str(": ");
            text.push_str(&cause);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    #[test]
    fn a_cause_that_says_the_same_is_said_once() {
        let error = ActError::from(std::io::Error::other("no room"));
        let error = anyhow::Error::from(error);
        assert_eq!(sentence(&error), "the file could not be opened: no room");
        let inner = Unreadable("`a` cannot be read".to_owned());
        let error = anyhow::Result::<()>::Err(inner.into()).context("`b`");
        let error = error.unwrap_err();
        assert_eq!(sentence(&error), "`b`: `a` cannot be read");
        assert_eq!(code_of(&error), 2);
    }

    #[test]
    fn what_is_refused_differs_from_what_cannot_be_read() {
        let refused = anyhow::Error::from(ActError::NoObject("x".to_owned()));
        assert_eq!(code_of(&refused), 1);
        let unreadable = anyhow::Error::from(ActError::from(std::io::Error::other("x")));
        assert_eq!(code_of(&unreadable), 2);
    }
}
