//! Message templates and what becomes of them.

use super::World;
use crate::emulator::{
    agenda::Task,
    webhook::{Source, Update},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A template in one language.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    /// Where it stands in lists.
    pub(crate) place: u64,
    pub(crate) waba: String,
    pub(crate) name: String,
    pub(crate) language: String,
    pub(crate) category: String,
    pub(crate) previous_category: Option<String>,
    pub(crate) format: Format,
    pub(crate) components: Vec<Value>,
    pub(crate) status: TemplateStatus,
    pub(crate) rejected_reason: Option<String>,
    pub(crate) quality: Quality,
    pub(crate) quality_at: DateTime<Utc>,
    pub(crate) send_ttl_seconds: Option<i64>,
    /// When it was edited while it was approved.
    pub(crate) edits: Vec<DateTime<Utc>>,
}

/// How a template's parameters are told apart.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Format {
    Named,
    #[default]
    Positional,
}

/// How far a template has come, by Meta's word for it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum TemplateStatus {
    /// It is being reviewed.
    Pending,
    /// It can be sent.
    Approved,
    /// The review found a fault.
    Rejected,
    /// It cannot be sent for a while, because users complained.
    Paused,
    /// It can never be sent again.
    Disabled,
    /// The business put it away.
    Archived,
    /// The business deleted it.
    PendingDeletion,
}

/// What users think of a template or a number, by Meta's word for it.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Quality {
    /// They like it.
    Green,
    /// Some complain.
    Yellow,
    /// Many complain.
    Red,
    /// Too few have seen it.
    #[default]
    Unknown,
}

/// All templates by their id, and the names that cannot be taken again yet.
#[derive(Debug, Default)]
pub(crate) struct Templates {
    pub(crate) by_id: BTreeMap<String, Template>,
    /// Until when a name of a business account is reserved.
    pub(crate) reserved: BTreeMap<(String, String), DateTime<Utc>>,
    last: u64,
}

impl Templates {
    /// The template that a send names.
    pub(crate) fn named(&self, waba: &str, name: &str, language: &str) -> Option<(&String, &Template)> {
        self.by_id
            .iter()
            .find(|(_, template)| template.waba == waba && template.name == name && template.language == language)
    }
}

impl World {
    /// How long the name of a deleted template that was approved is reserved.
    pub(crate) const NAME_RESERVED: TimeDelta = TimeDelta::days(30);

    /// Keeps a new template, plans its review and gives its id.
    pub(crate) fn add_template(&mut self, mut template: Template) -> String {
        let id = self.random.digits(16);
        self.templates.last += 1;
        template.place = self.templates.last;
        self.templates.by_id.insert(id.clone(), template);
        self.plan_review(&id);
        id
    }

    /// Lets a template be reviewed after a while.
    pub(crate) fn plan_review(&mut self, id: &str) {
        let at = self.now() + TimeDelta::milliseconds(self.delays.review_ms.into());
        self.agenda.plan(at, Task::Review { template: id.to_owned() });
    }

    /// Ends a review: a template with `reject` in its name is rejected, any other approved.
    pub(crate) fn review(&mut self, id: &str) {
        let pending = self.templates.by_id.get(id).filter(|template| template.status == TemplateStatus::Pending);
        let Some(is_bad) = pending.map(|template| template.name.contains("reject")) else {
            return;
        };
        match is_bad {
            true => self.set_template_status(id, TemplateStatus::Rejected, Some("INVALID_FORMAT")),
            false => self.set_template_status(id, TemplateStatus::Approved, None),
        };
    }

    /// Gives a template a status, of which the business hears. Gives whether it is there.
    pub(crate) fn set_template_status(&mut self, id: &str, status: TemplateStatus, reason: Option<&str>) -> bool {
        let Some(template) = self.templates.by_id.get_mut(id) else {
            return false;
        };
        template.status = status;
        template.rejected_reason = reason.map(str::to_owned);
        let mut value = named(id, template);
        value["event"] = json!(status);
        value["reason"] = json!(reason.unwrap_or("NONE"));
        value["message_template_category"] = json!(template.category);
        if status == TemplateStatus::Rejected {
            value["rejection_info"] = json!({"reason": "The template does not keep to the rules.",
                "recommendation": "Change its text and try again."});
        }
        self.tell_of_template(id, "message_template_status_update", value);
        true
    }

    /// Gives a template a quality, of which the business hears. Gives whether it is there.
    pub(crate) fn set_template_quality(&mut self, id: &str, quality: Quality) -> bool {
        let now = self.now();
        let Some(template) = self.templates.by_id.get_mut(id) else {
            return false;
        };
        let mut value = named(id, template);
        value["previous_quality_score"] = json!(template.quality);
        value["new_quality_score"] = json!(quality);
        (template.quality, template.quality_at) = (quality, now);
        self.tell_of_template(id, "message_template_quality_update", value);
        true
    }

    /// Gives a template a category, of which the business hears. Gives whether it is there.
    pub(crate) fn set_template_category(&mut self, id: &str, category: &str) -> bool {
        let Some(template) = self.templates.by_id.get_mut(id) else {
            return false;
        };
        let mut value = named(id, template);
        let previous = std::mem::replace(&mut template.category, category.to_owned());
        value["previous_category"] = json!(previous);
        value["new_category"] = json!(category);
        template.previous_category = Some(previous);
        self.tell_of_template(id, "template_category_update", value);
        true
    }

    /// Forgets a template. The name of one that was approved is reserved for a while.
    pub(crate) fn delete_template(&mut self, id: &str) {
        let until = self.now() + Self::NAME_RESERVED;
        let was_approved = self.templates.by_id.get(id).is_some_and(|template| {
            matches!(template.status, TemplateStatus::Approved | TemplateStatus::Paused | TemplateStatus::Archived)
        });
        self.set_template_status(id, TemplateStatus::PendingDeletion, None);
        if let Some(template) = self.templates.by_id.remove(id)
            && was_approved
        {
            self.templates.reserved.insert((template.waba, template.name), until);
        }
    }

    fn tell_of_template(&mut self, id: &str, field: &'static str, value: Value) {
        let Some(waba) = self.templates.by_id.get(id).map(|template| template.waba.clone()) else {
            return;
        };
        let update = Update::whole(Source::Waba(waba), field, value);
        self.enqueue(vec![update]);
    }
}

/// What every webhook says of a template. Its id is a number there, and a text everywhere else.
fn named(id: &str, template: &Template) -> Value {
    json!({
        "message_template_id": id.parse::<u64>().unwrap_or_default(),
        "message_template_name": template.name,
        "message_template_language": template.language,
    })
}
