//! What a desk does with the templates that providers agree to.

use super::{Desk, manage::told};
use crate::{
    Account, AccountId, AccountStatus, Action, Administration, Defined, Definition, DefinitionId, DefinitionKind,
    Error, FittingTemplate, NewTemplate, Result, Subject, Template,
    commands::{ChangeTemplate, KeepTemplates},
};
use serde_json::Value;

impl Desk {
    /// The templates of the businesses whose accounts the actor works with, by their names and languages; those of one account's
    /// business when one is named.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an account that is not there, besides those of every read.
    pub async fn templates(&self, account: Option<AccountId>) -> Result<Vec<Definition>> {
        self.ask(Action::Read, Subject::Client)?;
        let mut accounts = self.store().accounts(self.scope()).await?;
        accounts.retain(|it| it.status != AccountStatus::Disconnected && self.actor().reach.has_account(it.id));
        if let Some(id) = account {
            accounts.retain(|it| it.id == id);
            if accounts.is_empty() {
                return Err(Error::NotFound("account"));
            }
        }
        let mut found = self.store().definitions(self.scope(), DefinitionKind::Template).await?;
        found.retain(|it| {
            it.template().is_some_and(|it| accounts.iter().any(|account| account.business_id == it.business_id))
        });
        let place = |it: &Definition| (it.name.clone(), it.template().map(|template| template.language.clone()));
        found.sort_by_cached_key(place);
        Ok(found)
    }

    /// One template.
    ///
    /// # Errors
    /// [`Error::NotFound`] besides those of every read.
    pub async fn template(&self, id: DefinitionId) -> Result<Definition> {
        let all = self.templates(None).await?;
        all.into_iter().find(|it| it.id == id).ok_or(Error::NotFound("template"))
    }

    /// Reads all templates of an account's business from its provider.
    ///
    /// # Errors
    /// [`Error::Provider`] with what the provider says; [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn sync_templates(&self, account: AccountId) -> Result<Vec<Definition>> {
        let account = self.managed(account, Action::ManageTemplates).await?;
        let told = told(self.administration(&account)?.templates(&account).await)?;
        let command = KeepTemplates { business: &account.business_id, told: &told, is_all: true };
        self.execute(&command).await?;
        self.templates(Some(account.id)).await
    }

    /// Hands a template in to the provider of an account, which approves it sooner or later. Files that the actor has uploaded may be
    /// its examples ([`NewTemplate::components`]).
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything that is wrong with it; besides those of [`Desk::sync_templates`].
    pub async fn create_template(&self, account: AccountId, new: NewTemplate) -> Result<Definition> {
        let account = self.managed(account, Action::ManageTemplates).await?;
        let components = self.with_samples(&account, new.components).await?;
        let new = NewTemplate { components, ..new };
        let made = told(self.administration(&account)?.create_template(&account, &new).await)?;
        let told = [made];
        let command = KeepTemplates { business: &account.business_id, told: &told, is_all: false };
        self.execute(&command).await?.pop().ok_or(Error::NotFound("template"))
    }

    /// Changes the parts of a template or what it is for. The provider looks at it again. Its examples may be files, as of a new one.
    ///
    /// # Errors
    /// [`Error::Invalid`]; besides those of [`Desk::sync_templates`].
    pub async fn change_template(
        &self,
        id: DefinitionId,
        components: Option<Value>,
        category: Option<String>,
    ) -> Result<Definition> {
        let (definition, template, account) = self.owned_template(id).await?;
        let components = match components {
            Some(components) => self.with_samples(&account, components).await?,
            None => template.components,
        };
        let template = Template {
            components,
            category: category.unwrap_or(template.category),
            status: "PENDING".to_owned(),
            reason: None,
            ..template
        };
        let changed = self.administration(&account)?.change_template(&account, &definition.name, &template).await;
        told(changed)?;
        self.execute(&ChangeTemplate { id, template: Some(&template) }).await
    }

    /// Takes a template away, at its provider as well.
    ///
    /// # Errors
    /// Those of [`Desk::sync_templates`].
    pub async fn delete_template(&self, id: DefinitionId) -> Result<()> {
        let (definition, template, account) = self.owned_template(id).await?;
        told(self.administration(&account)?.delete_template(&account, &definition.name, &template).await)?;
        self.execute(&ChangeTemplate { id, template: None }).await.map(drop)
    }

    /// The parts of a template, once its provider has been given the files that they name.
    async fn with_samples(&self, account: &Account, components: Value) -> Result<Value> {
        let mut ids = Vec::new();
        named_files(&components, &mut ids);
        if ids.is_empty() {
            return Ok(components);
        }
        if ids.len() > NewTemplate::SAMPLES_MAX {
            return Err(Error::invalid(SAMPLE, format!("at most {} files, please", NewTemplate::SAMPLES_MAX)));
        }
        let mut samples = Vec::new();
        for id in ids {
            let id = id.parse().map_err(|_| Error::invalid(SAMPLE, "expected the id of a file"))?;
            samples.push(self.own_file(SAMPLE, id).await?);
        }
        told(self.administration(account)?.hand_in_samples(account, &components, &samples).await)
    }

    /// A template with an account of its business by which the provider is asked.
    async fn owned_template(&self, id: DefinitionId) -> Result<(Definition, Template, Account)> {
        let definition = self.template(id).await?;
        let template = definition.template().cloned().ok_or(Error::NotFound("template"))?;
        let accounts = self.store().accounts(self.scope()).await?;
        let account = accounts.into_iter().find(|it| {
            it.business_id == template.business_id
                && it.status != AccountStatus::Disconnected
                && self.actor().reach.has_account(it.id)
        });
        let account = account.ok_or(Error::NotFound("account"))?;
        self.ask(Action::ManageTemplates, Subject::Client)?;
        Ok((definition, template, account))
    }

    pub(super) fn administration(&self, account: &Account) -> Result<&dyn Administration> {
        let channel = self.chat.channel(&account.source);
        let administration = channel.and_then(|channel| channel.administration());
        administration.ok_or(Error::Conflict("nothing can be managed at this channel's provider"))
    }

    /// The same error; where it says that only templates may be sent, with those that may.
    pub(super) async fn with_templates(&self, error: Error, account: Option<AccountId>) -> Error {
        let Error::WindowClosed { until, .. } = error else { return error };
        match self.templates(account).await {
            Ok(all) => Error::WindowClosed { until, templates: all.into_iter().filter_map(fitting).collect() },
            Err(error) => error,
        }
    }
}

/// Where the parts of a template name a file.
const SAMPLE: &str = "attachmentId";

/// The files that the parts of a template name, wherever that is.
fn named_files<'v>(part: &'v Value, ids: &mut Vec<&'v str>) {
    match part {
        Value::Array(parts) => parts.iter().for_each(|part| named_files(part, ids)),
        Value::Object(fields) => {
            ids.extend(fields.get(SAMPLE).map(|id| id.as_str().unwrap_or_default()));
            fields.values().for_each(|part| named_files(part, ids));
        }
        _ => {}
    }
}

/// A template that may be sent.
fn fitting(definition: Definition) -> Option<FittingTemplate> {
    let Definition { id, name, body, .. } = definition;
    let template = Template::from_body(body).filter(|it| it.status == Template::APPROVED)?;
    Some(FittingTemplate { id, name, language: template.language, category: template.category })
}
