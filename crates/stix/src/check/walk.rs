//! What holds for every value in an object, however deep and in whatever extension.

use std::collections::BTreeSet;

use super::form::identifier_kind;
use super::path::Path;
use super::report::Report;
use crate::id::ObjectId;
use crate::json::{Members, Value};
use crate::object::Reference;

/// Refuses nulls, empty lists and empty objects and bad dictionary keys; gathers references.
pub(super) fn run(
    members: &Members<'_>,
    holds_container: bool,
    is_defined: impl Fn(&str) -> bool,
    report: &mut Report,
) {
    let mut walk = Walk {
        report,
        gathered: Vec::new(),
        foreign: false,
    };
    for (name, value) in members.iter() {
        // The deprecated container of observed data refers by keys of its own (section 2.13).
        let local = holds_container && name == "objects";
        walk.foreign = !is_defined(name);
        walk.member(&Path::Root, name, value, local);
    }
    let mut gathered = walk.gathered;
    deduplicate(&mut gathered);
    let mut seen = BTreeSet::new();
    for reference in &gathered {
        let marks = reference.path == "object_marking_refs"
            || (reference.path.starts_with("granular_markings[")
                && reference.path.ends_with("].marking_ref"));
        if marks && seen.insert(&reference.target) {
            report.marking_refs.push(reference.target.clone());
        }
    }
    report.references = gathered;
}

struct Walk<'r> {
    report: &'r mut Report,
    gathered: Vec<Reference>,
    /// Whether STIX does not define the property of the object that is being walked.
    foreign: bool,
}

impl Walk<'_> {
    fn member(&mut self, parent: &Path<'_>, name: &str, value: &Value<'_>, local: bool) {
        let path = Path::Name(parent, name);
        if name.ends_with("_ref") {
            self.reference(path, value, local, None);
        } else if name.ends_with("_refs")
            && let Value::Array(items) = value
        {
            let text = if items.len() > 1 {
                Some(path.text())
            } else {
                None
            };
            for item in items {
                self.reference(path, item, local, text.as_deref());
            }
        }
        self.value(path, value, local);
    }

    fn value(&mut self, path: Path<'_>, value: &Value<'_>, local: bool) {
        match value {
            Value::Null => self.report.error(
                path,
                "null-value",
                "2",
                "null is never a value: leave the property out",
            ),
            Value::Array(items) if items.is_empty() => {
                self.empty(
                    path,
                    "empty-list",
                    "2.12",
                    "a list is never empty: leave it out",
                );
            }
            Value::Object(members) if members.is_empty() => {
                self.empty(
                    path,
                    "empty-object",
                    "2.3",
                    "a dictionary is never empty: leave it out",
                );
            }
            Value::Array(items) => {
                for (position, item) in items.iter().enumerate() {
                    if matches!(item, Value::Null | Value::Array(_) | Value::Object(_)) {
                        self.value(Path::Item(&path, position), item, local);
                    }
                }
            }
            Value::Object(members) => {
                for (name, member) in members.iter() {
                    self.key(path, name);
                    self.member(&path, name, member, local);
                }
            }
            Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// Inside a property that STIX does not define, the rule is not STIX's to make.
    fn empty(&mut self, path: Path<'_>, rule: &'static str, section: &'static str, message: &str) {
        if self.foreign && !matches!(path, Path::Name(Path::Root, _)) {
            self.report.warning(path, rule, section, message);
        } else {
            self.report.error(path, rule, section, message);
        }
    }

    fn key(&mut self, parent: Path<'_>, name: &str) {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if !(1..=250).contains(&name.len()) || !name.bytes().all(allowed) {
            self.report.error(
                Path::Name(&parent, name),
                "dictionary-key",
                "2.3",
                "a key has 1 to 250 characters of a-z, A-Z, 0-9, hyphen and underscore",
            );
        }
    }

    fn reference(&mut self, path: Path<'_>, value: &Value<'_>, local: bool, text: Option<&str>) {
        let Value::String(target) = value else { return };
        match target.parse::<ObjectId>() {
            Ok(target) => {
                let path = text.map_or_else(|| path.text(), str::to_owned);
                self.gathered.push(Reference { path, target });
            }
            // The tables refuse broken references that STIX defines.
            Err(_) if local || identifier_kind(target).is_none() => {}
            Err(_) => self.report.warning(
                path,
                "reference-form",
                "3.1",
                "the name says that this is a reference, but it is no identifier",
            ),
        }
    }
}

/// Keeps the first of each property and target.
fn deduplicate(references: &mut Vec<Reference>) {
    if references.len() <= 16 {
        let mut kept: Vec<Reference> = Vec::with_capacity(references.len());
        for reference in references.drain(..) {
            if !kept.contains(&reference) {
                kept.push(reference);
            }
        }
        *references = kept;
        return;
    }
    let mut order: Vec<usize> = (0..references.len()).collect();
    let key = |at: usize| {
        references
            .get(at)
            .map(|reference| (&reference.target, &reference.path))
    };
    order.sort_unstable_by(|a, b| key(*a).cmp(&key(*b)).then(a.cmp(b)));
    order.dedup_by(|later, first| key(*later) == key(*first));
    order.sort_unstable();
    let mut kept = order.into_iter().peekable();
    let mut position = 0;
    references.retain(|_| {
        let keep = kept.next_if_eq(&position).is_some();
        position += 1;
        keep
    });
}
