//! The crate's behaviour through its public API.

#[cfg(test)]
mod decision;
#[cfg(test)]
mod drafting;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod reasons;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod sentences;
#[cfg(test)]
mod signed_form;
#[cfg(test)]
mod standing;
