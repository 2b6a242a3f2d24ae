//! Whether a user wants marketing from a business.

use super::{Refused, body::Body};
use crate::emulator::{machine::Shared, webhook::Update, world::World};
use axum::{
    Json,
    extract::{Path, State},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The business it is about; may be left out when there is only one number.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct About {
    phone_number_id: Option<String>,
}

impl About {
    pub(crate) fn phone_number_id(&self) -> Option<&str> {
        self.phone_number_id.as_deref()
    }
}

/// What the user decides.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Choice {
    Stop,
    Resume,
}

impl World {
    fn choose(&mut self, key: &str, about: &About, choice: Choice) -> Result<Json<Value>, Refused> {
        let phone_id = self.written_to(about.phone_number_id())?;
        let user_id = self.user_id(key)?;
        let has_stopped = choice == Choice::Stop;
        self.pair(&phone_id, &user_id).opted_out = has_stopped;
        let Some(user) = self.users.get(&user_id).cloned() else {
            return Err(Refused::NotFound(format!("there is no user {key:?}")));
        };
        let (value, detail) = match choice {
            Choice::Stop => ("stop", "User requested to stop marketing messages"),
            Choice::Resume => ("resume", "User requested to resume marketing messages"),
        };
        let mut body = Map::new();
        let names = self.names(&phone_id, &user);
        for (key, name) in [("wa_id", names.phone), ("user_id", names.bsuid), ("parent_user_id", names.parent)] {
            if let Some(name) = name {
                body.insert(key.to_owned(), json!(name));
            }
        }
        body.insert("detail".to_owned(), json!(detail));
        body.insert("category".to_owned(), json!("marketing_messages"));
        body.insert("value".to_owned(), json!(value));
        body.insert("timestamp".to_owned(), json!(self.now().timestamp()));
        let update =
            Update::of_user(self, &phone_id, &user, "user_preferences", "user_preferences", Value::Object(body));
        self.enqueue(vec![update]);
        Ok(Json(json!({"optedOut": has_stopped})))
    }
}

/// `POST /_emu/user/{id}/opt_out`: no more marketing.
pub(crate) async fn opt_out(
    State(shared): State<Arc<Shared>>,
    Path(key): Path<String>,
    Body(about): Body<About>,
) -> Result<Json<Value>, Refused> {
    shared.change(|world| world.choose(&key, &about, Choice::Stop))
}

/// `POST /_emu/user/{id}/opt_in`: marketing is welcome again.
pub(crate) async fn opt_in(
    State(shared): State<Arc<Shared>>,
    Path(key): Path<String>,
    Body(about): Body<About>,
) -> Result<Json<Value>, Refused> {
    shared.change(|world| world.choose(&key, &about, Choice::Resume))
}
