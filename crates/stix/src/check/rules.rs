//! The rules of single types that a table cannot say (STIX 2.1 sections 4 to 7).

use super::path::Path;
use super::relationship::is_defined;
use super::report::Report;
use super::{charset, class_of, cooperation, extension, form, observable, pattern, values};
use crate::json::{Members, Value};
use crate::object::Class;

/// Checks the rules of one type.
pub(super) fn run(kind: &str, members: &Members<'_>, report: &mut Report) {
    if class_of(kind) == Class::Sco {
        encodings(members, report);
    }
    match kind {
        "artifact" => artifact(members, report),
        "domain-name" | "email-addr" | "ipv4-addr" | "ipv6-addr" | "mac-addr" => {
            values::address(kind, members, report);
        }
        "email-message" => email_message(members, report),
        "extension-definition" => extension_definition(members, report),
        "indicator" => pattern::run(members, report),
        "language-content" => language_content(members, report),
        "location" => location(members, report),
        "malware" => malware(members, report),
        "malware-analysis" => malware_analysis(members, report),
        "network-traffic" => network_traffic(members, report),
        "observed-data" => observed_data(members, report),
        "relationship" => relationship(members, report),
        "software" => software(members, report),
        "windows-registry-key" => registry_key(members, report),
        _ => {}
    }
}

fn at(name: &str) -> Path<'_> {
    Path::Name(&Path::Root, name)
}

fn text<'v>(members: &'v Members<'_>, name: &str) -> Option<&'v str> {
    members.get(name).and_then(Value::as_str)
}

fn truth(members: &Members<'_>, name: &str) -> Option<bool> {
    members.get(name).and_then(Value::as_bool)
}

fn requires(
    members: &Members<'_>,
    name: &str,
    others: &[&str],
    section: &'static str,
    report: &mut Report,
) {
    for other in others {
        if members.contains(name) && !members.contains(other) {
            let message = format!("`{name}` needs `{other}` beside it");
            report.error(at(name), "needs-other", section, message);
        }
    }
}

/// Properties that say in which character set another one was observed (section 3.9.1).
fn encodings(members: &Members<'_>, report: &mut Report) {
    for (name, value) in members.iter() {
        let Some(base) = name.strip_suffix("_enc").filter(|base| !base.is_empty()) else {
            continue;
        };
        requires(members, name, &[base], "3.9.1", report);
        let unknown = value.as_str().is_some_and(|set| !charset::is_known(set));
        // The tables check their own.
        if unknown && !matches!(name, "name_enc" | "path_enc") {
            form::character_set(at(name), report);
        }
    }
}

fn artifact(members: &Members<'_>, report: &mut Report) {
    if members.contains("payload_bin") == members.contains("url") {
        report.error(
            Path::Root,
            "artifact-content",
            "6.1",
            "an artifact has either `payload_bin` or `url`, and not both",
        );
    }
    requires(members, "url", &["hashes"], "6.1", report);
    requires(
        members,
        "decryption_key",
        &["encryption_algorithm"],
        "6.1",
        report,
    );
}

fn email_message(members: &Members<'_>, report: &mut Report) {
    let forbidden = match truth(members, "is_multipart") {
        Some(true) => "body",
        Some(false) => "body_multipart",
        None => return,
    };
    if members.contains(forbidden) {
        let message = format!("`{forbidden}` does not go with this value of `is_multipart`");
        report.error(at(forbidden), "email-body", "6.6", message);
    }
}

fn extension_definition(members: &Members<'_>, report: &mut Report) {
    let types = members
        .get("extension_types")
        .and_then(Value::as_array)
        .unwrap_or_default();
    let toplevel = types
        .iter()
        .any(|kind| kind.as_str() == Some("toplevel-property-extension"));
    if members.contains("extension_properties") && !toplevel {
        report.error(
            at("extension_properties"),
            "extension-properties",
            "7.3",
            "`extension_properties` goes only with the type `toplevel-property-extension`",
        );
    }
}

fn language_content(members: &Members<'_>, report: &mut Report) {
    let Some(Value::Object(contents)) = members.get("contents") else {
        return;
    };
    let contents_path = at("contents");
    for (tag, translations) in contents.iter() {
        let path = Path::Name(&contents_path, tag);
        form::language_tag(tag, path, report);
        let Value::Object(translations) = translations else {
            report.error(path, "value-type", "7.1", "the value must be a dictionary");
            continue;
        };
        for (name, _) in translations.iter() {
            if name != "id" && !form::is_property_name(name) {
                report.error(
                    Path::Name(&path, name),
                    "property-name",
                    "7.1",
                    "the key must be the name of a property of the translated object",
                );
            }
        }
    }
}

fn location(members: &Members<'_>, report: &mut Report) {
    requires(members, "latitude", &["longitude"], "4.10", report);
    requires(members, "longitude", &["latitude"], "4.10", report);
    requires(
        members,
        "precision",
        &["latitude", "longitude"],
        "4.10",
        report,
    );
    if !["region", "country", "latitude", "longitude"]
        .iter()
        .any(|name| members.contains(name))
    {
        report.error(
            Path::Root,
            "location-place",
            "4.10",
            "a location needs `region`, `country`, or `latitude` and `longitude`",
        );
    }
    let alpha2 =
        |code: &str| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    if text(members, "country").is_some_and(|code| !alpha2(code)) {
        report.warning(
            at("country"),
            "country-code",
            "4.10",
            "the country should be a code of two letters (ISO 3166-1)",
        );
    }
}

