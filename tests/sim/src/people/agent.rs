//! An agent at its desk, at whichever process answers.

use crate::{
    shop::Shop,
    trace::{What, Who},
    world::World,
};
use chat_core::{Conversation, ConversationFilter, Desk, Error, PageQuery};
use std::{sync::Arc, time::Duration};
use tokio::time::sleep;

/// A member of a shop's team.
#[derive(Clone, Debug)]
pub(crate) struct Agent {
    pub(crate) world: Arc<World>,
    pub(crate) tenant: usize,
    pub(crate) number: usize,
}

/// Why an agent has no answer.
#[derive(Debug)]
pub(crate) enum NoAnswer {
    /// Nobody knows whether it was done: the process ended, the asker went away, the store failed.
    Unknown,
    /// It was not done and will not be.
    Refused(Error),
}

impl Agent {
    pub(crate) fn who(&self) -> Who {
        Who::Agent(self.tenant, self.number)
    }

    pub(crate) fn shop(&self) -> &Shop {
        &self.world.shops[self.tenant]
    }

    /// Does this and that while there is trouble.
    pub(crate) async fn work(self) {
        let plan = &self.world.ground.plan;
        let pause_ms = u64::try_from(plan.trouble_lasts.as_millis()).expect("a run is short") / plan.deeds;
        for _ in 0..plan.deeds {
            sleep(self.world.ground.dice.millis(1..=pause_ms * 2)).await;
            self.do_something().await;
        }
    }

    async fn do_something(&self) {
        match self.world.ground.dice.between(0..=12) {
            0..=6 => self.reply_somewhere().await,
            7 => self.mark_read().await,
            8 => self.change_conversation().await,
            9 | 10 => self.send_again().await,
            11 => self.resume_account().await,
            _ => self.look_at_others().await,
        }
    }

    /// Does something at a desk, once.
    pub(crate) async fn at_desk<T, F>(&self, deed: impl FnOnce(Desk) -> F + Send + 'static) -> Result<T, NoAnswer>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, Error>> + Send + 'static,
    {
        let Some(process) = self.world.any_process() else { return Err(NoAnswer::Unknown) };
        let token = self.shop().token(self.number);
        let request = |chat: chat_core::Chat| async move {
            let Ok(desk) = chat.sign_in(&token).await else { return Err(NoAnswer::Unknown) };
            deed(desk).await.map_err(|error| match error {
                Error::Unavailable(_) => NoAnswer::Unknown,
                error => NoAnswer::Refused(error),
            })
        };
        process.ask(&self.world, self.who(), request).await.unwrap_or(Err(NoAnswer::Unknown))
    }

    /// Any conversation of the shop, if there is one and it can be read.
    pub(crate) async fn some_conversation(&self) -> Option<Conversation> {
        let all = ConversationFilter::default();
        let page =
            self.at_desk(|desk| async move { desk.conversations(&all, PageQuery::default()).await }).await.ok()?;
        for conversation in &page.items {
            self.check_own("a conversation", conversation.client_id);
        }
        self.world.ground.dice.pick(&page.items).cloned()
    }

    pub(crate) fn note(&self, deed: &'static str, is_done: bool) {
        self.world.ground.note(self.who(), What::Deed(deed, is_done));
    }

    /// Waits a while before asking again.
    pub(crate) async fn rest(&self) {
        let longest = if self.world.ground.has_trouble() { 2_000 } else { 200 };
        sleep(self.world.ground.dice.millis(50..=longest)).await;
    }

    /// How often an agent asks again before it gives up.
    pub(crate) const PATIENCE: u32 = 6;
    /// How long a process may take to answer before the agent asks again.
    pub(crate) const ANSWER_MAX: Duration = Duration::from_secs(15);
}
