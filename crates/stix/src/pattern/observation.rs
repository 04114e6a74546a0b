//! What was observed, as patterns see it.

use std::collections::HashMap;

use crate::json::Value;
use crate::time::StixTime;

/// One observed-data object with the objects that it names (STIX 2.1 sections 4.14 and 9.7.4).
///
/// It borrows the values it was made from; making it costs one walk over the list of references.
#[derive(Clone, Debug)]
pub struct Observation<'v> {
    id: &'v str,
    pub(super) span: Span,
    pub(super) times: u64,
    /// In the order named.
    objects: Vec<ObservedObject<'v>>,
    /// Positions in `objects`, in the order of their ids.
    by_id: Vec<u32>,
}

/// One object of an observation.
#[derive(Clone, Copy, Debug)]
pub(super) struct ObservedObject<'v> {
    id: &'v str,
    pub(super) kind: &'v str,
    pub(super) value: &'v Value<'v>,
}

/// From the first to the last moment of an observation, in nanoseconds since 1970; finer digits
/// are cut.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) first: i128,
    pub(super) last: i128,
}

/// Why an object is not an observation.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ObservationError {
    /// It has another type.
    #[error("patterns match objects of type `observed-data` only")]
    NotObservedData,
    /// A time is missing or is none.
    #[error("`{0}` must be a timestamp: without it no pattern can be matched")]
    Time(&'static str),
}

impl<'v> Observation<'v> {
    /// Takes an observed-data object and looks up the objects that its `object_refs` name; those
    /// that are not found do not exist for patterns. With the deprecated `objects` in place of
    /// `object_refs`, the objects within are taken, which name each other by their keys.
    ///
    /// A missing `number_observed` counts as 1.
    ///
    /// # Errors
    ///
    /// If it is no observed-data object, or does not say when it was observed.
    pub fn new(
        observed: &'v Value<'v>,
        find: impl Fn(&str) -> Option<&'v Value<'v>>,
    ) -> Result<Self, ObservationError> {
        if text(observed, "type") != Some("observed-data") {
            return Err(ObservationError::NotObservedData);
        }
        let mut objects = Vec::new();
        if let Some(refs) = observed.get("object_refs").and_then(Value::as_array) {
            for id in refs.iter().filter_map(Value::as_str) {
                objects.extend(find(id).and_then(|value| observed_object(id, value)));
            }
        } else if let Some(embedded) = observed.get("objects").and_then(Value::as_object) {
            let contained = embedded.iter();
            objects.extend(contained.filter_map(|(key, value)| observed_object(key, value)));
        }
        let at = |position: &u32| objects.get(*position as usize).map(|object| object.id);
        let mut by_id: Vec<u32> = (0..u32::try_from(objects.len()).unwrap_or(u32::MAX)).collect();
        by_id.sort_by(|a, b| at(a).cmp(&at(b)));
        let first = instant(observed, "first_observed")?;
        Ok(Self {
            id: text(observed, "id").unwrap_or_default(),
            span: Span {
                first,
                last: instant(observed, "last_observed")?.max(first),
            },
            times: observed
                .get("number_observed")
                .and_then(Value::as_i64)
                .and_then(|times| u64::try_from(times).ok())
                .unwrap_or(1)
                .max(1),
            objects,
            by_id,
        })
    }

    /// The observations of a bundle, in the order in which their observed-data objects stand;
    /// observed-data objects that are none are left out.
    pub fn all_in(bundle: &'v Value<'v>) -> Vec<Self> {
        let objects = bundle.get("objects").and_then(Value::as_array);
        let objects = objects.unwrap_or_default();
        let by_id: HashMap<&str, &'v Value<'v>> = objects
            .iter()
            .filter_map(|object| Some((text(object, "id")?, object)))
            .collect();
        let observed = |object| Self::new(object, |id| by_id.get(id).copied()).ok();
        objects.iter().filter_map(observed).collect()
    }

    /// The id of the observed-data object; empty if it has none.
    pub fn id(&self) -> &'v str {
        self.id
    }

    /// The objects of the observation.
    pub(super) fn objects(&self) -> &[ObservedObject<'v>] {
        &self.objects
    }

    /// The object of that id, if the observation names it.
    pub(super) fn object(&self, id: &str) -> Option<&'v Value<'v>> {
        let object = |position: &u32| self.objects.get(*position as usize);
        let id_at = |position: &u32| object(position).map_or("", |object| object.id);
        let place = self.by_id.binary_search_by(|at| id_at(at).cmp(id)).ok()?;
        object(self.by_id.get(place)?).map(|object| object.value)
    }
}

fn observed_object<'v>(id: &'v str, value: &'v Value<'v>) -> Option<ObservedObject<'v>> {
    Some(ObservedObject {
        id,
        kind: text(value, "type")?,
        value,
    })
}

fn text<'v>(value: &'v Value<'_>, name: &str) -> Option<&'v str> {
    value.get(name).and_then(Value::as_str)
}

fn instant(observed: &Value<'_>, name: &'static str) -> Result<i128, ObservationError> {
    text(observed, name)
        .and_then(|text| text.parse().ok())
        .map(|time| nanoseconds(&time))
        .ok_or(ObservationError::Time(name))
}

/// Nanoseconds since 1970; finer digits are cut.
pub(super) fn nanoseconds(time: &StixTime) -> i128 {
    time.to_timestamp().as_nanosecond()
}