fn malware(members: &Members<'_>, report: &mut Report) {
    match truth(members, "is_family") {
        Some(true) if !members.contains("name") => {
            report.error(at("name"), "family-name", "4.11", "a malware family needs a `name`");
        }
        None if !members.contains("is_family") => report.warning(
            at("is_family"),
            "is-family",
            "4.11",
            "`is_family` should say whether this is a family: other programs refuse malware without it",
        ),
        _ => {}
    }
}

fn malware_analysis(members: &Members<'_>, report: &mut Report) {
    if !members.contains("result") && !members.contains("analysis_sco_refs") {
        report.error(
            Path::Root,
            "one-of",
            "4.12",
            "at least one of `result`, `analysis_sco_refs` must be there",
        );
    }
}

fn network_traffic(members: &Members<'_>, report: &mut Report) {
    if truth(members, "is_active") == Some(true) && members.contains("end") {
        report.error(
            at("end"),
            "active-traffic",
            "6.12",
            "traffic that is still active has no `end`: drop it, or set `is_active` to false",
        );
    }
}

fn observed_data(members: &Members<'_>, report: &mut Report) {
    match (members.get("objects"), members.get("object_refs")) {
        (Some(_), Some(_)) => report.error(
            at("objects"),
            "observed-content",
            "4.14",
            "observed data have either `objects` or `object_refs`, and not both",
        ),
        (None, None) => report.error(
            Path::Root,
            "observed-content",
            "4.14",
            "observed data need `object_refs`",
        ),
        _ => {}
    }
    if let Some(Value::Array(targets)) = members.get("object_refs") {
        let kind = |target: &Value<'_>| {
            target
                .as_str()
                .and_then(form::identifier_kind)
                .map(class_of)
        };
        if !targets.is_empty()
            && targets
                .iter()
                .all(|target| kind(target) == Some(Class::Sro))
        {
            report.error(
                at("object_refs"),
                "observed-content",
                "4.14",
                "the references must name at least one cyber-observable object",
            );
        }
    }
    match members.get("objects") {
        Some(Value::Object(container)) => observable_container(container, report),
        Some(Value::Null) | None => {}
        Some(_) => report.error(
            at("objects"),
            "value-type",
            "2.13",
            "the value must be a dictionary",
        ),
    }
}

/// The deprecated container of cyber-observable objects, which refer to each other by its keys.
fn observable_container(container: &Members<'_>, report: &mut Report) {
    let path = at("objects");
    for (key, object) in container.iter() {
        let place = Path::Name(&path, key);
        let Value::Object(members) = object else {
            report.error(
                place,
                "value-type",
                "2.13",
                "the value must be a cyber-observable object",
            );
            continue;
        };
        let Some(kind) = text(members, "type") else {
            report.missing(Path::Name(&place, "type"), "2.13");
            continue;
        };
        match observable::table_of(kind) {
            Some(table) => contained(kind, table, members, container, place, report),
            None if class_of(kind) != Class::Unknown => report.error(
                Path::Name(&place, "type"),
                "reference-type",
                "2.13",
                "only cyber-observable objects can be in `objects`",
            ),
            None => {}
        }
    }
}

fn contained(
    kind: &str,
    table: &'static super::Table,
    members: &Members<'_>,
    container: &Members<'_>,
    place: Path<'_>,
    report: &mut Report,
) {
    for (name, value) in members.iter() {
        let path = Path::Name(&place, name);
        if name == "extensions" {
            extension::check(value, path, kind, report);
        } else if let Some(property) = table.property(name)
            && !is_local(value, container)
        {
            form::check(property.form, value, path, kind, report);
        }
    }
    form::required(table, members, place, report);
}

/// Whether the value is a key of the container, or a list of such keys.
fn is_local(value: &Value<'_>, container: &Members<'_>) -> bool {
    match value {
        Value::String(key) => container.contains(key),
        Value::Array(keys) => keys
            .iter()
            .all(|key| key.as_str().is_some_and(|key| container.contains(key))),
        _ => false,
    }
}

fn relationship(members: &Members<'_>, report: &mut Report) {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let fits = |kind: &str| !kind.is_empty() && kind.bytes().all(allowed);
    if text(members, "relationship_type").is_some_and(|kind| !fits(kind)) {
        report.error(
            at("relationship_type"),
            "relationship-type",
            "5.1",
            "the type of a relationship has only a-z, 0-9 and hyphen",
        );
    }
    cooperation::check_relationship(members, report);
    let end = |name| text(members, name).and_then(form::identifier_kind);
    if let (Some(source), Some(relationship), Some(target)) = (
        end("source_ref"),
        text(members, "relationship_type"),
        end("target_ref"),
    ) && ![source, target]
        .into_iter()
        .any(cooperation::is_cooperation_kind)
        && !is_defined(source, relationship, target)
    {
        report.warning(
            at("relationship_type"),
            "relationship-ends",
            "3.7",
            "STIX does not define this relationship between these types: others may not know what it means",
        );
    }
}

fn software(members: &Members<'_>, report: &mut Report) {
    if text(members, "cpe").is_some_and(|cpe| !cpe.starts_with("cpe:2.3:")) {
        report.error(
            at("cpe"),
            "cpe",
            "6.14",
            "the value must be a CPE name of version 2.3, which starts with `cpe:2.3:`",
        );
    }
}

fn registry_key(members: &Members<'_>, report: &mut Report) {
    let hive = text(members, "key")
        .and_then(|key| key.split('\\').next())
        .unwrap_or_default();
    let short = ["HKLM", "HKCC", "HKCR", "HKCU", "HKU"];
    if short.iter().any(|name| hive.eq_ignore_ascii_case(name)) {
        report.error(
            at("key"),
            "registry-hive",
            "6.17",
            "the name of the hive must be spelled out, such as `HKEY_LOCAL_MACHINE`",
        );
    }
}
