//! A TLP level as files and records write it: `clear`, `green`, `amber`, `amber+strict`, `red`.

use mithaq_stix::Tlp;
use serde::{Deserialize, Deserializer, Serializer, de::Error};

// serde's `with` hands over a reference.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde calls"
)]
pub(crate) fn serialize<S: Serializer>(tlp: &Tlp, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(tlp.code())
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Tlp, D::Error> {
    let text = String::deserialize(from)?;
    text.parse().map_err(|_| D::Error::custom(unknown(&text)))
}

/// What to say of a text that is no level.
pub(crate) fn unknown(text: &str) -> String {
    let text: String = text.chars().take(40).collect();
    format!("`{text}` is not a TLP level: write `clear`, `green`, `amber` or `amber+strict`")
}
