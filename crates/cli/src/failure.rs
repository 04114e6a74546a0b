//! Which exit code an error has: 1 refused or invalid, 2 usage or unreadable.

use mithaq_node::ActError;

/// A file that was named cannot be read, or is not what it should be.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Unreadable(pub(crate) String);

/// The exit code for an error.
pub(crate) fn code_of(error: &anyhow::Error) -> u8 {
    let unreadable = error.chain().any(|cause| {
        cause.is::<Unreadable>()
            || matches!(
                cause.downcast_ref::<ActError>(),
                Some(
                    ActError::Bundle(_)
                        | ActError::Card(_)
                        | ActError::Draft(_)
                        | ActError::Envelope(_)
                        | ActError::File(_)
                        | ActError::Open(_)
                )
            )
    });
    if unreadable { 2 } else { 1 }
}
