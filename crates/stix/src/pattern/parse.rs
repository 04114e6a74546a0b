//! From tokens to a tree, by precedence climbing.

use std::ops::Range;

use super::PatternLimits;
use super::ast::{Comparison, Constant, Expression, ObjectPath, Operator, Qualifier, Step, Test};
use super::constant;
use super::error::{Fault, PatternErrorKind};
use super::lexer::{Kind, Lexer, Token};
use super::meaning;

/// Reads a whole pattern.
pub(super) fn parse(text: &str, limits: &PatternLimits) -> Result<Expression, Fault> {
    if text.len() > limits.max_bytes {
        let kind = PatternErrorKind::TooLong(limits.max_bytes);
        return Err(Fault::new(kind, 0..text.len()));
    }
    let mut lexer = Lexer::new(text);
    let token = lexer.next()?;
    let mut parser = Parser {
        lexer,
        token,
        limits,
        terms: 0,
        depth: 0,
        root: None,
        mixed: false,
    };
    let expression = parser.expression()?;
    match parser.token.kind {
        Kind::End => Ok(expression),
        _ => Err(parser.unexpected("`AND`, `OR`, `FOLLOWEDBY`, a qualifier, or the end")),
    }
}

/// Whether a property can stand without apostrophes.
pub(super) fn is_plain_property(name: &str) -> bool {
    let part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    name.bytes().all(part)
        && name
            .bytes()
            .next()
            .is_some_and(|byte| !byte.is_ascii_digit())
        && !KEYWORDS.contains(&name)
}

const KEYWORDS: [&str; 19] = [
    "AND",
    "OR",
    "NOT",
    "FOLLOWEDBY",
    "LIKE",
    "MATCHES",
    "ISSUPERSET",
    "ISSUBSET",
    "EXISTS",
    "LAST",
    "IN",
    "START",
    "STOP",
    "SECONDS",
    "true",
    "false",
    "WITHIN",
    "REPEATS",
    "TIMES",
];

struct Parser<'t, 'l> {
    lexer: Lexer<'t>,
    token: Token<'t>,
    limits: &'l PatternLimits,
    terms: usize,
    depth: usize,
    /// The type with which the first path within the brackets starts.
    root: Option<&'t str>,
    /// Whether another path within the brackets starts with another type.
    mixed: bool,
}

impl Parser<'_, '_> {
    /// Parts joined by `FOLLOWEDBY`, which binds least.
    fn expression(&mut self) -> Result<Expression, Fault> {
        self.chain("FOLLOWEDBY", Self::alternatives, Expression::FollowedBy)
    }

    fn alternatives(&mut self) -> Result<Expression, Fault> {
        self.chain("OR", Self::conjunction, Expression::Or)
    }

    fn conjunction(&mut self) -> Result<Expression, Fault> {
        self.chain("AND", Self::qualified, Expression::And)
    }

    /// Parts with one operator between them; a single part stands for itself.
    fn chain<T>(
        &mut self,
        operator: &'static str,
        part: impl Fn(&mut Self) -> Result<T, Fault>,
        join: impl FnOnce(Vec<T>) -> T,
    ) -> Result<T, Fault> {
        let first = part(self)?;
        if !self.is_word(operator)? {
            return Ok(first);
        }
        let mut parts = vec![first];
        while self.is_word(operator)? {
            self.advance()?;
            parts.push(part(self)?);
        }
        Ok(join(parts))
    }

    /// Brackets or parentheses, and what qualifies them.
    fn qualified(&mut self) -> Result<Expression, Fault> {
        let expression = match self.token.kind {
            Kind::LeftBracket => self.observation()?,
            Kind::LeftParen => self.parenthesised(Self::expression)?,
            _ => return Err(self.unexpected("`[` or `(`")),
        };
        let mut qualifiers: Vec<Qualifier> = Vec::new();
        while let Some(name) = self.qualifier_name()? {
            let start = self.token.span.start;
            let qualifier = self.qualifier(name)?;
            let same = |other: &Qualifier| qualifier_word(other) == name;
            if qualifiers.iter().any(same) {
                let span = start..start + name.len();
                return Err(Fault::new(PatternErrorKind::RepeatedQualifier(name), span));
            }
            qualifiers.push(qualifier);
        }
        Ok(if qualifiers.is_empty() {
            expression
        } else {
            Expression::Qualified {
                expression: Box::new(expression),
                qualifiers,
            }
        })
    }

