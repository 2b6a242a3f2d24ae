//! `GET /{waba}/message_templates` and `GET /{template}`.

use super::create::TEMPLATES_MAX;
use crate::emulator::{
    graph::{call::Call, errors::GraphError, paging},
    world::{Template, World},
};
use serde_json::{Map, Value, json};

/// What is shown when nothing is asked for.
const DEFAULT: [&str; 11] = [
    "name",
    "parameter_format",
    "components",
    "language",
    "status",
    "category",
    "previous_category",
    "sub_category",
    "message_send_ttl_seconds",
    "rejected_reason",
    "id",
];

/// Shows a template.
pub(crate) fn get(world: &World, call: &Call) -> Result<Value, GraphError> {
    let template = world.templates.by_id.get(&call.object).ok_or_else(|| call.no_object())?;
    Ok(call.fields(fields(&call.object, template), &DEFAULT))
}

/// Lists the templates of a business account that fit the filters, a page of them.
pub(crate) fn list(world: &World, call: &Call) -> Result<Value, GraphError> {
    let of_waba = || world.templates.by_id.iter().filter(|(_, template)| template.waba == call.object);
    let mut found: Vec<(u64, Value)> = of_waba()
        .filter(|(_, template)| is_wanted(call, template))
        .map(|(id, template)| (template.place, call.fields(fields(id, template), &DEFAULT)))
        .collect();
    found.sort_by_key(|(place, _)| *place);
    let mut page = paging::page(world, call, found)?;
    let count = of_waba().count();
    page["summary"] = json!({
        "total_count": count,
        "message_template_count": count,
        "message_template_limit": TEMPLATES_MAX,
        "are_translations_complete": true,
    });
    Ok(page)
}

fn is_wanted(call: &Call, template: &Template) -> bool {
    let one_of = |name: &str, is: Value| {
        let is = is.as_str().unwrap_or_default().to_owned();
        match call.parameters.get(name) {
            Some(Value::String(wanted)) => wanted.split(',').any(|wanted| wanted.trim().eq_ignore_ascii_case(&is)),
            Some(Value::Array(wanted)) => wanted.iter().any(|wanted| *wanted == *is),
            _ => true,
        }
    };
    let text = Value::from(template.components.clone()).to_string();
    let contains = |name: &str, texts: &[&str]| {
        call.text(name).is_none_or(|wanted| texts.iter().any(|text| text.contains(&wanted)))
    };
    one_of("status", json!(template.status))
        && one_of("category", json!(template.category))
        && one_of("language", json!(template.language))
        && one_of("quality_score", json!(template.quality))
        && contains("name", &[&template.name])
        && contains("content", &[&text])
        && contains("name_or_content", &[&template.name, &text])
}

fn fields(id: &str, template: &Template) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| drop(fields.insert(name.to_owned(), value));
    put("id", json!(id));
    put("name", json!(template.name));
    put("parameter_format", json!(template.format));
    put("components", json!(template.components));
    put("language", json!(template.language));
    put("status", json!(template.status));
    put("category", json!(template.category));
    put("quality_score", json!({"score": template.quality, "date": template.quality_at.timestamp()}));
    put("rejected_reason", json!(template.rejected_reason.as_deref().unwrap_or("NONE")));
    if let Some(previous) = &template.previous_category {
        put("previous_category", json!(previous));
    }
    if let Some(seconds) = template.send_ttl_seconds {
        put("message_send_ttl_seconds", json!(seconds));
    }
    fields
}
