//! Language tags (RFC 5646).

/// Why a text is not a language tag.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum TagFault {
    /// The text has another shape than the grammar of RFC 5646 section 2.1.
    Shape,
    /// The first part is no language that ISO 639 knows.
    Unknown,
}

/// Checks the grammar of a tag, and that its first part is a language of ISO 639.
///
/// Scripts, regions and variants are not looked up: their registry grows every year, and a tag
/// with a new one still says which language it is.
pub(super) fn check(tag: &str) -> Result<(), TagFault> {
    let lower = tag.to_ascii_lowercase();
    let mut parts = lower.split('-').peekable();
    let language = parts.next().unwrap_or_default();
    if language == "x" {
        return private_use(parts);
    }
    if GRANDFATHERED.contains(&lower.as_str()) {
        return Ok(());
    }
    if !alphabetic(language, 2, 8) {
        return Err(TagFault::Shape);
    }
    if language.len() <= 3 {
        for _ in 0..3 {
            parts.next_if(|part| alphabetic(part, 3, 3));
        }
    }
    parts.next_if(|part| alphabetic(part, 4, 4));
    parts.next_if(|part| alphabetic(part, 2, 2) || (part.len() == 3 && all_digits(part)));
    while parts.next_if(|part| is_variant(part)).is_some() {}
    extensions(parts)?;
    if is_language(language.as_bytes()) {
        Ok(())
    } else {
        Err(TagFault::Unknown)
    }
}

fn extensions<'a>(mut parts: impl Iterator<Item = &'a str>) -> Result<(), TagFault> {
    let mut after_singleton = false;
    let mut seen = Vec::new();
    while let Some(part) = parts.next() {
        match (part.len(), after_singleton) {
            (1, false) if part == "x" => return private_use(parts),
            (1, false) if alphanumeric(part) && !seen.contains(&part) => {
                seen.push(part);
                after_singleton = true;
            }
            (2..=8, _) if alphanumeric(part) && !seen.is_empty() => after_singleton = false,
            _ => return Err(TagFault::Shape),
        }
    }
    if after_singleton {
        Err(TagFault::Shape)
    } else {
        Ok(())
    }
}

fn private_use<'a>(parts: impl Iterator<Item = &'a str>) -> Result<(), TagFault> {
    let mut count = 0;
    for part in parts {
        count += 1;
        if !(1..=8).contains(&part.len()) || !alphanumeric(part) {
            return Err(TagFault::Shape);
        }
    }
    if count > 0 {
        Ok(())
    } else {
        Err(TagFault::Shape)
    }
}

fn is_variant(part: &str) -> bool {
    alphanumeric(part)
        && match part.len() {
            5..=8 => true,
            4 => part.starts_with(|first: char| first.is_ascii_digit()),
            _ => false,
        }
}

