//! The grammar of JSON as a machine that takes one byte at a time and keeps no text.

/// What a byte did.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Event {
    /// The byte begins a value.
    Begin,
    /// The byte ends a value.
    End,
    /// The value ended before the byte; give the byte again.
    EndBefore,
    /// The byte begins the name of a member.
    NameBegin,
    /// The byte ends the name of a member.
    NameEnd,
    /// Nothing of note.
    Quiet,
}

/// Why a byte cannot stand where it stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Fault {
    Syntax,
    TooDeep,
    Utf8,
}

/// A push-down machine for one JSON value after another.
#[derive(Debug)]
pub(super) struct Machine {
    state: State,
    /// For each list and object that is open, whether it is an object.
    open: Vec<bool>,
    depth_limit: usize,
}

#[derive(Clone, Copy, Debug)]
enum State {
    /// A value must come.
    Value,
    /// A value or the end of a list that is still empty must come.
    FirstItem,
    /// A name or the end of an object that is still empty must come.
    FirstName,
    Name,
    Colon,
    AfterValue,
    Text {
        name: bool,
    },
    Escape {
        name: bool,
    },
    UnicodeEscape {
        name: bool,
        left: u8,
    },
    /// Inside a character of UTF-8: the next byte must lie between the two.
    Character {
        name: bool,
        left: u8,
        least: u8,
        most: u8,
    },
    Minus,
    Zero,
    Digits,
    Dot,
    Fraction,
    Exponent,
    ExponentSign,
    ExponentDigits,
    Word(&'static [u8]),
}

impl Machine {
    pub(super) fn new(depth_limit: usize) -> Self {
        Self {
            state: State::Value,
            open: Vec::new(),
            depth_limit,
        }
    }

    /// How many lists and objects are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether plain bytes only go on with a text.
    pub(super) fn in_text(&self) -> bool {
        matches!(self.state, State::Text { .. })
    }

    /// Whether white space changes nothing.
    pub(super) fn between_tokens(&self) -> bool {
        matches!(
            self.state,
            State::Value
                | State::FirstItem
                | State::FirstName
                | State::Name
                | State::Colon
                | State::AfterValue
        )
    }

    /// Whether a whole value has been taken.
    pub(super) fn is_complete(&self) -> bool {
        self.open.is_empty() && matches!(self.state, State::AfterValue)
    }

    /// Lets another value follow a whole one.
    pub(super) fn expect_another(&mut self) {
        self.state = State::Value;
    }

    pub(super) fn step(&mut self, byte: u8) -> Result<Event, Fault> {
        match self.state {
            State::Text { name } => self.text(byte, name),
            State::Escape { name } => self.escape(byte, name),
            State::UnicodeEscape { name, left } => self.unicode_escape(byte, name, left),
            State::Character {
                name,
                left,
                least,
                most,
            } => {
                if !(least..=most).contains(&byte) {
                    return Err(Fault::Utf8);
                }
                self.state = if left == 1 {
                    State::Text { name }
                } else {
                    State::Character {
                        name,
                        left: left - 1,
                        least: 0x80,
                        most: 0xBF,
                    }
                };
                Ok(Event::Quiet)
            }
            State::Word(rest) => self.word(byte, rest),
            State::Minus
            | State::Zero
            | State::Digits
            | State::Dot
            | State::Fraction
            | State::Exponent
            | State::ExponentSign
            | State::ExponentDigits => self.number(byte),
            _ if matches!(byte, b' ' | b'\n' | b'\r' | b'\t') => Ok(Event::Quiet),
            State::FirstItem if byte == b']' => Ok(self.close()),
            State::Value | State::FirstItem => self.begin(byte),
            State::FirstName if byte == b'}' => Ok(self.close()),
            State::FirstName | State::Name if byte == b'"' => {
                self.state = State::Text { name: true };
                Ok(Event::NameBegin)
            }
            State::Colon if byte == b':' => {
                self.state = State::Value;
                Ok(Event::Quiet)
            }
            State::AfterValue => self.after_value(byte),
            State::FirstName | State::Name | State::Colon => Err(Fault::Syntax),
        }
    }

    fn begin(&mut self, byte: u8) -> Result<Event, Fault> {
        self.state = match byte {
            b'"' => State::Text { name: false },
            b'{' | b'[' => {
                if self.open.len() >= self.depth_limit {
                    return Err(Fault::TooDeep);
                }
                self.open.push(byte == b'{');
                if byte == b'{' {
                    State::FirstName
                } else {
                    State::FirstItem
                }
            }
            b'-' => State::Minus,
            b'0' => State::Zero,
            b'1'..=b'9' => State::Digits,
            b't' => State::Word(b"rue"),
            b'f' => State::Word(b"alse"),
            b'n' => State::Word(b"ull"),
            _ => return Err(Fault::Syntax),
        };
        Ok(Event::Begin)
    }

    fn after_value(&mut self, byte: u8) -> Result<Event, Fault> {
        match (self.open.last(), byte) {
            (Some(true), b',') => self.state = State::Name,
            (Some(false), b',') => self.state = State::Value,
            (Some(true), b'}') | (Some(false), b']') => return Ok(self.close()),
            _ => return Err(Fault::Syntax),
        }
        Ok(Event::Quiet)
    }

