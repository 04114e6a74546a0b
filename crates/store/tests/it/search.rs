//! Finding objects by their words, their type and their time.

use std::collections::BTreeSet;

use mithaq_stix::StixTime;
use mithaq_store::{Closeness, FoundPage, Indexed, ParseSearchPlaceError, Search, SearchPlace};
use serde_json::json;

use crate::support::{Kept, number, object, on_both, report};

/// An identity with a name and a description.
fn named(n: u32, name: &str, description: &str) -> Indexed {
    let properties = json!({ "name": name, "description": description });
    object("identity", n, 1, properties)
}

/// Identities whose descriptions are these texts, numbered from 1.
fn described(texts: &[&str]) -> Vec<Indexed> {
    (1..)
        .zip(texts)
        .map(|(n, text)| named(n, "Office", text))
        .collect()
}

/// Ten thousand words with something between them.
fn numbered(between: &str) -> String {
    let words: Vec<String> = (0..10_000).map(|n| format!("w{n}")).collect();
    words.join(between)
}

async fn page(kept: &Kept, search: Search) -> FoundPage {
    kept.look(move |view| view.search(&search)).await
}

/// The numbers of the objects that are found, in the order of numbers.
async fn found(kept: &Kept, words: &str) -> Vec<u32> {
    let mut numbers = numbers(&page(kept, Search::words(words, 1000)).await);
    numbers.sort_unstable();
    numbers
}

fn numbers(page: &FoundPage) -> Vec<u32> {
    let ids = page.found.iter().map(|found| &found.held.summary.id);
    ids.map(number).collect()
}

fn time(text: &str) -> Option<StixTime> {
    (!text.is_empty()).then(|| text.parse().unwrap())
}

