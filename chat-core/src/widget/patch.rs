use super::WidgetSettings;
use crate::{Error, FieldError, Result};
use serde::{Deserialize, Deserializer, de};
use serde_json::{Map, Value};

/// What is to become different about a widget's settings: a JSON merge patch (RFC 7396). Objects are merged, everything else is
/// replaced, and `null` puts back what is there by default.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct SettingsPatch(Map<String, Value>);

impl SettingsPatch {
    /// The settings with the patch applied to them.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything that is wrong: of what cannot be read the first fault of each setting, of what can be
    /// read all that breaks a limit.
    pub fn apply(&self, before: &WidgetSettings) -> Result<WidgetSettings> {
        let Ok(Value::Object(known)) = serde_json::to_value(before) else { unreachable!("settings are an object") };
        let mut merged = known.clone();
        merge(&mut merged, &self.0);
        let mut wrong = Vec::new();
        let settings = loop {
            match serde_path_to_error::deserialize::<_, WidgetSettings>(Value::Object(merged.clone())) {
                Ok(settings) => break settings,
                Err(failure) => {
                    let fault = FieldError::told(&failure.path().to_string(), &failure.inner().to_string());
                    let is_mended = mend(&mut merged, &known, &fault.field);
                    wrong.push(FieldError { field: format!("settings.{}", fault.field).into(), ..fault });
                    if !is_mended {
                        return Err(Error::Invalid(wrong));
                    }
                }
            }
        };
        wrong.extend(settings.check());
        if wrong.is_empty() { Ok(settings) } else { Err(Error::Invalid(wrong)) }
    }
}

impl<'de> Deserialize<'de> for SettingsPatch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Object(settings) => Ok(Self(settings)),
            _ => Err(de::Error::custom("expected an object")),
        }
    }
}

fn merge(target: &mut Map<String, Value>, patch: &Map<String, Value>) {
    for (name, value) in patch {
        match value {
            Value::Null => drop(target.remove(name)),
            Value::Object(patch) => {
                let before = target.entry(name.clone()).or_insert(Value::Null);
                if !before.is_object() {
                    *before = Value::Object(Map::new());
                }
                if let Value::Object(before) = before {
                    merge(before, patch);
                }
            }
            value => drop(target.insert(name.clone(), value.clone())),
        }
    }
}

