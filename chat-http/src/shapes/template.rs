use super::words;
use chat_core::{Cursor, Defined, Definition, DefinitionId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

/// A message that Meta has to agree to before it is sent: with it a customer may be written to at any time.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WhatsAppTemplate)]
pub(crate) struct Template {
    #[schema(value_type = String, format = Uuid)]
    id: DefinitionId,
    /// The id of the WhatsApp Business Account that has it.
    business_account_id: String,
    /// Meta's id of it.
    template_id: String,
    #[schema(example = "order_update")]
    name: String,
    #[schema(example = "en_US")]
    language: String,
    /// What it is for, in Meta's word.
    #[schema(example = "UTILITY")]
    category: String,
    /// Whether it may be sent, in Meta's word: `APPROVED` may.
    #[schema(example = "APPROVED")]
    status: String,
    /// How satisfied recipients are with it, in Meta's word.
    quality: Option<String>,
    /// Why it may not be sent, in Meta's word.
    reason: Option<String>,
    /// Whether what goes into it has names (`NAMED`) or places (`POSITIONAL`).
    parameter_format: Option<String>,
    /// Its parts, as Meta has them.
    components: Value,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// How often it was written: `If-Match` asks for it by this number in quotation marks.
    pub(crate) revision: i64,
}

impl Template {
    /// The shape of a definition that is one.
    pub(crate) fn of(definition: Definition) -> Option<Self> {
        let Definition { id, name, body, created_at, updated_at, revision, .. } = definition;
        let template = chat_core::Template::from_body(body)?;
        Some(Self {
            id,
            business_account_id: template.business_id,
            template_id: template.reference,
            name,
            language: template.language,
            category: template.category,
            status: template.status,
            quality: template.quality,
            reason: template.reason,
            parameter_format: template.parameter_format,
            components: template.components,
            created_at,
            updated_at,
            revision,
        })
    }
}

/// Templates, by their names and languages.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WhatsAppTemplateList)]
pub(crate) struct TemplateList {
    items: Vec<Template>,
    /// Always null: they come on one page.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl FromIterator<Definition> for TemplateList {
    fn from_iter<I: IntoIterator<Item = Definition>>(definitions: I) -> Self {
        Self { items: definitions.into_iter().filter_map(Template::of).collect(), next_cursor: None }
    }
}

/// Which templates.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TemplateQuery {
    /// Those that an account can send; without it those of all accounts.
    #[param(value_type = Option<String>, format = Uuid)]
    pub(crate) account_id: Option<chat_core::AccountId>,
}

/// A template that is to be handed in.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = CreateWhatsAppTemplate)]
pub(crate) struct NewTemplate {
    /// Small letters, digits and underscores.
    #[schema(min_length = 1, max_length = 512, pattern = "^[a-z0-9_]+$", example = "order_update")]
    name: String,
    #[schema(pattern = "^[0-9A-Za-z_]{2,15}$", example = "en_US")]
    language: String,
    #[schema(schema_with = words::template_category)]
    category: String,
    #[schema(schema_with = words::maybe_parameter_format)]
    parameter_format: Option<String>,
    /// Its parts, as Meta has them. The `example` of a header with a file may be `{"attachmentId": "…"}`, an upload of JPEG, PNG, MP4 or
    /// PDF.
    #[schema(value_type = Vec<Object>)]
    components: Value,
}

impl From<NewTemplate> for chat_core::NewTemplate {
    fn from(new: NewTemplate) -> Self {
        let NewTemplate { name, language, category, parameter_format, components } = new;
        Self { name, language, category, parameter_format, components }
    }
}

/// What is to become different about a template; what is missing stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = UpdateWhatsAppTemplate)]
pub(crate) struct TemplatePatch {
    /// Its parts, as Meta has them. The `example` of a header with a file may be `{"attachmentId": "…"}`.
    #[schema(value_type = Option<Vec<Object>>)]
    pub(crate) components: Option<Value>,
    #[schema(schema_with = words::maybe_template_category)]
    pub(crate) category: Option<String>,
}
