//! `MATCHES`: regular expressions (STIX 2.1 section 9.6.1).
//!
//! The standard wants the syntax of PCRE. Almost all expressions in use are regular, and run in
//! linear time with `regex`; look-around and back-references run with `fancy-regex`, which tries
//! alternatives up to a limit. Beyond the limit there is no match.

use super::constant;
use super::like::normal;

/// Most memory of one prepared expression, in bytes.
const MOST_BYTES: usize = 2 * 1024 * 1024;

/// Most expressions of one pattern.
pub(super) const MOST_EXPRESSIONS: usize = 200;

/// Most alternatives that are tried for look-around and back-references.
const MOST_TRIES: usize = 100_000;

/// Why a pattern cannot be prepared for matching.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CompilePatternError {
    /// A regular expression that cannot be used.
    #[error("the expression `{expression}` after `MATCHES` cannot be used: {reason}")]
    Expression {
        /// The expression, at most 100 characters.
        expression: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Look-around or back-references on bytes.
    #[error(
        "the expression `{expression}` after `MATCHES` cannot be used on bytes (properties that end with `_bin` or `_hex`): {reason}"
    )]
    BytesExpression {
        /// The expression, at most 100 characters.
        expression: String,
        /// What is wrong with it; look-around and back-references work on texts only.
        reason: String,
    },
    /// More expressions than are kept in memory for one pattern.
    #[error(
        "a pattern is matched with at most {limit} expressions after `MATCHES`: cut it into several"
    )]
    TooManyExpressions {
        /// How many are allowed.
        limit: usize,
    },
}

/// A regular expression that is sought in values.
#[derive(Debug)]
pub(super) enum Search {
    Bytes(regex::bytes::Regex),
    Fancy(fancy_regex::Regex, Newline),
    /// A text that no bytes can hold.
    Never,
    Regular(regex::Regex, Newline),
}

/// What `$` means before the newline that ends a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Newline {
    /// In PCRE, `$` matches there too.
    MayFollow,
    /// The expression has no `$`, or says `\z`.
    Counts,
}

impl Search {
    pub(super) fn new(expression: &str, bytes: bool) -> Result<Self, CompilePatternError> {
        if bytes {
            return Self::for_bytes(expression);
        }
        let expression = normal(expression);
        let translated = translated(&expression);
        let newline = if expression.contains('$') && !expression.contains("\\z") {
            Newline::MayFollow
        } else {
            Newline::Counts
        };
        let regular = regex::RegexBuilder::new(&translated)
            .dot_matches_new_line(true)
            .size_limit(MOST_BYTES)
            .build();
        match regular {
            Ok(regular) => Ok(Self::Regular(regular, newline)),
            Err(error @ regex::Error::CompiledTooBig(_)) => Err(refused(&expression, &error)),
            Err(_) => fancy_regex::RegexBuilder::new(&translated)
                .dot_matches_new_line(true)
                .backtrack_limit(MOST_TRIES)
                .delegate_size_limit(MOST_BYTES)
                .build()
                .map(|fancy| Self::Fancy(fancy, newline))
                .map_err(|error| refused(&expression, &error)),
        }
    }

    /// Bytes are compared with characters below U+0100, and without Unicode's classes.
    fn for_bytes(expression: &str) -> Result<Self, CompilePatternError> {
        let Some(bytes) = constant::latin1(expression) else {
            return Ok(Self::Never);
        };
        let mut written = String::with_capacity(bytes.len());
        for byte in bytes {
            if byte.is_ascii() {
                written.push(char::from(byte));
            } else {
                let digit = |value: u8| char::from_digit(value.into(), 16);
                written.push_str("\\x");
                written.extend(digit(byte >> 4));
                written.extend(digit(byte & 15));
            }
        }
        regex::bytes::RegexBuilder::new(&translated(&written))
            .unicode(false)
            .dot_matches_new_line(true)
            .size_limit(MOST_BYTES)
            .build()
            .map(Self::Bytes)
            .map_err(|error| CompilePatternError::BytesExpression {
                expression: short(expression),
                reason: error.to_string(),
            })
    }

    /// Whether it is found in a text.
    pub(super) fn finds(&self, text: &str) -> bool {
        let text = normal(text);
        let found = |text: &str| match self {
            Self::Regular(regular, _) => regular.is_match(text),
            Self::Fancy(fancy, _) => fancy.is_match(text).unwrap_or(false),
            Self::Bytes(_) | Self::Never => false,
        };
        let may_follow = matches!(
            self,
            Self::Regular(_, Newline::MayFollow) | Self::Fancy(_, Newline::MayFollow)
        );
        found(&text) || may_follow && text.strip_suffix('\n').is_some_and(found)
    }

    /// Whether it is found in bytes.
    pub(super) fn finds_bytes(&self, bytes: &[u8]) -> bool {
        matches!(self, Self::Bytes(regular) if regular.is_match(bytes))
    }
}

