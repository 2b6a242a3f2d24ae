//! Lists that are given a page at a time.

use super::{call::Call, errors::GraphError};
use crate::emulator::world::World;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// How many entries a page has unless the caller says, and at most.
const LIMIT: usize = 25;
const LIMIT_MAX: usize = 1_000;

/// The page of a list that the caller asks for. Entries come in order of their places, which no two share.
pub(crate) fn page(world: &World, call: &Call, entries: Vec<(u64, Value)>) -> Result<Value, GraphError> {
    let limit = match call.text("limit").map(|limit| limit.parse::<usize>()) {
        None => LIMIT,
        Some(Ok(limit)) if limit > 0 => limit.min(LIMIT_MAX),
        Some(_) => return Err(GraphError::malformed("Param limit must be a positive integer")),
    };
    let (after, before) = (cursor(call, "after")?, cursor(call, "before")?);
    let first = after.map_or(0, |after| entries.partition_point(|(place, _)| *place <= after));
    let end = before.map_or(entries.len(), |before| entries.partition_point(|(place, _)| *place < before));
    let range = match before.is_some() && after.is_none() {
        true => end.saturating_sub(limit)..end,
        false => first..end.min(first + limit).max(first),
    };
    let shown = &entries[range.clone()];
    let data: Vec<&Value> = shown.iter().map(|(_, entry)| entry).collect();
    let mut page = json!({"data": data});
    if let (Some((first, _)), Some((last, _))) = (shown.first(), shown.last()) {
        let mut paging = json!({"cursors": {"before": encoded(*first), "after": encoded(*last)}});
        if range.end < entries.len() {
            paging["next"] = json!(url(world, call, limit, "after", *last));
        }
        if range.start > 0 {
            paging["previous"] = json!(url(world, call, limit, "before", *first));
        }
        page["paging"] = paging;
    }
    Ok(page)
}

fn url(world: &World, call: &Call, limit: usize, direction: &str, place: u64) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in &call.parameters {
        if let (Value::String(value), false) = (value, ["after", "before", "limit"].contains(&name.as_str())) {
            query.append_pair(name, value);
        }
    }
    query.append_pair("limit", &limit.to_string()).append_pair(direction, &encoded(place));
    format!("{}/v26.0/{}/{}?{}", call.base_url(world), call.object, call.edge, query.finish())
}

fn encoded(place: u64) -> String {
    URL_SAFE_NO_PAD.encode(format!("place {place}"))
}

fn cursor(call: &Call, name: &str) -> Result<Option<u64>, GraphError> {
    let Some(given) = call.text(name) else {
        return Ok(None);
    };
    let place = URL_SAFE_NO_PAD.decode(&given).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let place = place.and_then(|text| text.strip_prefix("place ")?.parse().ok());
    place.map(Some).ok_or_else(|| GraphError::malformed(&format!("Param {name} is no cursor of this list")))
}
