//! The cyber-observable objects (STIX 2.1 section 6).

use super::table::Form::{
    Binary, Bool, Charset, Dictionary, Enumeration, Hashes, Hex, Integer, Languages,
    MixedDictionary, Object, Objects, Reference, References, Text, TextDictionary, Texts, Time,
    Url,
};
use super::table::{ANY_INTEGER, COUNT, Table, Targets, choice, optional, required, table};

/// The properties of a cyber-observable object beyond the common ones; none for other types.
pub(super) fn table_of(kind: &str) -> Option<&'static Table> {
    Some(match kind {
        "artifact" => &ARTIFACT,
        "autonomous-system" => &AUTONOMOUS_SYSTEM,
        "directory" => &DIRECTORY,
        "domain-name" => &DOMAIN_NAME,
        "email-addr" => &EMAIL_ADDR,
        "email-message" => &EMAIL_MESSAGE,
        "file" => &FILE,
        "ipv4-addr" => &IPV4_ADDR,
        "ipv6-addr" => &IPV6_ADDR,
        "mac-addr" => &MAC_ADDR,
        "mutex" => &MUTEX,
        "network-traffic" => &NETWORK_TRAFFIC,
        "process" => &PROCESS,
        "software" => &SOFTWARE,
        "url" => &URL,
        "user-account" => &USER_ACCOUNT,
        "windows-registry-key" => &WINDOWS_REGISTRY_KEY,
        "x509-certificate" => &X509_CERTIFICATE,
        _ => return None,
    })
}

const ARTIFACT: Table = table(
    "6.1",
    &[
        optional("mime_type", Text),
        optional("payload_bin", Binary),
        optional("url", Url),
        optional("hashes", Hashes),
        optional("encryption_algorithm", Enumeration(&ENCRYPTION_ALGORITHM)),
        optional("decryption_key", Text),
    ],
);

const AUTONOMOUS_SYSTEM: Table = table(
    "6.2",
    &[
        required("number", ANY_INTEGER),
        optional("name", Text),
        optional("rir", Text),
    ],
);

const DIRECTORY: Table = table(
    "6.3",
    &[
        required("path", Text),
        optional("path_enc", Charset),
        optional("ctime", Time),
        optional("mtime", Time),
        optional("atime", Time),
        optional(
            "contains_refs",
            References(Targets::Only(&["file", "directory"])),
        ),
    ],
);

const DOMAIN_NAME: Table = table(
    "6.4",
    &[
        required("value", Text),
        optional(
            "resolves_to_refs",
            References(Targets::Only(&["ipv4-addr", "ipv6-addr", "domain-name"])),
        ),
    ],
);

const EMAIL_ADDR: Table = table(
    "6.5",
    &[
        required("value", Text),
        optional("display_name", Text),
        optional(
            "belongs_to_ref",
            Reference(Targets::Only(&["user-account"])),
        ),
    ],
);

const EMAIL_MESSAGE: Table = table(
    "6.6",
    &[
        required("is_multipart", Bool),
        optional("date", Time),
        optional("content_type", Text),
        optional("from_ref", Reference(Targets::Only(&["email-addr"]))),
        optional("sender_ref", Reference(Targets::Only(&["email-addr"]))),
        optional("to_refs", References(Targets::Only(&["email-addr"]))),
        optional("cc_refs", References(Targets::Only(&["email-addr"]))),
        optional("bcc_refs", References(Targets::Only(&["email-addr"]))),
        optional("message_id", Text),
        optional("subject", Text),
        optional("received_lines", Texts),
        optional("additional_header_fields", MixedDictionary),
        optional("body", Text),
        optional("body_multipart", Objects(&MIME_PART)),
        optional("raw_email_ref", Reference(Targets::Only(&["artifact"]))),
    ],
);

const FILE: Table = choice(
    "6.7",
    &["hashes", "name"],
    &[
        optional("hashes", Hashes),
        optional("size", COUNT),
        optional("name", Text),
        optional("name_enc", Charset),
        optional("magic_number_hex", Hex),
        optional("mime_type", Text),
        optional("ctime", Time),
        optional("mtime", Time),
        optional("atime", Time),
        optional(
            "parent_directory_ref",
            Reference(Targets::Only(&["directory"])),
        ),
        optional("contains_refs", References(Targets::Observable)),
        optional("content_ref", Reference(Targets::Only(&["artifact"]))),
    ],
);

