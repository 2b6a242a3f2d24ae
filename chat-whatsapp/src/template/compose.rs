//! The message that a template becomes.

use super::{
    filling::{FIELD, Filling},
    parameters::TemplateParameters,
    parts::Parts,
    texts::Format,
};
use crate::outgoing::{Faults, Files};
use chat_core::{Composed, ContentType, FieldError, Template, Wish};
use serde_json::{Value, json};

/// The message for a template, or what is wrong with what is to go into it.
pub(crate) fn compose(wish: &Wish<'_>, template: &Template, parameters: &Value) -> Result<Composed, Vec<FieldError>> {
    let mut faults = Faults::default();
    if !wish.content.trim().is_empty() {
        faults.add("content", "a template brings its own words");
    }
    if wish.payload.is_some() {
        faults.add("payload", "what goes into a template is told by template.parameters");
    }
    if wish.name.is_none() {
        faults.add("template", "it has no name");
    }
    if let Some(reason) = unusable(template) {
        faults.add("template", reason);
    }
    let given = match parameters {
        Value::Null => Some(TemplateParameters::default()),
        parameters => faults.read(FIELD, parameters),
    };
    let parts = Parts::read(&template.components);
    if parts.is_none() {
        faults.add("template", "its parts cannot be read; read the templates anew");
    }
    let (Some(given), Some(parts)) = (given, parts) else { return Err(faults.into()) };
    let format = Format::of(template.parameter_format.as_deref(), parts.texts());
    let mut filling = Filling { format, files: Files::new(wish.files), faults };
    let made = match template.category.eq_ignore_ascii_case("authentication") {
        true => filling.authentication(&parts, &given),
        false => filling.template(&parts, &given),
    };
    let Filling { files, mut faults, .. } = filling;
    let file_count = files.count(&mut faults);
    let mut sent = json!({"name": wish.name, "language": {"code": template.language}});
    if !made.components.is_empty() {
        sent["components"] = json!(made.components);
    }
    faults.or(Composed {
        content_type: ContentType::new("template"),
        content: made.preview.words(),
        payload: Some(json!({"template": sent, "preview": made.preview})),
        file_count,
    })
}

/// Why a template may not be sent.
fn unusable(template: &Template) -> Option<String> {
    let why = match template.status.to_ascii_uppercase().as_str() {
        // Being watched, or allowed again, does not stop it.
        "APPROVED" | "FLAGGED" | "REINSTATED" | "UNARCHIVED" => return None,
        "PENDING" => "Meta has not decided about the template yet",
        "IN_APPEAL" => "an appeal for the template is under way; until then it may not be sent",
        "REJECTED" => "Meta has rejected the template",
        "PAUSED" => "Meta has paused the template because customers did not like it",
        "DISABLED" => "Meta has disabled the template for good; make another one",
        "PENDING_DELETION" | "DELETED" => "the template is deleted",
        "LIMIT_EXCEEDED" => "the business has more templates than it may have",
        "ARCHIVED" => "the template is archived",
        "LOCKED" => "Meta has locked the template",
        other => return Some(format!("the template may not be sent: Meta calls it {other}")),
    };
    let reason = template.reason.as_deref().filter(|reason| !reason.is_empty() && *reason != "NONE");
    Some(reason.map_or_else(|| why.to_owned(), |reason| format!("{why} ({reason})")))
}
