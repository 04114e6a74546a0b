//! What the templates write with: messages, dates, numbers, codes and icons of one page.

use std::borrow::Borrow;
use std::fmt::Display;

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};

use crate::assets;
use crate::foreign::{self, visible};
use crate::format::Formats;
use crate::language::Language;
use crate::markup::Markup;
use crate::page::{LogFoot, Page};
use crate::strings::{Key, Strings};
use crate::words::Word;

#[expect(
    clippy::trivially_copy_pass_by_ref,
    clippy::unused_self,
    reason = "templates have the page at hand, and pass what stands in a view by reference"
)]
impl Page {
    /// Whether the page belongs to a part of the node: `agreements` for `agreements/…`.
    pub(crate) fn is_in(&self, part: &str) -> bool {
        self.path.split(['/', '?']).next() == Some(part)
    }

    /// The languages to choose from.
    pub(crate) fn languages(&self) -> [Language; 3] {
        Language::ALL
    }

    pub(crate) fn text(&self, key: &str) -> String {
        Strings::of(self.language).text(key)
    }

    pub(crate) fn label(&self, key: impl Borrow<Key>) -> String {
        self.text(key.borrow().0)
    }

    /// A message whose plural form is chosen by its value `n`.
    pub(crate) fn counted(&self, key: &str, n: impl Borrow<u64>) -> String {
        Strings::of(self.language).counted(key, *n.borrow(), &[])
    }

    /// A message with one value, called `value`.
    pub(crate) fn filled(&self, key: &str, value: impl Display) -> String {
        Strings::of(self.language).text_with(key, &[("value", &value.to_string())])
    }

    pub(crate) fn number(&self, number: &u64) -> String {
        Formats::of(self.language).number(*number)
    }

    pub(crate) fn word(&self, word: &Word) -> Markup {
        word.html(self.language)
    }

    /// A day.
    pub(crate) fn date(&self, date: &civil::Date) -> Markup {
        let text = Formats::of(self.language).date(*date);
        Markup::element("time", &[("datetime", &date.to_string())], &text)
    }

    /// The day of a moment, in UTC.
    pub(crate) fn day(&self, at: &Timestamp) -> Markup {
        self.date(&TimeZone::UTC.to_datetime(*at).date())
    }

    /// A day and time, with the zone.
    pub(crate) fn moment(&self, at: &Timestamp) -> Markup {
        let text = Formats::of(self.language).date_time(*at);
        Markup::element("time", &[("datetime", &at.to_string())], &text)
    }

    /// How long ago, or how far ahead; the moment itself on hover.
    pub(crate) fn age(&self, at: &Timestamp) -> Markup {
        let formats = Formats::of(self.language);
        let attributes = [
            ("datetime", &*at.to_string()),
            ("title", &*formats.date_time(*at)),
        ];
        Markup::element("time", &attributes, &formats.age(*at, self.now))
    }

    pub(crate) fn today(&self) -> String {
        Formats::of(self.language).weekday(TimeZone::UTC.to_datetime(self.now).date())
    }

    /// An identifier, hash or other machine text: left to right, in one piece.
    pub(crate) fn code(&self, text: impl Display) -> Markup {
        Markup::element(
            "code",
            &[("dir", "ltr"), ("translate", "no")],
            &visible(&text.to_string()),
        )
    }

    /// A sentence that another part of this program wrote in the page's language.
    ///
    /// It may isolate the names in it, as ours do; every other unseen character is shown.
    pub(crate) fn sentence(&self, text: &str) -> Markup {
        Markup::element(
            "bdi",
            &[("dir", self.language.dir())],
            &foreign::sentence(text),
        )
    }

    pub(crate) fn visible(&self, text: &str) -> String {
        visible(text)
    }

    /// An article by its number.
    pub(crate) fn article(&self, number: &str) -> String {
        self.filled(Key("article").0, visible(number))
    }

    /// An article by its number, before its title.
    pub(crate) fn article_title(&self, number: &str) -> String {
        self.filled(Key("article-title").0, visible(number))
    }

    /// The name of an article's place in its agreement's page.
    pub(crate) fn anchor(&self, number: &str) -> String {
        let kept = number
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' });
        format!("article-{}", kept.collect::<String>())
    }

    pub(crate) fn foot(&self, log: &LogFoot) -> String {
        let sealed_at = Formats::of(self.language).date_time(log.sealed_at);
        Strings::of(self.language).counted(Key("foot").0, log.size, &[("at", &sealed_at)])
    }

    /// The face that most of the page is set in, to be fetched first.
    pub(crate) fn main_font(&self) -> &'static str {
        match self.language {
            Language::Ar => "ibm-plex-sans-arabic-arabic-400-normal.woff2",
            Language::Fr | Language::En => "inter-latin-wght-normal.woff2",
        }
    }

    pub(crate) fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    pub(crate) fn icon(&self, name: &str) -> Markup {
        self.picture("ico", name)
    }

    /// An arrow against the direction of reading.
    pub(crate) fn icon_back(&self) -> Markup {
        self.picture("ico flip", "chevron-left")
    }

    /// An arrow in the direction of reading.
    pub(crate) fn icon_on(&self) -> Markup {
        self.picture("ico flip", "chevron-right")
    }

    pub(crate) fn mark(&self) -> Markup {
        self.picture("mark", "mark")
    }

    fn picture(&self, class: &str, name: &str) -> Markup {
        Markup::icon(class, &format!("{}#{name}", assets::address("icons.svg")))
    }

    /// The address of a log entry's page.
    pub(crate) fn entry_url(&self, index: &u64) -> String {
        self.url(format_args!("log/{index}"))
    }

    /// Which numbers of an agreement's sequence a disclosure covers.
    pub(crate) fn sequence_range(&self, first: &u64, last: &u64) -> String {
        if first == last {
            return self.filled("sequence", self.number(first));
        }
        let (first, last) = (self.number(first), self.number(last));
        let range = [("first", first.as_str()), ("last", last.as_str())];
        Strings::of(self.language).text_with(Key("sequence-range").0, &range)
    }
}
