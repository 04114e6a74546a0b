//! What a check gathers.

use std::borrow::Cow;

use super::path::Path;
use crate::finding::Finding;
use crate::id::ObjectId;
use crate::limits::Limits;
use crate::object::{Class, Reference};

/// What is known about an object after checking it.
pub(crate) struct Report {
    pub(crate) id: Option<ObjectId>,
    pub(crate) class: Class,
    pub(crate) references: Vec<Reference>,
    pub(crate) marking_refs: Vec<ObjectId>,
    pub(crate) findings: Vec<Finding>,
    errors: usize,
    warnings: usize,
    most: usize,
}

impl Default for Report {
    fn default() -> Self {
        Self {
            id: None,
            class: Class::Unknown,
            references: Vec::new(),
            marking_refs: Vec::new(),
            findings: Vec::new(),
            errors: 0,
            warnings: 0,
            most: Limits::default().max_findings,
        }
    }
}

impl Report {
    /// A report that keeps that many findings of each severity, and at least one.
    pub(crate) fn keeping(most: usize) -> Self {
        Self {
            most: most.max(1),
            ..Self::default()
        }
    }

    pub(crate) fn error(
        &mut self,
        path: Path<'_>,
        rule: &'static str,
        section: &'static str,
        message: impl Into<String>,
    ) {
        if self.errors < self.most {
            self.errors += 1;
            self.findings
                .push(Finding::error(path.text(), rule, section, message));
        }
    }

    pub(super) fn warning(
        &mut self,
        path: Path<'_>,
        rule: &'static str,
        section: &'static str,
        message: impl Into<String>,
    ) {
        if self.warnings < self.most {
            self.warnings += 1;
            self.findings
                .push(Finding::warning(path.text(), rule, section, message));
        }
    }

    pub(super) fn missing(&mut self, path: Path<'_>, section: &'static str) {
        let Path::Name(_, name) = path else { return };
        let message = format!("`{name}` is required and is not there");
        self.error(path, "required-property", section, message);
    }
}

/// A text of the sender's, short enough for a message.
pub(super) fn quote(text: &str) -> Cow<'_, str> {
    if text.len() <= 60 || text.chars().count() <= 60 {
        return Cow::Borrowed(text);
    }
    text.chars().take(60).chain(std::iter::once('…')).collect()
}
