//! `/{phone}/conversational_automation`: what users are offered when they open the chat.

use super::{of, of_mut, success};
use crate::emulator::{
    graph::{call::Call, content::Part, errors::GraphError},
    world::World,
};
use serde_json::{Map, Value, json};

/// How many there may be of each, and how long they may be, in characters.
const PROMPTS_MAX: usize = 4;
const PROMPT_MAX: usize = 80;
const COMMANDS_MAX: usize = 30;
const COMMAND_MAX: usize = 32;
const DESCRIPTION_MAX: usize = 256;

/// Shows the automation.
pub(crate) fn automation(world: &World, call: &Call) -> Result<Value, GraphError> {
    let shown = shown(&call.object, &of(world, call)?.automation);
    Ok(json!({"conversational_automation": shown, "id": call.object}))
}

/// As it stands among the fields of a number.
pub(super) fn shown(id: &str, automation: &Map<String, Value>) -> Value {
    let mut shown = automation.clone();
    shown.insert("id".to_owned(), json!(id));
    Value::Object(shown)
}

/// Changes what the call names.
pub(crate) fn automate(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let mut changed = Map::new();
    let given = Value::Object(call.parameters.clone());
    let given = Part::root("automation", &given);
    if let Some(welcome) = given.given("enable_welcome_message") {
        changed.insert("enable_welcome_message".to_owned(), json!(*welcome.value == true || *welcome.value == "true"));
    }
    if let Some(prompts) = given.given("prompts") {
        for prompt in prompts.items(0, PROMPTS_MAX)? {
            prompt.words(PROMPT_MAX)?;
        }
        changed.insert("prompts".to_owned(), prompts.value.clone());
    }
    if let Some(commands) = given.given("commands") {
        // Some write the list as text.
        let parsed: Value = match commands.value {
            Value::String(text) => serde_json::from_str(text).map_err(|_| commands.refused("must be a list."))?,
            list => list.clone(),
        };
        for command in Part::root("commands", &parsed).items(0, COMMANDS_MAX)? {
            command.at("command_name").words(COMMAND_MAX)?;
            command.at("command_description").words(DESCRIPTION_MAX)?;
        }
        changed.insert("commands".to_owned(), parsed);
    }
    of_mut(world, call)?.automation.extend(changed);
    Ok(success())
}
