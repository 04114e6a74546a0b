//! What holds for every table, tried on objects made from the tables themselves.

mod files;
mod mutations;
mod sample;
mod transitions;
