//! The ledger, through its public interface.

#[cfg(test)]
mod checkpoint;
#[cfg(test)]
mod differential;
#[cfg(test)]
mod note;
#[cfg(test)]
mod proofs;
#[cfg(test)]
mod receipt;
#[cfg(test)]
mod support;
#[cfg(test)]
mod tiles;
#[cfg(test)]
mod vectors;
