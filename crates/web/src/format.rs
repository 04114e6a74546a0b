//! Dates, times and numbers as each language writes them.
//!
//! Dates are always in the long form: the short Arabic form is digits only, and which of them is the
//! month depends on the reader. Times are shown in UTC and say so.

use std::fmt;
use std::sync::LazyLock;

use icu_calendar::Gregorian;
use icu_datetime::FixedCalendarDateTimeFormatter as DateFormatter;
use icu_datetime::fieldsets::{T, Y, YM, YMD, YMDE};
use icu_datetime::input::{Date, Time};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::DecimalFormatterOptions;
use icu_locale_core::Locale;
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};

use crate::language::Language;
use crate::strings::{Key, Strings};

/// The forms of dates, times and numbers in one language. Built once.
pub struct Formats {
    language: Language,
    forms: Option<Forms>,
}

impl Formats {
    /// The forms of a language.
    pub fn of(language: Language) -> &'static Self {
        static AR: LazyLock<Formats> = LazyLock::new(|| Formats::build(Language::Ar));
        static FR: LazyLock<Formats> = LazyLock::new(|| Formats::build(Language::Fr));
        static EN: LazyLock<Formats> = LazyLock::new(|| Formats::build(Language::En));
        match language {
            Language::Ar => &AR,
            Language::Fr => &FR,
            Language::En => &EN,
        }
    }

    /// A day: `3 juillet 2023`.
    ///
    /// ```
    /// # use mithaq_web::{Formats, Language};
    /// # use jiff::civil::date;
    /// assert_eq!(Formats::of(Language::Ar).date(date(2023, 7, 3)), "3 يوليوز 2023");
    /// ```
    pub fn date(&self, date: civil::Date) -> String {
        let text = self.written(date, |forms, day| forms.day.format(&day).to_string());
        self.with_first(date, text)
    }

    /// A day with its name: `lundi 3 juillet 2023`.
    pub fn weekday(&self, date: civil::Date) -> String {
        let text = self.written(date, |forms, day| forms.weekday.format(&day).to_string());
        self.with_first(date, text)
    }

    /// The day of a date by itself, as before "to 4 July": `3`, and `1er` for the first of a month.
    pub fn day_of_month(&self, date: civil::Date) -> String {
        self.with_first(date, date.day().to_string())
    }

    /// A month: `juillet 2023`; the day of the date is not read.
    pub fn month(&self, date: civil::Date) -> String {
        self.written(date, |forms, day| forms.month.format(&day).to_string())
    }

    /// A year: `2023`; the month and day of the date are not read.
    pub fn year(&self, date: civil::Date) -> String {
        self.written(date, |forms, day| forms.year.format(&day).to_string())
    }

    /// A day and a time with its zone: `3 juillet 2023, 14:02 UTC`.
    pub fn date_time(&self, at: Timestamp) -> String {
        let strings = Strings::of(self.language);
        let date = self.date(utc(at).date());
        strings.text_with(
            Key("date-time").0,
            &[("date", &date), ("time", &self.time(at))],
        )
    }

    /// A whole number, grouped: `12 345`.
    pub fn number(&self, number: u64) -> String {
        match &self.forms {
            Some(forms) => forms.number.format(&Decimal::from(number)).to_string(),
            None => number.to_string(),
        }
    }

    /// How long ago, or how far ahead, a moment is from `now`, in its largest unit, rounded down.
    ///
    /// From 24 hours on the days of the calendar are counted, in UTC, so that "yesterday" is yesterday.
    ///
    /// ```
    /// # use mithaq_web::{Formats, Language};
    /// # use jiff::Timestamp;
    /// let now: Timestamp = "2026-11-21T12:00:00Z".parse()?;
    /// let then: Timestamp = "2026-11-21T09:30:00Z".parse()?;
    /// assert_eq!(Formats::of(Language::En).age(then, now), "\u{2068}2\u{2069} hours ago");
    /// # Ok::<(), jiff::Error>(())
    /// ```
    pub fn age(&self, at: Timestamp, now: Timestamp) -> String {
        let seconds = now.as_second().saturating_sub(at.as_second());
        let (key, n) = match (seconds.unsigned_abs(), seconds >= 0) {
            (0..MINUTE, _) => return Strings::of(self.language).text(Key("age-now").0),
            (gap @ MINUTE..HOUR, true) => (Key("age-minutes"), gap / MINUTE),
            (gap @ MINUTE..HOUR, false) => (Key("ahead-minutes"), gap / MINUTE),
            (gap @ HOUR..DAY, true) => (Key("age-hours"), gap / HOUR),
            (gap @ HOUR..DAY, false) => (Key("ahead-hours"), gap / HOUR),
            (DAY.., true) => (Key("age-days"), days_between(at, now)),
            (DAY.., false) => (Key("ahead-days"), days_between(now, at)),
        };
        Strings::of(self.language).counted(key.0, n, &[])
    }

    /// The first of a month in the word that the language has for it, which CLDR's forms lack.
    fn with_first(&self, date: civil::Date, text: String) -> String {
        let first = match self.language {
            Language::Ar => "فاتح",
            Language::Fr => "1er",
            Language::En => return text,
        };
        if date.day() != 1 {
            return text;
        }
        let words = text.split(' ');
        let words = words.map(|word| if word == "1" { first } else { word });
        words.collect::<Vec<_>>().join(" ")
    }

    fn time(&self, at: Timestamp) -> String {
        let time = utc(at).time();
        let written = self.forms.as_ref().zip(icu_time(time));
        match written {
            Some((forms, time)) => forms.time.format(&time).to_string(),
            None => time.strftime("%H:%M").to_string(),
        }
    }

    fn written(
        &self,
        date: civil::Date,
        write: impl FnOnce(&Forms, Date<Gregorian>) -> String,
    ) -> String {
        match self.forms.as_ref().zip(icu_date(date)) {
            Some((forms, day)) => write(forms, day),
            None => date.to_string(),
        }
    }

    fn build(language: Language) -> Self {
        Self {
            language,
            forms: Forms::build(language),
        }
    }
}

