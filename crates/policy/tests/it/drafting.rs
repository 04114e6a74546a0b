//! What a draft may say, and what its author is told when it may not.

use mithaq_policy::{Article, Draft, EntryRule, Lang};
use proptest::prelude::*;

use crate::sample::{GRANTS, LETTER, MEMORANDUM, draft_with_terms};

/// What the author of a draft is told.
fn refusal(toml: &str) -> String {
    Draft::parse(toml).unwrap_err().to_string()
}

/// The refusal of the memorandum with one passage replaced by another.
fn with(passage: &str, replacement: &str) -> String {
    assert!(
        MEMORANDUM.contains(passage),
        "the memorandum has no `{passage}`"
    );
    refusal(&MEMORANDUM.replacen(passage, replacement, 1))
}

/// The refusal of an agreement with these terms.
fn terms(terms: &[&str]) -> String {
    refusal(&draft_with_terms(terms))
}

#[test]
fn a_draft_is_read_as_written() {
    let draft = Draft::parse(MEMORANDUM).unwrap();
    assert_eq!(draft.parties(), ["self", "Customs of Norvania"]);
    assert_eq!(draft.instrument().as_str(), "memorandum");
    assert_eq!(draft.enters_into_force(), EntryRule::OnSignature);
    assert_eq!(draft.ends_on(), Some(jiff::civil::date(2028, 12, 31)));
    assert_eq!(draft.authentic(), Lang::ALL);
    assert_eq!(
        draft.names().get(Lang::En),
        Some("Memorandum on cybercrime")
    );
    let numbers: Vec<&str> = draft.articles().iter().map(Article::number).collect();
    assert_eq!(numbers, ["1", "3", "5", "7"]);
    assert_eq!(
        draft.articles()[1].title(Lang::Fr),
        "Échange d’informations"
    );
    assert!(draft.articles()[0].terms().is_empty());
    let grants = draft.articles()[1].terms().grants.as_ref().unwrap();
    assert_eq!(grants.subjects, ["cybercrime", "terrorism-financing"]);
}

#[test]
fn new_words_are_welcome_where_the_vocabulary_is_open() {
    let words = r#"grants = { subjects = ["space-debris"], object_types = ["x-orbit"] }"#;
    assert!(Draft::parse(&draft_with_terms(&[words])).is_ok());
    assert!(Draft::parse(&MEMORANDUM.replace("\"memorandum\"", "\"arrangement\"")).is_ok());
}

