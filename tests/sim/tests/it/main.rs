//! The simulator: that it repeats itself, and that the core keeps its promises in it.

#[cfg(feature = "planted")]
mod bites;
mod repeating;
mod seeds;
