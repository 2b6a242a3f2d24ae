//! What is done about each kind of item.

use super::{Fate, Intake};
use crate::{
    Account, Addressed, AmendmentKind, Channel, ForeignMessage, Inbound, InboundAmendment, InboundMessage, Result,
    TenantScope,
    commands::{
        AmendForeign, Amended, Beside, ReceiveMessage, Received, RecordAccountNews, RecordConsent, RecordContact,
        RecordReaction, RecordReceipt, RecordTemplateNews, Recorded, concerned,
    },
    planted::Planted,
};
use std::sync::Arc;

/// Why an item waits that tells of a message.
const MESSAGE_UNKNOWN: &str = "the message is not known yet";

impl Intake<'_> {
    /// Takes one item in that is meant for an account.
    pub(super) async fn take(self, channel: &Arc<dyn Channel>, account: &Account, item: &Addressed) -> Result<Fate> {
        let (executor, scope) = (self.executor, TenantScope::from(account));
        match &item.inbound {
            Inbound::Message(message) => {
                let new = ReceiveMessage::new(account, message, &item.raw);
                let command = ReceiveMessage { window: channel.reply_window(), ..new };
                self.receive_message(scope, &command).await
            }
            Inbound::Foreign(foreign) => self.take_foreign(account, foreign, &item.raw).await,
            Inbound::Amendment(amendment) => self.take_amendment(account, amendment, &item.raw).await,
            Inbound::Reaction(reaction) => {
                Ok(fate_of(executor.execute(None, scope, &RecordReaction { reaction }).await?))
            }
            Inbound::Receipt(receipt) => match executor.execute(None, scope, &RecordReceipt { receipt }).await? {
                Recorded::Yes => Ok(Fate::Committed),
                Recorded::Named => {
                    self.take_up(scope, &receipt.external_id).await;
                    Ok(Fate::Committed)
                }
                Recorded::MessageUnknown if Planted::EarlyStatusDropped.grows() => Ok(Fate::Committed),
                Recorded::MessageUnknown => Ok(Fate::TryLater(MESSAGE_UNKNOWN)),
            },
            Inbound::Consent(consent) => match executor.execute(None, scope, &RecordConsent { consent }).await? {
                true => Ok(Fate::Committed),
                false => Ok(Fate::TryLater("the customer is not known yet")),
            },
            Inbound::Contact(contact) => {
                executor.execute(None, scope, &RecordContact { contact }).await?;
                Ok(Fate::Committed)
            }
            Inbound::Account(news) => {
                let accounts = concerned(news, executor.store.accounts(scope).await?, account);
                for account in &accounts {
                    executor.execute(None, scope, &RecordAccountNews { account, change: &news.change }).await?;
                }
                match accounts.is_empty() {
                    true => Ok(Fate::GiveUp("no account of the client has this number".into())),
                    false => Ok(Fate::Committed),
                }
            }
            Inbound::Template(news) => match executor.execute(None, scope, &RecordTemplateNews { news }).await? {
                true => Ok(Fate::Committed),
                false => Ok(Fate::TryLater("the template is not known yet")),
            },
            Inbound::NotUnderstood(reason) => Ok(Fate::GiveUp(reason.clone())),
            Inbound::Ignored => Ok(Fate::Ignored),
        }
    }

    async fn receive_message(self, scope: TenantScope, command: &ReceiveMessage<'_>) -> Result<Fate> {
        match self.executor.execute(None, scope, command).await? {
            Received::Posted | Received::Completed | Received::HeldBack => Ok(Fate::Committed),
            Received::Known => Ok(Fate::Repeated),
        }
    }

    async fn take_foreign(self, account: &Account, foreign: &ForeignMessage, raw: &str) -> Result<Fate> {
        let ForeignMessage { message, is_by_team, is_past, status } = foreign;
        let beside = Some(Beside { is_by_team: *is_by_team, is_past: *is_past, status: *status });
        let command = ReceiveMessage { beside, ..ReceiveMessage::new(account, message, raw) };
        self.receive_message(TenantScope::from(account), &command).await
    }

    /// A change of a message that has not come itself stands for it, so that it says the same in whichever order the two come.
    async fn take_amendment(self, account: &Account, amendment: &InboundAmendment, raw: &str) -> Result<Fate> {
        let scope = TenantScope::from(account);
        let amend = AmendForeign { account, amendment, raw };
        let amended = self.executor.execute(None, scope, &amend).await?;
        if amended != Amended::MessageUnknown {
            return Ok(fate_of(amended));
        }
        let InboundAmendment { target, change, message, is_by_team } = amendment;
        let mut message = InboundMessage { external_id: target.clone(), ..message.clone() };
        if *change == AmendmentKind::TakenBack {
            message.files.clear();
        }
        let beside = is_by_team.then_some(Beside { is_by_team: true, is_past: false, status: None });
        let new = ReceiveMessage::new(account, &message, raw);
        let command = ReceiveMessage { amended: Some(*change), beside, ..new };
        match self.receive_message(scope, &command).await? {
            // It has come since.
            Fate::Repeated => Ok(fate_of(self.executor.execute(None, scope, &amend).await?)),
            fate => Ok(fate),
        }
    }
}

fn fate_of(amended: Amended) -> Fate {
    match amended {
        Amended::Yes => Fate::Committed,
        Amended::Known => Fate::Repeated,
        Amended::MessageUnknown => Fate::TryLater(MESSAGE_UNKNOWN),
    }
}
