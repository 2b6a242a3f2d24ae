use crate::shop::Shop;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use std::time::Duration;

const LIST: &str = "/api/v1/conversations";

fn ids(list: &Value) -> Vec<&str> {
    list["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_conversation_is_told_in_full() {
    let shop = Shop::open().await;
    let id = shop.conversation().await;
    let conversation = shop.get(&format!("{LIST}/{id}")).await.json(StatusCode::OK);
    let messages = shop.get(&format!("{LIST}/{id}/messages")).await.json(StatusCode::OK);
    let accounts = shop.get("/api/v1/whatsapp/accounts").await.json(StatusCode::OK);
    let expected = json!({
        "id": id,
        "clientId": shop.created.client.id,
        "customerId": conversation["customerId"],
        "source": "whatsapp",
        "accountId": accounts["items"][0]["id"],
        "widgetId": null,
        "status": "active",
        "customerNumber": "+491701",
        "assigneeId": null,
        "teamId": null,
        "subject": null,
        "replyWindow": { "open": false, "until": null },
        "priority": "none",
        "labels": [],
        "attributes": {},
        "participants": [],
        "context": null,
        "unreadCount": 1,
        "messageCount": 1,
        "customerPosition": 1,
        "lastMessageAt": "2026-01-01T00:00:00.000Z",
        "waitingSince": "2026-01-01T00:00:00.000Z",
        "snoozedUntil": null,
        "firstRepliedAt": null,
        "closedAt": null,
        "mergedInto": null,
        "merged": [],
        "isPast": false,
        "lastSeq": 3,
        "createdAt": "2026-01-01T00:00:00.000Z",
        "updatedAt": "2026-01-01T00:00:00.000Z",
        "revision": 1,
        "isUnread": true,
        "customer": {
            "id": conversation["customerId"],
            "name": "Cleo",
            "email": null,
            "phone": null,
            "isBlocked": false,
            "updatedAt": "2026-01-01T00:00:00.000Z",
        },
        "lastMessage": messages["items"][0],
    });
    assert_eq!(conversation, expected);
    assert!(conversation["customerId"].is_string());
    assert_eq!(shop.get(LIST).await.json(StatusCode::OK), json!({ "items": [expected], "nextCursor": null }));
}

#[tokio::test]
async fn a_list_tells_whom_each_is_with_and_what_was_said_last() {
    let shop = Shop::open().await;
    let id = shop.conversation().await;
    let path = format!("{LIST}/{id}");
    let customer = shop.get(&path).await.json(StatusCode::OK)["customerId"].as_str().unwrap().to_owned();
    let customer = format!("/api/v1/customers/{customer}");
    shop.patch(&customer, &json!({ "name": "Kim", "email": "kim@mail.test" })).await.json(StatusCode::OK);
    shop.post(&format!("{customer}/block"), &json!({ "source": "whatsapp" })).await.json(StatusCode::OK);
    let note = shop.post(&format!("{path}/messages"), &json!({ "content": "Call back", "kind": "note" })).await;
    let note = note.json(StatusCode::CREATED);
    // What was done to it is told in the thread, and is nothing that somebody has said.
    let changed = shop.patch(&path, &json!({ "priority": "high" })).await.json(StatusCode::OK);
    for list in [LIST.to_owned(), format!("{customer}/conversations")] {
        let listed = shop.get(&list).await.json(StatusCode::OK)["items"][0].clone();
        assert_eq!(listed, changed, "{list}");
    }
    assert_eq!(changed["lastMessage"], note);
    let named = json!({ "name": "Kim", "email": "kim@mail.test", "isBlocked": true });
    for field in ["name", "email", "isBlocked"] {
        assert_eq!(changed["customer"][field], named[field], "{field}");
    }
    shop.delete(&format!("/api/v1/messages/{}", note["id"].as_str().unwrap())).await;
    let shown = shop.get(&path).await.json(StatusCode::OK);
    assert_eq!((&shown["lastMessage"]["id"], &shown["lastMessage"]["content"]), (&note["id"], &json!("")));
    assert!(shown["lastMessage"]["deletedAt"].is_string());
}

#[tokio::test]
async fn the_list_holds_what_is_asked_for() {
    let shop = Shop::open().await;
    shop.connect("100").await;
    let first = shop.hear("100", "491701", "wamid.1", "one").await;
    let second = shop.hear("100", "491702", "wamid.2", "two").await;
    let me = shop.created.owner.id;
    shop.patch(&format!("{LIST}/{first}"), &json!({ "status": "closed", "assigneeId": me })).await.json(StatusCode::OK);
    let customer = shop.get(&format!("{LIST}/{second}")).await.json(StatusCode::OK)["customerId"].clone();
    for (query, expected) in [
        ("status=active".to_owned(), vec![&*second]),
        ("status=closed".to_owned(), vec![&first]),
        ("status=archived".to_owned(), vec![]),
        ("source=website".to_owned(), vec![]),
        (format!("assigneeId={me}"), vec![&first]),
        ("assigneeId=me".to_owned(), vec![&first]),
        ("assigneeId=nobody,me".to_owned(), vec![&second, &first]),
        ("status=active,closed".to_owned(), vec![&second, &first]),
        ("waiting=true&snoozed=false".to_owned(), vec![&second]),
        ("order=waiting".to_owned(), vec![&second]),
        (r#"filter={"not":{"status":["closed"]}}"#.replace('"', "%22"), vec![&second]),
        (format!("customerId={}", customer.as_str().unwrap()), vec![&second]),
        ("q=491702".to_owned(), vec![&second]),
        ("q=%2B4917".to_owned(), vec![&second, &first]),
        ("status=closed&q=491702".to_owned(), vec![]),
        ("status=&source=&q=&utm=x".to_owned(), vec![&second, &first]),
    ] {
        let list = shop.get(&format!("{LIST}?{query}")).await.json(StatusCode::OK);
        let mut found = ids(&list);
        found.sort_unstable();
        let mut wanted = expected;
        wanted.sort_unstable();
        assert_eq!(found, wanted, "{query}");
    }
}

#[tokio::test]
async fn pages_meet() {
    let shop = Shop::open().await;
    shop.connect("100").await;
    let mut expected = Vec::new();
    for (from, id) in [("4917001", "wamid.1"), ("4917002", "wamid.2"), ("4917003", "wamid.3")] {
        expected.insert(0, shop.hear("100", from, id, "hello").await);
        shop.house.clock.advance(Duration::from_secs(1));
    }
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = shop.get(&format!("{LIST}?limit=2&cursor={cursor}")).await.json(StatusCode::OK);
        found.extend(ids(&page).into_iter().map(str::to_owned));
        match page["nextCursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(found, expected);
    for many in ["9999", "4294967296", "340282366920938463463374607431768211456"] {
        assert_eq!(ids(&shop.get(&format!("{LIST}?limit={many}")).await.json(StatusCode::OK)).len(), 3, "{many}");
    }
}

#[tokio::test]
async fn a_query_that_does_not_fit_names_the_parameter() {
    let shop = Shop::open().await;
    let long = format!("q={}", "x".repeat(257));
    for (query, field) in [
        ("status=open", "status"),
        ("source=Whats%20App", "source"),
        ("assigneeId=you", "assigneeId"),
        ("assigneeId=me,", "assigneeId"),
        ("teamId=theirs", "teamId"),
        ("unread=you", "unread"),
        ("waiting=maybe", "waiting"),
        ("order=random", "order"),
        ("filter=%7B%22status%22:%5B%22open%22%5D%7D", "filter"),
        ("filter=%7B%22attribute%22:%7B%22name%22:%22a%27b%22,%22exists%22:true%7D%7D", "filter"),
        ("customerId=1", "customerId"),
        ("limit=0", "limit"),
        ("limit=-1", "limit"),
        ("limit=many", "limit"),
        ("cursor=first", "cursor"),
        ("q=a%00b", "q"),
        ("status=active&status=closed", "status"),
        (&long, "q"),
    ] {
        assert_eq!(shop.get(&format!("{LIST}?{query}")).await.wrong_fields(), [field], "{query}");
    }
}

#[tokio::test]
async fn a_conversation_is_changed_as_the_patch_says_and_no_further() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}", shop.conversation().await);
    let me = shop.created.owner.id.to_string();
    let patch = json!({ "assigneeId": me, "subject": "Opening hours", "status": "closed" });
    let changed = shop.patch(&path, &patch).await.json(StatusCode::OK);
    assert_eq!((&changed["assigneeId"], &changed["subject"]), (&json!(me), &json!("Opening hours")));
    assert_eq!((&changed["status"], &changed["lastSeq"]), (&json!("closed"), &json!(7)));
    assert_eq!(shop.get(&path).await.json(StatusCode::OK), changed);
    let kept = shop.patch(&path, &json!({})).await.json(StatusCode::OK);
    assert_eq!(kept, changed, "what is missing stays");
    let cleared = shop.patch(&path, &json!({ "assigneeId": null, "subject": null })).await.json(StatusCode::OK);
    assert_eq!((&cleared["assigneeId"], &cleared["subject"]), (&Value::Null, &Value::Null));
    assert_eq!(cleared["status"], "closed");
}

#[tokio::test]
async fn a_patch_that_does_not_fit_names_the_field() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}", shop.conversation().await);
    let stranger = "0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f";
    for (patch, field) in [
        (json!({ "status": "open" }), "status"),
        (json!({ "status": 1 }), "status"),
        (json!({ "assigneeId": "me" }), "assigneeId"),
        (json!({ "assigneeId": stranger }), "assigneeId"),
        (json!({ "subject": "x".repeat(513) }), "subject"),
        (json!({ "asignee": null }), "asignee"),
        (json!([]), "body"),
        (json!("closed"), "body"),
    ] {
        assert_eq!(shop.patch(&path, &patch).await.wrong_fields(), [field], "{patch}");
    }
}

