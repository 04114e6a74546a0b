//! The instrument that the parties sign: what was drafted, between whom, compiled.

use jiff::{Timestamp, Unit, civil::Date};
use mithaq_stix::{Digest, ObjectId, Tlp};

use crate::{
    Article, CompileError, Compiled, EntryRule, Instrument, Lang, ReadAgreementError, Texts,
    content::Content, wire,
};

/// The STIX type of an agreement.
pub(crate) const KIND: &str = "coop-agreement";

/// The most bytes of an agreement in its signed form.
pub const MOST_AGREEMENT_BYTES: usize = 1024 * 1024;

/// A party to an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The id of its `identity` object.
    pub id: ObjectId,
    /// Its name, as the agreement writes it.
    pub name: String,
}

impl Party {
    /// The id of its `identity` object.
    pub fn id(&self) -> &ObjectId {
        &self.id
    }
}

/// An agreement as its parties sign it: it never changes, and holds neither state nor signatures.
///
/// Made by [`Draft::conclude`](crate::Draft::conclude) on the node that proposes it and by
/// [`Agreement::from_json`] on every other; both hold the same bytes and the same policies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    id: ObjectId,
    created: Timestamp,
    created_by: ObjectId,
    parties: Vec<Party>,
    content: Content,
    compiled: Compiled,
    json: Vec<u8>,
}

/// A draft cannot be concluded between these parties.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConcludeError {
    /// The id is that of another kind of object.
    #[error("`{id}` cannot name an agreement: the id must start with `{KIND}--`")]
    NotAnAgreementId {
        /// The id.
        id: ObjectId,
    },
    /// The draft names another number of parties.
    #[error(
        "the draft names {drafted} parties and {given} are given: give each of them once, in the draft's order"
    )]
    PartyCount {
        /// How many the draft names.
        drafted: usize,
        /// How many are given.
        given: usize,
    },
    /// The parties or the maker are not fit to conclude an agreement.
    #[error(transparent)]
    Parties(#[from] PartiesFlaw),
    /// The agreement is too long.
    #[error(
        "the agreement takes {bytes} bytes and may take {MOST_AGREEMENT_BYTES}: shorten its texts"
    )]
    TooLong {
        /// How many bytes it takes.
        bytes: usize,
    },
    /// The agreement cannot be written down; a defect of this program.
    #[error("the agreement cannot be written as JSON: {problem}; report this as a defect")]
    Write {
        /// What is wrong.
        problem: String,
    },
    /// The policies could not be built.
    #[error("the agreement's policies cannot be built")]
    Compile(#[from] CompileError),
}

/// What is wrong with the parties of an agreement.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PartiesFlaw {
    /// There are fewer than two.
    #[error("an agreement needs at least two parties: this one has {count}")]
    TooFew {
        /// How many there are.
        count: usize,
    },
    /// A party, or the maker, is not an identity.
    #[error("`{id}` cannot be a party to an agreement: the id must start with `identity--`")]
    NotAnIdentity {
        /// The id.
        id: ObjectId,
    },
    /// A party is there twice.
    #[error("`{id}` is named as a party twice: name it once")]
    Twice {
        /// The id.
        id: ObjectId,
    },
    /// A party's name is blank, or holds controls or directional overrides.
    #[error("the name of party `{id}` is blank or holds invisible characters: write it plainly")]
    Name {
        /// The party's id.
        id: ObjectId,
    },
}

impl Agreement {
    /// Reads the exact bytes that [`Agreement::to_json`] writes, on whichever node.
    ///
    /// # Errors
    ///
    /// Anything else is refused: another spelling of the same JSON, an unknown property, a rule
    /// of drafting broken, or terms that do not compile to the hash that the agreement states.
    pub fn from_json(bytes: &[u8]) -> Result<Self, ReadAgreementError> {
        wire::read(bytes)
    }

    /// The bytes that the parties sign: canonical JSON (RFC 8785) of a STIX `coop-agreement`
    /// (domain reference 4.2).
    pub fn to_json(&self) -> Vec<u8> {
        self.json.clone()
    }

    /// SHA-256 of [`Agreement::to_json`].
    pub fn sha256(&self) -> Digest {
        wire::sha256(&self.json)
    }

    /// The policies of the agreement. They were built with it, so this costs nothing.
    pub fn compile(&self) -> Compiled {
        self.compiled.clone()
    }

    /// The agreement's id.
    pub fn id(&self) -> &ObjectId {
        &self.id
    }

