//! What may change between two versions of an object (STIX 2.1 sections 3.3, 3.5 and 3.6).

mod next;

pub use next::{Changes, new_version, revoke};

use crate::canonical::{Digest, digest};
use crate::finding::Finding;
use crate::id::ObjectId;
use crate::json::Value;
use crate::object::Object;
use crate::time::sort_key_of;

/// What must be known of a version to compare it with another version of the same object.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct VersionFacts {
    /// `created` as it was written, or its sort key; none if the object has none.
    pub created: Option<String>,
    /// `created_by_ref`.
    pub created_by: Option<ObjectId>,
    /// [`Object::version_key`].
    pub version_key: String,
    /// Whether this version revokes the object.
    pub revoked: bool,
    /// The digest of the canonical form.
    pub digest: Digest,
}

impl From<&Object> for VersionFacts {
    fn from(object: &Object) -> Self {
        Self {
            created: object.created().map(|created| created.as_str().to_owned()),
            created_by: object.created_by().cloned(),
            version_key: object.version_key(),
            revoked: object.revoked(),
            digest: object.digest(),
        }
    }
}

/// Decides whether a version may stand beside one that is stored, both of the same object.
///
/// The same content again is fine. Versions may come in any order of time.
///
/// # Errors
///
/// The first rule that is broken: another content under the same version key
/// (`version-conflict`), another `created` (`created-changed`) or `created_by_ref`
/// (`creator-changed`), or a version later than the revocation (`version-after-revocation`).
pub fn check_new_version(stored: &VersionFacts, new: &VersionFacts) -> Result<(), Finding> {
    if stored.digest == new.digest {
        return Ok(());
    }
    if instant(stored) != instant(new) {
        return Err(Finding::error(
            "created",
            "created-changed",
            "3.6",
            "`created` is never changed by a new version: keep the first value, or give the object a new id",
        ));
    }
    if stored.created_by != new.created_by {
        return Err(Finding::error(
            "created_by_ref",
            "creator-changed",
            "3.6",
            "`created_by_ref` is never changed by a new version: only the creator makes versions, others give the object a new id and relate it by `derived-from`",
        ));
    }
    if stored.version_key == new.version_key {
        return Err(conflict(new));
    }
    let (first, later) = if stored.version_key < new.version_key {
        (stored, new)
    } else {
        (new, stored)
    };
    if first.revoked {
        return Err(Finding::error(
            "revoked",
            "version-after-revocation",
            "3.6",
            format!(
                "the object is revoked by the version of {}, so that of {} cannot follow: give the object a new id",
                first.version_key, later.version_key
            ),
        ));
    }
    Ok(())
}

/// Whether two representations of one version say the same (section 3.6): a property with the
/// value that its absence means may be left out, and nothing else may differ.
///
/// [`check_new_version`] knows the digests only, and calls them a conflict when one says
/// `"revoked": false` and the other nothing; whoever has both objects can ask here before that.
pub fn says_the_same(a: &Value<'_>, b: &Value<'_>) -> bool {
    let meaning = |value: &Value<'_>| {
        let mut value = value.clone();
        if let Some(members) = value.as_object_mut() {
            for name in ["revoked", "defanged", "summary"] {
                if members.get(name).and_then(Value::as_bool) == Some(false) {
                    members.remove(name);
                }
            }
            if members.get("lang").and_then(Value::as_str) == Some("en") {
                members.remove("lang");
            }
            // Only observables may leave it out.
            if members.get("spec_version").and_then(Value::as_str) == Some("2.1") {
                members.remove("spec_version");
            }
        }
        digest(&value)
    };
    meaning(a) == meaning(b)
}

fn conflict(new: &VersionFacts) -> Finding {
    if new.version_key.is_empty() {
        return Finding::error(
            "id",
            "version-conflict",
            "3.6",
            "an object with this id and another content is stored, and this type has no versions: the first is kept",
        );
    }
    let property = if new.created.as_deref().map(sort_key_of) == Some(&new.version_key) {
        "created"
    } else {
        "modified"
    };
    Finding::error(
        property,
        "version-conflict",
        "3.6",
        format!(
            "a version of {} with another content is stored: a change needs a later `modified`",
            new.version_key
        ),
    )
}

