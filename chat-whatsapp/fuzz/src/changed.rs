use super::{WHATSAPP, choices::Choices, mutation, webhook::assert_is_kept};
use chat_core::{Addressed, Channel, IncomingCall};
use serde_json::{Value, json};
use std::{fs, path::Path, sync::LazyLock};

/// The most changes that are made to something known.
const CHANGES_MAX: usize = 12;
/// The deepest JSON that has to be read in any place of a call.
const DEPTH_MAX: usize = 64;

/// The fields that are read list by list, and which of their lists are read entry by entry.
const LISTS: [(&str, &[&str]); 7] = [
    ("messages", &["messages", "statuses", "user_id_update", "errors"]),
    ("smb_message_echoes", &["message_echoes", "errors"]),
    ("message_echoes", &["message_echoes", "errors"]),
    ("history", &["history", "messages", "errors"]),
    ("smb_app_state_sync", &["state_sync", "errors"]),
    ("user_preferences", &["user_preferences", "errors"]),
    ("user_id_update", &["user_id_update", "errors"]),
];

/// An entry of a list of a known call, with the change that it stands in.
#[derive(Clone)]
pub struct Entry {
    pub change: Value,
    pub list: &'static str,
    pub entry: Value,
}

/// The calls of `tests/fixtures`.
pub static CALLS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // This is a part of two crates.
    let folders = [root.join("tests/fixtures"), root.join("../tests/fixtures")];
    let folder = folders.iter().find(|folder| folder.exists()).expect("there are fixtures");
    let mut files: Vec<_> = fs::read_dir(folder).expect("it is a folder").map(|file| file.unwrap().path()).collect();
    files.sort();
    let call =
        |file| serde_json::from_slice::<Value>(&fs::read(file).unwrap()).expect("fixtures are JSON")["call"].take();
    files.iter().map(call).collect()
});

/// Every entry of every list of [`CALLS`].
pub static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let changes = CALLS.iter().flat_map(|call| items(&call["entry"])).flat_map(|entry| items(&entry["changes"]));
    changes.flat_map(entries_of).collect()
});

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn entries_of(change: &Value) -> Vec<Entry> {
    let of_list = |list: &'static str| {
        let mut around = change.clone();
        let entries = around.pointer_mut(&format!("/value/{list}")).map(Value::take);
        let entries = entries.as_ref().map(items).unwrap_or_default().to_vec();
        let value = around.get_mut("value").and_then(Value::as_object_mut);
        value.into_iter().for_each(|value| value.retain(|key, _| ["metadata", "contacts"].contains(&key.as_str())));
        entries.into_iter().map(move |entry| Entry { change: around.clone(), list, entry })
    };
    let lists = LISTS.iter().find(|(field, _)| change["field"] == *field).map_or(&[][..], |(_, lists)| *lists);
    lists.iter().copied().flat_map(of_list).collect()
}

/// Takes `bytes` for a choice of known calls and of changes to them.
///
/// # Panics
///
/// Panics when a changed call comes to nothing, when an item of it that was kept by itself would be read as something else, or
/// when others in it suffer.
pub fn changed(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    if choices.below(2) == 0 {
        let mut call = choices.pick(&CALLS).clone();
        mutate(&mut call, &mut choices);
        if depth(&call) <= DEPTH_MAX {
            let items = receive(&call);
            assert!(!items.is_empty(), "every call holds something");
            items.into_iter().for_each(assert_is_kept);
        }
        return;
    }
    let known = choices.pick(&ENTRIES);
    let mut entry = known.entry.clone();
    mutate(&mut entry, &mut choices);
    if depth(&entry) <= DEPTH_MAX {
        assert_each_stands_alone(known, &[known.entry.clone(), entry, known.entry.clone()]);
    }
}

fn mutate(value: &mut Value, choices: &mut Choices<'_>) {
    for _ in 0..CHANGES_MAX {
        let donor = &choices.pick(&ENTRIES).entry;
        mutation::change(value, donor, choices);
        if !choices.are_left() {
            return;
        }
    }
}

/// Asserts that each of `entries`, in place of a known one, comes to what it comes to alone.
///
/// # Panics
///
/// Panics if one does not, or if what is kept of it is not read as the same again.
pub fn assert_each_stands_alone(known: &Entry, entries: &[Value]) {
    let receive = |entries: &[Value]| {
        let mut change = known.change.clone();
        change["value"][known.list] = json!(entries);
        receive(&json!({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}))
    };
    let mut expected = Vec::new();
    for entry in entries {
        let alone = receive(std::slice::from_ref(entry));
        // A part of a history holds many messages, anything else is one item.
        assert!(alone.len() == 1 || (known.list == "history" && !alone.is_empty()), "{} items", alone.len());
        alone.iter().cloned().for_each(assert_is_kept);
        expected.extend(alone);
    }
    assert_eq!(receive(entries), expected, "each comes to what it comes to alone");
}

fn receive(call: &Value) -> Vec<Addressed> {
    let call = IncomingCall { headers: Vec::new(), body: call.to_string().into() };
    WHATSAPP.receive(&call).expect("it is JSON")
}

/// How many lists and objects stand around what is deepest in a value.
pub fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(fields) => 1 + fields.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}
