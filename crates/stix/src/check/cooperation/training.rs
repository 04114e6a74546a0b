//! `coop-training` and `coop-lesson` (section coop 4.11).

use super::Labels;
use super::embedded::{DATE_CLAIM_SHAPE, PARTIES};
use super::table::Shape::{Closed, List, Open, Reference, Text};
use super::table::{ANY_REF, ANY_REFS, Kind, LOCATION, Structure, TEXTS, may, must, should};
use super::words::{SUBJECTS, TOPICS};

#[rustfmt::skip]
pub(super) static TRAINING: Kind = Kind {
    name: "coop-training",
    extension: "extension-definition--0b05ed15-2fd3-4881-ad58-f4e1dff16d1d",
    title: "Training course",
    labels: Some(Labels { ar: "دورة تكوينية", fr: "session de formation" }),
    machines: &[],
    body: Structure {
        name: "coop-training",
        section: "coop 4.11",
        about: "A course or exercise that one agency gives to another.",
        fields: &[
            must("name", Text, "What it is called."),
            may("description", Text, "What it is about, in a few sentences."),
            must("subject", List(1, &Open(&[SUBJECTS, TOPICS])), "What is taught."),
            may("level", Text, "For whom: basic, advanced."),
            must("format", Open(&[&["course", "workshop", "exercise", "mentoring", "visit"]]), "How it is taught."),
            must("trainer_parties", PARTIES, "Who teaches."),
            must("trainee_parties", PARTIES, "Who is taught: services and numbers rather than names."),
            may("location_ref", LOCATION, "Where."),
            must("when_claim", DATE_CLAIM_SHAPE, "When it is or was."),
            may("curriculum", TEXTS, "What is taught, point by point."),
            may("evaluation", Text, "What came of it."),
            may("source_commitment_ref", Reference(&["coop-commitment"]), "The commitment that it fulfils."),
            may("human_rights_check_ref", ANY_REF, "The check of human rights that was made before."),
            must("state", Closed(&["planned", "running", "completed", "evaluated", "cancelled"]), "Where it stands."),
        ],
        rules: &[],
    },
};

#[rustfmt::skip]
pub(super) static LESSON: Kind = Kind {
    name: "coop-lesson",
    extension: "extension-definition--93b6d2c4-5f70-4a1e-8d38-b2e5c16f7a09",
    title: "Lesson learned",
    labels: Some(Labels { ar: "درس مستفاد", fr: "retour d'expérience" }),
    machines: &[],
    body: Structure {
        name: "coop-lesson",
        section: "coop 4.11",
        about: "Something learned that others can use.",
        fields: &[
            must("title", Text, "The lesson in one line."),
            should("context_ref", ANY_REF, "Where it was learned: an event, operation or plan."),
            must("what_happened", Text, "What happened."),
            should("why", Text, "Why."),
            must("advice", Text, "What to do next time."),
            may("applies_to", TEXTS, "What it applies to."),
            must("maturity", Closed(&["observation", "identified", "validated", "adopted"]), "How well it is established."),
            may("reuse_refs", ANY_REFS, "Where it was used again."),
        ],
        rules: &[],
    },
};
