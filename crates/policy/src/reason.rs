//! Why something is withheld: a stable code, the article and rule behind it, and the particulars.

mod words;

pub(crate) use words::{period, subjects_listed};

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};
use mithaq_stix::{ObjectId, Tlp};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use crate::{Instrument, Lang, Standing, Validity, tlp_text};

/// One reason for which an object is withheld under an agreement.
///
/// Its JSON form is stable: nodes store it with the withholding.
///
/// ```
/// use mithaq_policy::{Lang, Reason};
///
/// let named = "indicator--a932fcc6-e032-476c-826f-cb970a5a1ade".parse()?;
/// let reason = Reason::closure(named);
/// assert_eq!(
///     reason.sentence(Lang::En),
///     "would name indicator--a932fcc6-e032-476c-826f-cb970a5a1ade, which is itself withheld"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct Reason {
    /// What kind of reason it is.
    pub code: ReasonCode,
    /// The article that withholds, if it is one article and not the agreement as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// The rule of the domain reference (section 6) behind it, like `R-AG2`.
    pub rule: &'static str,
    /// The particulars of the case.
    #[serde(skip_serializing_if = "Detail::is_none")]
    pub detail: Detail,
}

impl Reason {
    /// The object would name another object that is itself withheld.
    ///
    /// Only the caller sees the graph, so only the caller can find this reason.
    pub fn closure(named: ObjectId) -> Self {
        Self::new(ReasonCode::Closure, None, Detail::Named(named))
    }

    /// The sentence for an officer, without a capital at its start or a full stop at its end.
    ///
    /// It completes "withheld: …" and names the article, if there is one.
    pub fn sentence(&self, lang: Lang) -> String {
        words::sentence(self, lang)
    }

    /// The reason that a standing gives; a standing that permits gives the reason `no-basis`.
    pub(crate) fn of_standing(standing: &Standing, instrument: &Instrument) -> Self {
        let (code, detail) = match standing {
            Standing::Draft | Standing::SignedPart => {
                (ReasonCode::AgreementNotSigned, Detail::None)
            }
            Standing::Signed { in_force_from } => {
                let detail = in_force_from.map_or(Detail::None, Detail::EntersIntoForce);
                (ReasonCode::AgreementNotYetInForce, detail)
            }
            Standing::Suspended => (ReasonCode::AgreementSuspended, Detail::None),
            Standing::Expired => (ReasonCode::AgreementExpired, Detail::None),
            Standing::Terminated => (ReasonCode::AgreementTerminated, Detail::None),
            Standing::NotBinding => {
                let detail = Detail::Instrument(instrument.as_str().to_owned());
                (ReasonCode::NotBinding, detail)
            }
            Standing::InForce { .. } | Standing::Denounced { .. } => {
                (ReasonCode::NoBasis, Detail::None)
            }
        };
        Self::new(code, None, detail)
    }

    pub(crate) fn new(code: ReasonCode, article: Option<String>, detail: Detail) -> Self {
        Self {
            code,
            article,
            rule: code.rule(),
            detail,
        }
    }
}

/// The kinds of reasons, in the order in which they are given: the first is the headline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ReasonCode {
    /// Not all parties have signed.
    AgreementNotSigned,
    /// Signed, but not in force.
    AgreementNotYetInForce,
    /// Suspended by a party.
    AgreementSuspended,
    /// Past its own last day.
    AgreementExpired,
    /// Ended by a notice.
    AgreementTerminated,
    /// An instrument that never gives access.
    NotBinding,
    /// The one who would receive is not a party.
    NotAParty,
    /// Before or after the days on which an article lets things be given.
    OutsideValidity,
    /// No article gives it; also what is answered when the policies could not be applied.
    NoBasis,
    /// It comes from another agency (third-party rule).
    Originator,
    /// No subject of the object is covered by the article.
    Subject,
    /// The object's type is not covered by the article.
    ObjectType,
    /// Its TLP level is above the ceiling.
    AboveCeiling,
    /// TLP:RED goes only to named persons.
    Red,
    /// It would name an object that is itself withheld.
    Closure,
}

