//! The vocabularies (section coop 7) and the lists that several types share.

/// Fields of cooperation and areas of crime (section coop 7.1).
pub(super) const SUBJECTS: &[&str] = &[
    "terrorism",
    "terrorism-financing",
    "extremism",
    "organised-crime",
    "drug-trafficking",
    "money-laundering",
    "nuclear-radioactive",
    "migrant-smuggling",
    "irregular-migration",
    "human-trafficking",
    "vehicle-crime",
    "homicide-injury",
    "organ-trade",
    "kidnapping-hostage",
    "racism-xenophobia",
    "robbery-theft",
    "cultural-goods",
    "fraud",
    "financial-interests",
    "market-manipulation",
    "extortion",
    "counterfeiting-piracy",
    "document-forgery",
    "currency-payment-forgery",
    "cybercrime",
    "cyber-terrorism",
    "corruption",
    "arms-explosives",
    "endangered-species",
    "environmental-crime",
    "hormonal-substances",
    "sexual-exploitation-children",
    "core-international-crimes",
    "chemical-biological",
    "sanctions-evasion",
    "asset-recovery",
    "event-security",
    "border-security",
    "critical-infrastructure",
    "fugitives",
    "missing-persons",
    // Words of agreements that are not areas of crime.
    "major-event-security",
    "trafficking",
    "training",
];

/// What something may be used for (section coop 7.2).
pub(super) const PURPOSES: &[&str] = &[
    "prevention",
    "detection",
    "investigation",
    "prosecution",
    "execution-of-penalties",
    "public-security-threat",
    "duty-to-warn",
    "cross-check",
    "operational-analysis",
    "strategic-analysis",
    "risk-assessment",
    "event-security",
    "border-control",
    "aml-cft",
    "asset-recovery",
    "identification",
    "training",
    "research",
    "oversight",
];

/// Why a request may be refused (section coop 7.3).
pub(super) const REFUSAL_GROUNDS: &[&str] = &[
    "not-held",
    "incomplete-request",
    "authority-refused",
    "data-category",
    "inaccurate-data",
    "national-security",
    "ongoing-investigation",
    "person-safety",
    "third-interest",
    "minor-offence",
    "not-an-offence",
    "third-party-no-consent",
    "sovereignty",
    "public-order",
    "legal-principles",
    "human-rights",
    "disproportionate",
    "no-basis",
    "capacity",
];

/// What an engagement is about, beside subjects (section coop 7.4).
pub(super) const TOPICS: &[&str] = &[
    "bilateral-cooperation",
    "multilateral-cooperation",
    "information-exchange",
    "expertise-exchange",
    "joint-coordination",
    "monitoring-mechanisms",
    "countering-mechanisms",
    "threat-assessment",
    "emerging-risks",
    "follow-up",
    "agreement",
    "training",
    "event-security",
    "virtual-operations",
    "public-communication",
];

/// The parts of the ground on which an event is secured (section coop 7.5).
pub(super) const ZONES: &[&str] = &[
    "inner",
    "middle",
    "outer",
    "last-mile",
    "transport-hub",
    "route",
    "hotel",
    "training-site",
    "fan-zone",
    "border-point",
    "online",
];

/// The levels of the Traffic Light Protocol 2.0, as its extension writes them.
pub(super) const TLP: &[&str] = &["clear", "green", "amber", "amber+strict", "red"];

/// Whether something may be passed on.
pub(super) const ONWARD: &[&str] = &["deny", "ask", "parties", "free"];

/// Whether something may be used in court.
pub(super) const EVIDENTIAL_USE: &[&str] = &["no", "ask", "yes"];

/// The stages of a large event.
pub(super) const PHASES: &[&str] = &[
    "build-up",
    "arrival",
    "ingress",
    "event",
    "egress",
    "dispersal",
];

/// What is given of an object.
pub(super) const RELEASE_FORMS: &[&str] = &[
    "full",
    "sanitised",
    "tear-line",
    "confirmation",
    "match-result",
    "view",
];
