//! The conditions that an agreement sets, each rendered as one Cedar policy.

use jiff::civil::Date;
use mithaq_stix::{ObjectId, Tlp};

use crate::{
    Detail, Instrument, Question, Reason, ReasonCode, Validity, compile::PolicyText,
    content::Content,
};

/// One condition, and the article that sets it; those of no article hold for every agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clause {
    pub(crate) article: Option<String>,
    pub(crate) rule: Rule,
}

/// What a condition says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Permits when the article is invoked; every other rule only forbids.
    Grants,
    Standing(Instrument),
    NotBinding(Instrument),
    NotAParty,
    Validity(Validity),
    Originator,
    Subject(Vec<String>),
    ObjectType(Vec<String>),
    Ceiling(Tlp),
    Red,
}

/// Every condition of an agreement, in an order that both nodes come to by themselves.
pub(crate) fn clauses(content: &Content) -> Vec<Clause> {
    let general = |rule| Clause {
        article: None,
        rule,
    };
    let mut clauses = vec![general(Rule::Standing(content.instrument.clone()))];
    if !content.instrument.is_binding() {
        clauses.push(general(Rule::NotBinding(content.instrument.clone())));
    }
    clauses.extend([Rule::NotAParty, Rule::Originator, Rule::Red].map(general));
    for article in &content.articles {
        let own = |rule| Clause {
            article: Some(article.number.clone()),
            rule,
        };
        let terms = &article.terms;
        if let Some(grants) = &terms.grants {
            clauses.push(own(Rule::Grants));
            clauses.push(own(Rule::Subject(grants.subjects.clone())));
            clauses.push(own(Rule::ObjectType(grants.object_types.clone())));
        }
        clauses.extend(terms.ceiling.map(Rule::Ceiling).map(own));
        clauses.extend(terms.validity.map(Rule::Validity).map(own));
    }
    clauses
}

impl Clause {
    /// The condition as a Cedar policy.
    pub(crate) fn render(&self, agreement: &ObjectId) -> PolicyText {
        let id = match &self.article {
            Some(article) => format!("article-{article}-{}", self.rule.name()),
            None => self.rule.name().to_owned(),
        };
        let rule = self.rule.catalogue();
        let article = self.article.as_deref();
        let text = [
            format!("@id({})\n", quoted(&id)),
            article
                .map(|number| format!("@article({})\n", quoted(number)))
                .unwrap_or_default(),
            format!(
                "@rule({})\n@reason({})\n",
                quoted(rule),
                quoted(self.rule.name())
            ),
            self.body(&format!(
                "Mithaq::Agreement::{}",
                quoted(agreement.as_str())
            )),
        ]
        .concat();
        PolicyText {
            id,
            article: self.article.clone(),
            rule,
            text,
        }
    }

    /// Effect, scope and conditions.
    fn body(&self, agreement: &str) -> String {
        let invoked = format!(
            "context.article == {}",
            quoted(self.article.as_deref().unwrap_or_default())
        );
        let forbid =
            "forbid (\n  principal,\n  action == Mithaq::Action::\"release\",\n  resource\n)";
        match &self.rule {
            Rule::Grants => format!(
                "permit (\n  principal in {agreement},\n  action == Mithaq::Action::\"release\",\n  \
                 resource\n)\nwhen {{ {invoked} }};\n"
            ),
            Rule::NotBinding(_) => format!("{forbid};\n"),
            Rule::Subject(subjects) => format!(
                "{forbid}\nwhen {{ {invoked} }}\nunless {{ resource.subjects.containsAny({}) }};\n",
                list(subjects)
            ),
            Rule::ObjectType(kinds) => format!(
                "{forbid}\nwhen {{ {invoked} }}\nunless {{ {}.contains(resource.kind) }};\n",
                list(kinds)
            ),
            rule => format!("{forbid}\nunless {{ {} }};\n", rule.holds(agreement)),
        }
    }

