//! Which markings an object and its parts have.

use std::collections::BTreeSet;

use super::mark::Mark;
use super::selector::Selector;
use super::{MarkingError, Tlp};
use crate::json::Value;

/// The markings of one object.
///
/// ```
/// use mithaq_stix::{Limits, Markings, Tlp, parse};
///
/// let object = parse(
///     br#"{
///         "description": "...", "labels": ["a"], "lang": "fr",
///         "object_marking_refs": ["marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"],
///         "granular_markings": [{
///             "marking_ref": "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
///             "selectors": ["labels"]
///         }, { "lang": "ar", "selectors": ["description"] }]
///     }"#,
///     &Limits::default(),
/// )?;
/// let markings = Markings::of(&object);
/// assert_eq!(markings.effective(&"labels.[0]".parse()?)?.tlp, Some(Tlp::Red));
/// let description = markings.effective(&"description".parse()?)?;
/// assert_eq!((description.tlp, description.language.as_str()), (Some(Tlp::Green), "ar"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Markings<'v, 'a> {
    pub(super) object: &'v Value<'a>,
}

/// How far from a selected part markings are looked for.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Reach {
    /// Markings of what the part lies in count, those of the whole object too.
    pub inherited: bool,
    /// Markings of what lies in the part count.
    pub descendants: bool,
}

/// What applies to one part of an object, all in all.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Effective {
    /// The marking definitions of the object, of the part and of all that the part lies in.
    pub definitions: BTreeSet<String>,
    /// The strictest level of the Traffic Light Protocol among them. STIX sets no order between
    /// several markings (section 7.2); the strictest is the one that never says too much.
    pub tlp: Option<Tlp>,
    /// The language of the text: that of the nearest marking, else `lang`, else `en`
    /// (section 3.2).
    pub language: String,
}

impl<'v, 'a> Markings<'v, 'a> {
    /// Looks at the markings of an object, which need not be valid.
    pub fn of(object: &'v Value<'a>) -> Self {
        Self { object }
    }

    /// The markings of the whole object (section 7.2.2), in their order.
    pub fn of_object(self) -> Vec<Mark> {
        match self.object.get("object_marking_refs") {
            Some(Value::Array(ids)) => ids
                .iter()
                .filter_map(Value::as_str)
                .map(Mark::of_definition)
                .collect(),
            Some(Value::String(id)) => vec![Mark::of_definition(id)],
            _ => Vec::new(),
        }
    }

    /// The markings of a part of the object (section 7.2.3).
    ///
    /// # Errors
    ///
    /// [`MarkingError::Unresolved`] if there is no such part.
    pub fn at(self, selector: &Selector, reach: Reach) -> Result<BTreeSet<Mark>, MarkingError> {
        self.must_resolve(selector)?;
        let mut marks: BTreeSet<Mark> = self
            .granular()
            .filter(|(_, marked)| {
                marked == selector
                    || (reach.inherited && marked.covers(selector))
                    || (reach.descendants && selector.covers(marked))
            })
            .map(|(mark, _)| mark)
            .collect();
        if reach.inherited {
            marks.extend(self.of_object());
        }
        Ok(marks)
    }

    /// Whether a part of the object has that marking.
    ///
    /// # Errors
    ///
    /// [`MarkingError::Unresolved`] if there is no such part.
    pub fn is_marked(
        self,
        selector: &Selector,
        mark: &Mark,
        reach: Reach,
    ) -> Result<bool, MarkingError> {
        Ok(self.at(selector, reach)?.contains(mark))
    }

    /// What applies to a part, with all that it inherits.
    ///
    /// # Errors
    ///
    /// [`MarkingError::Unresolved`] if there is no such part.
    pub fn effective(self, selector: &Selector) -> Result<Effective, MarkingError> {
        let inherited = Reach {
            inherited: true,
            descendants: false,
        };
        let marks = self.at(selector, inherited)?;
        let ids = marks.iter().filter_map(Mark::definition);
        let of_object = || self.object.get("lang").and_then(Value::as_str);
        let language = self.nearest_language(selector);
        Ok(Effective {
            tlp: ids.filter_map(|id| Tlp::from_marking_id(&id)).max(),
            language: language.unwrap_or_else(|| of_object().unwrap_or("en").to_owned()),
            definitions: marks
                .into_iter()
                .filter_map(|mark| match mark {
                    Mark::Definition(id) => Some(id),
                    Mark::Language(_) => None,
                })
                .collect(),
        })
    }

    /// The language that the longest way towards the part is marked with; of several, the last.
    fn nearest_language(self, selector: &Selector) -> Option<String> {
        let languages = self.granular().filter_map(|(mark, marked)| match mark {
            Mark::Language(tag) if marked.covers(selector) => Some((marked.length(), tag)),
            _ => None,
        });
        languages
            .max_by_key(|(length, _)| *length)
            .map(|(_, tag)| tag)
    }

    /// Each granular marking with each of its selectors.
    fn granular(self) -> impl Iterator<Item = (Mark, Selector)> {
        let markings = self
            .object
            .get("granular_markings")
            .and_then(Value::as_array)
            .unwrap_or_default();
        markings.iter().flat_map(|marking| {
            let mark = Mark::of(marking);
            selectors_of(marking).filter_map(move |selector| Some((mark.clone()?, selector)))
        })
    }

    pub(super) fn must_resolve(self, selector: &Selector) -> Result<(), MarkingError> {
        match selector.resolve(self.object) {
            Some(_) => Ok(()),
            None => Err(MarkingError::Unresolved(selector.clone())),
        }
    }
}

/// The selectors of a granular marking; those that are none are passed over.
fn selectors_of(marking: &Value<'_>) -> impl Iterator<Item = Selector> {
    let listed = marking.get("selectors").and_then(Value::as_array);
    listed
        .unwrap_or_default()
        .iter()
        .filter_map(|selector| selector.as_str()?.parse().ok())
}
