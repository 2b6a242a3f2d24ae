//! A user who calls a business.

use super::{Refused, body::Body, consent::About};
use crate::emulator::{machine::Shared, webhook::Update, world::World};
use axum::{
    Json,
    extract::{Path, State},
};
use serde_json::{Value, json};
use std::sync::Arc;

impl World {
    /// Lets a user call a number and ring off when nobody answers. That opens the window, as a message does.
    fn call(&mut self, key: &str, about: &About) -> Result<String, Refused> {
        let phone_id = self.written_to(about.phone_number_id())?;
        let user_id = self.user_id(key)?;
        let now = self.now();
        self.pair(&phone_id, &user_id).wrote_at = Some(now);
        let id = format!("wacid.{}", self.random.secret());
        let Some((user, phone)) = self.users.get(&user_id).cloned().zip(self.phones.get(&phone_id)) else {
            return Err(Refused::NotFound(format!("there is no user {key:?}")));
        };
        if phone.blocks(&user_id) {
            return Ok(id);
        }
        let mut connect = json!({"id": id, "to": phone.digits(), "timestamp": now.timestamp().to_string(),
            "direction": "USER_INITIATED", "event": "connect"});
        let names = self.names(&phone_id, &user);
        for (key, name) in [("from", names.phone), ("from_user_id", names.bsuid), ("from_parent_user_id", names.parent)]
        {
            if let Some(name) = name {
                connect[key] = json!(name);
            }
        }
        let mut terminate = connect.clone();
        connect["session"] = json!({"sdp_type": "offer", "sdp": "v=0\r\n"});
        (terminate["event"], terminate["status"]) = (json!("terminate"), json!("FAILED"));
        for event in [connect, terminate] {
            let update = Update::of_user(self, &phone_id, &user, "calls", "calls", event);
            self.enqueue(vec![update]);
        }
        Ok(id)
    }
}

/// `POST /_emu/user/{id}/call`.
pub(crate) async fn call(
    State(shared): State<Arc<Shared>>,
    Path(key): Path<String>,
    Body(about): Body<About>,
) -> Result<Json<Value>, Refused> {
    shared.change(|world| Ok(Json(json!({"id": world.call(&key, &about)?}))))
}
