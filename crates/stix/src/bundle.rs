//! Reading files of any size, one object at a time, in bounded memory.
//!
//! A file is read in chunks of 64 KiB. At most one object and what cannot be told from one is
//! kept, so memory stays below about twice [`Limits::max_object_bytes`], whatever the file holds.

mod cut;
mod envelope;
mod machine;
mod repeats;

use std::io::{self, Read};

use cut::Cutter;
pub use repeats::Repeats;

use crate::finding::Finding;
use crate::limits::Limits;

/// Reads a whole file and keeps nothing: what it is, or the byte at which it is not JSON.
///
/// The objects themselves are not checked, but for their size and depth.
///
/// ```
/// use mithaq_stix::{Limits, Shape, survey};
///
/// let file = br#"{"type": "bundle", "id": "bundle--5d0092c5-5f74-4287-9642-33f4c354e56d",
///                 "objects": [{"type": "tool"}, {"type": "url"}]}"#;
/// let survey = survey(file.as_slice(), &Limits::default())?;
/// assert_eq!((survey.shape, survey.objects), (Shape::Bundle, 2));
/// # Ok::<(), mithaq_stix::ReadBundleError>(())
/// ```
///
/// # Errors
///
/// The first fault, with its offset; then no object of the file should be taken.
pub fn survey<R: Read>(reader: R, limits: &Limits) -> Result<Survey, ReadBundleError> {
    let mut cutter = Cutter::new(reader, limits, false);
    let mut objects = 0;
    while cutter.next_cut()?.is_some() {
        objects += 1;
    }
    let shape = cutter.shape();
    Ok(Survey {
        shape,
        objects,
        bytes: cutter.offset(),
        findings: cutter.findings(),
    })
}

/// What a file holds, after reading it to its last byte.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Survey {
    /// How the file is laid out.
    pub shape: Shape,
    /// How many objects it holds, good or bad.
    pub objects: u64,
    /// Its length in bytes.
    pub bytes: u64,
    findings: Vec<Finding>,
}

impl Survey {
    /// What is wrong with the bundle round the objects (STIX 2.1 section 8).
    ///
    /// A bundle has no meaning of its own, so even an error here is no reason to refuse good
    /// objects inside it.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

/// How a file of objects is laid out.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Shape {
    /// A STIX bundle.
    Bundle,
    /// A TAXII envelope: an object with `objects` and without `type`, or an empty one.
    Envelope,
    /// A list of objects.
    List,
    /// One object.
    Single,
    /// One object after another, with or without white space between them.
    Lines,
}

/// The objects of a file, in their order.
///
/// An object is given as soon as it has been read, before it is known that the rest of the file
/// is good: call [`survey`] first where that matters. After an error there is nothing more.
///
/// Whether an object with a list `objects` and no `type` yet is a bundle shows only at its `type`;
/// until then it is kept. Beyond [`Limits::max_object_bytes`] it can be nothing but a container.
#[derive(Debug)]
pub struct Elements<R> {
    cutter: Cutter<R>,
    ended: bool,
}

/// One object of a file, not yet read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Element {
    /// Where its first byte stands in the file, counted from 0.
    pub offset: u64,
    /// Its text, as it stands in the file.
    pub text: Vec<u8>,
}

impl<R: Read> Elements<R> {
    /// Begins to read a file.
    pub fn new(reader: R, limits: &Limits) -> Self {
        Self {
            cutter: Cutter::new(reader, limits, true),
            ended: false,
        }
    }
}

impl<R: Read> Iterator for Elements<R> {
    type Item = Result<Element, ReadBundleError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.cutter.next_cut().transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}

/// Why a file cannot be read to its end. Offsets are in bytes, counted from 0.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadBundleError {
    /// There is nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// The reader failed.
    #[error("the file cannot be read")]
    Io(#[source] io::Error),
    /// The file is JSON, but holds something else than objects at its top.
    #[error("at byte {offset} there should be an object or a list of objects")]
    NotObjects {
        /// Where the other value begins.
        offset: u64,
    },
    /// A member of the bundle is there twice.
    #[error("the bundle has the member `{name}` twice, the second time before byte {offset}")]
    RepeatedMember {
        /// The end of the second name.
        offset: u64,
        /// The name.
        name: String,
    },
    /// The bytes are not JSON.
    #[error("at byte {offset} the file is not JSON")]
    Syntax {
        /// The byte that cannot stand there.
        offset: u64,
    },
    /// Lists and objects lie too deep inside each other.
    #[error("at byte {offset} lists and objects lie more than {limit} deep inside each other")]
    TooDeep {
        /// Where the limit is crossed.
        offset: u64,
        /// The limit.
        limit: usize,
    },
    /// An object is too large.
    #[error("the object that begins at byte {offset} is larger than {limit} bytes")]
    TooLarge {
        /// Where the object begins.
        offset: u64,
        /// [`Limits::max_object_bytes`].
        limit: usize,
    },
    /// The file is too large.
    #[error("the file is larger than {limit} bytes")]
    FileTooLarge {
        /// [`Limits::max_file_bytes`].
        limit: u64,
    },
    /// There are too many objects.
    #[error("the file holds more than {limit} objects: that at byte {offset} is one too many")]
    TooManyObjects {
        /// Where the first object beyond the limit begins.
        offset: u64,
        /// [`Limits::max_objects`].
        limit: u64,
    },
    /// Something follows after the end.
    #[error("at byte {offset} there is more after the end of the file's content")]
    Trailing {
        /// Where it begins.
        offset: u64,
    },
    /// The file ends too early.
    #[error("the file ends at byte {offset} in the middle of its content: it was cut off")]
    Truncated {
        /// The length of the file.
        offset: u64,
    },
    /// The bytes are not UTF-8.
    #[error("at byte {offset} the file is not UTF-8")]
    Utf8 {
        /// The byte that cannot stand there.
        offset: u64,
    },
}

impl ReadBundleError {
    /// The offset at which the fault shows, if the fault is in the content.
    pub fn offset(&self) -> Option<u64> {
        match self {
            Self::Empty | Self::Io(_) => None,
            Self::FileTooLarge { limit } => Some(*limit),
            Self::NotObjects { offset }
            | Self::RepeatedMember { offset, .. }
            | Self::Syntax { offset }
            | Self::TooDeep { offset, .. }
            | Self::TooLarge { offset, .. }
            | Self::TooManyObjects { offset, .. }
            | Self::Trailing { offset }
            | Self::Truncated { offset }
            | Self::Utf8 { offset } => Some(*offset),
        }
    }
}
