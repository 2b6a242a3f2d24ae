//! The simulator: that it repeats itself, and that the core keeps its promises in it.

mod repeating;
mod seeds;
