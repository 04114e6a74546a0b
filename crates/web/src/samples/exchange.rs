//! Exchange: three tabs, full and empty.

use super::{
    KALDERA, MEMORANDUM, OSTREVANE, PROTOCOL, above_ceiling, agreement, at, disguised, in_words,
    indicator, malware, never_red, outside_subjects, report, secret,
};
use crate::language::Language;
use crate::pages::exchange::{
    DisclosedLine, ExchangeCounts, ExchangeLines, ExchangeTab, ExchangeView, ReleasedLine,
    WithheldLine,
};
use crate::pages::{ObjectLine, Pager, Reason};

impl ExchangeView {
    /// A tab with lines.
    pub fn sample(language: Language, tab: ExchangeTab) -> Self {
        let lines = match tab {
            ExchangeTab::Released => ExchangeLines::Released(released(language)),
            ExchangeTab::Withheld => ExchangeLines::Withheld(withheld(language)),
            ExchangeTab::Disclosed => ExchangeLines::Disclosed(disclosed(language)),
        };
        Self {
            lines,
            counts: ExchangeCounts {
                released: 1_204,
                withheld: 86,
                disclosed: 312,
            },
            agreements: vec![
                agreement(language, MEMORANDUM),
                agreement(language, PROTOCOL),
            ],
            chosen: Some(MEMORANDUM.0.to_owned()),
            pager: Pager {
                older: Some("1180".to_owned()),
                newer: Some("1231".to_owned()),
            },
        }
    }

    /// A tab without lines.
    pub fn sample_empty(tab: ExchangeTab) -> Self {
        let lines = match tab {
            ExchangeTab::Released => ExchangeLines::Released(vec![]),
            ExchangeTab::Withheld => ExchangeLines::Withheld(vec![]),
            ExchangeTab::Disclosed => ExchangeLines::Disclosed(vec![]),
        };
        Self {
            lines,
            counts: ExchangeCounts::default(),
            agreements: vec![],
            chosen: None,
            pager: Pager::default(),
        }
    }
}

pub(super) fn released(language: Language) -> Vec<ReleasedLine> {
    let line = |sequence, object: ObjectLine, hour, recalled_at| ReleasedLine {
        sequence,
        object,
        agreement: agreement(language, MEMORANDUM),
        partner: in_words(language, KALDERA),
        article: "3".to_owned(),
        at: at(2, hour, 40),
        recalled_at,
    };
    vec![
        line(1_204, indicator(), 13, None),
        line(1_203, report(), 11, None),
        line(1_202, disguised(), 9, Some(at(2, 12, 5))),
    ]
}

pub(super) fn withheld(language: Language) -> Vec<WithheldLine> {
    let line = |object: ObjectLine, reasons: Vec<Reason>, hour| WithheldLine {
        object,
        agreement: agreement(language, MEMORANDUM),
        partner: in_words(language, KALDERA),
        reasons,
        at: at(2, hour, 5),
    };
    vec![
        line(malware(), vec![above_ceiling(language)], 13),
        line(
            report(),
            vec![outside_subjects(language), above_ceiling(language)],
            12,
        ),
        line(secret(), vec![never_red(language)], 8),
    ]
}

fn disclosed(language: Language) -> Vec<DisclosedLine> {
    let line = |first, last, receipt, about, partner, hour| DisclosedLine {
        agreement: agreement(language, about),
        partner: in_words(language, partner),
        objects: last - first + 1,
        first,
        last,
        receipt,
        at: at(2, hour, 1),
    };
    vec![
        line(1_194, 1_204, 48_111, MEMORANDUM, KALDERA, 14),
        line(52, 53, 48_090, PROTOCOL, OSTREVANE, 12),
        line(1_193, 1_193, 48_071, MEMORANDUM, KALDERA, 7),
    ]
}
