//! What several pages show: agreements, objects, handling, reasons, and steps through a list.

use mithaq_stix::Tlp;

use crate::foreign::Foreign;
use crate::page::Page;
use crate::strings::Key;
use crate::words::Word;

/// An agreement as other pages name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementRef {
    /// Its id, `coop-agreement--…`.
    pub id: String,
    /// Its name, in the page's language where it has one.
    pub name: Foreign,
}

/// Whether an agreement may be acted on now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Being written; nothing is signed.
    Draft,
    /// Some parties have signed, not all.
    SignedPart,
    /// All have signed; not yet in force.
    Signed,
    /// In force: things may be given under it.
    InForce,
    /// Stopped for now.
    Suspended,
    /// Notice was given; in force until the notice ends.
    Denounced,
    /// Ended by notice.
    Terminated,
    /// Ended by its last day.
    Expired,
    /// A letter of intent or joint declaration: never gives access.
    NotBinding,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 9] = [
        Self::Draft,
        Self::SignedPart,
        Self::Signed,
        Self::InForce,
        Self::Suspended,
        Self::Denounced,
        Self::Terminated,
        Self::Expired,
        Self::NotBinding,
    ];

    pub(crate) fn key(self) -> Key {
        match self {
            Self::Draft => Key("standing-draft"),
            Self::SignedPart => Key("standing-signed-part"),
            Self::Signed => Key("standing-signed"),
            Self::InForce => Key("standing-in-force"),
            Self::Suspended => Key("standing-suspended"),
            Self::Denounced => Key("standing-denounced"),
            Self::Terminated => Key("standing-terminated"),
            Self::Expired => Key("standing-expired"),
            Self::NotBinding => Key("standing-not-binding"),
        }
    }

    /// The look of its tag; the word says the same.
    pub(crate) fn tone(self) -> &'static str {
        match self {
            Self::InForce => "ok",
            Self::SignedPart | Self::Signed => "info",
            Self::Suspended | Self::Denounced => "warn",
            Self::Draft | Self::Terminated | Self::Expired | Self::NotBinding => "calm",
        }
    }
}

/// An object in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectLine {
    /// Its id, `indicator--…`.
    pub id: String,
    /// Its type.
    pub kind: Word,
    /// Its name, if it has one.
    pub name: Option<Foreign>,
    /// How far it may go.
    pub tlp: Tlp,
    /// What it is about.
    pub subjects: Vec<Word>,
}

/// Why something was withheld.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The article that decided, if one did.
    pub article: Option<String>,
    /// The sentence, in the page's language.
    pub sentence: String,
}

/// The way to what is older and newer in a list; cursors are opaque to the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pager {
    /// The cursor of the next older lines, if there are any.
    pub older: Option<String>,
    /// The cursor of the next newer lines, if there are any.
    pub newer: Option<String>,
}

impl Pager {
    /// Whether all of the list is on one page.
    pub(crate) fn is_single(&self) -> bool {
        self.older.is_none() && self.newer.is_none()
    }
}

/// One choice of a row of tabs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TabLink {
    pub(crate) label: Key,
    pub(crate) path: String,
    pub(crate) count: u64,
    pub(crate) is_open: bool,
}

/// A path with those query parameters that have a value, percent-encoded.
pub(crate) fn path_with(path: &str, query: &[(&str, Option<&str>)]) -> String {
    let mut full = path.to_owned();
    let given = query
        .iter()
        .filter_map(|(name, value)| value.map(|value| (name, value)));
    for (place, (name, value)) in given.enumerate() {
        full.push(if place == 0 { '?' } else { '&' });
        full.push_str(name);
        full.push('=');
        full.push_str(&encoded(value));
    }
    full
}

/// A text as one segment of a path or one value of a query.
pub(crate) fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&percent(byte));
        }
    }
    encoded
}

fn percent(byte: u8) -> String {
    format!("%{byte:02X}")
}

/// The class that colours a marking, as the standard prescribes for each.
pub(crate) fn tlp_class(tlp: Tlp) -> &'static str {
    match tlp {
        Tlp::Clear => "clear",
        Tlp::Green => "green",
        Tlp::Amber => "amber",
        Tlp::AmberStrict => "amber-strict",
        Tlp::Red => "red",
    }
}

impl Page {
    /// The address of an agreement's page.
    pub(crate) fn agreement_url(&self, id: &str) -> String {
        self.url(format_args!("agreements/{}", encoded(id)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_query_holds_only_what_is_given() {
        let query = [
            ("agreement", Some("a&b=c")),
            ("before", None),
            ("after", Some("7")),
        ];
        assert_eq!(
            path_with("exchange", &query),
            "exchange?agreement=a%26b%3Dc&after=7"
        );
        assert_eq!(path_with("exchange", &[("before", None)]), "exchange");
    }

    proptest! {
        #[test]
        fn an_encoded_text_stays_one_segment(text in any::<String>()) {
            let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte);
            prop_assert!(encoded(&text).bytes().all(safe));
        }
    }
}
