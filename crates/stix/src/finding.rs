//! What validation says about an object.

use std::fmt;

/// How grave a [`Finding`] is.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Severity {
    /// A MUST of the standard is broken: the object is not accepted.
    Error,
    /// A SHOULD of the standard is not followed: the object is accepted.
    Warning,
}

/// One remark about one place in an object.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// How grave it is.
    pub severity: Severity,
    /// Where: `external_references[0].url`; empty for the object itself.
    pub path: String,
    /// The rule, a stable name such as `timestamp-precision`.
    pub rule: &'static str,
    /// The section of STIX 2.1 that the rule comes from; `coop 4.2` is a section of our own
    /// objects of cooperation (`docs/objects.md`).
    pub section: &'static str,
    /// What is wrong and what to do, in a person's words.
    pub message: String,
}

impl Finding {
    /// A broken MUST.
    pub fn error(
        path: impl Into<String>,
        rule: &'static str,
        section: &'static str,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Error,
            path: path.into(),
            rule,
            section,
            message: message.into(),
        }
    }

    /// A SHOULD that is not followed.
    pub fn warning(
        path: impl Into<String>,
        rule: &'static str,
        section: &'static str,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Warning,
            path: path.into(),
            rule,
            section,
            message: message.into(),
        }
    }

    /// Whether this finding is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.severity)?;
        if !self.path.is_empty() {
            write!(f, " at `{}`", self.path)?;
        }
        let (book, section) = match self.section.strip_prefix("coop ") {
            Some(section) => ("Mithaq objects", section),
            None => ("STIX 2.1", self.section),
        };
        write!(
            f,
            ": {} ({book} section {section}, rule {})",
            self.message, self.rule
        )
    }
}
