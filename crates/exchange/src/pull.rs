//! Reading what a partner gives under an agreement, page by page, each kept before the next.

use std::collections::HashSet;

use mithaq_node::{ActError, Node, PAGE_MOST, Proved, Received, ReceivedPage, Source};
use mithaq_stix::{Finding, StixTime};

use crate::client::{Client, Page, Place};

/// Rejected objects that are remembered one by one; the rest are only counted.
const MOST_REMEMBERED: usize = 1000;

/// More pages than this in one pull, and the partner's node is not telling the truth.
const MOST_PAGES: u64 = 100_000;

/// What happens while reading, as it happens.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PullEvent {
    /// A page is kept.
    Page {
        /// Its number, from 1.
        number: u64,
        /// Versions that are new here.
        accepted: u64,
        /// Versions that were held already.
        unchanged: u64,
        /// Objects that are not kept.
        rejected: u64,
        /// Whether its receipt holds.
        proved: bool,
    },
    /// A page was too large to be taken in; it is asked for again with fewer objects.
    Smaller {
        /// How many objects are asked for now.
        limit: usize,
    },
}

/// What a pull brought.
#[derive(Clone, Debug, Default)]
pub struct Pulled {
    /// Pages that had something.
    pub pages: u64,
    /// New versions.
    pub accepted: u64,
    /// Versions that were held already.
    pub unchanged: u64,
    /// How many objects are not kept.
    pub rejected: u64,
    /// The first thousand of those: their ids and what is wrong with each.
    pub rejections: Vec<(Option<String>, Vec<Finding>)>,
    /// How many pages have a receipt that holds.
    pub proved: u64,
    /// What the last of them proves, in the log of the partner.
    pub last_proved: Option<Proved>,
    /// Why pages have no receipt that holds: the page's number and the reason.
    pub not_proved: Vec<(u64, String)>,
}

/// Why reading from a partner stopped. All pages before are kept, and the next pull goes on there.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PullError {
    /// The card of the partner does not say where its node answers.
    #[error(
        "the card of {partner} names no address: ask for a new card and add it with \
         `mithaq partner add CARD`"
    )]
    NoAddress {
        /// The partner's name.
        partner: String,
    },
    /// No token of the partner is kept.
    #[error(
        "no token of {partner} is kept here: ask for one and keep it with \
         `mithaq partner token \"{partner}\" --received TOKEN`"
    )]
    NoToken {
        /// The partner's name.
        partner: String,
    },
    /// What is kept as token cannot be one.
    #[error(
        "what is kept as the token of {partner} cannot be one: ask for a new one and keep it with \
         `mithaq partner token \"{partner}\" --received TOKEN`"
    )]
    BadToken {
        /// The partner's name.
        partner: String,
    },
    /// The address is `https://`, but the card names no certificate.
    #[error(
        "the card of {partner} names no certificate, so its node cannot be told from another: ask \
         for a new card and add it with `mithaq partner add CARD`"
    )]
    NoCertificate {
        /// The partner's name.
        partner: String,
    },
    /// The address cannot be used.
    #[error("the partner's address `{url}` is {wrong}: ask for a new card")]
    Address {
        /// The address on the card.
        url: String,
        /// What it is.
        wrong: &'static str,
    },
    /// Another certificate than that on the card.
    #[error(
        "the partner's certificate is not the one on its card: `{url}` shows {found}, the card says \
         {pinned}; ask the partner by voice, and add its new card with `mithaq partner add CARD`"
    )]
    OtherCertificate {
        /// The address on the card.
        url: String,
        /// The SHA-256 that is on the card.
        pinned: String,
        /// The SHA-256 of the certificate that was shown.
        found: String,
    },
    /// Nobody answers.
    #[error("nobody answers at {url}: is the partner's node running, and its address still right?")]
    Unreachable {
        /// The address on the card.
        url: String,
        /// What went wrong.
        #[source]
        source: reqwest::Error,
    },
    /// The partner began and then said nothing more.
    #[error("the partner's node at {url} took too long to answer: try again later")]
    Silent {
        /// The address on the card.
        url: String,
        /// What went wrong.
        #[source]
        source: reqwest::Error,
    },
    /// The connection broke.
    #[error("the connection to {url} broke: try again, reading goes on where it stopped")]
    Broken {
        /// The address on the card.
        url: String,
        /// What went wrong.
        #[source]
        source: reqwest::Error,
    },
    /// 401.
    #[error(
        "{partner} does not accept our token: ask for a new one and keep it with \
         `mithaq partner token \"{partner}\" --received TOKEN`"
    )]
    TokenRefused {
        /// The partner's name.
        partner: String,
    },
    /// 403.
    #[error(
        "{partner} gives nothing under this agreement now: it is suspended on its side until \
         {partner} resumes it"
    )]
    Suspended {
        /// The partner's name.
        partner: String,
    },
    /// 404.
    #[error(
        "{partner} has no such agreement in force with us: it has to accept the file that \
         `mithaq agreement sign` gave, and sign it too"
    )]
    NoAgreement {
        /// The partner's name.
        partner: String,
    },
    /// 429 or 503.
    #[error("the node of {partner} is busy: try again later")]
    Busy {
        /// The partner's name.
        partner: String,
    },
    /// A redirect, which is not followed.
    #[error("the node of {partner} points to another address: ask for a new card")]
    Moved {
        /// The partner's name.
        partner: String,
    },
    /// A status that should not be.
    #[error("the node of {partner} answers with the HTTP status {status}: tell the partner")]
    Status {
        /// The partner's name.
        partner: String,
        /// The status.
        status: u16,
    },
    /// An answer that cannot be read.
    #[error("the node of {partner} answers wrongly: {wrong}; tell the partner")]
    Answer {
        /// The partner's name.
        partner: String,
        /// What is wrong.
        wrong: &'static str,
    },
    /// An answer that is too large.
    #[error(
        "an answer of {partner} has more than {most} bytes, even for one object: tell the partner"
    )]
    TooLarge {
        /// The partner's name.
        partner: String,
        /// The bytes that it may have.
        most: usize,
    },
    /// The partner's node says that there is more, but does not get on.
    #[error("the node of {partner} never comes to an end: it gives {what}; tell the partner")]
    Endless {
        /// The partner's name.
        partner: String,
        /// What it gives again and again.
        what: &'static str,
    },
    /// The page could not be kept.
    #[error(transparent)]
    Act(#[from] ActError),
}

