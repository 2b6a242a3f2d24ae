use super::change_customer::{customer_changed, known_customer, still_apart};
use crate::{
    Action, Actor, Block, Changes, ChatStore, Customer, CustomerId, Env, Error, Result, Source, Subject, TenantScope,
    executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// Whether a customer is to be heard.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hearing {
    /// It is not: what it writes is kept out of the inbox.
    Blocked,
    /// It is again.
    Heard,
}

/// Keeps what a customer writes on a channel, or on all of them, out of the inbox; or hears it again.
///
/// Who is heard again on all channels is blocked on none; who is blocked on all of them and then heard on one stays blocked on all:
/// there is no list of channels to take that one from.
#[derive(Debug)]
pub(crate) struct BlockCustomer<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) customer: CustomerId,
    pub(crate) source: Option<&'a Source>,
    pub(crate) hearing: Hearing,
}

#[async_trait]
impl Command for BlockCustomer<'_> {
    type State = Customer;
    type Output = Customer;
    const ACTION: Option<Action> = Some(Action::ChangeCustomer);

    fn lane(&self) -> impl Hash + Send {
        self.customer
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Customer> {
        known_customer(store, scope, self.customer).await
    }

    fn subject<'a>(&self, customer: &'a Customer) -> Subject<'a> {
        Subject::Customer(customer)
    }

    fn decide(&self, before: Customer, _scope: TenantScope, env: &Env) -> Result<(Customer, Changes)> {
        still_apart(&before)?;
        let mut after = before.clone();
        let is_it = |block: &Block| block.source.as_ref() == self.source;
        match (self.hearing, self.source) {
            (Hearing::Blocked, _) if after.blocks.iter().any(is_it) => {}
            (Hearing::Blocked, _) if after.blocks.len() >= Customer::BLOCKS_MAX => {
                return Err(Error::Conflict("the customer is blocked on 16 channels already; block it on all of them"));
            }
            (Hearing::Blocked, source) => {
                let (agent_id, at) = (self.actor.agent_id, env.now());
                after.blocks.push(Block { source: source.cloned(), agent_id, at });
            }
            (Hearing::Heard, None) => after.blocks.clear(),
            (Hearing::Heard, Some(_)) => after.blocks.retain(|block| !is_it(block)),
        }
        if after == before {
            return Ok((before, Changes::none()));
        }
        after.updated_at = env.now();
        Ok((after.clone(), Changes::none().tell(None, customer_changed(&after)).update(after)))
    }
}
