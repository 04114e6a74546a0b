//! One agreement: what it says, what the partner can see under it, what not, and why.

use askama::Template;
use axum::response::Html;
use jiff::{Timestamp, civil};

use crate::foreign::Foreign;
use crate::language::Language;
use crate::page::{self, Page, RenderPageError};
use crate::pages::exchange::{ReleasedLine, WithheldLine};
use crate::pages::{AgreementRef, Standing};
use crate::strings::Key;
use crate::words::Word;

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementView {
    /// Its id and name.
    pub agreement: AgreementRef,
    /// What kind of instrument it is.
    pub instrument: Word,
    /// Whether it holds now.
    pub standing: Standing,
    /// Its life so far and what is ahead, in order.
    pub steps: Vec<Step>,
    /// The last day on which it is in force.
    pub ends_on: Option<civil::Date>,
    /// How many months of notice end it.
    pub notice_months: u32,
    /// Who signed, and when.
    pub parties: Vec<Party>,
    /// The articles, in their order.
    pub articles: Vec<Article>,
    /// The terms in plain sentences, in the page's language.
    pub sentences: Vec<Sentence>,
    /// What each partner can see now.
    pub seen: Seen,
    /// What is withheld now.
    pub withheld: Withheld,
    /// The terms as Cedar policies.
    pub cedar: String,
    /// SHA-256 of the signed text, in hexadecimal.
    pub sha256: String,
    /// SHA-256 of the compiled policies, in hexadecimal.
    pub policy_sha256: String,
}

/// One step of an agreement's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Which step.
    pub kind: StepKind,
    /// Where the agreement stands to it.
    pub progress: Progress,
    /// When it was, or will be, taken.
    pub at: Option<Timestamp>,
}

/// The steps that an agreement's life has; not every agreement takes each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepKind {
    /// Written.
    Drafted,
    /// Sent to the partner.
    Proposed,
    /// Signed by all.
    Signed,
    /// In force.
    InForce,
    /// Stopped for now.
    Suspended,
    /// Notice given.
    Denounced,
    /// Over.
    Ended,
}

impl StepKind {
    /// Every step.
    pub const ALL: [Self; 7] = [
        Self::Drafted,
        Self::Proposed,
        Self::Signed,
        Self::InForce,
        Self::Suspended,
        Self::Denounced,
        Self::Ended,
    ];

    fn key(self) -> Key {
        match self {
            Self::Drafted => Key("step-drafted"),
            Self::Proposed => Key("step-proposed"),
            Self::Signed => Key("step-signed"),
            Self::InForce => Key("step-in-force"),
            Self::Suspended => Key("step-suspended"),
            Self::Denounced => Key("step-denounced"),
            Self::Ended => Key("step-ended"),
        }
    }
}

/// Where an agreement stands to a step of its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Progress {
    /// Taken.
    Done,
    /// It stands here now.
    Here,
    /// Not reached.
    Ahead,
}

impl Progress {
    fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Here => "here",
            Self::Ahead => "ahead",
        }
    }
}

/// A party to the agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Its name.
    pub name: Foreign,
    /// Whether it is the agency of this node.
    pub is_us: bool,
    /// Its signature.
    pub signature: Option<Signature>,
}

/// A party's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// When it was made.
    pub at: Timestamp,
    /// The key that made it, as the partner's node names it.
    pub key: String,
}

/// An article in its languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Its number, as `5` or `5(2)`.
    pub number: String,
    /// Its texts; the first is shown, the others are one click away.
    pub texts: Vec<ArticleText>,
}

/// An article in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleText {
    /// The language.
    pub language: Language,
    /// Its title.
    pub title: Foreign,
    /// What it says.
    pub text: Foreign,
}

/// A term of the agreement in plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// What it does.
    pub kind: SentenceKind,
    /// The article that says so, if one does.
    pub article: Option<String>,
    /// The sentence, in the page's language.
    pub text: String,
}

/// What a sentence does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SentenceKind {
    /// Opens something.
    Allow,
    /// Puts a condition.
    Only,
    /// Closes something.
    Never,
}

impl SentenceKind {
    fn key(self) -> Key {
        match self {
            Self::Allow => Key("sentence-allow"),
            Self::Only => Key("sentence-only"),
            Self::Never => Key("sentence-never"),
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Only => "only",
            Self::Never => "never",
        }
    }

    fn icon(self) -> &'static str {
        match self {
            Self::Allow => "circle-check",
            Self::Only => "triangle-alert",
            Self::Never => "circle-x",
        }
    }
}

/// What the partners can see under the agreement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seen {
    /// How many objects in all.
    pub total: u64,
    /// How many of each type, the most first.
    pub by_type: Vec<(Word, u64)>,
    /// The newest of them, the newest first.
    pub newest: Vec<ReleasedLine>,
}

/// What is withheld from the partners under the agreement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Withheld {
    /// How many objects in all.
    pub total: u64,
    /// The newest of them with their reasons, the newest first.
    pub newest: Vec<WithheldLine>,
}

/// Writes the page.
///
/// # Errors
///
/// [`RenderPageError`] if the template could not be written; the answer is then a plain 500.
pub fn render(page: &Page, view: &AgreementView) -> Result<Html<String>, RenderPageError> {
    page::write(&AgreementTemplate { page, view })
}

#[derive(Template)]
#[template(path = "agreement.html")]
struct AgreementTemplate<'a> {
    page: &'a Page,
    view: &'a AgreementView,
}

impl Article {
    fn first(&self) -> Option<&ArticleText> {
        self.texts.first()
    }

    fn others(&self) -> impl Iterator<Item = &ArticleText> {
        self.texts.iter().skip(1)
    }
}

impl Step {
    fn is_here(&self) -> bool {
        self.progress == Progress::Here
    }
}

impl AgreementView {
    fn notice(&self) -> u64 {
        u64::from(self.notice_months)
    }

    fn partners(&self) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(|party| !party.is_us)
    }
}