impl ReasonCode {
    /// Every code, in the order in which reasons are given.
    pub const ALL: [Self; 15] = [
        Self::AgreementNotSigned,
        Self::AgreementNotYetInForce,
        Self::AgreementSuspended,
        Self::AgreementExpired,
        Self::AgreementTerminated,
        Self::NotBinding,
        Self::NotAParty,
        Self::OutsideValidity,
        Self::NoBasis,
        Self::Originator,
        Self::Subject,
        Self::ObjectType,
        Self::AboveCeiling,
        Self::Red,
        Self::Closure,
    ];

    /// The stable name in kebab-case, like `above-ceiling`.
    pub fn code(self) -> &'static str {
        match self {
            Self::AgreementNotSigned => "agreement-not-signed",
            Self::AgreementNotYetInForce => "agreement-not-yet-in-force",
            Self::AgreementSuspended => "agreement-suspended",
            Self::AgreementExpired => "agreement-expired",
            Self::AgreementTerminated => "agreement-terminated",
            Self::NotBinding => "not-binding",
            Self::NotAParty => "not-a-party",
            Self::OutsideValidity => "outside-validity",
            Self::NoBasis => "no-basis",
            Self::Originator => "originator",
            Self::Subject => "subject",
            Self::ObjectType => "object-type",
            Self::AboveCeiling => "above-ceiling",
            Self::Red => "red",
            Self::Closure => "closure",
        }
    }

    /// The rule of the domain reference (section 6) behind it.
    pub fn rule(self) -> &'static str {
        match self {
            Self::AgreementNotSigned
            | Self::AgreementNotYetInForce
            | Self::NotAParty
            | Self::OutsideValidity
            | Self::NoBasis
            | Self::Subject
            | Self::ObjectType
            // An object that names another one gives part of it away: without a basis.
            | Self::Closure => "R-AG1",
            Self::AboveCeiling => "R-AG2",
            Self::AgreementSuspended | Self::AgreementExpired | Self::AgreementTerminated => {
                "R-AG5"
            }
            Self::NotBinding => "R-AG6",
            Self::Originator => "R-OC1",
            Self::Red => "R-TL3",
        }
    }
}

/// The particulars of a reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Detail {
    /// There are none.
    #[default]
    None,
    /// When the agreement enters into force.
    EntersIntoForce(Timestamp),
    /// The kind of instrument.
    Instrument(String),
    /// The days on which the article lets things be given, both included (UTC).
    Validity {
        /// The first day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Date>,
        /// The last day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
    },
    /// The object's subjects, none of which the article covers.
    Subjects(BTreeSet<String>),
    /// The object's type, which the article does not cover.
    Kind(String),
    /// The object's level and the ceiling it is above.
    Level {
        /// How the object is marked.
        #[serde(with = "tlp_text")]
        marked: Tlp,
        /// The article's ceiling.
        #[serde(with = "tlp_text")]
        ceiling: Tlp,
    },
    /// The withheld object that would be named.
    #[serde(with = "id_text")]
    Named(ObjectId),
}

impl Detail {
    fn is_none(&self) -> bool {
        *self == Self::None
    }
}

impl From<Validity> for Detail {
    fn from(Validity { from, until }: Validity) -> Self {
        Self::Validity { from, until }
    }
}

/// A reason as a node stored it: the rule follows from the code, so it is only compared.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredReason {
    code: ReasonCode,
    #[serde(default)]
    article: Option<String>,
    rule: String,
    #[serde(default)]
    detail: Detail,
}

impl<'de> Deserialize<'de> for Reason {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let StoredReason {
            code,
            article,
            rule,
            detail,
        } = StoredReason::deserialize(from)?;
        if rule != code.rule() {
            let (code, expected) = (code.code(), code.rule());
            let problem = format!("reason `{code}` has rule `{rule}`: it must be `{expected}`");
            return Err(D::Error::custom(problem));
        }
        Ok(Self::new(code, article, detail))
    }
}

/// Writes an object's id as its text.
mod id_text {
    use mithaq_stix::ObjectId;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(id: &ObjectId, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(id)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<ObjectId, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}
