//! What is shown of a text.

use mithaq_text::{Fragment, Query, highlight, snippet};

fn marked(fragments: &[Fragment<'_>]) -> String {
    let show = |run: &Fragment<'_>| {
        if run.highlighted {
            format!("[{}]", run.text)
        } else {
            run.text.to_owned()
        }
    };
    fragments.iter().map(show).collect()
}

fn shown(query: &str, text: &str, width: usize) -> String {
    let snippet = snippet(&Query::parse(query), text, width);
    let sign = |cut: bool| if cut { "…" } else { "" };
    let (before, after) = (sign(snippet.cut_before), sign(snippet.cut_after));
    format!("{before}{}{after}", marked(&snippet.fragments))
}

const ARABIC: &str = "عقد الوفدان جلسة عمل بالرباط، واتفق الطرفان على تبادل المعلومات حول الجريمة المنظمة \
    العابرة للحدود، كما تم التوقيع على بلاغ مشترك يهم التعاون الأمني بين البلدين.";
const FRENCH: &str = "Les deux délégations ont tenu une séance de travail à Rabat. Elles sont convenues \
    d’échanger des renseignements sur les réseaux, et d'en rendre compte chaque mois.";

#[test]
fn the_part_that_says_most_is_shown() {
    let cases = [
        shown("رباط", ARABIC, 40),
        shown("تعاون بلاغ رباط", ARABIC, 60),
        shown("\"تبادل المعلومات\"", ARABIC, 50),
        shown("nothing", ARABIC, 30),
        shown("réseau renseignement", FRENCH, 70),
        shown("rabat", FRENCH, 30),
        shown("rabat", FRENCH, 1_000),
        shown("mois", FRENCH, 24),
        shown("deux", FRENCH, 24),
    ];
    insta::assert_snapshot!(cases.join("\n"));
}

#[test]
fn hits_that_overlap_are_one() {
    let query = Query::parse("\"a b\" \"b c\" b OR \"c d\"");
    assert_eq!(
        marked(&highlight(&query, "x a b c d y b z")),
        "x [a b c d] y [b] z"
    );
}

#[test]
fn what_is_excluded_is_not_marked() {
    assert_eq!(
        marked(&highlight(&Query::parse("one -two"), "one two")),
        "[one] two"
    );
}

#[test]
fn a_word_longer_than_the_width_is_cut_between_characters() {
    let family = "👩‍👩‍👧";
    assert_eq!(shown("abcdefgh", "xx abcdefgh", 4), "…[abcd]…");
    assert_eq!(
        shown("x", &format!("{}x", family.repeat(3)), 9),
        format!("…{family}[x]")
    );
    assert_eq!(shown("ee", &"e\u{301}".repeat(4), 3), "e\u{301}…");
    assert_eq!(shown("x", "", 10), "");
    assert_eq!(shown("x", "a x b", 0), "……");
}

#[test]
fn directions_that_a_text_opens_do_not_reach_the_page() {
    let text = "\u{202E}evil \u{2067}name\u{2069} rest";
    assert_eq!(
        marked(&highlight(&Query::parse("name"), text)),
        "evil [name] rest"
    );
    assert_eq!(shown("name", text, 5), "…[name]…");
}