on_both! {
    async fn names_come_before_texts_and_texts_before_what_sounds_alike(kept: Kept) {
        kept.keep(vec![
            named(1, "Hammouchi", "The first"),
            named(2, "Minutes", "Hammouchi was there"),
            named(3, "عبد اللطيف الحموشي", "The third"),
            named(4, "Office of Hammouchi", "The fourth"),
            named(5, "Minutes", "With Hammouchi and others"),
            named(6, "حموشي", "The sixth"),
        ])
        .await;
        let page = page(&kept, Search::words("hammouchi", 10)).await;
        let closeness: Vec<_> = page.found.iter().map(|it| it.closeness.unwrap()).collect();
        let expected = [Closeness::Named, Closeness::Mentioned, Closeness::SoundsAlike];
        assert_eq!(closeness, expected.map(|it| [it, it]).concat());
        // Of each the newest comes first.
        assert_eq!(numbers(&page), [4, 1, 5, 2, 6, 3]);
        assert_eq!(page.next, None);
    }

    async fn names_are_found_across_scripts_in_both_directions(kept: Kept) {
        kept.keep(vec![
            named(1, "Hammouchi", ""),
            named(2, "الحموشي", ""),
            named(3, "Rabat", "Hammouchi"),
        ])
        .await;
        assert_eq!(found(&kept, "الحموشي").await, [1, 2]);
        assert_eq!(found(&kept, "El Hamouchi").await, [1, 2]);
        assert_eq!(found(&kept, "Hammouchi").await, [1, 2, 3]);
        assert_eq!(found(&kept, "46 Hamouchi").await, [] as [u32; 0]);
        kept.keep(vec![named(4, "APT28", ""), named(5, "APT29", "")]).await;
        assert_eq!(found(&kept, "apt28").await, [4]);
        // Half a name sounds like nothing, and words in a row are words.
        assert_eq!(found(&kept, "Hamouch*").await, [] as [u32; 0]);
        assert_eq!(found(&kept, "\"Abdellatif Hamouchi\"").await, [] as [u32; 0]);
    }

    async fn words_are_found_however_they_are_written(kept: Kept) {
        kept.keep(described(&[
            "الأجهزة الأمنيّة",
            "زار الوفد المغرب أمس",
            "وللمغرب علاقات",
            "دورة الـ46لمؤتمر",
            "l’État et le cœur",
            "réseaux nationaux",
            "سنة ٢٠٢٣",
        ]))
        .await;
        for (words, expected) in [
            ("امنية", &[1][..]),
            ("الامنيه", &[1]),
            ("مغرب", &[2, 3]),
            ("المغرب", &[2, 3]),
            ("46", &[4]),
            ("etat", &[5]),
            ("ÉTAT", &[5]),
            ("coeur", &[5]),
            ("réseau", &[6]),
            ("2023", &[7]),
            ("غرب", &[]),
            ("étatique", &[]),
        ] {
            assert_eq!(found(&kept, words).await, expected, "{words}");
        }
    }

    async fn signs_in_a_query_mean_what_the_page_on_searching_says(kept: Kept) {
        kept.keep(described(&[
            "counter terrorism in Rabat",
            "terrorism, counter to all hope",
            "financing of terrorism in Tangier",
            "terracotta, draft",
            "traffic on 198.51.100.7",
            "traffic on 198, 51, 100, 7",
        ]))
        .await;
        for (words, expected) in [
            ("counter terrorism", &[1, 2][..]),
            ("\"counter terrorism\"", &[1]),
            ("«counter terrorism»", &[1]),
            ("terr*", &[1, 2, 3, 4]),
            ("terr* -draft", &[1, 2, 3]),
            ("terrorism -financing", &[1, 2]),
            ("terrorism -\"counter terrorism\"", &[2, 3]),
            ("Rabat OR Tangier", &[1, 3]),
            ("Rabat | \"counter to\"", &[1, 2]),
            ("Rabat OR Tangier -financing", &[1]),
            ("-terrorism", &[4, 5, 6]),
            ("-\"counter terrorism\"", &[2, 3, 4, 5, 6]),
            ("198.51.100.7", &[5]),
            ("198.51.*", &[5]),
            ("\"counter ter*\"", &[1]),
        ] {
            assert_eq!(found(&kept, words).await, expected, "{words}");
        }
    }

    async fn words_in_a_row_are_never_of_two_texts(kept: Kept) {
        kept.keep(vec![
            named(1, "Harbour", "police"),
            named(2, "The harbour police", ""),
        ])
        .await;
        assert_eq!(found(&kept, "harbour police").await, [1, 2]);
        assert_eq!(found(&kept, "\"harbour police\"").await, [2]);
    }

    async fn no_query_fails_whatever_signs_it_has(kept: Kept) {
        let mut odd: Vec<String> = [
            "", " ", "\"", "\"\"", "\"\"\"", "'", "''", "\\", "\\'", "\\\\'", "*", "a*", "%", "_",
            "a%b", "\0", "a\0b", "\u{2400}", "\u{FFFD}", "\u{7F}\u{1}", "AND", "NOT", "OR", "OR OR",
            "a OR", "NEAR(a b)", "name:x", "terms : x", "-", "--", "-\"", "-*", "(", ")", "{a}",
            "^a", "+a", "a & b", "a | b", "!a", "a <-> b", "a:*", "a:A", "¤a", "§hmc", "¶",
            "¶identity", "'; DROP TABLE version; --", "\u{202E}\u{200F}abc", "ﷺ", "𐍈𝔸", "é\u{301}",
            "I'm", "aujourd'hui", "O’Neill", "a\"b", "x\u{00A0}y",
        ]
        .map(str::to_owned)
        .to_vec();
        odd.push("word ".repeat(10_000));
        odd.push(numbered(" "));
        odd.push(numbered(" OR "));
        odd.push("\"".repeat(10_000));
        odd.push("-a ".repeat(10_000));
        odd.push("ب".repeat(100_000));
        // All of it is kept as the text of objects too, and each is found by a word of its own.
        let texts: Vec<String> = (1..).zip(&odd).map(|(n, it)| format!("{it} own{n}")).collect();
        let objects = described(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        kept.keep(objects).await;
        for (n, words) in (1..).zip(&odd) {
            let shown: String = words.chars().take(40).collect();
            let search = Search::words(words, 10);
            let outcome = kept.store.read(move |view| view.search(&search)).await;
            assert!(outcome.is_ok(), "{shown:?}: {outcome:?}");
            assert_eq!(found(&kept, &format!("own{n}")).await, [n], "{shown:?}");
        }
    }

    async fn a_type_that_cannot_be_is_the_type_of_nothing(kept: Kept) {
        kept.keep(vec![named(1, "Harbour police", "")]).await;
        let long = "a".repeat(40_000);
        for kind in [&long, "", " ", "identity x", "ident", "IDENTITY", "\"", "'", "\\", "\0", "%", "¶", "identity\0"] {
            for words in ["", "harbour"] {
                let search = Search {
                    kinds: vec![kind.to_owned()],
                    ..Search::words(words, 10)
                };
                let outcome = kept.store.read(move |view| view.search(&search)).await;
                let numbers = numbers(&outcome.unwrap());
                assert_eq!(numbers, [] as [u32; 0], "type {kind:?}, words {words:?}");
            }
        }
        let search = Search {
            kinds: vec!["\"".to_owned(), "identity".to_owned()],
            ..Search::words("", 10)
        };
        assert_eq!(numbers(&page(&kept, search).await), [1]);
    }

    async fn types_and_times_narrow_what_is_found(kept: Kept) {
        kept.keep(vec![
            object("identity", 1, 3, json!({ "name": "Atlas" })),
            object("tool", 2, 5, json!({ "name": "Atlas" })),
            object("campaign", 3, 7, json!({ "name": "Atlas" })),
            object("campaign", 4, 9, json!({ "name": "Rif" })),
        ])
        .await;
        let kept = &kept;
        let search = |words: &str, kinds: &[&str], since: &str, until: &str| {
            let search = Search {
                kinds: kinds.iter().map(|&kind| kind.to_owned()).collect(),
                since: time(since),
                until: time(until),
                ..Search::words(words, 10)
            };
            async move { numbers(&page(kept, search).await) }
        };
        let (third, fifth) = ("2026-10-03T00:00:00Z", "2026-10-05T00:00:00Z");
        let seventh = "2026-10-07T00:00:00.000Z";
        assert_eq!(search("", &[], "", "").await, [4, 3, 2, 1]);
        for words in ["", "atlas", "\"atlas\""] {
            assert_eq!(search(words, &["tool"], "", "").await, [2]);
            assert_eq!(search(words, &["tool", "identity"], "", "").await, [2, 1]);
            assert_eq!(search(words, &["malware"], "", "").await, [] as [u32; 0]);
            assert_eq!(search(words, &[], "", fifth).await, [1]);
            assert_eq!(search(words, &[], third, seventh).await, [2, 1]);
            assert_eq!(search(words, &["campaign"], fifth, "2026-10-08T00:00:00Z").await, [3]);
            assert_eq!(search(words, &[], seventh, third).await, [] as [u32; 0]);
        }
    }

    async fn only_the_latest_version_is_found_and_a_revoked_one_says_so(kept: Kept) {
        let version = |day, name: &str| object("tool", 1, day, json!({ "name": name }));
        kept.keep(vec![version(5, "Rooster"), version(3, "Sparrow")]).await;
        assert_eq!(found(&kept, "rooster").await, [1]);
        assert_eq!(found(&kept, "sparrow").await, [] as [u32; 0]);
        kept.keep(vec![version(7, "Heron")]).await;
        assert_eq!(found(&kept, "rooster").await, [] as [u32; 0]);
        let before = page(&kept, Search::words("heron", 10)).await;
        assert!(!before.found[0].held.summary.revoked);
        let revoked = json!({ "name": "Heron", "revoked": true });
        kept.keep(vec![object("tool", 1, 9, revoked)]).await;
        let after = page(&kept, Search::words("heron", 10)).await;
        assert_eq!(numbers(&after), [1]);
        assert!(after.found[0].held.summary.revoked);
        assert_eq!(found(&kept, "").await, [1]);
    }

    async fn what_is_only_named_is_not_found(kept: Kept) {
        kept.keep(vec![report(1, 1, &[crate::support::id("report", 2)])]).await;
        assert_eq!(found(&kept, "").await, [1]);
        assert_eq!(found(&kept, "-nothing").await, [1]);
    }

    async fn pages_stay_where_they_are_while_objects_are_added(kept: Kept) {
        let one = |n: u32| match n % 3 {
            0 => named(n, "Hammouchi", ""),
            1 => named(n, "Minutes", "Hammouchi"),
            _ => named(n, "الحموشي", ""),
        };
        for words in ["hammouchi", "", "\"hammouchi\" OR \"al hammouchi\""] {
            let counts = kept.act(|transaction| transaction.graph_counts()).await;
            let before = u32::try_from(counts.objects).unwrap();
            kept.keep((before..before + 12).map(one).collect()).await;
            let all = numbers(&page(&kept, Search::words(words, 1000)).await);
            let mut added = before + 12;
            let (mut seen, mut after, mut pages) = (Vec::new(), None, 0);
            loop {
                let search = Search { after, ..Search::words(words, 5) };
                let page = page(&kept, search).await;
                seen.extend(numbers(&page));
                assert!(page.found.len() == 5 || page.next.is_none(), "only the last is short");
                pages += 1;
                let Some(next) = page.next else { break };
                // A place is written down and read back, as in the address of a page.
                after = Some(next.to_string().parse::<SearchPlace>().unwrap());
                kept.keep((added..added + 3).map(one).collect()).await;
                added += 3;
            }
            assert!(pages > 1);
            let each: BTreeSet<u32> = seen.iter().copied().collect();
            assert_eq!(each.len(), seen.len(), "something came twice: {seen:?}");
            seen.retain(|n| all.contains(n));
            assert_eq!(seen, all, "{words:?}");
        }
    }

    async fn the_last_page_has_no_next_even_when_it_is_full(kept: Kept) {
        kept.keep((1..=6).map(|n| named(n, "Atlas", "")).collect()).await;
        for words in ["atlas", "", "\"atlas\""] {
            let first = page(&kept, Search::words(words, 3)).await;
            let search = Search { after: first.next, ..Search::words(words, 3) };
            let second = page(&kept, search).await;
            assert_eq!([numbers(&first), numbers(&second)], [[6, 5, 4], [3, 2, 1]]);
            assert_eq!(second.next, None);
        }
    }

    async fn an_object_of_more_words_than_any_index_takes_is_kept_and_found(kept: Kept) {
        // Each is another word of three syllables and has several spellings.
        let syllables = ["با", "تو", "سي", "را", "مو", "كي", "دا", "نو", "لي", "شا"];
        let word = |n: usize| -> String {
            let digits = [n / 10_000, n / 1000 % 10, n / 100 % 10, n / 10 % 10, n % 10];
            let ending: String = digits.map(|it| syllables[it % 10]).concat();
            format!("وبالمستشفى{ending}")
        };
        let name: String = (0..14_000).map(|n| word(n) + " ").collect();
        kept.keep(vec![named(1, &name, ""), named(2, "Rabat", "")]).await;
        assert_eq!(found(&kept, &word(7)).await, [1]);
        assert_eq!(found(&kept, "rabat").await, [2]);
    }
}

#[test]
fn a_text_that_is_no_place_is_refused() {
    for text in [
        "",
        ".",
        "all",
        "all.",
        "all.x",
        "named.1.2",
        "near.5",
        "named.99999999999999999999",
    ] {
        let refused: Result<SearchPlace, ParseSearchPlaceError> = text.parse();
        assert!(refused.is_err(), "{text}");
    }
    for text in ["all.5", "named.5", "mentioned.5", "sounds-alike.5"] {
        let place: SearchPlace = text.parse().unwrap();
        assert_eq!(place.to_string(), text);
    }
}
