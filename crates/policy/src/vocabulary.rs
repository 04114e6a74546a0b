//! Readable names of subjects, object types and instruments in three languages.
//!
//! The vocabularies are open: a word without a name here is shown as it is written.

use crate::{Instrument, Lang};

/// A word and its names.
struct Entry {
    word: &'static str,
    ar: &'static str,
    fr: &'static str,
    en: &'static str,
}

impl Entry {
    fn name(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ar => self.ar,
            Lang::Fr => self.fr,
            Lang::En => self.en,
        }
    }
}

const fn entry(word: &'static str, ar: &'static str, fr: &'static str, en: &'static str) -> Entry {
    Entry { word, ar, fr, en }
}

/// The name of a field of cooperation (domain reference 7.1), if it is a known one.
///
/// ```
/// use mithaq_policy::{Lang, subject_name};
///
/// assert_eq!(subject_name("money-laundering", Lang::Fr), Some("blanchiment d’argent"));
/// assert_eq!(subject_name("space-debris", Lang::Fr), None);
/// ```
pub fn subject_name(subject: &str, lang: Lang) -> Option<&'static str> {
    find(SUBJECTS, subject, lang)
}

/// The name of the objects of a STIX type, in the plural, if it is a known one.
///
/// The Arabic name has its article; the French one has none.
///
/// ```
/// use mithaq_policy::{Lang, type_name};
///
/// assert_eq!(type_name("indicator", Lang::Ar), Some("المؤشرات"));
/// assert_eq!(type_name("domain-name", Lang::En), Some("domain names"));
/// ```
pub fn type_name(object_type: &str, lang: Lang) -> Option<&'static str> {
    find(OBJECT_TYPES, object_type, lang)
}

/// The name of a kind of instrument, if it is a known one.
pub fn instrument_name(instrument: &Instrument, lang: Lang) -> Option<&'static str> {
    find(INSTRUMENTS, instrument.as_str(), lang)
}

/// The names of object types as one enumeration: "indicators, malware and reports".
///
/// A type without a name is shown as written, in the quotation marks of the language.
pub(crate) fn types_listed(types: &[String], lang: Lang) -> String {
    let names = types
        .iter()
        .map(|kind| match (type_name(kind, lang), lang) {
            (Some(name), Lang::Fr) => format!("les {name}"),
            (Some(name), _) => name.to_owned(),
            (None, Lang::Ar) => format!("«{kind}»"),
            (None, Lang::Fr) => format!("«\u{a0}{kind}\u{a0}»"),
            (None, Lang::En) => format!("“{kind}”"),
        });
    let names: Vec<String> = names.collect();
    let last_joint = match lang {
        Lang::Ar => return names.join(" و"),
        Lang::Fr => " et ",
        Lang::En => " and ",
    };
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{}{last_joint}{last}", rest.join(", ")),
        None => String::new(),
    }
}

/// Every known subject.
pub(crate) fn subjects() -> impl Iterator<Item = &'static str> + Clone {
    SUBJECTS.iter().map(|entry| entry.word)
}

/// Every known object type.
pub(crate) fn object_types() -> impl Iterator<Item = &'static str> + Clone {
    OBJECT_TYPES.iter().map(|entry| entry.word)
}

