//! Names across scripts.

use std::collections::BTreeSet;

use mithaq_text::{SAME_NAME, name_keys, name_similarity};

use crate::shared;

fn keys(name: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    name_keys(name, &mut |key| {
        keys.insert(key.to_owned());
    });
    keys
}

/// Whether the names have a key in common.
fn meet(a: &str, b: &str) -> bool {
    !keys(a).is_disjoint(&keys(b))
}

/// Whether each word of the shorter name has a key in the other.
fn all_meet(a: &str, b: &str) -> bool {
    let told = |name: &str| {
        name.split(' ')
            .filter(|word| !keys(word).is_empty())
            .count()
    };
    let (short, long) = if told(a) <= told(b) { (a, b) } else { (b, a) };
    let mut words = short.split(' ').filter(|word| !keys(word).is_empty());
    words.all(|word| meet(word, long))
}

/// Spellings of one name in each row, none of them from the shared pairs.
const SPELLINGS: &[&[&str]] = &[
    &[
        "الحموشي",
        "حموشي",
        "Hammouchi",
        "Hamouchi",
        "Hammoushi",
        "El Hammouchi",
        "Elhammouchi",
    ],
    &[
        "محمد",
        "مُحمَّد",
        "Mohammed",
        "Muhammad",
        "Mohamed",
        "Mohammad",
        "MOHAMED",
    ],
    &[
        "عبد اللطيف",
        "عبداللطيف",
        "Abdellatif",
        "Abdel Latif",
        "Abdul Latif",
        "Abd al-Latif",
    ],
    &[
        "عبد الرحمن",
        "Abderrahmane",
        "Abdurrahman",
        "Abdul Rahman",
        "Abdel-Rahman",
    ],
    &["عبد الله", "عبدالله", "Abdellah", "Abdullah", "Abdallah"],
    &["العثماني", "El Othmani", "Al-Othmani", "Uthmani"],
    &["عثمان", "Osman", "Othman", "Uthman"],
    &["الرباط", "Rabat", "RABAT"],
    &["قطر", "Qatar", "Katar"],
    &["أكادير", "اكادير", "Agadir"],
    &["وجدة", "Oujda", "Wajda"],
    &["الجهيناوي", "Jhinaoui", "Jehinawi"],
    &["الشريف", "Cherif", "Sharif", "Chérif", "Echcherif"],
    &["جمال", "Djamel", "Jamal"],
    &["يوسف", "Youssef", "Yusuf", "Yousef"],
    &["الصديقي", "Essediki", "Seddiki", "Siddiqi"],
    &["بنكيران", "Benkirane", "Ben Kirane"],
    &["ظريف", "Zarif", "Dharif"],
    &["القذافي", "Gaddafi", "Qaddafi", "Kadhafi"],
    &["الغزواني", "Ghazouani", "Ghazwani", "El Ghazouani"],
    &["خالد", "Khaled", "Khalid"],
    &["رشيد", "Rachid", "Rasheed", "Rashid"],
    &["حسين", "Hussein", "Houcine", "Hossein", "Hussain"],
    &["علي", "Ali", "Aly"],
    &["عيسى", "Issa", "Aïssa"],
    &["العلوي", "Alaoui", "Alawi"],
    &["شعيب", "Chouaib", "Shuaib", "Chouaïb"],
    &["طارق", "Tariq", "Tarek", "Tarik"],
    &["كوثر", "Kaoutar", "Kawthar", "Kaouthar"],
    &["فاطمة", "فاطمه", "Fatima", "Fatimah", "Fatma"],
    &["سارة", "Sara", "Sarah"],
    &["مراكش", "Marrakech", "Marrakesh"],
    &["فاس", "Fès", "Fes"],
    &["تطوان", "Tétouan", "Tetouan"],
    &["باريس", "پاريس", "Paris"],
    &["ريتشارد", "Richard"],
    &["كريستوفر", "Christopher"],
    &["بوتفليقة", "Bouteflika", "Boutefliqa"],
    &["نصر الله", "Nasrallah", "Nasrullah", "Nasr Allah"],
    &["ݣوميز", "گوميز", "Gomez"],
];

/// Names that must not be taken for each other.
const STRANGERS: &[&[&str]] = &[
    &["محمد", "Ahmed", "Mahdi", "Mounir"],
    &["خالد", "Walid", "Jalil", "كمال"],
    &["Rachid", "Karim", "رفيق", "Samir"],
    &["الرباط", "بيروت", "Qatar", "Koweït"],
    &["سعيد", "Youssef", "عيسى", "Sami"],
];

