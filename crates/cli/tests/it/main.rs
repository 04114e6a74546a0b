//! The program as scripts and people meet it: the real binary, real folders, real sockets.

#[cfg(test)]
mod demo;
#[cfg(test)]
mod help;
#[cfg(test)]
mod import;
#[cfg(test)]
mod layers;
#[cfg(test)]
mod life;
#[cfg(test)]
mod output;
#[cfg(test)]
mod safekeeping;
#[cfg(test)]
mod serve;
#[cfg(test)]
mod support;
#[cfg(test)]
mod trouble;
#[cfg(test)]
mod validate;
#[cfg(test)]
mod verify;
