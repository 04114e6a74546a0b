//! Making and finding the database of a store.

use std::fs::OpenOptions;
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::database::{Database, PostgresAddress, Server, params, sqlite};
use crate::migrations::{Shape, migrate};
use crate::search::keep_to_edition;
use crate::tables::TABLES;
use crate::{OpenStoreError, StoreAddress, StoreError};

pub(crate) const FILE: &str = "mithaq.db";
/// The setting that says where everything went.
const MOVED: &str = "moved-to";
const FILES: [&str; 3] = [FILE, "mithaq.db-wal", "mithaq.db-shm"];
/// The first server with everything that is used here.
const OLDEST_SERVER: i64 = 150_000;

/// Where connections are made.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    File { dir: PathBuf },
    Server(Box<PostgresAddress>),
}

impl Place {
    pub(crate) fn create(address: &StoreAddress) -> Result<(Self, Database), OpenStoreError> {
        let place = Self::at(address);
        match &place {
            Self::File { dir } => make_file(dir)?,
            Self::Server(server) => {
                let database = connect(server)?;
                if holds_a_store(&database)? {
                    return Err(OpenStoreError::Exists(address.to_string()));
                }
            }
        }
        place.shaped()
    }

    pub(crate) fn open(address: &StoreAddress) -> Result<(Self, Database), OpenStoreError> {
        let place = Self::at(address);
        let exists = match &place {
            Self::File { dir } => dir.join(FILE).exists(),
            Self::Server(server) => holds_a_store(&connect(server)?)?,
        };
        if !exists {
            return Err(OpenStoreError::Missing(address.to_string()));
        }
        place.shaped()
    }

    pub(crate) fn remove(address: &StoreAddress) -> Result<(), OpenStoreError> {
        match Self::at(address) {
            Self::File { dir } => {
                for file in FILES {
                    // What was never made cannot be removed, and that is well.
                    let _ = std::fs::remove_file(dir.join(file));
                }
            }
            Self::Server(server) => {
                let database = connect(&server)?;
                let tables = TABLES.map(|table| table.name).join(", ");
                database.run(&format!(
                    "DROP TABLE IF EXISTS shape, search, indexing, {tables} CASCADE"
                ))?;
            }
        }
        Ok(())
    }

    pub(crate) fn address(&self) -> StoreAddress {
        match self {
            Self::File { dir } => StoreAddress::Folder(dir.clone()),
            Self::Server(server) => StoreAddress::Postgres(server.clone()),
        }
    }

    /// A connection for the one who writes.
    pub(crate) fn writer(&self) -> Result<Database, OpenStoreError> {
        Ok(match self {
            Self::File { dir } => Database::Sqlite(sqlite::writer(&dir.join(FILE))?),
            Self::Server(server) => {
                let database = connect(server)?;
                is_durable(&database)?;
                database
            }
        })
    }

    /// A connection for somebody who only looks.
    pub(crate) fn reader(&self) -> Result<Database, StoreError> {
        match self {
            Self::File { dir } => Ok(Database::Sqlite(sqlite::reader(&dir.join(FILE))?)),
            Self::Server(server) => connect(server).map_err(|error| match error {
                OpenStoreError::Server(error) => StoreError::Server(error),
                OpenStoreError::Shape(error) => error,
                other => StoreError::damaged(other.to_string()),
            }),
        }
    }

    fn at(address: &StoreAddress) -> Self {
        match address {
            StoreAddress::Folder(dir) => Self::File { dir: dir.clone() },
            StoreAddress::Postgres(server) => Self::Server(server.clone()),
        }
    }

    fn shaped(self) -> Result<(Self, Database), OpenStoreError> {
        let database = self.writer()?;
        migrate(&database, Shape::of(&database))?;
        if let Some(to) = moved_to(&database)? {
            return Err(OpenStoreError::Moved(to));
        }
        database.begin_writing()?;
        keep_to_edition(&database)?;
        database.commit()?;
        Ok((self, database))
    }
}

/// Makes the empty file; what the node holds is for nobody else of this machine, and SQLite gives
/// the files beside this one the same permissions.
fn make_file(dir: &Path) -> Result<(), OpenStoreError> {
    let path = dir.join(FILE);
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path);
    match made {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(OpenStoreError::Exists(dir.display().to_string()))
        }
        Err(source) => Err(OpenStoreError::File { path, source }),
    }
}

fn connect(address: &PostgresAddress) -> Result<Database, OpenStoreError> {
    let database = Database::Postgres(Box::new(Server::new(address.connect()?)));
    let (version, shown) = database.one(
        "SELECT current_setting('server_version_num')::bigint, current_setting('server_version')",
        params![],
        |row| Ok((row.get::<i64>(0)?, row.get::<String>(1)?)),
    )?;
    if version < OLDEST_SERVER {
        return Err(OpenStoreError::OldServer(shown));
    }
    let encoding = setting(&database, "server_encoding")?;
    if encoding != "UTF8" {
        return Err(OpenStoreError::Encoding(encoding));
    }
    Ok(database)
}

/// Whether what the server acknowledges survives a power cut.
fn is_durable(database: &Database) -> Result<(), OpenStoreError> {
    // Somebody may have made this a habit of the role or the database; here it is not.
    database.run(
        "SELECT set_config('synchronous_commit', 'on', false)
         WHERE current_setting('synchronous_commit') = 'off'",
    )?;
    for name in ["fsync", "full_page_writes"] {
        if setting(database, name)? == "off" {
            return Err(OpenStoreError::NotDurable(name));
        }
    }
    Ok(())
}

fn setting(database: &Database, name: &str) -> Result<String, StoreError> {
    let sql = "SELECT coalesce(current_setting(?1, true), '')";
    database.one(sql, params![name], |row| row.get(0))
}

/// Where everything went, if it went elsewhere.
fn moved_to(database: &Database) -> Result<Option<String>, StoreError> {
    let sql = "SELECT value FROM setting WHERE name = ?1";
    let place: Option<Vec<u8>> = database.row(sql, params![MOVED], |row| row.get(0))?;
    Ok(place.map(|place| String::from_utf8_lossy(&place).into_owned()))
}

impl Database {
    /// Lets nobody write to this store any more, not even those who have it open.
    pub(crate) fn close_for_good(&self, moved_to: &str) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO setting (name, value) VALUES (?1, ?2)",
            params![MOVED, moved_to.as_bytes()],
        )?;
        // Every act is recorded in the log, so without the log there is no act.
        self.run(match self {
            Self::Sqlite(_) => {
                "CREATE TRIGGER moved BEFORE INSERT ON log_entry BEGIN
                   SELECT RAISE(ABORT, 'the store was moved: start the node again'); END"
            }
            Self::Postgres(_) => {
                "CREATE FUNCTION moved() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                   RAISE EXCEPTION 'the store was moved: start the node again'; END $$;
                 CREATE TRIGGER moved BEFORE INSERT ON log_entry EXECUTE FUNCTION moved()"
            }
        })
    }
}

fn holds_a_store(database: &Database) -> Result<bool, StoreError> {
    let sql = "SELECT to_regclass('setting') IS NOT NULL";
    database.one(sql, params![], |row| row.get(0))
}
