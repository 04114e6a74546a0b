//! The crate's behaviour through its public API.

#[cfg(test)]
mod crash;
#[cfg(test)]
mod damaged;
#[cfg(test)]
mod graph;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod people;
#[cfg(test)]
mod record;
#[cfg(test)]
mod releases;
#[cfg(test)]
mod search;
#[cfg(test)]
mod search_index;
#[cfg(test)]
mod search_oracle;
#[cfg(test)]
mod server;
#[cfg(test)]
mod support;
#[cfg(test)]
mod walk;
#[cfg(test)]
mod writer;
