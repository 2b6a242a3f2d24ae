use super::text_fault;
use crate::{Definition, DefinitionBody, DefinitionKind, FieldError, text_enum::text_enum};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Values that a client has given a conversation or a customer, by the name of their attribute.
pub type Attributes = BTreeMap<String, Value>;

text_enum! {
    /// What a value of an attribute may be.
    pub enum AttributeType {
        /// A text of at most [`AttributeRule::TEXT_MAX`] bytes.
        Text = "text",
        /// A number.
        Number = "number",
        /// Yes or no.
        Boolean = "boolean",
        /// A day: `2026-12-31`.
        Date = "date",
        /// One of the options.
        Select = "select",
        /// An address that begins with `https://` or `http://`.
        Link = "link",
    }
}

/// What the values of an attribute look like. The name of its definition is the name of the attribute: lower-case letters, digits
/// and `_`, beginning with a letter.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AttributeRule {
    /// What people read, at most [`AttributeRule::TITLE_MAX`] bytes.
    pub title: String,
    /// What a value may be.
    #[serde(rename = "type")]
    pub kind: AttributeType,
    /// What there is to choose from, for [`AttributeType::Select`]: at most [`AttributeRule::OPTIONS_MAX`].
    #[serde(default)]
    pub options: Vec<String>,
}

impl AttributeRule {
    /// The longest title in bytes.
    pub const TITLE_MAX: usize = 128;
    /// The most options.
    pub const OPTIONS_MAX: usize = 200;
    /// The longest text in bytes.
    pub const TEXT_MAX: usize = 2_048;
    /// The longest name in bytes.
    pub const NAME_MAX: usize = 64;

    pub(super) fn faults(&self, name: &str) -> Vec<FieldError> {
        let mut wrong = Vec::new();
        if !is_name(name) {
            wrong.push(FieldError::new("name", "1 to 64 of a to z, 0 to 9 and _, the first a letter, please"));
        }
        wrong.extend(text_fault("title", &self.title, Self::TITLE_MAX));
        let is_select = self.kind == AttributeType::Select;
        if is_select == self.options.is_empty() || self.options.len() > Self::OPTIONS_MAX {
            let problem = format!("1 to {} for the type `select`, none for the others, please", Self::OPTIONS_MAX);
            wrong.push(FieldError::new("options", problem));
        }
        wrong.extend(self.options.iter().find_map(|option| text_fault("options", option, Self::TITLE_MAX)));
        wrong
    }

    /// What is wrong with a value, if anything is.
    fn problem(&self, value: &Value) -> Option<String> {
        let text = value.as_str();
        let (is_fine, wanted) = match self.kind {
            AttributeType::Text => {
                let is_fine = text.is_some_and(|text| text.len() <= Self::TEXT_MAX && !text.contains('\0'));
                (is_fine, format!("a text of at most {} bytes", Self::TEXT_MAX))
            }
            AttributeType::Number => (value.as_f64().is_some_and(f64::is_finite), "a number".to_owned()),
            AttributeType::Boolean => (value.is_boolean(), "true or false".to_owned()),
            AttributeType::Date => {
                let is_fine = text.is_some_and(|text| text.len() == 10 && text.parse::<chrono::NaiveDate>().is_ok());
                (is_fine, "a day such as 2026-12-31".to_owned())
            }
            AttributeType::Select => {
                let is_fine = text.is_some_and(|text| self.options.iter().any(|option| option == text));
                (is_fine, format!("one of {}", self.options.join(", ")))
            }
            AttributeType::Link => {
                let is_address = |text: &str| text.starts_with("https://") || text.starts_with("http://");
                let is_fine = text.is_some_and(|text| is_address(text) && text.len() <= Self::TEXT_MAX);
                (is_fine, "an address that begins with https:// or http://".to_owned())
            }
        };
        (!is_fine).then(|| format!("expected {wanted}"))
    }

    /// The values with a patch applied: `null` takes a value away, what is not named stays. What the patch says has to fit the
    /// client's definitions of `kind`; what was there before stays, whatever they say now.
    pub(crate) fn apply(
        definitions: &[Definition],
        kind: DefinitionKind,
        before: &Attributes,
        patch: &Attributes,
    ) -> Result<Attributes, Vec<FieldError>> {
        let mut after = before.clone();
        let mut wrong = Vec::new();
        for (name, value) in patch {
            if value.is_null() {
                after.remove(name);
                continue;
            }
            let rule = definitions.iter().find(|it| it.name == *name && it.body.kind() == kind);
            let problem = match rule.map(|it| &it.body) {
                Some(DefinitionBody::ConversationAttribute(rule) | DefinitionBody::CustomerAttribute(rule)) => {
                    rule.problem(value)
                }
                _ => Some("there is no such attribute; define it first".to_owned()),
            };
            match problem {
                None => drop(after.insert(name.clone(), value.clone())),
                Some(problem) => wrong.push(FieldError::new(format!("attributes.{name}"), problem)),
            }
        }
        if wrong.is_empty() { Ok(after) } else { Err(wrong) }
    }
}

fn is_name(name: &str) -> bool {
    let is_fine = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'_';
    (1..=AttributeRule::NAME_MAX).contains(&name.len())
        && name.as_bytes()[0].is_ascii_lowercase()
        && name.as_bytes().iter().all(is_fine)
}
