//! The behaviour of the crate through its public interface.

#[cfg(test)]
mod names;
#[cfg(test)]
mod shared;