fn find(entries: &'static [Entry], word: &str, lang: Lang) -> Option<&'static str> {
    entries
        .iter()
        .find(|entry| entry.word == word)
        .map(|entry| entry.name(lang))
}

#[rustfmt::skip]
const INSTRUMENTS: &[Entry] = &[
    entry("cooperation-agreement", "اتفاقية تعاون", "accord de coopération", "cooperation agreement"),
    entry("information-sharing-agreement", "اتفاقية لتبادل المعلومات", "accord d’échange d’informations", "information-sharing agreement"),
    entry("jit-agreement", "اتفاق إنشاء فريق تحقيق مشترك", "accord d’équipe commune d’enquête", "joint investigation team agreement"),
    entry("joint-declaration", "إعلان مشترك", "déclaration conjointe", "joint declaration"),
    entry("letter-of-intent", "إعلان نوايا", "lettre d’intention", "letter of intent"),
    entry("memorandum", "مذكرة تفاهم", "mémorandum d’entente", "memorandum of understanding"),
    entry("protocol", "بروتوكول", "protocole", "protocol"),
    entry("technical-arrangement", "ترتيب تقني", "arrangement technique", "technical arrangement"),
    entry("treaty", "معاهدة", "traité", "treaty"),
];

#[rustfmt::skip]
const SUBJECTS: &[Entry] = &[
    entry("arms-explosives", "الاتجار بالأسلحة والمتفجرات", "trafic d’armes et d’explosifs", "trafficking in arms and explosives"),
    entry("asset-recovery", "استرداد الموجودات", "recouvrement des avoirs", "asset recovery"),
    entry("border-security", "أمن الحدود", "sécurité des frontières", "border security"),
    entry("chemical-biological", "التهديدات الكيميائية والبيولوجية", "menaces chimiques et biologiques", "chemical and biological threats"),
    entry("core-international-crimes", "الجرائم الدولية الأشد خطورة", "crimes internationaux les plus graves", "core international crimes"),
    entry("corruption", "الفساد", "corruption", "corruption"),
    entry("counterfeiting-piracy", "التقليد والقرصنة", "contrefaçon et piratage", "counterfeiting and product piracy"),
    entry("critical-infrastructure", "حماية البنيات التحتية الحيوية", "protection des infrastructures critiques", "protection of critical infrastructure"),
    entry("cultural-goods", "الاتجار بالممتلكات الثقافية", "trafic de biens culturels", "trafficking in cultural goods"),
    entry("currency-payment-forgery", "تزييف العملة ووسائل الأداء", "faux-monnayage et falsification des moyens de paiement", "forgery of money and means of payment"),
    entry("cyber-terrorism", "الإرهاب الإلكتروني", "cyberterrorisme", "cyber-terrorism"),
    entry("cybercrime", "الجريمة الإلكترونية", "cybercriminalité", "cybercrime"),
    entry("document-forgery", "تزوير الوثائق", "falsification de documents", "document forgery"),
    entry("drug-trafficking", "الاتجار بالمخدرات", "trafic de stupéfiants", "drug trafficking"),
    entry("endangered-species", "الاتجار بالأنواع المهددة بالانقراض", "trafic d’espèces menacées", "trafficking in endangered species"),
    entry("environmental-crime", "الجرائم البيئية", "criminalité environnementale", "environmental crime"),
    entry("event-security", "أمن التظاهرات", "sécurité des manifestations", "event security"),
    entry("extortion", "الابتزاز", "extorsion", "extortion"),
    entry("extremism", "التطرف", "extrémisme", "extremism"),
    entry("financial-interests", "المساس بالمصالح المالية", "atteintes aux intérêts financiers", "offences against financial interests"),
    entry("fraud", "النصب والاحتيال", "fraude et escroquerie", "fraud"),
    entry("fugitives", "الأشخاص الفارون من العدالة", "personnes en fuite", "fugitives"),
    entry("homicide-injury", "القتل والإيذاء الجسدي الخطير", "homicides et blessures graves", "murder and grievous injury"),
    entry("hormonal-substances", "الاتجار بالمواد الهرمونية", "trafic de substances hormonales", "trafficking in hormonal substances"),
    entry("human-trafficking", "الاتجار بالبشر", "traite des êtres humains", "trafficking in human beings"),
    entry("irregular-migration", "الهجرة غير الشرعية", "migration irrégulière", "irregular migration"),
    entry("kidnapping-hostage", "الاختطاف واحتجاز الرهائن", "enlèvement et prise d’otages", "kidnapping and hostage-taking"),
    entry("major-event-security", "أمن التظاهرات الكبرى", "sécurité des grands événements", "security of major events"),
    entry("market-manipulation", "التلاعب بالأسواق المالية", "manipulation des marchés financiers", "market manipulation"),
    entry("migrant-smuggling", "تهريب المهاجرين", "trafic de migrants", "migrant smuggling"),
    entry("missing-persons", "الأشخاص المفقودون", "personnes disparues", "missing persons"),
    entry("money-laundering", "غسل الأموال", "blanchiment d’argent", "money laundering"),
    entry("nuclear-radioactive", "الجرائم المتصلة بالمواد النووية والمشعة", "criminalité liée aux matières nucléaires et radioactives", "crime connected with nuclear and radioactive substances"),
    entry("organ-trade", "الاتجار بالأعضاء البشرية", "trafic d’organes", "trade in human organs"),
    entry("organised-crime", "الجريمة المنظمة", "criminalité organisée", "organised crime"),
    entry("racism-xenophobia", "العنصرية وكراهية الأجانب", "racisme et xénophobie", "racism and xenophobia"),
    entry("robbery-theft", "السرقة بأنواعها", "vols et vols aggravés", "robbery and theft"),
    entry("sanctions-evasion", "التحايل على العقوبات", "contournement des sanctions", "sanctions evasion"),
    entry("sexual-exploitation-children", "الاستغلال الجنسي للأطفال", "exploitation sexuelle des enfants", "sexual exploitation of children"),
    entry("terrorism", "الإرهاب", "terrorisme", "terrorism"),
    entry("terrorism-financing", "تمويل الإرهاب", "financement du terrorisme", "terrorist financing"),
    entry("trafficking", "الاتجار غير المشروع", "trafics illicites", "trafficking"),
    entry("training", "التكوين", "formation", "training"),
    entry("vehicle-crime", "الجرائم المتصلة بالمركبات", "criminalité liée aux véhicules", "vehicle crime"),
];

#[rustfmt::skip]
const OBJECT_TYPES: &[Entry] = &[
    entry("artifact", "القطع الرقمية", "artefacts numériques", "artifacts"),
    entry("attack-pattern", "أساليب الهجوم", "modes d’attaque", "attack patterns"),
    entry("autonomous-system", "الأنظمة المستقلة", "systèmes autonomes", "autonomous systems"),
    entry("campaign", "الحملات", "campagnes", "campaigns"),
    entry("coop-agreement", "الاتفاقيات", "accords", "agreements"),
    entry("coop-assessment", "التقييمات", "évaluations", "assessments"),
    entry("coop-commitment", "الالتزامات", "engagements", "commitments"),
    entry("coop-engagement", "اللقاءات والزيارات", "rencontres et visites", "meetings and visits"),
    entry("coop-operation", "العمليات المشتركة", "opérations conjointes", "joint operations"),
    entry("coop-request", "الطلبات", "demandes", "requests"),
    entry("coop-response", "الأجوبة", "réponses", "answers"),
    entry("coop-security-plan", "الخطط الأمنية", "plans de sécurité", "security plans"),
    entry("course-of-action", "التدابير المضادة", "contre-mesures", "courses of action"),
    entry("directory", "المجلدات", "répertoires", "directories"),
    entry("domain-name", "أسماء النطاقات", "noms de domaine", "domain names"),
    entry("email-addr", "عناوين البريد الإلكتروني", "adresses électroniques", "e-mail addresses"),
    entry("email-message", "رسائل البريد الإلكتروني", "courriels", "e-mail messages"),
    entry("extension-definition", "تعريفات الامتدادات", "définitions d’extension", "extension definitions"),
    entry("file", "الملفات", "fichiers", "files"),
    entry("grouping", "التجميعات", "regroupements", "groupings"),
    entry("identity", "الهويات", "identités", "identities"),
    entry("incident", "الحوادث", "incidents", "incidents"),
    entry("indicator", "المؤشرات", "indicateurs", "indicators"),
    entry("infrastructure", "البنيات التحتية", "infrastructures", "infrastructure"),
    entry("intrusion-set", "مجموعات الاختراق", "groupes d’intrusion", "intrusion sets"),
    entry("ipv4-addr", "عناوين IPv4", "adresses IPv4", "IPv4 addresses"),
    entry("ipv6-addr", "عناوين IPv6", "adresses IPv6", "IPv6 addresses"),
    entry("language-content", "الترجمات", "traductions", "translations"),
    entry("location", "الأماكن", "lieux", "locations"),
    entry("mac-addr", "عناوين MAC", "adresses MAC", "MAC addresses"),
    entry("malware", "البرمجيات الخبيثة", "logiciels malveillants", "malware"),
    entry("malware-analysis", "تحاليل البرمجيات الخبيثة", "analyses de logiciels malveillants", "malware analyses"),
    entry("marking-definition", "تعريفات وسوم التداول", "définitions de marquage", "marking definitions"),
    entry("mutex", "أقفال التزامن", "mutex", "mutexes"),
    entry("network-traffic", "حركات الشبكة", "flux réseau", "network traffic"),
    entry("note", "الملاحظات", "notes", "notes"),
    entry("observed-data", "البيانات المرصودة", "données observées", "observed data"),
    entry("opinion", "الآراء", "avis", "opinions"),
    entry("process", "العمليات الحاسوبية", "processus", "processes"),
    entry("relationship", "العلاقات", "relations", "relationships"),
    entry("report", "التقارير", "rapports", "reports"),
    entry("sighting", "حالات الرصد", "observations", "sightings"),
    entry("software", "البرامج", "logiciels", "software"),
    entry("threat-actor", "الجهات المهددة", "acteurs de la menace", "threat actors"),
    entry("tool", "الأدوات", "outils", "tools"),
    entry("url", "عناوين URL", "adresses URL", "URLs"),
    entry("user-account", "حسابات المستخدمين", "comptes d’utilisateur", "user accounts"),
    entry("vulnerability", "الثغرات", "vulnérabilités", "vulnerabilities"),
    entry("windows-registry-key", "مفاتيح سجل ويندوز", "clés de registre Windows", "Windows registry keys"),
    entry("x509-certificate", "شهادات X.509", "certificats X.509", "X.509 certificates"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::word::{check_word, likely_meant};

    #[test]
    fn each_table_has_distinct_sorted_words_and_names() {
        for table in [INSTRUMENTS, SUBJECTS, OBJECT_TYPES] {
            assert!(table.is_sorted_by_key(|entry| entry.word));
            for entry in table {
                assert_eq!(check_word(entry.word), Ok(()));
            }
            for lang in Lang::ALL {
                let names: BTreeSet<&str> = table.iter().map(|entry| entry.name(lang)).collect();
                assert_eq!(names.len(), table.len(), "two words share a name in {lang}");
                assert!(!names.contains(""));
            }
        }
    }

    #[test]
    fn every_known_instrument_has_a_name() {
        let words: Vec<&str> = INSTRUMENTS.iter().map(|entry| entry.word).collect();
        assert_eq!(words, Instrument::KNOWN);
    }

    #[test]
    fn no_known_word_is_taken_for_another() {
        for word in subjects() {
            assert_eq!(likely_meant(word, subjects()), None);
        }
        for word in object_types() {
            assert_eq!(likely_meant(word, object_types()), None);
        }
    }
}
