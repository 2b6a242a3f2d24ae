//! News of templates.

use super::{Reason, account, change::Change};
use crate::lenient::{moment, object, text};
use chat_core::{Inbound, TemplateChange, TemplateNews};
use serde_json::Value;
use std::borrow::Cow;

/// That something is new of the template that a change names.
fn news(change: &Change<'_>, what: TemplateChange) -> Result<Inbound, Reason> {
    let said = |key: &str| text(change.value, key).map(Cow::into_owned);
    let reference = said("message_template_id").ok_or("the news of a template do not say of which")?;
    Ok(Inbound::Template(TemplateNews {
        reference,
        name: said("message_template_name").unwrap_or_default(),
        language: said("message_template_language").unwrap_or_default(),
        change: what,
    }))
}

/// Whether it may be sent.
pub(super) fn status(change: &Change<'_>) -> Result<Inbound, Reason> {
    let status = text(change.value, "event").ok_or("the news of a template do not say what is new")?.into_owned();
    news(change, TemplateChange::Status { status, reason: reason(change.value) })
}

/// Why it may not be sent: in words where there are some, else in WhatsApp's word.
fn reason(value: &Value) -> Option<String> {
    let inside = |key: &str, part: &str| object(value, key).and_then(|found| text(found, part));
    let word = text(value, "reason").filter(|word| word != "NONE");
    let first = inside("rejection_info", "reason").or_else(|| inside("other_info", "description")).or(word);
    let advice = inside("rejection_info", "recommendation");
    let parts: Vec<_> = [first, advice].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// How satisfied recipients are with it.
pub(super) fn quality(change: &Change<'_>) -> Result<Inbound, Reason> {
    let score = text(change.value, "new_quality_score").ok_or("the news of a template do not say what is new")?;
    news(change, TemplateChange::Quality(score.into_owned()))
}

/// That its wording was changed.
pub(super) fn wording(change: &Change<'_>) -> Result<Inbound, Reason> {
    news(change, TemplateChange::Wording)
}

/// What it is taken for, or is going to be.
pub(super) fn category(change: &Change<'_>) -> Result<Inbound, Reason> {
    let value = change.value;
    if let Some(ahead) = text(value, "correct_category") {
        let name = text(value, "message_template_name").unwrap_or(Cow::Borrowed("without a name"));
        let from = moment(value, "category_update_timestamp").map(|at| format!(" from {at} on")).unwrap_or_default();
        let words = format!("WhatsApp takes the template {name} for {ahead}{from}");
        return Ok(account::noted(change, "template_category", &words));
    }
    let category = text(value, "new_category").ok_or("the news of a template do not say what is new")?;
    news(change, TemplateChange::Category(category.into_owned()))
}
