//! Pairs of timestamps of which one may not be before the other.

use super::path::Path;
use super::report::Report;
use crate::json::{Members, Value};
use crate::time;

struct Pair {
    first: &'static str,
    last: &'static str,
    /// Whether the two may be the same instant.
    equal: bool,
    section: &'static str,
}

const PAIRS: [Pair; 6] = [
    Pair {
        first: "created",
        last: "modified",
        equal: true,
        section: "3.2",
    },
    Pair {
        first: "first_seen",
        last: "last_seen",
        equal: true,
        section: "4",
    },
    Pair {
        first: "valid_from",
        last: "valid_until",
        equal: false,
        section: "4.7",
    },
    Pair {
        first: "first_observed",
        last: "last_observed",
        equal: true,
        section: "4.14",
    },
    Pair {
        first: "start_time",
        last: "stop_time",
        equal: false,
        section: "5.1",
    },
    Pair {
        first: "start",
        last: "end",
        equal: true,
        section: "6.12",
    },
];

/// Checks the pairs, at full precision.
pub(super) fn run(members: &Members<'_>, report: &mut Report) {
    for pair in &PAIRS {
        let (Some(first), Some(last)) = (key(members, pair.first), key(members, pair.last)) else {
            continue;
        };
        if last < first || (last == first && !pair.equal) {
            let relation = if pair.equal {
                "not be earlier than"
            } else {
                "be later than"
            };
            let message = format!("`{}` must {relation} `{}`", pair.last, pair.first);
            report.error(
                Path::Name(&Path::Root, pair.last),
                "time-order",
                pair.section,
                message,
            );
        }
    }
}

fn key<'v>(members: &'v Members<'_>, name: &str) -> Option<&'v str> {
    let text = members.get(name).and_then(Value::as_str)?;
    time::check(text).is_ok().then(|| time::sort_key_of(text))
}
