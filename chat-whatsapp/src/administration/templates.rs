//! Templates at Meta.

use super::{not_done, pages, text, unclear};
use crate::{
    graph::{Graph, Request},
    template::{Draft, check_draft},
};
use chat_core::{Account, NewTemplate, NotDone, Template, TemplateFacts};
use serde_json::{Value, json};

const FIELDS: &str = "id,name,language,status,category,components,parameter_format,quality_score,rejected_reason";
const EDGE: &str = "message_templates";

pub(super) async fn all(graph: &Graph, account: &Account) -> Result<Vec<TemplateFacts>, NotDone> {
    let entries = pages::all(graph, account, &[&account.business_id, EDGE], FIELDS).await?;
    Ok(entries.iter().filter_map(|entry| facts(account, entry)).collect())
}

/// A template as it is listed; nothing when it lacks what every template has.
fn facts(account: &Account, entry: &Value) -> Option<TemplateFacts> {
    let quality = entry.get("quality_score").and_then(|quality| text(quality, "score"));
    let template = Template {
        business_id: account.business_id.clone(),
        reference: text(entry, "id")?,
        language: text(entry, "language")?,
        category: text(entry, "category").unwrap_or_default(),
        status: text(entry, "status")?,
        quality,
        reason: text(entry, "rejected_reason").filter(|reason| reason != "NONE"),
        parameter_format: text(entry, "parameter_format"),
        components: entry.get("components").cloned().unwrap_or_else(|| json!([])),
    };
    Some(TemplateFacts { name: text(entry, "name")?, template })
}

pub(super) async fn create(graph: &Graph, account: &Account, new: &NewTemplate) -> Result<TemplateFacts, NotDone> {
    let draft = Draft {
        name: Some(&new.name),
        language: &new.language,
        category: &new.category,
        parameter_format: new.parameter_format.as_deref(),
        components: &new.components,
    };
    check_draft(&draft).map_err(NotDone::Invalid)?;
    let mut body = json!({"name": new.name, "language": new.language, "category": new.category,
        "components": new.components});
    if let Some(format) = &new.parameter_format {
        body["parameter_format"] = json!(format);
    }
    let path = [account.business_id.as_str(), EDGE];
    let answer = graph.ask(account, Request::post(&path, &body)).await.map_err(not_done)?;
    let reference = text(&answer, "id").ok_or_else(|| unclear("WhatsApp did not name the template"))?;
    let template = Template {
        business_id: account.business_id.clone(),
        reference,
        language: new.language.clone(),
        // Meta may take it for something else than was asked for.
        category: text(&answer, "category").unwrap_or_else(|| new.category.clone()),
        status: text(&answer, "status").unwrap_or_else(|| "PENDING".to_owned()),
        quality: None,
        reason: None,
        parameter_format: new.parameter_format.clone(),
        components: new.components.clone(),
    };
    Ok(TemplateFacts { name: new.name.clone(), template })
}

pub(super) async fn change(graph: &Graph, account: &Account, template: &Template) -> Result<(), NotDone> {
    let draft = Draft {
        name: None,
        language: &template.language,
        category: &template.category,
        parameter_format: template.parameter_format.as_deref(),
        components: &template.components,
    };
    check_draft(&draft).map_err(NotDone::Invalid)?;
    let path = [template.reference.as_str()];
    let before = graph.ask(account, Request::get(&path).with(&[("fields", "category")])).await.map_err(not_done)?;
    let mut body = json!({"components": template.components});
    // Of an approved one it may not even be named.
    if text(&before, "category").as_deref() != Some(&template.category) {
        body["category"] = json!(template.category);
    }
    graph.ask(account, Request::post(&path, &body)).await.map(drop).map_err(not_done)
}

pub(super) async fn delete(graph: &Graph, account: &Account, name: &str, template: &Template) -> Result<(), NotDone> {
    let path = [account.business_id.as_str(), EDGE];
    let query = [("hsm_id", template.reference.as_str()), ("name", name)];
    graph.ask(account, Request::delete(&path).with(&query)).await.map(drop).map_err(not_done)
}
