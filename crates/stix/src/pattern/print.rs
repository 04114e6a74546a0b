//! Patterns as text, with one space where the language allows any.

use std::fmt::{self, Display, Formatter, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::ast::{Comparison, Constant, Expression, ObjectPath, Operator, Qualifier, Step, Test};
use super::parse::is_plain_property;

impl Display for Expression {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Observation(comparison) => write!(f, "[{comparison}]"),
            Self::And(parts) => chain(f, parts, " AND ", |part| match part {
                Self::Observation(_) | Self::Qualified { .. } => false,
                Self::And(_) | Self::Or(_) | Self::FollowedBy(_) => true,
            }),
            Self::Or(parts) => chain(f, parts, " OR ", |part| {
                matches!(part, Self::Or(_) | Self::FollowedBy(_))
            }),
            Self::FollowedBy(parts) => chain(f, parts, " FOLLOWEDBY ", |part| {
                matches!(part, Self::FollowedBy(_))
            }),
            Self::Qualified {
                expression,
                qualifiers,
            } => {
                let bare = matches!(**expression, Self::Observation(_));
                in_parentheses(f, expression, !bare)?;
                qualifiers
                    .iter()
                    .try_for_each(|qualifier| write!(f, " {qualifier}"))
            }
        }
    }
}

impl Display for Qualifier {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Repeats(times) => write!(f, "REPEATS {times} TIMES"),
            Self::Within(seconds) => write!(f, "WITHIN {seconds} SECONDS"),
            Self::During(start, stop) => write!(f, "START t'{start}' STOP t'{stop}'"),
        }
    }
}

impl Display for Comparison {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::And(parts) => chain(f, parts, " AND ", |part| !matches!(part, Self::Test(_))),
            Self::Or(parts) => chain(f, parts, " OR ", |part| matches!(part, Self::Or(_))),
            Self::Test(test) => test.fmt(f),
        }
    }
}

impl Display for Test {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let not = if self.negated { "NOT " } else { "" };
        let path = &self.path;
        match &self.operator {
            Operator::Exists => write!(f, "{not}EXISTS {path}"),
            Operator::Equal(value) => write!(f, "{path} {not}= {value}"),
            Operator::NotEqual(value) => write!(f, "{path} {not}!= {value}"),
            Operator::Less(value) => write!(f, "{path} {not}< {value}"),
            Operator::LessOrEqual(value) => write!(f, "{path} {not}<= {value}"),
            Operator::Greater(value) => write!(f, "{path} {not}> {value}"),
            Operator::GreaterOrEqual(value) => write!(f, "{path} {not}>= {value}"),
            Operator::In(values) => {
                write!(f, "{path} {not}IN (")?;
                chain(f, values, ", ", |_| false)?;
                f.write_char(')')
            }
            Operator::Like(text) => worded(f, path, not, "LIKE", text),
            Operator::Matches(text) => worded(f, path, not, "MATCHES", text),
            Operator::IsSubset(text) => worded(f, path, not, "ISSUBSET", text),
            Operator::IsSuperset(text) => worded(f, path, not, "ISSUPERSET", text),
        }
    }
}

impl Display for Constant {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Binary(bytes) => write!(f, "b'{}'", STANDARD.encode(bytes)),
            Self::Bool(truth) => truth.fmt(f),
            // Rust writes every digit and never an exponent, as the language wants.
            Self::Float(number) if number.fract() == 0.0 => write!(f, "{number:.1}"),
            Self::Float(number) => number.fmt(f),
            Self::Hex(bytes) => {
                f.write_str("h'")?;
                bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
                f.write_char('\'')
            }
            Self::Integer(number) => number.fmt(f),
            Self::Text(text) => quoted(f, text),
            Self::Time(time) => write!(f, "t'{time}'"),
        }
    }
}

impl Display for ObjectPath {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.object_type)?;
        for (position, step) in self.steps.iter().enumerate() {
            match step {
                Step::Any => f.write_str("[*]")?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Property(name) => {
                    if position > 0 {
                        f.write_char('.')?;
                    }
                    if is_plain_property(name) {
                        f.write_str(name)?;
                    } else {
                        quoted(f, name)?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Parts with an operator between them, in parentheses where it binds more strongly.
pub(super) fn chain<T: Display>(
    f: &mut Formatter<'_>,
    parts: &[T],
    operator: &str,
    weaker: impl Fn(&T) -> bool,
) -> fmt::Result {
    for (position, part) in parts.iter().enumerate() {
        if position > 0 {
            f.write_str(operator)?;
        }
        in_parentheses(f, part, weaker(part))?;
    }
    Ok(())
}

fn in_parentheses(f: &mut Formatter<'_>, part: &impl Display, needed: bool) -> fmt::Result {
    if needed {
        write!(f, "({part})")
    } else {
        write!(f, "{part}")
    }
}

fn worded(
    f: &mut Formatter<'_>,
    path: &ObjectPath,
    not: &str,
    operator: &str,
    text: &str,
) -> fmt::Result {
    write!(f, "{path} {not}{operator} ")?;
    quoted(f, text)
}

fn quoted(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('\'')?;
    for part in text.split_inclusive(['\'', '\\']) {
        match part.chars().next_back() {
            Some(last @ ('\'' | '\\')) => {
                f.write_str(part.strip_suffix(last).unwrap_or(part))?;
                write!(f, "\\{last}")?;
            }
            _ => f.write_str(part)?,
        }
    }
    f.write_char('\'')
}
