//! The domain of the chat module: records, commands, ports and the in-memory adapters. No I/O.

mod changes;
mod env;
mod error;
mod event;
mod id;
mod ports;
mod records;
mod scope;
mod secret;
mod stop;
mod text;
mod text_enum;

pub use changes::{Changes, Expected, Record, Told, Write};
pub use env::{Clock, Env, Ids, ManualClock, SystemClock, SystemIds, Timestamp};
pub use error::{Error, FieldError, Result};
pub use event::{Event, Notice, Room, RoomName, Seq};
pub use id::{
    AccountId, AgentId, ApiKeyId, ClientId, ConversationId, CustomerId, DeliveryId, IdentityId, MessageId,
    ReceivedCallId, SenderId, SessionId, TeamId, WidgetId,
};
pub use ports::*;
pub use records::*;
pub use scope::TenantScope;
pub use secret::Secret;
pub use stop::Stop;
