//! What the tests share: a manual clock, fixed ids, nodes in one process.
