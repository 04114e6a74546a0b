//! The predefined extensions of cyber-observable objects (STIX 2.1 section 6).

use super::table::Form::{
    Bool, Dictionary, Enumeration, Float, Hashes, Hex, IntegerDictionary, ListDictionary, Object,
    Objects, Reference, References, Second, Text, TextDictionary, Texts,
};
use super::table::{ANY_INTEGER, COUNT, Table, Targets, choice, optional, required, table};

/// The predefined extension of that name for that type; none if there is none.
pub(super) fn table_of(kind: &str, name: &str) -> Option<&'static Table> {
    Some(match (kind, name) {
        ("file", "archive-ext") => &ARCHIVE_EXT,
        ("file", "ntfs-ext") => &NTFS_EXT,
        ("file", "pdf-ext") => &PDF_EXT,
        ("file", "raster-image-ext") => &RASTER_IMAGE_EXT,
        ("file", "windows-pebinary-ext") => &WINDOWS_PEBINARY_EXT,
        ("network-traffic", "http-request-ext") => &HTTP_REQUEST_EXT,
        ("network-traffic", "icmp-ext") => &ICMP_EXT,
        ("network-traffic", "socket-ext") => &SOCKET_EXT,
        ("network-traffic", "tcp-ext") => &TCP_EXT,
        ("process", "windows-process-ext") => &WINDOWS_PROCESS_EXT,
        ("process", "windows-service-ext") => &WINDOWS_SERVICE_EXT,
        ("user-account", "unix-account-ext") => &UNIX_ACCOUNT_EXT,
        _ => return None,
    })
}

/// Whether some type has a predefined extension of that name.
pub(super) fn is_predefined(name: &str) -> bool {
    ["file", "network-traffic", "process", "user-account"]
        .iter()
        .any(|kind| table_of(kind, name).is_some())
}

const ARCHIVE_EXT: Table = table(
    "6.7.2",
    &[
        required(
            "contains_refs",
            References(Targets::Only(&["file", "directory"])),
        ),
        optional("comment", Text),
    ],
);

const NTFS_EXT: Table = choice(
    "6.7.3",
    &["sid", "alternate_data_streams"],
    &[
        optional("sid", Text),
        optional("alternate_data_streams", Objects(&ALTERNATE_DATA_STREAM)),
    ],
);

const PDF_EXT: Table = choice(
    "6.7.4",
    &[
        "version",
        "is_optimized",
        "document_info_dict",
        "pdfid0",
        "pdfid1",
    ],
    &[
        optional("version", Text),
        optional("is_optimized", Bool),
        optional("document_info_dict", TextDictionary),
        optional("pdfid0", Text),
        optional("pdfid1", Text),
    ],
);

const RASTER_IMAGE_EXT: Table = choice(
    "6.7.5",
    &["image_height", "image_width", "bits_per_pixel", "exif_tags"],
    &[
        optional("image_height", ANY_INTEGER),
        optional("image_width", ANY_INTEGER),
        optional("bits_per_pixel", ANY_INTEGER),
        optional("exif_tags", Dictionary),
    ],
);

const WINDOWS_PEBINARY_EXT: Table = table(
    "6.7.6",
    &[
        required("pe_type", Text),
        optional("imphash", Text),
        optional("machine_hex", Hex),
        optional("number_of_sections", COUNT),
        optional("time_date_stamp", Second),
        optional("pointer_to_symbol_table_hex", Hex),
        optional("number_of_symbols", COUNT),
        optional("size_of_optional_header", COUNT),
        optional("characteristics_hex", Hex),
        optional("file_header_hashes", Hashes),
        optional("optional_header", Object(&PE_OPTIONAL_HEADER)),
        optional("sections", Objects(&PE_SECTION)),
    ],
);

const HTTP_REQUEST_EXT: Table = table(
    "6.12.2",
    &[
        required("request_method", Text),
        required("request_value", Text),
        optional("request_version", Text),
        optional("request_header", ListDictionary),
        optional("message_body_length", ANY_INTEGER),
        optional(
            "message_body_data_ref",
            Reference(Targets::Only(&["artifact"])),
        ),
    ],
);

const ICMP_EXT: Table = table(
    "6.12.3",
    &[
        required("icmp_type_hex", Hex),
        required("icmp_code_hex", Hex),
    ],
);

const SOCKET_EXT: Table = table(
    "6.12.4",
    &[
        required("address_family", Enumeration(&ADDRESS_FAMILY)),
        optional("is_blocking", Bool),
        optional("is_listening", Bool),
        optional("options", IntegerDictionary),
        optional("socket_type", Enumeration(&SOCKET_TYPE)),
        optional("socket_descriptor", COUNT),
        optional("socket_handle", ANY_INTEGER),
    ],
);

const TCP_EXT: Table = choice(
    "6.12.5",
    &["src_flags_hex", "dst_flags_hex"],
    &[
        optional("src_flags_hex", Hex),
        optional("dst_flags_hex", Hex),
    ],
);

const WINDOWS_PROCESS_EXT: Table = choice(
    "6.13.2",
    &[
        "aslr_enabled",
        "dep_enabled",
        "priority",
        "owner_sid",
        "window_title",
        "windows_title",
        "startup_info",
        "integrity_level",
    ],
    &[
        optional("aslr_enabled", Bool),
        optional("dep_enabled", Bool),
        optional("priority", Text),
        optional("owner_sid", Text),
        // The standard prints the second name, its schemas and all programs the first.
        optional("window_title", Text),
        optional("windows_title", Text),
        optional("startup_info", Dictionary),
        optional("integrity_level", Enumeration(&INTEGRITY_LEVEL)),
    ],
);

