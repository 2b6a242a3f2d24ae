//! `POST /{waba}/message_templates` and `POST /{waba}/upsert_message_templates`.

use super::components::Rules;
use crate::emulator::{
    graph::{call::Call, errors::GraphError},
    world::{Format, Quality, Template, TemplateStatus, World},
};
use serde_json::{Value, json};

/// The longest name.
const NAME_MAX: usize = 512;
/// How many templates an account that is not verified has.
pub(super) const TEMPLATES_MAX: usize = 250;
/// Meta's subcodes of what stands against a new template.
const LIMIT_REACHED: i64 = 2_388_019;
const BEING_DELETED: i64 = 2_388_023;
const EXISTS: i64 = 2_388_024;

/// Takes a template, which is then reviewed.
pub(crate) fn create(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let language = call.text("language").ok_or_else(|| GraphError::malformed("The parameter language is required."))?;
    let template = drafted(world, call, &language)?;
    let key = (template.waba.clone(), template.name.clone());
    if world.templates.named(&key.0, &key.1, &language).is_some() {
        return Err(GraphError::template(EXISTS, "There is already content in this language for this template."));
    }
    if world.templates.reserved.get(&key).is_some_and(|until| *until > world.now()) {
        return Err(GraphError::template(BEING_DELETED, "The name belongs to a template that is being deleted."));
    }
    if world.templates.by_id.values().filter(|other| other.waba == key.0).count() >= TEMPLATES_MAX {
        return Err(GraphError::template(LIMIT_REACHED, "The account has as many templates as it may have."));
    }
    let (status, category) = (template.status, template.category.clone());
    let id = world.add_template(template);
    Ok(json!({"id": id, "status": status, "category": category}))
}

/// Takes an authentication template in several languages: those that are there are changed, the others made.
pub(crate) fn upsert(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let languages: Vec<String> = match call.parameters.get("languages") {
        Some(Value::Array(languages)) => languages.iter().filter_map(|l| l.as_str().map(str::to_owned)).collect(),
        _ => return Err(GraphError::malformed("The parameter languages is required.")),
    };
    let mut drafts = Vec::new();
    for language in &languages {
        drafts.push(drafted(world, call, language)?);
    }
    let mut made = Vec::new();
    for draft in drafts {
        if draft.category != "AUTHENTICATION" {
            return Err(GraphError::malformed("Only authentication templates can be written in bulk."));
        }
        let (language, category) = (draft.language.clone(), draft.category.clone());
        let known = world.templates.named(&draft.waba, &draft.name, &language).map(|(id, _)| id.clone());
        let id = match known {
            Some(id) => {
                if let Some(template) = world.templates.by_id.get_mut(&id) {
                    (template.components, template.status) = (draft.components, TemplateStatus::Pending);
                }
                world.plan_review(&id);
                id
            }
            None => world.add_template(draft),
        };
        made.push(json!({"id": id, "language": language, "status": TemplateStatus::Pending, "category": category}));
    }
    Ok(json!({"data": made}))
}

/// The template that the parameters describe, if it keeps to the rules.
fn drafted(world: &World, call: &Call, language: &str) -> Result<Template, GraphError> {
    let required = |name: &str| {
        call.text(name).ok_or_else(|| GraphError::malformed(&format!("The parameter {name} is required.")))
    };
    let name = required("name")?;
    let is_plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_';
    if name.len() > NAME_MAX || !name.bytes().all(is_plain) {
        return Err(GraphError::malformed("Param name has at most 512 lower-case letters, digits and underscores."));
    }
    if !is_language(language) {
        return Err(GraphError::malformed("Param language is not a language that is supported."));
    }
    let category = category(&required("category")?)?;
    let format = match call.text("parameter_format").map(|format| format.to_ascii_uppercase()).as_deref() {
        None | Some("POSITIONAL") => Format::Positional,
        Some("NAMED") => Format::Named,
        Some(_) => return Err(GraphError::malformed("Param parameter_format must be one of {NAMED, POSITIONAL}")),
    };
    let send_ttl_seconds = match call.text("message_send_ttl_seconds") {
        Some(seconds) => Some(ttl(&category, &seconds)?),
        None => None,
    };
    let components = call.parameters.get("components").and_then(Value::as_array).cloned();
    let components = components.ok_or_else(|| GraphError::malformed("The parameter components is required."))?;
    Rules { category: &category, format }.check(&components)?;
    Ok(Template {
        place: 0,
        waba: call.object.clone(),
        name,
        language: language.to_owned(),
        category,
        previous_category: None,
        format,
        components,
        status: TemplateStatus::Pending,
        rejected_reason: None,
        quality: Quality::Unknown,
        quality_at: world.now(),
        send_ttl_seconds,
        edits: Vec::new(),
    })
}

/// A category in capitals, if it is one.
pub(super) fn category(given: &str) -> Result<String, GraphError> {
    let category = given.to_ascii_uppercase();
    match category.as_str() {
        "AUTHENTICATION" | "MARKETING" | "UTILITY" => Ok(category),
        _ => Err(GraphError::malformed("Param category must be one of {AUTHENTICATION, MARKETING, UTILITY}")),
    }
}

/// How long a message is tried, if the category allows it.
pub(super) fn ttl(category: &str, seconds: &str) -> Result<i64, GraphError> {
    let allowed = match category {
        "AUTHENTICATION" => 30..=900,
        "UTILITY" => 30..=43_200,
        _ => 43_200..=2_592_000,
    };
    seconds
        .parse()
        .ok()
        .filter(|seconds| *seconds == -1 || allowed.contains(seconds))
        .ok_or_else(|| GraphError::malformed("Param message_send_ttl_seconds is out of range for the category."))
}

/// Whether it looks like a language with or without a country: `en`, `en_US`, `fil`.
fn is_language(code: &str) -> bool {
    let (language, country) = code.split_once('_').unwrap_or((code, "US"));
    (2..=3).contains(&language.len())
        && language.bytes().all(|c| c.is_ascii_lowercase())
        && (2..=3).contains(&country.len())
        && country.bytes().all(|c| c.is_ascii_uppercase())
}
