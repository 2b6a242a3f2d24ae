//! Templates, as they are made and as they are sent.

mod drafting;
mod filling;
