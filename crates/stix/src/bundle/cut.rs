//! Cuts a stream of bytes into objects.

use std::collections::VecDeque;
use std::io::{ErrorKind, Read};

use super::envelope::{Envelope, Text};
use super::machine::{Event, Fault, Machine};
use super::{Element, ReadBundleError, Shape};
use crate::finding::Finding;
use crate::json::{is_space, plain_run};
use crate::limits::Limits;

const CHUNK: usize = 64 * 1024;

/// The byte order mark of UTF-8, which some programs write before JSON.
const BYTE_ORDER_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

/// Reads a stream and gives one object after another.
#[derive(Debug)]
pub(super) struct Cutter<R> {
    reader: R,
    chunk: Vec<u8>,
    /// The part of the chunk that is filled, and the place in it.
    filled: usize,
    at: usize,
    /// The offset in the file of the chunk's first byte.
    base: u64,
    machine: Machine,
    max_bytes: usize,
    max_waiting: usize,
    max_objects: u64,
    max_file_bytes: u64,
    layout: Layout,
    envelope: Envelope,
    objects: u64,
    /// Whether the text of objects is wanted.
    keep: bool,
    hold: Hold,
    /// Where the current item of `objects` began, and whether it goes on, while the layout is
    /// undecided.
    item: u64,
    in_item: bool,
    /// Objects that were found before it was known that they are objects, and their text.
    waiting: VecDeque<(u64, usize)>,
    waiting_text: Hold,
    /// The object that comes after those.
    late: Option<Element>,
}

/// How the file is laid out, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Layout {
    Start,
    /// An object whose `type` has not come yet.
    Undecided,
    Bundle,
    Envelope,
    List,
    Single,
    Lines,
}

/// Bytes of the file that are held, or only counted.
#[derive(Debug, Default)]
struct Hold {
    holding: bool,
    start: u64,
    length: usize,
    text: Vec<u8>,
    /// The place in the chunk from which on bytes are not held yet.
    mark: usize,
}

impl<R: Read> Cutter<R> {
    pub(super) fn new(reader: R, limits: &Limits, keep: bool) -> Self {
        Self {
            reader,
            chunk: vec![0; CHUNK],
            filled: 0,
            at: 0,
            base: 0,
            // The objects of a bundle lie two deep in the file.
            machine: Machine::new(limits.depth() + 2),
            max_bytes: limits.max_object_bytes,
            max_waiting: limits.max_members,
            max_objects: limits.max_objects,
            max_file_bytes: limits.max_file_bytes,
            layout: Layout::Start,
            envelope: Envelope::default(),
            objects: 0,
            keep,
            hold: Hold::default(),
            item: 0,
            in_item: false,
            waiting: VecDeque::new(),
            waiting_text: Hold::default(),
            late: None,
        }
    }

    /// The next object, or none at the end of a good file.
    pub(super) fn next_cut(&mut self) -> Result<Option<Element>, ReadBundleError> {
        loop {
            if matches!(self.layout, Layout::Bundle | Layout::Envelope)
                && let Some((offset, length)) = self.waiting.pop_front()
            {
                let element = self.waiting_text.element(offset, length);
                return self.counted(element).map(Some);
            }
            if let Some(element) = self.late.take() {
                return self.counted(element).map(Some);
            }
            if !self.waiting_text.text.is_empty() && self.layout != Layout::Undecided {
                self.waiting_text.text = Vec::new();
            }
            if self.at == self.filled && !self.fill()? {
                return self.finish();
            }
            self.late = self.advance()?;
        }
    }

    fn counted(&mut self, element: Element) -> Result<Element, ReadBundleError> {
        if self.objects >= self.max_objects {
            return Err(ReadBundleError::TooManyObjects {
                offset: element.offset,
                limit: self.max_objects,
            });
        }
        self.objects += 1;
        Ok(element)
    }

