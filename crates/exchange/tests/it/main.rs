//! Nodes that speak with each other: over real sockets, and with partners that misbehave.

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod isolation;
#[cfg(test)]
mod sockets;
#[cfg(test)]
mod story;
#[cfg(test)]
mod support;
