//! The behaviour of the crate through its public interface.

#[cfg(test)]
mod documented;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod names;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod queries;
#[cfg(test)]
mod seeds;
#[cfg(test)]
mod shared;
#[cfg(test)]
mod snippets;