    /// How many bytes have been taken.
    pub(super) fn offset(&self) -> u64 {
        self.base + self.at as u64
    }

    /// The layout of a file that has been read to its end.
    pub(super) fn shape(&self) -> Shape {
        match self.layout {
            Layout::Bundle => Shape::Bundle,
            Layout::Start | Layout::Undecided | Layout::Envelope => Shape::Envelope,
            Layout::List => Shape::List,
            Layout::Single => Shape::Single,
            Layout::Lines => Shape::Lines,
        }
    }

    /// What is wrong with the bundle, after the file has been read to its end.
    pub(super) fn findings(&self) -> Vec<Finding> {
        if self.layout == Layout::Bundle {
            self.envelope.findings(self.objects)
        } else {
            Vec::new()
        }
    }

    /// Takes bytes until something of note happens or the chunk ends.
    fn advance(&mut self) -> Result<Option<Element>, ReadBundleError> {
        while let Some(mut byte) = self.here() {
            if self.machine.in_text() && !self.envelope.is_listening() {
                self.at += plain_run(self.chunk.get(self.at..self.filled).unwrap_or_default());
                let Some(after) = self.here() else { break };
                byte = after;
            }
            if is_space(byte) && self.machine.between_tokens() {
                let rest = self.chunk.get(self.at..self.filled).unwrap_or_default();
                self.at += rest.iter().take_while(|byte| is_space(**byte)).count();
                continue;
            }
            if self.machine.is_complete() {
                self.follow(byte)?;
            }
            let event = self.machine.step(byte).map_err(|fault| self.fault(fault))?;
            if event == Event::EndBefore {
                if let Some(element) = self.end()? {
                    return Ok(Some(element));
                }
                continue;
            }
            self.envelope.hear(byte);
            if event == Event::Begin {
                self.begin(byte)?;
            }
            self.at += 1;
            match event {
                Event::NameBegin if self.at_members() => self.envelope.name_begins(),
                Event::NameEnd if self.at_members() => self.name_ends()?,
                Event::End => {
                    let element = self.end()?;
                    let decided = self.layout != Layout::Undecided;
                    if element.is_some() || (decided && !self.waiting.is_empty()) {
                        return Ok(element);
                    }
                }
                _ => {}
            }
        }
        Ok(None)
    }

    /// The byte that comes next in the chunk.
    fn here(&self) -> Option<u8> {
        let filled = self.chunk.get(..self.filled).unwrap_or_default();
        filled.get(self.at).copied()
    }

    /// Whether the machine is among the members of the outermost object, and they matter.
    fn at_members(&self) -> bool {
        self.machine.depth() == 1 && self.has_envelope()
    }

    fn has_envelope(&self) -> bool {
        matches!(
            self.layout,
            Layout::Undecided | Layout::Bundle | Layout::Envelope
        )
    }

    /// A value begins at the current byte.
    fn begin(&mut self, byte: u8) -> Result<(), ReadBundleError> {
        // The machine has already opened a list or an object.
        let depth = self.machine.depth() - usize::from(matches!(byte, b'{' | b'['));
        match (self.layout, depth) {
            (Layout::Start, 0) => match byte {
                b'{' => {
                    self.layout = Layout::Undecided;
                    self.start_holding();
                }
                b'[' => self.layout = Layout::List,
                _ => {
                    return Err(ReadBundleError::NotObjects {
                        offset: self.offset(),
                    });
                }
            },
            (Layout::Lines, 0) | (Layout::List, 1) => self.start_holding(),
            (Layout::Undecided | Layout::Bundle | Layout::Envelope, 1) => {
                self.flush()?;
                self.envelope.value_begins(byte);
            }
            (Layout::Undecided, 2) if self.envelope.in_objects() => {
                (self.item, self.in_item) = (self.offset(), true);
            }
            (Layout::Bundle | Layout::Envelope, 2) if self.envelope.in_objects() => {
                self.start_holding();
            }
            _ => {}
        }
        Ok(())
    }

