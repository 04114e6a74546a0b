//! Turns agreements into Cedar and decides, with reasons.