#[test]
fn the_form_is_strict_and_errors_name_the_line() {
    insta::assert_snapshot!(with("notice_months", "notice_month"), @"line 7: unknown field `notice_month`, expected one of `name`, `instrument`, `parties`, `enters_into_force`, `ends_on`, `notice_months`, `authentic`, `article`");
    insta::assert_snapshot!(with("instrument = \"memorandum\"\n", ""), @"line 1: missing field `instrument`");
    insta::assert_snapshot!(with("notice_months = 3", "notice_months = \"three\""), @r#"line 7: invalid type: string "three", expected a whole number of months"#);
    insta::assert_snapshot!(with("notice_months = 3", "notice_months = 3\nnotice_months = 4"), @"line 8: duplicate key");
    insta::assert_snapshot!(with("ceiling = {", "ceiling = "), @"line 25: unexpected key or value, expected newline, `#`");
    insta::assert_snapshot!(with("notice_months = 3", "notice_months = -1"), @"line 7: invalid value: integer `-1`, expected a whole number of months");
}

#[test]
fn the_wrong_kind_of_value_is_told_in_plain_words() {
    insta::assert_snapshot!(with("ceiling = { tlp = \"amber\" }", "ceiling = \"amber\""), @r#"line 25: invalid type: string "amber", expected a table with `tlp`"#);
    insta::assert_snapshot!(with("{ from = \"2026-01-01\", until = \"2027-12-31\" }", "2026"), @"line 31: invalid type: integer `2026`, expected a table with `from`, `until` or both");
    insta::assert_snapshot!(with("title = { ar = \"المدة\", fr = \"Durée\", en = \"Period\" }", "title = \"Period\""), @r#"line 29: invalid type: string "Period", expected a text in each language: `ar`, `fr`, `en`"#);
    insta::assert_snapshot!(with("[\"self\", \"Customs of Norvania\"]", "\"self\""), @r#"line 4: invalid type: string "self", expected a sequence"#);
    insta::assert_snapshot!(with("\"2028-12-31\"", "2028-12-31"), @"line 6: invalid type: map, expected a text in quotation marks");
    insta::assert_snapshot!(with("number = \"7\"", "number = 7"), @"line 28: invalid type: integer `7`, expected a string");
    insta::assert_snapshot!(with("2028-12-31\"", "2028-12-31\" ]"), @"line 6: unexpected key or value, expected newline, `#`");
}

#[test]
fn values_are_read_strictly() {
    insta::assert_snapshot!(with("\"on-signature\"", "\"at once\""), @"line 5: `at once` does not say how the agreement enters into force: write `on-signature`, `on-last-notification`, `month-end-after-last-notification` or a date like `2026-12-01`");
    insta::assert_snapshot!(with("2028-12-31", "31/12/2028"), @"line 6: `31/12/2028` is not a date: write it like `2026-12-31`");
    insta::assert_snapshot!(with("\"amber\"", "\"yellow\""), @"line 25: `yellow` is not a TLP level: write `clear`, `green`, `amber` or `amber+strict`");
    insta::assert_snapshot!(with("[\"ar\", \"fr\", \"en\"]", "[\"ar\", \"de\"]"), @"line 8: `de` is not a language that is offered here: write `ar`, `fr` or `en`");
    insta::assert_snapshot!(with("\"memorandum\"", "\"Memorandum\""), @"line 3: `Memorandum` is not a word of lower-case letters and digits joined by single hyphens: write it like `two-words`");
}

#[test]
fn slips_of_the_pen_are_asked_back() {
    insta::assert_snapshot!(with("\"cybercrime\"", "\"cyber-crime\""), @"line 19: `cyber-crime` is not known; did you mean `cybercrime`?");
    insta::assert_snapshot!(with("\"malware\"", "\"malwares\""), @"line 19: `malwares` is not known; did you mean `malware`?");
    insta::assert_snapshot!(refusal(&LETTER.replace("letter-of-intent", "letter-of-intend")), @"line 3: `letter-of-intend` is not known; did you mean `letter-of-intent`?");
}

#[test]
fn parties_are_two_or_more() {
    insta::assert_snapshot!(with("\"self\", \"Customs of Norvania\"", "\"self\""), @r#"line 4: `parties` must name two or more parties, each once: "self" for this agency, and the names or ids of partners"#);
    let same = with("\"self\", \"Customs of Norvania\"", "\"self\", \"self\"");
    assert_eq!(
        same,
        with("\"self\", \"Customs of Norvania\"", "\"self\", \" \"")
    );
}

#[test]
fn every_authentic_language_has_every_text() {
    insta::assert_snapshot!(with(", fr = \"Confidentialité\"", ""), @"line 22: article 5 has no title in French, an authentic language: add `fr` to its `title`");
    insta::assert_snapshot!(with("en = \"The period is set.\"", "en = \" \""), @"line 28: article 7 has no text in English, an authentic language: add `en` to its `text`");
    insta::assert_snapshot!(with("ar = \"مذكرة تفاهم بشأن الجريمة الإلكترونية\", ", ""), @"line 2: the agreement has no name in Arabic, an authentic language: add `ar` to `name`");
    insta::assert_snapshot!(with("[\"ar\", \"fr\", \"en\"]", "[\"ar\", \"ar\"]"), @"line 8: `authentic` must name each language of the authentic text once: `ar`, `fr`, `en`");
    insta::assert_snapshot!(with("[\"ar\", \"fr\", \"en\"]", "[]"), @"line 8: `authentic` must name each language of the authentic text once: `ar`, `fr`, `en`");
}

#[test]
fn what_is_signed_is_what_is_shown() {
    insta::assert_snapshot!(with("The period is set.", "The \\u202Eperiod is set."), @"line 28: the `text` of article 7 holds the invisible character U+202E, which can hide what is signed: remove it");
    assert!(Draft::parse(&MEMORANDUM.replace("The period", "\\u2068The\\u2069 period")).is_ok());
}

#[test]
fn articles_are_numbered_once() {
    insta::assert_snapshot!(with("number = \"5\"", "number = \"3\""), @"line 22: article 3 is there twice: give each article its own number");
    insta::assert_snapshot!(with("number = \"5\"", "number = \"V\""), @"line 22: `V` is not an article number: write it like `5` or `5(2)`");
    assert!(Draft::parse(&MEMORANDUM.replace("number = \"5\"", "number = \"5(2)\"")).is_ok());
    let many = vec![GRANTS; 201];
    insta::assert_snapshot!(terms(&many), @"line 2: there are 201 articles: an agreement holds at most 200, so split it");
}

#[test]
fn grants_are_for_binding_instruments_and_only_they_have_them() {
    insta::assert_snapshot!(terms(&[""]), @"line 2: no article has `grants`, so nothing could ever be given: add `grants` to the article under which things are given");
    insta::assert_snapshot!(with("\"memorandum\"", "\"joint-declaration\""), @"line 16: article 3 has `grants`, but a joint-declaration never gives access (rule R-AG6): remove `grants`, or choose a binding instrument");
    assert!(Draft::parse(LETTER).is_ok());
}

#[test]
fn a_grant_names_words_once() {
    insta::assert_snapshot!(terms(&[r#"grants = { subjects = [], object_types = ["report"] }"#]), @"line 8: article 1 grants with an empty `subjects`: name at least one, or remove `grants`");
    insta::assert_snapshot!(terms(&[r#"grants = { subjects = ["fraud"], object_types = [] }"#]), @"line 8: article 1 grants with an empty `object_types`: name at least one, or remove `grants`");
    insta::assert_snapshot!(terms(&[r#"grants = { subjects = ["Tax \"fraud\""], object_types = ["report"] }"#]), @r#"line 8: article 1: `Tax "fraud"` in `subjects` is not lower-case letters and digits joined by single hyphens: write it like `cybercrime`"#);
    insta::assert_snapshot!(terms(&[r#"grants = { subjects = ["fraud"], object_types = ["report", "report"] }"#]), @"line 8: article 1: `report` is twice in `object_types`: remove one");
}

#[test]
fn a_ceiling_of_red_is_refused() {
    insta::assert_snapshot!(with("\"amber\"", "\"red\""), @"line 22: article 5 sets the ceiling to TLP:RED, which goes only to named persons and never from node to node (rule R-TL3): choose `amber+strict` or lower");
}

#[test]
fn dates_leave_some_day_on_which_something_could_be_given() {
    insta::assert_snapshot!(with("from = \"2026-01-01\", until = \"2027-12-31\"", ""), @"line 28: article 7 has an empty `validity`: give `from`, `until` or both, or remove it");
    insta::assert_snapshot!(with("until = \"2027-12-31\"", "until = \"2025-12-31\""), @"line 28: 2025-12-31 (`until` of article 7) is before 2026-01-01 (`from` of article 7), so nothing could ever be given: mend one of the two dates");
    insta::assert_snapshot!(with("ends_on = \"2028-12-31\"", "ends_on = \"2025-12-31\""), @"line 6: 2025-12-31 (`ends_on`) is before 2026-01-01 (`from` of article 7), so nothing could ever be given: mend one of the two dates");
    insta::assert_snapshot!(with("\"on-signature\"", "\"2029-01-01\""), @"line 28: 2027-12-31 (`until` of article 7) is before 2029-01-01 (`enters_into_force`), so nothing could ever be given: mend one of the two dates");
    let apart = [
        GRANTS,
        "validity = { until = \"2026-06-01\" }",
        "validity = { from = \"2026-06-02\" }",
    ];
    insta::assert_snapshot!(terms(&apart), @"line 14: 2026-06-01 (`until` of article 2) is before 2026-06-02 (`from` of article 3), so nothing could ever be given: mend one of the two dates");
    let touching = [
        GRANTS,
        "validity = { until = \"2026-06-01\" }",
        "validity = { from = \"2026-06-01\" }",
    ];
    assert!(Draft::parse(&draft_with_terms(&touching)).is_ok());
    insta::assert_snapshot!(with("2028-12-31", "20280-12-31"), @"line 6: `20280-12-31` is not a date: write it like `2026-12-31`");
    insta::assert_snapshot!(with("2028-12-31", "3028-12-31"), @"line 6: 3028-12-31 is not a plausible date of an agreement: write a year from 1900 to 2999");
    insta::assert_snapshot!(with("notice_months = 3", "notice_months = 121"), @"line 7: `notice_months` is 121: an agreement can be denounced with at most 120 months' notice");
}

proptest! {
    /// Whatever is written in place of a character, the reader answers.
    #[test]
    fn any_draft_is_read_or_refused(at in any::<prop::sample::Index>(), text in ".{0,3}") {
        let mut letters: Vec<char> = MEMORANDUM.chars().collect();
        let at = at.index(letters.len());
        letters.splice(at..=at, text.chars());
        let draft: String = letters.into_iter().collect();
        if let Err(error) = Draft::parse(&draft) {
            prop_assert!(error.to_string().starts_with("line "));
            prop_assert!(!error.to_string().contains('\n'));
        }
    }
}
