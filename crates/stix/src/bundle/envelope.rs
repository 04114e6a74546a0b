//! The members of the object round the objects: which they are, and whether they are right.

use crate::ObjectId;
use crate::finding::Finding;
use crate::json::parse;
use crate::limits::Limits;

/// What is remembered of the outermost object.
#[derive(Debug, Default)]
pub(super) struct Envelope {
    pub(super) kind: Option<Text>,
    id: Option<Text>,
    pub(super) list: bool,
    objects: bool,
    spec_version: bool,
    /// Names that neither a bundle nor an envelope has; a few are enough for a message.
    others: Vec<String>,
    /// The member that is being read.
    current: Current,
    /// The bytes of the name or the value that is being read, if they matter.
    word: Option<Vec<u8>>,
}

/// The value of a member that should be a text.
#[derive(Debug, PartialEq)]
pub(super) enum Text {
    Is(String),
    Other,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Current {
    Id,
    Kind,
    Objects,
    #[default]
    Other,
}

/// A word longer than this is not one that matters.
const LONGEST_WORD: usize = 512;

/// As many unknown members are named.
const MOST_OTHERS: usize = 10;

impl Envelope {
    /// Whether bytes are wanted.
    pub(super) fn is_listening(&self) -> bool {
        self.word.is_some()
    }

    pub(super) fn in_objects(&self) -> bool {
        self.current == Current::Objects && self.list
    }

    pub(super) fn hear(&mut self, byte: u8) {
        if let Some(word) = &mut self.word
            && word.len() <= LONGEST_WORD
        {
            word.push(byte);
        }
    }

    pub(super) fn name_begins(&mut self) {
        self.word = Some(Vec::new());
    }

    /// # Errors
    ///
    /// The name, if it was there before.
    pub(super) fn name_ends(&mut self) -> Result<(), String> {
        let name = self.heard().unwrap_or_default();
        let (current, repeated) = match name.as_str() {
            "type" => (Current::Kind, self.kind.is_some()),
            "id" => (Current::Id, self.id.is_some()),
            "objects" => (Current::Objects, self.objects),
            "spec_version" => (
                Current::Other,
                std::mem::replace(&mut self.spec_version, true),
            ),
            "more" | "next" => (Current::Other, false),
            _ => {
                if self.others.len() < MOST_OTHERS {
                    self.others.push(name.chars().take(60).collect());
                }
                (Current::Other, false)
            }
        };
        self.current = current;
        if repeated { Err(name) } else { Ok(()) }
    }

    /// The value of a member begins with this byte.
    pub(super) fn value_begins(&mut self, byte: u8) {
        match self.current {
            Current::Id | Current::Kind if byte == b'"' => self.word = Some(Vec::new()),
            Current::Id => self.id = Some(Text::Other),
            Current::Kind => self.kind = Some(Text::Other),
            Current::Objects => {
                self.objects = true;
                self.list = byte == b'[';
            }
            Current::Other => {}
        }
    }

    /// The value of a member has ended.
    pub(super) fn value_ends(&mut self) {
        if self.is_listening() {
            let text = self.heard().map_or(Text::Other, Text::Is);
            match self.current {
                Current::Id => self.id = Some(text),
                Current::Kind => self.kind = Some(text),
                Current::Objects | Current::Other => {}
            }
        }
        self.current = Current::Other;
    }

    /// Whether an object that has ended without a `type` is an envelope.
    pub(super) fn is_untyped_container(&self) -> bool {
        let bare = self.others.is_empty() && self.id.is_none() && !self.spec_version;
        self.list || (bare && !self.objects)
    }

    /// What is wrong with a bundle (STIX 2.1 section 8).
    pub(super) fn findings(&self, objects: u64) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut error = |path: &str, rule, message: &str| {
            findings.push(Finding::error(path, rule, "8", message));
        };
        match &self.id {
            None => error(
                "id",
                "required-property",
                "`id` is required and is not there",
            ),
            Some(Text::Is(id)) if id.parse::<ObjectId>().is_ok_and(|id| id.kind() == "bundle") => {}
            Some(_) => error(
                "id",
                "identifier",
                "the id of a bundle is written `bundle--UUID`",
            ),
        }
        let version = match &self.id {
            Some(Text::Is(id)) => id.parse::<ObjectId>().ok().and_then(|id| id.uuid_version()),
            _ => None,
        };
        if self.objects && !self.list {
            error(
                "objects",
                "value-type",
                "the value must be a list of objects",
            );
        } else if self.list && objects == 0 {
            error(
                "objects",
                "empty-list",
                "a list is never empty: leave the property out",
            );
        }
        if version.is_some_and(|version| version != 4) {
            findings.push(Finding::warning(
                "id",
                "uuid-version",
                "2.9",
                "the UUID should be of version 4",
            ));
        }
        if self.spec_version {
            findings.push(Finding::warning(
                "spec_version",
                "bundle-edition",
                "8",
                "a bundle has no `spec_version` since STIX 2.1: each object has its own",
            ));
        }
        findings.extend(self.others.iter().map(|name| {
            let message = "a bundle has no other properties than `type`, `id` and `objects`";
            Finding::warning(name.as_str(), "custom-property", "8", message)
        }));
        findings
    }

    /// The word that was heard, its closing quote included, read as JSON.
    fn heard(&mut self) -> Option<String> {
        let mut quoted = vec![b'"'];
        quoted.append(&mut self.word.take()?);
        let read = parse(&quoted, &Limits::default()).ok()?;
        read.as_str().map(str::to_owned)
    }
}
