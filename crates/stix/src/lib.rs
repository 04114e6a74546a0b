//! STIX 2.1 objects: ids, versions, markings, canonical form, validation.
