//! The node's certificate: made at the first start, kept, and known to partners by its digest.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use mithaq_node::{KeyError, write_private};
use rcgen::{CertificateParams, DnType, ExtendedKeyUsagePurpose, KeyPair, PKCS_ECDSA_P256_SHA256};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest, Sha256};

/// The certificate by which a node shows that it is itself, and its key.
///
/// Partners pin it: it is its SHA-256 on the node's card that they trust, not a name in it, nor
/// anybody who signed it.
pub struct Certificate {
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
    sha256: [u8; 32],
}

/// Why there is no certificate to serve with.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TlsError {
    /// A file could not be read or written.
    #[error("the file `{}` could not be used", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A file holds something else.
    #[error("the file `{}` does not hold {wanted} in PEM: restore it from a backup", .path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// What it should hold.
        wanted: &'static str,
    },
    /// There is a certificate, but not its key.
    #[error(
        "the certificate is there but its key `{}` is not: restore the key from a backup, or remove \
         the certificate and give your partners the new card", .0.display()
    )]
    NoKey(PathBuf),
    /// The key file could not be written.
    #[error(transparent)]
    WriteKey(#[from] KeyError),
    /// The certificate could not be made.
    #[error("no certificate could be made for the names {names}: give host names or addresses")]
    Make {
        /// The names that it should carry.
        names: String,
        /// What the maker said.
        #[source]
        source: rcgen::Error,
    },
    /// The certificate and the key cannot be used together.
    #[error(
        "the certificate and the key in `tls` cannot be used together: restore both from a backup"
    )]
    Unusable(#[from] rustls::Error),
}

/// The certificate in the folder `tls` of the node's folder `dir`, made now if there is none.
///
/// It is for `localhost`, `127.0.0.1`, `::1` and `names`, signs itself with a new P-256 key, and is
/// valid from a day before `now` for ten years. The key's file is for the node's user alone. An
/// operator may put another certificate there; partners then need the node's new card.
///
/// # Errors
///
/// [`TlsError`] names the file and what to do. A key that is missing is never made anew beside its
/// certificate, because every partner would have to be told.
pub fn ensure_certificate(
    dir: &Path,
    names: &[String],
    now: Timestamp,
) -> Result<Certificate, TlsError> {
    let dir = dir.join("tls");
    let (certificate, key) = (dir.join("cert.pem"), dir.join("key.pem"));
    if !exists(&certificate)? {
        fs::create_dir_all(&dir).map_err(in_file(&dir))?;
        make(&certificate, &key, names, now)?;
    }
    load(&certificate, &key)
}

impl Certificate {
    /// The SHA-256 of the certificate's DER form, as the card carries it.
    pub fn sha256(&self) -> [u8; 32] {
        self.sha256
    }

    /// What a server needs: TLS 1.2 and 1.3, HTTP/2 and HTTP/1.1.
    ///
    /// # Errors
    ///
    /// [`TlsError::Unusable`] if the key is not the certificate's.
    pub fn server_config(&self) -> Result<Arc<ServerConfig>, TlsError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(self.chain.clone(), self.key.clone_key())?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Certificate")
    }
}

fn make(certificate: &Path, key: &Path, names: &[String], now: Timestamp) -> Result<(), TlsError> {
    let own = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
    let names: BTreeSet<String> = own.iter().chain(names).cloned().collect();
    let names: Vec<String> = names.into_iter().collect();
    let failed = |source| TlsError::Make {
        names: names.join(", "),
        source,
    };
    let mut params = CertificateParams::new(names.clone()).map_err(failed)?;
    let today = now.to_zoned(TimeZone::UTC).date();
    let (year, month, day) = civil(today.checked_sub(1.day()).unwrap_or(today));
    params.not_before = rcgen::date_time_ymd(year, month, day);
    let (year, month, day) = civil(today.checked_add(10.years()).unwrap_or(today));
    params.not_after = rcgen::date_time_ymd(year, month, day);
    params.distinguished_name = rcgen::DistinguishedName::new();
    params
        .distinguished_name
        .push(DnType::CommonName, "Mithaq node");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    // The key first: a start that was cut off between the two goes on with the same key.
    let pair = ensure_key(key, failed)?;
    let made = params.self_signed(&pair).map_err(failed)?;
    write_whole(certificate, made.pem().as_bytes()).map_err(in_file(certificate))
}

fn ensure_key(path: &Path, failed: impl Fn(rcgen::Error) -> TlsError) -> Result<KeyPair, TlsError> {
    if exists(path)? {
        let text = fs::read_to_string(path).map_err(in_file(path))?;
        return KeyPair::from_pem(&text).map_err(|_| TlsError::Content {
            path: path.to_owned(),
            wanted: "a private key",
        });
    }
    let pair = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(failed)?;
    write_private(path, pair.serialize_pem().as_bytes())?;
    Ok(pair)
}