const IPV4_ADDR: Table = table(
    "6.8",
    &[
        required("value", Text),
        optional("resolves_to_refs", References(Targets::Only(&["mac-addr"]))),
        optional(
            "belongs_to_refs",
            References(Targets::Only(&["autonomous-system"])),
        ),
    ],
);

const IPV6_ADDR: Table = table(
    "6.9",
    &[
        required("value", Text),
        optional("resolves_to_refs", References(Targets::Only(&["mac-addr"]))),
        optional(
            "belongs_to_refs",
            References(Targets::Only(&["autonomous-system"])),
        ),
    ],
);

const MAC_ADDR: Table = table("6.10", &[required("value", Text)]);

const MUTEX: Table = table("6.11", &[required("name", Text)]);

const NETWORK_TRAFFIC: Table = choice(
    "6.12",
    &["src_ref", "dst_ref"],
    &[
        optional("start", Time),
        optional("end", Time),
        optional("is_active", Bool),
        optional(
            "src_ref",
            Reference(Targets::Only(&[
                "ipv4-addr",
                "ipv6-addr",
                "mac-addr",
                "domain-name",
            ])),
        ),
        optional(
            "dst_ref",
            Reference(Targets::Only(&[
                "ipv4-addr",
                "ipv6-addr",
                "mac-addr",
                "domain-name",
            ])),
        ),
        optional("src_port", Integer(0, 65_535)),
        optional("dst_port", Integer(0, 65_535)),
        required("protocols", Texts),
        optional("src_byte_count", COUNT),
        optional("dst_byte_count", COUNT),
        optional("src_packets", COUNT),
        optional("dst_packets", COUNT),
        optional("ipfix", Dictionary),
        optional("src_payload_ref", Reference(Targets::Only(&["artifact"]))),
        optional("dst_payload_ref", Reference(Targets::Only(&["artifact"]))),
        optional(
            "encapsulates_refs",
            References(Targets::Only(&["network-traffic"])),
        ),
        optional(
            "encapsulated_by_ref",
            Reference(Targets::Only(&["network-traffic"])),
        ),
    ],
);

const PROCESS: Table = choice(
    "6.13",
    &[
        "is_hidden",
        "pid",
        "created_time",
        "cwd",
        "command_line",
        "environment_variables",
        "opened_connection_refs",
        "creator_user_ref",
        "image_ref",
        "parent_ref",
        "child_refs",
        "extensions",
    ],
    &[
        optional("is_hidden", Bool),
        optional("pid", ANY_INTEGER),
        optional("created_time", Time),
        optional("cwd", Text),
        optional("command_line", Text),
        optional("environment_variables", TextDictionary),
        optional(
            "opened_connection_refs",
            References(Targets::Only(&["network-traffic"])),
        ),
        optional(
            "creator_user_ref",
            Reference(Targets::Only(&["user-account"])),
        ),
        optional("image_ref", Reference(Targets::Only(&["file"]))),
        optional("parent_ref", Reference(Targets::Only(&["process"]))),
        optional("child_refs", References(Targets::Only(&["process"]))),
    ],
);

const SOFTWARE: Table = table(
    "6.14",
    &[
        required("name", Text),
        optional("cpe", Text),
        optional("swid", Text),
        optional("languages", Languages),
        optional("vendor", Text),
        optional("version", Text),
    ],
);

const URL: Table = table("6.15", &[required("value", Url)]);

const USER_ACCOUNT: Table = choice(
    "6.16",
    &[
        "user_id",
        "credential",
        "account_login",
        "account_type",
        "display_name",
        "is_service_account",
        "is_privileged",
        "can_escalate_privs",
        "is_disabled",
        "account_created",
        "account_expires",
        "credential_last_changed",
        "account_first_login",
        "account_last_login",
        "extensions",
    ],
    &[
        optional("user_id", Text),
        optional("credential", Text),
        optional("account_login", Text),
        optional("account_type", Text),
        optional("display_name", Text),
        optional("is_service_account", Bool),
        optional("is_privileged", Bool),
        optional("can_escalate_privs", Bool),
        optional("is_disabled", Bool),
        optional("account_created", Time),
        optional("account_expires", Time),
        optional("credential_last_changed", Time),
        optional("account_first_login", Time),
        optional("account_last_login", Time),
    ],
);

