//! One file that holds everything: a store of the embedded kind, with what else is needed to make the
//! node again enclosed.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::{CopyProgress, CopyStoreError, StoreDigest, blocking, copy};
use crate::database::{Database, params, sqlite};
use crate::migrations::shape;
use crate::place::Place;
use crate::{OpenStoreError, Store, StoreAddress};

/// A file that is kept with a backup: its name and what it holds.
#[derive(Clone, PartialEq, Eq)]
pub struct Enclosed {
    /// The name, as in `keys/log.key`.
    pub name: String,
    /// What it holds. It may be secret, so it is never shown.
    pub content: Vec<u8>,
}

/// What came out of a backup.
#[derive(Debug)]
pub struct Restored {
    /// What the store holds now, equal to what it held when the backup was made.
    pub digest: StoreDigest,
    /// The files that were enclosed.
    pub enclosed: Vec<Enclosed>,
}

/// Under which name the digest of the store is enclosed.
const DIGEST: &str = "digest";
const ENCLOSED: &str =
    "CREATE TABLE enclosed (name TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT";

impl Store {
    /// Writes everything into one new file, while the store goes on being used.
    ///
    /// The file appears when it is whole, with its digest compared; only its owner may read it.
    ///
    /// # Errors
    ///
    /// [`CopyStoreError::File`] if `file` exists: it is left as it is.
    pub async fn back_up(
        &self,
        file: &Path,
        enclosed: Vec<Enclosed>,
        tell: impl FnMut(CopyProgress) + Send + 'static,
    ) -> Result<StoreDigest, CopyStoreError> {
        let (place, file) = (self.place().clone(), file.to_owned());
        blocking(move || {
            let begun = Begun::beside(&file)?;
            let digest = write(&place, &begun, &enclosed, tell)?;
            begun.finish(&file)?;
            Ok(digest)
        })
        .await
    }

    /// Makes a new store of a backup.
    ///
    /// # Errors
    ///
    /// [`CopyStoreError::Changed`] if the file is not as it was when it was made. Nothing is left at
    /// `to` then.
    pub async fn restore(
        file: &Path,
        to: &StoreAddress,
        tell: impl FnMut(CopyProgress) + Send + 'static,
    ) -> Result<Restored, CopyStoreError> {
        let (file, to) = (file.to_owned(), to.clone());
        blocking(move || {
            let backup = open(&file)?;
            let (enclosed, expected) = enclosed(&backup, &file)?;
            let (_, target) = Place::create(&to)?;
            let restored = copy(&backup, &target, tell);
            let restored = restored.and_then(|digest| {
                if digest.to_string().into_bytes() == expected {
                    Ok(Restored { digest, enclosed })
                } else {
                    Err(CopyStoreError::Changed(file))
                }
            });
            if restored.is_err() {
                drop(target);
                Place::remove(&to)?;
            }
            restored
        })
        .await
    }
}

fn write(
    place: &Place,
    begun: &Begun,
    enclosed: &[Enclosed],
    tell: impl FnMut(CopyProgress),
) -> Result<StoreDigest, CopyStoreError> {
    let (_, target) = Place::create(&StoreAddress::folder(&begun.folder))?;
    let from = place.reader()?;
    from.begin_reading()?;
    let digest = copy(&from, &target, tell)?;
    from.commit()?;
    target.begin_writing()?;
    target.run(ENCLOSED)?;
    let shown = digest.to_string();
    let files = enclosed
        .iter()
        .map(|it| (it.name.as_str(), it.content.as_slice()));
    for (name, content) in files.chain([(DIGEST, shown.as_bytes())]) {
        target.execute(
            "INSERT INTO enclosed (name, content) VALUES (?1, ?2)",
            params![name, content],
        )?;
    }
    target.commit()?;
    // One file by itself, with nothing beside it.
    target.run("PRAGMA journal_mode = DELETE")?;
    Ok(digest)
}

/// Opens a backup to be read.
fn open(file: &Path) -> Result<Database, CopyStoreError> {
    let not_a_backup = |why: String| CopyStoreError::NotABackup {
        path: file.to_owned(),
        why,
    };
    if !file.is_file() {
        return Err(not_a_backup("there is no such file".to_owned()));
    }
    let database = sqlite::read_only(file).map_err(|error| not_a_backup(error.to_string()))?;
    let database = Database::Sqlite(database);
    let tables: i64 = database
        .one(
            "SELECT count(*) FROM sqlite_schema WHERE name = 'enclosed'",
            params![],
            |row| row.get(0),
        )
        .map_err(|error| not_a_backup(error.reason()))?;
    if tables == 0 {
        return Err(not_a_backup("nothing is enclosed in it".to_owned()));
    }
    let (found, known) = shape(&database)?;
    if found > known {
        return Err(OpenStoreError::Newer { found, known }.into());
    }
    if found < known {
        return Err(not_a_backup(
            "an older program made it: restore it with that one, then open the node with this one"
                .to_owned(),
        ));
    }
    Ok(database)
}

/// What is enclosed in a backup, and the digest of its store.
fn enclosed(backup: &Database, file: &Path) -> Result<(Vec<Enclosed>, Vec<u8>), CopyStoreError> {
    let sql = "SELECT name, content FROM enclosed ORDER BY name";
    let mut enclosed = backup.rows(sql, params![], |row| {
        Ok(Enclosed {
            name: row.get(0)?,
            content: row.get(1)?,
        })
    })?;
    let place = enclosed.iter().position(|it| it.name == DIGEST);
    let digest = place.map(|place| enclosed.remove(place).content);
    let digest = digest.ok_or_else(|| CopyStoreError::NotABackup {
        path: file.to_owned(),
        why: "it was never finished".to_owned(),
    })?;
    Ok((enclosed, digest))
}

/// A backup in the making: a folder beside the file, which goes away with what was not finished.
struct Begun {
    folder: PathBuf,
}

impl Begun {
    fn beside(file: &Path) -> Result<Self, CopyStoreError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| CopyStoreError::File { path, source }
        };
        if file.exists() {
            let source = std::io::Error::new(
                std::io::ErrorKind::AlreadyExists,
                "there is a file already: choose another name",
            );
            return Err(failed(file)(source));
        }
        let mut folder = file.as_os_str().to_owned();
        folder.push(".part");
        let folder = PathBuf::from(folder);
        fs::create_dir(&folder).map_err(failed(&folder))?;
        Ok(Self { folder })
    }

    fn finish(&self, file: &Path) -> Result<(), CopyStoreError> {
        let whole = self.folder.join(crate::place::FILE);
        let move_into_place = || {
            File::open(&whole)?.sync_all()?;
            fs::rename(&whole, file)?;
            let folder = file.parent().filter(|dir| !dir.as_os_str().is_empty());
            // The name of the file too, or it could be gone after a loss of power.
            File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
        };
        move_into_place().map_err(|source| CopyStoreError::File {
            path: file.to_owned(),
            source,
        })
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        // What cannot be removed is left for people to see.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl std::fmt::Debug for Enclosed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Enclosed({})", self.name)
    }
}
