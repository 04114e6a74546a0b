//! What makes a well-formed pattern mean nothing.

use std::collections::BTreeSet;

use super::ast::{Comparison, Constant, ObjectPath, Operator, Step};
use super::error::PatternErrorKind;
use crate::check::hash_shape;

/// Whether some part can be met by no object, because an object has one type (section 9.5).
pub(super) fn contradicts(comparison: &Comparison) -> bool {
    root_types(comparison).is_none()
}

/// The types of which an object can be that meets the comparison; none if some `AND` in it leaves
/// no type.
pub(super) fn root_types(comparison: &Comparison) -> Option<BTreeSet<&str>> {
    match comparison {
        Comparison::Test(test) => Some(BTreeSet::from([test.path.object_type.as_str()])),
        Comparison::Or(parts) => parts.iter().try_fold(BTreeSet::new(), |mut types, part| {
            types.append(&mut root_types(part)?);
            Some(types)
        }),
        Comparison::And(parts) => {
            let mut parts = parts.iter().map(root_types);
            let first = parts.next()??;
            let common = parts.try_fold(first, |mut types, part| {
                let part = part?;
                types.retain(|kind| part.contains(kind));
                Some(types)
            })?;
            (!common.is_empty()).then_some(common)
        }
    }
}

/// Refuses to compare a hash with what cannot be one (sections 2.7 and 10.6).
pub(super) fn check_hash(path: &ObjectPath, operator: &Operator) -> Result<(), PatternErrorKind> {
    let [.., Step::Property(hashes), Step::Property(algorithm)] = path.steps.as_slice() else {
        return Ok(());
    };
    if hashes != "hashes" {
        return Ok(());
    }
    let values = match operator {
        Operator::Equal(value) | Operator::NotEqual(value) => std::slice::from_ref(value),
        Operator::In(values) => values,
        _ => return Ok(()),
    };
    let misshapen = |value: &Constant| match value {
        Constant::Text(hash) => hash_shape(algorithm, hash) == Some(false),
        _ => false,
    };
    if values.iter().any(misshapen) {
        return Err(PatternErrorKind::HashValue(algorithm.clone()));
    }
    Ok(())
}
