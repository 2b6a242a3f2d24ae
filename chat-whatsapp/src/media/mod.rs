//! Files on their way to and from Meta.

mod fetch;
mod form;
mod remote;
mod upload;

pub(crate) use upload::Uploaded;
