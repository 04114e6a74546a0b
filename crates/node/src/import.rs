//! Importing a file of any size: surveyed whole first, then read object by object while the
//! objects before are being kept.

use std::io::{BufReader, Read};

use mithaq_stix::{Elements, Finding, Limits, Object, ReadBundleError, Rejected, Severity, survey};
use mithaq_store::{Indexed, Indexer};
use tokio::sync::mpsc;

use crate::accept::{Acceptance, Outcome};
use crate::settle::Settled;
use crate::{ActError, Node};

/// Objects kept in one transaction.
const BATCH_OBJECTS: usize = 2000;
/// Bytes of text kept in one transaction, about.
const BATCH_BYTES: usize = 4 << 20;

/// What happens while a file is imported.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ImportEvent {
    /// The file is well-formed to its last byte.
    Surveyed {
        /// Its length in bytes.
        bytes: u64,
        /// The objects that it holds.
        objects: u64,
        /// What the bundle round the objects gets wrong.
        findings: Vec<Finding>,
    },
    /// So many bytes of the file are kept or refused.
    Read(u64),
    /// An object is not kept.
    Rejected(Rejection),
    /// All objects are kept or refused; the decisions about them are being made.
    Deciding,
}

/// An object that is not kept, and why.
#[derive(Clone, Debug)]
pub struct Rejection {
    /// Where it begins in the file, in bytes.
    pub offset: u64,
    /// Its id, if it could be read.
    pub id: Option<String>,
    /// Everything that is wrong with it.
    pub findings: Vec<Finding>,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// New versions.
    pub accepted: u64,
    /// Versions that were held already.
    pub unchanged: u64,
    /// Versions that were held already and may now be used differently.
    pub rehandled: u64,
    /// Of those unchanged, how many keep a handling that differs from what was said.
    pub handled_otherwise: u64,
    /// Objects that are not kept.
    pub rejected: u64,
    /// Things that STIX advises against, in the objects that are kept.
    pub warnings: u64,
    /// What the agreements made of it.
    pub settled: Settled,
}

impl Node {
    /// Imports a file that `open` opens, twice: once to see that it is whole, once to read it.
    ///
    /// A bad object never stops the good ones. The objects are kept in steps, each of them durable
    /// before the next; importing the same file again finishes what was cut off.
    ///
    /// # Errors
    ///
    /// [`ActError::Bundle`] with the byte at which the file stops being JSON: nothing is kept then.
    pub async fn import<R, O>(
        &self,
        open: O,
        how: &Acceptance,
        mut tell: impl FnMut(ImportEvent) + Send,
    ) -> Result<Imported, ActError>
    where
        R: Read + Send + 'static,
        O: Fn() -> std::io::Result<R> + Send + 'static,
    {
        let limits = self.limits().stix.clone();
        let (survey, file) = blocking(move || {
            let survey = survey(BufReader::new(open()?), &limits)?;
            Ok::<_, ActError>((survey, open()?))
        })
        .await?;
        tell(ImportEvent::Surveyed {
            bytes: survey.bytes,
            objects: survey.objects,
            findings: survey.findings().to_vec(),
        });
        let mut batches = read_ahead(file, self.limits().stix.clone());
        let mut imported = Imported::default();
        while let Some(batch) = batches.recv().await {
            let batch = batch?;
            imported.warnings += batch.warnings;
            for rejection in batch.rejections {
                imported.rejected += 1;
                tell(ImportEvent::Rejected(rejection));
            }
            let places = batch.places;
            let outcomes = self.accept_indexed(batch.objects, how).await?;
            for (outcome, (offset, id)) in outcomes.into_iter().zip(places) {
                match outcome {
                    Outcome::Accepted => imported.accepted += 1,
                    Outcome::Unchanged => imported.unchanged += 1,
                    Outcome::Rehandled => imported.rehandled += 1,
                    Outcome::HandledOtherwise => {
                        imported.unchanged += 1;
                        imported.handled_otherwise += 1;
                    }
                    Outcome::Refused(finding) => {
                        imported.rejected += 1;
                        tell(ImportEvent::Rejected(Rejection {
                            offset,
                            id: Some(id),
                            findings: vec![finding],
                        }));
                    }
                }
            }
            tell(ImportEvent::Read(batch.read_to));
        }
        tell(ImportEvent::Deciding);
        imported.settled = self.settle().await?;
        Ok(imported)
    }
}

/// Some objects of a file, read and checked.
#[derive(Default)]
struct Batch {
    objects: Vec<Indexed>,
    indexer: Indexer,
    /// Where each object begins, and its id.
    places: Vec<(u64, String)>,
    rejections: Vec<Rejection>,
    warnings: u64,
    bytes: usize,
    read_to: u64,
}

impl Batch {
    fn add(&mut self, offset: u64, text: &[u8], limits: &Limits) {
        self.bytes += text.len();
        self.read_to = offset + text.len() as u64;
        match Object::read(text, limits) {
            Ok(checked) => {
                self.warnings += checked.warnings.len() as u64;
                self.places.push((offset, checked.object.id().to_string()));
                self.objects.push(self.indexer.index(checked.object));
            }
            Err(Rejected { id, findings, .. }) => self.rejections.push(Rejection {
                offset,
                id,
                findings: errors_first(findings),
            }),
        }
    }

    fn is_full(&self) -> bool {
        self.objects.len() + self.rejections.len() >= BATCH_OBJECTS || self.bytes >= BATCH_BYTES
    }
}

fn errors_first(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(|finding| finding.severity != Severity::Error);
    findings
}

/// Reads and checks on a thread of its own, at most two batches ahead of what is being kept.
fn read_ahead<R: Read + Send + 'static>(
    file: R,
    limits: Limits,
) -> mpsc::Receiver<Result<Batch, ReadBundleError>> {
    let (send, receive) = mpsc::channel(1);
    tokio::task::spawn_blocking(move || {
        let mut batch = Batch::default();
        for element in Elements::new(BufReader::new(file), &limits) {
            match element {
                Ok(element) => batch.add(element.offset, &element.text, &limits),
                Err(error) => {
                    let _ = send.blocking_send(Err(error));
                    return;
                }
            }
            if batch.is_full() && send.blocking_send(Ok(std::mem::take(&mut batch))).is_err() {
                return;
            }
        }
        let _ = send.blocking_send(Ok(batch));
    });
    receive
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ActError> + Send + 'static,
) -> Result<T, ActError> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|_| Err(mithaq_store::StoreError::Stopped.into()))
}