    /// Why an object is withheld when this condition fails.
    pub(crate) fn reason(&self, question: &Question<'_>) -> Reason {
        let object = question.object;
        let (code, detail) = match &self.rule {
            Rule::Standing(instrument) => {
                return Reason::of_standing(&question.standing, instrument);
            }
            Rule::Grants => (ReasonCode::NoBasis, Detail::None),
            Rule::NotBinding(instrument) => (
                ReasonCode::NotBinding,
                Detail::Instrument(instrument.as_str().to_owned()),
            ),
            Rule::NotAParty => (ReasonCode::NotAParty, Detail::None),
            Rule::Validity(validity) => (ReasonCode::OutsideValidity, Detail::from(*validity)),
            Rule::Originator => (ReasonCode::Originator, Detail::None),
            Rule::Subject(_) => (
                ReasonCode::Subject,
                Detail::Subjects(object.subjects.clone()),
            ),
            Rule::ObjectType(_) => (ReasonCode::ObjectType, Detail::Kind(object.kind.clone())),
            Rule::Ceiling(ceiling) => {
                let detail = Detail::Level {
                    marked: object.tlp,
                    ceiling: *ceiling,
                };
                (ReasonCode::AboveCeiling, detail)
            }
            Rule::Red => (ReasonCode::Red, Detail::None),
        };
        Reason::new(code, self.article.clone(), detail)
    }
}

impl Rule {
    /// The name in policy ids and annotations: the reason's code where one condition has one.
    fn name(&self) -> &'static str {
        match self {
            Self::Grants => "grants",
            Self::Standing(_) => "not-in-force",
            Self::NotBinding(_) => ReasonCode::NotBinding.code(),
            Self::NotAParty => ReasonCode::NotAParty.code(),
            Self::Validity(_) => ReasonCode::OutsideValidity.code(),
            Self::Originator => ReasonCode::Originator.code(),
            Self::Subject(_) => ReasonCode::Subject.code(),
            Self::ObjectType(_) => ReasonCode::ObjectType.code(),
            Self::Ceiling(_) => ReasonCode::AboveCeiling.code(),
            Self::Red => ReasonCode::Red.code(),
        }
    }

    /// The rule of the domain reference (section 6) behind it.
    fn catalogue(&self) -> &'static str {
        match self {
            Self::Standing(_) => "R-AG5",
            Self::NotBinding(_) => ReasonCode::NotBinding.rule(),
            Self::Originator => ReasonCode::Originator.rule(),
            Self::Ceiling(_) => ReasonCode::AboveCeiling.rule(),
            Self::Red => ReasonCode::Red.rule(),
            Self::Grants
            | Self::NotAParty
            | Self::Validity(_)
            | Self::Subject(_)
            | Self::ObjectType(_) => "R-AG1",
        }
    }

    /// The Cedar condition without which the rule forbids, for rules of the whole agreement.
    fn holds(&self, agreement: &str) -> String {
        match self {
            Self::Standing(_) => {
                "[\"in-force\", \"denounced\"].contains(context.standing)".to_owned()
            }
            Self::NotAParty => format!("principal in {agreement}"),
            Self::Originator => "resource.own".to_owned(),
            Self::Red => format!("resource.tlp < {}", Tlp::Red.level()),
            Self::Ceiling(ceiling) => format!("resource.tlp <= {}", ceiling.level()),
            Self::Validity(Validity { from, until }) => {
                let from = from.map(|day| format!("context.now >= datetime(\"{day}\")"));
                let until = until
                    .and_then(|day| day.tomorrow().ok())
                    .map(|day: Date| format!("context.now < datetime(\"{day}\")"));
                from.into_iter()
                    .chain(until)
                    .collect::<Vec<_>>()
                    .join(" && ")
            }
            Self::Grants | Self::NotBinding(_) | Self::Subject(_) | Self::ObjectType(_) => {
                "false".to_owned()
            }
        }
    }
}

/// A Cedar set of strings.
fn list(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    format!("[{}]", words.join(", "))
}

/// A Cedar string literal. What comes here is plain ASCII by its own rules; quoting it all the
/// same keeps a policy from saying more than its article.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.escape_debug())
}
