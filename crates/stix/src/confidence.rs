//! Confidence in words (STIX 2.1 appendix A).

/// A scale in whose words the property `confidence` can be said.
///
/// ```
/// use mithaq_stix::ConfidenceScale;
///
/// let scale = ConfidenceScale::EstimativeProbability;
/// assert_eq!(scale.word(75), Some("Likely/Probable"));
/// assert_eq!(scale.value("Likely/Probable"), Some(70));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum ConfidenceScale {
    /// None, low, medium, high.
    NoneToHigh,
    /// Whole numbers from 0 to 10.
    ZeroToTen,
    /// The credibility of the Admiralty code. That truth cannot be judged is said by no value.
    Admiralty,
    /// Words of estimative probability.
    EstimativeProbability,
    /// The scale of the US Director of National Intelligence (ICD 203).
    Dni,
}

/// A word, the value that is written for it, and the last value that is read as it.
type Step = (&'static str, u8, u8);

impl ConfidenceScale {
    /// Every scale.
    pub const ALL: [Self; 5] = [
        Self::NoneToHigh,
        Self::ZeroToTen,
        Self::Admiralty,
        Self::EstimativeProbability,
        Self::Dni,
    ];

    /// The word for a value; none above 100.
    pub fn word(self, confidence: u8) -> Option<&'static str> {
        let steps = self.steps().iter();
        let mut fitting = steps.filter(|(_, _, last)| confidence <= *last);
        fitting.next().map(|(word, ..)| *word)
    }

    /// The value for a word; none if the scale has no such word.
    pub fn value(self, word: &str) -> Option<u8> {
        let mut steps = self.steps().iter();
        steps
            .find(|(known, ..)| *known == word)
            .map(|(_, value, _)| *value)
    }

    /// The words, from no confidence upwards.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        self.steps().iter().map(|(word, ..)| *word)
    }

    fn steps(self) -> &'static [Step] {
        match self {
            Self::NoneToHigh => &[
                ("None", 0, 0),
                ("Low", 15, 29),
                ("Med", 50, 69),
                ("High", 85, 100),
            ],
            Self::ZeroToTen => &[
                ("0", 0, 4),
                ("1", 10, 14),
                ("2", 20, 24),
                ("3", 30, 34),
                ("4", 40, 44),
                ("5", 50, 54),
                ("6", 60, 64),
                ("7", 70, 74),
                ("8", 80, 84),
                ("9", 90, 94),
                ("10", 100, 100),
            ],
            Self::Admiralty => &[
                ("5 - Improbable", 10, 19),
                ("4 - Doubtful", 30, 39),
                ("3 - Possibly True", 50, 59),
                ("2 - Probably True", 70, 79),
                ("1 - Confirmed by other sources", 90, 100),
            ],
            Self::EstimativeProbability => &[
                ("Impossible", 0, 0),
                ("Highly Unlikely/Almost Certainly Not", 10, 19),
                ("Unlikely/Probably Not", 30, 39),
                ("Even Chance", 50, 59),
                ("Likely/Probable", 70, 79),
                ("Highly likely/Almost Certain", 90, 99),
                ("Certain", 100, 100),
            ],
            Self::Dni => &[
                ("Almost No Chance / Remote", 5, 9),
                ("Very Unlikely / Highly Improbable", 15, 19),
                ("Unlikely / Improbable", 30, 39),
                ("Roughly Even Chance / Roughly Even Odds", 50, 59),
                ("Likely / Probable", 70, 79),
                ("Very Likely / Highly Probable", 85, 89),
                ("Almost Certain / Nearly Certain", 95, 100),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_the_word_of_its_value() {
        for scale in ConfidenceScale::ALL {
            for word in scale.words() {
                assert_eq!(
                    scale.value(word).and_then(|value| scale.word(value)),
                    Some(word)
                );
            }
            assert!((0..=100).all(|value| scale.word(value).is_some()));
            assert_eq!(scale.word(101), None);
            assert_eq!(scale.value("Perhaps"), None);
        }
    }
}
