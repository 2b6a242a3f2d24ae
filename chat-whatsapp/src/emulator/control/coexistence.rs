//! A business that also writes from its phone app: echoes of what it writes there, its history and its contacts.

use super::{
    Refused,
    body::Body,
    inbound::{Item, TYPES},
};
use crate::emulator::{
    machine::Shared,
    webhook::Update,
    world::{Direction, Message, SendStatus, World},
};
use axum::{Json, extract::State};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::{collections::BTreeMap, sync::Arc};

/// The most recent messages that one chunk of history tells of.
const HISTORY_MAX: usize = 1_000;

/// What somebody at the business writes on its phone.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Echo {
    user: String,
    phone_number_id: Option<String>,
    text: Option<String>,
    /// A message of any type, as it stands in the webhook.
    message: Option<Map<String, Value>>,
}

/// A chunk of the chats from before the number was connected.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct History {
    phone_number_id: Option<String>,
    phase: u8,
    chunk_order: u32,
    progress: u8,
    /// The threads as they stand in the webhook; left out, they are made of the chats that are there.
    threads: Option<Vec<Value>>,
    /// Whether the business did not want to share its history.
    declined: bool,
}

impl Default for History {
    fn default() -> Self {
        Self { phone_number_id: None, phase: 0, chunk_order: 1, progress: 100, threads: None, declined: false }
    }
}

/// Changes of the business's address book.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct StateSync {
    phone_number_id: Option<String>,
    /// Left out, every user with a phone number is one.
    contacts: Option<Vec<Entry>>,
}

/// One change of the address book.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Entry {
    phone: String,
    full_name: Option<String>,
    first_name: Option<String>,
    #[serde(default)]
    removed: bool,
}

impl World {
    fn echo(&mut self, echo: Echo) -> Result<String, Refused> {
        let phone_id = self.written_to(echo.phone_number_id.as_deref())?;
        let user_id = self.user_id(&echo.user)?;
        let mut body = Item { text: echo.text, message: echo.message, reply_to: None }.content()?;
        if let Some(kind) = TYPES.into_iter().find(|kind| body.contains_key(*kind)) {
            body.entry("type").or_insert(json!(kind));
        }
        let user = self.users.get(&user_id).cloned();
        let names = user.as_ref().map(|user| self.names(&phone_id, user)).unwrap_or_default();
        let from = self.phones.get(&phone_id).map(|phone| phone.display.clone()).unwrap_or_default();
        let now = self.now();
        let filled = [
            ("from", Some(json!(from.chars().filter(char::is_ascii_digit).collect::<String>()))),
            ("to", names.phone.map(Value::from)),
            ("to_user_id", names.bsuid.map(Value::from)),
            ("to_parent_user_id", names.parent.map(Value::from)),
            ("id", Some(json!(self.random.wamid()))),
            ("timestamp", Some(json!(now.timestamp().to_string()))),
        ];
        for (key, value) in filled.into_iter().filter_map(|(key, value)| Some((key, value?))) {
            body.entry(key).or_insert(value);
        }
        let kind = body.get("type").and_then(Value::as_str).unwrap_or("unknown").to_owned();
        let wamid = body.get("id").and_then(Value::as_str).map(str::to_owned);
        let wamid = wamid.ok_or_else(|| Refused::Invalid("a message's id must be a text".to_owned()))?;
        let body = Value::Object(body);
        let update = Update::item(&phone_id, "smb_message_echoes", "message_echoes", body.clone());
        let online = user.is_some_and(|user| user.online);
        self.keep_message(Message {
            wamid: wamid.clone(),
            direction: Direction::Outbound,
            phone_number_id: phone_id,
            user: Some(user_id),
            recipient: None,
            kind,
            body,
            callback_data: None,
            created_at: now,
            status: Some(if online { SendStatus::Delivered } else { SendStatus::Sent }),
            reached: [(SendStatus::Sent, now)].into(),
            failure: None,
            marked_read: false,
            heard: false,
            course: Default::default(),
        });
        self.enqueue(vec![update]);
        Ok(wamid)
    }

    /// The chats of a number, a thread for each user.
    fn threads(&self, phone_id: &str) -> Vec<Value> {
        let of_phone = self.messages.iter().map(|(_, message)| message);
        let of_phone: Vec<&Message> = of_phone.filter(|message| message.phone_number_id == phone_id).collect();
        let mut threads: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        for message in &of_phone[of_phone.len().saturating_sub(HISTORY_MAX)..] {
            let Some(user) = message.user.as_ref().and_then(|id| self.users.get(id)) else {
                continue;
            };
            let thread = user.phone.as_deref().unwrap_or(&user.id);
            threads.entry(thread).or_default().push(self.remembered(phone_id, thread, message));
        }
        threads.into_iter().map(|(id, messages)| json!({"id": id, "messages": messages})).collect()
    }

