//! Writing what the node holds into a bundle, for its own agency.

use std::io::Write;
use std::ops::ControlFlow;
use std::sync::Arc;

use mithaq_stix::Digest;
use serde_json::json;

use crate::clock::new_uuid;
use crate::record::{Concerns, Entry, objects_root, record};
use crate::{ActError, Node};

/// What is wanted of an export.
#[derive(Clone, Debug, Default)]
pub struct Export {
    /// Only these types, if any are named.
    pub kinds: Vec<String>,
    /// What partners gave, too. It stays theirs: whoever passes it on needs their consent.
    pub received: bool,
    /// Every version, not only the latest.
    pub all_versions: bool,
}

/// What was exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// The versions written.
    pub objects: u64,
    /// One hash over them, in their order.
    pub objects_root: String,
    /// The entry of the log that records it.
    pub log_index: u64,
}

impl Node {
    /// Writes a STIX bundle of what is held at one moment, as it came, and records that in the log.
    ///
    /// The caller shows the bundle to nobody before this returns: until then it is not recorded.
    pub async fn export<W>(&self, wanted: Export, mut to: W) -> Result<(Exported, W), ActError>
    where
        W: Write + Send + 'static,
    {
        let desk = Arc::clone(&self.desk);
        let id = format!("bundle--{}", new_uuid(&*desk.randomness)?);
        let (digests, to) = desk
            .store
            .read(move |view| {
                write!(to, r#"{{"type":"bundle","id":"{id}","objects":["#)?;
                let mut digests: Vec<Digest> = Vec::new();
                let mut failed = None;
                view.each_version(
                    &wanted.kinds,
                    wanted.received,
                    wanted.all_versions,
                    |text| {
                        let comma = if digests.is_empty() { "\n" } else { ",\n" };
                        let written = to
                            .write_all(comma.as_bytes())
                            .and_then(|()| to.write_all(&text.body));
                        digests.push(text.digest);
                        match written {
                            Ok(()) => ControlFlow::Continue(()),
                            Err(error) => {
                                failed = Some(error);
                                ControlFlow::Break(())
                            }
                        }
                    },
                )?;
                if let Some(error) = failed {
                    return Err(error.into());
                }
                to.write_all(b"\n]}\n")?;
                to.flush()?;
                Ok::<_, ActError>((digests, to))
            })
            .await?;
        let objects = digests.len() as u64;
        let objects_root = objects_root(digests.iter());
        let root = objects_root.clone();
        let desk = Arc::clone(&self.desk);
        let log_index = self
            .desk
            .store
            .write(move |transaction| {
                let entry = Entry {
                    act: "exported",
                    at: desk.clock.now(),
                    by: desk.identity.as_str(),
                    agreement: None,
                    partner: None,
                    detail: json!({ "objects": objects, "objects_root": root }),
                };
                record(transaction, &*desk.randomness, &entry, Concerns::default())
            })
            .await?;
        Ok((
            Exported {
                objects,
                objects_root,
                log_index,
            },
            to,
        ))
    }
}