fn load(certificate: &Path, key: &Path) -> Result<Certificate, TlsError> {
    let text = fs::read(certificate).map_err(in_file(certificate))?;
    let content = |path: &Path, wanted| TlsError::Content {
        path: path.to_owned(),
        wanted,
    };
    let chain: Vec<_> = CertificateDer::pem_slice_iter(&text)
        .collect::<Result<_, _>>()
        .map_err(|_| content(certificate, "a certificate"))?;
    let leaf = chain
        .first()
        .ok_or_else(|| content(certificate, "a certificate"))?;
    let sha256 = Sha256::digest(leaf).into();
    if !exists(key)? {
        return Err(TlsError::NoKey(key.to_owned()));
    }
    let text = fs::read(key).map_err(in_file(key))?;
    let key = PrivateKeyDer::from_pem_slice(&text).map_err(|_| content(key, "a private key"))?;
    Ok(Certificate { chain, key, sha256 })
}

/// Writes a file so that it is there wholly or not at all.
fn write_whole(path: &Path, content: &[u8]) -> io::Result<()> {
    let draft = path.with_extension("pem.new");
    fs::write(&draft, content)?;
    fs::File::open(&draft)?.sync_all()?;
    fs::rename(&draft, path)
}

fn exists(path: &Path) -> Result<bool, TlsError> {
    path.try_exists().map_err(in_file(path))
}

fn in_file(path: &Path) -> impl Fn(io::Error) -> TlsError {
    let path = path.to_owned();
    move |source| TlsError::File {
        path: path.clone(),
        source,
    }
}

fn civil(day: Date) -> (i32, u8, u8) {
    let small = |number: i8| number.unsigned_abs();
    (day.year().into(), small(day.month()), small(day.day()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn now() -> Timestamp {
        "2026-11-01T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_certificate_is_made_once() {
        let dir = tempfile::tempdir().unwrap();
        let names = ["node.example".to_owned(), "localhost".to_owned()];
        let made = ensure_certificate(dir.path(), &names, now()).unwrap();
        let found = ensure_certificate(dir.path(), &[], now()).unwrap();
        assert_eq!(made.sha256(), found.sha256());
        assert!(found.server_config().is_ok());
        assert_eq!(format!("{found:?}"), "Certificate");
        let permissions = fs::metadata(dir.path().join("tls/key.pem"))
            .unwrap()
            .permissions();
        assert_eq!(permissions.mode() & 0o777, 0o600);
    }

    #[test]
    fn two_nodes_have_two_certificates() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let one = ensure_certificate(one.path(), &[], now()).unwrap();
        let other = ensure_certificate(other.path(), &[], now()).unwrap();
        assert_ne!(one.sha256(), other.sha256());
    }

    #[test]
    fn a_start_that_was_cut_off_goes_on_with_its_key() {
        let dir = tempfile::tempdir().unwrap();
        ensure_certificate(dir.path(), &[], now()).unwrap();
        let key = fs::read(dir.path().join("tls/key.pem")).unwrap();
        fs::remove_file(dir.path().join("tls/cert.pem")).unwrap();
        let again = ensure_certificate(dir.path(), &[], now()).unwrap();
        assert_eq!(fs::read(dir.path().join("tls/key.pem")).unwrap(), key);
        assert!(again.server_config().is_ok());
    }

    #[test]
    fn what_is_damaged_is_named() {
        let dir = tempfile::tempdir().unwrap();
        ensure_certificate(dir.path(), &[], now()).unwrap();
        let (certificate, key) = (
            dir.path().join("tls/cert.pem"),
            dir.path().join("tls/key.pem"),
        );
        let good = fs::read(&key).unwrap();
        fs::write(&key, "nonsense").unwrap();
        let error = ensure_certificate(dir.path(), &[], now()).unwrap_err();
        assert!(matches!(
            error,
            TlsError::Content {
                wanted: "a private key",
                ..
            }
        ));
        fs::remove_file(&key).unwrap();
        let error = ensure_certificate(dir.path(), &[], now()).unwrap_err();
        assert!(matches!(error, TlsError::NoKey(_)));
        fs::write(&key, good).unwrap();
        fs::write(&certificate, "nonsense").unwrap();
        let error = ensure_certificate(dir.path(), &[], now()).unwrap_err();
        assert!(matches!(
            error,
            TlsError::Content {
                wanted: "a certificate",
                ..
            }
        ));
    }

    #[test]
    fn a_name_that_is_none_is_refused_before_anything_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let error = ensure_certificate(dir.path(), &["ميثاق".to_owned()], now()).unwrap_err();
        insta::assert_snapshot!(error, @"no certificate could be made for the names 127.0.0.1, ::1, localhost, ميثاق: give host names or addresses");
        assert!(!dir.path().join("tls/key.pem").exists());
    }
}
