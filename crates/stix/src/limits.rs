//! How much of a hostile text is read before it is refused.

/// Bounds on files and on single objects; what is beyond any of them is refused, and the refusal
/// names the bound.
///
/// The defaults are far above every object seen in practice (the largest object of MITRE ATT&CK is
/// below 8 MB and 70,000 values) and keep the memory for one object below about 100 MB.
///
/// ```
/// use mithaq_stix::Limits;
///
/// let small = Limits { max_object_bytes: 64 * 1024, max_objects: 1000, ..Limits::default() };
/// assert_eq!(small.max_depth, 64);
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Limits {
    /// Largest text of one object in bytes; 16 MiB by default.
    pub max_object_bytes: usize,
    /// Deepest nesting of lists and objects, the object itself counted; 64 by default.
    ///
    /// Values above [`Limits::DEEPEST`] count as that, because reading uses the call stack.
    pub max_depth: usize,
    /// Most members and items, counted over one object with all that it contains; 1,000,000 by
    /// default.
    pub max_members: usize,
    /// Most objects in one file; 10,000,000 by default.
    pub max_objects: u64,
    /// Largest file in bytes; 64 GiB by default. Reading keeps no more than one object of it.
    pub max_file_bytes: u64,
    /// Most findings of each severity that are kept for one object; 100 by default, because a
    /// person reads no more. What goes beyond is not kept, and refuses nothing by itself.
    pub max_findings: usize,
}

impl Limits {
    /// The deepest nesting that any limit can permit.
    pub const DEEPEST: usize = 256;

    /// No bound but those that reading itself needs: for what was let in once.
    pub fn most() -> Self {
        Self {
            max_object_bytes: usize::MAX,
            max_depth: Self::DEEPEST,
            max_members: usize::MAX,
            max_objects: u64::MAX,
            max_file_bytes: u64::MAX,
            ..Self::default()
        }
    }

    pub(crate) fn depth(&self) -> usize {
        self.max_depth.min(Self::DEEPEST)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_object_bytes: 16 * 1024 * 1024,
            max_depth: 64,
            max_members: 1_000_000,
            max_objects: 10_000_000,
            max_file_bytes: 64 * 1024 * 1024 * 1024,
            max_findings: 100,
        }
    }
}
