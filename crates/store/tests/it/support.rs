//! A store in a folder of its own, and small objects to keep in it.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use mithaq_stix::{Limits, Object, ObjectId, Tlp};
use mithaq_store::{
    AgreementKey, Handling, NewPartner, PartnerKey, Store, StoreError, Transaction,
};
use serde_json::json;
use tempfile::TempDir;

pub(crate) struct Kept {
    pub(crate) store: Store,
    pub(crate) dir: TempDir,
}

pub(crate) fn kept() -> Kept {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(dir.path()).unwrap();
    Kept { store, dir }
}

impl Kept {
    /// Does one act that must not fail.
    pub(crate) async fn act<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.store.write(act).await.unwrap()
    }

    /// The same folder behind the store's back.
    pub(crate) fn beside(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.dir.path().join("mithaq.db")).unwrap()
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
pub(crate) fn report(n: u32, day: u32, refs: &[ObjectId]) -> Object {
    let refs: Vec<&str> = refs.iter().map(ObjectId::as_str).collect();
    let text = json!({
        "type": "report", "spec_version": "2.1", "id": id("report", n).as_str(),
        "created": "2026-10-01T00:00:00.000Z",
        "modified": format!("2026-10-{day:02}T00:00:00.000Z"),
        "name": format!("Invented report {n}, version {day}"),
        "report_types": ["threat-report"],
        "published": "2026-10-01T00:00:00Z",
        "object_refs": refs,
    });
    Object::read(text.to_string().as_bytes(), &Limits::default())
        .unwrap()
        .object
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
