//! Identifiers that follow from content (STIX 2.1 sections 2.9 and 3.4).

use uuid::Uuid;

use crate::canonical::canonical_members;
use crate::id::ObjectId;
use crate::json::{Members, Value};

/// The identifier that the content of a cyber-observable object gives it.
///
/// It is made from the properties that the standard lists for the type, as they are written: two
/// producers who observe the same thing give it the same id. What else the object holds, and in
/// which order, makes no difference. `id` itself is not looked at and need not be there.
///
/// ```
/// use mithaq_stix::{Limits, parse, sco_id};
///
/// let value = parse(
///     br#"{"type": "ipv4-addr", "value": "198.51.100.3", "defanged": false}"#,
///     &Limits::default(),
/// )?;
/// assert_eq!(
///     sco_id(&value)?.as_str(),
///     "ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`ScoIdError::NotObservable`] if the standard defines no such cyber-observable type; otherwise
/// the object needs a random UUID (version 4).
pub fn sco_id(object: &Value<'_>) -> Result<ObjectId, ScoIdError> {
    let members = object.as_object().ok_or(ScoIdError::NotObservable)?;
    let kind = members
        .get("type")
        .and_then(Value::as_str)
        .ok_or(ScoIdError::NotObservable)?;
    id_of(kind, members)
}

/// Why the content of an object gives it no identifier.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ScoIdError {
    /// The type is not one of the cyber-observable types of STIX 2.1.
    #[error("only the cyber-observable types of STIX 2.1 have ids that follow from their content")]
    NotObservable,
    /// No property is there that makes the id (section 3.4), or the type has none.
    #[error("no property is there that makes the id: use a random UUID of version 4")]
    NothingContributes,
    /// There are hashes, but none that the standard lets make an id (section 2.9).
    #[error(
        "none of the hashes is MD5, SHA-1, SHA-256 or SHA-512, so no id follows from them: use a random UUID of version 4"
    )]
    UnusualHashes,
}

/// As [`sco_id`], when the type is known.
pub(crate) fn id_of(kind: &str, members: &Members<'_>) -> Result<ObjectId, ScoIdError> {
    let names = contributing(kind).ok_or(ScoIdError::NotObservable)?;
    let mut content = Members::default();
    for name in names {
        match (*name, members.get(name)) {
            (_, None) => {}
            ("hashes", Some(hashes)) => {
                let (algorithm, hash) = preferred(hashes).ok_or(ScoIdError::UnusualHashes)?;
                let one: Members<'_> = [(algorithm, hash.clone())].into_iter().collect();
                content.set(*name, one);
            }
            (_, Some(value)) => {
                content.set(*name, value.clone());
            }
        }
    }
    if content.is_empty() {
        return Err(ScoIdError::NothingContributes);
    }
    let uuid = Uuid::new_v5(&NAMESPACE, &canonical_members(&content));
    ObjectId::new(kind, uuid).map_err(|_| ScoIdError::NotObservable)
}

/// Whether the value of that property makes the id of an object of that type.
pub(crate) fn contributes(kind: &str, name: &str) -> bool {
    contributing(kind).is_some_and(|names| names.contains(&name))
}

/// The namespace of the ids of cyber-observable objects (section 2.9).
const NAMESPACE: Uuid = Uuid::from_u128(0x00abedb4_aa42_466c_9c01_fed23315a9b7);

/// The hash that stands for all, so that producers who know more hashes make the same id.
fn preferred<'v, 'a>(hashes: &'v Value<'a>) -> Option<(&'static str, &'v Value<'a>)> {
    ["MD5", "SHA-1", "SHA-256", "SHA-512"]
        .into_iter()
        .find_map(|algorithm| Some((algorithm, hashes.get(algorithm)?)))
}

/// The properties that make the id, from the tables of section 6.
fn contributing(kind: &str) -> Option<&'static [&'static str]> {
    Some(match kind {
        "artifact" => &["hashes", "payload_bin"],
        "autonomous-system" => &["number"],
        "directory" => &["path"],
        "domain-name" | "email-addr" | "ipv4-addr" | "ipv6-addr" | "mac-addr" | "url" => &["value"],
        "email-message" => &["from_ref", "subject", "body"],
        "file" => &["hashes", "name", "extensions", "parent_directory_ref"],
        "mutex" => &["name"],
        "network-traffic" => &[
            "start",
            "end",
            "src_ref",
            "dst_ref",
            "src_port",
            "dst_port",
            "protocols",
            "extensions",
        ],
        "process" => &[],
        "software" => &["name", "cpe", "swid", "vendor", "version"],
        "user-account" => &["account_type", "user_id", "account_login"],
        "windows-registry-key" => &["key", "values"],
        "x509-certificate" => &["hashes", "serial_number"],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, parse};

    fn made(text: &str) -> Result<String, ScoIdError> {
        sco_id(&parse(text.as_bytes(), &Limits::default()).unwrap()).map(|id| id.to_string())
    }

    #[test]
    fn one_hash_stands_for_all() {
        let one = made(r#"{"type":"file","hashes":{"SHA-1":"aa","MD5":"bb"}}"#);
        let more = made(r#"{"hashes":{"MD5":"bb","SHA-512":"cc"},"type":"file","size":3}"#);
        assert!(one.is_ok());
        assert_eq!(one, more);
        assert_ne!(one, made(r#"{"type":"file","hashes":{"SHA-1":"aa"}}"#));
    }

    #[test]
    fn some_objects_need_a_random_id() {
        assert_eq!(
            made(r#"{"type":"process","pid":3}"#),
            Err(ScoIdError::NothingContributes)
        );
        assert_eq!(
            made(r#"{"type":"x509-certificate","subject":"s"}"#),
            Err(ScoIdError::NothingContributes)
        );
        assert_eq!(
            made(r#"{"type":"file","hashes":{"SHA3-256":"aa"},"name":"a"}"#),
            Err(ScoIdError::UnusualHashes)
        );
        for other in [
            r#"{"type":"identity","name":"n"}"#,
            "[]",
            "{}",
            r#"{"type":3}"#,
        ] {
            assert_eq!(made(other), Err(ScoIdError::NotObservable));
        }
    }

    #[test]
    fn a_timestamp_counts_as_it_is_written() {
        let traffic = |end: &str| made(&format!(r#"{{"type":"network-traffic","end":"{end}"}}"#));
        assert_ne!(
            traffic("2020-01-01T00:00:00Z"),
            traffic("2020-01-01T00:00:00.0Z")
        );
    }
}