#[tokio::test]
async fn an_archived_conversation_with_a_successor_stays_archived() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}", shop.conversation().await);
    shop.patch(&path, &json!({ "status": "archived" })).await.json(StatusCode::OK);
    shop.hear("100", "491701", "wamid.2", "me again").await;
    shop.patch(&path, &json!({ "status": "active" })).await.problem(StatusCode::CONFLICT, "conflict");
}

#[tokio::test]
async fn reading_leaves_nothing_unread() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}", shop.conversation().await);
    let read = shop.ask(Method::POST, &format!("{path}/read"), None).await.json(StatusCode::OK);
    assert_eq!((&read["unreadCount"], &read["lastSeq"]), (&json!(0), &json!(4)));
    let again = shop.ask(Method::POST, &format!("{path}/read"), None).await.json(StatusCode::OK);
    assert_eq!(again, read);
}

#[tokio::test]
async fn a_conversation_is_sorted_and_marked_and_a_draft_waits_in_it() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}", shop.conversation().await);
    let label = shop.post("/api/v1/labels", &json!({ "name": "vip", "color": "#123456" })).await;
    let label = label.json(StatusCode::CREATED)["id"].clone();
    let rule = json!({ "name": "plan", "title": "Plan", "type": "select", "options": ["free", "pro"] });
    shop.post("/api/v1/conversation-attributes", &rule).await.json(StatusCode::CREATED);
    let patch = json!({
        "priority": "urgent", "addLabels": [label], "attributes": { "plan": "pro" },
        "snoozedUntil": "2026-01-02T08:00:00Z",
    });
    let changed = shop.patch(&path, &patch).await.json(StatusCode::OK);
    assert_eq!((&changed["priority"], &changed["labels"]), (&json!("urgent"), &json!([label])));
    assert_eq!(
        (&changed["attributes"], &changed["snoozedUntil"]),
        (&json!({ "plan": "pro" }), &json!("2026-01-02T08:00:00.000Z"))
    );
    let wrong = json!({ "attributes": { "plan": "gold" }, "teamId": "0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f" });
    assert_eq!(shop.patch(&path, &wrong).await.wrong_fields(), ["teamId", "attributes.plan"]);

    let read = shop.post(&format!("{path}/read"), &json!({})).await.json(StatusCode::OK);
    assert_eq!(read["isUnread"], false);
    let unread = shop.post(&format!("{path}/unread"), &json!({})).await.json(StatusCode::OK);
    assert_eq!((&unread["isUnread"], &unread["unreadCount"]), (&json!(true), &json!(0)));
    assert_eq!(shop.get(LIST).await.json(StatusCode::OK)["items"][0]["isUnread"], true);

    let draft = format!("{path}/draft");
    shop.get(&draft).await.problem(StatusCode::NOT_FOUND, "not_found");
    let kept = shop.put(&draft, &json!({ "content": "We will", "kind": "note" })).await.json(StatusCode::OK);
    assert_eq!(shop.get(&draft).await.json(StatusCode::OK), kept);
    assert_eq!(shop.get("/api/v1/drafts").await.json(StatusCode::OK), json!({ "items": [kept], "nextCursor": null }));
    shop.delete(&draft).await.json(StatusCode::NO_CONTENT);
    assert_eq!(shop.get("/api/v1/drafts").await.json(StatusCode::OK)["items"], json!([]));
}

