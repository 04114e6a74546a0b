//! Identifiers of STIX objects.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use uuid::Uuid;

/// The identifier of a STIX object: `type--UUID` (STIX 2.1 section 2.9).
///
/// The UUID is compared without regard to case and printed in lower case. Cloning is cheap.
///
/// ```
/// use mithaq_stix::ObjectId;
///
/// let id: ObjectId = "identity--F431F809-377B-45E0-AA1C-6A4751CAE5FF".parse()?;
/// assert_eq!(id.kind(), "identity");
/// assert_eq!(id.to_string(), "identity--f431f809-377b-45e0-aa1c-6a4751cae5ff");
/// # Ok::<(), mithaq_stix::ParseIdError>(())
/// ```
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ObjectId {
    // INVARIANT: a valid type, `--`, and 36 characters of a lower-case UUID that is not nil.
    text: Arc<str>,
}

/// Length of `--` and the UUID after it.
const TAIL: usize = 38;

impl ObjectId {
    /// Puts a type and a UUID together.
    ///
    /// # Errors
    ///
    /// As for parsing: the type breaks the naming rules, or the UUID is nil.
    pub fn new(kind: &str, uuid: Uuid) -> Result<Self, ParseIdError> {
        check_kind(kind)?;
        if uuid.is_nil() {
            return Err(ParseIdError::NilUuid);
        }
        Ok(Self {
            text: format!("{kind}--{}", uuid.hyphenated()).into(),
        })
    }

    /// A marking definition with a UUID that the standard gives; it is known not to be nil.
    pub(crate) fn of_marking(uuid: u128) -> Self {
        Self {
            text: format!("marking-definition--{}", Uuid::from_u128(uuid)).into(),
        }
    }

    /// The type of the object, such as `identity`.
    pub fn kind(&self) -> &str {
        self.text
            .split_at_checked(self.text.len().saturating_sub(TAIL))
            .map_or("", |(kind, _)| kind)
    }

    /// The UUID.
    pub fn uuid(&self) -> Uuid {
        let tail = self
            .text
            .get(self.text.len().saturating_sub(TAIL - 2)..)
            .unwrap_or_default();
        Uuid::try_parse(tail).unwrap_or_default()
    }

    /// The digit of the UUID that tells how it was made (RFC 4122 section 4.1.3).
    pub(crate) fn uuid_version(&self) -> Option<u32> {
        let digits = self.text.as_bytes();
        let digit = digits.get(digits.len().checked_sub(22)?)?;
        char::from(*digit).to_digit(16)
    }

    /// The identifier as it is written, the UUID in lower case.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl FromStr for ObjectId {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        let (kind, uuid) = check(text)?;
        if uuid.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Ok(Self {
                text: format!("{kind}--{}", uuid.to_ascii_lowercase()).into(),
            });
        }
        Ok(Self { text: text.into() })
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Why a text is not an identifier.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseIdError {
    /// There is no type, no `--`, or not 36 characters after it.
    #[error(
        "an identifier is written `type--UUID`, for example `identity--f431f809-377b-45e0-aa1c-6a4751cae5ff`"
    )]
    Shape,
    /// The type breaks the naming rules (STIX 2.1 section 3.1).
    #[error(
        "the type of an identifier has 3 to 250 characters of a-z, 0-9 and single hyphens, and starts with a letter"
    )]
    Kind,
    /// The part after `--` is not a UUID.
    #[error("the part after `--` must be a UUID: 8-4-4-4-12 hexadecimal digits with hyphens")]
    Uuid,
    /// The UUID is all zeros.
    #[error("the UUID of all zeros names nothing: give the object a UUID of its own")]
    NilUuid,
}

/// Checks an identifier without keeping it: its type and its UUID, as they are written.
pub(crate) fn check(text: &str) -> Result<(&str, &str), ParseIdError> {
    let (kind, uuid) = text
        .len()
        .checked_sub(TAIL)
        .and_then(|at| text.split_at_checked(at))
        .and_then(|(kind, tail)| Some((kind, tail.strip_prefix("--")?)))
        .ok_or(ParseIdError::Shape)?;
    check_kind(kind)?;
    check_uuid(uuid)?;
    Ok((kind, uuid))
}

