//! Templates: what goes into one, and what comes out.

mod buttons;
mod compose;
mod draft;
mod filling;
mod header;
mod parameters;
mod parts;
mod preview;
#[cfg(test)]
mod tests;
mod texts;
mod variables;

pub(crate) use compose::compose;
pub(crate) use draft::{Draft, check as check_draft};
pub use parameters::{
    ButtonParameters, CardParameters, Currency, DateTime, OfferParameters, Parameter, Product, TemplateParameters,
    Values,
};
