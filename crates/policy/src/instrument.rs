//! What kind of instrument an agreement is, and how it enters into force.

use std::{fmt, str::FromStr};

use jiff::civil::Date;

use crate::word::{NotAWordError, check_word};

/// The kind of an instrument: an open list (domain reference 4.2), written in kebab-case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Instrument(String);

impl Instrument {
    /// The kinds that the domain reference names.
    pub const KNOWN: [&'static str; 9] = [
        "cooperation-agreement",
        "information-sharing-agreement",
        "jit-agreement",
        "joint-declaration",
        "letter-of-intent",
        "memorandum",
        "protocol",
        "technical-arrangement",
        "treaty",
    ];

    /// The kind as written, like `memorandum`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether such an instrument can give access at all (rule R-AG6).
    ///
    /// A letter of intent and a joint declaration make commitments only.
    pub fn is_binding(&self) -> bool {
        !matches!(self.as_str(), "letter-of-intent" | "joint-declaration")
    }
}

impl fmt::Display for Instrument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Instrument {
    type Err = NotAWordError;

    fn from_str(kind: &str) -> Result<Self, NotAWordError> {
        check_word(kind)?;
        Ok(Self(kind.to_owned()))
    }
}

/// How an agreement enters into force. It never does before all parties have signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryRule {
    /// With the last signature.
    OnSignature,
    /// On the day of the last party's notification that its own procedures are complete.
    OnLastNotification,
    /// On the last day of the month that follows the month of the last notification.
    MonthEndAfterLastNotification,
    /// At the start of a given day (UTC).
    Fixed(Date),
}

impl EntryRule {
    /// The rule's name on the wire; a given day is `fixed`.
    pub fn code(self) -> &'static str {
        match self {
            Self::OnSignature => "on-signature",
            Self::OnLastNotification => "on-last-notification",
            Self::MonthEndAfterLastNotification => "month-end-after-last-notification",
            Self::Fixed(_) => "fixed",
        }
    }

    /// The rule of this name, other than a given day.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        [
            Self::OnSignature,
            Self::OnLastNotification,
            Self::MonthEndAfterLastNotification,
        ]
        .into_iter()
        .find(|rule| rule.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_of_intent_and_a_declaration_bind_nobody_to_give() {
        let free: Vec<&str> = Instrument::KNOWN
            .into_iter()
            .filter(|kind| !kind.parse::<Instrument>().unwrap().is_binding())
            .collect();
        assert_eq!(free, ["joint-declaration", "letter-of-intent"]);
    }

    #[test]
    fn a_rule_reads_back_from_its_name() {
        for rule in [
            EntryRule::OnSignature,
            EntryRule::MonthEndAfterLastNotification,
        ] {
            assert_eq!(EntryRule::from_code(rule.code()), Some(rule));
        }
        assert_eq!(EntryRule::from_code("fixed"), None);
    }
}