    /// A value has ended before the current byte.
    fn end(&mut self) -> Result<Option<Element>, ReadBundleError> {
        match (self.layout, self.machine.depth()) {
            (Layout::List, 1) | (Layout::Single | Layout::Lines, 0) => self.cut().map(Some),
            (Layout::Bundle | Layout::Envelope, 2) if self.envelope.in_objects() => {
                self.cut().map(Some)
            }
            (Layout::Undecided, 2) if self.envelope.in_objects() => self.wait(),
            (Layout::Undecided | Layout::Bundle | Layout::Envelope, 1) => {
                self.flush()?;
                self.envelope.value_ends();
                self.decide()?;
                Ok(None)
            }
            (Layout::Undecided, 0) => self.decide_untyped(),
            _ => Ok(None),
        }
    }

    /// Puts an item aside that is an object only if the outermost object is a container.
    fn wait(&mut self) -> Result<Option<Element>, ReadBundleError> {
        self.flush()?;
        self.in_item = false;
        if self.layout != Layout::Undecided {
            // The limit was crossed: the item is the one that is held.
            return self.cut().map(Some);
        }
        let length = usize::try_from(self.offset() - self.item).unwrap_or(usize::MAX);
        self.waiting.push_back((self.item, length));
        if self.waiting.len() >= self.max_waiting {
            self.become_container(Layout::Envelope);
            self.hold.holding = false;
        }
        Ok(None)
    }

    fn name_ends(&mut self) -> Result<(), ReadBundleError> {
        let offset = self.offset();
        let ended = self.envelope.name_ends();
        ended.map_err(|name| ReadBundleError::RepeatedMember { offset, name })
    }

    /// Looks at the `type` as soon as it is there.
    fn decide(&mut self) -> Result<(), ReadBundleError> {
        let bundle = match &self.envelope.kind {
            None => return Ok(()),
            Some(kind) => *kind == Text::Is("bundle".to_owned()),
        };
        match (self.layout, bundle) {
            (Layout::Undecided, true) => {
                self.become_container(Layout::Bundle);
                self.hold.holding = false;
            }
            (Layout::Undecided, false) => {
                self.layout = Layout::Single;
                self.waiting.clear();
            }
            (Layout::Envelope, true) => self.layout = Layout::Bundle,
            // It was taken for a container only because no object may be that large.
            (Layout::Envelope, false) => {
                let offset = self.waiting_text.start;
                return Err(ReadBundleError::TooLarge {
                    offset,
                    limit: self.max_bytes,
                });
            }
            _ => {}
        }
        Ok(())
    }

    /// The outermost object has ended and had no `type`.
    fn decide_untyped(&mut self) -> Result<Option<Element>, ReadBundleError> {
        self.flush()?;
        if self.layout == Layout::Undecided && !self.envelope.is_untyped_container() {
            self.layout = Layout::Single;
            return self.cut().map(Some);
        }
        if self.layout == Layout::Undecided {
            self.become_container(Layout::Envelope);
        }
        self.hold.holding = false;
        Ok(None)
    }

    /// What was held turns out to be the beginning of a container.
    fn become_container(&mut self, layout: Layout) {
        self.layout = layout;
        self.waiting_text = std::mem::take(&mut self.hold);
        self.hold.mark = self.at;
    }

    /// Something follows a whole value.
    fn follow(&mut self, byte: u8) -> Result<(), ReadBundleError> {
        if byte == b'{' && matches!(self.layout, Layout::Single | Layout::Lines) {
            self.layout = Layout::Lines;
            self.machine.expect_another();
            return Ok(());
        }
        Err(ReadBundleError::Trailing {
            offset: self.offset(),
        })
    }

    fn start_holding(&mut self) {
        let text = std::mem::take(&mut self.hold.text);
        self.hold = Hold {
            holding: true,
            start: self.offset(),
            length: 0,
            text,
            mark: self.at,
        };
        self.hold.text.clear();
    }

