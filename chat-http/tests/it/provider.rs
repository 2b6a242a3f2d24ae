//! What can be managed at the provider that stands in for WhatsApp: it has one number, and says yes to whatever it is asked.

use crate::shop::Telegraph;
use async_trait::async_trait;
use chat_core::{
    Account, Administration, CodeMethod, NewNumber, NewTemplate, NotDone, NumberFacts, Profile, Secret, SentFile,
    Template, TemplateFacts,
};
use serde_json::{Value, json};

fn template(account: &Account, new: &NewTemplate, reference: &str) -> TemplateFacts {
    let template = Template {
        business_id: account.business_id.clone(),
        reference: reference.to_owned(),
        language: new.language.clone(),
        category: new.category.clone(),
        status: "APPROVED".to_owned(),
        quality: None,
        reason: None,
        parameter_format: new.parameter_format.clone(),
        components: new.components.clone(),
    };
    TemplateFacts { name: new.name.clone(), template }
}

#[async_trait]
impl Administration for Telegraph {
    async fn templates(&self, account: &Account) -> Result<Vec<TemplateFacts>, NotDone> {
        let new = NewTemplate {
            name: "order_update".into(),
            language: "en_US".into(),
            category: "UTILITY".into(),
            parameter_format: None,
            components: json!([{ "type": "BODY", "text": "Your order is on its way." }]),
        };
        Ok(vec![template(account, &new, "1001")])
    }

    async fn hand_in_samples(&self, _: &Account, components: &Value, _: &[SentFile]) -> Result<Value, NotDone> {
        Ok(components.clone())
    }

    async fn create_template(&self, account: &Account, new: &NewTemplate) -> Result<TemplateFacts, NotDone> {
        Ok(template(account, new, "1002"))
    }

    async fn change_template(&self, _: &Account, _: &str, _: &Template) -> Result<(), NotDone> {
        Ok(())
    }

    async fn delete_template(&self, _: &Account, _: &str, _: &Template) -> Result<(), NotDone> {
        Ok(())
    }

    async fn numbers(&self, account: &Account) -> Result<Vec<NumberFacts>, NotDone> {
        Ok(vec![self.number(account, &account.address).await?])
    }

    async fn number(&self, _: &Account, address: &str) -> Result<NumberFacts, NotDone> {
        Ok(NumberFacts { address: address.to_owned(), status: Some("CONNECTED".into()), ..NumberFacts::default() })
    }

    async fn add_number(&self, _: &Account, _: &NewNumber) -> Result<String, NotDone> {
        Ok("200".into())
    }

    async fn request_code(&self, _: &Account, _: &str, _: CodeMethod, _: &str) -> Result<(), NotDone> {
        Ok(())
    }

    async fn verify_code(&self, _: &Account, _: &str, _: &str) -> Result<(), NotDone> {
        Ok(())
    }

    async fn register(&self, _: &Account, _: &str, _: &str) -> Result<(), NotDone> {
        Ok(())
    }

    async fn deregister(&self, _: &Account, _: &str) -> Result<(), NotDone> {
        Ok(())
    }

    async fn set_pin(&self, _: &Account, _: &str, _: &str) -> Result<(), NotDone> {
        Ok(())
    }

    async fn set_name(&self, _: &Account, _: &str, _: &str) -> Result<(), NotDone> {
        Ok(())
    }

    async fn profile(&self, _: &Account, _: &str) -> Result<Profile, NotDone> {
        Ok(Profile { about: Some("We open at nine.".into()), ..Profile::default() })
    }

    async fn set_profile(&self, _: &Account, _: &str, _: &Profile, _: Option<&SentFile>) -> Result<(), NotDone> {
        Ok(())
    }

    async fn settings(&self, _: &Account, _: &str) -> Result<Value, NotDone> {
        Ok(json!({ "storage_configuration": { "status": "DEFAULT" } }))
    }

    async fn set_settings(&self, _: &Account, _: &str, _: &Value) -> Result<(), NotDone> {
        Ok(())
    }

    async fn set_webhook(&self, _: &Account, _: &str, _: Option<&str>) -> Result<(), NotDone> {
        Ok(())
    }

    async fn ask_for_past(&self, _: &Account) -> Result<(), NotDone> {
        Ok(())
    }

    async fn exchange_code(&self, _: &str, _: &Secret, _: &str) -> Result<Secret, NotDone> {
        Ok("EAAG-business-token".into())
    }
}
