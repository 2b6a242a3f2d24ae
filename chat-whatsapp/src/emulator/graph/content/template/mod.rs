//! `template`: the template that a send names, with its places filled in.

mod buttons;
mod filled;
mod given;

use super::{Checked, parts::Part};
use crate::emulator::{
    course::{Course, Pricing},
    graph::{
        call::Call,
        errors::GraphError,
        recipient::{Address, Recipient},
    },
    world::{Template, TemplateStatus, World},
};
use filled::Filling;
use given::Given;
use serde_json::Value;

/// The longest name and language, in characters.
const NAME_MAX: usize = 512;

pub(crate) fn check(world: &World, call: &Call, to: &Recipient, body: &Value) -> Result<Checked, GraphError> {
    let part = Part::root("template", body);
    part.object()?;
    let name = part.at("name").words(NAME_MAX)?;
    let language = part.at("language").at("code").words(NAME_MAX)?;
    let template = usable(world, call, name, language)?;
    let is_marketing = template.category == "MARKETING";
    if template.category == "AUTHENTICATION" && matches!(to.address, Address::Bsuid(_)) {
        return Err(GraphError::of(400, 131_062));
    }
    if call.edge == "marketing_messages" && !is_marketing {
        return Err(GraphError::of(400, 131_055));
    }
    let given = Given::of(&part)?;
    let mut filling = Filling { world, phone_id: &call.object, format: template.format, course: Course::default() };
    let rendered = filling.fill(&template.components, &given)?;
    let is_open = world.is_window_open(&call.object, to.key());
    let pricing = Pricing {
        billable: template.category != "UTILITY" || !is_open,
        category: template.category.to_ascii_lowercase(),
    };
    let has_stopped = is_marketing && world.has_stopped_marketing(&call.object, to.key());
    Ok(Checked {
        later: has_stopped.then_some(131_050),
        course: Course { pricing, rendered: Some(rendered), ..filling.course },
    })
}

/// The template, if it can be sent.
fn usable<'a>(world: &'a World, call: &Call, name: &str, language: &str) -> Result<&'a Template, GraphError> {
    let waba = world.phones.get(&call.object).map(|phone| phone.waba.as_str()).unwrap_or_default();
    let template = world.templates.named(waba, name, language).map(|(_, template)| template);
    match template.map(|template| template.status) {
        Some(TemplateStatus::Approved) => template.ok_or_else(|| call.no_object()),
        Some(TemplateStatus::Paused) => Err(GraphError::of(400, 132_015)),
        Some(TemplateStatus::Disabled) => Err(GraphError::of(400, 132_016)),
        _ => Err(GraphError {
            details: Some(format!("template name ({name}) does not exist in {language}")),
            ..GraphError::of(404, 132_001)
        }),
    }
}
