//! `/{phone}/settings`.

use super::{of, of_mut, success};
use crate::emulator::{
    graph::{call::Call, errors::GraphError},
    world::World,
};
use serde_json::{Map, Value, json};

const KNOWN: [&str; 4] = ["user_identity_change", "calling", "storage_configuration", "payload_encryption"];

/// Shows the settings: those that were made, and how the others are from the start.
pub(crate) fn settings(world: &World, call: &Call) -> Result<Value, GraphError> {
    let mut fields = Map::new();
    fields.insert("storage_configuration".to_owned(), json!({"status": "DEFAULT"}));
    fields.insert("user_identity_change".to_owned(), json!({"enable_identity_key_check": false}));
    fields.extend(of(world, call)?.settings.clone());
    Ok(call.fields(fields, &KNOWN))
}

/// Makes the settings that the call names.
pub(crate) fn set_settings(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let given: Vec<(&&str, &Value)> =
        KNOWN.iter().filter_map(|name| Some((name, call.parameters.get(*name)?))).collect();
    if given.is_empty() {
        return Err(GraphError::malformed("A setting is required."));
    }
    if let Some((name, _)) = given.iter().find(|(_, value)| !value.is_object()) {
        return Err(GraphError::malformed(&format!("Param {name} must be an object.")));
    }
    let settings = &mut of_mut(world, call)?.settings;
    for (name, value) in given {
        settings.insert((*name).to_owned(), value.clone());
    }
    Ok(success())
}