impl fmt::Debug for Formats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Formats")
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

struct Forms {
    day: DateFormatter<Gregorian, YMD>,
    weekday: DateFormatter<Gregorian, YMDE>,
    month: DateFormatter<Gregorian, YM>,
    year: DateFormatter<Gregorian, Y>,
    time: DateFormatter<Gregorian, T>,
    number: DecimalFormatter,
}

impl Forms {
    /// `None` only if the program was built without the language's data, which a test would show.
    fn build(language: Language) -> Option<Self> {
        // The day before the month and a clock of 24 hours, in English too: officers of many
        // countries read the same page.
        let locale = match language {
            Language::Ar => "ar-MA-u-hc-h23",
            Language::Fr => "fr-u-hc-h23",
            Language::En => "en-GB-u-hc-h23",
        };
        let locale = locale.parse::<Locale>().ok()?;
        Some(Self {
            day: DateFormatter::try_new((&locale).into(), YMD::long()).ok()?,
            weekday: DateFormatter::try_new((&locale).into(), YMDE::long()).ok()?,
            month: DateFormatter::try_new((&locale).into(), YM::long()).ok()?,
            year: DateFormatter::try_new((&locale).into(), Y::long()).ok()?,
            time: DateFormatter::try_new((&locale).into(), T::hm()).ok()?,
            number: DecimalFormatter::try_new((&locale).into(), DecimalFormatterOptions::default())
                .ok()?,
        })
    }
}

fn utc(at: Timestamp) -> civil::DateTime {
    TimeZone::UTC.to_datetime(at)
}

fn days_between(earlier: Timestamp, later: Timestamp) -> u64 {
    let days = utc(later)
        .date()
        .duration_since(utc(earlier).date())
        .as_hours()
        / 24;
    days.unsigned_abs()
}

fn icu_date(date: civil::Date) -> Option<Date<Gregorian>> {
    let month = u8::try_from(date.month()).ok()?;
    let day = u8::try_from(date.day()).ok()?;
    Date::try_new_gregorian(i32::from(date.year()), month, day).ok()
}