const WINDOWS_REGISTRY_KEY: Table = choice(
    "6.17",
    &[
        "key",
        "values",
        "modified_time",
        "creator_user_ref",
        "number_of_subkeys",
    ],
    &[
        optional("key", Text),
        optional("values", Objects(&REGISTRY_VALUE)),
        optional("modified_time", Time),
        optional(
            "creator_user_ref",
            Reference(Targets::Only(&["user-account"])),
        ),
        optional("number_of_subkeys", ANY_INTEGER),
    ],
);

const X509_CERTIFICATE: Table = choice(
    "6.18",
    &[
        "is_self_signed",
        "hashes",
        "version",
        "serial_number",
        "signature_algorithm",
        "issuer",
        "validity_not_before",
        "validity_not_after",
        "subject",
        "subject_public_key_algorithm",
        "subject_public_key_modulus",
        "subject_public_key_exponent",
        "x509_v3_extensions",
    ],
    &[
        optional("is_self_signed", Bool),
        optional("hashes", Hashes),
        optional("version", Text),
        optional("serial_number", Text),
        optional("signature_algorithm", Text),
        optional("issuer", Text),
        optional("validity_not_before", Time),
        optional("validity_not_after", Time),
        optional("subject", Text),
        optional("subject_public_key_algorithm", Text),
        optional("subject_public_key_modulus", Text),
        optional("subject_public_key_exponent", ANY_INTEGER),
        optional("x509_v3_extensions", Object(&X509_V3_EXTENSIONS)),
    ],
);

const MIME_PART: Table = choice(
    "6.6.2",
    &["body", "body_raw_ref"],
    &[
        optional("body", Text),
        optional(
            "body_raw_ref",
            Reference(Targets::Only(&["artifact", "file"])),
        ),
        optional("content_type", Text),
        optional("content_disposition", Text),
    ],
);

const REGISTRY_VALUE: Table = choice(
    "6.17.2",
    &["name", "data", "data_type"],
    &[
        optional("name", Text),
        optional("data", Text),
        optional("data_type", Enumeration(&REGISTRY_DATA_TYPE)),
    ],
);

const X509_V3_EXTENSIONS: Table = choice(
    "6.18.2",
    &[
        "basic_constraints",
        "name_constraints",
        "policy_constraints",
        "key_usage",
        "extended_key_usage",
        "subject_key_identifier",
        "authority_key_identifier",
        "subject_alternative_name",
        "issuer_alternative_name",
        "subject_directory_attributes",
        "crl_distribution_points",
        "inhibit_any_policy",
        "private_key_usage_period_not_before",
        "private_key_usage_period_not_after",
        "certificate_policies",
        "policy_mappings",
    ],
    &[
        optional("basic_constraints", Text),
        optional("name_constraints", Text),
        optional("policy_constraints", Text),
        optional("key_usage", Text),
        optional("extended_key_usage", Text),
        optional("subject_key_identifier", Text),
        optional("authority_key_identifier", Text),
        optional("subject_alternative_name", Text),
        optional("issuer_alternative_name", Text),
        optional("subject_directory_attributes", Text),
        optional("crl_distribution_points", Text),
        optional("inhibit_any_policy", Text),
        optional("private_key_usage_period_not_before", Time),
        optional("private_key_usage_period_not_after", Time),
        optional("certificate_policies", Text),
        optional("policy_mappings", Text),
    ],
);

/// STIX 2.1 section 10.4.
const ENCRYPTION_ALGORITHM: [&str; 3] = ["AES-256-GCM", "ChaCha20-Poly1305", "mime-type-indicated"];

/// STIX 2.1 section 10.33.
const REGISTRY_DATA_TYPE: [&str; 14] = [
    "REG_NONE",
    "REG_SZ",
    "REG_EXPAND_SZ",
    "REG_BINARY",
    "REG_DWORD",
    "REG_DWORD_BIG_ENDIAN",
    "REG_DWORD_LITTLE_ENDIAN",
    "REG_LINK",
    "REG_MULTI_SZ",
    "REG_RESOURCE_LIST",
    "REG_FULL_RESOURCE_DESCRIPTION",
    "REG_RESOURCE_REQUIREMENTS_LIST",
    "REG_QWORD",
    "REG_INVALID_TYPE",
];