    fn close(&mut self) -> Event {
        self.open.pop();
        self.state = State::AfterValue;
        Event::End
    }

    fn text(&mut self, byte: u8, name: bool) -> Result<Event, Fault> {
        let character = |left, least, most| State::Character {
            name,
            left,
            least,
            most,
        };
        self.state = match byte {
            b'"' if name => {
                self.state = State::Colon;
                return Ok(Event::NameEnd);
            }
            b'"' => {
                self.state = State::AfterValue;
                return Ok(Event::End);
            }
            b'\\' => State::Escape { name },
            0x20..=0x7F => return Ok(Event::Quiet),
            0..=0x1F => return Err(Fault::Syntax),
            // The table of well-formed sequences: Unicode, section 3.9.
            0xC2..=0xDF => character(1, 0x80, 0xBF),
            0xE0 => character(2, 0xA0, 0xBF),
            0xE1..=0xEC | 0xEE..=0xEF => character(2, 0x80, 0xBF),
            0xED => character(2, 0x80, 0x9F),
            0xF0 => character(3, 0x90, 0xBF),
            0xF1..=0xF3 => character(3, 0x80, 0xBF),
            0xF4 => character(3, 0x80, 0x8F),
            _ => return Err(Fault::Utf8),
        };
        Ok(Event::Quiet)
    }

    fn escape(&mut self, byte: u8, name: bool) -> Result<Event, Fault> {
        self.state = match byte {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => State::Text { name },
            b'u' => State::UnicodeEscape { name, left: 4 },
            _ => return Err(Fault::Syntax),
        };
        Ok(Event::Quiet)
    }

    fn unicode_escape(&mut self, byte: u8, name: bool, left: u8) -> Result<Event, Fault> {
        if !byte.is_ascii_hexdigit() {
            return Err(Fault::Syntax);
        }
        self.state = if left == 1 {
            State::Text { name }
        } else {
            State::UnicodeEscape {
                name,
                left: left - 1,
            }
        };
        Ok(Event::Quiet)
    }

    fn word(&mut self, byte: u8, rest: &'static [u8]) -> Result<Event, Fault> {
        match rest.split_first() {
            Some((expected, [])) if *expected == byte => {
                self.state = State::AfterValue;
                Ok(Event::End)
            }
            Some((expected, rest)) if *expected == byte => {
                self.state = State::Word(rest);
                Ok(Event::Quiet)
            }
            _ => Err(Fault::Syntax),
        }
    }

    fn number(&mut self, byte: u8) -> Result<Event, Fault> {
        self.state = match (self.state, byte) {
            (State::Minus, b'0') => State::Zero,
            (State::Minus, b'1'..=b'9') | (State::Digits, b'0'..=b'9') => State::Digits,
            (State::Zero | State::Digits, b'.') => State::Dot,
            (State::Dot | State::Fraction, b'0'..=b'9') => State::Fraction,
            (State::Zero | State::Digits | State::Fraction, b'e' | b'E') => State::Exponent,
            (State::Exponent, b'+' | b'-') => State::ExponentSign,
            (State::Exponent | State::ExponentSign | State::ExponentDigits, b'0'..=b'9') => {
                State::ExponentDigits
            }
            (State::Zero | State::Digits | State::Fraction | State::ExponentDigits, _) => {
                self.state = State::AfterValue;
                return Ok(Event::EndBefore);
            }
            _ => return Err(Fault::Syntax),
        };
        Ok(Event::Quiet)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Whether the text is one JSON value with white space round it.
    fn accepts(text: &[u8]) -> bool {
        let mut machine = Machine::new(100);
        // A number at the top ends only with the byte after it.
        for byte in text.iter().chain(b" ") {
            let mut event = machine.step(*byte);
            if event == Ok(Event::EndBefore) {
                event = machine.step(*byte);
            }
            if event.is_err() {
                return false;
            }
        }
        machine.is_complete()
    }

    fn serde_accepts(text: &[u8]) -> bool {
        serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok()
            && str::from_utf8(text).is_ok()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn it_accepts_what_serde_json_accepts(text in r#"[\[\]{}",:\\u0-2.+ \-truefalsn\x01é]{0,12}"#) {
            prop_assert_eq!(accepts(text.as_bytes()), serde_accepts(text.as_bytes()));
        }

        #[test]
        fn it_judges_numbers_as_serde_json_does(text in "-?[0-9]{0,3}(\\.[0-9]{0,2})?([eE][+-]?[0-9]{0,2})?") {
            prop_assert_eq!(accepts(text.as_bytes()), serde_accepts(text.as_bytes()));
        }

        #[test]
        fn it_judges_utf_8_as_the_standard_library_does(inside in proptest::collection::vec(0x80_u8.., 0..5)) {
            let text = [b"\"", inside.as_slice(), b"\""].concat();
            prop_assert_eq!(accepts(&text), str::from_utf8(&inside).is_ok());
        }
    }

    #[test]
    fn depth_is_limited() {
        let mut machine = Machine::new(2);
        assert_eq!(machine.step(b'['), Ok(Event::Begin));
        assert_eq!(machine.step(b'['), Ok(Event::Begin));
        assert_eq!(machine.step(b'['), Err(Fault::TooDeep));
    }
}
