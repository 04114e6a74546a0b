//! The pages: for each its *view* (plain data, made by a handler) and `render`.
//!
//! A view holds what is shown and nothing else: no type of the node reaches a template. What came
//! from elsewhere is [`Foreign`](crate::Foreign); terms of open lists are [`Word`](crate::Word)s;
//! moments are timestamps, written by the page in its language.

pub mod agreement;
pub mod agreements;
pub mod error;
pub mod exchange;
pub mod log;
pub mod log_entry;
pub mod object;
pub mod record;
pub mod search;
pub mod sign_in;
pub mod today;

mod shared;

pub(crate) use shared::{encoded, tlp_class};

pub use shared::{AgreementRef, ObjectLine, Pager, Reason, Standing};
