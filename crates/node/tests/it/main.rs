//! The crate's behaviour through its public API.

#[cfg(test)]
mod noninterference;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod world;
