//! The draft of an agreement: a TOML file that a lawyer can read and a machine can hold to.

mod form;

use jiff::{Timestamp, civil::Date};
use mithaq_stix::ObjectId;

use crate::{
    Agreement, Article, ConcludeError, EntryRule, Flaw, Instrument, Lang, Party, Texts,
    content::Content,
};

/// An agreement as drafted: all of it but the ids of its parties.
///
/// ```
/// use mithaq_policy::Draft;
///
/// let draft = Draft::parse(r#"
/// name = { en = "Memorandum on cybercrime" }
/// instrument = "memorandum"
/// parties = ["self", "Customs of Norvania"]
/// enters_into_force = "on-signature"
/// authentic = ["en"]
///
/// [[article]]
/// number = "1"
/// title = { en = "Exchange of information" }
/// text = { en = "The parties give each other what they know of cybercrime." }
/// grants = { subjects = ["cybercrime"], object_types = ["indicator"] }
/// "#)?;
/// assert_eq!(draft.parties(), ["self", "Customs of Norvania"]);
/// # Ok::<(), mithaq_policy::ReadDraftError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub(crate) parties: Vec<String>,
    pub(crate) content: Content,
}

/// A draft cannot be read, or breaks a rule of drafting.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadDraftError {
    /// It is not TOML, or not of the form of a draft.
    #[error("line {line}: {problem}")]
    Form {
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
    /// It breaks a rule of drafting.
    #[error("line {line}: {flaw}")]
    Flaw {
        /// The line at which the part of the draft starts, counted from 1.
        line: usize,
        /// The rule.
        flaw: Flaw,
    },
    /// The parties are not two or more different names.
    #[error(
        "line {line}: `parties` must name two or more parties, each once: \"self\" for this agency, and the names or ids of partners"
    )]
    Parties {
        /// The line, counted from 1.
        line: usize,
    },
    /// A word that is almost, but not quite, one of the known words.
    #[error("line {line}: `{word}` is not known; did you mean `{meant}`?")]
    Misspelt {
        /// The line, counted from 1.
        line: usize,
        /// What was written.
        word: String,
        /// The known word that is nearest.
        meant: &'static str,
    },
}

impl Draft {
    /// Reads a draft, and holds it to the rules of drafting.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong, with its line and what to do.
    pub fn parse(toml: &str) -> Result<Self, ReadDraftError> {
        form::read(toml)
    }

    /// Makes the draft the agreement that its parties sign.
    ///
    /// `parties` are the draft's parties in the same order, with this node's agency for `self`;
    /// `created` is kept to the millisecond.
    ///
    /// # Errors
    ///
    /// Ids of the wrong kind, other parties than drafted, or a text that is too long.
    pub fn conclude(
        self,
        id: ObjectId,
        created: Timestamp,
        parties: Vec<Party>,
        created_by: ObjectId,
    ) -> Result<Agreement, ConcludeError> {
        let (drafted, given) = (self.parties.len(), parties.len());
        if drafted != given {
            return Err(ConcludeError::PartyCount { drafted, given });
        }
        Agreement::new(id, created, created_by, parties, self.content)
    }

    /// The parties as the draft names them; `self` is this node's agency.
    pub fn parties(&self) -> &[String] {
        &self.parties
    }

    /// The name in each language that has one.
    pub fn names(&self) -> &Texts {
        &self.content.name
    }

    /// What kind of instrument it is.
    pub fn instrument(&self) -> &Instrument {
        &self.content.instrument
    }

    /// How it would enter into force.
    pub fn enters_into_force(&self) -> EntryRule {
        self.content.enters_into_force
    }

    /// The last day in force (UTC), if it has a fixed term.
    pub fn ends_on(&self) -> Option<Date> {
        self.content.ends_on
    }

    /// The languages of the authentic text.
    pub fn authentic(&self) -> &[Lang] {
        &self.content.authentic
    }

    /// The articles, in their order.
    pub fn articles(&self) -> &[Article] {
        &self.content.articles
    }
}
