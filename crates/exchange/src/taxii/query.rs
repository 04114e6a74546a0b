//! What a request asks of a collection (TAXII 2.1 section 3.4).

use std::collections::BTreeSet;

use axum::extract::{FromRequestParts, Query as Parameters};
use axum::http::request::Parts;
use jiff::Timestamp;
use mithaq_node::{Form, PAGE_MOST, Query};
use mithaq_stix::{ObjectId, StixTime};

use super::cursor::place;
use crate::problem::{Problem, TaxiiProblem};

/// The parameters of a request, read but not yet applied to an agreement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    added_after: Option<Timestamp>,
    next: Option<String>,
    limit: Option<usize>,
    /// If there is a filter, only what it names; it may name nothing that exists.
    ids: Option<BTreeSet<ObjectId>>,
    kinds: Option<BTreeSet<String>>,
    /// Whether a filter excludes everything that this server has.
    nothing: bool,
}

/// More values in one request than this are refused: no client needs them.
const MOST_VALUES: usize = 1000;

impl Asked {
    /// Reads the parameters. Those that are not TAXII's own are passed over, as an unknown header
    /// would be; but an unknown `match` is refused, since without it more would be given than asked.
    fn read(pairs: &[(String, String)]) -> Result<Self, Problem> {
        let mut asked = Self::default();
        let mut seen = BTreeSet::new();
        for (name, value) in pairs {
            match name.as_str() {
                "added_after" => asked.added_after = Some(time(value)?),
                "next" => asked.next = Some(value.clone()),
                "limit" => asked.limit = Some(limit(value)?),
                "match[id]" => asked.match_ids(value)?,
                "match[type]" => {
                    asked.kinds = Some(values(value)?.into_iter().map(str::to_owned).collect());
                }
                "match[version]" => match_version(value)?,
                "match[spec_version]" => asked.nothing |= !values(value)?.contains("2.1"),
                other if other.starts_with("match[") => return Err(UNKNOWN_MATCH),
                _ => continue,
            }
            if !seen.insert(name) {
                return Err(REPEATED);
            }
        }
        Ok(asked)
    }

    fn match_ids(&mut self, value: &str) -> Result<(), Problem> {
        // What is not an id is the id of nothing.
        let ids = values(value)?.into_iter();
        self.ids = Some(ids.filter_map(|id| id.parse().ok()).collect());
        Ok(())
    }

    /// The same, but of one object only.
    pub(crate) fn only(mut self, object: &ObjectId) -> Self {
        let wanted = self.ids.is_none_or(|ids| ids.contains(object));
        self.nothing |= !wanted;
        self.ids = Some(BTreeSet::from([object.clone()]));
        self
    }

    /// The same, but of nothing.
    pub(crate) fn nothing(mut self) -> Self {
        self.nothing = true;
        self
    }

    /// Whether an empty answer says nothing about what there is otherwise.
    pub(crate) fn narrows(&self) -> bool {
        *self
            != Self {
                limit: self.limit,
                ..Self::default()
            }
    }

    /// The question for the node; nothing if the filters exclude everything.
    pub(crate) fn query(self, agreement: &ObjectId, form: Form) -> Result<Option<Query>, Problem> {
        let after_seq = match self.next {
            Some(next) => Some(place(agreement, &next).ok_or(BAD_NEXT)?),
            None => None,
        };
        // To the node an empty list is no filter, here it is one that nothing passes.
        let excludes = self.ids.as_ref().is_some_and(BTreeSet::is_empty)
            || self.kinds.as_ref().is_some_and(BTreeSet::is_empty);
        if self.nothing || excludes {
            return Ok(None);
        }
        Ok(Some(Query {
            added_after: self.added_after,
            after_seq,
            ids: self.ids.unwrap_or_default().into_iter().collect(),
            kinds: self.kinds.unwrap_or_default().into_iter().collect(),
            limit: self.limit.unwrap_or(PAGE_MOST),
            form,
        }))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = TaxiiProblem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, TaxiiProblem> {
        let pairs = Parameters::<Vec<(String, String)>>::try_from_uri(&parts.uri);
        let Parameters(pairs) = pairs.map_err(|_| UNREADABLE)?;
        Ok(Self::read(&pairs)?)
    }
}

fn time(text: &str) -> Result<Timestamp, Problem> {
    let time: StixTime = text.parse().map_err(|_| BAD_TIME)?;
    Ok(time.to_timestamp())
}

/// A whole number above 0 of any size; this server gives at most [`PAGE_MOST`] anyway.
fn limit(text: &str) -> Result<usize, Problem> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || text.bytes().all(|byte| byte == b'0') {
        return Err(BAD_LIMIT);
    }
    Ok(text.parse().unwrap_or(PAGE_MOST).min(PAGE_MOST))
}

