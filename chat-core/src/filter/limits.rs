use super::{AttributeCondition, ConversationFilter};
use crate::{AttributeRule, Error, FieldError, Result};
use serde_json::Value;

impl ConversationFilter {
    /// The most conditions, those within others included.
    pub const CONDITIONS_MAX: usize = 100;
    /// How deep conditions may lie within others.
    pub const DEPTH_MAX: usize = 8;
    /// The most values of one condition.
    pub const VALUES_MAX: usize = 100;
    /// The longest text in bytes.
    pub const TEXT_MAX: usize = 256;

    /// Makes sure that it can be evaluated at little cost.
    ///
    /// # Errors
    /// [`Error::Invalid`] with what is too large in it.
    pub fn check(&self) -> Result<()> {
        let mut count = 0;
        match self.fault(1, &mut count) {
            Some(problem) => Err(Error::Invalid(vec![FieldError::new("filter", problem)])),
            None => Ok(()),
        }
    }

    fn fault(&self, depth: usize, count: &mut usize) -> Option<String> {
        *count += 1;
        if *count > Self::CONDITIONS_MAX {
            return Some(format!("at most {} conditions, please", Self::CONDITIONS_MAX));
        }
        if depth > Self::DEPTH_MAX {
            return Some(format!("conditions at most {} deep, please", Self::DEPTH_MAX));
        }
        match self {
            Self::All(all) | Self::Any(all) => all.iter().find_map(|one| one.fault(depth + 1, count)),
            Self::Not(one) => one.fault(depth + 1, count),
            Self::Status(values) => too_many(values),
            Self::Source(values) => too_many(values),
            Self::Assignee(values) | Self::Participant(values) | Self::Mentioned(values) => too_many(values),
            Self::Team(values) => too_many(values),
            Self::Label(values) => too_many(values),
            Self::Priority(values) => too_many(values),
            Self::Customer(values) => too_many(values),
            Self::Account(values) => too_many(values),
            Self::Widget(values) => too_many(values),
            Self::Language(values) => too_many(values).or_else(|| values.iter().find_map(|text| wrong_text(text))),
            Self::Text(text) => wrong_text(text),
            Self::Time(condition) if condition.after.is_none() && condition.before.is_none() => {
                Some("a time needs `after` or `before`".to_owned())
            }
            Self::Attribute(condition) | Self::CustomerAttribute(condition) => condition.fault(),
            Self::Unread(_) | Self::Waiting(_) | Self::Snoozed(_) | Self::Time(_) => None,
        }
    }
}

impl AttributeCondition {
    fn fault(&self) -> Option<String> {
        let is_name = (1..=AttributeRule::NAME_MAX).contains(&self.name.len());
        // No other character has to be told apart from the signs of a path into JSON.
        if !is_name || !self.name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            return Some("an attribute is named by letters, digits and `_`".to_owned());
        }
        let is_empty = self.any_of.is_none() && self.above.is_none() && self.below.is_none() && self.exists.is_none();
        if is_empty {
            return Some("an attribute needs `is`, `above`, `below` or `exists`".to_owned());
        }
        if [self.above, self.below].into_iter().flatten().any(|bound| !bound.is_finite()) {
            return Some("a bound has to be a finite number".to_owned());
        }
        let values = self.any_of.as_ref()?;
        too_many(values).or_else(|| values.iter().find_map(wrong_value))
    }
}

fn too_many<T>(values: &[T]) -> Option<String> {
    let max = ConversationFilter::VALUES_MAX;
    (values.len() > max).then(|| format!("at most {max} values of one condition, please"))
}

fn wrong_text(text: &str) -> Option<String> {
    let is_fine = text.len() <= ConversationFilter::TEXT_MAX && !text.contains('\0');
    (!is_fine).then(|| format!("at most {} bytes of text without NUL, please", ConversationFilter::TEXT_MAX))
}

fn wrong_value(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            let is_fine = text.len() <= AttributeRule::TEXT_MAX && !text.contains('\0');
            (!is_fine).then(|| format!("at most {} bytes of text without NUL, please", AttributeRule::TEXT_MAX))
        }
        Value::Number(_) | Value::Bool(_) => None,
        Value::Null | Value::Array(_) | Value::Object(_) => {
            Some("an attribute is a text, a number, true or false".to_owned())
        }
    }
}
