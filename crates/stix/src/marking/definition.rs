//! The marking definitions that everybody knows.

use super::{Tlp, is_first_edition};
use crate::id::ObjectId;
use crate::json::{Members, Value};

/// The extension by which OASIS defines TLP 2.0.
pub(crate) const TLP_EXTENSION: &str = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

/// The definition of a standard marking, TLP 1.0 or 2.0; none for other ids.
///
/// ```
/// use mithaq_stix::{Tlp, print, standard_marking};
///
/// let red = standard_marking(&Tlp::Red.marking_id()).expect("a standard marking");
/// assert!(String::from_utf8_lossy(&print(&red)).contains(r#""tlp_2_0":"red""#));
/// ```
pub fn standard_marking(id: &ObjectId) -> Option<Value<'static>> {
    let tlp = Tlp::from_marking_id(id)?;
    let mut definition = Members::default();
    definition.set("type", "marking-definition");
    definition.set("spec_version", "2.1");
    definition.set("id", id.to_string());
    if is_first_edition(id) {
        let colour = tlp.first_edition_name()?;
        definition.set("created", "2017-01-20T00:00:00.000Z");
        definition.set("definition_type", "tlp");
        definition.set("name", format!("TLP:{}", colour.to_uppercase()));
        definition.set("definition", Members::from_iter([("tlp", colour)]));
    } else {
        let content = Members::from_iter([
            ("extension_type", "property-extension"),
            ("tlp_2_0", tlp.code()),
        ]);
        definition.set("created", "2022-10-01T00:00:00.000Z");
        definition.set("name", tlp.to_string());
        definition.set("extensions", Members::from_iter([(TLP_EXTENSION, content)]));
    }
    Some(Value::Object(definition))
}

/// The level that the extension of TLP 2.0 in a marking definition names.
pub(crate) fn tlp_of_extension(extension: &Value<'_>) -> Option<Tlp> {
    let name = extension.get("tlp_2_0").and_then(Value::as_str)?;
    Tlp::ALL.into_iter().find(|tlp| tlp.code() == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marking::STANDARD;
    use crate::{Limits, Object, print};

    #[test]
    fn every_standard_definition_is_valid_and_means_its_level() {
        for (uuid, tlp) in STANDARD {
            let id: ObjectId = format!("marking-definition--{uuid}").parse().unwrap();
            let text = print(&standard_marking(&id).unwrap());
            let checked = Object::read(&text, &Limits::default()).unwrap();
            assert_eq!(checked.warnings, []);
            assert_eq!(Tlp::from_marking_id(checked.object.id()), Some(tlp));
        }
    }
}