    fn observation(&mut self) -> Result<Expression, Fault> {
        let start = self.token.span.start;
        self.advance()?;
        self.root = None;
        self.mixed = false;
        let comparison = self.comparison()?;
        let end = self.token.span.end;
        self.expect(Kind::RightBracket, "`AND`, `OR` or `]`")?;
        if self.mixed && meaning::contradicts(&comparison) {
            return Err(Fault::new(PatternErrorKind::MixedTypes, start..end));
        }
        Ok(Expression::Observation(comparison))
    }

    fn qualifier_name(&self) -> Result<Option<&'static str>, Fault> {
        for name in ["START", "WITHIN", "REPEATS"] {
            if self.is_word(name)? {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }

    fn qualifier(&mut self, name: &'static str) -> Result<Qualifier, Fault> {
        self.advance()?;
        match name {
            "START" => {
                let start = self.time()?;
                self.word("STOP", "`STOP` and a time")?;
                Ok(Qualifier::During(start, self.time()?))
            }
            "WITHIN" => {
                let seconds = self.positive(name, true)?;
                self.word("SECONDS", "`SECONDS`")?;
                Ok(Qualifier::Within(seconds))
            }
            _ => {
                let times = self.positive(name, false)?;
                self.word("TIMES", "`TIMES`")?;
                Ok(Qualifier::Repeats(match times {
                    Constant::Integer(times) => times.unsigned_abs(),
                    _ => 1,
                }))
            }
        }
    }

    fn time(&mut self) -> Result<crate::time::StixTime, Fault> {
        match self.token.kind {
            Kind::Time(text) => {
                let time = text.parse();
                let time = time.map_err(|fault| self.fault(PatternErrorKind::Timestamp(fault)))?;
                self.advance()?;
                Ok(time)
            }
            Kind::Text(..) => Err(self.fault(PatternErrorKind::PlainTime)),
            _ => Err(self.unexpected("a time such as `t'2016-06-01T00:00:00Z'`")),
        }
    }

    fn positive(&mut self, name: &'static str, fraction: bool) -> Result<Constant, Fault> {
        let value = match self.token.kind {
            Kind::Integer(text) if !text.starts_with('-') => {
                constant::integer(text).map(Constant::Integer)
            }
            Kind::Float(text) if fraction && !text.starts_with('-') => {
                constant::float(text).map(Constant::Float)
            }
            _ if fraction => return Err(self.unexpected("a number greater than zero")),
            _ => return Err(self.unexpected("a whole number greater than zero")),
        };
        let value = value.map_err(|kind| self.fault(kind))?;
        if matches!(value, Constant::Integer(0))
            || matches!(value, Constant::Float(number) if number <= 0.0)
        {
            return Err(self.fault(PatternErrorKind::NotPositive(name)));
        }
        self.advance()?;
        Ok(value)
    }

    fn comparison(&mut self) -> Result<Comparison, Fault> {
        self.chain("OR", Self::comparisons, Comparison::Or)
    }

    fn comparisons(&mut self) -> Result<Comparison, Fault> {
        self.chain("AND", Self::test, Comparison::And)
    }

    fn test(&mut self) -> Result<Comparison, Fault> {
        if self.token.kind == Kind::LeftParen {
            return self.parenthesised(Self::comparison);
        }
        self.count_term()?;
        if self.is_word("NOT")? || self.is_word("EXISTS")? {
            let negated = self.skip_not()?;
            self.word("EXISTS", "`EXISTS`")?;
            return Ok(Comparison::Test(Test {
                path: self.path()?,
                negated,
                operator: Operator::Exists,
            }));
        }
        let path = self.path()?;
        let negated = self.skip_not()?;
        let start = self.token.span.clone();
        let operator = self.operator()?;
        meaning::check_hash(&path, &operator).map_err(|kind| Fault::new(kind, start))?;
        Ok(Comparison::Test(Test {
            path,
            negated,
            operator,
        }))
    }

    fn skip_not(&mut self) -> Result<bool, Fault> {
        let negated = self.is_word("NOT")?;
        if negated {
            self.advance()?;
        }
        Ok(negated)
    }

    fn operator(&mut self) -> Result<Operator, Fault> {
        const WANTED: &str = "an operator: `=`, `!=`, `<`, `<=`, `>`, `>=`, `IN`, `LIKE`, `MATCHES`, `ISSUBSET`, `ISSUPERSET`";
        let orderable: fn(Constant) -> Operator = match self.token.kind {
            Kind::Equal | Kind::NotEqual => {
                let equal = self.token.kind == Kind::Equal;
                self.advance()?;
                let value = self.constant(true)?;
                return Ok(if equal {
                    Operator::Equal(value)
                } else {
                    Operator::NotEqual(value)
                });
            }
            Kind::Less => Operator::Less,
            Kind::LessOrEqual => Operator::LessOrEqual,
            Kind::Greater => Operator::Greater,
            Kind::GreaterOrEqual => Operator::GreaterOrEqual,
            Kind::Word(word) => return self.worded(word, WANTED),
            _ => return Err(self.unexpected(WANTED)),
        };
        self.advance()?;
        Ok(orderable(self.constant(false)?))
    }

    fn worded(&mut self, word: &str, wanted: &'static str) -> Result<Operator, Fault> {
        let operator: fn(String) -> Operator = match word {
            "IN" => return self.list(),
            "LIKE" => Operator::Like,
            "MATCHES" => Operator::Matches,
            "ISSUBSET" => Operator::IsSubset,
            "ISSUPERSET" => Operator::IsSuperset,
            _ => {
                for name in ["IN", "LIKE", "MATCHES", "ISSUBSET", "ISSUPERSET"] {
                    self.is_word(name)?;
                }
                return Err(self.unexpected(wanted));
            }
        };
        self.advance()?;
        let Kind::Text(raw, escaped) = self.token.kind else {
            return Err(self.unexpected("a text in apostrophes"));
        };
        let text = constant::text(raw, escaped);
        if word.starts_with("IS") && constant::network(&text).is_none() {
            return Err(self.fault(PatternErrorKind::Address(text.chars().take(60).collect())));
        }
        self.advance()?;
        Ok(operator(text))
    }

    /// `IN` and the list after it.
    fn list(&mut self) -> Result<Operator, Fault> {
        self.advance()?;
        self.expect(Kind::LeftParen, "`(` and a list of values")?;
        let mut values: Vec<Constant> = Vec::new();
        while self.token.kind != Kind::RightParen {
            if !values.is_empty() {
                self.expect(Kind::Comma, "`,` or `)`")?;
                self.count_term()?;
            }
            let span = self.token.span.clone();
            let value = self.constant(true)?;
            if values
                .first()
                .is_some_and(|first| !constant::same_type(first, &value))
            {
                return Err(Fault::new(PatternErrorKind::MixedList, span));
            }
            values.push(value);
        }
        self.advance()?;
        Ok(Operator::In(values))
    }

    fn constant(&mut self, truth: bool) -> Result<Constant, Fault> {
        const WANTED: &str = "a value: `'text'`, a number, `true`, `t'2016-06-01T00:00:00Z'`, `h'ffd8'` or `b'YWxpY2U='`";
        const ORDERED: &str = "a value that has an order: `'text'`, a number, `t'2016-06-01T00:00:00Z'`, `h'ffd8'` or `b'YWxpY2U='`";
        let value = match self.token.kind {
            Kind::Text(raw, escaped) => Ok(Constant::Text(constant::text(raw, escaped))),
            Kind::Integer(text) => constant::integer(text).map(Constant::Integer),
            Kind::Float(text) => constant::float(text).map(Constant::Float),
            Kind::Time(text) => text
                .parse()
                .map(Constant::Time)
                .map_err(PatternErrorKind::Timestamp),
            Kind::Hex(text) => constant::hex(text)
                .map(Constant::Hex)
                .ok_or(PatternErrorKind::Hex),
            Kind::Binary(text) => constant::base64(text)
                .map(Constant::Binary)
                .ok_or(PatternErrorKind::Binary),
            Kind::Word("true") if truth => Ok(Constant::Bool(true)),
            Kind::Word("false") if truth => Ok(Constant::Bool(false)),
            _ => return Err(self.unexpected(if truth { WANTED } else { ORDERED })),
        };
        let value = value.map_err(|kind| self.fault(kind))?;
        self.advance()?;
        Ok(value)
    }

    fn path(&mut self) -> Result<ObjectPath, Fault> {
        let object_type = match self.token.kind {
            Kind::Word(word) if !KEYWORDS.contains(&word) => word,
            _ => return Err(self.unexpected("the type of an object, as in `file:name`")),
        };
        self.mixed |= self.root.is_some_and(|root| root != object_type);
        self.root.get_or_insert(object_type);
        self.advance()?;
        self.expect(Kind::Colon, "`:` and a property, as in `file:name`")?;
        let mut steps = vec![self.property()?];
        loop {
            match self.token.kind {
                Kind::Dot => {
                    self.advance()?;
                    steps.push(self.property()?);
                }
                Kind::LeftBracket => steps.push(self.index()?),
                // A word before the dot has eaten a number's dot: `.5` follows no path.
                _ => break,
            }
            if steps.len() > PatternLimits::MOST_STEPS {
                return Err(self.fault(PatternErrorKind::PathTooLong(PatternLimits::MOST_STEPS)));
            }
        }
        Ok(ObjectPath {
            object_type: object_type.to_owned(),
            steps,
        })
    }

    fn property(&mut self) -> Result<Step, Fault> {
        let name = match self.token.kind {
            Kind::Word(word) if word.contains('-') => {
                return Err(self.fault(PatternErrorKind::PropertyHyphen(word.to_owned())));
            }
            Kind::Word(word) if !KEYWORDS.contains(&word) => word.to_owned(),
            Kind::Text(raw, escaped) => constant::text(raw, escaped),
            _ => return Err(self.unexpected("the name of a property")),
        };
        self.advance()?;
        Ok(Step::Property(name))
    }

    fn index(&mut self) -> Result<Step, Fault> {
        self.advance()?;
        let step = match self.token.kind {
            Kind::Star => Step::Any,
            Kind::Integer(text) if !text.starts_with('-') => {
                let index = constant::integer(text).map_err(|kind| self.fault(kind))?;
                Step::Index(index.unsigned_abs())
            }
            _ => return Err(self.unexpected("a position in the list, from 0, or `*`")),
        };
        self.advance()?;
        self.expect(Kind::RightBracket, "`]`")?;
        Ok(step)
    }

    fn parenthesised<T>(
        &mut self,
        inside: impl FnOnce(&mut Self) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        self.depth += 1;
        if self.depth > self.limits.depth() {
            return Err(self.fault(PatternErrorKind::TooDeep(self.limits.depth())));
        }
        self.advance()?;
        let value = inside(self)?;
        self.expect(Kind::RightParen, "`AND`, `OR` or `)`")?;
        self.depth -= 1;
        Ok(value)
    }

    fn count_term(&mut self) -> Result<(), Fault> {
        self.terms += 1;
        if self.terms > self.limits.max_terms {
            return Err(self.fault(PatternErrorKind::TooManyTerms(self.limits.max_terms)));
        }
        Ok(())
    }

    fn advance(&mut self) -> Result<(), Fault> {
        self.token = self.lexer.next()?;
        Ok(())
    }

    fn expect(&mut self, kind: Kind<'static>, wanted: &'static str) -> Result<(), Fault> {
        if self.token.kind == kind {
            self.advance()
        } else {
            Err(self.unexpected(wanted))
        }
    }

    /// Whether the keyword stands here.
    ///
    /// # Errors
    ///
    /// If it stands here in lower case, where no other word can.
    fn is_word(&self, keyword: &'static str) -> Result<bool, Fault> {
        match self.token.kind {
            Kind::Word(word) if word == keyword => Ok(true),
            Kind::Word(word) if word.eq_ignore_ascii_case(keyword) && !self.before_colon() => {
                Err(self.fault(PatternErrorKind::KeywordCase(keyword.to_owned())))
            }
            _ => Ok(false),
        }
    }

    /// Whether the word here is the type of a path: `not:name`.
    fn before_colon(&self) -> bool {
        self.lexer.is_before_colon()
    }

    fn word(&mut self, keyword: &'static str, wanted: &'static str) -> Result<(), Fault> {
        if self.is_word(keyword)? {
            self.advance()
        } else {
            Err(self.unexpected(wanted))
        }
    }

    fn fault(&self, kind: PatternErrorKind) -> Fault {
        Fault::new(kind, self.token.span.clone())
    }

    fn unexpected(&self, expected: &'static str) -> Fault {
        let Range { start, end } = self.token.span;
        let found = match self.token.kind {
            Kind::End => "the end".to_owned(),
            _ => self.lexer.shown(start..end),
        };
        self.fault(PatternErrorKind::Unexpected { expected, found })
    }
}

fn qualifier_word(qualifier: &Qualifier) -> &'static str {
    match qualifier {
        Qualifier::Repeats(_) => "REPEATS",
        Qualifier::Within(_) => "WITHIN",
        Qualifier::During(..) => "START",
    }
}
