//! The behaviour of the crate through its public interface.
