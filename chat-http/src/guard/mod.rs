//! What a request has to get past before it is looked at.

mod ration;
mod rules;
mod vouched;

pub(crate) use ration::Ration;
pub(crate) use rules::{Guard, by_address, in_flight, kind};
pub(crate) use vouched::Vouched;

use axum::extract::FromRequestParts;
use chat_core::{IpBlock, Whom};
use http::request::Parts;
use std::{convert::Infallible, net::IpAddr};

/// Where a request comes from, as far as the host has told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Caller {
    /// Where it comes from.
    pub(crate) address: Option<IpAddr>,
}

impl Caller {
    pub(crate) fn block(self) -> Option<IpBlock> {
        self.address.map(IpBlock::from)
    }

    pub(crate) fn whom(self) -> Option<Whom> {
        self.block().map(Whom::Ip)
    }

    pub(crate) fn of(extensions: &http::Extensions) -> Self {
        Self { address: extensions.get::<chat_core::Caller>().map(|caller| caller.0) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.extensions))
    }
}
