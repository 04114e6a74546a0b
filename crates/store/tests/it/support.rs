//! A store in a folder of its own, and small objects to keep in it.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use mithaq_stix::{Limits, Object, ObjectId, Tlp};
use mithaq_store::{
    AgreementKey, Handling, Indexed, NewPartner, PartnerKey, Snapshot, Store, StoreAddress,
    StoreError, Transaction,
};
use mithaq_testkit::Schema;
use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) struct Kept {
    pub(crate) store: Store,
    pub(crate) address: StoreAddress,
    place: Place,
}

/// What goes away with the test.
enum Place {
    Folder(TempDir),
    Schema(Schema),
}

/// Runs a scenario on both databases. Where there is no server, that half says that it was not run.
macro_rules! on_both {
    ($(async fn $name:ident($kept:ident: Kept) $body:block)+) => { $(
        mod $name {
            use super::*;

            async fn scenario($kept: $crate::support::Kept) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn sqlite() {
                scenario($crate::support::Kept::in_folder().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn postgres() {
                if let Some(kept) = $crate::support::Kept::on_server().await {
                    scenario(kept).await;
                }
            }
        }
    )+ };
}
pub(crate) use on_both;

/// The place of a store that nobody here has open.
pub(crate) struct Closed {
    pub(crate) address: StoreAddress,
    place: Place,
}

impl Closed {
    /// Where it is, to be told to another process.
    pub(crate) fn told(&self) -> String {
        match &self.place {
            Place::Folder(dir) => dir.path().to_str().unwrap().to_owned(),
            Place::Schema(schema) => schema.address(),
        }
    }

    /// Fails unless statements give no row.
    pub(crate) fn no_row(&self, sql: &str) {
        match &self.place {
            Place::Folder(dir) => {
                let beside = rusqlite::Connection::open(dir.path().join("mithaq.db")).unwrap();
                let found = beside.prepare(sql).unwrap().exists([]).unwrap();
                assert!(!found, "{sql}");
            }
            Place::Schema(schema) => schema.run(&format!(
                "DO $$ BEGIN IF EXISTS ({sql}) THEN RAISE EXCEPTION 'found'; END IF; END $$"
            )),
        }
    }

    pub(crate) fn is_file(&self) -> bool {
        matches!(self.place, Place::Folder(_))
    }
}

impl Kept {
    pub(crate) async fn in_folder() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let address = StoreAddress::folder(dir.path());
        let store = Store::create(&address).await.unwrap();
        Self {
            store,
            address,
            place: Place::Folder(dir),
        }
    }

    /// A store in a schema of its own on the server of the tests.
    pub(crate) async fn on_server() -> Option<Self> {
        let schema = Schema::new()?;
        let address: StoreAddress = schema.address().parse().unwrap();
        let store = Store::create(&address).await.unwrap();
        Some(Self {
            store,
            address,
            place: Place::Schema(schema),
        })
    }

    /// Runs statements behind the store's back.
    pub(crate) fn run_beside(&self, sql: &str) {
        match &self.place {
            Place::Folder(dir) => {
                let beside = rusqlite::Connection::open(dir.path().join("mithaq.db")).unwrap();
                beside.execute_batch(sql).unwrap();
            }
            Place::Schema(schema) => schema.run(sql),
        }
    }

    /// Lets go of the store and keeps its place, so that another process has it to itself.
    pub(crate) fn close(self) -> Closed {
        Closed {
            address: self.address,
            place: self.place,
        }
    }

    /// The folder, where there is one.
    pub(crate) fn dir(&self) -> &std::path::Path {
        match &self.place {
            Place::Folder(dir) => dir.path(),
            Place::Schema(_) => panic!("a store on a server has no folder"),
        }
    }

    /// Does one act that must not fail.
    pub(crate) async fn act<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.store.write(act).await.unwrap()
    }

    /// Keeps versions one after the other, as this node's own.
    pub(crate) async fn keep(&self, objects: Vec<Indexed>) {
        self.act(move |transaction| {
            for object in &objects {
                transaction.insert_version(object, &own(Tlp::Green, &[]), at(0))?;
            }
            Ok(())
        })
        .await;
    }

    /// Looks with something that must not fail.
    pub(crate) async fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Snapshot<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.store.read(look).await.unwrap()
    }

    /// The same file behind the store's back.
    pub(crate) fn beside(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.dir().join("mithaq.db")).unwrap()
    }
}

/// Noon of 1 November 2026 and so many seconds.
pub(crate) fn at(seconds: i64) -> Timestamp {
    let noon: Timestamp = "2026-11-01T12:00:00Z".parse().unwrap();
    noon + SignedDuration::from_secs(seconds)
}

pub(crate) fn id(kind: &str, n: u32) -> ObjectId {
    format!("{kind}--00000000-0000-4000-8000-{n:012}")
        .parse()
        .unwrap()
}

/// Version `day` of report `n`, which names `refs`.
pub(crate) fn report(n: u32, day: u32, refs: &[ObjectId]) -> Indexed {
    let refs: Vec<&str> = refs.iter().map(ObjectId::as_str).collect();
    object(
        "report",
        n,
        day,
        json!({
            "name": format!("Invented report {n}, version {day}"),
            "report_types": ["threat-report"],
            "published": "2026-10-01T00:00:00Z",
            "object_refs": refs,
        }),
    )
}

/// Version `day` of object `n` of a type, with these properties beside the common ones.
pub(crate) fn object(kind: &str, n: u32, day: u32, properties: Value) -> Indexed {
    let mut whole = json!({
        "type": kind, "spec_version": "2.1", "id": id(kind, n).as_str(),
        "created": "2026-10-01T00:00:00.000Z",
        "modified": format!("2026-10-{day:02}T00:00:00.000Z"),
    });
    let Value::Object(properties) = properties else {
        panic!("properties are a JSON object");
    };
    whole.as_object_mut().unwrap().extend(properties);
    Object::read(whole.to_string().as_bytes(), &Limits::default())
        .unwrap_or_else(|refused| panic!("{whole}: {refused:?}"))
        .object
        .into()
}

/// The number in an id that [`id`] made.
pub(crate) fn number(id: &ObjectId) -> u32 {
    id.as_str().rsplit('-').next().unwrap().parse().unwrap()
}

pub(crate) fn own(tlp: Tlp, subjects: &[&str]) -> Handling {
    Handling {
        tlp,
        subjects: subjects
            .iter()
            .map(|&it| it.to_owned())
            .collect::<BTreeSet<_>>(),
        origin: None,
    }
}

pub(crate) fn partner(n: u32) -> NewPartner {
    NewPartner {
        identity: id("identity", n),
        name: format!("Partner {n}"),
        country: Some("XB".to_owned()),
        signing_key: Some([1; 32]),
        log_key: None,
        url: Some("https://partner.example".to_owned()),
        tls_sha256: None,
    }
}

/// A partner and an agreement with it.
pub(crate) fn agreement(
    transaction: &Transaction<'_>,
    n: u32,
) -> Result<(PartnerKey, AgreementKey), StoreError> {
    let key = transaction.put_partner(&partner(n), at(0))?;
    let parties = [id("identity", n), id("identity", 0)];
    let id = id("coop-agreement", n);
    let agreement = transaction.put_agreement(&id, b"{}", &[2; 32], &parties, at(0))?;
    Ok((key, agreement))
}
