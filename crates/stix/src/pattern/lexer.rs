//! A pattern as a row of tokens.

use std::ops::Range;

use super::error::{Fault, PatternErrorKind};

/// One token and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind<'t>,
    pub(super) span: Range<usize>,
}

/// What a token is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind<'t> {
    Binary(&'t str),
    Colon,
    Comma,
    Dot,
    End,
    Equal,
    Float(&'t str),
    Greater,
    GreaterOrEqual,
    Hex(&'t str),
    Integer(&'t str),
    LeftBracket,
    LeftParen,
    Less,
    LessOrEqual,
    NotEqual,
    RightBracket,
    RightParen,
    Star,
    /// What stands between the apostrophes, and whether it has escapes.
    Text(&'t str, bool),
    Time(&'t str),
    /// A keyword, a type or a property.
    Word(&'t str),
}

/// Reads tokens from a text, one after the other.
#[derive(Debug)]
pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// The next token; [`Kind::End`] for ever once the text is over.
    pub(super) fn next(&mut self) -> Result<Token<'t>, Fault> {
        self.skip_blank()?;
        let start = self.at;
        let kind = self.kind()?;
        Ok(Token {
            kind,
            span: start..self.at,
        })
    }

    /// Whether a colon is next.
    pub(super) fn is_before_colon(&self) -> bool {
        self.rest().trim_start().starts_with(':')
    }

    /// A piece of the text, short enough for a message.
    pub(super) fn shown(&self, span: Range<usize>) -> String {
        let piece = self.text.get(span).unwrap_or_default();
        let short: String = piece.chars().take(40).collect();
        let more = if short.len() < piece.len() { "…" } else { "" };
        format!("`{short}{more}`")
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    /// White space and comments.
    fn skip_blank(&mut self) -> Result<(), Fault> {
        loop {
            match self.byte(0) {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                Some(b'/') => {
                    let rest = self.rest();
                    if let Some(comment) = rest.strip_prefix("/*") {
                        let Some(end) = comment.find("*/") else {
                            let span = self.at..self.text.len();
                            return Err(Fault::new(PatternErrorKind::UnclosedComment, span));
                        };
                        self.at += end + 4;
                    } else if rest.starts_with("//") {
                        self.at += rest.find(['\n', '\r']).unwrap_or(rest.len());
                    } else {
                        return Ok(());
                    }
                }
                Some(0x0B | 0x0C | 0x80..) => match self.rest().chars().next() {
                    Some(space) if space.is_whitespace() => self.at += space.len_utf8(),
                    _ => return Ok(()),
                },
                _ => return Ok(()),
            }
        }
    }

    fn kind(&mut self) -> Result<Kind<'t>, Fault> {
        let Some(first) = self.byte(0) else {
            return Ok(Kind::End);
        };
        let (kind, length) = match (first, self.byte(1)) {
            (b'[', _) => (Kind::LeftBracket, 1),
            (b']', _) => (Kind::RightBracket, 1),
            (b'(', _) => (Kind::LeftParen, 1),
            (b')', _) => (Kind::RightParen, 1),
            (b':', _) => (Kind::Colon, 1),
            (b',', _) => (Kind::Comma, 1),
            (b'*', _) => (Kind::Star, 1),
            (b'=' | b'!', Some(b'=')) | (b'<', Some(b'>')) => {
                let equal = first == b'=';
                (if equal { Kind::Equal } else { Kind::NotEqual }, 2)
            }
            (b'=', _) => (Kind::Equal, 1),
            (b'<', Some(b'=')) => (Kind::LessOrEqual, 2),
            (b'<', _) => (Kind::Less, 1),
            (b'>', Some(b'=')) => (Kind::GreaterOrEqual, 2),
            (b'>', _) => (Kind::Greater, 1),
            (b'\'', _) => return self.text(),
            (b'b' | b'h' | b't', Some(b'\'')) => return self.marked(first),
            (b'a'..=b'z' | b'A'..=b'Z' | b'_', _) => return Ok(self.word()),
            (b'0'..=b'9' | b'+' | b'-' | b'.', _) => return self.number_or_dot(),
            _ => {
                let character = self.rest().chars().next().unwrap_or_default();
                let span = self.at..self.at + character.len_utf8();
                return Err(Fault::new(PatternErrorKind::Character(character), span));
            }
        };
        self.at += length;
        Ok(kind)
    }

    fn word(&mut self) -> Kind<'t> {
        let part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        let rest = self.rest();
        let length = rest.bytes().take_while(|byte| part(*byte)).count();
        self.at += length;
        Kind::Word(rest.get(..length).unwrap_or_default())
    }

    /// A text in apostrophes, whose escapes are checked here.
    fn text(&mut self) -> Result<Kind<'t>, Fault> {
        let start = self.at;
        let mut escaped = false;
        self.at += 1;
        loop {
            match self.byte(0) {
                Some(b'\'') => break,
                Some(b'\\') => match self.rest().chars().nth(1) {
                    Some('\'' | '\\') => {
                        escaped = true;
                        self.at += 2;
                    }
                    Some(other) => {
                        let span = self.at..self.at + 1 + other.len_utf8();
                        return Err(Fault::new(PatternErrorKind::Escape(other), span));
                    }
                    None => return Err(self.unclosed(start)),
                },
                Some(_) => self.at += 1,
                None => return Err(self.unclosed(start)),
            }
        }
        let content = self.text.get(start + 1..self.at).unwrap_or_default();
        self.at += 1;
        Ok(Kind::Text(content, escaped))
    }

    fn unclosed(&self, start: usize) -> Fault {
        Fault::new(PatternErrorKind::UnclosedText, start..self.text.len())
    }

    /// `b'…'`, `h'…'` or `t'…'`.
    fn marked(&mut self, mark: u8) -> Result<Kind<'t>, Fault> {
        let start = self.at;
        let content = self.text.get(start + 2..).unwrap_or_default();
        let Some(end) = content.find('\'') else {
            return Err(self.unclosed(start));
        };
        let content = content.get(..end).unwrap_or_default();
        self.at += end + 3;
        Ok(match mark {
            b'b' => Kind::Binary(content),
            b'h' => Kind::Hex(content),
            _ => Kind::Time(content),
        })
    }

    /// A sign, digits, perhaps a dot and digits; or the dot of a path.
    fn number_or_dot(&mut self) -> Result<Kind<'t>, Fault> {
        let rest = self.rest();
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let sign = usize::from(rest.starts_with(['+', '-']));
        let whole = digits(rest.get(sign..).unwrap_or_default());
        let after = rest.get(sign + whole..).unwrap_or_default();
        let fraction = after.strip_prefix('.').map_or(0, digits);
        let (length, float) = match (whole, fraction) {
            (0, 0) if sign == 0 => {
                self.at += 1;
                return Ok(Kind::Dot);
            }
            (0, 0) => {
                let sign = rest.chars().next().unwrap_or_default();
                let span = self.at..self.at + 1;
                return Err(Fault::new(PatternErrorKind::Character(sign), span));
            }
            (_, 0) => (sign + whole, false),
            _ => (sign + whole + 1 + fraction, true),
        };
        self.at += length;
        let number = rest.get(..length).unwrap_or_default();
        let unsigned = number.get(sign..).unwrap_or_default();
        if !float && unsigned.len() > 1 && unsigned.starts_with('0') {
            let span = self.at - length..self.at;
            let found = format!("`{}`", number.chars().take(40).collect::<String>());
            let expected = "a number without zeros before it";
            return Err(Fault::new(
                PatternErrorKind::Unexpected { expected, found },
                span,
            ));
        }
        Ok(if float {
            Kind::Float(number)
        } else {
            Kind::Integer(number)
        })
    }
}
