//! Why an act was not done.

use mithaq_policy::{ConcludeError, ReadAgreementError, ReadDraftError};
use mithaq_stix::{Finding, ObjectId, ReadBundleError};
use mithaq_store::{CopyStoreError, OpenStoreError, StoreError};

use crate::card::ReadCardError;
use crate::clock::NoRandomnessError;
use crate::envelope::ReadEnvelopeError;
use crate::keys::KeyError;

/// Why an act of the node was refused or failed. Nothing of the act is kept then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ActError {
    /// A store could not be backed up, restored or moved.
    #[error(transparent)]
    Copy(#[from] CopyStoreError),
    /// There is no such agreement here.
    #[error("this node holds no agreement `{0}`: see `mithaq agreement list`")]
    NoAgreement(String),
    /// More than one agreement is meant by the words given.
    #[error("`{0}` could mean more than one agreement: give the whole id")]
    AmbiguousAgreement(String),
    /// There is no such partner here.
    #[error(
        "this node knows no partner `{0}`: see `mithaq partner list`, or add it with `mithaq partner add`"
    )]
    NoPartner(String),
    /// More than one object is meant by the beginning of an id.
    #[error("`{0}` is the beginning of more than one id: give more of it")]
    AmbiguousObject(String),
    /// There is no such object here.
    #[error("this node holds no object `{0}`")]
    NoObject(String),
    /// The agreement cannot go that way from where it stands.
    #[error("the agreement cannot be {act}: it is {standing}{hint}")]
    WrongStanding {
        /// What was to be done, as in `suspended`.
        act: &'static str,
        /// Where it stands.
        standing: String,
        /// What could be done instead, if there is something.
        hint: &'static str,
    },
    /// The agreement is between others.
    #[error("this node's agency is not a party to the agreement `{0}`")]
    NotOurs(ObjectId),
    /// The partner's key is not known here.
    #[error(
        "the signing key of `{0}` is not known here: add the partner's card with `mithaq partner add CARD`"
    )]
    NoSigningKey(String),
    /// A signature does not belong to the agreement.
    #[error(
        "the signature of `{0}` does not verify: the agreement was changed after signing, or another key signed it"
    )]
    BadSignature(String),
    /// Nobody has signed the agreement.
    #[error("the agreement `{0}` is not signed by anybody: ask the partner to sign it first")]
    Unsigned(ObjectId),
    /// A signature says that it was made after now.
    #[error(
        "the signature of `{0}` is dated {1}, which is still to come: compare the clocks of the two nodes"
    )]
    SignedInFuture(String, jiff::Timestamp),
    /// Another agreement has the same id.
    #[error(
        "this node holds another text under the id `{0}`: the two nodes do not speak of the same agreement"
    )]
    OtherText(ObjectId),
    /// The words of the draft name a party that is not there.
    #[error("the draft's parties: {0}")]
    Parties(String),
    /// A subject that no agreement could name.
    #[error(
        "`{0}` is not a subject: write lower-case letters and digits joined by single hyphens, like `organised-crime`"
    )]
    Subject(String),
    /// An object cannot be kept.
    #[error("the object is not valid: {0}")]
    Object(Box<Finding>),
    /// The name or password is wrong, or there were too many wrong ones.
    #[error("the name or the password is not right")]
    SignIn,
    /// An officer's name, role or password is not acceptable.
    #[error("{0}")]
    Officer(&'static str),
    /// The file to be imported cannot be read.
    #[error(transparent)]
    Bundle(#[from] ReadBundleError),
    /// The file to be imported cannot be opened.
    #[error("the file could not be opened")]
    File(#[from] std::io::Error),
    /// The draft cannot be read.
    #[error(transparent)]
    Draft(#[from] ReadDraftError),
    /// The draft cannot become an agreement between these parties.
    #[error(transparent)]
    Conclude(#[from] ConcludeError),
    /// The agreement cannot be read.
    #[error(transparent)]
    Agreement(#[from] ReadAgreementError),
    /// The file with a signed agreement cannot be read.
    #[error(transparent)]
    Envelope(#[from] ReadEnvelopeError),
    /// The card of a partner cannot be read.
    #[error(transparent)]
    Card(#[from] ReadCardError),
    /// The node's keys cannot be used.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The agency has no name that can be shown.
    #[error(
        "an agency needs a name, without control characters and without those that turn the reading direction"
    )]
    AgencyName,
    /// There is no randomness.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomnessError),
    /// The store cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenStoreError),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}