/// The rules for type names: STIX 2.1 sections 3.1 and 11.2.1.
pub(crate) fn check_kind(kind: &str) -> Result<(), ParseIdError> {
    let mut before = b'-';
    for byte in kind.bytes() {
        let allowed = byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !allowed || (byte == b'-' && before == b'-') {
            return Err(ParseIdError::Kind);
        }
        before = byte;
    }
    let starts_with_letter = kind
        .bytes()
        .next()
        .is_some_and(|first| first.is_ascii_lowercase());
    if starts_with_letter && (3..=250).contains(&kind.len()) {
        Ok(())
    } else {
        Err(ParseIdError::Kind)
    }
}

/// Where the hyphens of a UUID stand.
const HYPHENS: [bool; 36] = {
    let mut hyphens = [false; 36];
    hyphens[8] = true;
    hyphens[13] = true;
    hyphens[18] = true;
    hyphens[23] = true;
    hyphens
};

fn check_uuid(uuid: &str) -> Result<(), ParseIdError> {
    let bytes: &[u8; 36] = uuid.as_bytes().try_into().map_err(|_| ParseIdError::Uuid)?;
    // Without an early end the compiler looks at many bytes at once.
    let (mut wrong, mut nil) = (false, true);
    for (&byte, hyphen) in bytes.iter().zip(HYPHENS) {
        let digit = byte.wrapping_sub(b'0') < 10;
        let letter = (byte | 0x20).wrapping_sub(b'a') < 6;
        let fits = if hyphen {
            byte == b'-'
        } else {
            digit || letter
        };
        wrong |= !fits;
        nil &= hyphen || byte == b'0';
    }
    match (wrong, nil) {
        (true, _) => Err(ParseIdError::Uuid),
        (_, true) => Err(ParseIdError::NilUuid),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_uuid_is_compared_without_regard_to_case() {
        let upper: ObjectId = "file--FF1E0780-358C-5808-A8C7-D0FCA4EF6EF4"
            .parse()
            .unwrap();
        let lower: ObjectId = "file--ff1e0780-358c-5808-a8c7-d0fca4ef6ef4"
            .parse()
            .unwrap();
        assert_eq!(upper, lower);
        assert_eq!(upper.as_str(), "file--ff1e0780-358c-5808-a8c7-d0fca4ef6ef4");
        assert_eq!(upper.uuid(), lower.uuid());
        assert_eq!(upper.kind(), "file");
    }

    #[test]
    fn each_broken_part_is_named() {
        let refused = |text: &str| text.parse::<ObjectId>().unwrap_err();
        let uuid = "ff1e0780-358c-5808-a8c7-d0fca4ef6ef4";
        assert_eq!(refused(""), ParseIdError::Shape);
        assert_eq!(refused(uuid), ParseIdError::Shape);
        assert_eq!(refused(&format!("file-{uuid}")), ParseIdError::Shape);
        assert_eq!(
            refused("file--é1e0780-358c-5808-a8c7-d0fca4ef6ef4"),
            ParseIdError::Uuid
        );
        assert_eq!(refused(&format!("a--{uuid}")), ParseIdError::Kind);
        assert_eq!(refused(&format!("File--{uuid}")), ParseIdError::Kind);
        assert_eq!(refused(&format!("x--y--{uuid}")), ParseIdError::Kind);
        assert_eq!(refused(&format!("1file--{uuid}")), ParseIdError::Kind);
        assert_eq!(
            refused(&format!("{}--{uuid}", "x".repeat(251))),
            ParseIdError::Kind
        );
        assert_eq!(
            refused("file--00000000-0000-0000-0000-000000000000"),
            ParseIdError::NilUuid
        );
        assert_eq!(
            refused("file--ff1e0780358c5808a8c7d0fca4ef6ef40000"),
            ParseIdError::Uuid
        );
        assert_eq!(
            ObjectId::new("file", Uuid::nil()),
            Err(ParseIdError::NilUuid)
        );
    }

    #[test]
    fn the_messages_say_what_to_write() {
        insta::assert_snapshot!(ParseIdError::NilUuid, @"the UUID of all zeros names nothing: give the object a UUID of its own");
    }

    proptest! {
        #[test]
        fn an_id_prints_as_it_is_read(kind in "[a-z][a-z0-9]{2,20}(-[a-z0-9]{1,9}){0,2}", bits in 1_u128..) {
            let id = ObjectId::new(&kind, Uuid::from_u128(bits)).unwrap();
            prop_assert_eq!(&id, &id.to_string().parse::<ObjectId>().unwrap());
            prop_assert_eq!(id.kind(), kind.as_str());
            prop_assert_eq!(id.uuid(), Uuid::from_u128(bits));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,80}") {
            let _ = text.parse::<ObjectId>();
        }
    }
}
