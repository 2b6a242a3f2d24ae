use super::{LanguageTag, check::Checker};
use crate::text_enum::text_enum;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

text_enum! {
    /// What a field of a form asks for.
    pub enum FieldType {
        /// Words.
        Text = "text",
        /// An e-mail address.
        Email = "email",
        /// A phone number.
        Phone = "phone",
        /// One of several options.
        Select = "select",
        /// Yes or no.
        Checkbox = "checkbox",
        /// Agreement to something that the label says and the link explains.
        Consent = "consent",
    }
}

/// What a visitor is asked before the chat begins; nothing when there are no fields.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PreChatForm {
    /// The fields, in the order in which they stand.
    pub fields: Vec<FormField>,
}

/// One field of a form.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FormField {
    /// What programs call it: letters, digits and `_`, the first a letter, at most [`FormField::NAME_MAX`].
    pub name: String,
    /// What it asks for.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// What people read, by language.
    pub label: BTreeMap<LanguageTag, String>,
    /// Whether it has to be filled in, ticked or agreed to.
    #[serde(default)]
    pub required: bool,
    /// What can be chosen, for a select.
    #[serde(default)]
    pub options: Vec<FormOption>,
    /// Where more is said about it, for a consent: an address that begins with `https://`.
    #[serde(default)]
    pub link: Option<String>,
}

/// Something that can be chosen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FormOption {
    /// What programs call it.
    pub value: String,
    /// What people read, by language.
    pub label: BTreeMap<LanguageTag, String>,
}

impl PreChatForm {
    /// The most fields.
    pub const FIELDS_MAX: usize = 10;

    pub(super) fn check(&self, checker: &mut Checker) {
        checker.count("settings.preChatForm.fields", self.fields.len(), Self::FIELDS_MAX);
        let mut names = BTreeSet::new();
        for (at, field) in self.fields.iter().enumerate() {
            let path = format!("settings.preChatForm.fields[{at}]");
            if !names.insert(&field.name) {
                checker.say(format!("{path}.name"), "another field has this name");
            }
            field.check(&path, checker);
        }
    }
}

impl FormField {
    /// The longest name in bytes.
    pub const NAME_MAX: usize = 40;
    /// The longest label of a field or an option in characters.
    pub const LABEL_MAX: usize = 300;
    /// The most options of a select.
    pub const OPTIONS_MAX: usize = 30;
    /// The longest link in bytes.
    pub const LINK_MAX: usize = 500;

    fn check(&self, path: &str, checker: &mut Checker) {
        if !is_name(&self.name) {
            let problem = format!("1 to {} letters, digits and _, the first a letter, please", Self::NAME_MAX);
            checker.say(format!("{path}.name"), problem);
        }
        check_label(&format!("{path}.label"), &self.label, checker);
        self.check_options(path, checker);
        match (&self.link, self.kind) {
            (None, _) => {}
            (Some(link), FieldType::Consent) if is_link(link) => {}
            (Some(_), FieldType::Consent) => checker.say(
                format!("{path}.link"),
                format!("expected an address of at most {} bytes that begins with https://", Self::LINK_MAX),
            ),
            (Some(_), _) => checker.say(format!("{path}.link"), "only a consent has a link"),
        }
    }

    fn check_options(&self, path: &str, checker: &mut Checker) {
        let field = format!("{path}.options");
        match (self.kind, self.options.len()) {
            (FieldType::Select, 1..=Self::OPTIONS_MAX) => {}
            (FieldType::Select, _) => checker.say(&field, format!("1 to {} options, please", Self::OPTIONS_MAX)),
            (_, 0) => {}
            (_, _) => return checker.say(&field, "only a select has options"),
        }
        let mut values = BTreeSet::new();
        for (at, option) in self.options.iter().take(Self::OPTIONS_MAX).enumerate() {
            checker.text(format!("{field}[{at}].value"), &option.value, 1, Self::NAME_MAX);
            if !values.insert(&option.value) {
                checker.say(format!("{field}[{at}].value"), "another option has this value");
            }
            check_label(&format!("{field}[{at}].label"), &option.label, checker);
        }
    }
}

fn is_name(name: &str) -> bool {
    let is_inside = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.len() <= FormField::NAME_MAX
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(is_inside)
}

/// Whether a browser follows it to a page and nowhere else.
fn is_link(link: &str) -> bool {
    let is_written_plainly = |c: char| c.is_ascii_graphic() && !"\"'<>\\`".contains(c);
    let host = link.strip_prefix("https://").and_then(|rest| rest.split(['/', '?', '#']).next());
    link.len() <= FormField::LINK_MAX && link.chars().all(is_written_plainly) && host.is_some_and(|it| !it.is_empty())
}

fn check_label(field: &str, label: &BTreeMap<LanguageTag, String>, checker: &mut Checker) {
    if label.is_empty() {
        checker.say(field, "say it in one language at least");
    }
    checker.count(field, label.len(), super::Messages::LANGUAGES_MAX);
    for (language, text) in label {
        checker.text(format!("{field}.{language}"), text, 1, FormField::LABEL_MAX);
    }
}
