//! A valid object and what is known about it.

use crate::canonical::{Digest, digest};
use crate::check::{self, Report};
use crate::finding::Finding;
use crate::id::ObjectId;
use crate::json::{ParseJsonError, Value, compact, parse, read_json};
use crate::limits::Limits;
use crate::marking::Tlp;
use crate::time::StixTime;

/// A valid STIX 2.1 object, with its text as received but for white space between tokens.
///
/// Only [`Object::read`] makes one.
#[derive(Clone, Debug)]
pub struct Object {
    id: ObjectId,
    class: Class,
    created: Option<StixTime>,
    modified: Option<StixTime>,
    revoked: bool,
    created_by: Option<ObjectId>,
    references: Vec<Reference>,
    marking_refs: Vec<ObjectId>,
    name: Option<String>,
    text: Vec<u8>,
    digest: Digest,
}

/// What kind of thing an object is (STIX 2.1 sections 1.4 and 3.2).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Class {
    /// A domain object, such as a threat actor.
    Sdo,
    /// A cyber-observable object, such as a file.
    Sco,
    /// A relationship object: `relationship` or `sighting`.
    Sro,
    /// A marking definition.
    MarkingDefinition,
    /// An extension definition.
    ExtensionDefinition,
    /// Translations of another object.
    LanguageContent,
    /// A type that STIX 2.1 does not define: kept and passed on.
    Unknown,
}

/// One reference from an object to another.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reference {
    /// The property that refers, without the position in a list of references: `object_refs`,
    /// `granular_markings[0].marking_ref`.
    pub path: String,
    /// What it refers to.
    pub target: ObjectId,
}

/// An object that was accepted, and what could be better about it.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The object.
    pub object: Object,
    /// SHOULDs that it does not follow.
    pub warnings: Vec<Finding>,
}

/// An object that was refused, and why.
#[derive(Clone, Debug)]
pub struct Rejected {
    /// What stands as `id`, at most 300 characters; it need not be an identifier.
    pub id: Option<String>,
    /// What stands as `type`, at most 300 characters.
    pub kind: Option<String>,
    /// At least one error; warnings too.
    pub findings: Vec<Finding>,
}

impl Object {
    /// Reads, checks and digests one object.
    ///
    /// # Errors
    ///
    /// Everything that was found, if one finding or more is an error: the text is not JSON of the
    /// kind that STIX allows, or the object breaks a MUST of STIX 2.1.
    pub fn read(bytes: &[u8], limits: &Limits) -> Result<Checked, Rejected> {
        let read = read_json(bytes, limits).map_err(|error| Rejected {
            id: None,
            kind: None,
            findings: vec![json_finding(&error)],
        })?;
        let report = check::object(&read.value, limits.max_findings);
        let rejected = |findings| Rejected {
            id: shown(&read.value, "id"),
            kind: shown(&read.value, "type"),
            findings,
        };
        let Report {
            id,
            class,
            references,
            marking_refs,
            findings,
            ..
        } = report;
        let Some(id) = id.filter(|_| !findings.iter().any(Finding::is_error)) else {
            return Err(rejected(findings));
        };
        let value = &read.value;
        let object = Self {
            id,
            class,
            created: text_of(value, "created").and_then(|text| text.parse().ok()),
            modified: text_of(value, "modified").and_then(|text| text.parse().ok()),
            revoked: value
                .get("revoked")
                .and_then(Value::as_bool)
                .unwrap_or(false),
            created_by: references
                .iter()
                .find(|reference| reference.path == "created_by_ref")
                .map(|reference| reference.target.clone()),
            references,
            marking_refs,
            name: name_of(value),
            text: if read.spaced {
                compact(bytes)
            } else {
                bytes.to_vec()
            },
            digest: digest(value),
        };
        Ok(Checked {
            object,
            warnings: findings,
        })
    }

    /// The object as a value, to be looked into or changed.
    pub fn value(&self) -> Value<'_> {
        let limits = Limits {
            max_object_bytes: usize::MAX,
            max_depth: Limits::DEEPEST,
            max_members: usize::MAX,
            ..Limits::default()
        };
        // It was read before.
        parse(&self.text, &limits).unwrap_or(Value::Null)
    }

    /// The identifier.
    pub fn id(&self) -> &ObjectId {
        &self.id
    }

    /// The type, such as `indicator`.
    pub fn kind(&self) -> &str {
        self.id.kind()
    }

    /// The class that the type belongs to.
    pub fn class(&self) -> Class {
        self.class
    }

    /// When the object was first made; none for most cyber-observable objects.
    pub fn created(&self) -> Option<&StixTime> {
        self.created.as_ref()
    }

    /// When this version was made; none for types without versions.
    pub fn modified(&self) -> Option<&StixTime> {
        self.modified.as_ref()
    }

    /// What tells the versions of this object apart, in the order of time: the sort key of
    /// `modified`, else that of `created`, else the empty text.
    pub fn version_key(&self) -> String {
        self.modified
            .as_ref()
            .or(self.created.as_ref())
            .map(StixTime::sort_key)
            .unwrap_or_default()
    }

    /// Whether this version revokes the object.
    pub fn revoked(&self) -> bool {
        self.revoked
    }

    /// Who made the object.
    pub fn created_by(&self) -> Option<&ObjectId> {
        self.created_by.as_ref()
    }

    /// Every reference in the object, nested ones and those of extensions too, in the order
    /// received, each property and target once.
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// The markings of the object and of its parts, each once, in the order received.
    pub fn marking_refs(&self) -> &[ObjectId] {
        &self.marking_refs
    }

    /// The strictest level among the markings; none if no marking is of the Traffic Light
    /// Protocol.
    pub fn tlp(&self) -> Option<Tlp> {
        self.marking_refs
            .iter()
            .filter_map(Tlp::from_marking_id)
            .max()
    }

    /// What to call the object: the first of `name`, `title`, `value`, `path`, `key`, `subject`,
    /// `display_name`, `account_login`, `user_id`, `abstract`, `command_line`, `url`, `pattern`,
    /// `relationship_type`, `opinion` that is a text.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The text as received, without white space between tokens.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// The text as received, without white space between tokens.
    pub fn into_text(self) -> Vec<u8> {
        self.text
    }

    /// The SHA-256 of the canonical form.
    pub fn digest(&self) -> Digest {
        self.digest
    }
}

/// The properties that can serve as a name, the best first.
const NAMES: [&str; 15] = [
    "name",
    "title",
    "value",
    "path",
    "key",
    "subject",
    "display_name",
    "account_login",
    "user_id",
    "abstract",
    "command_line",
    "url",
    "pattern",
    "relationship_type",
    "opinion",
];

fn name_of(value: &Value<'_>) -> Option<String> {
    NAMES
        .iter()
        .find_map(|name| text_of(value, name))
        .map(str::to_owned)
}

fn text_of<'v>(value: &'v Value<'_>, name: &str) -> Option<&'v str> {
    value.get(name).and_then(Value::as_str)
}

fn shown(value: &Value<'_>, name: &str) -> Option<String> {
    text_of(value, name).map(|text| text.chars().take(300).collect())
}

fn json_finding(error: &ParseJsonError) -> Finding {
    Finding::error("", error.kind.rule(), "2", error.to_string())
}
