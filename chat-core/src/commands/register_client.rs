use crate::{Action, Changes, ChatStore, Client, ClientId, Env, Error, Result, TenantScope, executor::Command};
use async_trait::async_trait;
use std::hash::Hash;

/// Makes a client known, unless it is known already.
#[derive(Debug)]
pub(crate) struct RegisterClient<'a> {
    pub(crate) id: ClientId,
    pub(crate) name: &'a str,
}

#[async_trait]
impl Command for RegisterClient<'_> {
    type State = Option<Client>;
    type Output = Client;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.id
    }

    async fn load(&self, store: &dyn ChatStore, _scope: TenantScope) -> Result<Self::State> {
        Ok(store.clients().await?.into_iter().find(|client| client.id == self.id))
    }

    fn decide(&self, known: Self::State, _scope: TenantScope, env: &Env) -> Result<(Client, Changes)> {
        if let Some(client) = known {
            return Ok((client, Changes::none()));
        }
        if self.name.trim().is_empty() || self.name.len() > Client::NAME_MAX || self.name.contains('\0') {
            return Err(Error::invalid("name", format!("1 to {} bytes without NUL, please", Client::NAME_MAX)));
        }
        let client = Client { id: self.id, name: self.name.to_owned(), created_at: env.now(), revision: 0 };
        Ok((client.clone(), Changes::none().insert(client)))
    }
}
