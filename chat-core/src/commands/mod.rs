//! What can be done: each command loads, decides without I/O, and commits at once.

mod account;
mod change_conversation;
mod keep_call;
mod mark_read;
mod order;
mod postpone;
mod receive_message;
mod record_outcome;
mod record_receipt;
mod register_client;
mod release_lane;
mod reply;
mod retry_message;
mod standing;
mod visitor_key;
mod widget;

pub use account::{AccountPatch, NewAccount};
pub(crate) use account::{ChangeAccount, ConnectAccount};
pub(crate) use change_conversation::ChangeConversation;
pub use change_conversation::ConversationPatch;
pub(crate) use keep_call::{ClaimCalls, KeepCall, SettleCall};
pub(crate) use mark_read::MarkRead;
pub(crate) use postpone::Postpone;
pub(crate) use receive_message::{ReceiveMessage, Received};
pub(crate) use record_outcome::RecordOutcome;
pub(crate) use record_receipt::{RecordReceipt, Recorded};
pub(crate) use register_client::RegisterClient;
pub(crate) use release_lane::ReleaseLane;
pub use reply::Draft;
pub(crate) use reply::Reply;
pub(crate) use retry_message::RetryMessage;
pub use visitor_key::NewVisitorKey;
pub(crate) use visitor_key::{AddVisitorKey, RemoveVisitorKey};
pub(crate) use widget::{ChangeWidget, CreateWidget};
pub use widget::{NewWidget, WidgetPatch};
