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

/// What the user decides.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Choice {
    Stop,
    Resume,
}

impl World {
    fn choose(&mut self, key: &str, about: &About, choice: Choice) -> Result<Json<Value>, Refused> {
        let phone_id = self.written_to(about.phone_number_id.as_deref())?;
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
        if let Some(phone) = self.visible_phone(&phone_id, &user) {
            body.insert("wa_id".to_owned(), json!(phone));
        }
        let business = self.business_of(&phone_id).map(str::to_owned);
        if let Some(bsuid) = business.and_then(|business| self.bsuid(&user_id, &business)) {
            body.insert("user_id".to_owned(), json!(bsuid));
        }
        body.insert("detail".to_owned(), json!(detail));
        body.insert("category".to_owned(), json!("marketing_messages"));
        body.insert("value".to_owned(), json!(value));
        body.insert("timestamp".to_owned(), json!(self.now().timestamp()));
        let update = Update::preference(self, &phone_id, &user, Value::Object(body));
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