#[test]
fn every_spelling_of_a_name_shares_a_key_with_every_other() {
    let mut apart = Vec::new();
    for row in SPELLINGS {
        for (at, a) in row.iter().enumerate() {
            for b in row.iter().skip(at + 1).filter(|b| !meet(a, b)) {
                apart.push(format!("{a} {:?} / {b} {:?}", keys(a), keys(b)));
            }
        }
    }
    assert!(apart.is_empty(), "{}", apart.join("\n"));
}

#[test]
fn every_spelling_of_a_name_is_like_every_other() {
    let mut apart = Vec::new();
    for row in SPELLINGS {
        for (at, a) in row.iter().enumerate() {
            for b in row.iter().skip(at + 1) {
                let similarity = name_similarity(a, b);
                if similarity < SAME_NAME {
                    apart.push(format!("{similarity:.3} {a} / {b}"));
                }
            }
        }
    }
    assert!(apart.is_empty(), "{}", apart.join("\n"));
}

#[test]
fn strangers_share_no_key() {
    for row in STRANGERS {
        for (at, a) in row.iter().enumerate() {
            for b in row.iter().skip(at + 1) {
                assert!(!meet(a, b), "{a} {:?} / {b} {:?}", keys(a), keys(b));
            }
        }
    }
}

/// Pairs of spellings with whether they are of one name.
fn pairs() -> Option<Vec<(String, String, bool)>> {
    let text = shared::file("name pairs", "intake/name_pairs.csv")?;
    let rows = text.lines().skip(1).map(|line| {
        let mut cells = line.split(',');
        let mut cell = || cells.next().expect("a cell").to_owned();
        (cell(), cell(), cell() == "1")
    });
    Some(rows.collect())
}

/// A share in thousandths.
fn share(part: usize, whole: usize) -> usize {
    part * 1_000 / whole.max(1)
}

#[test]
fn similarity_tells_pairs_of_one_name_from_others() {
    let Some(pairs) = pairs() else { return };
    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    for (a, b, same) in &pairs {
        let similarity = name_similarity(a, b);
        let said = similarity >= SAME_NAME;
        right += usize::from(said && *same);
        wrong += usize::from(said && !same);
        missed += usize::from(!said && *same);
        if said != *same {
            println!("{similarity:.3} {same} {a} / {b}");
        }
    }
    let (precision, recall) = (share(right, right + wrong), share(right, right + missed));
    println!("precision {precision} ({wrong} wrong), recall {recall} ({missed} missed)");
    assert!(precision >= 930 && recall >= 920);
}

#[test]
fn keys_bring_the_spellings_of_a_name_together() {
    let Some(pairs) = pairs() else { return };
    let met = |same: bool, meets: fn(&str, &str) -> bool| {
        let of: Vec<_> = pairs
            .iter()
            .filter(|(_, _, really)| *really == same)
            .collect();
        let met = of.iter().filter(|(a, b, _)| meets(a, b)).count();
        share(met, of.len())
    };
    let (any, all, strangers) = (met(true, meet), met(true, all_meet), met(false, all_meet));
    println!(
        "one key in common: {any} of one name, {} of two",
        met(false, meet)
    );
    println!("all words in common: {all} of one name, {strangers} of two");
    assert!(any >= 960 && all >= 650 && strangers <= 180);
}

/// False friends are a matter of course (محمد, محمود); this holds how many there are.
#[test]
fn few_of_the_common_given_names_share_a_key() {
    let Some(text) = shared::file("given names", "intake/lexicon/given_names_ar.txt") else {
        return;
    };
    let names: BTreeSet<&str> = text.split_whitespace().collect();
    let names: Vec<&str> = names
        .into_iter()
        .filter(|name| !name.starts_with("عبد"))
        .collect();
    let mut shared = 0;
    for (at, a) in names.iter().enumerate() {
        shared += names.iter().skip(at + 1).filter(|b| meet(a, b)).count();
    }
    let pairs = names.len() * (names.len() - 1) / 2;
    println!(
        "{shared} of {pairs} pairs of {} given names share a key",
        names.len()
    );
    assert!(share(shared, pairs) <= 10);
}