fn refused(expression: &str, error: &dyn std::error::Error) -> CompilePatternError {
    CompilePatternError::Expression {
        expression: short(expression),
        reason: error.to_string(),
    }
}

fn short(expression: &str) -> String {
    expression.chars().take(100).collect()
}

/// Writes in the syntax of `regex` what PCRE reads differently: a `{` that counts nothing and
/// brackets and doubled signs within a class are plain characters, and so are `\<` and `\>`.
fn translated(expression: &str) -> String {
    let mut out = String::with_capacity(expression.len() + 8);
    let mut in_class = false;
    let mut rest = expression;
    while let Some(character) = rest.chars().next() {
        let after = rest.get(character.len_utf8()..).unwrap_or_default();
        let mut taken = character.len_utf8();
        match character {
            '\\' => {
                let escaped = after.chars().next();
                taken += escaped.map_or(0, char::len_utf8);
                if !matches!(escaped, Some('<' | '>')) {
                    out.push('\\');
                }
                out.extend(escaped);
            }
            '[' if !in_class => {
                in_class = true;
                out.push('[');
                // A bracket that closes at once is a plain one.
                let start = if after.starts_with('^') { "^" } else { "" };
                out.push_str(start);
                taken += start.len();
                if after
                    .get(start.len()..)
                    .is_some_and(|after| after.starts_with(']'))
                {
                    out.push_str("\\]");
                    taken += 1;
                }
            }
            '[' => match after.strip_prefix(':').and_then(|name| name.find(":]")) {
                Some(end) => {
                    taken += end + 3;
                    out.push_str(rest.get(..taken).unwrap_or_default());
                }
                None => out.push_str("\\["),
            },
            ']' => {
                in_class = false;
                out.push(']');
            }
            '&' | '~' if in_class => {
                out.push('\\');
                out.push(character);
            }
            '{' if !in_class && !is_count(after) => out.push_str("\\{"),
            _ => out.push(character),
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

/// Whether `{` starts a count: `{2}`, `{2,}` or `{2,3}`.
fn is_count(after: &str) -> bool {
    let Some((inside, _)) = after.split_once('}') else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match inside.split_once(',') {
        Some((least, most)) => digits(least) && (most.is_empty() || digits(most)),
        None => digits(inside),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(expression: &str, text: &str) -> bool {
        Search::new(expression, false).unwrap().finds(text)
    }

    #[test]
    fn it_is_a_search_in_which_the_dot_takes_newlines() {
        assert!(finds("b.d", "abc\nb\nd"));
        assert!(!finds("^b", "ab"));
        assert!(!finds("a.c", "abbc"));
    }

    #[test]
    fn the_dollar_stands_before_a_last_newline_as_in_pcre() {
        assert!(finds("^ab$", "ab\n"));
        assert!(!finds("^ab$", "ab\n\n"));
        assert!(!finds("^ab\\z", "ab\n"));
    }

    #[test]
    fn what_pcre_reads_as_plain_is_plain() {
        assert!(finds("a{b", "a{b"));
        assert!(finds("^a{2}$", "aa"));
        assert!(finds("[[]x", "[x"));
        assert!(finds("^[]a]+$", "]a"));
        assert!(finds("^[^]a]$", "b"));
        assert!(finds("^[a&&b]+$", "a&b"));
        assert!(finds("[[:digit:]]", "7"));
        assert!(finds("\\<a\\>", "<a>"));
        assert!(finds("^[IMPORTANT] Please", "I Please"));
    }

    #[test]
    fn look_around_and_back_references_work_within_a_limit() {
        assert!(finds("^(?!x)a", "ab"));
        assert!(!finds("^(?!x)a", "xab"));
        assert!(finds("(.)\\1", "abb"));
        assert!(
            !finds("^(?:(a+)+\\1)+$(?=x)", &"a".repeat(200)),
            "it gives up"
        );
    }

    #[test]
    fn what_cannot_be_used_is_refused_with_its_reason() {
        for broken in ["(", "[z-a]", "(a{1000}){1000}"] {
            let refused = Search::new(broken, false).unwrap_err().to_string();
            assert!(refused.contains(broken), "{refused}");
        }
        let refused = Search::new("(?=a)", true).unwrap_err().to_string();
        assert!(refused.contains("look-around"), "{refused}");
    }

    #[test]
    fn bytes_are_sought_without_unicode() {
        let search = Search::new("\\xd4.\\x00é", true).unwrap();
        assert!(search.finds_bytes(&[1, 0xd4, 0xff, 0, 0xe9]));
        assert!(!search.finds_bytes(&[0xd4, 0xff, 0, 0xc3, 0xa9]));
        assert!(!Search::new("ă", true).unwrap().finds_bytes("ă".as_bytes()));
    }
}
