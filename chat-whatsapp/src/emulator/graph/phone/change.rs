//! `POST /{phone}`: a PIN, a new name, or where the number's webhooks go.

use super::{create::NAME_MAX, of_mut, registration, success};
use crate::emulator::{
    graph::{call::Call, errors::GraphError, subscription},
    machine::Shared,
    world::{NameStatus, NewName},
};
use serde_json::Value;

/// Changes what the call names.
pub(crate) async fn change(shared: &Shared, call: &Call, app: &str) -> Result<Value, GraphError> {
    if call.parameters.contains_key("webhook_configuration") {
        return subscription::of_phone(shared, call, app).await;
    }
    if let Some(name) = call.text("new_display_name") {
        if name.chars().count() > NAME_MAX {
            return Err(GraphError::malformed("Param new_display_name must be at most 512 characters long."));
        }
        return shared.change(|world| {
            of_mut(world, call)?.new_name = Some(NewName { name, status: NameStatus::PendingReview });
            world.plan_name_review(&call.object);
            Ok(success())
        });
    }
    let pin = registration::pin(call)?;
    of_mut(&mut shared.world(), call)?.registration.pin = Some(pin);
    Ok(success())
}
