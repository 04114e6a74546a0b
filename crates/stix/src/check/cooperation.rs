//! The objects of cooperation: agreements, engagements, commitments, requests and the rest.
//!
//! STIX 2.1 lets others add types of objects under an extension definition (section 7.3). These
//! are ours. `docs/objects.md` describes them, `schemas/` holds their JSON Schemas, and both say
//! what the tables below say.

mod agreement;
mod alert;
mod assessment;
mod assurance;
mod capacity;
mod check;
mod commitment;
mod disclosure;
#[cfg(test)]
mod document;
mod embedded;
mod engagement;
mod handling;
mod operation;
mod plan;
mod relationships;
mod request;
mod rules;
#[cfg(test)]
mod schema;
mod standing;
mod states;
mod table;
#[cfg(test)]
mod tests;
mod training;
mod words;

use super::path::Path;
use super::report::Report;
use super::table::Table;
use crate::json::{Members, Value};

pub use states::check_transition;

/// A type of object, or a set of properties, that an extension definition of ours declares.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Extension {
    /// The type of the objects, such as `coop-agreement`; for properties, their common name.
    pub kind: &'static str,
    /// The id of the extension definition.
    pub id: &'static str,
    /// What people call it, in English.
    pub title: &'static str,
    /// The same in Arabic and French, as far as the words of the field are settled.
    pub labels: Option<Labels>,
    /// What it is for, in one sentence of English.
    pub about: &'static str,
    /// Whether it is a type of object, with versions like any domain object; else it is a set of
    /// properties that any object can have.
    pub is_type: bool,
}

/// What a type is called in other languages.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Labels {
    /// Arabic.
    pub ar: &'static str,
    /// French.
    pub fr: &'static str,
}

/// Our extensions: first the types of objects, last the properties of any object.
pub static EXTENSIONS: [Extension; COUNT + 1] = {
    let mut all = [extension(&handling::HANDLING, false); COUNT + 1];
    let mut at = 0;
    while at < COUNT {
        #[expect(
            clippy::indexing_slicing,
            reason = "in a constant; a wrong index does not compile"
        )]
        {
            all[at] = extension(KINDS[at], true);
        }
        at += 1;
    }
    all
};

const COUNT: usize = KINDS.len();

const fn extension(kind: &table::Kind, is_type: bool) -> Extension {
    Extension {
        kind: kind.name,
        id: kind.extension,
        title: kind.title,
        labels: kind.labels,
        about: kind.body.about,
        is_type,
    }
}

/// Whether a type of object has the name of one of ours.
///
/// ```
/// assert!(mithaq_stix::cooperation::is_cooperation_kind("coop-agreement"));
/// assert!(!mithaq_stix::cooperation::is_cooperation_kind("coop-handling"));
/// ```
pub fn is_cooperation_kind(kind: &str) -> bool {
    kind_of(kind).is_some()
}

/// Our extension of that name.
pub fn extension_of(kind: &str) -> Option<&'static Extension> {
    EXTENSIONS.iter().find(|extension| extension.kind == kind)
}

/// Every type, in the order in which they are described.
static KINDS: [&table::Kind; 20] = [
    &agreement::AGREEMENT,
    &engagement::ENGAGEMENT,
    &commitment::COMMITMENT,
    &request::REQUEST,
    &request::RESPONSE,
    &disclosure::DISCLOSURE,
    &disclosure::CONSENT,
    &operation::OPERATION,
    &plan::SECURITY_PLAN,
    &assessment::ASSESSMENT,
    &training::TRAINING,
    &training::LESSON,
    &alert::ALERT,
    &assurance::ASSURANCE,
    &engagement::COMMUNIQUE,
    &standing::MECHANISM,
    &engagement::PROGRAMME,
    &standing::POSTING,
    &standing::MATCH_SESSION,
    &operation::DECONFLICTION,
];

fn kind_of(name: &str) -> Option<&'static table::Kind> {
    // Nearly every object is of another type.
    if !name.starts_with("coop-") {
        return None;
    }
    KINDS.iter().copied().find(|kind| kind.name == name)
}

/// The type of an object that declares it under our extension definition.
pub(super) fn declared_kind(name: &str, members: &Members<'_>) -> Option<&'static table::Kind> {
    let kind = kind_of(name)?;
    let extensions = members.get("extensions").and_then(Value::as_object)?;
    let declares = |(id, _): (&str, &Value<'_>)| id.eq_ignore_ascii_case(kind.extension);
    extensions.iter().any(declares).then_some(kind)
}

/// Checks an object of one of our types.
pub(super) fn check(
    kind: &table::Kind,
    members: &Members<'_>,
    common: &Table,
    may_have_others: bool,
    report: &mut Report,
) {
    let path = Path::Name(&Path::Root, "extensions");
    for (id, extension) in members
        .get("extensions")
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(Members::iter)
    {
        let ours = id.eq_ignore_ascii_case(kind.extension);
        if ours && extension.get("extension_type").and_then(Value::as_str) != Some("new-sdo") {
            let place = Path::Name(&path, id);
            report.error(
                Path::Name(&place, "extension_type"),
                "extension-type",
                "coop 4.0",
                "this extension declares a type of object: its `extension_type` must be `new-sdo`",
            );
        }
    }
    check::object(kind, members, common, may_have_others, report);
}

/// Says that an object has the name of one of our types, but not its extension.
pub(super) fn namesake(name: &str, report: &mut Report) {
    let Some(kind) = kind_of(name) else { return };
    let message = format!(
        "the object does not declare `{}`, so it is read as somebody else's `{name}`",
        kind.extension
    );
    report.warning(
        Path::Name(&Path::Root, "type"),
        "other-cooperation-type",
        "coop 4.0",
        message,
    );
}

/// Whether one of our types has a property of that name.
pub(super) fn defines(kind: &table::Kind, name: &str) -> bool {
    kind.body.field(name).is_some()
}

/// Checks an extension of an object, if it is one of ours; whether it was.
pub(super) fn check_extension(
    id: &str,
    content: &Members<'_>,
    path: Path<'_>,
    report: &mut Report,
) -> bool {
    let ours = id.eq_ignore_ascii_case(handling::HANDLING.extension);
    if ours {
        check::structure(&handling::HANDLING.body, content, path, report);
    }
    ours
}

/// Checks what a relationship joins, where it joins objects of cooperation.
pub(super) fn check_relationship(members: &Members<'_>, report: &mut Report) {
    relationships::check(members, report);
}
