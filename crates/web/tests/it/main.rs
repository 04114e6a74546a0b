//! What the pages promise, through the crate's public door.

#[cfg(test)]
mod assets;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod gallery;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod locales;
#[cfg(test)]
mod markup;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod security;
#[cfg(test)]
mod styles;
#[cfg(test)]
mod weight;