    /// When the text was concluded; whole milliseconds.
    pub fn created(&self) -> Timestamp {
        self.created
    }

    /// Who drew the text up: the id of an identity.
    pub fn created_by(&self) -> &ObjectId {
        &self.created_by
    }

    /// The parties, in the order of the draft.
    pub fn parties(&self) -> &[Party] {
        &self.parties
    }

    /// Whether it is one of the parties.
    pub fn is_party(&self, id: &ObjectId) -> bool {
        self.parties.iter().any(|party| party.id == *id)
    }

    /// The name in this language, or else in the first one that there is.
    pub fn name(&self, lang: Lang) -> &str {
        self.content.name.nearest(lang).map_or("", |(_, name)| name)
    }

    /// The name in each language that has one.
    pub fn names(&self) -> &Texts {
        &self.content.name
    }

    /// What kind of instrument it is.
    pub fn instrument(&self) -> &Instrument {
        &self.content.instrument
    }

    /// How it enters into force.
    pub fn enters_into_force(&self) -> EntryRule {
        self.content.enters_into_force
    }

    /// The last day in force (UTC), if it has a fixed term.
    pub fn ends_on(&self) -> Option<Date> {
        self.content.ends_on
    }

    /// How many months after a notice it ends.
    pub fn notice_months(&self) -> u32 {
        self.content.notice_months
    }

    /// The languages of the authentic text.
    pub fn authentic(&self) -> &[Lang] {
        &self.content.authentic
    }

    /// The articles, in their order.
    pub fn articles(&self) -> &[Article] {
        &self.content.articles
    }

    /// The article of this number.
    pub fn article(&self, number: &str) -> Option<&Article> {
        self.content
            .articles
            .iter()
            .find(|article| article.number == number)
    }

    /// The lowest ceiling of all articles, if any sets one.
    pub fn ceiling(&self) -> Option<Tlp> {
        self.content.ceiling()
    }

    /// The hash of the policies, which the signed text states.
    pub fn policy_sha256(&self) -> Digest {
        self.compiled.sha256()
    }

    pub(crate) fn json(&self) -> &[u8] {
        &self.json
    }

    pub(crate) fn content(&self) -> &Content {
        &self.content
    }

    /// Puts an agreement together; its content obeys the rules of drafting already.
    pub(crate) fn new(
        id: ObjectId,
        created: Timestamp,
        created_by: ObjectId,
        parties: Vec<Party>,
        content: Content,
    ) -> Result<Self, ConcludeError> {
        if id.kind() != KIND {
            return Err(ConcludeError::NotAnAgreementId { id });
        }
        check_parties(&parties, &created_by)?;
        let compiled = Compiled::new(&id, &parties, &content)?;
        let created = whole_milliseconds(created);
        let json = Vec::new();
        let mut agreement = Self {
            id,
            created,
            created_by,
            parties,
            content,
            compiled,
            json,
        };
        agreement.json =
            wire::write(&agreement).map_err(|problem| ConcludeError::Write { problem })?;
        let bytes = agreement.json.len();
        if bytes > MOST_AGREEMENT_BYTES {
            return Err(ConcludeError::TooLong { bytes });
        }
        Ok(agreement)
    }
}

fn check_parties(parties: &[Party], created_by: &ObjectId) -> Result<(), PartiesFlaw> {
    if parties.len() < 2 {
        return Err(PartiesFlaw::TooFew {
            count: parties.len(),
        });
    }
    let mut ids = std::iter::once(created_by).chain(parties.iter().map(Party::id));
    if let Some(id) = ids.find(|id| id.kind() != "identity") {
        return Err(PartiesFlaw::NotAnIdentity { id: id.clone() });
    }
    let mut seen = std::collections::BTreeSet::new();
    for Party { id, name } in parties {
        if !seen.insert(id) {
            return Err(PartiesFlaw::Twice { id: id.clone() });
        }
        if name.trim().is_empty() || name.chars().any(crate::content::hides) {
            return Err(PartiesFlaw::Name { id: id.clone() });
        }
    }
    Ok(())
}

/// STIX times of our own are written with milliseconds, so nothing finer may be kept.
fn whole_milliseconds(at: Timestamp) -> Timestamp {
    let floor = jiff::TimestampRound::new()
        .smallest(Unit::Millisecond)
        .mode(jiff::RoundMode::Floor);
    at.round(floor).unwrap_or(at)
}