const WINDOWS_SERVICE_EXT: Table = choice(
    "6.13.3",
    &[
        "service_name",
        "descriptions",
        "display_name",
        "group_name",
        "start_type",
        "service_dll_refs",
        "service_type",
        "service_status",
    ],
    &[
        optional("service_name", Text),
        optional("descriptions", Texts),
        optional("display_name", Text),
        optional("group_name", Text),
        optional("start_type", Enumeration(&START_TYPE)),
        optional("service_dll_refs", References(Targets::Only(&["file"]))),
        optional("service_type", Enumeration(&SERVICE_TYPE)),
        optional("service_status", Enumeration(&SERVICE_STATUS)),
    ],
);

const UNIX_ACCOUNT_EXT: Table = choice(
    "6.16.2",
    &["gid", "groups", "home_dir", "shell"],
    &[
        optional("gid", ANY_INTEGER),
        optional("groups", Texts),
        optional("home_dir", Text),
        optional("shell", Text),
    ],
);

const ALTERNATE_DATA_STREAM: Table = table(
    "6.7.3",
    &[
        required("name", Text),
        optional("hashes", Hashes),
        optional("size", COUNT),
    ],
);

const PE_OPTIONAL_HEADER: Table = choice(
    "6.7.6",
    &[
        "magic_hex",
        "major_linker_version",
        "minor_linker_version",
        "size_of_code",
        "size_of_initialized_data",
        "size_of_uninitialized_data",
        "address_of_entry_point",
        "base_of_code",
        "base_of_data",
        "image_base",
        "section_alignment",
        "file_alignment",
        "major_os_version",
        "minor_os_version",
        "major_image_version",
        "minor_image_version",
        "major_subsystem_version",
        "minor_subsystem_version",
        "win32_version_value_hex",
        "size_of_image",
        "size_of_headers",
        "checksum_hex",
        "subsystem_hex",
        "dll_characteristics_hex",
        "size_of_stack_reserve",
        "size_of_stack_commit",
        "size_of_heap_reserve",
        "size_of_heap_commit",
        "loader_flags_hex",
        "number_of_rva_and_sizes",
        "hashes",
    ],
    &[
        optional("magic_hex", Hex),
        optional("major_linker_version", ANY_INTEGER),
        optional("minor_linker_version", ANY_INTEGER),
        optional("size_of_code", ANY_INTEGER),
        optional("size_of_initialized_data", ANY_INTEGER),
        optional("size_of_uninitialized_data", ANY_INTEGER),
        optional("address_of_entry_point", ANY_INTEGER),
        optional("base_of_code", ANY_INTEGER),
        optional("base_of_data", ANY_INTEGER),
        optional("image_base", ANY_INTEGER),
        optional("section_alignment", ANY_INTEGER),
        optional("file_alignment", ANY_INTEGER),
        optional("major_os_version", ANY_INTEGER),
        optional("minor_os_version", ANY_INTEGER),
        optional("major_image_version", ANY_INTEGER),
        optional("minor_image_version", ANY_INTEGER),
        optional("major_subsystem_version", ANY_INTEGER),
        optional("minor_subsystem_version", ANY_INTEGER),
        optional("win32_version_value_hex", Hex),
        optional("size_of_image", ANY_INTEGER),
        optional("size_of_headers", ANY_INTEGER),
        optional("checksum_hex", Hex),
        optional("subsystem_hex", Hex),
        optional("dll_characteristics_hex", Hex),
        optional("size_of_stack_reserve", ANY_INTEGER),
        optional("size_of_stack_commit", ANY_INTEGER),
        optional("size_of_heap_reserve", ANY_INTEGER),
        optional("size_of_heap_commit", ANY_INTEGER),
        optional("loader_flags_hex", Hex),
        optional("number_of_rva_and_sizes", ANY_INTEGER),
        optional("hashes", Hashes),
    ],
);

const PE_SECTION: Table = table(
    "6.7.6",
    &[
        required("name", Text),
        optional("size", COUNT),
        optional("entropy", Float(f64::MIN, f64::MAX)),
        optional("hashes", Hashes),
    ],
);

const ADDRESS_FAMILY: [&str; 8] = [
    "AF_UNSPEC",
    "AF_INET",
    "AF_IPX",
    "AF_APPLETALK",
    "AF_NETBIOS",
    "AF_INET6",
    "AF_IRDA",
    "AF_BTH",
];

const SOCKET_TYPE: [&str; 5] = [
    "SOCK_STREAM",
    "SOCK_DGRAM",
    "SOCK_RAW",
    "SOCK_RDM",
    "SOCK_SEQPACKET",
];

const INTEGRITY_LEVEL: [&str; 4] = ["low", "medium", "high", "system"];

const START_TYPE: [&str; 5] = [
    "SERVICE_AUTO_START",
    "SERVICE_BOOT_START",
    "SERVICE_DEMAND_START",
    "SERVICE_DISABLED",
    "SERVICE_SYSTEM_ALERT",
];

const SERVICE_TYPE: [&str; 4] = [
    "SERVICE_KERNEL_DRIVER",
    "SERVICE_FILE_SYSTEM_DRIVER",
    "SERVICE_WIN32_OWN_PROCESS",
    "SERVICE_WIN32_SHARE_PROCESS",
];

const SERVICE_STATUS: [&str; 7] = [
    "SERVICE_CONTINUE_PENDING",
    "SERVICE_PAUSE_PENDING",
    "SERVICE_PAUSED",
    "SERVICE_RUNNING",
    "SERVICE_START_PENDING",
    "SERVICE_STOP_PENDING",
    "SERVICE_STOPPED",
];
