//! What holds for all texts.

use mithaq_stix::{Limits, Object, canonical, compact, digest, fuzz, parse, print, sco_id};
use proptest::prelude::*;
use serde_json::Value;

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(Value::from),
        any::<f64>()
            .prop_filter("JSON has no others", |number| is_ordinary(*number))
            .prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 8, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            proptest::collection::btree_map("\\PC{0,6}", inner, 0..40)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Finite, and not printed by RFC 8785 as an integer that I-JSON forbids.
fn is_ordinary(number: f64) -> bool {
    number.is_finite() && !(9e15..1e21).contains(&number.abs())
}

proptest! {
    #[test]
    fn the_canonical_form_is_that_of_another_implementation(value in values()) {
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            let read = parse(text.as_bytes(), &Limits::default()).unwrap();
            let form = canonical(&read);
            prop_assert_eq!(&form, &serde_json_canonicalizer::to_vec(&value).unwrap());
            let again = parse(&form, &Limits::default()).unwrap();
            prop_assert_eq!(&canonical(&again), &form);
            prop_assert_eq!(digest(&again), digest(&read));
            prop_assert_eq!(compact(text.as_bytes()), value.to_string().into_bytes());
        }
    }

    #[test]
    fn parsing_refuses_what_serde_json_refuses(text in r#"[\[\]{}",:\\u0-2.+ \-truefalsn\x01é]{0,14}"#) {
        let ours = parse(text.as_bytes(), &Limits::default());
        let theirs = serde_json::from_str::<Value>(&text);
        match (&ours, &theirs) {
            (Ok(_), Err(error)) => prop_assert!(false, "{} was read: {}", text, error),
            // We refuse more: repeated names, and nothing else that this text can hold.
            (Err(error), Ok(_)) => prop_assert_eq!(error.kind.rule(), "json-duplicate-name"),
            _ => {}
        }
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        fuzz::json(&bytes);
        fuzz::object(&bytes);
        fuzz::id(&bytes);
        fuzz::time(&bytes);
        fuzz::selector(&bytes);
        fuzz::language(&bytes);
        fuzz::version(&bytes);
    }

    /// One byte of a good input changed: the rest still leads deep into the functions.
    #[test]
    fn no_change_to_a_good_seed_makes_it_panic(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let changed = |name: &str| {
            let change = |mut seed: Vec<u8>| {
                let at = at.index(seed.len());
                seed[at] = byte;
                seed
            };
            crate::seeds::of(name).into_iter().map(change).collect::<Vec<_>>()
        };
        for bytes in changed("selector") {
            fuzz::selector(&bytes);
        }
        for bytes in changed("language") {
            fuzz::language(&bytes);
        }
        for bytes in changed("version") {
            fuzz::version(&bytes);
        }
    }

    /// Neither the order of members nor white space makes another object of it.
    #[test]
    fn ids_and_digests_do_not_depend_on_the_layout(seed in any::<prop::sample::Index>(), order in any::<u64>()) {
        let seeds = crate::seeds::of("object");
        let limits = Limits::default();
        let seed: &Vec<u8> = seed.get(&seeds);
        let value = parse(seed, &limits).unwrap();
        let mut names: Vec<_> = value.as_object().unwrap().iter().collect();
        let mut random = order;
        names.sort_by_cached_key(|_| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            random >> 33
        });
        let spaced: Vec<String> = names
            .iter()
            .map(|(name, value)| format!("\t{name:?} : {}\r\n", String::from_utf8(print(value)).unwrap()))
            .collect();
        let text = format!(" {{{} }} ", spaced.join(","));
        let other = parse(text.as_bytes(), &limits).unwrap();
        prop_assert_eq!(digest(&other), digest(&value));
        prop_assert_eq!(sco_id(&other), sco_id(&value));
        let read = |text: &[u8]| Object::read(text, &limits).map(|read| (read.object.id().clone(), read.object.version_key(), read.object.digest())).ok();
        prop_assert_eq!(read(text.as_bytes()), read(seed));
    }

    #[test]
    fn no_change_to_a_good_object_makes_it_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        for seed in crate::seeds::of("object") {
            let mut bytes = seed;
            let at = at.index(bytes.len());
            if cut { bytes.truncate(at) } else { bytes[at] = byte }
            fuzz::object(&bytes);
            fuzz::json(&bytes);
            fuzz::bundle(&bytes);
        }
    }

    #[test]
    fn any_value_as_a_property_is_judged_without_panic(value in values(), at in any::<prop::sample::Index>()) {
        for seed in crate::seeds::of("object") {
            let Ok(Value::Object(mut members)) = serde_json::from_slice(&seed) else { continue };
            let names: Vec<String> = members.keys().cloned().collect();
            members.insert(names[at.index(names.len())].clone(), value.clone());
            let text = Value::Object(members).to_string();
            let _ = Object::read(text.as_bytes(), &Limits::default());
        }
    }
}
