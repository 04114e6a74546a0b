//! Running cases that others wrote against the list of those that we do not meet.

use std::collections::BTreeSet;

use serde_json::Value;

/// Counts cases, and compares the failing ones with the list.
pub(crate) struct Suite {
    name: &'static str,
    listed: BTreeSet<String>,
    passed: usize,
    unlisted: Vec<String>,
    listed_but_passing: Vec<String>,
}

impl Suite {
    pub(crate) fn new(name: &'static str) -> Self {
        let text = include_str!("../../conformance/expected-failures.toml");
        let table: toml::Table = text.parse().unwrap();
        let listed = table
            .get(name)
            .and_then(toml::Value::as_table)
            .into_iter()
            .flatten();
        let listed = listed.map(|(id, reason)| {
            assert!(
                reason.as_str().is_some_and(|reason| reason.len() > 20),
                "{id} has no reason"
            );
            id.clone()
        });
        let listed = listed.collect();
        Self {
            name,
            listed,
            passed: 0,
            unlisted: Vec::new(),
            listed_but_passing: Vec::new(),
        }
    }

    pub(crate) fn judge(&mut self, case: &Value, passes: bool, describe: impl FnOnce() -> String) {
        let id = case["id"].as_str().unwrap();
        match (passes, self.listed.remove(id)) {
            (true, false) => self.passed += 1,
            (false, true) => {}
            (true, true) => self.listed_but_passing.push(id.to_owned()),
            (false, false) => self.unlisted.push(format!("{id}: {}", describe())),
        }
    }

    pub(crate) fn finish(self) {
        println!("{}: {} passed", self.name, self.passed);
        assert!(self.passed > 0, "no case was run");
        assert!(
            self.unlisted.is_empty(),
            "{} fail:\n{}",
            self.unlisted.len(),
            self.unlisted.join("\n")
        );
        assert_eq!(
            self.listed_but_passing,
            Vec::<String>::new(),
            "these pass: unlist them"
        );
        assert!(
            self.listed.is_empty(),
            "these are listed but not there: {:?}",
            self.listed
        );
    }
}
