use async_trait::async_trait;
use chat_core::{Actor, AgentId, Authenticator, ClientId, CredentialId, Refusal, Role, SignIn};
use uuid::uuid;

/// The shop as a client of the chat module; a host with many tenants has one for each.
pub(crate) const SHOP: ClientId = ClientId::from_uuid(uuid!("01980000-0000-7000-8000-000000000001"));

/// The shop's own login: here two people whose tokens are known; in a real shop its session table.
#[derive(Debug)]
pub(crate) struct ShopLogin;

#[async_trait]
impl Authenticator for ShopLogin {
    async fn authenticate(&self, token: &str) -> Result<SignIn, Refusal> {
        let (agent, name, role) = match token {
            "ann-is-signed-in" => (uuid!("01980000-0000-7000-8000-00000000000a"), "Ann", Role::Owner),
            "bob-is-signed-in" => (uuid!("01980000-0000-7000-8000-00000000000b"), "Bob", Role::Agent),
            _ => return Err(Refusal::Invalid),
        };
        Ok(SignIn {
            actor: Actor::new(SHOP, AgentId::from_uuid(agent), name, role),
            credential: CredentialId(name.into()),
            expires_at: None,
        })
    }
}