/// Puts back the setting in which a fault lies, so that the others can be looked at. Tells whether there was anything to put back.
fn mend(merged: &mut Map<String, Value>, known: &Map<String, Value>, field: &str) -> bool {
    let is_it = |name: &String| {
        let rest = field.strip_prefix(name.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    let Some(name) = merged.keys().find(|name| is_it(name)).cloned() else { return false };
    match known.get(&name) {
        Some(value) if merged.get(&name) != Some(value) => drop(merged.insert(name, value.clone())),
        _ => drop(merged.remove(&name)),
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{
        super::{PreChatForm, Theme},
        *,
    };
    use serde_json::json;

    fn applied(patch: Value) -> Result<WidgetSettings> {
        serde_json::from_value::<SettingsPatch>(patch).unwrap().apply(&WidgetSettings::default())
    }

    fn wrong(patch: Value) -> Vec<String> {
        match applied(patch.clone()) {
            Err(Error::Invalid(wrong)) => wrong.into_iter().map(|it| it.field.into_owned()).collect(),
            other => panic!("{patch} was not refused: {other:?}"),
        }
    }

    #[test]
    fn what_is_not_given_stays_and_null_is_the_default() {
        let first = applied(json!({ "theme": "dark", "colors": { "primary": "#ff0000", "text": "#000000" } })).unwrap();
        let patch: SettingsPatch =
            serde_json::from_value(json!({ "colors": { "text": null }, "sound": false })).unwrap();
        let second = patch.apply(&first).unwrap();
        assert_eq!((second.theme, second.sound), (Theme::Dark, false));
        assert_eq!((second.colors.primary.to_string().as_str(), second.colors.text), ("#ff0000", None));
        let back: SettingsPatch =
            serde_json::from_value(json!({ "theme": null, "colors": null, "sound": null })).unwrap();
        assert_eq!(back.apply(&second).unwrap(), WidgetSettings::default());
    }

    #[test]
    fn settings_come_back_as_they_were_written() {
        let patch = json!({
            "theme": "host", "position": "left", "offset": { "x": 1, "y": 2 }, "target": "#help > div",
            "colors": { "primary": "#123456", "text": "#ffffff", "primaryDark": "#abcdef", "textDark": "#000000" },
            "launcher": { "icon": "wave" }, "language": "de",
            "messages": { "pt-BR": { "title": "Olá", "launcher": "Fale", "welcome": "a", "away": "b", "preChat": "c",
                "placeholder": "d", "teaser": "e" } },
            "avatars": false,
            "businessHours": { "timeZone": "Asia/Kolkata", "week": [{ "days": ["monday"], "from": "00:00", "to": "24:00" }],
                "closedOn": ["2026-12-25"] },
            "preChatForm": { "fields": [
                { "name": "topic", "type": "select", "label": { "en": "Topic" }, "required": true,
                  "options": [{ "value": "a", "label": { "en": "A" } }], "link": null },
                { "name": "ok", "type": "consent", "label": { "en": "Yes" }, "required": false, "options": [],
                  "link": "https://shop.example/privacy" },
            ] },
            "fileUpload": false, "sound": false, "requireIdentity": true, "allowLocalhost": true,
            "popup": { "delaySeconds": 5, "scrollPercent": 50, "exitIntent": true, "urls": ["/pricing*"], "event": "cart.full",
                "frequency": { "times": 2, "hours": 48 } },
        });
        assert_eq!(serde_json::to_value(applied(patch.clone()).unwrap()).unwrap(), patch);
    }

    #[test]
    fn every_fault_is_named_by_its_field() {
        for (patch, fields) in [
            (json!({ "colours": {} }), vec!["settings.colours"]),
            (json!({ "theme": "pink" }), vec!["settings.theme"]),
            (json!({ "colors": { "primary": "red" } }), vec!["settings.colors.primary"]),
            (json!({ "colors": { "primry": "#fff" } }), vec!["settings.colors.primry"]),
            (json!({ "colors": 5 }), vec!["settings.colors"]),
            (json!({ "offset": { "x": 501 } }), vec!["settings.offset.x"]),
            (json!({ "offset": { "x": -1 } }), vec!["settings.offset.x"]),
            (json!({ "language": "klingon!" }), vec!["settings.language"]),
            (json!({ "messages": { "nonsense!": {} } }), vec!["settings.messages.nonsense!"]),
            (json!({ "messages": { "de": { "welcome": " " } } }), vec!["settings.messages.de.welcome"]),
            (json!({ "messages": { "de": { "title": "x".repeat(81) } } }), vec!["settings.messages.de.title"]),
            (json!({ "messages": { "de": { "away": "a\u{7}" } } }), vec!["settings.messages.de.away"]),
            (
                json!({ "businessHours": { "timeZone": "Mars/Base", "week": [] } }),
                vec!["settings.businessHours.timeZone"],
            ),
            (json!({ "businessHours": { "week": [] } }), vec!["settings.businessHours.timeZone"]),
            (
                json!({ "businessHours": { "timeZone": "UTC", "week": [{ "days": [], "from": "09:00", "to": "09:00" }] } }),
                vec!["settings.businessHours.week[0].days", "settings.businessHours.week[0].to"],
            ),
            (
                json!({ "popup": { "scrollPercent": 0, "urls": ["pricing"], "event": "a b" } }),
                vec!["settings.popup.scrollPercent", "settings.popup.urls[0]", "settings.popup.event"],
            ),
            (
                json!({ "popup": { "frequency": { "times": 0, "hours": 9000 } } }),
                vec!["settings.popup.frequency.times", "settings.popup.frequency.hours"],
            ),
            (json!({ "target": "" }), vec!["settings.target"]),
            (
                json!({ "theme": "pink", "sound": "loud", "nonsense": 1, "offset": { "y": 900 } }),
                vec!["settings.nonsense", "settings.sound", "settings.theme", "settings.offset.y"],
            ),
        ] {
            let mut found = wrong(patch.clone());
            let mut expected = fields;
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected, "{patch}");
        }
    }

    #[test]
    fn a_form_is_checked_field_by_field() {
        let form = |field: Value| json!({ "preChatForm": { "fields": [field] } });
        let at = |rest: &str| vec![format!("settings.preChatForm.fields[0].{rest}")];
        let label = json!({ "en": "Name" });
        for (field, rest) in [
            (json!({ "name": "1x", "type": "text", "label": label }), "name"),
            (json!({ "name": "x", "type": "date", "label": label }), "type"),
            (json!({ "name": "x", "type": "text", "label": {} }), "label"),
            (json!({ "name": "x", "type": "text", "label": { "en": "" } }), "label.en"),
            (json!({ "name": "x", "type": "text" }), "label"),
            (json!({ "name": "x", "type": "select", "label": label }), "options"),
            (
                json!({ "name": "x", "type": "text", "label": label, "options": [{ "value": "a", "label": label }] }),
                "options",
            ),
            (json!({ "name": "x", "type": "text", "label": label, "link": "https://shop.example" }), "link"),
            (json!({ "name": "x", "type": "consent", "label": label, "link": "javascript:alert(1)" }), "link"),
            (json!({ "name": "x", "type": "consent", "label": label, "link": "https:///x" }), "link"),
        ] {
            assert_eq!(wrong(form(field.clone())), at(rest), "{field}");
        }
        let twice = json!({ "name": "x", "type": "text", "label": label });
        assert_eq!(
            wrong(json!({ "preChatForm": { "fields": [twice, twice] } })),
            ["settings.preChatForm.fields[1].name"]
        );
        let many: Vec<Value> = (0..=PreChatForm::FIELDS_MAX)
            .map(|n| json!({ "name": format!("f{n}"), "type": "text", "label": label }))
            .collect();
        assert_eq!(wrong(json!({ "preChatForm": { "fields": many } })), ["settings.preChatForm.fields"]);
    }

    #[test]
    fn all_settings_together_have_a_limit() {
        let text = "x".repeat(1000);
        let messages: Map<String, Value> =
            ["de", "fr", "it", "es", "pt", "nl", "pl", "cs", "da", "sv", "fi", "hu", "ro", "tr", "el", "bg", "uk"]
                .into_iter()
                .map(|language| {
                    (language.to_owned(), json!({ "welcome": text, "away": text, "preChat": text, "teaser": text }))
                })
                .collect();
        assert_eq!(wrong(json!({ "messages": messages })), ["settings"]);
    }

    #[test]
    fn what_is_no_object_is_no_patch() {
        for value in [json!(null), json!(5), json!([]), json!("x")] {
            assert!(serde_json::from_value::<SettingsPatch>(value).is_err());
        }
    }
}
