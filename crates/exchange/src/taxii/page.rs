//! A page of what an agreement released, and the headers that go with it.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use mithaq_node::{Disclosed, Form, Node, ReleasedVersion};
use mithaq_stix::{ObjectId, StixTime};

use super::collection::Addressed;
use super::cursor::cursor;
use super::query::Asked;
use crate::problem::{SUSPENDED, TAXII, TaxiiProblem};
use crate::receipts::RECEIPT;

/// The header with the address of the receipt for a page.
pub(crate) const RECEIPT_HEADER: HeaderName = HeaderName::from_static("x-mithaq-receipt");
/// The header with the time at which the first object of a page was released (TAXII 2.1, 3.2).
const ADDED_FIRST: HeaderName = HeaderName::from_static("x-taxii-date-added-first");
/// The header with the time at which the last object of a page was released (TAXII 2.1, 3.2).
pub(crate) const ADDED_LAST: HeaderName = HeaderName::from_static("x-taxii-date-added-last");

/// What the node gave for a request.
pub(crate) struct Page {
    agreement: ObjectId,
    /// Nothing if the filters excluded everything, so that the node was not even asked.
    disclosed: Option<Disclosed>,
}

impl Page {
    /// Asks the node.
    pub(crate) async fn ask(
        node: &Node,
        Addressed { partner, offer, .. }: Addressed,
        asked: Asked,
        form: Form,
    ) -> Result<Self, TaxiiProblem> {
        if !offer.standing.permits() {
            return Err(SUSPENDED.into());
        }
        let agreement = offer.agreement;
        let disclosed = match asked.query(&agreement, form)? {
            Some(query) => Some(node.disclose(&partner, &agreement, query).await?),
            None => None,
        };
        Ok(Self {
            agreement,
            disclosed,
        })
    }

    /// The released versions, in the order of their release.
    pub(crate) fn versions(&self) -> &[ReleasedVersion] {
        self.disclosed.as_ref().map_or(&[], Disclosed::page)
    }

    /// The place to go on from, if there is more.
    pub(crate) fn next(&self) -> Option<String> {
        let more = self.disclosed.as_ref().is_some_and(Disclosed::more);
        let last = self.versions().last().filter(|_| more)?;
        Some(cursor(&self.agreement, last.seq))
    }

    /// The answer with this body.
    pub(crate) fn answer(&self, body: Vec<u8>) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(TAXII));
        if let (Some(first), Some(last)) = (self.versions().first(), self.versions().last()) {
            insert(&mut headers, ADDED_FIRST, &date_added(first.released_at));
            insert(&mut headers, ADDED_LAST, &date_added(last.released_at));
        }
        if let Some(receipt) = self.disclosed.as_ref().and_then(Disclosed::receipt) {
            insert(&mut headers, RECEIPT_HEADER, &format!("{RECEIPT}{receipt}"));
        }
        (headers, body).into_response()
    }
}

/// A time as TAXII writes it: with microseconds (TAXII 2.1 section 3.2).
pub(crate) fn date_added(at: Timestamp) -> String {
    StixTime::from_timestamp_micros(at).as_str().to_owned()
}

/// The version of an object; for one that has none, when it was released (TAXII 2.1, 5.3.1).
pub(crate) fn version(released: &ReleasedVersion) -> String {
    let version = released.version.clone();
    version.unwrap_or_else(|| date_added(released.released_at))
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = value.parse() {
        headers.insert(name, value);
    }
}
