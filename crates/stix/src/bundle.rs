//! Reading files of any size, one object at a time, in bounded memory.
use crate::finding::Finding;
use crate::limits::Limits;
use std::io::Read;

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
    /// What the bundle round the objects gets wrong (STIX 2.1 section 8); it never stops good objects.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}
/// How a file of objects is laid out.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Shape {
    /// A STIX bundle.
    Bundle,
    /// A TAXII envelope: an object with `objects` and without `type`.
    Envelope,
    /// A list of objects.
    List,
    /// One object.
    Single,
    /// One object after another.
    Lines,
}
/// One object of a file, not yet read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Element {
    /// Where its first byte stands in the file, counted from 0.
    pub offset: u64,
    /// Its text.
    pub text: Vec<u8>,
}
/// Why a file cannot be read to its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadBundleError {
    /// The file is empty.
    #[error("the file is empty")]
    Empty,
}
/// x
pub fn survey<R: Read>(_reader: R, _limits: &Limits) -> Result<Survey, ReadBundleError> {
    Err(ReadBundleError::Empty)
}
/// The objects of a file.
#[derive(Debug)]
pub struct Elements<R> {
    reader: R,
}
impl<R: Read> Elements<R> {
    /// x
    pub fn new(reader: R, _limits: &Limits) -> Self {
        Self { reader }
    }
}
impl<R: Read> Iterator for Elements<R> {
    type Item = Result<Element, ReadBundleError>;
    fn next(&mut self) -> Option<Self::Item> {
        let _ = &self.reader;
        None
    }
}
