//! Days in words, as an administration writes them.

use jiff::civil::Date;

use crate::Lang;

/// The day in words: `1 December 2026`, `1er décembre 2026`, `فاتح دجنبر 2026`.
///
/// Arabic has the month names of the Maghreb, and its word for the first of a month.
pub(crate) fn in_words(day: Date, lang: Lang) -> String {
    let month = month(day.month(), lang);
    match (lang, day.day()) {
        (Lang::Ar, 1) => format!("فاتح {month} {}", day.year()),
        (Lang::Fr, 1) => format!("1er {month} {}", day.year()),
        (_, number) => format!("{number} {month} {}", day.year()),
    }
}

fn month(number: i8, lang: Lang) -> &'static str {
    let names = match lang {
        Lang::Ar => [
            "يناير",
            "فبراير",
            "مارس",
            "أبريل",
            "ماي",
            "يونيو",
            "يوليوز",
            "غشت",
            "شتنبر",
            "أكتوبر",
            "نونبر",
            "دجنبر",
        ],
        Lang::Fr => [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
        Lang::En => [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
    };
    usize::try_from(number - 1)
        .ok()
        .and_then(|at| names.get(at))
        .copied()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_first_of_a_month_has_its_own_form() {
        let first = Lang::ALL.map(|lang| in_words(date(2026, 12, 1), lang));
        assert_eq!(
            first,
            ["فاتح دجنبر 2026", "1er décembre 2026", "1 December 2026"]
        );
        let second = Lang::ALL.map(|lang| in_words(date(2027, 8, 31), lang));
        assert_eq!(second, ["31 غشت 2027", "31 août 2027", "31 August 2027"]);
    }
}
