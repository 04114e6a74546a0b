//! Speaking to one partner's node: its certificate pinned, no redirects, everything bounded.

use std::fmt::Write;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use mithaq_node::HeldPartner;
use mithaq_stix::{ObjectId, StixTime};
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Response, StatusCode, Url};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::pin::Pin;
use crate::problem::TAXII;
use crate::pull::PullError;
use crate::taxii::{ADDED_LAST, API_ROOT, RECEIPT_HEADER};

/// How long connecting may take.
const CONNECT_TIME: Duration = Duration::from_secs(10);
/// How long the partner may be silent.
const SILENCE_TIME: Duration = Duration::from_mins(1);
/// The bytes that a page may have, unpacked: 64 MiB, four times the largest object.
const MOST_PAGE_BYTES: usize = 64 * 1024 * 1024;
/// The bytes that a receipt may have: 8 MiB.
const MOST_RECEIPT_BYTES: usize = 8 * 1024 * 1024;

/// A client for one partner.
#[derive(Debug)]
pub struct Client {
    http: reqwest::Client,
    base: Url,
    partner: String,
    pin: Arc<Pin>,
    pinned: Option<[u8; 32]>,
}

/// Where in a collection to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) added_after: Option<String>,
    pub(crate) next: Option<String>,
    /// At most so many objects.
    pub(crate) limit: usize,
}

/// A page as it came.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) envelope: Vec<u8>,
    pub(crate) objects: usize,
    pub(crate) more: bool,
    pub(crate) next: Option<String>,
    /// The partner's time of the last object.
    pub(crate) added_last: Option<String>,
    /// Where its receipt is.
    pub(crate) receipt: Option<String>,
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(default)]
    more: bool,
    #[serde(default)]
    next: Option<String>,
    #[serde(default)]
    objects: Vec<IgnoredAny>,
}

impl Client {
    /// A client that speaks only to the node on the partner's card, and shows it the token that the
    /// partner gave.
    ///
    /// The address is `https://` and the card names the certificate; `http://` is for this machine
    /// alone.
    ///
    /// # Errors
    ///
    /// [`PullError`] says what is missing, and how to get it.
    pub fn for_partner(partner: &HeldPartner) -> Result<Self, PullError> {
        let name = partner.card.name.clone();
        let Some(address) = &partner.card.url else {
            return Err(PullError::NoAddress { partner: name });
        };
        let Some(token) = &partner.credential else {
            return Err(PullError::NoToken { partner: name });
        };
        let base = base(address)?;
        let pinned = partner.card.tls_sha256.filter(|_| base.scheme() == "https");
        if base.scheme() == "https" && pinned.is_none() {
            return Err(PullError::NoCertificate { partner: name });
        }
        let pin = Pin::new(pinned);
        let http = http_client(&pin, token).ok_or(PullError::BadToken {
            partner: name.clone(),
        })?;
        Ok(Self {
            http,
            base,
            partner: name,
            pin,
            pinned,
        })
    }

    /// Reads a page of the agreement's collection.
    pub(crate) async fn page(
        &self,
        agreement: &ObjectId,
        place: &Place,
    ) -> Result<Page, PullError> {
        let collection = agreement.uuid().hyphenated();
        let mut url = self.base.clone();
        url.set_path(&format!("{API_ROOT}collections/{collection}/objects/"));
        {
            let mut query = url.query_pairs_mut();
            query.append_pair("limit", &place.limit.to_string());
            if let Some(time) = &place.added_after {
                query.append_pair("added_after", time);
            }
            if let Some(next) = &place.next {
                query.append_pair("next", next);
            }
        }
        let response = self.get(url).await?;
        if response.status() != StatusCode::OK {
            return Err(self.refusal(response.status()));
        }
        let (added_last, receipt) = (
            text(response.headers(), &ADDED_LAST),
            text(response.headers(), &RECEIPT_HEADER),
        );
        if added_last
            .as_ref()
            .is_some_and(|time| time.parse::<StixTime>().is_err())
        {
            return Err(self.answer("the time of the last object is not a time"));
        }
        let envelope = self.body(response, MOST_PAGE_BYTES).await?;
        let read: Envelope = serde_json::from_slice(&envelope)
            .map_err(|_| self.answer("the page is not a TAXII envelope"))?;
        Ok(Page {
            envelope,
            objects: read.objects.len(),
            more: read.more,
            next: read.next,
            added_last,
            receipt,
        })
    }

