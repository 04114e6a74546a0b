//! One object as an officer reads it: what it is, whose it is, and what it is linked with.

use mithaq_stix::ObjectId;
use mithaq_store::{HeldVersion, Link, Origin, Snapshot, VersionSummary};
use serde::Deserialize;

use crate::look::named;
use crate::{ActError, Named, Node};

/// An object and what it is linked with.
#[derive(Clone, Debug)]
pub struct ObjectView {
    /// Its latest version.
    pub held: HeldVersion,
    /// From whom it came; nothing if it is this node's own.
    pub provenance: Option<Provenance>,
    /// Some of its links, ordered by the other end.
    pub links: Vec<LinkView>,
    /// The object behind which the links go on; nothing if this is the end.
    pub next: Option<ObjectId>,
}

/// From whom an object came, and under what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The partner that gave it.
    pub partner: Named,
    /// The agreement under which it was given.
    pub agreement: ObjectId,
}

/// A link with what is known of its other end.
#[derive(Clone, Debug)]
pub struct LinkView {
    /// The link.
    pub link: Link,
    /// What stands at its other end; nothing if that is only named here.
    pub other: Option<VersionSummary>,
    /// What a relationship at the other end connects this object with.
    pub far_end: Option<FarEnd>,
}

/// The end of a relationship that one comes to from its other end.
#[derive(Clone, Debug)]
pub struct FarEnd {
    /// Its id.
    pub id: ObjectId,
    /// What stands there; nothing if it is only named here.
    pub summary: Option<VersionSummary>,
    /// Whether the relationship leads there; otherwise it leads from there to this object.
    pub is_target: bool,
}

impl Node {
    /// An object with up to `limit` of its links behind that with another object; nothing if it is
    /// not held.
    pub async fn object_view(
        &self,
        id: &ObjectId,
        after: Option<&ObjectId>,
        limit: usize,
    ) -> Result<Option<ObjectView>, ActError> {
        let (id, after) = (id.clone(), after.cloned());
        self.desk
            .store
            .read(move |view| {
                let Some(held) = view.latest(&id)? else {
                    return Ok(None);
                };
                let after = match after {
                    Some(after) => view.object_key(&after)?,
                    None => None,
                };
                // One more than wanted says whether there is more.
                let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
                let mut links = view.links(held.summary.object, after, most)?;
                let next = cut(&mut links, limit);
                let links: Result<_, ActError> = links
                    .into_iter()
                    .map(|link| link_view(view, &id, link))
                    .collect();
                Ok(Some(ObjectView {
                    provenance: match held.summary.handling.origin {
                        Some(origin) => provenance(view, origin)?,
                        None => None,
                    },
                    links: links?,
                    next,
                    held,
                }))
            })
            .await
    }
}

/// Keeps up to `limit` links, and both directions of the last one or neither; gives the object
/// behind which they go on.
fn cut(links: &mut Vec<Link>, limit: usize) -> Option<ObjectId> {
    let beyond = links.get(limit)?.other;
    links.truncate(limit);
    // Alone, the first half of a pair stays: going on behind it is better than not going on.
    if links.len() > 1 && links.last().is_some_and(|last| last.other == beyond) {
        links.pop();
    }
    links.last().map(|last| last.id.clone())
}

fn provenance(view: &Snapshot<'_>, origin: Origin) -> Result<Option<Provenance>, ActError> {
    let partner = view.partner(origin.partner)?;
    let agreement = view.agreement_at(origin.agreement)?;
    Ok(partner
        .zip(agreement)
        .map(|(partner, agreement)| Provenance {
            partner: named(partner),
            agreement: agreement.id,
        }))
}

fn link_view(view: &Snapshot<'_>, id: &ObjectId, link: Link) -> Result<LinkView, ActError> {
    let other = view.summary(link.other)?;
    let is_relationship = link.incoming && link.id.kind() == "relationship";
    let far_end = match &other {
        Some(_) if is_relationship => far_end(view, id, &link.id)?,
        _ => None,
    };
    Ok(LinkView {
        link,
        other,
        far_end,
    })
}

/// The ends of a relationship.
#[derive(Deserialize)]
struct Ends {
    source_ref: String,
    target_ref: String,
}

/// What a relationship connects an object with; nothing if it names the object otherwise.
fn far_end(
    view: &Snapshot<'_>,
    id: &ObjectId,
    relationship: &ObjectId,
) -> Result<Option<FarEnd>, ActError> {
    let held = view.latest(relationship)?;
    let ends = held.and_then(|held| serde_json::from_slice::<Ends>(&held.body).ok());
    let Some(ends) = ends else {
        return Ok(None);
    };
    let (far, is_target) = if ends.source_ref == id.as_str() {
        (ends.target_ref, true)
    } else if ends.target_ref == id.as_str() {
        (ends.source_ref, false)
    } else {
        return Ok(None);
    };
    let Ok(far) = far.parse::<ObjectId>() else {
        return Ok(None);
    };
    let summary = match view.object_key(&far)? {
        Some(key) => view.summary(key)?,
        None => None,
    };
    Ok(Some(FarEnd {
        id: far,
        summary,
        is_target,
    }))
}
