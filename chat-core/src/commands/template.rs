//! The templates of a client's businesses, as they stand with their provider.

use super::define::changed;
use crate::{
    Action, Audience, Changes, ChatStore, Definition, DefinitionBody, DefinitionId, DefinitionKind, Env, Error, Result,
    Template, TemplateFacts, TenantScope, Timestamp, executor::Command,
};
use async_trait::async_trait;
use std::{collections::HashSet, hash::Hash};

/// Takes over the templates of a business from its provider: those that are new, those that stand otherwise than before, and that
/// others are gone.
#[derive(Debug)]
pub(crate) struct KeepTemplates<'a> {
    /// The provider's id of the business.
    pub(crate) business: &'a str,
    /// What the provider has told.
    pub(crate) told: &'a [TemplateFacts],
    /// Whether that is all there is: then others are gone.
    pub(crate) is_all: bool,
}

#[async_trait]
impl Command for KeepTemplates<'_> {
    type State = Vec<Definition>;
    /// Those that were told of, in their order.
    type Output = Vec<Definition>;
    const ACTION: Option<Action> = Some(Action::ManageTemplates);

    fn lane(&self) -> impl Hash + Send {
        self.business
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Vec<Definition>> {
        Ok(store.definitions(scope, DefinitionKind::Template).await?)
    }

    fn decide(&self, known: Vec<Definition>, scope: TenantScope, env: &Env) -> Result<(Vec<Definition>, Changes)> {
        let mut own: Vec<Definition> = known.into_iter().filter(|it| is_of(it, self.business)).collect();
        let (mut kept, mut changes) = (Vec::new(), Changes::none());
        let mut seen = HashSet::new();
        for facts in self.told {
            // Of what is told twice the first counts.
            if !seen.insert((&facts.name, &facts.template.language)) {
                continue;
            }
            let place = own.iter().position(|it| is_same(it, facts));
            let definition = match place.map(|place| own.swap_remove(place)) {
                Some(before) => {
                    let after = Definition {
                        name: facts.name.clone(),
                        body: DefinitionBody::Template(facts.template.clone()),
                        ..before.clone()
                    };
                    match after == before {
                        true => after,
                        false => {
                            let after = Definition { updated_at: env.now(), ..after };
                            changes = changes.tell(None, changed(&after)).update(after.clone());
                            after
                        }
                    }
                }
                None => {
                    let new = made(facts, scope, env);
                    changes = changes.tell(None, changed(&new)).insert(new.clone());
                    new
                }
            };
            kept.push(definition);
        }
        if self.is_all {
            for gone in own {
                let gone = deleted(gone, env.now());
                changes = changes.tell(None, changed(&gone)).update(gone);
            }
        }
        Ok((kept, changes))
    }
}

fn is_of(definition: &Definition, business: &str) -> bool {
    definition.template().is_some_and(|template| template.business_id == business)
}

fn is_same(definition: &Definition, facts: &TemplateFacts) -> bool {
    let Some(template) = definition.template() else { return false };
    template.reference == facts.template.reference
        || (definition.name == facts.name && template.language == facts.template.language)
}

fn made(facts: &TemplateFacts, scope: TenantScope, env: &Env) -> Definition {
    let now = env.now();
    Definition {
        id: env.id(),
        client_id: scope.client_id(),
        name: facts.name.clone(),
        audience: Audience::All,
        body: DefinitionBody::Template(facts.template.clone()),
        deleted_at: None,
        created_at: now,
        updated_at: now,
        revision: 0,
    }
}

fn deleted(definition: Definition, now: Timestamp) -> Definition {
    Definition { deleted_at: Some(now), updated_at: now, ..definition }
}

/// Notes what became of one template at its provider.
#[derive(Debug)]
pub(crate) struct ChangeTemplate<'a> {
    pub(crate) id: DefinitionId,
    /// How it stands now; nothing when it is gone.
    pub(crate) template: Option<&'a Template>,
}

#[async_trait]
impl Command for ChangeTemplate<'_> {
    type State = Definition;
    type Output = Definition;
    const ACTION: Option<Action> = Some(Action::ManageTemplates);

    fn lane(&self) -> impl Hash + Send {
        self.id
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Definition> {
        let known = store.definition(scope, self.id).await?;
        known.filter(|it| it.body.kind() == DefinitionKind::Template).ok_or(Error::NotFound("template"))
    }

    fn decide(&self, before: Definition, _scope: TenantScope, env: &Env) -> Result<(Definition, Changes)> {
        let after = match self.template {
            None if before.deleted_at.is_some() => return Ok((before, Changes::none())),
            None => deleted(before, env.now()),
            Some(template) => {
                let body = DefinitionBody::Template(template.clone());
                if before.body == body {
                    return Ok((before, Changes::none()));
                }
                Definition { body, updated_at: env.now(), ..before }
            }
        };
        let changes = Changes::none().tell(None, changed(&after)).update(after.clone());
        Ok((after, changes))
    }
}