#[tokio::test]
async fn a_reply_to_what_has_changed_is_held_back_and_says_what_changed() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}", shop.conversation().await);
    let seen = shop.get(&path).await.json(StatusCode::OK)["lastSeq"].clone();
    shop.hear("100", "491701", "wamid.2", "Never mind").await;
    let reply = json!({ "content": "It is open", "ifSeq": seen });
    let held = shop.post(&format!("{path}/messages"), &reply).await.problem(StatusCode::CONFLICT, "superseded");
    let missed = held["missed"].as_array().unwrap();
    assert_eq!((missed.len(), &missed[0]["type"]), (1, &json!("messagePosted")));
    let reply = json!({ "content": "It is open", "ifSeq": missed[0]["seq"] });
    shop.post(&format!("{path}/messages"), &reply).await.json(StatusCode::CREATED);
}

#[tokio::test]
async fn a_view_is_saved_listed_by_and_counted() {
    let shop = Shop::open().await;
    shop.connect("100").await;
    let first = shop.hear("100", "491701", "wamid.1", "one").await;
    let second = shop.hear("100", "491702", "wamid.2", "two").await;
    let team = json!({ "name": "Sales", "members": [shop.created.owner.id] });
    let team = shop.post("/api/v1/teams", &team).await.json(StatusCode::CREATED)["id"].clone();
    shop.patch(&format!("{LIST}/{second}"), &json!({ "teamId": team })).await.json(StatusCode::OK);
    let new = json!({ "name": "My teams", "audience": "me", "filter": { "team": ["mine"] }, "order": "waiting" });
    let view = shop.post("/api/v1/views", &new).await.json(StatusCode::CREATED);
    assert_eq!((&view["filter"], &view["order"]), (&new["filter"], &new["order"]));
    let all = json!({ "name": "All", "filter": { "all": [] } });
    let all = shop.post("/api/v1/views", &all).await.json(StatusCode::CREATED)["id"].clone();
    let id = view["id"].as_str().unwrap();
    assert_eq!(ids(&shop.get(&format!("{LIST}?view={id}")).await.json(StatusCode::OK)), [&*second]);
    assert!(ids(&shop.get(&format!("{LIST}?view={id}&status=closed")).await.json(StatusCode::OK)).is_empty());
    let counts = shop.get("/api/v1/view-counts").await.json(StatusCode::OK);
    assert_eq!(counts["items"], json!([{ "viewId": id, "count": 1 }, { "viewId": all, "count": 2 }]));
    shop.get(&format!("{LIST}?view={first}")).await.problem(StatusCode::NOT_FOUND, "not_found");
    let deep = (0..9).fold(json!({ "waiting": true }), |inner, _| json!({ "not": inner }));
    let new = json!({ "name": "Deep", "filter": deep });
    assert_eq!(shop.post("/api/v1/views", &new).await.wrong_fields(), ["filter"]);
}

