//! Names of character sets in the IANA registry (STIX 2.1 section 3.9.1).

/// Whether the registry has the name; case does not matter.
pub(super) fn is_known(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let numbered = |prefix: &str, numbers: &[u16]| {
        lower
            .strip_prefix(prefix)
            .and_then(|number| number.parse().ok())
            .is_some_and(|number: u16| numbers.contains(&number))
    };
    NAMES.contains(&lower.as_str())
        || numbered(
            "iso-8859-",
            &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16],
        )
        || numbered(
            "windows-",
            &[874, 1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258],
        )
        || numbered("ibm", IBM)
        || numbered("cp", IBM)
}

/// The code pages of IBM that the registry lists.
const IBM: &[u16] = &[
    37, 273, 274, 275, 277, 278, 280, 281, 284, 285, 290, 297, 367, 420, 423, 424, 437, 500, 775,
    819, 850, 851, 852, 855, 857, 860, 861, 862, 863, 864, 865, 866, 868, 869, 870, 871, 880, 891,
    903, 904, 905, 918, 936, 1026,
];

/// The other names, in lower case.
const NAMES: &[&str] = &[
    "adobe-standard-encoding",
    "adobe-symbol-encoding",
    "amiga-1251",
    "ansi_x3.110-1983",
    "ascii",
    "big5",
    "big5-hkscs",
    "bocu-1",
    "brf",
    "cesu-8",
    "csascii",
    "cswindows1252",
    "cswindows31j",
    "dec-mcs",
    "din_66003",
    "ebcdic-at-de",
    "ebcdic-fr",
    "ebcdic-it",
    "ebcdic-pt",
    "ebcdic-uk",
    "ebcdic-us",
    "ecma-118",
    "euc-jp",
    "euc-kr",
    "extended_unix_code_fixed_width_for_japanese",
    "extended_unix_code_packed_format_for_japanese",
    "gb18030",
    "gb2312",
    "gb_2312-80",
    "gbk",
    "hp-legal",
    "hp-roman8",
    "hz-gb-2312",
    "ibm-symbols",
    "ibm-thai",
    "ibm00858",
    "ibm00924",
    "ibm01140",
    "ibm01141",
    "ibm01142",
    "ibm01143",
    "ibm01144",
    "ibm01145",
    "ibm01146",
    "ibm01147",
    "ibm01148",
    "ibm01149",
    "ibm038",
    "ibm1047",
    "invariant",
    "iso-10646-j-1",
    "iso-10646-ucs-2",
    "iso-10646-ucs-4",
    "iso-10646-ucs-basic",
    "iso-10646-utf-1",
    "iso-2022-cn",
    "iso-2022-cn-ext",
    "iso-2022-jp",
    "iso-2022-jp-2",
    "iso-2022-kr",
    "iso-8859-1-windows-3.0-latin-1",
    "iso-8859-1-windows-3.1-latin-1",
    "iso-8859-2-windows-latin-2",
    "iso-8859-6-e",
    "iso-8859-6-i",
    "iso-8859-8-e",
    "iso-8859-8-i",
    "iso-8859-9-windows-latin-5",
    "iso-unicode-ibm-1261",
    "iso-unicode-ibm-1264",
    "iso-unicode-ibm-1265",
    "iso-unicode-ibm-1268",
    "iso-unicode-ibm-1276",
    "iso_646.irv:1983",
    "iso_8859-1:1987",
    "iso_8859-supp",
    "jis_c6220-1969-jp",
    "jis_encoding",
    "jis_x0201",
    "jis_x0212-1990",
    "koi7-switched",
    "koi8-r",
    "koi8-u",
    "ks_c_5601-1987",
    "l1",
    "l2",
    "l3",
    "l4",
    "l5",
    "l6",
    "l8",
    "latin1",
    "latin2",
    "latin3",
    "latin4",
    "latin5",
    "latin6",
    "latin-greek",
    "macintosh",
    "microsoft-publishing",
    "mnem",
    "mnemonic",
    "ms_kanji",
    "osd_ebcdic_df03_irv",
    "osd_ebcdic_df04_1",
    "osd_ebcdic_df04_15",
    "ptcp154",
    "scsu",
    "shift_jis",
    "tis-620",
    "tscii",
    "unicode-1-1",
    "unicode-1-1-utf-7",
    "unknown-8bit",
    "us",
    "us-ascii",
    "utf-16",
    "utf-16be",
    "utf-16le",
    "utf-32",
    "utf-32be",
    "utf-32le",
    "utf-7",
    "utf-7-imap",
    "utf-8",
    "ventura-international",
    "ventura-math",
    "ventura-us",
    "videotex-suppl",
    "viqr",
    "viscii",
    "windows-31j",
];

#[cfg(test)]
mod tests {
    use super::is_known;

    #[test]
    fn registered_names_are_known_in_any_case() {
        for name in [
            "UTF-8",
            "utf-8",
            "ISO-8859-6",
            "windows-1256",
            "Shift_JIS",
            "IBM037",
            "cp850",
        ] {
            assert!(is_known(name), "{name}");
        }
        for name in ["", "utf8", "bla.bla.bla", "ISO-8859-12", "windows-9999"] {
            assert!(!is_known(name), "{name}");
        }
    }
}