    fn cut(&mut self) -> Result<Element, ReadBundleError> {
        self.flush()?;
        self.hold.holding = false;
        Ok(Element {
            offset: self.hold.start,
            text: std::mem::take(&mut self.hold.text),
        })
    }

    /// Takes over the bytes up to the current one, and looks at the limit.
    fn flush(&mut self) -> Result<(), ReadBundleError> {
        if !self.hold.holding {
            return Ok(());
        }
        let piece = self.chunk.get(self.hold.mark..self.at).unwrap_or_default();
        self.hold.length += piece.len();
        if self.keep {
            self.hold.text.extend_from_slice(piece);
        }
        self.hold.mark = self.at;
        if self.hold.length <= self.max_bytes {
            return Ok(());
        }
        if self.layout == Layout::Undecided && self.envelope.list {
            self.outgrow();
        }
        if self.hold.holding && self.hold.length > self.max_bytes {
            let offset = self.hold.start;
            return Err(ReadBundleError::TooLarge {
                offset,
                limit: self.max_bytes,
            });
        }
        Ok(())
    }

    /// What is held is too large for an object and has a list `objects`: it is a container.
    fn outgrow(&mut self) {
        self.become_container(Layout::Envelope);
        if self.in_item {
            let before = usize::try_from(self.item - self.waiting_text.start).unwrap_or(usize::MAX);
            let text = if self.keep {
                self.waiting_text.text.split_off(before)
            } else {
                Vec::new()
            };
            let length = self.waiting_text.length.saturating_sub(before);
            self.hold = Hold {
                holding: true,
                start: self.item,
                length,
                text,
                mark: self.at,
            };
        }
    }

    /// Reads the next chunk; whether there is one.
    fn fill(&mut self) -> Result<bool, ReadBundleError> {
        self.flush()?;
        self.base += self.filled as u64;
        (self.at, self.filled, self.hold.mark) = (0, 0, 0);
        // The mark must be seen whole, however small the pieces are that come.
        let wanted = if self.base == 0 {
            BYTE_ORDER_MARK.len()
        } else {
            1
        };
        while self.filled < wanted {
            let room = self.chunk.get_mut(self.filled..).unwrap_or_default();
            match self.reader.read(room) {
                Ok(0) => break,
                Ok(count) => self.filled += count.min(room.len()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(ReadBundleError::Io(error)),
            }
        }
        if self.base + self.filled as u64 > self.max_file_bytes {
            return Err(ReadBundleError::FileTooLarge {
                limit: self.max_file_bytes,
            });
        }
        if self.base == 0 && self.chunk.starts_with(BYTE_ORDER_MARK) && self.filled >= wanted {
            self.at = wanted;
        }
        Ok(self.filled > 0)
    }

    fn finish(&mut self) -> Result<Option<Element>, ReadBundleError> {
        if self.machine.is_complete() {
            Ok(None)
        } else if self.layout == Layout::Start {
            Err(ReadBundleError::Empty)
        } else {
            Err(ReadBundleError::Truncated {
                offset: self.offset(),
            })
        }
    }

    fn fault(&self, fault: Fault) -> ReadBundleError {
        let offset = self.offset();
        match fault {
            Fault::Syntax => ReadBundleError::Syntax { offset },
            Fault::TooDeep => ReadBundleError::TooDeep {
                offset,
                limit: self.machine.depth(),
            },
            Fault::Utf8 => ReadBundleError::Utf8 { offset },
        }
    }
}

impl Hold {
    /// A piece of what is held.
    fn element(&self, offset: u64, length: usize) -> Element {
        let start = usize::try_from(offset - self.start).unwrap_or(usize::MAX);
        let text = self
            .text
            .get(start..start.saturating_add(length))
            .unwrap_or_default();
        Element {
            offset,
            text: text.to_vec(),
        }
    }
}