#[tokio::test]
async fn a_macro_says_and_changes_and_its_places_are_filled() {
    let shop = Shop::open().await;
    let id = shop.conversation().await;
    let path = format!("{LIST}/{id}");
    let new = json!({
        "name": "Close", "content": "Bye {{customer.name|you}}, {{agent.name}} {{nobody.knows}} {{conversation.order|-}}{{",
        "changes": { "status": "closed", "priority": "low" }, "assignToMe": true,
    });
    let made = shop.post("/api/v1/macros", &new).await.json(StatusCode::CREATED);
    let run = json!({ "macroId": made["id"], "clientMessageId": "once" });
    let ran = shop.post(&format!("{path}/macros"), &run).await.json(StatusCode::OK);
    assert_eq!(ran["message"]["content"], "Bye Cleo, Ann {{nobody.knows}} -{{");
    let conversation = &ran["conversation"];
    assert_eq!((&conversation["status"], &conversation["priority"]), (&json!("closed"), &json!("low")));
    assert_eq!(conversation["assigneeId"], json!(shop.created.owner.id));
    let again = shop.post(&format!("{path}/macros"), &run).await.json(StatusCode::OK);
    assert_eq!(again["message"]["id"], ran["message"]["id"]);
    let nothing = json!({ "name": "Nothing" });
    assert_eq!(shop.post("/api/v1/macros", &nothing).await.wrong_fields(), ["changes"]);
    let unknown = json!({ "macroId": id });
    shop.post(&format!("{path}/macros"), &unknown).await.problem(StatusCode::NOT_FOUND, "not_found");
}

