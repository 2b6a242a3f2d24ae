//! Tells webhooks what happens: in order for each of them, side by side otherwise.

mod call;
mod course;
mod signature;
mod worker;

pub(crate) use call::{Called, Caller};
pub(crate) use course::{Verdict, after};
pub(crate) use signature::new_secret;
pub(crate) use worker::WebhookWorker;

use crate::{WebhookSender, WebhookWriter};
use std::sync::Arc;

/// What it takes to call webhooks.
#[derive(Clone, Debug)]
pub(crate) struct Calling {
    pub(crate) sender: Arc<dyn WebhookSender>,
    pub(crate) writer: Arc<dyn WebhookWriter>,
}
