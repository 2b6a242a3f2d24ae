//! Lists that come page by page.

use super::{not_done, unclear};
use crate::graph::{Graph, Request};
use chat_core::{Account, NotDone};
use serde_json::Value;

/// How many entries are asked for at once.
const PAGE: &str = "50";
/// The most pages: more than a business may have of anything.
const PAGES_MAX: usize = 200;

/// Every entry of an edge, with these fields.
pub(super) async fn all(graph: &Graph, account: &Account, path: &[&str], fields: &str) -> Result<Vec<Value>, NotDone> {
    let (mut found, mut after) = (Vec::new(), None::<String>);
    for _ in 0..PAGES_MAX {
        let mut query = vec![("fields", fields), ("limit", PAGE)];
        query.extend(after.as_deref().map(|after| ("after", after)));
        let mut page = graph.ask(account, Request::get(path).with(&query)).await.map_err(not_done)?;
        let Some(Value::Array(entries)) = page.get_mut("data").map(Value::take) else {
            return Err(unclear("the answer of WhatsApp lists nothing"));
        };
        found.extend(entries);
        let next = page.pointer("/paging/cursors/after").and_then(Value::as_str).map(str::to_owned);
        let is_last = page.pointer("/paging/next").is_none_or(Value::is_null);
        match next {
            Some(next) if !is_last && after.as_deref() != Some(&next) => after = Some(next),
            _ => return Ok(found),
        }
    }
    Err(unclear("WhatsApp lists more than it allows to have"))
}
