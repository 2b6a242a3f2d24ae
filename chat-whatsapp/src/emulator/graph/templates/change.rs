//! What a business does with a template that it has.

use super::{components::Rules, create};
use crate::emulator::{
    graph::{call::Call, errors::GraphError},
    world::{TemplateStatus, World},
};
use chrono::TimeDelta;
use serde_json::{Map, Value, json};

/// How often an approved template can be edited: in a day and in 30 days.
const EDITS_A_DAY_MAX: usize = 1;
const EDITS_A_MONTH_MAX: usize = 10;
/// How many templates one call takes.
const IDS_MAX: usize = 100;
/// Meta's subcode of a template that is not there.
const NOT_FOUND: i64 = 2_593_002;

/// `POST /{template}`: changes it, after which it is reviewed again.
pub(crate) fn edit(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let now = world.now();
    let template = world.templates.by_id.get_mut(&call.object).ok_or_else(|| call.no_object())?;
    let is_approved = template.status == TemplateStatus::Approved;
    if !is_approved && !matches!(template.status, TemplateStatus::Rejected | TemplateStatus::Paused) {
        return Err(GraphError::malformed("Only approved, rejected and paused templates can be edited."));
    }
    let mut changed = template.clone();
    if let Some(category) = call.text("category") {
        changed.category = create::category(&category)?;
        if is_approved && changed.category != template.category {
            return Err(GraphError::malformed("The category of an approved template cannot be changed."));
        }
    }
    if let Some(seconds) = call.text("message_send_ttl_seconds") {
        changed.send_ttl_seconds = Some(create::ttl(&changed.category, &seconds)?);
    }
    if let Some(Value::Array(components)) = call.parameters.get("components") {
        Rules { category: &changed.category, format: changed.format }.check(components)?;
        changed.components.clone_from(components);
    }
    if is_approved {
        let within = |days| changed.edits.iter().filter(|at| now - **at < TimeDelta::days(days)).count();
        if within(1) >= EDITS_A_DAY_MAX || within(30) >= EDITS_A_MONTH_MAX {
            return Err(GraphError::malformed(
                "An approved template can be edited once a day and 10 times in 30 days.",
            ));
        }
        changed.edits.push(now);
    }
    changed.status = TemplateStatus::Pending;
    *template = changed;
    let answer = json!({"success": true, "id": call.object, "name": template.name, "category": template.category});
    world.plan_review(&call.object);
    Ok(answer)
}

/// `POST /{template}/unpause`.
pub(crate) fn unpause(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let template = world.templates.by_id.get(&call.object).ok_or_else(|| call.no_object())?;
    if template.status != TemplateStatus::Paused {
        return Ok(json!({"success": false, "reason": "The template is not paused."}));
    }
    world.set_template_status(&call.object, TemplateStatus::Approved, None);
    Ok(json!({"success": true}))
}

/// `DELETE /{waba}/message_templates`: by name all languages, by `hsm_id` or `hsm_ids` those.
pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let mut wanted = ids(call, "hsm_ids")?;
    wanted.extend(call.text("hsm_id"));
    let name = call.text("name");
    if wanted.is_empty() && name.is_none() {
        return Err(GraphError::malformed("The parameter name is required."));
    }
    let found: Vec<String> = world
        .templates
        .by_id
        .iter()
        .filter(|(_, template)| template.waba == call.object)
        .filter(|(id, _)| wanted.is_empty() || wanted.contains(id))
        .filter(|(_, template)| name.as_ref().is_none_or(|name| *name == template.name))
        .map(|(id, _)| id.clone())
        .collect();
    if found.is_empty() || found.len() < wanted.len() {
        return Err(GraphError::template(NOT_FOUND, "The template was not found."));
    }
    for id in found {
        world.delete_template(&id);
    }
    Ok(json!({"success": true}))
}

/// `POST /{waba}/message_templates/archive` and `unarchive`: puts templates away, and takes them out again.
pub(crate) fn archive(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let (from, to, done) = match call.item.as_str() {
        "archive" => (TemplateStatus::Approved, TemplateStatus::Archived, "archived_templates"),
        _ => (TemplateStatus::Archived, TemplateStatus::Approved, "unarchived_templates"),
    };
    let (mut changed, mut failed) = (Vec::new(), Map::new());
    for id in ids(call, "hsm_ids")? {
        let template = world.templates.by_id.get(&id).filter(|template| template.waba == call.object);
        match template.map(|template| template.status) {
            Some(status) if status == from => {
                world.set_template_status(&id, to, None);
                changed.push(id);
            }
            Some(status) => drop(failed.insert(id, json!(format!("The template is {}.", json!(status))))),
            None => drop(failed.insert(id, json!("The template was not found."))),
        }
    }
    Ok(json!({done: changed, "failed_templates": failed}))
}

/// A list of ids, as a list or divided by commas.
fn ids(call: &Call, name: &str) -> Result<Vec<String>, GraphError> {
    let ids: Vec<String> = match call.parameters.get(name) {
        Some(Value::Array(ids)) => {
            ids.iter().map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned)).collect()
        }
        Some(Value::String(ids)) => ids.split(',').map(|id| id.trim().to_owned()).collect(),
        _ => Vec::new(),
    };
    match ids.len() <= IDS_MAX {
        true => Ok(ids),
        false => Err(GraphError::malformed("At most 100 templates can be named at once.")),
    }
}
