//! Every step of every machine, and every step that is none.

use std::fmt::Write;

use super::super::states::check_transition;
use super::super::{KINDS, table};
use crate::{Finding, Limits, parse};

fn step(kind: &table::Kind, property: &str, from: &str, to: &str) -> Result<(), Finding> {
    let version = |state: &str| {
        let (name, id) = (kind.name, kind.extension);
        format!(
            r#"{{"type":"{name}","{property}":"{state}","extensions":{{"{id}":{{"extension_type":"new-sdo"}}}}}}"#
        )
    };
    let (before, after) = (version(from), version(to));
    let read = |text| parse(str::as_bytes(text), &Limits::default()).unwrap();
    check_transition(&read(&before), &read(&after))
}

#[test]
fn the_steps_of_the_tables_are_the_legal_ones() {
    for kind in KINDS {
        for machine in kind.machines {
            for from in machine.states {
                for to in machine.states {
                    let legal = from == to || machine.next(from).contains(to);
                    let told = step(kind, machine.property, from, to);
                    assert_eq!(told.is_ok(), legal, "{} {from} to {to}", kind.name);
                    if let Err(finding) = told {
                        assert_eq!(
                            (finding.path.as_str(), finding.rule),
                            (machine.property, "state-transition")
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn every_state_is_reached_and_every_step_leads_to_one() {
    for kind in KINDS {
        for machine in kind.machines {
            let mut reached = vec![machine.states[0]];
            let mut at = 0;
            while at < reached.len() {
                for next in machine.next(reached[at]) {
                    assert!(machine.states.contains(next), "{} {next}", kind.name);
                    if !reached.contains(next) {
                        reached.push(next);
                    }
                }
                at += 1;
            }
            assert_eq!(
                reached.len(),
                machine.states.len(),
                "{} {reached:?}",
                kind.name
            );
            assert!(
                machine
                    .steps
                    .iter()
                    .all(|(from, _)| machine.states.contains(from))
            );
            let field = kind.body.field(machine.property).unwrap();
            assert!(
                matches!(field.shape, table::Shape::Closed(states) if states == machine.states)
            );
        }
    }
}

#[test]
fn the_steps_are_these() {
    let mut all = String::new();
    for kind in KINDS {
        for machine in kind.machines {
            writeln!(
                all,
                "{} {} ({})",
                kind.name, machine.property, machine.section
            )
            .unwrap();
            for state in machine.states {
                writeln!(all, "  {state} -> {}", machine.next(state).join(", ")).unwrap();
            }
        }
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_refused_step_says_what_would_be_legal() {
    let agreement = KINDS[0];
    let refused = step(agreement, "state", "signed", "suspended").unwrap_err();
    insta::assert_snapshot!(refused, @"error at `state`: an agreement that is `signed` cannot become `suspended`; it can become `in-force` (Mithaq objects section 5.1, rule state-transition)");
    let refused = step(agreement, "state", "terminated", "in-force").unwrap_err();
    insta::assert_snapshot!(refused, @"error at `state`: an agreement that is `terminated` stays so: make a new object (Mithaq objects section 5.1, rule state-transition)");
}

#[test]
fn other_types_and_unknown_states_are_not_judged() {
    let agreement = KINDS[0];
    assert!(step(agreement, "state", "nowhere", "signed").is_ok());
    assert!(step(agreement, "standing", "signed", "draft").is_ok());
    let read = |text| parse(str::as_bytes(text), &Limits::default()).unwrap();
    let foreign = |state| format!(r#"{{"type":"coop-agreement","state":"{state}"}}"#);
    let (before, after) = (foreign("signed"), foreign("draft"));
    assert!(check_transition(&read(&before), &read(&after)).is_ok());
    assert!(check_transition(&read("[]"), &read("1")).is_ok());
}
