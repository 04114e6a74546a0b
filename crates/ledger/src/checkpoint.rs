//! Checkpoints: what a log says of itself, in the text of a signed note
//! ([C2SP tlog-checkpoint](https://c2sp.org/tlog-checkpoint#note-text)).

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::hash::{Hash, ParseHashError};

/// The size and the root of a log at one moment; signed, it binds the log to all entries so far.
///
/// Its written form is the text of a note of three lines. Extension lines, which the specification
/// advises against, are refused: nothing here could say what they mean.
///
/// # Examples
///
/// ```
/// use mithaq_ledger::{Checkpoint, Hash};
///
/// let checkpoint = Checkpoint {
///     origin: "node.example/mithaq/ledger/1".to_owned(),
///     size: 0,
///     root: Hash::EMPTY_ROOT,
/// };
/// assert_eq!(checkpoint.to_string().parse(), Ok(checkpoint));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The name of the log, one line. Logs here are named as the key that signs for them.
    pub origin: String,
    /// How many leaves the log has.
    pub size: u64,
    /// The root of the tree with that many leaves.
    pub root: Hash,
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root)
    }
}

/// Why a text is not a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ParseCheckpointError {
    /// There are fewer or more lines, or the last one does not end.
    #[error("a checkpoint has three lines, each ended by a newline: origin, size and root")]
    Lines,
    /// The first line is empty or holds a control character.
    #[error("the first line of the checkpoint does not name a log")]
    Origin,
    /// The second line is not a decimal number without leading zeros, or is beyond 64 bits.
    #[error("the second line of the checkpoint is not a size: it must be a plain decimal number")]
    Size,
    /// The third line is not a hash.
    #[error("the third line of the checkpoint is not a root")]
    Root(#[source] ParseHashError),
}

impl FromStr for Checkpoint {
    type Err = ParseCheckpointError;

    fn from_str(text: &str) -> Result<Self, ParseCheckpointError> {
        let lines: Vec<&str> = text.splitn(5, '\n').collect();
        let [origin, size, root, ""] = lines.as_slice() else {
            return Err(ParseCheckpointError::Lines);
        };
        if origin.is_empty() || origin.contains(char::is_control) {
            return Err(ParseCheckpointError::Origin);
        }
        Ok(Self {
            origin: (*origin).to_owned(),
            size: parse_size(size).ok_or(ParseCheckpointError::Size)?,
            root: root.parse().map_err(ParseCheckpointError::Root)?,
        })
    }
}

/// A number that prints as it was written, so without sign and leading zeros.
fn parse_size(text: &str) -> Option<u64> {
    text.parse()
        .ok()
        .filter(|size: &u64| size.to_string() == text)
}
