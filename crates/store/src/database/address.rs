//! Where a store is: in the node's folder, or on a PostgreSQL server.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use postgres::config::{Host, SslMode};
use postgres::{Client, NoTls};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::OpenStoreError;

/// Where a store is.
#[derive(Clone, Debug)]
pub enum StoreAddress {
    /// One file in this folder.
    Folder(PathBuf),
    /// A database on a server.
    Postgres(Box<PostgresAddress>),
}

/// A database on a PostgreSQL server. Shown without its password.
#[derive(Clone)]
pub struct PostgresAddress {
    config: postgres::Config,
    /// The certificate of whoever vouches for the server.
    root: Option<PathBuf>,
}

/// Why a text is not the address of a store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ParseStoreAddressError {
    /// It begins like nothing that is known.
    #[error("`{0}` is not the address of a store: write postgres://USER:PASSWORD@HOST/DATABASE")]
    Unknown(String),
    /// A sign of the password stands where it parts the address.
    #[error(
        "the address of the store has more than one `@`: write `%40` for one that belongs to the \
         password"
    )]
    Password,
    /// It cannot be read.
    #[error("the address of the store cannot be read")]
    Postgres(#[from] postgres::Error),
    /// It would send what the node holds, and its password, over the network in the clear.
    #[error(
        "the address of the store names another machine but not how to know it: add \
         `sslrootcert=FILE` with the certificate that vouches for it, or `sslmode=disable` if the \
         network between the two is safe by other means"
    )]
    InTheClear,
}

impl StoreAddress {
    /// The store in the folder `dir`.
    pub fn folder(dir: &Path) -> Self {
        Self::Folder(dir.to_owned())
    }
}

impl FromStr for StoreAddress {
    type Err = ParseStoreAddressError;

    /// Reads `postgres://USER:PASSWORD@HOST/DATABASE`, with the options that every PostgreSQL
    /// program knows behind a `?`, and `sslrootcert=FILE`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
            return Err(ParseStoreAddressError::Unknown(scheme(text)));
        }
        let (text, root) = split_root(text);
        let mut config: postgres::Config = text.parse()?;
        if config.get_hosts().iter().any(is_part_of_password) {
            return Err(ParseStoreAddressError::Password);
        }
        config.application_name("mithaq");
        match (&root, config.get_ssl_mode()) {
            (Some(_), _) => {
                config.ssl_mode(SslMode::Require);
            }
            (None, SslMode::Disable) => {}
            (None, _) if is_here(&config) => {
                config.ssl_mode(SslMode::Disable);
            }
            (None, _) => return Err(ParseStoreAddressError::InTheClear),
        }
        Ok(Self::Postgres(Box::new(PostgresAddress {
            config,
            root: root.map(PathBuf::from),
        })))
    }
}

/// Takes `sslrootcert=…` out of the options.
fn split_root(text: &str) -> (String, Option<String>) {
    let Some((before, options)) = text.split_once('?') else {
        return (text.to_owned(), None);
    };
    let (roots, others): (Vec<&str>, Vec<&str>) = options
        .split('&')
        .partition(|option| option.starts_with("sslrootcert="));
    let root = roots.first().and_then(|option| option.split_once('='));
    let root = root.map(|(_, path)| path.replace("%2F", "/").replace("%2f", "/"));
    (format!("{before}?{}", others.join("&")), root)
}

/// Whether the server is on this machine.
fn is_here(config: &postgres::Config) -> bool {
    config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => {
            name == "localhost"
                || name
                    .parse::<std::net::IpAddr>()
                    .is_ok_and(|it| it.is_loopback())
        }
        Host::Unix(_) => true,
    })
}

/// What stands before the first sign of an address, for a message: behind it there can be a password.
fn scheme(text: &str) -> String {
    let is_sign = |c: char| matches!(c, ':' | '@' | '=') || c.is_whitespace();
    text.split(is_sign).next().unwrap_or_default().to_owned()
}

