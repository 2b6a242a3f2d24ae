//! What the module counts for whoever watches it.
//!
//! The handles are taken from the process's recorder when the module is built, so a host that wants figures installs its recorder
//! first. Every series is there from the start, so that what never happened reads as 0. A label has few values, and none of them
//! is a client's: no ids, no names, no texts.

mod backlog;
mod calls;
mod deliveries;
mod files;
mod limits;
mod relay;
mod store;
mod webhooks;

pub(crate) use backlog::BacklogMeters;
pub(crate) use calls::CallMeters;
pub(crate) use deliveries::DeliveryMeters;
pub(crate) use files::FileMeters;
pub(crate) use limits::LimitMeters;
pub(crate) use relay::{RelayMeters, Way};
pub(crate) use store::MeteredStore;
pub(crate) use webhooks::WebhookMeters;

/// The figures of one module, by subject.
#[derive(Debug)]
pub(crate) struct Meters {
    pub(crate) calls: CallMeters,
    pub(crate) deliveries: DeliveryMeters,
    pub(crate) backlog: BacklogMeters,
    pub(crate) files: FileMeters,
    pub(crate) webhooks: WebhookMeters,
}

impl Meters {
    pub(crate) fn new() -> Self {
        Self {
            calls: CallMeters::new(),
            deliveries: DeliveryMeters::new(),
            backlog: BacklogMeters::new(),
            files: FileMeters::new(),
            webhooks: WebhookMeters::new(),
        }
    }
}
