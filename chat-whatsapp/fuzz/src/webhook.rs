use super::{WHATSAPP, changed::depth};
use chat_core::{Addressed, CallRefused, Channel, Inbound, IncomingCall};
use serde_json::{Value, json};

/// The deepest JSON that has to be read in any place of a call.
const DEPTH_MAX: usize = 64;

/// Reads `bytes` as the body of a call, and as one item among others.
///
/// # Panics
///
/// Panics when a call comes to nothing, when an item that was kept by itself would be read as something else, or when
/// others suffer for a bad one.
pub fn webhook(bytes: &[u8]) {
    match receive(bytes) {
        Ok(items) => {
            assert!(!items.is_empty(), "every call holds something");
            items.into_iter().for_each(assert_is_kept);
        }
        Err(refused) => assert_eq!(refused, CallRefused::Unreadable),
    }
    if let Ok(item) = serde_json::from_slice::<Value>(bytes)
        && depth(&item) <= DEPTH_MAX
    {
        for list in ["messages", "statuses", "errors"] {
            among_others(list, &item);
        }
    }
}

/// Asserts that what is kept of an item is read as that item again.
///
/// # Panics
///
/// Panics if it is not.
pub fn assert_is_kept(item: Addressed) {
    assert_eq!(receive(item.raw.as_bytes()), Ok(vec![item]), "it is read from what is kept of it");
}

fn receive(body: &[u8]) -> Result<Vec<Addressed>, CallRefused> {
    WHATSAPP.receive(&IncomingCall { headers: Vec::new(), body: body.to_vec().into() })
}

fn among_others(list: &str, item: &Value) {
    let message = |id: &str| json!({"id": id, "from": "16505551234", "type": "text", "text": {"body": "hi"}});
    let status = json!({"id": "wamid.status", "status": "read"});
    let mut value = json!({
        "metadata": {"phone_number_id": "2"},
        "messages": [message("wamid.before")],
        "statuses": [status],
        "errors": [],
    });
    let items = value[list].as_array_mut().expect("it is one of the lists above");
    items.push(item.clone());
    value["messages"].as_array_mut().expect("it is a list").push(message("wamid.after"));
    let body = json!({"entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]});

    let items = receive(body.to_string().as_bytes()).expect("the call can be read");

    assert_eq!(items.len(), 4, "each item counts once");
    for id in ["wamid.before", "wamid.status", "wamid.after"] {
        assert!(items.iter().any(|item| names(&item.inbound) == Some(id)), "{id} was lost");
    }
}

fn names(inbound: &Inbound) -> Option<&str> {
    match inbound {
        Inbound::Message(message) => Some(&message.external_id.id),
        Inbound::Receipt(receipt) => Some(&receipt.external_id.id),
        _ => None,
    }
}