#[tokio::test]
async fn canned_responses_are_found_by_how_they_begin() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}/canned-responses", shop.conversation().await);
    for (name, content) in [("hours", "We open at nine."), ("Hello", "Hello {{customer.name}}!"), ("bye", "Bye!")] {
        let new = json!({ "name": name, "content": content });
        shop.post("/api/v1/canned-responses", &new).await.json(StatusCode::CREATED);
    }
    let found = async |query: &str| {
        let list = shop.get(&format!("{path}{query}")).await.json(StatusCode::OK);
        let items = list["items"].as_array().unwrap().clone();
        items.iter().map(|it| it["content"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found("?q=h").await, ["Hello Cleo!", "We open at nine."]);
    assert_eq!(found("?q=HOU").await, ["We open at nine."]);
    assert_eq!(found("").await.len(), 3);
}

#[tokio::test]
async fn many_conversations_are_changed_in_the_background() {
    let shop = Shop::open().await;
    shop.connect("100").await;
    let mut all = Vec::new();
    for n in 0..5 {
        all.push(shop.hear("100", &format!("4917{n}"), &format!("wamid.{n}"), "hello").await);
    }
    let missing = "0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f";
    let change = json!({ "conversationIds": [all[0], missing, all[1]], "changes": { "status": "closed" } });
    let job = shop.post(&format!("{LIST}/bulk"), &change).await.json(StatusCode::ACCEPTED);
    assert_eq!((&job["state"], &job["total"], &job["done"]), (&json!("running"), &json!(3), &json!(0)));
    assert_eq!(shop.house.chat.work_on_jobs_once().await.unwrap(), 3);
    let path = format!("/api/v1/jobs/{}", job["id"].as_str().unwrap());
    let done = shop.get(&path).await.json(StatusCode::OK);
    assert_eq!((&done["state"], &done["done"], &done["failed"]), (&json!("done"), &json!(2), &json!(1)));
    assert_eq!(done["failures"], json!([{ "conversationId": missing, "reason": "there is no such conversation" }]));
    assert_eq!(ids(&shop.get(&format!("{LIST}?status=closed")).await.json(StatusCode::OK)).len(), 2);
    assert_eq!(shop.house.chat.work_on_jobs_once().await.unwrap(), 0, "there is nothing left to do");

    let change =
        json!({ "filter": { "status": ["active"] }, "changes": { "priority": "urgent", "labels": [missing] } });
    let job = shop.post(&format!("{LIST}/bulk"), &change).await.json(StatusCode::ACCEPTED);
    assert_eq!(job["total"], 3);
    shop.house.chat.work_on_jobs_once().await.unwrap();
    let jobs = shop.get("/api/v1/jobs").await.json(StatusCode::OK);
    assert_eq!((&jobs["items"][0]["failed"], &jobs["items"][1]), (&json!(3), &done));
    assert_eq!(jobs["items"][0]["failures"][0]["reason"], "labels: there is no such label");
    for wrong in [json!({ "changes": {} }), json!({ "conversationIds": [], "filter": { "all": [] }, "changes": {} })] {
        assert_eq!(shop.post(&format!("{LIST}/bulk"), &wrong).await.wrong_fields(), ["conversationIds"]);
    }
}

#[tokio::test]
async fn a_job_is_stopped_and_one_that_was_left_alone_goes_on() {
    let shop = Shop::open().await;
    let id = shop.conversation().await;
    let change = json!({ "conversationIds": vec![&id; 250], "changes": { "subject": "Hours" } });
    let start = async || shop.post(&format!("{LIST}/bulk"), &change).await.json(StatusCode::ACCEPTED);
    let path = |job: &Value| format!("/api/v1/jobs/{}", job["id"].as_str().unwrap());
    let job = start().await;
    for done in [100, 200, 250] {
        shop.house.chat.work_on_jobs_once().await.unwrap();
        assert_eq!(shop.get(&path(&job)).await.json(StatusCode::OK)["done"], done);
    }
    let job = start().await;
    shop.house.chat.work_on_jobs_once().await.unwrap();
    let stopped = shop.delete(&path(&job)).await.json(StatusCode::OK);
    assert_eq!((&stopped["state"], &stopped["done"]), (&json!("cancelled"), &json!(100)));
    assert_eq!(shop.house.chat.work_on_jobs_once().await.unwrap(), 0);
    assert_eq!(shop.delete(&path(&job)).await.json(StatusCode::OK), stopped);
}