    /// A message as history has it.
    fn remembered(&self, phone_id: &str, thread: &str, message: &Message) -> Value {
        let display = self.phones.get(phone_id).map_or("", |phone| phone.display.as_str());
        let business: String = display.chars().filter(char::is_ascii_digit).collect();
        let is_own = message.direction == Direction::Outbound;
        let status = match (message.direction, message.status) {
            (Direction::Inbound, _) if message.marked_read => "READ",
            (Direction::Inbound, _) => "DELIVERED",
            (_, Some(SendStatus::Accepted) | None) => "PENDING",
            (_, Some(SendStatus::Sent)) => "SENT",
            (_, Some(SendStatus::Delivered)) => "DELIVERED",
            (_, Some(SendStatus::Read)) => "READ",
            (_, Some(SendStatus::Played)) => "PLAYED",
            (_, Some(SendStatus::Failed)) => "ERROR",
        };
        let kind = message.kind.as_str();
        let mut remembered = json!({
            "from": if is_own { business.as_str() } else { thread },
            "id": message.wamid,
            "timestamp": message.created_at.timestamp().to_string(),
            "type": kind,
            "history_context": {"status": status},
        });
        if is_own {
            remembered["to"] = json!(thread);
        }
        remembered[kind] = message.body[kind].clone();
        remembered
    }
}

/// `POST /_emu/echo`: the business writes from its phone.
pub(crate) async fn echo(State(shared): State<Arc<Shared>>, Body(echo): Body<Echo>) -> Result<Json<Value>, Refused> {
    shared.change(|world| Ok(Json(json!({"ids": [world.echo(echo)?]}))))
}

/// `POST /_emu/history`.
pub(crate) async fn history(
    State(shared): State<Arc<Shared>>,
    Body(history): Body<History>,
) -> Result<Json<Value>, Refused> {
    shared.change(|world| {
        let phone_id = world.written_to(history.phone_number_id.as_deref())?;
        let chunk = match history.declined {
            true => json!({"errors": [{"code": 2_593_109, "title": "History sync is turned off by the business",
                "message": "History sync is turned off by the business",
                "error_data": {"details": "The business did not share its chats."}}]}),
            false => {
                let threads = history.threads.unwrap_or_else(|| world.threads(&phone_id));
                let metadata = json!({"phase": history.phase, "chunk_order": history.chunk_order,
                    "progress": history.progress});
                json!({"metadata": metadata, "threads": threads})
            }
        };
        let threads = chunk["threads"].as_array().map_or(0, Vec::len);
        world.enqueue(vec![Update::item(&phone_id, "history", "history", chunk)]);
        Ok(Json(json!({"threads": threads})))
    })
}

/// `POST /_emu/state_sync`.
pub(crate) async fn state_sync(
    State(shared): State<Arc<Shared>>,
    Body(sync): Body<StateSync>,
) -> Result<Json<Value>, Refused> {
    shared.change(|world| {
        let phone_id = world.written_to(sync.phone_number_id.as_deref())?;
        let everybody = || {
            let users = world.users.values();
            let entry = |phone: &String, name: &Option<String>| Entry {
                phone: phone.clone(),
                full_name: name.clone(),
                first_name: None,
                removed: false,
            };
            users.filter_map(|user| Some(entry(user.phone.as_ref()?, &user.name))).collect()
        };
        let entries = sync.contacts.unwrap_or_else(everybody);
        let at = world.now().timestamp().to_string();
        let updates: Vec<Update> = entries
            .into_iter()
            .map(|entry| {
                let mut contact = json!({"phone_number": entry.phone});
                for (key, name) in [("full_name", entry.full_name), ("first_name", entry.first_name)] {
                    if let Some(name) = name {
                        contact[key] = json!(name);
                    }
                }
                let action = if entry.removed { "remove" } else { "add" };
                let item =
                    json!({"type": "contact", "contact": contact, "action": action, "metadata": {"timestamp": at}});
                Update::item(&phone_id, "smb_app_state_sync", "state_sync", item)
            })
            .collect();
        let count = updates.len();
        world.enqueue(updates);
        Ok(Json(json!({"contacts": count})))
    })
}