fn is_part_of_password(host: &Host) -> bool {
    matches!(host, Host::Tcp(name) if name.contains('@'))
}

impl PostgresAddress {
    pub(crate) fn connect(&self) -> Result<Client, OpenStoreError> {
        Ok(match &self.root {
            None => self.config.connect(NoTls)?,
            Some(root) => self.config.connect(tls(root)?)?,
        })
    }
}

/// TLS that trusts the certificates in a PEM file and nobody else.
fn tls(root: &Path) -> Result<MakeRustlsConnect, OpenStoreError> {
    let refused = |why: String| OpenStoreError::RootCertificate {
        path: root.to_owned(),
        why,
    };
    let mut roots = rustls::RootCertStore::empty();
    let certificates =
        CertificateDer::pem_file_iter(root).map_err(|error| refused(error.to_string()))?;
    for certificate in certificates {
        let certificate = certificate.map_err(|error| refused(error.to_string()))?;
        roots
            .add(certificate)
            .map_err(|error| refused(error.to_string()))?;
    }
    if roots.is_empty() {
        return Err(refused("it holds no certificate".to_owned()));
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| refused(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

impl fmt::Display for StoreAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(dir) => write!(f, "{}", dir.display()),
            Self::Postgres(address) => write!(f, "{address}"),
        }
    }
}

impl fmt::Display for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = match self.config.get_hosts().first() {
            Some(Host::Tcp(name)) => name.clone(),
            Some(Host::Unix(path)) => path.display().to_string(),
            None => "localhost".to_owned(),
        };
        let database = self.config.get_dbname().unwrap_or("postgres");
        write!(f, "postgres://{host}/{database}")
    }
}

impl fmt::Debug for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        let address: StoreAddress = "postgres://mithaq:secret@localhost/node".parse().unwrap();
        assert_eq!(address.to_string(), "postgres://localhost/node");
        assert!(!format!("{address:?}").contains("secret"));
        let wrong = "mysql://mithaq:secret@localhost/node".parse::<StoreAddress>();
        assert!(!wrong.unwrap_err().to_string().contains("secret"));
        for text in [
            "host=localhost password=secret",
            "mithaq:secret@localhost/node",
            "//mithaq:secret@localhost/node",
            "mysql:mithaq:secret@localhost",
            "postgres://mithaq:part@secret@localhost/node",
            "postgres://mithaq:part/secret@localhost/node",
            "postgres://mithaq:part?secret@localhost/node",
            "postgres://mithaq:secret@example.org/node",
            "postgres://mithaq:secret@localhost:port/node",
            "postgres://mithaq:secret@localhost/node?secret",
            "postgres://mithaq:secret%FF@localhost/node",
        ] {
            let refused = match text.parse::<StoreAddress>() {
                Ok(address) => {
                    assert!(!format!("{address} {address:?}").contains("secret"));
                    continue;
                }
                Err(refused) => refused,
            };
            let mut error: Option<&dyn std::error::Error> = Some(&refused);
            while let Some(it) = error {
                assert!(!format!("{it} {it:?}").contains("secret"), "{it:?}");
                error = it.source();
            }
        }
    }

    #[test]
    fn another_machine_is_reached_only_over_tls_or_by_an_explicit_choice() {
        let parse = |text: &str| text.parse::<StoreAddress>();
        let refused = parse("postgres://db.example/node").unwrap_err();
        assert!(matches!(refused, ParseStoreAddressError::InTheClear));
        assert!(parse("postgres://db.example/node?sslmode=disable").is_ok());
        assert!(parse("postgres://db.example/node?sslrootcert=/etc/mithaq/ca.pem").is_ok());
        assert!(parse("postgres://127.0.0.1/node").is_ok());
        assert!(parse("postgres://[::1]/node").is_ok());
        assert!(parse("postgres:///node?host=/run/postgresql").is_ok());
    }
}
