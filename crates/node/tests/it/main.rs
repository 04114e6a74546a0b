//! The crate's behaviour through its public API.

#[cfg(test)]
mod agreements;
#[cfg(test)]
mod around;
#[cfg(test)]
mod disclosure;
#[cfg(test)]
mod import;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod noninterference;
#[cfg(test)]
mod officers;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod partners;
#[cfg(test)]
mod polling;
#[cfg(test)]
mod record;
#[cfg(test)]
mod support;
#[cfg(test)]
mod third_party;
#[cfg(test)]
mod world;
