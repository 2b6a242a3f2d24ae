//! The way of a process to the provider.

use super::{Provider, wire};
use crate::{
    life::Life,
    trace::{What, Who},
    trouble::Trouble,
};
use async_trait::async_trait;
use chat_core::{
    Account, AccountCheck, Addressed, CallRefused, Channel, ExternalId, Fault, IncomingCall, Outcome, Pace, Sending,
    Source,
};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::oneshot,
    time::{sleep, timeout},
};

/// The header that carries the secret which a call is signed with.
pub(crate) const SIGNATURE: &str = "signature";

/// The provider as a process sees it.
#[derive(Clone, Debug)]
pub(crate) struct SimChannel {
    pub(crate) provider: Arc<Provider>,
    pub(crate) life: Arc<Life>,
    pub(crate) who: Who,
}

impl SimChannel {
    /// How long an answer is waited for.
    const ANSWER_MAX: Duration = Duration::from_secs(20);

    /// What the provider says to a message without taking it.
    fn declined(&self) -> Option<Outcome> {
        let ground = &self.provider.ground;
        let declined = if ground.meets(self.who, Trouble::SendBusy) {
            let after = ground.dice.happens(300).then(|| ground.dice.millis(500..=8_000));
            Outcome::Retry { fault: Fault::new(131_000, "something went wrong"), after, tries_max: None }
        } else if ground.meets(self.who, Trouble::SendTooFast) {
            let after = ground.dice.happens(300).then(|| ground.dice.millis(500..=8_000));
            match ground.dice.happens(500) {
                true => Outcome::WaitForRecipient { fault: Fault::new(131_056, "pair rate limit hit"), after },
                false => Outcome::WaitForAccount { fault: Fault::new(130_429, "rate limit hit"), after },
            }
        } else if ground.meets(self.who, Trouble::SendRefused) {
            Outcome::Refused(Fault::new(131_051, "unsupported"))
        } else if ground.meets(self.who, Trouble::SendNeedsTemplate) {
            Outcome::NeedsTemplate(Fault::new(131_047, "the window is closed"))
        } else if ground.meets(self.who, Trouble::SendPausesAccount) {
            Outcome::PauseAccount(Fault::new(190, "the token has expired"))
        } else {
            return None;
        };
        Some(declined)
    }

    /// Sends a message on its way. It arrives whatever becomes of the process meanwhile; the answer may not.
    fn post(&self, address: &str, sending: &Sending) -> oneshot::Receiver<Outcome> {
        let (answer, answered) = oneshot::channel();
        let ground = &self.provider.ground;
        let (there, back) = (ground.dice.millis(0..=30), ground.dice.millis(0..=30));
        let back = match ground.meets(self.who, Trouble::SendAnsweredLate) {
            true => back + ground.dice.millis(500..=10_000),
            false => back,
        };
        let is_lost = ground.meets(self.who, Trouble::SendLost);
        let is_answered = !ground.meets(self.who, Trouble::SendTakenUnanswered);
        let (provider, address, sending) = (self.provider.clone(), address.to_owned(), sending.clone());
        let (life, declined) = (self.life.clone(), self.declined());
        tokio::spawn(async move {
            sleep(there).await;
            // What a process that ended had not written yet does not arrive.
            if is_lost || life.is_over() && provider.ground.dice.happens(500) {
                return std::future::pending().await;
            }
            let outcome = declined.unwrap_or_else(|| {
                let id = provider.take(&address, &sending);
                Outcome::Done(Some(ExternalId { source: Source::WHATSAPP, id }))
            });
            if !is_answered {
                return std::future::pending().await;
            }
            sleep(back).await;
            // The process may be gone.
            let _ = answer.send(outcome);
        });
        answered
    }
}

#[async_trait]
impl Channel for SimChannel {
    fn source(&self) -> Source {
        Source::WHATSAPP
    }

    fn handshake(&self, _query: &[(String, String)], _account: &Account) -> Option<String> {
        None
    }

    fn receive(&self, call: &IncomingCall) -> Result<Vec<Addressed>, CallRefused> {
        wire::receive(call)
    }

    fn authenticate(&self, call: &IncomingCall, account: &Account) -> Result<(), CallRefused> {
        match call.header(SIGNATURE) {
            None => Err(CallRefused::Unsigned),
            Some(signature) if signature == account.app_secret.expose() => Ok(()),
            Some(_) => Err(CallRefused::Forged),
        }
    }

    fn pace(&self, _account: &Account) -> Pace {
        self.provider.ground.plan.pace
    }

    fn carries_files(&self) -> bool {
        false
    }

    async fn send(&self, account: &Account, sending: &Sending) -> Outcome {
        self.life.step().await;
        let ground = &self.provider.ground;
        let (message, delivery) = (sending.message.id, sending.reference.clone());
        ground.note(self.who, What::Sends { message, delivery });
        let answered = self.post(&account.address, sending);
        let outcome = match timeout(Self::ANSWER_MAX, answered).await {
            Ok(Ok(outcome)) => outcome,
            _ => Outcome::Ambiguous(Fault::new("timeout", "the provider did not answer")),
        };
        ground.note(self.who, What::Answers(name(&outcome)));
        self.life.step().await;
        outcome
    }

    async fn mark_read(&self, _account: &Account, _external_id: &str) -> Outcome {
        self.life.step().await;
        sleep(self.provider.ground.dice.millis(0..=30)).await;
        self.life.step().await;
        self.declined().unwrap_or(Outcome::Done(None))
    }

    async fn check(&self, _account: &Account) -> AccountCheck {
        self.life.step().await;
        let ground = &self.provider.ground;
        sleep(ground.dice.millis(0..=60)).await;
        self.life.step().await;
        if ground.meets(self.who, Trouble::CheckUnanswered) {
            return AccountCheck::Unknown(Fault::new("timeout", "the provider did not answer"));
        }
        if ground.meets(self.who, Trouble::CheckFails) {
            return AccountCheck::Wrong(Fault::new(190, "the token has expired"));
        }
        AccountCheck::Fine { display_number: None, throughput: None }
    }
}

fn name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Done(_) => "done",
        Outcome::Retry { .. } => "retry",
        Outcome::WaitForRecipient { .. } => "wait for the recipient",
        Outcome::WaitForAccount { .. } => "wait for the account",
        Outcome::Ambiguous(_) => "ambiguous",
        Outcome::NeedsTemplate(_) => "needs template",
        Outcome::Refused(_) => "refused",
        Outcome::PauseAccount(_) => "pause account",
    }
}
