//! What can be managed at Meta: templates, numbers, profiles, and how a business connects.

mod connecting;
mod numbers;
mod pages;
mod profile;
mod samples;
mod templates;
mod upload;

use crate::{
    WhatsApp,
    graph::{Failed, Request},
};
use async_trait::async_trait;
use chat_core::{
    Account, Administration, CodeMethod, Fault, FieldError, NewNumber, NewTemplate, NotDone, NumberFacts, Outcome,
    Profile, Secret, SentFile, Template, TemplateFacts,
};
use serde_json::{Value, json};

#[async_trait]
impl Administration for WhatsApp {
    async fn templates(&self, account: &Account) -> Result<Vec<TemplateFacts>, NotDone> {
        templates::all(&self.graph, account).await
    }

    async fn hand_in_samples(
        &self,
        account: &Account,
        components: &Value,
        samples: &[SentFile],
    ) -> Result<Value, NotDone> {
        samples::hand_in(&self.graph, account, components, samples).await
    }

    async fn create_template(&self, account: &Account, template: &NewTemplate) -> Result<TemplateFacts, NotDone> {
        templates::create(&self.graph, account, template).await
    }

    async fn change_template(&self, account: &Account, _name: &str, template: &Template) -> Result<(), NotDone> {
        templates::change(&self.graph, account, template).await
    }

    async fn delete_template(&self, account: &Account, name: &str, template: &Template) -> Result<(), NotDone> {
        templates::delete(&self.graph, account, name, template).await
    }

    async fn numbers(&self, account: &Account) -> Result<Vec<NumberFacts>, NotDone> {
        numbers::all(&self.graph, account).await
    }

    async fn number(&self, account: &Account, address: &str) -> Result<NumberFacts, NotDone> {
        numbers::one(&self.graph, account, address).await
    }

    async fn add_number(&self, account: &Account, number: &NewNumber) -> Result<String, NotDone> {
        numbers::add(&self.graph, account, number).await
    }

    async fn request_code(
        &self,
        account: &Account,
        address: &str,
        method: CodeMethod,
        language: &str,
    ) -> Result<(), NotDone> {
        let method = match method {
            CodeMethod::Sms => "SMS",
            CodeMethod::Voice => "VOICE",
        };
        let body = json!({"code_method": method, "language": language});
        self.change(account, &[address, "request_code"], &body).await
    }

    async fn verify_code(&self, account: &Account, address: &str, code: &str) -> Result<(), NotDone> {
        let code: String = code.chars().filter(|sign| !matches!(sign, '-' | ' ')).collect();
        let code = six_digits("code", &code)?;
        self.change(account, &[address, "verify_code"], &json!({ "code": code })).await
    }

    async fn register(&self, account: &Account, address: &str, pin: &str) -> Result<(), NotDone> {
        let body = json!({"messaging_product": "whatsapp", "pin": six_digits("pin", pin)?});
        self.change(account, &[address, "register"], &body).await
    }

    async fn deregister(&self, account: &Account, address: &str) -> Result<(), NotDone> {
        self.change(account, &[address, "deregister"], &json!({"messaging_product": "whatsapp"})).await
    }

    async fn set_pin(&self, account: &Account, address: &str, pin: &str) -> Result<(), NotDone> {
        self.change(account, &[address], &json!({"pin": six_digits("pin", pin)?})).await
    }

    async fn set_name(&self, account: &Account, address: &str, name: &str) -> Result<(), NotDone> {
        numbers::check_name(name)?;
        self.change(account, &[address], &json!({ "new_display_name": name })).await
    }

    async fn profile(&self, account: &Account, address: &str) -> Result<Profile, NotDone> {
        profile::read(&self.graph, account, address).await
    }

    async fn set_profile(
        &self,
        account: &Account,
        address: &str,
        profile: &Profile,
        picture: Option<&SentFile>,
    ) -> Result<(), NotDone> {
        let body = profile::body(&self.graph, account, profile, picture).await?;
        self.change(account, &[address, "whatsapp_business_profile"], &body).await
    }

    async fn settings(&self, account: &Account, address: &str) -> Result<Value, NotDone> {
        self.graph.ask(account, Request::get(&[address, "settings"])).await.map_err(not_done)
    }

    async fn set_settings(&self, account: &Account, address: &str, settings: &Value) -> Result<(), NotDone> {
        if !settings.is_object() {
            return Err(invalid("settings", FieldError::OBJECT));
        }
        self.change(account, &[address, "settings"], settings).await
    }

    async fn set_webhook(&self, account: &Account, address: &str, url: Option<&str>) -> Result<(), NotDone> {
        let body = connecting::webhook(account, url)?;
        self.change(account, &[address], &body).await
    }

    async fn ask_for_past(&self, account: &Account) -> Result<(), NotDone> {
        for kind in connecting::PAST {
            let body = json!({"messaging_product": "whatsapp", "sync_type": kind});
            self.change(account, &[&account.address, "smb_app_data"], &body).await?;
        }
        Ok(())
    }

    async fn exchange_code(&self, app_id: &str, app_secret: &Secret, code: &str) -> Result<Secret, NotDone> {
        connecting::exchange(&self.graph, app_id, app_secret, code).await
    }
}

impl WhatsApp {
    /// Has something done whose answer tells nothing more.
    async fn change(&self, account: &Account, path: &[&str], body: &Value) -> Result<(), NotDone> {
        self.graph.ask(account, Request::post(path, body)).await.map(drop).map_err(not_done)
    }
}

fn six_digits<'a>(field: &'static str, digits: &'a str) -> Result<&'a str, NotDone> {
    let is_right = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_right { Ok(digits) } else { Err(invalid(field, "expected six digits")) }
}

fn invalid(field: &'static str, problem: &str) -> NotDone {
    NotDone::Invalid(vec![FieldError::new(field, problem)])
}

/// An answer that says less than it should.
fn unclear(words: &str) -> NotDone {
    NotDone::Unavailable(Fault::new("unanswered", words))
}

/// Whether it is worth asking again.
fn not_done(failed: Failed) -> NotDone {
    match failed.repeatable_outcome() {
        Outcome::Refused(fault) | Outcome::PauseAccount(fault) | Outcome::NeedsTemplate(fault) => {
            NotDone::ByProvider(fault)
        }
        Outcome::Retry { fault, .. }
        | Outcome::WaitForRecipient { fault, .. }
        | Outcome::WaitForAccount { fault, .. }
        | Outcome::Ambiguous(fault) => NotDone::Unavailable(fault),
        Outcome::Done(_) => unclear("WhatsApp did not say what became of it"),
    }
}

/// A text of an answer, unless it is missing or empty.
fn text(answer: &Value, key: &str) -> Option<String> {
    answer.get(key).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
}