fn icu_time(time: civil::Time) -> Option<Time> {
    let hour = u8::try_from(time.hour()).ok()?;
    let minute = u8::try_from(time.minute()).ok()?;
    Time::try_new(hour, minute, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn each<T>(write: impl Fn(&Formats) -> T) -> [T; 3] {
        Language::ALL.map(|language| write(Formats::of(language)))
    }

    #[test]
    fn every_language_has_its_data() {
        assert!(
            each(|formats| formats.forms.is_some())
                .iter()
                .all(|has| *has)
        );
    }

    #[test]
    fn the_months_of_morocco_are_used_in_arabic() {
        let arabic = Formats::of(Language::Ar);
        let months: Vec<_> = (1..=12)
            .map(|month| arabic.month(date(2026, month, 1)))
            .collect();
        insta::assert_debug_snapshot!(months, @r#"
        [
            "يناير 2026",
            "فبراير 2026",
            "مارس 2026",
            "أبريل 2026",
            "ماي 2026",
            "يونيو 2026",
            "يوليوز 2026",
            "غشت 2026",
            "شتنبر 2026",
            "أكتوبر 2026",
            "نونبر 2026",
            "دجنبر 2026",
        ]
        "#);
    }

    #[test]
    fn dates_are_long() {
        insta::assert_debug_snapshot!(each(|formats| formats.date(date(2022, 8, 10))), @r#"
        [
            "10 غشت 2022",
            "10 août 2022",
            "10 August 2022",
        ]
        "#);
        insta::assert_debug_snapshot!(each(|formats| formats.weekday(date(2022, 8, 10))), @r#"
        [
            "الأربعاء، 10 غشت 2022",
            "mercredi 10 août 2022",
            "Wednesday, 10 August 2022",
        ]
        "#);
        insta::assert_debug_snapshot!(each(|formats| formats.year(date(2022, 8, 10))), @r#"
        [
            "2022",
            "2022",
            "2022",
        ]
        "#);
    }

    #[test]
    fn the_first_of_a_month_has_its_own_word() {
        let first = date(2026, 11, 1);
        insta::assert_debug_snapshot!(each(|formats| formats.date(first)), @r#"
        [
            "فاتح نونبر 2026",
            "1er novembre 2026",
            "1 November 2026",
        ]
        "#);
        insta::assert_debug_snapshot!(each(|formats| formats.weekday(first)), @r#"
        [
            "الأحد، فاتح نونبر 2026",
            "dimanche 1er novembre 2026",
            "Sunday, 1 November 2026",
        ]
        "#);
        assert_eq!(
            each(|formats| formats.day_of_month(first)),
            ["فاتح", "1er", "1"]
        );
        assert_eq!(
            each(|formats| formats.day_of_month(date(2026, 11, 11))),
            ["11"; 3]
        );
    }

    #[test]
    fn times_name_their_zone() {
        let at: Timestamp = "2026-11-21T21:05:59Z".parse().unwrap();
        insta::assert_debug_snapshot!(each(|formats| formats.date_time(at)), @r#"
        [
            "\u{2068}21 نونبر 2026\u{2069} على الساعة \u{2068}21:05\u{2069} UTC",
            "\u{2068}21 novembre 2026\u{2069} à \u{2068}21:05\u{2069} UTC",
            "\u{2068}21 November 2026\u{2069}, \u{2068}21:05\u{2069} UTC",
        ]
        "#);
    }

    #[test]
    fn numbers_are_grouped() {
        insta::assert_debug_snapshot!(each(|formats| formats.number(1_234_567)), @r#"
        [
            "1.234.567",
            "1\u{202f}234\u{202f}567",
            "1,234,567",
        ]
        "#);
    }

    #[test]
    fn ages_use_the_largest_unit() {
        let now: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
        let ages = |seconds: i64| {
            let at = now
                .checked_sub(jiff::SignedDuration::from_secs(seconds))
                .unwrap();
            each(|formats| formats.age(at, now))
        };
        insta::assert_debug_snapshot!(
            [59, 60, 3_599, 7_200, 90_000, 130_000, 1_000_000, -120, -86_400].map(ages),
            @r#"
        [
            [
                "الآن",
                "à l’instant",
                "now",
            ],
            [
                "قبل دقيقة",
                "il y a \u{2068}1\u{2069} minute",
                "1 minute ago",
            ],
            [
                "قبل \u{2068}59\u{2069} دقيقة",
                "il y a \u{2068}59\u{2069} minutes",
                "\u{2068}59\u{2069} minutes ago",
            ],
            [
                "قبل ساعتين",
                "il y a \u{2068}2\u{2069} heures",
                "\u{2068}2\u{2069} hours ago",
            ],
            [
                "أمس",
                "hier",
                "yesterday",
            ],
            [
                "قبل يومين",
                "il y a \u{2068}2\u{2069} jours",
                "\u{2068}2\u{2069} days ago",
            ],
            [
                "قبل \u{2068}12\u{2069} يوم\u{64b}ا",
                "il y a \u{2068}12\u{2069} jours",
                "\u{2068}12\u{2069} days ago",
            ],
            [
                "بعد دقيقتين",
                "dans \u{2068}2\u{2069} minutes",
                "in \u{2068}2\u{2069} minutes",
            ],
            [
                "غد\u{64b}ا",
                "demain",
                "tomorrow",
            ],
        ]
        "#
        );
    }
}