/// Reads all that a partner gives under an agreement and that is not held yet.
///
/// Each page is kept with its receipt, and with the place to go on from, before the next is asked
/// for. So a pull that was interrupted loses nothing, and the next one begins where it stopped.
/// `tell` is called after each page.
///
/// # Errors
///
/// [`PullError`] says in a sentence what is in the way and what to do.
pub async fn pull(
    node: &Node,
    source: &Source,
    mut tell: impl FnMut(PullEvent),
) -> Result<Pulled, PullError> {
    let client = Client::for_partner(&source.partner)?;
    let mut road = Road::new(source);
    let mut pulled = Pulled::default();
    loop {
        let page = match client.page(&source.agreement, &road.place).await {
            Err(PullError::TooLarge { .. }) if road.place.limit > 1 => {
                road.place.limit /= 2;
                tell(PullEvent::Smaller {
                    limit: road.place.limit,
                });
                continue;
            }
            page => page?,
        };
        let goes_on = road.go_on(&page)?;
        if page.objects > 0 {
            tell(keep(node, source, &client, page, &mut pulled).await?);
        }
        if !goes_on {
            return Ok(pulled);
        }
    }
}

async fn keep(
    node: &Node,
    source: &Source,
    client: &Client,
    page: Page,
    pulled: &mut Pulled,
) -> Result<PullEvent, PullError> {
    let receipt = match &page.receipt {
        Some(address) => client.receipt(address).await?,
        None => None,
    };
    let why_none = match (&page.receipt, &receipt) {
        (_, Some(_)) => None,
        (Some(_), None) => Some("the partner gives no receipt at the address that it names"),
        (None, None) => Some("the partner names no receipt"),
    };
    let received = node
        .receive(
            source,
            ReceivedPage {
                envelope: page.envelope,
                added_after: page.added_last,
                receipt,
            },
        )
        .await?;
    Ok(pulled.add(received, why_none))
}

impl Pulled {
    fn add(&mut self, received: Received, why_none: Option<&str>) -> PullEvent {
        self.pages += 1;
        self.accepted += received.accepted;
        self.unchanged += received.unchanged;
        let rejected = received.rejected.len() as u64;
        self.rejected += rejected;
        let room = MOST_REMEMBERED.saturating_sub(self.rejections.len());
        self.rejections
            .extend(received.rejected.into_iter().take(room));
        let proved = received.proved.is_some();
        if let Some(proof) = received.proved {
            self.proved += 1;
            self.last_proved = Some(proof);
        } else if self.not_proved.len() < MOST_REMEMBERED {
            let unknown = "the partner's card names no log key to check the receipt with";
            let reason = received
                .not_proved
                .as_deref()
                .or(why_none)
                .unwrap_or(unknown);
            self.not_proved.push((self.pages, reason.to_owned()));
        }
        PullEvent::Page {
            number: self.pages,
            accepted: received.accepted,
            unchanged: received.unchanged,
            rejected,
            proved,
        }
    }
}

/// The way through a collection, which has to end.
struct Road {
    place: Place,
    partner: String,
    pages: u64,
    nexts: HashSet<String>,
}

impl Road {
    fn new(source: &Source) -> Self {
        Self {
            place: Place {
                added_after: source.added_after.clone(),
                next: None,
                limit: PAGE_MOST,
            },
            partner: source.partner.card.name.clone(),
            pages: 0,
            nexts: HashSet::new(),
        }
    }

    /// Moves behind a page; says whether there is more.
    fn go_on(&mut self, page: &Page) -> Result<bool, PullError> {
        if !page.more {
            return Ok(false);
        }
        self.pages += 1;
        if self.pages >= MOST_PAGES {
            return Err(self.endless("more pages than there can be"));
        }
        if page.objects == 0 {
            return Err(self.endless("an empty page and says that there is more"));
        }
        if let Some(next) = &page.next {
            if !self.nexts.insert(next.clone()) {
                return Err(self.endless("the same `next` twice"));
            }
            self.place.next = Some(next.clone());
            return Ok(true);
        }
        // Without `next`, the time of the last object is the way on (TAXII 2.1 section 3.5).
        if !is_later(
            page.added_last.as_deref(),
            self.place.added_after.as_deref(),
        ) {
            return Err(self.endless("no `next` and no later time"));
        }
        self.place.added_after.clone_from(&page.added_last);
        self.place.next = None;
        Ok(true)
    }

    fn endless(&self, what: &'static str) -> PullError {
        PullError::Endless {
            partner: self.partner.clone(),
            what,
        }
    }
}

fn is_later(time: Option<&str>, than: Option<&str>) -> bool {
    let read = |text: &str| text.parse::<StixTime>().ok();
    match (time.and_then(read), than.and_then(read)) {
        (Some(time), Some(than)) => time > than,
        (time, _) => time.is_some(),
    }
}
