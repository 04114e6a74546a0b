//! The behaviour of the crate, through its public interface.

#[cfg(test)]
mod bombs;
#[cfg(test)]
mod bundles;
#[cfg(test)]
mod changes;
#[cfg(test)]
mod conformance;
#[cfg(test)]
mod cooperation;
#[cfg(test)]
mod messages;
#[cfg(test)]
mod objects;
#[cfg(test)]
mod patterns;
#[cfg(test)]
mod peer;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod real;
#[cfg(test)]
mod seeds;
#[cfg(test)]
mod shared;
#[cfg(test)]
mod suite;
#[cfg(test)]
mod versions;
