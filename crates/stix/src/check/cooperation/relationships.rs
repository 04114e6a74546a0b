//! The relationships between objects of cooperation (section coop 4.12).

use super::rules::text;
use crate::check::form::identifier_kind;
use crate::check::path::Path;
use crate::check::report::{Report, quote};
use crate::json::Members;

/// What a relationship joins.
struct Ends {
    name: &'static str,
    /// The types that it starts from; any if there are none.
    from: &'static [&'static str],
    /// The types that it leads to; any if there are none.
    to: &'static [&'static str],
}

const fn ends(
    name: &'static str,
    from: &'static [&'static str],
    to: &'static [&'static str],
) -> Ends {
    Ends { name, from, to }
}

#[rustfmt::skip]
static RELATIONSHIPS: [Ends; 16] = [
    ends("party-to", &["identity"], &["coop-agreement"]),
    ends("signed", &["identity"], &["coop-agreement"]),
    ends("hosted", &["identity"], &["coop-engagement"]),
    ends("attended", &["identity"], &["coop-engagement"]),
    ends("results-in", &["coop-engagement"], &["coop-commitment", "coop-agreement", "coop-communique"]),
    ends("follows-up", &["coop-engagement"], &["coop-engagement", "coop-commitment", "coop-agreement"]),
    ends("next-leg-of", &["coop-engagement"], &["coop-engagement"]),
    ends("fulfils", &[], &["coop-commitment"]),
    ends("governed-by", &[], &["coop-agreement"]),
    ends("disclosed-under", &[], &["coop-agreement", "coop-consent"]),
    ends("answers", &["coop-response"], &["coop-request"]),
    ends("protects", &["coop-security-plan"], &["location"]),
    ends("deployed-to", &["identity", "coop-posting"], &[]),
    ends("conflicts-with", &["coop-operation", "coop-deconfliction"], &["coop-operation", "coop-deconfliction"]),
    ends("trained-by", &["identity", "coop-training"], &["identity"]),
    ends("applies-lesson", &[], &["coop-lesson"]),
];

/// Warns of a relationship of ours that joins other things than it should.
///
/// The names are plain words that others use too, so only a relationship with an object of
/// cooperation at one end is looked at.
pub(super) fn check(members: &Members<'_>, report: &mut Report) {
    let (Some(source), Some(target)) = (text(members, "source_ref"), text(members, "target_ref"))
    else {
        return;
    };
    if !source.starts_with("coop-") && !target.starts_with("coop-") {
        return;
    }
    let Some(name) = text(members, "relationship_type") else {
        return;
    };
    let (Some(from), Some(to)) = (identifier_kind(source), identifier_kind(target)) else {
        return;
    };
    if name == "supersedes" && from != to {
        warn(name, "target_ref", &[from], to, report);
    }
    let Some(ends) = RELATIONSHIPS.iter().find(|ends| ends.name == name) else {
        return;
    };
    for (property, wanted, kind) in [("source_ref", ends.from, from), ("target_ref", ends.to, to)] {
        if !wanted.is_empty() && !wanted.contains(&kind) {
            warn(name, property, wanted, kind, report);
        }
    }
}

fn warn(name: &str, property: &str, wanted: &[&str], kind: &str, report: &mut Report) {
    let message = format!(
        "the `{property}` of `{name}` should name {}, not `{}`",
        wanted.join(" or "),
        quote(kind)
    );
    report.warning(
        Path::Name(&Path::Root, property),
        "relationship-ends",
        "coop 4.12",
        message,
    );
}