/// The values of a filter: any of them will do.
fn values(text: &str) -> Result<BTreeSet<&str>, Problem> {
    let values: BTreeSet<&str> = text.split(',').filter(|value| !value.is_empty()).collect();
    match values.len() {
        0 => Err(EMPTY_MATCH),
        1..=MOST_VALUES => Ok(values),
        _ => Err(TOO_MANY),
    }
}

/// A collection here holds one version of each object, the last that the agreement permits: it is
/// the first, the last, and all of them.
fn match_version(text: &str) -> Result<(), Problem> {
    let wanted = values(text)?;
    if wanted.contains("all") && wanted.len() > 1 {
        return Err(ALL_AND_MORE);
    }
    for version in wanted {
        match version {
            "first" | "last" | "all" => (),
            other if other.parse::<StixTime>().is_ok() => return Err(ONE_VERSION),
            _ => return Err(BAD_VERSION),
        }
    }
    Ok(())
}

const UNREADABLE: Problem =
    Problem::request("The part of the address behind the question mark cannot be read as text.");
const REPEATED: Problem = Problem::request(
    "A parameter is given twice. Give each once; a match takes several values with commas between.",
);
const UNKNOWN_MATCH: Problem = Problem::request(
    "This server can match on id, type, version and spec_version, not on anything else.",
);
const EMPTY_MATCH: Problem =
    Problem::request("A match has no value. Give it at least one, or leave it out.");
const TOO_MANY: Problem = Problem::request("A match has more than 1000 values. Ask in parts.");
const BAD_LIMIT: Problem = Problem::request("`limit` must be a whole number above 0.");
const BAD_TIME: Problem =
    Problem::request("`added_after` must be a time such as 2026-11-01T12:00:00.000000Z.");
const BAD_NEXT: Problem = Problem::request(
    "`next` must be the value that this collection gave with the page before. Begin again \
     without it, or with `added_after`.",
);
const BAD_VERSION: Problem =
    Problem::request("`match[version]` must be `first`, `last`, `all`, or a time.");
const ALL_AND_MORE: Problem =
    Problem::request("`match[version]` cannot have other values beside `all`.");
const ONE_VERSION: Problem = Problem::request(
    "This collection holds only the last version of each object: ask with match[version]=last, \
     and compare `modified`.",
);

#[cfg(test)]
mod tests {
    use super::*;

    fn agreement() -> ObjectId {
        "coop-agreement--00000000-0000-4000-8000-000000000001"
            .parse()
            .unwrap()
    }

    fn asked(query: &str) -> Result<Asked, Problem> {
        let uri = format!("/?{query}").parse().unwrap();
        let Parameters(pairs) = Parameters::<Vec<_>>::try_from_uri(&uri).unwrap();
        Asked::read(&pairs)
    }

    fn query(text: &str) -> Option<Query> {
        let asked = asked(text).unwrap();
        asked.query(&agreement(), Form::Objects).unwrap()
    }

    #[test]
    fn nothing_asked_is_everything() {
        let query = query("").unwrap();
        assert_eq!(query.limit, PAGE_MOST);
        assert!(query.ids.is_empty() && query.kinds.is_empty());
        assert!(query.added_after.is_none() && query.after_seq.is_none());
    }

