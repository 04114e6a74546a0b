//! Properties that STIX does not define, when a new version is made (STIX 2.1 section 11).

use super::path::Path;
use super::report::quote;
use super::{class_of, common, extension, table_of};
use crate::finding::Finding;
use crate::json::{Members, Value};
use crate::limits::Limits;
use crate::object::Class;

/// What is done with properties and types that STIX does not define (section 11).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Customs {
    /// They are kept: deprecated, but legal.
    Keep,
    /// An object that has some may have more; one that has none gets none, so that a slip of the
    /// pen does not become a property.
    #[default]
    AsBefore,
    /// They are refused.
    Refuse,
}

/// Errors for the properties of `next` that STIX does not define and `customs` does not let pass.
pub(crate) fn undefined_properties(
    next: &Members<'_>,
    before: &Members<'_>,
    customs: Customs,
) -> Vec<Finding> {
    let strict = match customs {
        Customs::Keep => false,
        Customs::AsBefore => undefined(before).is_empty(),
        Customs::Refuse => true,
    };
    let refuse = |name: &str| {
        let message = format!(
            "STIX does not define `{}`: let an extension definition declare it, or allow it",
            quote(name)
        );
        let path = Path::Name(&Path::Root, name).text();
        Finding::error(path, "custom-property", "11.1", message)
    };
    if strict {
        undefined(next)
            .into_iter()
            .take(Limits::default().max_findings)
            .map(refuse)
            .collect()
    } else {
        Vec::new()
    }
}

/// The properties that neither STIX defines nor an extension may declare.
fn undefined<'m>(members: &'m Members<'_>) -> Vec<&'m str> {
    let declared = extension::declared(members);
    let kind = members
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let Some(specific) = table_of(kind).filter(|_| !declared.toplevel) else {
        return Vec::new();
    };
    let class = class_of(kind);
    let common = common::of_class(class);
    // An observable may carry what versions need (section 3.6).
    let versions = |name: &str| {
        class == Class::Sco && matches!(name, "created" | "modified" | "revoked" | "created_by_ref")
    };
    let is_custom = |name: &&str| {
        common.property(name).is_none() && specific.property(name).is_none() && !versions(name)
    };
    members
        .iter()
        .map(|(name, _)| name)
        .filter(is_custom)
        .collect()
}
