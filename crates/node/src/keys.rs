//! The node's own keys: one signs agreements, the other the log. Each is a file of its own, which
//! nobody but the node's user may read.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use mithaq_ledger::NoteSigner;
use zeroize::{Zeroize, Zeroizing};

use crate::clock::{NoRandomnessError, Randomness, secret};

/// The secret keys of a node.
pub struct NodeKeys {
    signing: SigningKey,
    log: NoteSigner,
}

/// Why the node's keys could not be made or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The file could not be read or written.
    #[error("the key file `{}` could not be used", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The file does not hold a key.
    #[error("the key file `{}` does not hold 32 bytes in base64: restore it from a backup", .0.display())]
    NotAKey(PathBuf),
    /// The log's name cannot be that of a key.
    #[error("the log cannot be named `{0}`: use a name without spaces and without `+`")]
    Name(String),
    /// There is no randomness.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomnessError),
}

impl NodeKeys {
    /// Makes new keys in the folder `dir`.
    pub fn create(
        dir: &Path,
        log_name: &str,
        randomness: &dyn Randomness,
    ) -> Result<Self, KeyError> {
        fs::create_dir_all(dir).map_err(|source| KeyError::File {
            path: dir.to_owned(),
            source,
        })?;
        for file in [SIGNING, LOG] {
            let seed = Zeroizing::new(secret(randomness)?);
            write_private(&dir.join(file), STANDARD.encode(*seed).as_bytes())?;
        }
        Self::load(dir, log_name)
    }

    /// Reads the keys from the folder `dir`.
    pub fn load(dir: &Path, log_name: &str) -> Result<Self, KeyError> {
        let mut signing = read_seed(&dir.join(SIGNING))?;
        let mut log = read_seed(&dir.join(LOG))?;
        let keys = Self {
            signing: SigningKey::from_bytes(&signing),
            log: NoteSigner::new(log_name, &log)
                .map_err(|_| KeyError::Name(log_name.to_owned()))?,
        };
        signing.zeroize();
        log.zeroize();
        Ok(keys)
    }

    /// Signs the bytes of an agreement.
    pub fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.signing.sign(bytes).to_bytes()
    }

    /// The key with which others check what [`Self::sign`] signed.
    pub fn signing_public(&self) -> [u8; 32] {
        self.signing.verifying_key().to_bytes()
    }

    /// What signs the log's checkpoints.
    pub fn log(&self) -> &NoteSigner {
        &self.log
    }
}

impl fmt::Debug for NodeKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NodeKeys(secret)")
    }
}

/// Whether `signature` over `bytes` was made with the secret half of `public`.
pub(crate) fn is_signed_by(public: &[u8; 32], bytes: &[u8], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(public).is_ok_and(|key| {
        key.verify_strict(bytes, &Signature::from_bytes(signature))
            .is_ok()
    })
}

/// Writes a file that only its owner may read, and makes it durable.
pub fn write_private(path: &Path, content: &[u8]) -> Result<(), KeyError> {
    let write = || -> std::io::Result<()> {
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)?;
        file.write_all(content)?;
        file.sync_all()?;
        // The name of the file too, or it could be gone after a loss of power.
        let folder = path.parent().filter(|dir| !dir.as_os_str().is_empty());
        fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
    };
    write().map_err(|source| KeyError::File {
        path: path.to_owned(),
        source,
    })
}

const SIGNING: &str = "signing.key";
const LOG: &str = "log.key";

fn read_seed(path: &Path) -> Result<[u8; 32], KeyError> {
    let text = Zeroizing::new(fs::read_to_string(path).map_err(|source| KeyError::File {
        path: path.to_owned(),
        source,
    })?);
    let bytes = Zeroizing::new(
        STANDARD
            .decode(text.trim())
            .map_err(|_| KeyError::NotAKey(path.to_owned()))?,
    );
    <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| KeyError::NotAKey(path.to_owned()))
}
