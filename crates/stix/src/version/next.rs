//! Making the next version of an object (STIX 2.1 section 3.6).

use std::borrow::Cow;

use crate::canonical::canonical;
use crate::check::{self, Customs};
use crate::finding::Finding;
use crate::id::ObjectId;
use crate::json::{Members, Value, print};
use crate::limits::Limits;
use crate::object::{Checked, Class, Object};
use crate::sco_id::{contributes, id_of};
use crate::time::StixTime;

/// What shall be different in the next version of an object.
///
/// ```
/// use mithaq_stix::{Changes, Limits, Object, new_version};
///
/// # let text = br#"{"type": "campaign", "spec_version": "2.1",
/// #     "id": "campaign--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f", "name": "Old", "description": "d",
/// #     "created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z"}"#;
/// let campaign = Object::read(text, &Limits::default()).expect("valid").object;
/// let mut changes = Changes::default();
/// changes.set("name", "Green Group").remove("description");
/// let now = "2026-01-02T00:00:00.000Z".parse()?;
/// let next = campaign.next_version(&changes, &now, &Limits::default()).expect("allowed");
/// assert_eq!(next.object.name(), Some("Green Group"));
/// assert_eq!(next.object.version_key(), "2026-01-02T00:00:00");
/// # Ok::<(), mithaq_stix::ParseTimeError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes<'a> {
    /// Null takes the property away.
    changes: Vec<(Cow<'a, str>, Value<'a>)>,
    customs: Customs,
}

impl<'a> Changes<'a> {
    /// Gives a property a value; null takes it away, because null is no value of STIX.
    pub fn set(&mut self, name: impl Into<Cow<'a, str>>, value: impl Into<Value<'a>>) -> &mut Self {
        self.changes.push((name.into(), value.into()));
        self
    }

    /// Takes a property away.
    pub fn remove(&mut self, name: impl Into<Cow<'a, str>>) -> &mut Self {
        self.set(name, Value::Null)
    }

    /// Says what is done with properties that STIX does not define.
    pub fn customs(&mut self, customs: Customs) -> &mut Self {
        self.customs = customs;
        self
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The new value of that property: null if it is taken away, none if it stays as it is.
    pub fn get(&self, name: &str) -> Option<&Value<'a>> {
        let last = self.changes.iter().rev().find(|(known, _)| known == name);
        last.map(|(_, value)| value)
    }
}

/// Makes the next version of an object: the changes, and `modified` set to the present.
///
/// Everything else stays as it was received, unknown properties and the spelling of numbers too.
/// When the clock stands at or before the version at hand, `modified` is one millisecond after
/// that. A change may set `modified` itself, to a later time. The result is not validated, so
/// that objects of other editions can be handled too; [`Object::next_version`] does that.
///
/// Only the creator of an object may do this (section 3.6); who that is, the caller knows.
///
/// # Errors
///
/// Everything that forbids it: the type has no versions (`not-versionable`), the object is
/// revoked (`revoked`), a property changes that never may (`fixed-property`), `modified` is not
/// later (`time-order`), or a property that STIX does not define (`custom-property`).
pub fn new_version<'a>(
    object: &Value<'a>,
    changes: &Changes<'a>,
    now: &StixTime,
) -> Result<Value<'a>, Vec<Finding>> {
    let Value::Object(members) = object else {
        return Err(vec![not_versionable(
            "the next version of something that is no object cannot be made".to_owned(),
        )]);
    };
    let mut findings = Vec::new();
    let kind = text(members, "type").unwrap_or_default();
    versionable(kind, members, &mut findings);
    if !findings.is_empty() {
        return Err(findings);
    }
    if members.get("revoked").and_then(Value::as_bool) == Some(true) {
        findings.push(Finding::error(
            "revoked",
            "revoked",
            "3.6",
            "the object is revoked, and that is final: give a new object a new id",
        ));
    }
    fixed(kind, members, changes, &mut findings);
    let modified = match next_time(members, changes, now) {
        Ok(modified) => modified,
        Err(finding) => {
            findings.push(finding);
            now.clone()
        }
    };
    let mut next = members.clone();
    for (name, value) in &changes.changes {
        match value {
            Value::Null => next.remove(name),
            value => next.set(name.clone(), value.clone()),
        };
    }
    next.set("modified", modified.as_str().to_owned());
    findings.extend(check::undefined_properties(&next, members, changes.customs));
    if findings.is_empty() {
        Ok(Value::Object(next))
    } else {
        Err(findings)
    }
}

/// Makes the version that revokes an object, which is its last (section 3.6).
///
/// # Errors
///
/// As for [`new_version`].
pub fn revoke<'a>(object: &Value<'a>, now: &StixTime) -> Result<Value<'a>, Vec<Finding>> {
    let mut changes = Changes::default();
    changes.set("revoked", true).customs(Customs::Keep);
    new_version(object, &changes, now)
}