    /// Reads the receipt at the address that came with a page; nothing if the partner has none
    /// there, or names an address that is not its own.
    pub(crate) async fn receipt(&self, address: &str) -> Result<Option<String>, PullError> {
        let Ok(url) = self.base.join(address) else {
            return Ok(None);
        };
        if url.origin() != self.base.origin() {
            return Ok(None);
        }
        let response = self.get(url).await?;
        if response.status() != StatusCode::OK {
            return Ok(None);
        }
        let bytes = self.body(response, MOST_RECEIPT_BYTES).await?;
        Ok(String::from_utf8(bytes).ok())
    }

    async fn get(&self, url: Url) -> Result<Response, PullError> {
        let sent = self.http.get(url).header(ACCEPT, TAXII).send().await;
        sent.map_err(|error| self.failure(error))
    }

    async fn body(&self, mut response: Response, most: usize) -> Result<Vec<u8>, PullError> {
        let mut body = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() > most => {
                    return Err(PullError::TooLarge {
                        partner: self.partner.clone(),
                        most,
                    });
                }
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => return Ok(body),
                Err(error) => return Err(self.failure(error)),
            }
        }
    }

    /// What a failed exchange means.
    fn failure(&self, error: reqwest::Error) -> PullError {
        let url = self.base.as_str().trim_end_matches('/').to_owned();
        if let (Some(found), Some(pinned)) = (self.pin.take_refused(), self.pinned) {
            return PullError::OtherCertificate {
                found: hex(&found),
                pinned: hex(&pinned),
                url,
            };
        }
        let source = error.without_url();
        if source.is_timeout() {
            PullError::Silent { url, source }
        } else if source.is_connect() {
            PullError::Unreachable { url, source }
        } else {
            PullError::Broken { url, source }
        }
    }

    /// What a status other than 200 means.
    fn refusal(&self, status: StatusCode) -> PullError {
        let partner = self.partner.clone();
        match status {
            StatusCode::UNAUTHORIZED => PullError::TokenRefused { partner },
            StatusCode::FORBIDDEN => PullError::Suspended { partner },
            StatusCode::NOT_FOUND => PullError::NoAgreement { partner },
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                PullError::Busy { partner }
            }
            status if status.is_redirection() => PullError::Moved { partner },
            status => PullError::Status {
                partner,
                status: status.as_u16(),
            },
        }
    }

    fn answer(&self, wrong: &'static str) -> PullError {
        PullError::Answer {
            partner: self.partner.clone(),
            wrong,
        }
    }
}

fn base(address: &str) -> Result<Url, PullError> {
    let refused = |wrong| PullError::Address {
        url: address.to_owned(),
        wrong,
    };
    let url =
        Url::parse(address).map_err(|_| refused("not an address such as https://host:8443"))?;
    let plain = !url.username().is_empty() || url.password().is_some();
    if plain || url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err(refused("more than a host and a port"));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_this_machine(&url) => Ok(url),
        "http" => Err(refused("without TLS, which is for this machine alone")),
        _ => Err(refused("not an https:// address")),
    }
}

fn is_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

/// Nothing if the token cannot stand in a header.
fn http_client(pin: &Arc<Pin>, token: &str) -> Option<reqwest::Client> {
    let mut authorization: HeaderValue = format!("Bearer {token}").parse().ok()?;
    authorization.set_sensitive(true);
    reqwest::Client::builder()
        .tls_backend_preconfigured(pin.client_config().ok()?)
        .default_headers(HeaderMap::from_iter([(AUTHORIZATION, authorization)]))
        .user_agent(concat!("mithaq/", env!("CARGO_PKG_VERSION")))
        .redirect(Policy::none())
        .no_proxy()
        .connect_timeout(CONNECT_TIME)
        .read_timeout(SILENCE_TIME)
        .tcp_nodelay(true)
        .build()
        .ok()
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// A digest as cards show it.
fn hex(bytes: &[u8; 32]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
