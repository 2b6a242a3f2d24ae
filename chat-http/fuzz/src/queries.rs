use crate::shop::{Answer, Shop};
use http::{StatusCode, Uri};
use serde_json::Value;
use std::{cell::OnceCell, collections::BTreeMap};
use tokio::runtime::{Builder, Runtime};

/// The longest answer to a query that is refused, in bytes: nothing of it is repeated at length.
const REFUSAL_MAX: usize = 1_024;

/// A shop with a few conversations, and what drives it.
struct Stage {
    runtime: Runtime,
    shop: Shop,
    conversation: String,
}

/// Takes the first byte of `bytes` for the list that is asked for and the rest for the query.
///
/// # Panics
///
/// Panics when the answer is neither what was asked for nor says what is wrong with the query.
pub fn queries(bytes: &[u8]) {
    thread_local! {
        static STAGE: OnceCell<Stage> = const { OnceCell::new() };
    }
    let Some((list, query)) = bytes.split_first() else { return };
    let Ok(query) = std::str::from_utf8(query) else { return };
    STAGE.with(|stage| stage.get_or_init(Stage::open).ask(*list, query));
}

impl Stage {
    fn open() -> Self {
        let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime can be built");
        let (shop, conversation) = runtime.block_on(async {
            let shop = Shop::open().await;
            shop.connect("100").await;
            for from in ["491701", "491702"] {
                shop.hear("100", from, &format!("wamid.{from}"), "Is it open?").await;
            }
            let conversation = shop.hear("100", "491703", "wamid.3", "Is it open?").await;
            let closed = serde_json::json!({ "status": "closed" });
            shop.patch(&format!("/api/v1/conversations/{conversation}"), &closed).await.json(StatusCode::OK);
            (shop, conversation)
        });
        Self { runtime, shop, conversation }
    }

    fn ask(&self, list: u8, query: &str) {
        let path = match list {
            b'e' => "/api/v1/events".to_owned(),
            b'p' => "/api/v1/customers".to_owned(),
            b'm' => format!("/api/v1/conversations/{}/messages", self.conversation),
            _ => "/api/v1/conversations".to_owned(),
        };
        // What is no address never reaches a server.
        let Ok(uri) = format!("{path}?{query}").parse::<Uri>() else { return };
        let answer = self.runtime.block_on(self.shop.get(&uri.to_string()));
        match answer.status {
            StatusCode::OK => is_as_asked(answer, uri.query().unwrap_or_default()),
            // A place that the journal has not come to.
            StatusCode::GONE if list == b'e' => drop(answer.problem(StatusCode::GONE, "resync")),
            _ => {
                assert!(answer.text.len() <= REFUSAL_MAX && !answer.wrong_fields().is_empty(), "it says what is wrong")
            }
        }
    }
}

fn is_as_asked(answer: Answer, query: &str) {
    let list = answer.json(StatusCode::OK);
    let (key, position) = if list["events"].is_array() { ("events", "seq") } else { ("items", "createdAt") };
    let records = list[key].as_array().expect("a list holds records");
    let asked = values(query);
    if let Some(limit) = asked.get("limit") {
        assert!(limit.bytes().all(|byte| byte.is_ascii_digit()), "a limit that was taken is a number");
        // What is too large for a number is above every limit.
        assert!(records.len() <= limit.parse().unwrap_or(usize::MAX), "no more than were asked for");
    }
    for record in records {
        assert!(!record[position].is_null(), "{record}");
        for field in ["status", "source", "customerId", "assigneeId"] {
            // Another list knows the field but no filter for it.
            if key == "items"
                && record.get("unreadCount").is_some()
                && let Some(value) = asked.get(field)
            {
                assert!(is_same(&record[field], value), "{field} is {value} in {record}");
            }
        }
    }
}

/// What a query gives a value to.
fn values(query: &str) -> BTreeMap<String, String> {
    let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
    pairs.filter(|(_, value)| !value.is_empty()).collect()
}

fn is_same(found: &Value, asked: &str) -> bool {
    // An id may be written in several ways.
    let plain = |text: &str| text.trim_start_matches("urn:uuid:").replace(['-', '{', '}'], "").to_lowercase();
    found.as_str().is_some_and(|found| plain(found) == plain(asked))
}