impl Object {
    /// Makes the next version of this object by [`new_version`], and validates it.
    ///
    /// # Errors
    ///
    /// What forbids the change, or what is wrong with the result: a granular marking, for
    /// instance, that selects a property which was taken away.
    pub fn next_version(
        &self,
        changes: &Changes<'_>,
        now: &StixTime,
        limits: &Limits,
    ) -> Result<Checked, Vec<Finding>> {
        self.changed(limits, |value| new_version(value, changes, now))
    }

    /// Makes the version that revokes this object, by [`revoke`].
    ///
    /// # Errors
    ///
    /// As for [`Object::next_version`].
    pub fn revocation(&self, now: &StixTime, limits: &Limits) -> Result<Checked, Vec<Finding>> {
        self.changed(limits, |value| revoke(value, now))
    }

    fn changed<'a>(
        &'a self,
        limits: &Limits,
        change: impl FnOnce(&Value<'a>) -> Result<Value<'a>, Vec<Finding>>,
    ) -> Result<Checked, Vec<Finding>> {
        let next = change(&self.value())?;
        Self::read(&print(&next), limits).map_err(|rejected| rejected.findings)
    }
}

/// Section 3.6 gives versions to domain, relationship and meta objects but marking definitions,
/// and to observables whose producer gave them all that versions need.
fn versionable(kind: &str, members: &Members<'_>, findings: &mut Vec<Finding>) {
    let missing = match check::class_of(kind) {
        Class::MarkingDefinition => {
            findings.push(Finding::error(
                "type",
                "not-versionable",
                "7.2.1",
                "a marking definition has no versions: make a new one, and refer to that",
            ));
            return;
        }
        Class::Unknown if kind == "bundle" => {
            findings.push(Finding::error(
                "type",
                "not-versionable",
                "8",
                "a bundle has no versions",
            ));
            return;
        }
        Class::Sco => ["created", "modified", "revoked"]
            .into_iter()
            .find(|name| !members.contains(name)),
        _ => Some("created").filter(|name| !members.contains(name)),
    };
    if let Some(name) = missing {
        findings.push(not_versionable(format!(
            "an object of the type `{}` without `{name}` has no versions: make a new object with a new id",
            kind.chars().take(60).collect::<String>()
        )));
    }
}

fn not_versionable(message: String) -> Finding {
    Finding::error("", "not-versionable", "3.6", message)
}

/// Refuses changes to what tells whose and which object this is (sections 3.5 and 3.6).
fn fixed(kind: &str, members: &Members<'_>, changes: &Changes<'_>, findings: &mut Vec<Finding>) {
    let mut refuse = |name: &str, section, message: &str| {
        let message = format!("`{name}` is never changed by a new version: {message}");
        findings.push(Finding::error(name, "fixed-property", section, message));
    };
    for name in ["type", "id", "created", "created_by_ref"] {
        if differs(members, changes, name) {
            refuse(name, "3.6", "give the object a new id");
        }
    }
    if !has_content_id(kind, members) {
        return;
    }
    for (name, _) in &changes.changes {
        if contributes(kind, name) && differs(members, changes, name) {
            refuse(name, "3.4", "the id was made from it");
        }
    }
}

fn differs(members: &Members<'_>, changes: &Changes<'_>, name: &str) -> bool {
    let before = members.get(name).unwrap_or(&Value::Null);
    changes
        .get(name)
        .is_some_and(|value| canonical(value) != canonical(before))
}

/// Whether the id is one that follows from content; for types without a way to check that, whether
/// it looks like one.
fn has_content_id(kind: &str, members: &Members<'_>) -> bool {
    let id = text(members, "id").and_then(|id| id.parse::<ObjectId>().ok());
    id.is_some_and(|id| id.uuid_version() == Some(5) || id_of(kind, members) == Ok(id))
}

/// The present, or the first millisecond after the version at hand.
fn next_time(
    members: &Members<'_>,
    changes: &Changes<'_>,
    now: &StixTime,
) -> Result<StixTime, Finding> {
    let time = |name| text(members, name).and_then(|text| text.parse::<StixTime>().ok());
    let last = time("modified").into_iter().chain(time("created")).max();
    let refuse = |message: &str| Err(Finding::error("modified", "time-order", "3.6", message));
    let Some(wanted) = changes.get("modified") else {
        return Ok(last.filter(|last| last >= now).map_or_else(
            || now.clone(),
            |last| last.next_millisecond().unwrap_or_else(|| now.clone()),
        ));
    };
    let Some(wanted) = wanted
        .as_str()
        .and_then(|text| text.parse::<StixTime>().ok())
    else {
        return refuse("`modified` must be a timestamp, such as `2016-05-12T08:17:27.000Z`");
    };
    if last.is_some_and(|last| wanted <= last) {
        return refuse("`modified` must be later than in the version at hand");
    }
    Ok(wanted)
}

fn text<'v>(members: &'v Members<'_>, name: &str) -> Option<&'v str> {
    members.get(name).and_then(Value::as_str)
}
