//! One file for each command.

pub(crate) mod agreement;
pub(crate) mod doctor;
pub(crate) mod export;
pub(crate) mod graph;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod officer;
pub(crate) mod partner;
pub(crate) mod pull;
pub(crate) mod safekeeping;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod validate;
pub(crate) mod verify;
