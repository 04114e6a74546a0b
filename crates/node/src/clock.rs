//! Time and chance as arguments: only the program's `main` makes the real ones.

use std::fmt::Debug;

use jiff::Timestamp;
use rand::TryRng;
use uuid::Uuid;

/// Something that knows what time it is.
pub trait Clock: Debug + Send + Sync {
    /// The current time in UTC. It may go backwards when somebody sets the machine's clock.
    fn now(&self) -> Timestamp;
}

/// The clock of the machine.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where time comes from the system"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A source of bytes that nobody can guess.
pub trait Randomness: Debug + Send + Sync {
    /// Fills `bytes`.
    ///
    /// # Errors
    ///
    /// [`NoRandomnessError`] if the system gives none: nothing may be signed or named then.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomnessError>;
}

/// The operating system gave no random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gives no random bytes: nothing can be signed or named")]
pub struct NoRandomnessError;

/// The randomness of the machine.
#[derive(Debug, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomnessError> {
        rand::rngs::SysRng
            .try_fill_bytes(bytes)
            .map_err(|_| NoRandomnessError)
    }
}

/// 32 bytes that nobody can guess: a key, a salt, a token.
pub fn secret(source: &dyn Randomness) -> Result<[u8; 32], NoRandomnessError> {
    let mut bytes = [0; 32];
    source.fill(&mut bytes)?;
    Ok(bytes)
}

/// A new UUID of version 4.
pub fn new_uuid(source: &dyn Randomness) -> Result<Uuid, NoRandomnessError> {
    let mut bytes = [0; 16];
    source.fill(&mut bytes)?;
    Ok(uuid::Builder::from_random_bytes(bytes).into_uuid())
}
