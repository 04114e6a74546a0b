//! Places in an object, written only when there is something to say about them.

use std::fmt;

/// A place in an object.
#[derive(Clone, Copy)]
pub(crate) enum Path<'p> {
    Root,
    Name(&'p Path<'p>, &'p str),
    Item(&'p Path<'p>, usize),
}

/// Names of hostile length must not multiply in memory.
const LONGEST: usize = 300;

impl Path<'_> {
    /// The text of the path; a very long one keeps only its end.
    pub(super) fn text(self) -> String {
        // Most paths are one name.
        if let Self::Name(Self::Root, name) = self
            && name.len() <= LONGEST
        {
            return name.to_owned();
        }
        let text = self.to_string();
        if text.len() <= LONGEST {
            return text;
        }
        let tail: Vec<char> = text.chars().rev().take(LONGEST).collect();
        std::iter::once('…').chain(tail.into_iter().rev()).collect()
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Name(Self::Root, name) => f.write_str(name),
            Self::Name(parent, name) => write!(f, "{parent}.{name}"),
            Self::Item(parent, position) => write!(f, "{parent}[{position}]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_like_the_properties_it_goes_through() {
        let references = Path::Name(&Path::Root, "external_references");
        let second = Path::Item(&references, 1);
        assert_eq!(
            Path::Name(&second, "url").text(),
            "external_references[1].url"
        );
        assert_eq!(Path::Root.text(), "");
    }

    #[test]
    fn a_very_long_path_keeps_its_end() {
        let long = "é".repeat(5000);
        let outer = Path::Name(&Path::Root, &long);
        let text = Path::Name(&outer, "url").text();
        assert!(text.starts_with('…') && text.ends_with("é.url"));
        assert_eq!(text.chars().count(), LONGEST + 1);
    }
}