fn alphabetic(part: &str, shortest: usize, longest: usize) -> bool {
    (shortest..=longest).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn alphanumeric(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn all_digits(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether ISO 639 has the code; `qaa` to `qtz` are for private use, longer ones are reserved.
fn is_language(code: &[u8]) -> bool {
    let place = |letter: u8| usize::from(letter.wrapping_sub(b'a'));
    let among = |masks: &[u32], row: usize, last: u8| {
        masks
            .get(row)
            .is_some_and(|mask| mask.checked_shr(u32::from(last - b'a')).unwrap_or(0) & 1 == 1)
    };
    match *code {
        [first, last] => among(&TWO_LETTERS, place(first), last),
        [b'q', b'a'..=b't', _] => true,
        [first, second, last] => among(&THREE_LETTERS, place(first) * 26 + place(second), last),
        _ => false,
    }
}

/// Whole tags from before the grammar, which RFC 5646 section 2.2.8 keeps.
const GRANDFATHERED: [&str; 26] = [
    "art-lojban",
    "cel-gaulish",
    "en-gb-oed",
    "i-ami",
    "i-bnn",
    "i-default",
    "i-enochian",
    "i-hak",
    "i-klingon",
    "i-lux",
    "i-mingo",
    "i-navajo",
    "i-pwn",
    "i-tao",
    "i-tay",
    "i-tsu",
    "no-bok",
    "no-nyn",
    "sgn-be-fr",
    "sgn-be-nl",
    "sgn-ch-de",
    "zh-guoyu",
    "zh-hakka",
    "zh-min",
    "zh-min-nan",
    "zh-xiang",
];

/// The codes of two letters: for each first letter, a bit for each second letter, `a` the lowest.
#[rustfmt::skip]
const TWO_LETTERS: [u32; 26] = [
    0x0326_3433, 0x0006_71d1, 0x0136_4091, 0x0220_0011, 0x001c_6810, 0x0102_4321, 0x0030_2809,
    0x031a_4111, 0x005c_6559, 0x0060_0101, 0x0176_7f41, 0x0038_6143, 0x010e_6dc0, 0x0122_685b,
    0x0006_1204, 0x000c_0901, 0x0010_0000, 0x0050_7000, 0x007f_7ddd, 0x014e_6dd1, 0x0202_0440,
    0x0000_4110, 0x0000_4001, 0x0000_0080, 0x0000_4100, 0x0010_0081,
];

/// The codes of three letters: for each pair of first letters, a bit for each third letter.
#[rustfmt::skip]
const THREE_LETTERS: [u32; 676] = [
    0x02ff_edff, 0x03ff_ffff, 0x03ff_bdbb, 0x03df_6bfb, 0x0357_3c1f, 0x021e_e5db, 0x03ff_7fff,
    0x000e_fdc3, 0x01cb_ffff, 0x0254_a141, 0x03ff_dfff, 0x03ff_ffff, 0x03ff_fff7, 0x03ff_ffff,
    0x029e_3f7f, 0x03ff_ffff, 0x020a_bc4d, 0x03ff_ffdf, 0x03ff_fff7, 0x03ff_ffdf, 0x03df_ffef,
    0x003c_7d1b, 0x01fe_75df, 0x0080_1c52, 0x021f_fddf, 0x0208_725f, 0x01ff_ffff, 0x01ff_ffff,
    0x037f_ffff, 0x03ff_ffff, 0x03ff_ffff, 0x03df_ffff, 0x03ff_ef7f, 0x03ff_fbff, 0x03ff_fcfb,
    0x03fe_fff7, 0x03ff_ffed, 0x03ef_ffbf, 0x02ff_ffff, 0x03ff_ff7f, 0x03ff_fffb, 0x03ff_ffdd,
    0x03ff_ffef, 0x03ff_ffff, 0x01ff_fff7, 0x03ff_f7fd, 0x03ff_ffff, 0x03fb_ffff, 0x03df_ffff,
    0x0277_ffff, 0x02ef_ffff, 0x03ff_ffff, 0x03ff_ffff, 0x017f_6f4f, 0x0006_fadc, 0x0306_73bd,
    0x010c_2c43, 0x0000_1049, 0x0000_0445, 0x03fb_ffff, 0x0142_b49f, 0x0124_f591, 0x03bf_7882,
    0x0158_5f9d, 0x000e_7955, 0x00df_cdc7, 0x02ff_feff, 0x0194_e177, 0x0000_0008, 0x03ef_ffff,
    0x03ff_ffff, 0x031c_f8dd, 0x01ff_cf87, 0x0000_2040, 0x0008_005b, 0x0000_0000, 0x0000_5003,
    0x0008_6490, 0x03f7_7fdd, 0x017b_fb7b, 0x0002_0004, 0x0046_6359, 0x0237_bdfc, 0x0000_0000,
    0x02ce_6ddf, 0x00f6_7948, 0x03f7_ffef, 0x0052_773f, 0x0086_0441, 0x0000_3440, 0x01f6_7c7f,
    0x017a_6759, 0x03ef_edb7, 0x0000_8000, 0x0000_0000, 0x011d_695f, 0x0201_6992, 0x011e_f58b,
    0x03ff_fdf7, 0x0000_0001, 0x0356_0401, 0x0000_0000, 0x0110_714b, 0x0000_6851, 0x0000_0001,
    0x0012_4444, 0x0106_0000, 0x0000_0000, 0x0000_0010, 0x0000_0111, 0x0180_5801, 0x0014_0000,
    0x0028_8000, 0x0000_0001, 0x0102_dd51, 0x0090_5d90, 0x03d5_b553, 0x00f3_78ef, 0x0008_0000,
    0x0000_4100, 0x0000_0000, 0x004e_45c1, 0x019d_7dd0, 0x029e_6086, 0x0005_0000, 0x0000_2090,
    0x0000_4010, 0x0008_0000, 0x0000_4001, 0x0000_0011, 0x039e_ffeb, 0x0000_0800, 0x0004_0000,
    0x0000_0000, 0x0002_0000, 0x0000_1100, 0x0002_0000, 0x0000_0000, 0x005a_aa31, 0x0000_0000,
    0x0020_0400, 0x0102_2981, 0x0010_8000, 0x0000_0142, 0x0086_3108, 0x0000_0010, 0x0004_0000,
    0x010f_d41d, 0x0004_0810, 0x0000_0000, 0x013b_3bbe, 0x0002_0000, 0x0000_0011, 0x0000_0000,
    0x0000_0000, 0x0000_0000, 0x03df_ffff, 0x03f7_fffb, 0x000a_283c, 0x009f_7fff, 0x03e7_5fef,
    0x0008_0400, 0x0058_0c5b, 0x000e_6c95, 0x03df_b9df, 0x0012_3400, 0x0010_e019, 0x0172_4edf,
    0x03f3_38db, 0x025b_7fdf, 0x03ff_ffff, 0x0000_2011, 0x0012_2101, 0x03ff_77df, 0x0044_f850,
    0x0010_0001, 0x02df_ffff, 0x0106_fa35, 0x00da_337f, 0x0080_0000, 0x0302_797b, 0x0000_2101,
    0x03ff_ffff, 0x0014_6003, 0x0000_0081, 0x0104_2000, 0x0002_11cb, 0x0000_0000, 0x0040_1000,
    0x0102_0100, 0x00ca_7feb, 0x0000_0100, 0x0004_2491, 0x0018_001b, 0x03ff_ffff, 0x0014_63d9,
    0x036e_df9f, 0x0004_4000, 0x0000_0000, 0x02f8_d415, 0x0004_2882, 0x0094_4100, 0x03ff_fffe,
    0x0020_2414, 0x0000_4005, 0x0000_0000, 0x00c0_0011, 0x0000_0000, 0x0002_2100, 0x0112_78db,
    0x0002_0891, 0x001e_411f, 0x0000_0000, 0x0110_1433, 0x0044_7852, 0x0040_8102, 0x0002_2100,
    0x0004_6214, 0x02fe_cd10, 0x0034_d553, 0x010e_6901, 0x020c_fadf, 0x0052_0000, 0x0000_4500,
    0x0050_0000, 0x0192_6591, 0x001a_7ddd, 0x03ee_5d1f, 0x0000_1000, 0x0020_0002, 0x0004_5400,
    0x0000_0804, 0x0080_4001, 0x0202_0080, 0x03bd_7ebf, 0x005a_7710, 0x000c_0000, 0x0008_0041,
    0x001a_2d92, 0x0000_0000, 0x0000_4412, 0x0004_0100, 0x0139_59df, 0x0002_0010, 0x0016_d001,
    0x0004_0010, 0x00c6_290f, 0x0004_0b49, 0x0046_004a, 0x0082_2001, 0x0002_0000, 0x001a_0003,
    0x0000_0800, 0x0000_0000, 0x015e_fd8f, 0x0000_2008, 0x0000_0100, 0x0000_0000, 0x0100_0011,
    0x0000_0000, 0x03ff_ffff, 0x03ff_ffdf, 0x03ff_ffff, 0x03db_fffd, 0x03ff_ffff, 0x03ff_ffff,
    0x01ff_ff73, 0x03ff_ffff, 0x03ff_ffff, 0x03bf_ffdf, 0x03ff_ffff, 0x03ff_ffff, 0x03ff_ffff,
    0x03ff_ff7f, 0x037f_fdfd, 0x03ff_7fff, 0x03ff_ffff, 0x03fe_efbf, 0x03ff_ffff, 0x03fd_ffff,
    0x03ff_ffff, 0x03fb_ffff, 0x03fe_ffff, 0x03ef_f7af, 0x03ff_ffff, 0x03f7_fd7f, 0x03ff_fbff,
    0x03ff_7f76, 0x0005_98bc, 0x0001_ffcb, 0x03ff_ffbf, 0x0000_2001, 0x021b_7dc3, 0x001c_b981,
    0x03ff_feff, 0x00c0_8911, 0x011e_7b9f, 0x0095_bfff, 0x01f3_efff, 0x0254_3bcb, 0x03ff_fff7,
    0x0080_6011, 0x0002_0000, 0x022a_7d55, 0x016e_f99f, 0x0214_61c4, 0x037f_ff7f, 0x0014_0501,
    0x005c_58d1, 0x0000_1000, 0x0000_2041, 0x0200_2880, 0x03ff_ffff, 0x03ff_ffbf, 0x03ff_ffff,
    0x03ff_bfff, 0x037f_ffbf, 0x03ff_ffff, 0x037f_ffff, 0x03df_ff7f, 0x03df_ffff, 0x03ff_ffde,
    0x03ff_ffff, 0x02ff_fff7, 0x03fb_ffff, 0x03f7_ffff, 0x03ff_f7dd, 0x03ff_ffdf, 0x03ff_fff7,
    0x03ff_ffff, 0x03f7_ffff, 0x01ff_ffff, 0x03bf_ffdf, 0x03ff_edfb, 0x027f_fdf7, 0x03ff_ffff,
    0x03f6_fef7, 0x03ff_ffdf, 0x03ff_fff7, 0x017f_ffdf, 0x029f_7fff, 0x03ff_ffff, 0x03ff_f7ff,
    0x0012_0809, 0x03ff_bfff, 0x03fb_f5ff, 0x03ff_7fff, 0x039e_7b8b, 0x02ff_f7ff, 0x03f1_5f5d,
    0x03ff_ffff, 0x037b_ffff, 0x037f_bfff, 0x0194_69c3, 0x0109_7c40, 0x029a_bd77, 0x03ff_fdff,
    0x03d2_d758, 0x03ff_ffff, 0x0000_5080, 0x01c2_5157, 0x0083_7d59, 0x01ff_ffff, 0x0314_150b,
    0x0022_0005, 0x001a_5d00, 0x0010_5181, 0x0018_0401, 0x0000_0000, 0x0014_4000, 0x0010_4056,
    0x0018_0000, 0x0000_2011, 0x0064_8146, 0x02b6_7fdf, 0x001a_5419, 0x01fb_ed47, 0x00de_e753,
    0x0006_2048, 0x0108_5401, 0x0000_0000, 0x03fe_71d5, 0x009c_e105, 0x03df_7d1b, 0x0000_1113,
    0x0000_0008, 0x0000_0900, 0x0000_0000, 0x0100_100a, 0x0000_1000, 0x03f7_fdff, 0x013e_f9f6,
    0x0040_bfff, 0x0018_6105, 0x03a7_dffb, 0x0000_0811, 0x0214_2d49, 0x007b_7fc9, 0x03fe_faff,
    0x0008_0000, 0x001e_e0c7, 0x037f_6fff, 0x03cf_7fbb, 0x03ff_ffdf, 0x03ef_fdf4, 0x001d_fd10,
    0x0040_1011, 0x02df_fdfd, 0x015f_f9dd, 0x017b_e181, 0x01df_d37f, 0x0000_0000, 0x0042_7143,
    0x0000_1000, 0x0194_3010, 0x0000_2080, 0x0000_0000, 0x0000_0000, 0x0000_0000, 0x0000_0000,
    0x0000_0000, 0x0000_0000, 0x0000_0000, 0x0000_0000, 0x0000_0000, 0x0000_0000, 0x0000_0000,
    0x0000_0000, 0x0000_0000, 0x0000_0000, 0x0000_0000, 0x0000_0000, 0x0000_0000, 0x0000_0000,
    0x0000_0000, 0x0000_0000, 0x03e7_bdff, 0x0344_fb95, 0x000c_1095, 0x005f_e885, 0x0000_8001,
    0x0000_0000, 0x03ff_ffef, 0x0000_8c02, 0x0000_0020, 0x0000_0002, 0x010e_3b53, 0x0000_0000,
    0x0016_2411, 0x0000_8040, 0x001a_3823, 0x0004_0140, 0x0048_1183, 0x0000_0000, 0x03fd_fdff,
    0x0042_a84a, 0x0052_f8ff, 0x0008_2000, 0x0000_0000, 0x0008_4100, 0x0000_3c02, 0x0044_1084,
    0x031d_f5f6, 0x0000_0000, 0x0002_5c01, 0x0040_0008, 0x0014_2000, 0x0000_0080, 0x03ff_7fff,
    0x03ff_ffff, 0x00fd_edf2, 0x02bf_eef7, 0x037f_ffff, 0x0044_1012, 0x03de_b7df, 0x03ff_ffdf,
    0x03ff_fffb, 0x005e_fc5b, 0x03ff_f3ff, 0x03ff_fffd, 0x03ff_fff7, 0x03f7_ff7d, 0x03ff_ffdf,
    0x01bf_fd5f, 0x009f_7781, 0x03ff_fdff, 0x03ff_ffff, 0x017f_fffb, 0x03ef_6757, 0x0084_1417,
    0x01ff_fff7, 0x0056_7c56, 0x01c6_7d0f, 0x0164_a85f, 0x03ff_ffff, 0x03ff_fffd, 0x03dd_fdff,
    0x01af_7fff, 0x03ff_fdff, 0x000a_6100, 0x03ff_efbf, 0x033f_bdb9, 0x03ff_ffe7, 0x0054_fb41,
    0x02ff_b87b, 0x01bf_ffef, 0x037f_7fff, 0x03ff_fdcf, 0x03f7_ffee, 0x03fb_ff75, 0x005b_f802,
    0x03ff_ffff, 0x03ff_ffdf, 0x037f_ffff, 0x03ff_ffff, 0x01dc_7c19, 0x01db_f9ff, 0x019f_73d7,
    0x03be_ab91, 0x0080_7a81, 0x0002_3000, 0x0112_0901, 0x0000_0000, 0x0010_1b51, 0x0004_0000,
    0x0000_0100, 0x0100_6093, 0x0000_2001, 0x0024_0040, 0x0000_0100, 0x0177_8dc1, 0x0050_3d37,
    0x0016_f14f, 0x0292_3559, 0x0000_2000, 0x0020_0100, 0x0000_0000, 0x03fa_ffff, 0x0014_8581,
    0x0012_8091, 0x0012_1000, 0x0000_0890, 0x0000_0001, 0x0000_0000, 0x0000_0001, 0x0004_2002,
    0x0136_fbf1, 0x0000_0402, 0x0000_0000, 0x0000_0000, 0x0002_f80c, 0x0000_0000, 0x000a_0000,
    0x0000_0000, 0x002c_287c, 0x0000_0000, 0x0218_fe01, 0x0004_8000, 0x03f7_9fff, 0x0000_9400,
    0x000a_0800, 0x0000_0000, 0x0000_0000, 0x000c_4001, 0x0020_0900, 0x0000_4000, 0x0008_3000,
    0x0000_0000, 0x0000_0001, 0x0000_0000, 0x0000_0000, 0x0000_0000, 0x03ff_ffff, 0x006f_9fb3,
    0x0000_0101, 0x0118_0648, 0x005e_f9cd, 0x0000_0040, 0x0110_4143, 0x0010_0441, 0x0132_3ff6,
    0x0000_0101, 0x0152_080b, 0x01f6_7dd5, 0x00cc_71df, 0x0150_f55e, 0x0146_7d7f, 0x0000_0004,
    0x0000_0000, 0x03f6_fdc2, 0x0036_0541, 0x0040_15a0, 0x01ba_388b, 0x0000_0000, 0x0042_4003,
    0x0040_0001, 0x0102_3102, 0x0000_0000, 0x017f_ff5f, 0x0142_f35e, 0x017a_78d6, 0x0101_5405,
    0x001e_984a, 0x0000_0001, 0x0052_396b, 0x003a_501d, 0x0126_2902, 0x0008_0002, 0x03ff_ef7f,
    0x0114_e15f, 0x03ff_feff, 0x031f_77cb, 0x0042_f54c, 0x03ff_ffff, 0x0008_0001, 0x005a_315b,
    0x0137_fb9f, 0x017f_fbdf, 0x001a_fa4b, 0x0004_6110, 0x004a_4e5d, 0x000a_1402, 0x0108_0e03,
    0x0000_9080, 0x03ff_ffff, 0x0180_7f93, 0x0000_a880, 0x0000_0459, 0x013e_0b15, 0x0000_0000,
    0x0056_9901, 0x0004_0809, 0x02bf_bfe9, 0x0000_0000, 0x011a_7d41, 0x0112_7953, 0x0287_fdde,
    0x0015_6c59, 0x018a_3d42, 0x0200_f4c3, 0x0000_0000, 0x0144_7c13, 0x0106_f84c, 0x0140_8801,
    0x03cb_bf7f, 0x0008_0001, 0x005b_2841, 0x0110_1841, 0x0212_0000, 0x0000_0440, 0x03ff_dfff,
    0x0058_0815, 0x0000_0089, 0x0000_0200, 0x0000_20c1, 0x0000_0000, 0x0002_3083, 0x00c0_610b,
    0x0240_3c03, 0x0000_0000, 0x023a_e4cb, 0x0045_3211, 0x03ff_ffff, 0x0004_0459, 0x0007_5084,
    0x03ff_ffff, 0x0000_0010, 0x0004_e041, 0x0012_1c01, 0x019d_b850, 0x0100_3881, 0x0000_0000,
    0x0000_0001, 0x0080_0000, 0x0000_a242, 0x0000_0201,
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn languages_scripts_and_regions_are_accepted() {
        for tag in [
            "en",
            "ar",
            "ar-MA",
            "fr-FR",
            "zh-Hant-TW",
            "es-419",
            "ary",
            "zgh-Tfng",
            "de-DE-1996",
            "sl-rozaj-biske",
            "en-US-u-ca-islamic-x-own",
            "x-own",
            "qaa",
            "i-klingon",
            "zh-yue-HK",
        ] {
            assert_eq!(check(tag), Ok(()), "{tag}");
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for tag in [
            "",
            "e",
            "en_US",
            "en-",
            "-en",
            "en--US",
            "x",
            "en-x",
            "en-u",
            "en-u-a",
            "en-abcdefghi",
            "é",
            "en-a-bb-a-cc",
            "english language",
        ] {
            assert_eq!(check(tag), Err(TagFault::Shape), "{tag}");
        }
        for tag in ["foo", "xx", "foo-BR", "english"] {
            assert_eq!(check(tag), Err(TagFault::Unknown), "{tag}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(tag in "[a-zA-Z0-9é-]{0,20}") {
            let _ = check(&tag);
        }
    }
}
