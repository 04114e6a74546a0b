//! The log and one of its entries.

use super::{KALDERA, MEMORANDUM, OSTREVANE, PROTOCOL, agreement, at, in_words};
use crate::language::Language;
use crate::pages::Pager;
use crate::pages::log::{LogLine, LogView};
use crate::pages::log_entry::{Inclusion, LogEntryView, Opening};
use crate::words::{Vocabulary, Word};

const ROOT: &str = "TszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=";

impl LogView {
    /// A log with entries.
    pub fn sample(language: Language) -> Self {
        let memorandum = Some((MEMORANDUM, KALDERA));
        let protocol = Some((PROTOCOL, OSTREVANE));
        Self {
            origin: "norvania.example/mithaq".to_owned(),
            size: 48_112,
            root: ROOT.to_owned(),
            verifier_key:
                "norvania.example/mithaq+d1a2b3c4+AaGwN3Qe0X9mJ1uYkz0oKqVbJ8r1S2t3U4v5W6x7Y8z9"
                    .to_owned(),
            checkpoint: format!(
                "norvania.example/mithaq\n48112\n{ROOT}\n\n— norvania.example/mithaq 0aKzxA==\n"
            ),
            sealed_at: Some(at(2, 14, 2)),
            entries: vec![
                line(language, 48_111, "disclosed", memorandum, 0),
                line(language, 48_110, "released", memorandum, 22),
                line(language, 48_109, "rehandled", memorandum, 23),
                line(language, 48_108, "token-issued", memorandum, 115),
                LogLine {
                    is_erased: true,
                    ..line(language, 48_107, "accepted", None, 180)
                },
                line(language, 48_106, "agreement-signed", protocol, 320),
                line(language, 48_105, "agreement-drafted", protocol, 330),
            ],
            pager: Pager {
                older: Some("48105".to_owned()),
                newer: None,
            },
        }
    }

    /// A log before its first entry.
    pub fn sample_empty(language: Language) -> Self {
        Self {
            size: 0,
            root: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=".to_owned(),
            checkpoint: String::new(),
            sealed_at: None,
            entries: vec![],
            pager: Pager::default(),
            ..Self::sample(language)
        }
    }
}

impl LogEntryView {
    /// An entry that the tree holds, with its opening.
    pub fn sample(language: Language) -> Self {
        Self {
            line: line(
                language,
                48_111,
                "disclosed",
                Some((MEMORANDUM, KALDERA)),
                0,
            ),
            opening: Some(Opening {
                content: "{\n  \"act\": \"disclosed\",\n  \"sequence\": [1194, 1204]\n}".to_owned(),
                salt: "mKq1b0a1T4l5m9Q7vHk1x2pYc3d4e5f6A7B8C9D0E1F=".to_owned(),
            }),
            leaf: "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=".to_owned(),
            proof: vec![
                "ljBC+PsGlo8SFqzGWfvz1ZqjfrLOCBrMvXyHxZ1y0aU=".to_owned(),
                "d3xB5uQ+0Vr0v4vOqKQmT1u0Zc4cS7H8Xb1mQvT8b3o=".to_owned(),
            ],
            size: 48_112,
            root: ROOT.to_owned(),
            inclusion: Inclusion::Verified,
        }
    }

    /// An erased entry whose proof does not lead to the root.
    pub fn sample_failed(language: Language, sentence: &str) -> Self {
        Self {
            opening: None,
            proof: vec![],
            inclusion: Inclusion::Failed {
                sentence: sentence.to_owned(),
            },
            ..Self::sample(language)
        }
    }
}

type Under = Option<((&'static str, [&'static str; 3]), [&'static str; 3])>;

fn line(language: Language, index: u64, act: &str, under: Under, minutes_before: i64) -> LogLine {
    LogLine {
        index,
        act: Word::new(Vocabulary::Act, act),
        at: at(2, 14, 1 - minutes_before),
        agreement: under.map(|(about, _)| agreement(language, about)),
        partner: under.map(|(_, partner)| in_words(language, partner)),
        is_erased: false,
    }
}