    #[test]
    fn what_cannot_be_understood_is_refused_with_its_reason() {
        for (text, reason) in [
            ("limit=0", BAD_LIMIT),
            ("limit=000", BAD_LIMIT),
            ("limit=-5", BAD_LIMIT),
            ("limit=%2B5", BAD_LIMIT),
            ("limit=abc", BAD_LIMIT),
            ("limit=1.5", BAD_LIMIT),
            ("limit=", BAD_LIMIT),
            ("added_after=yesterday", BAD_TIME),
            ("added_after=2026-11-01", BAD_TIME),
            ("added_after=", BAD_TIME),
            ("limit=1&limit=1", REPEATED),
            (
                "added_after=2026-11-01T00:00:00Z&added_after=2026-11-02T00:00:00Z",
                REPEATED,
            ),
            ("match[type]=tool&match%5Btype%5D=malware", REPEATED),
            ("match[type]=", EMPTY_MATCH),
            ("match[id]=,,", EMPTY_MATCH),
            ("match[tlp]=red", UNKNOWN_MATCH),
            ("match[version]=newest", BAD_VERSION),
            ("match[version]=all,first", ALL_AND_MORE),
            ("match[version]=2016-01-01T00:00:00Z", ONE_VERSION),
        ] {
            assert_eq!(asked(text), Err(reason), "{text}");
        }
        let many: Vec<String> = (0..=MOST_VALUES).map(|n| format!("x{n}")).collect();
        let many = many.join(",");
        assert_eq!(asked(&format!("match[type]={many}")), Err(TOO_MANY));
    }

    #[test]
    fn a_next_of_another_agreement_is_refused() {
        let other = "coop-agreement--00000000-0000-4000-8000-000000000002";
        let next = super::super::cursor::cursor(&other.parse().unwrap(), 3);
        for next in [next.as_str(), "", "abc", "%00"] {
            let asked = asked(&format!("next={next}")).unwrap();
            assert_eq!(
                asked.query(&agreement(), Form::Objects).unwrap_err(),
                BAD_NEXT
            );
        }
    }

    #[test]
    fn a_filter_that_names_nothing_known_lets_nothing_pass() {
        for text in [
            "match[id]=nonsense",
            "match[spec_version]=2.0",
            "match[spec_version]=9",
        ] {
            assert!(query(text).is_none(), "{text}");
        }
        assert_eq!(query("match[type]=nonsense").unwrap().kinds, ["nonsense"]);
        assert!(query("match[spec_version]=2.0,2.1").is_some());
    }

    #[test]
    fn a_huge_limit_is_the_greatest() {
        for text in ["limit=1000000000000", "limit=99999999999999999999999999999"] {
            assert_eq!(query(text).unwrap().limit, PAGE_MOST);
        }
        assert_eq!(query("limit=007").unwrap().limit, 7);
    }

    #[test]
    fn one_object_stays_one_object() {
        let one: ObjectId = "tool--00000000-0000-4000-8000-000000000001"
            .parse()
            .unwrap();
        let other: ObjectId = "tool--00000000-0000-4000-8000-000000000002"
            .parse()
            .unwrap();
        let both = asked(&format!("match[id]={one},{other}")).unwrap();
        let query = both.clone().only(&one).query(&agreement(), Form::Objects);
        assert_eq!(query.unwrap().unwrap().ids, std::slice::from_ref(&one));
        let not_it = asked(&format!("match[id]={other}")).unwrap().only(&one);
        assert!(not_it.query(&agreement(), Form::Objects).unwrap().is_none());
    }

    #[test]
    fn times_are_read_at_any_precision() {
        for text in [
            "2026-11-01T12:00:00Z",
            "2026-11-01T12:00:00.000Z",
            "2026-11-01T12:00:00.000000Z",
        ] {
            let expected: Timestamp = "2026-11-01T12:00:00Z".parse().unwrap();
            assert_eq!(
                query(&format!("added_after={text}")).unwrap().added_after,
                Some(expected)
            );
        }
    }
}
