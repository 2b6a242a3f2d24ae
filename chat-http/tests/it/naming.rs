//! What is the same is called the same, wherever it is told.

use crate::shop::House;
use http::StatusCode;
use serde_json::Value;
use std::collections::BTreeSet;

/// Every field of every shape, as its shape, its name and its schema.
fn fields(document: &Value) -> Vec<(&str, &str, &Value)> {
    fn of<'a>(shape: &'a str, schema: &'a Value, all: &mut Vec<(&'a str, &'a str, &'a Value)>) {
        let properties = schema["properties"].as_object().into_iter().flatten();
        all.extend(properties.map(|(name, field)| (shape, name.as_str(), field)));
        for part in schema["allOf"].as_array().into_iter().flatten() {
            of(shape, part, all);
        }
    }
    let mut all = Vec::new();
    for (shape, schema) in document["components"]["schemas"].as_object().unwrap() {
        of(shape, schema, &mut all);
    }
    all
}

fn may_be(field: &Value, kind: &str) -> bool {
    field["type"] == kind || field["type"].as_array().is_some_and(|kinds| kinds.iter().any(|it| it == kind))
}

/// The names of those fields that break a rule.
fn breaking(document: &Value, breaks: impl Fn(&str, &Value) -> bool) -> BTreeSet<&str> {
    let fields = fields(document).into_iter();
    fields.filter(|(_, name, field)| breaks(name, field)).map(|(_, name, _)| name).collect()
}

async fn document() -> Value {
    House::new().get("/api/v1/openapi.json").await.json(StatusCode::OK)
}

#[tokio::test]
async fn ids_are_called_after_what_they_name() {
    let document = document().await;
    let others = breaking(&document, |name, field| field["format"] == "uuid" && name != "id" && !name.ends_with("Id"));
    // Those say what somebody or something is to the record.
    assert_eq!(others, BTreeSet::from(["invitedBy", "mergedInto", "replyTo"]));
}

#[tokio::test]
async fn moments_say_that_they_are_some() {
    let document = document().await;
    let others = breaking(&document, |name, field| {
        field["format"] == "date-time" && !["At", "Since", "Until"].iter().any(|end| name.ends_with(end))
    });
    // What happens once, and is told by itself, happens `at`; a stretch of time has `since` or `until` alone.
    assert_eq!(others, BTreeSet::from(["at", "since", "until"]));
}

#[tokio::test]
async fn what_is_so_or_not_reads_as_a_statement() {
    let document = document().await;
    let others = breaking(&document, |name, field| {
        may_be(field, "boolean") && !["is", "has", "needs"].iter().any(|start| name.starts_with(start))
    });
    let settings = [
        "allowLocalhost",
        "avatars",
        "exitIntent",
        "fileUpload",
        "required",
        "requireIdentity",
        "sendsReadReceipts",
        "sound",
    ];
    let asked = ["assignToMe", "dryRun", "ignored", "roundRobin"];
    // Whether a reply window is.
    let states = ["open"];
    // They were told so before there was a rule, and what is told is never renamed.
    let older = ["found", "ok", "password", "retryable", "verified"];
    // Values of a filter.
    let values = ["exists", "is", "snoozed", "waiting"];
    let known: BTreeSet<&str> = [&settings[..], &asked, &states, &older, &values].concat().into_iter().collect();
    assert_eq!(others.difference(&known).collect::<Vec<_>>(), Vec::<&&str>::new());
}

#[tokio::test]
async fn every_list_has_its_items_and_tells_where_it_goes_on() {
    let document = document().await;
    let fields = fields(&document);
    let has = |shape: &str, name: &str| fields.iter().any(|it| it.0 == shape && it.1 == name);
    let lists: BTreeSet<&str> = fields.iter().filter(|it| it.1 == "items").map(|it| it.0).collect();
    assert!(lists.len() > 30, "{lists:?}");
    for list in lists {
        assert!(has(list, "nextCursor"), "{list}");
    }
    for (shape, ..) in fields.iter().filter(|it| it.0.ends_with("List")) {
        assert!(has(shape, "items"), "{shape}");
    }
}

#[tokio::test]
async fn whatever_can_be_changed_takes_the_revision_that_its_asker_has_seen() {
    let document = document().await;
    let mut without = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in ["patch", "put"] {
            let parameters = item[method]["parameters"].as_array();
            let takes =
                parameters.is_some_and(|all| all.iter().any(|it| it["$ref"] == "#/components/parameters/IfMatch"));
            if item[method].is_object() && !takes {
                without.push(path.as_str());
            }
        }
    }
    // A draft is its author's alone, and a profile the provider's, who tells no revision.
    assert_eq!(without, ["/api/v1/conversations/{id}/draft", "/api/v1/whatsapp/accounts/{id}/profile"]);
}
