//! Timestamps that keep their text.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// A STIX timestamp, with its text exactly as it was written (STIX 2.1 section 2.16).
///
/// `YYYY-MM-DDThh:mm:ss[.f+]Z`, with any number of fraction digits. Two timestamps are equal when
/// they name the same instant, however many zeros end their fractions. Second 60 is accepted
/// where a leap second can be, at the end of a month, and comes after every part of second 59.
///
/// ```
/// use mithaq_stix::StixTime;
///
/// let early: StixTime = "2016-05-12T08:17:27.000Z".parse()?;
/// let late: StixTime = "2016-05-12T08:17:27.0000000001Z".parse()?;
/// assert!(early < late);
/// assert_eq!(early.as_str(), "2016-05-12T08:17:27.000Z");
/// assert_eq!(early, "2016-05-12T08:17:27Z".parse()?);
/// # Ok::<(), mithaq_stix::ParseTimeError>(())
/// ```
#[derive(Clone)]
pub struct StixTime {
    // INVARIANT: 19 characters of date and time, perhaps a dot and digits, and `Z`: all ASCII.
    text: Box<str>,
}

/// Length of `YYYY-MM-DDThh:mm:ss`.
const WHOLE: usize = 19;

impl StixTime {
    /// An instant in milliseconds, as STIX programs write it; finer digits are cut off.
    pub fn from_timestamp(at: Timestamp) -> Self {
        Self::with_digits(at, 3)
    }

    /// An instant in microseconds, as TAXII writes it; finer digits are cut off.
    pub fn from_timestamp_micros(at: Timestamp) -> Self {
        Self::with_digits(at, 6)
    }

    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// A text whose order is the order of time: without `Z` and without the zeros that end the
    /// fraction.
    pub fn sort_key(&self) -> String {
        self.key().to_owned()
    }

    /// The instant, its fraction cut to nanoseconds; a leap second is the last nanosecond before it.
    pub fn to_timestamp(&self) -> Timestamp {
        let number = |from: usize, to: usize| -> i16 {
            self.text
                .get(from..to)
                .and_then(|digits| digits.parse().ok())
                .unwrap_or_default()
        };
        let small = |from, to| i8::try_from(number(from, to)).unwrap_or_default();
        let leap = number(17, 19) == 60;
        let second = if leap { 59 } else { small(17, 19) };
        let nanosecond = if leap { 999_999_999 } else { self.nanosecond() };
        DateTime::new(
            number(0, 4),
            small(5, 7),
            small(8, 10),
            small(11, 13),
            small(14, 16),
            second,
            nanosecond,
        )
        .and_then(|time| TimeZone::UTC.to_timestamp(time))
        .unwrap_or(Timestamp::MAX)
    }

    /// The first whole millisecond after this instant; none at the end of the calendar.
    pub(crate) fn next_millisecond(&self) -> Option<Self> {
        let next = self.to_timestamp().as_millisecond().checked_add(1)?;
        let next = Self::from_timestamp(Timestamp::from_millisecond(next).ok()?);
        // A leap second has no instant of its own.
        if next > *self { Some(next) } else { None }
    }

    /// How many digits follow the dot; none if there is no dot.
    pub fn fraction_digits(&self) -> usize {
        self.text.len().saturating_sub(WHOLE + 2)
    }

    fn with_digits(at: Timestamp, digits: usize) -> Self {
        let first = Date::constant(0, 1, 1).at(0, 0, 0, 0);
        let earliest = TimeZone::UTC
            .to_timestamp(first)
            .unwrap_or(Timestamp::UNIX_EPOCH);
        let time = TimeZone::UTC.to_datetime(at.max(earliest));
        let scale = 10_i32.pow(9 - u32::try_from(digits).unwrap_or(9).min(9));
        let fraction = time.subsec_nanosecond() / scale;
        let whole = time.strftime("%Y-%m-%dT%H:%M:%S");
        Self {
            text: format!("{whole}.{fraction:0digits$}Z").into(),
        }
    }

    fn key(&self) -> &str {
        sort_key_of(&self.text)
    }

