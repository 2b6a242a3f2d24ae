//! What handlers take from a request. Everything that is wrong with it is a problem.

mod body;
mod cookie;
mod csv;
mod fields;
mod id;
mod json;
mod query;
mod signed;
mod upload;

pub(crate) use body::read;
pub(crate) use cookie::{ErrandCookie, SessionCookie};
pub use cookie::{SESSION_COOKIE, session_cookie};
pub(crate) use csv::Csv;
pub(crate) use id::{DomainOf, Id, Kid, OfCustomer};
pub(crate) use json::Json;
pub(crate) use query::{Query, how_many, optional_text};
pub(crate) use signed::{Signed, SignedBefore, Token};
pub(crate) use upload::Upload;
