//! An agreement's terms as plain sentences: what a partner may see, only if, and never.

use crate::{
    Agreement, Article, Grants, Lang, Terms, instrument_name,
    reason::{period, subjects_listed},
    vocabulary::types_listed,
};

/// One sentence about what an agreement lets a partner see.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sentence {
    /// The article that says so; `None` for what holds under every agreement.
    pub article: Option<String>,
    /// What the sentence does.
    pub kind: Kind,
    /// The rest of the sentence after the word for its kind and a colon, with its full stop:
    /// "what is marked TLP:RED, which goes only to named persons."
    pub text: String,
}

/// What a plain sentence does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// It says what may be seen.
    Allow,
    /// It says under which condition.
    Only,
    /// It says what is never seen.
    Never,
}

impl Kind {
    /// The stable name in lower case.
    pub fn code(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Only => "only",
            Self::Never => "never",
        }
    }
}

impl Agreement {
    /// The terms in words: first what may be seen, then only if, then never.
    ///
    /// Within each kind the sentences are in the order of the articles.
    pub fn sentences(&self, lang: Lang) -> Vec<Sentence> {
        let name = instrument_name(self.instrument(), lang);
        if let Some(name) = name.filter(|_| !self.instrument().is_binding()) {
            return vec![general(Kind::Never, nothing(name, lang))];
        }
        let mut sentences: Vec<Sentence> = self
            .articles()
            .iter()
            .flat_map(|article| of_article(article, lang))
            .collect();
        sentences.push(general(Kind::Only, in_force(self, lang)));
        sentences.push(general(Kind::Never, red(lang).to_owned()));
        sentences.push(general(Kind::Never, originator(lang).to_owned()));
        // Stable: within a kind the order of the articles stays.
        sentences.sort_by_key(|sentence| sentence.kind);
        sentences
    }
}

fn general(kind: Kind, text: String) -> Sentence {
    Sentence {
        article: None,
        kind,
        text,
    }
}

fn of_article(article: &Article, lang: Lang) -> Vec<Sentence> {
    let Terms {
        grants,
        ceiling,
        validity,
    } = article.terms();
    let sentence = |kind, text| Sentence {
        article: Some(article.number().to_owned()),
        kind,
        text,
    };
    let grants = grants
        .as_ref()
        .map(|grants| sentence(Kind::Allow, allowed(grants, lang)));
    let ceiling = ceiling.map(|tlp| {
        let text = match lang {
            Lang::Ar => format!("ألا تتجاوز درجة التداول {tlp}."),
            Lang::Fr => format!("ce qui est marqué {tlp} ou à un niveau inférieur."),
            Lang::En => format!("what is marked {tlp} or lower."),
        };
        sentence(Kind::Only, text)
    });
    let validity = validity.map(|validity| {
        let period = period(validity.from, validity.until, lang);
        let text = match lang {
            Lang::Ar => format!("أن يكون ذلك خلال المدة المحددة ({period})."),
            Lang::Fr => format!("pendant la période fixée ({period})."),
            Lang::En => format!("during the period set ({period})."),
        };
        sentence(Kind::Only, text)
    });
    grants.into_iter().chain(ceiling).chain(validity).collect()
}

fn allowed(grants: &Grants, lang: Lang) -> String {
    let types = types_listed(&grants.object_types, lang);
    let subjects = subjects_listed(grants.subjects.iter(), lang);
    let one = grants.subjects.len() == 1;
    match (lang, one) {
        (Lang::Ar, true) => format!("اطلاع الشريك على {types} في المجال التالي: {subjects}."),
        (Lang::Ar, false) => {
            format!("اطلاع الشريك على {types} في أحد المجالات التالية: {subjects}.")
        }
        (Lang::Fr, true) => {
            format!(
                "le partenaire peut consulter {types} relevant du domaine suivant\u{a0}: {subjects}."
            )
        }
        (Lang::Fr, false) => format!(
            "le partenaire peut consulter {types} relevant de l’un des domaines suivants\u{a0}: \
             {subjects}."
        ),
        (Lang::En, true) => format!("the partner may see {types} on this subject: {subjects}."),
        (Lang::En, false) => {
            format!("the partner may see {types} on any of these subjects: {subjects}.")
        }
    }
}

fn in_force(agreement: &Agreement, lang: Lang) -> String {
    let until = agreement.ends_on().map(|day| period(None, Some(day), lang));
    match (lang, until) {
        (Lang::Ar, None) => "أن تكون الاتفاقية سارية المفعول.".to_owned(),
        (Lang::Ar, Some(until)) => {
            format!("أن تكون الاتفاقية سارية المفعول، وذلك {until} على أبعد تقدير.")
        }
        (Lang::Fr, None) => "tant que l’accord est en vigueur.".to_owned(),
        (Lang::Fr, Some(until)) => {
            format!("tant que l’accord est en vigueur, {until} au plus tard.")
        }
        (Lang::En, None) => "while the agreement is in force.".to_owned(),
        (Lang::En, Some(until)) => {
            format!("while the agreement is in force, {until} at the latest.")
        }
    }
}

fn red(lang: Lang) -> &'static str {
    match lang {
        Lang::Ar => "ما كانت درجة تداوله TLP:RED، فهي مقصورة على أشخاص معينين بأسمائهم.",
        Lang::Fr => "ce qui est marqué TLP:RED, réservé à des personnes nommément désignées.",
        Lang::En => "what is marked TLP:RED, which goes only to named persons.",
    }
}

fn originator(lang: Lang) -> &'static str {
    match lang {
        Lang::Ar => "ما ورد من جهة أخرى (قاعدة الطرف الثالث).",
        Lang::Fr => "ce qui a été reçu d’un autre service (règle du tiers service).",
        Lang::En => "what was received from another agency (third-party rule).",
    }
}

fn nothing(instrument: &str, lang: Lang) -> String {
    match lang {
        Lang::Ar => {
            format!("كل اطلاع، فهذه الوثيقة ({instrument}) لا تخول الاطلاع على أي معلومات.")
        }
        Lang::Fr => {
            format!(
                "toute communication, car une {instrument} n’ouvre aucun accès à l’information."
            )
        }
        Lang::En => format!("anything, as a {instrument} gives no access to information."),
    }
}