    fn nanosecond(&self) -> i32 {
        let digits = self
            .text
            .bytes()
            .skip(WHOLE + 1)
            .take_while(u8::is_ascii_digit);
        digits
            .chain(std::iter::repeat(b'0'))
            .take(9)
            .fold(0, |sum, digit| sum * 10 + i32::from(digit - b'0'))
    }
}

/// The part of a timestamp's text that orders it in time.
pub(crate) fn sort_key_of(text: &str) -> &str {
    let text = text.strip_suffix('Z').unwrap_or(text);
    if text.len() > WHOLE {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        text
    }
}

impl FromStr for StixTime {
    type Err = ParseTimeError;

    fn from_str(text: &str) -> Result<Self, ParseTimeError> {
        check(text)?;
        Ok(Self { text: text.into() })
    }
}

impl PartialEq for StixTime {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for StixTime {}

impl PartialOrd for StixTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for StixTime {
    fn cmp(&self, other: &Self) -> Ordering {
        // The fields have fixed widths, so their text has the order of time; a key that is a
        // prefix of another has only a shorter fraction, and is earlier.
        self.key().cmp(other.key())
    }
}

impl Hash for StixTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl fmt::Display for StixTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for StixTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Why a text is not a timestamp.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseTimeError {
    /// The text has another shape.
    #[error("a timestamp is written `2016-05-12T08:17:27.000Z`, in UTC, with capital `T` and `Z`")]
    Shape,
    /// The month or the day does not exist.
    #[error("there is no such day in the calendar")]
    Date,
    /// The hour, minute or second does not exist.
    #[error("there is no such time of day")]
    TimeOfDay,
}

/// Checks the shape and the calendar, without keeping anything.
pub(crate) fn check(text: &str) -> Result<(), ParseTimeError> {
    let (whole, rest) = text
        .as_bytes()
        .split_first_chunk::<WHOLE>()
        .ok_or(ParseTimeError::Shape)?;
    let &[
        y0,
        y1,
        y2,
        y3,
        b'-',
        o0,
        o1,
        b'-',
        d0,
        d1,
        b'T',
        h0,
        h1,
        b':',
        m0,
        m1,
        b':',
        s0,
        s1,
    ] = whole
    else {
        return Err(ParseTimeError::Shape);
    };
    let fraction = match rest {
        [b'Z'] => &[][..],
        [b'.', digits @ .., b'Z'] if !digits.is_empty() => digits,
        _ => return Err(ParseTimeError::Shape),
    };
    let fields = [y0, y1, y2, y3, o0, o1, d0, d1, h0, h1, m0, m1, s0, s1];
    if !fields.iter().chain(fraction).all(u8::is_ascii_digit) {
        return Err(ParseTimeError::Shape);
    }
    let two = |tens: u8, ones: u8| u16::from(tens - b'0') * 10 + u16::from(ones - b'0');
    let year = two(y0, y1) * 100 + two(y2, y3);
    let last_day = days_in(year, two(o0, o1)).ok_or(ParseTimeError::Date)?;
    let day = two(d0, d1);
    if !(1..=last_day).contains(&day) {
        return Err(ParseTimeError::Date);
    }
    match (two(h0, h1), two(m0, m1), two(s0, s1)) {
        (0..=23, 0..=59, 0..=59) => Ok(()),
        (23, 59, 60) if day == last_day => Ok(()),
        _ => Err(ParseTimeError::TimeOfDay),
    }
}

fn days_in(year: u16, month: u16) -> Option<u16> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 => Some(if leap { 29 } else { 28 }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn time(text: &str) -> StixTime {
        text.parse().unwrap()
    }

    #[test]
    fn other_shapes_and_impossible_instants_are_refused() {
        let refused = |text: &str| text.parse::<StixTime>().unwrap_err();
        for text in [
            "",
            "2016-05-12",
            "2016-05-12T08:17:27",
            "2016-05-12t08:17:27Z",
            "2016-05-12T08:17:27z",
            "2016-05-12T08:17:27.Z",
            "2016-05-12T08:17:27+00:00",
            "2016-05-12 08:17:27Z",
            "2016-05-12T08:17:27.0a0Z",
            " 2016-05-12T08:17:27Z",
            "2016-05-12T08:17:2éZ",
        ] {
            assert_eq!(refused(text), ParseTimeError::Shape, "{text}");
        }
        for text in [
            "2017-02-29T00:00:00Z",
            "2016-02-30T00:00:00Z",
            "2016-13-01T00:00:00Z",
            "2016-00-01T00:00:00Z",
            "2016-01-00T00:00:00Z",
            "1900-02-29T00:00:00Z",
        ] {
            assert_eq!(refused(text), ParseTimeError::Date, "{text}");
        }
        for text in [
            "2016-05-12T24:00:00Z",
            "2016-05-12T08:60:00Z",
            "2016-05-12T08:17:61Z",
            "2016-05-12T08:17:60Z",
            "2016-05-12T23:59:60Z",
        ] {
            assert_eq!(refused(text), ParseTimeError::TimeOfDay, "{text}");
        }
        assert!("2000-02-29T00:00:00Z".parse::<StixTime>().is_ok());
    }

    #[test]
    fn a_leap_second_lies_between_its_neighbours() {
        let leap = time("2016-12-31T23:59:60Z");
        assert!(time("2016-12-31T23:59:59.999999999999Z") < leap);
        assert!(leap < time("2017-01-01T00:00:00Z"));
        assert_eq!(
            leap.to_timestamp().to_string(),
            "2016-12-31T23:59:59.999999999Z"
        );
    }

    #[test]
    fn the_fraction_is_kept_and_compared_whole() {
        let long = time("2020-01-01T00:00:00.123456789123Z");
        assert_eq!(long.fraction_digits(), 12);
        assert_eq!(
            long.to_timestamp().to_string(),
            "2020-01-01T00:00:00.123456789Z"
        );
        assert!(time("2020-01-01T00:00:00.123456789122Z") < long);
        assert_eq!(
            time("2020-01-01T00:00:10.00Z").sort_key(),
            "2020-01-01T00:00:10"
        );
        assert_eq!(
            time("2020-01-01T00:00:00.100Z").sort_key(),
            "2020-01-01T00:00:00.1"
        );
        assert_eq!(time("2020-01-01T00:00:00Z").fraction_digits(), 0);
    }

    #[test]
    fn an_instant_is_written_with_its_digits() {
        let at: Timestamp = "2026-01-02T03:04:05.9876543Z".parse().unwrap();
        assert_eq!(
            StixTime::from_timestamp(at).as_str(),
            "2026-01-02T03:04:05.987Z"
        );
        assert_eq!(
            StixTime::from_timestamp_micros(at).as_str(),
            "2026-01-02T03:04:05.987654Z"
        );
        assert_eq!(
            StixTime::from_timestamp(Timestamp::MIN).as_str(),
            "0000-01-01T00:00:00.000Z"
        );
        let before_1970: Timestamp = "1969-12-31T23:59:59.25Z".parse().unwrap();
        assert_eq!(
            StixTime::from_timestamp(before_1970).as_str(),
            "1969-12-31T23:59:59.250Z"
        );
        assert!(
            StixTime::from_timestamp(Timestamp::MAX)
                .as_str()
                .parse::<StixTime>()
                .is_ok()
        );
    }

    proptest! {
        #[test]
        fn milliseconds_round_trip(milliseconds in -62_167_219_200_000_i64..253_402_200_000_000) {
            let at = Timestamp::from_millisecond(milliseconds).unwrap();
            let written = StixTime::from_timestamp(at);
            prop_assert_eq!(written.to_timestamp(), at);
            prop_assert_eq!(&time(written.as_str()), &written);
        }

        #[test]
        fn the_order_is_that_of_the_sort_keys_and_of_the_instants(
            a in "20(19|20)-0[12]-0[12]T00:0[01]:5[89](\\.[0-3]{1,12})?Z",
            b in "20(19|20)-0[12]-0[12]T00:0[01]:5[89](\\.[0-3]{1,12})?Z",
        ) {
            let (a, b) = (time(&a), time(&b));
            prop_assert_eq!(a.cmp(&b), a.sort_key().cmp(&b.sort_key()));
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
            prop_assert_eq!(a == b, a.cmp(&b).is_eq());
            if a.to_timestamp() != b.to_timestamp() {
                prop_assert_eq!(a.cmp(&b), a.to_timestamp().cmp(&b.to_timestamp()));
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,40}") {
            let _ = text.parse::<StixTime>();
        }
    }
}