fn instant(facts: &VersionFacts) -> Option<&str> {
    facts.created.as_deref().map(sort_key_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(modified: &str, content: u8) -> VersionFacts {
        VersionFacts {
            created: Some("2020-01-01T00:00:00.000Z".into()),
            created_by: None,
            version_key: sort_key_of(modified).into(),
            revoked: false,
            digest: Digest::from_bytes([content; 32]),
        }
    }

    fn rule(stored: &VersionFacts, new: &VersionFacts) -> Option<&'static str> {
        check_new_version(stored, new)
            .err()
            .map(|finding| finding.rule)
    }

    #[test]
    fn versions_come_in_any_order_and_more_than_once() {
        let first = facts("2020-01-01T00:00:00.000Z", 1);
        let second = facts("2020-01-02T00:00:00.000Z", 2);
        assert_eq!(rule(&first, &second), None);
        assert_eq!(rule(&second, &first), None);
        assert_eq!(rule(&first, &first), None);
    }

    #[test]
    fn the_same_key_with_another_content_is_a_conflict() {
        let stored = facts("2020-01-02T00:00:00.100Z", 1);
        let new = facts("2020-01-02T00:00:00.1Z", 2);
        assert_eq!(rule(&stored, &new), Some("version-conflict"));
        let scos = [1, 2].map(|content| VersionFacts {
            created: None,
            ..facts("", content)
        });
        assert_eq!(rule(&scos[0], &scos[1]), Some("version-conflict"));
    }

    #[test]
    fn the_creator_and_the_creation_never_change() {
        let stored = facts("2020-01-02T00:00:00.000Z", 1);
        let same_instant = VersionFacts {
            created: Some("2020-01-01T00:00:00.0000Z".into()),
            ..facts("2020-01-03T00:00:00.000Z", 2)
        };
        assert_eq!(rule(&stored, &same_instant), None);
        let other_created = VersionFacts {
            created: Some("2020-01-01T00:00:00.001Z".into()),
            ..same_instant.clone()
        };
        assert_eq!(rule(&stored, &other_created), Some("created-changed"));
        let creator = "identity--f431f809-377b-45e0-aa1c-6a4751cae5ff"
            .parse()
            .ok();
        let other_creator = VersionFacts {
            created_by: creator,
            ..same_instant
        };
        assert_eq!(rule(&stored, &other_creator), Some("creator-changed"));
    }

    #[test]
    fn what_goes_without_saying_makes_no_difference() {
        let value =
            |text: &'static str| crate::parse(text.as_bytes(), &crate::Limits::default()).unwrap();
        let plain = value(r#"{"type":"tool","name":"n"}"#);
        let said = value(r#"{"name":"n","revoked":false,"lang":"en","type":"tool"}"#);
        assert!(says_the_same(&plain, &said));
        for other in [
            r#"{"type":"tool","name":"n","revoked":true}"#,
            r#"{"type":"tool","name":"n","lang":"fr"}"#,
            r#"{"type":"tool","name":"n","x_own":false}"#,
        ] {
            assert!(!says_the_same(&plain, &value(other)));
        }
    }

    #[test]
    fn nothing_comes_after_a_revocation() {
        let revoked = VersionFacts {
            revoked: true,
            ..facts("2020-01-02T00:00:00.000Z", 1)
        };
        let later = facts("2020-01-03T00:00:00.000Z", 2);
        let earlier = facts("2020-01-01T12:00:00.000Z", 3);
        assert_eq!(rule(&revoked, &later), Some("version-after-revocation"));
        assert_eq!(rule(&later, &revoked), Some("version-after-revocation"));
        assert_eq!(rule(&revoked, &earlier), None);
        assert_eq!(rule(&earlier, &revoked), None);
        insta::assert_snapshot!(check_new_version(&revoked, &later).unwrap_err(), @"error at `revoked`: the object is revoked by the version of 2020-01-02T00:00:00, so that of 2020-01-03T00:00:00 cannot follow: give the object a new id (STIX 2.1 section 3.6, rule version-after-revocation)");
    }
}
