//! Every rule of [`store_suite!`](crate::store_suite), as a function that checks it with an empty store.
//!
//! # Panics
//! Each panics when the promise it is named after is broken; that is all they are for.

pub mod answers;
pub mod audit;
pub mod claims;
pub mod commits;
pub mod directory;
pub mod figures;
pub mod filters;
pub mod inbox;
pub mod journal;
pub mod keys;
pub mod lanes;
pub mod lists;
pub mod pages;
pub mod pruning;
pub mod references;
pub mod revisions;
pub mod search;
pub mod tenants;
pub mod values;
pub mod webhooks;
