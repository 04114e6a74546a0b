//! Answers that say why there is no other. They speak of the request, never of what the node holds.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use mithaq_node::{ActError, Refused};
use serde::Serialize;

/// The media type of everything that TAXII says (TAXII 2.1 section 1.6.8.1).
pub(crate) const TAXII: &str = "application/taxii+json;version=2.1";

/// Why a request is not answered as it asked. Its words are fixed, so no answer can differ by what
/// exists but is not the partner's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    pub(crate) title: &'static str,
    pub(crate) description: &'static str,
}

impl Problem {
    pub(crate) const fn new(
        status: StatusCode,
        title: &'static str,
        description: &'static str,
    ) -> Self {
        Self {
            status,
            title,
            description,
        }
    }

    /// A request that this server cannot make sense of.
    pub(crate) const fn request(description: &'static str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "The request is not right",
            description,
        )
    }

    /// The error message of TAXII 2.1 section 3.6.1.
    fn taxii_body(self) -> String {
        json(&TaxiiError {
            title: self.title,
            description: self.description,
            http_status: self.status.as_str(),
        })
    }

    /// The problem details of RFC 9457.
    fn details_body(self) -> String {
        json(&Details {
            kind: "about:blank",
            title: self.title,
            status: self.status.as_u16(),
            detail: self.description,
        })
    }

    fn answer(self, content_type: &'static str, body: String) -> Response {
        let content_type = (header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        let mut response = (self.status, [content_type], body).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            for scheme in ["Bearer realm=\"mithaq\"", "Basic realm=\"mithaq\""] {
                let scheme = HeaderValue::from_static(scheme);
                response
                    .headers_mut()
                    .append(header::WWW_AUTHENTICATE, scheme);
            }
        }
        response
    }
}

/// Outside of TAXII a problem is told as RFC 9457 says.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.answer("application/problem+json", self.details_body())
    }
}

impl From<ActError> for Problem {
    fn from(error: ActError) -> Self {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "a request failed inside the node"
        );
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "The node could not answer",
            "Something went wrong in the node; its own log says what. Try again later.",
        )
    }
}

/// A problem told as TAXII wants it.
#[derive(Debug)]
pub(crate) struct TaxiiProblem(pub(crate) Problem);

impl IntoResponse for TaxiiProblem {
    fn into_response(self) -> Response {
        self.0.answer(TAXII, self.0.taxii_body())
    }
}

impl From<Problem> for TaxiiProblem {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl From<ActError> for TaxiiProblem {
    fn from(error: ActError) -> Self {
        Self(error.into())
    }
}

impl From<Refused> for TaxiiProblem {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::NotInForce(_) => Self(SUSPENDED),
            Refused::Act(error) => Self(error.into()),
            _ => Self(NO_COLLECTION),
        }
    }
}

/// What is said of a collection that is not there, or is another partner's, or is over.
pub(crate) const NO_COLLECTION: Problem = Problem::new(
    StatusCode::NOT_FOUND,
    "There is no such collection",
    "There is no collection with this id for you. GET /taxii2/cooperation/collections/ lists \
     those that there are.",
);

/// What is said of an agreement that gives nothing for the moment.
pub(crate) const SUSPENDED: Problem = Problem::new(
    StatusCode::FORBIDDEN,
    "The agreement is suspended",
    "The agreement of this collection is suspended: nothing is given under it until it is resumed.",
);

#[derive(Serialize)]
struct TaxiiError<'a> {
    title: &'static str,
    description: &'static str,
    http_status: &'a str,
}

#[derive(Serialize)]
struct Details {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    detail: &'static str,
}

/// What is sent as JSON here has text members only, so it can always be written.
pub(crate) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
