//! Changing the markings of an object, which makes a new version of it.

use super::MarkingError;
use super::mark::Mark;
use super::read::Markings;
use super::selector::Selector;
use crate::json::{Members, Value};
use crate::version::Changes;

/// What is marked.
#[derive(Clone, Copy, Debug)]
pub enum Place<'s> {
    /// The whole object (section 7.2.2).
    Object,
    /// Parts of it (section 7.2.3).
    Parts(&'s [Selector]),
}

/// Each function says what changes; [`new_version`](crate::new_version) or
/// [`Object::next_version`](crate::Object::next_version) makes the version that has the change,
/// because a change of markings is a change of the object (section 7.2.2). Nothing changes where
/// everything is already as wanted: then the changes are empty.
impl<'a> Markings<'_, 'a> {
    /// Adds markings to those that are there.
    ///
    /// # Errors
    ///
    /// [`MarkingError::Nothing`] without a marking or a selector, [`MarkingError::Unresolved`]
    /// for a part that is not there, [`MarkingError::ObjectLanguage`] for a language on the whole
    /// object.
    pub fn add(self, marks: &[Mark], place: Place<'_>) -> Result<Changes<'a>, MarkingError> {
        self.must_make_sense(Some(marks), place)?;
        match place {
            Place::Object => {
                let mut all = self.of_object();
                let before = all.len();
                for mark in marks {
                    if !all.contains(mark) {
                        all.push(mark.clone());
                    }
                }
                Ok(if all.len() == before {
                    Changes::default()
                } else {
                    object_marks(&all)
                })
            }
            Place::Parts(selectors) => {
                let mut entries = self.entries();
                let mut changed = false;
                for mark in marks {
                    changed |= add_to(&mut entries, mark, selectors);
                }
                Ok(granular_marks(entries, changed))
            }
        }
    }

    /// Replaces all markings of a place, languages too.
    ///
    /// # Errors
    ///
    /// As for [`Markings::add`].
    pub fn set(self, marks: &[Mark], place: Place<'_>) -> Result<Changes<'a>, MarkingError> {
        self.must_make_sense(Some(marks), place)?;
        match place {
            Place::Object => {
                let mut all: Vec<Mark> = Vec::new();
                for mark in marks {
                    if !all.contains(mark) {
                        all.push(mark.clone());
                    }
                }
                Ok(if all == self.of_object() {
                    Changes::default()
                } else {
                    object_marks(&all)
                })
            }
            Place::Parts(selectors) => {
                let mut entries = self.entries();
                take_from(&mut entries, |_| true, selectors);
                for mark in marks {
                    add_to(&mut entries, mark, selectors);
                }
                Ok(granular_marks(entries, true))
            }
        }
    }

    /// Takes markings away.
    ///
    /// # Errors
    ///
    /// As for [`Markings::add`], and [`MarkingError::NotMarked`] if other markings are there, but
    /// not one of these.
    pub fn remove(self, marks: &[Mark], place: Place<'_>) -> Result<Changes<'a>, MarkingError> {
        self.must_make_sense(Some(marks), place)?;
        match place {
            Place::Object => {
                let before = self.of_object();
                if before.is_empty() {
                    return Ok(Changes::default());
                }
                if let Some(missing) = marks.iter().find(|mark| !before.contains(mark)) {
                    return Err(MarkingError::NotMarked(missing.to_string()));
                }
                let kept: Vec<Mark> = before
                    .into_iter()
                    .filter(|mark| !marks.contains(mark))
                    .collect();
                Ok(object_marks(&kept))
            }
            Place::Parts(selectors) => {
                let wanted = |mark: &Mark| marks.contains(mark);
                self.without(wanted, selectors, || join(marks))
            }
        }
    }

    /// Takes all markings of a place away, languages too. Markings of what lies in the place or
    /// round it stay.
    ///
    /// # Errors
    ///
    /// As for [`Markings::remove`].
    pub fn clear(self, place: Place<'_>) -> Result<Changes<'a>, MarkingError> {
        self.must_make_sense(None, place)?;
        match place {
            Place::Object if self.of_object().is_empty() => Ok(Changes::default()),
            Place::Object => Ok(object_marks(&[])),
            Place::Parts(selectors) => self.without(|_| true, selectors, || "anything".to_owned()),
        }
    }

    fn without(
        self,
        wanted: impl Fn(&Mark) -> bool,
        selectors: &[Selector],
        what: impl FnOnce() -> String,
    ) -> Result<Changes<'a>, MarkingError> {
        let mut entries = self.entries();
        if entries.is_empty() {
            return Ok(Changes::default());
        }
        if !take_from(&mut entries, wanted, selectors) {
            return Err(MarkingError::NotMarked(what()));
        }
        Ok(granular_marks(entries, true))
    }

    fn entries(self) -> Vec<Value<'a>> {
        let entries = self.object.get("granular_markings");
        entries
            .and_then(Value::as_array)
            .unwrap_or_default()
            .to_vec()
    }

    fn must_make_sense(self, marks: Option<&[Mark]>, place: Place<'_>) -> Result<(), MarkingError> {
        if marks.is_some_and(<[Mark]>::is_empty) {
            return Err(MarkingError::Nothing("marking"));
        }
        match place {
            Place::Object => marks
                .unwrap_or_default()
                .iter()
                .find(|mark| matches!(mark, Mark::Language(_)))
                .map_or(Ok(()), |language| {
                    Err(MarkingError::ObjectLanguage(language.to_string()))
                }),
            Place::Parts([]) => Err(MarkingError::Nothing("selector")),
            Place::Parts(selectors) => selectors
                .iter()
                .try_for_each(|selector| self.must_resolve(selector)),
        }
    }
}

fn join(marks: &[Mark]) -> String {
    let shown: Vec<&str> = marks.iter().take(5).map(Mark::as_str).collect();
    shown.join(", ")
}

fn object_marks<'a>(marks: &[Mark]) -> Changes<'a> {
    let mut changes = Changes::default();
    if marks.is_empty() {
        changes.remove("object_marking_refs");
    } else {
        let ids = marks.iter().map(|mark| mark.as_str().to_owned());
        changes.set("object_marking_refs", ids.collect::<Value<'_>>());
    }
    changes
}

fn granular_marks(entries: Vec<Value<'_>>, differs: bool) -> Changes<'_> {
    let mut changes = Changes::default();
    if differs && entries.is_empty() {
        changes.remove("granular_markings");
    } else if differs {
        changes.set("granular_markings", entries);
    }
    changes
}

/// Adds the selectors to the first entry that says this mark and nothing else; whether any was
/// new.
fn add_to(entries: &mut Vec<Value<'_>>, mark: &Mark, selectors: &[Selector]) -> bool {
    let missing: Vec<String> = selectors
        .iter()
        .enumerate()
        .filter(|(at, selector)| !selectors.iter().take(*at).any(|before| before == *selector))
        .map(|(_, selector)| selector.to_string())
        .filter(|selector| !entries.iter().any(|entry| says(entry, mark, selector)))
        .collect();
    if missing.is_empty() {
        return false;
    }
    let plain = |entry: &Value<'_>| {
        Mark::of(entry).as_ref() == Some(mark)
            && entry.as_object().is_some_and(|members| members.len() == 2)
    };
    let listed = entries
        .iter_mut()
        .find(|entry| plain(entry))
        .and_then(|entry| entry.as_object_mut()?.get_mut("selectors")?.as_array_mut());
    match listed {
        Some(listed) => listed.extend(missing.into_iter().map(Value::from)),
        None => entries.push(entry(mark, missing)),
    }
    true
}

fn entry<'a>(mark: &Mark, selectors: Vec<String>) -> Value<'a> {
    let name = match mark {
        Mark::Definition(_) => "marking_ref",
        Mark::Language(_) => "lang",
    };
    let mut members = Members::default();
    members.set(name, mark.as_str().to_owned());
    members.set("selectors", selectors.into_iter().collect::<Value<'_>>());
    Value::Object(members)
}

fn says(entry: &Value<'_>, mark: &Mark, selector: &str) -> bool {
    let listed = entry.get("selectors").and_then(Value::as_array);
    Mark::of(entry).as_ref() == Some(mark)
        && listed
            .unwrap_or_default()
            .iter()
            .any(|listed| listed.as_str() == Some(selector))
}

/// Takes the selectors out of the entries with a wanted mark; entries that select nothing any
/// more go. Whether anything was taken.
fn take_from(
    entries: &mut Vec<Value<'_>>,
    wanted: impl Fn(&Mark) -> bool,
    selectors: &[Selector],
) -> bool {
    let mut taken = false;
    entries.retain_mut(|entry| {
        if !Mark::of(entry).is_some_and(|mark| wanted(&mark)) {
            return true;
        }
        let Some(listed) = entry
            .as_object_mut()
            .and_then(|members| members.get_mut("selectors")?.as_array_mut())
        else {
            return true;
        };
        let before = listed.len();
        listed.retain(|listed| {
            let listed = listed
                .as_str()
                .and_then(|text| text.parse::<Selector>().ok());
            !listed.is_some_and(|listed| selectors.contains(&listed))
        });
        taken |= listed.len() < before;
        !listed.is_empty()
    });
    taken
}
