use crate::shop::Shop;
use http::StatusCode;
use serde_json::json;

#[tokio::test]
async fn a_customer_is_told_with_everything_that_identifies_it() {
    let shop = Shop::open().await;
    shop.conversation().await;
    let list = shop.get("/api/v1/customers?q=cleo").await.json(StatusCode::OK);
    let id = list["items"][0]["id"].as_str().unwrap();
    let expected = json!({
        "id": id,
        "clientId": shop.created.client.id,
        "name": "Cleo",
        "email": null,
        "phone": null,
        "language": null,
        "attributes": {},
        "blocks": [],
        "username": null,
        "noMarketingSince": null,
        "heldBackCount": 0,
        "mergedInto": null,
        "createdAt": "2026-01-01T00:00:00.000Z",
        "updatedAt": "2026-01-01T00:00:00.000Z",
        "revision": 1,
    });
    assert_eq!(list, json!({ "items": [expected], "nextCursor": null }));
    let mut detail = shop.get(&format!("/api/v1/customers/{id}")).await.json(StatusCode::OK);
    let identities = detail.as_object_mut().unwrap().remove("identities").unwrap();
    assert_eq!(detail, expected);
    let identity = json!([{
        "id": identities[0]["id"],
        "kind": "whatsapp_phone",
        "value": "491701",
        "createdAt": "2026-01-01T00:00:00.000Z",
    }]);
    assert_eq!(identities, identity);
    assert_eq!(shop.get("/api/v1/customers?q=dora").await.json(StatusCode::OK)["items"], json!([]));
}

/// The path of the one customer that has written.
async fn cleo(shop: &Shop) -> String {
    shop.conversation().await;
    let list = shop.get("/api/v1/customers?q=cleo").await.json(StatusCode::OK);
    format!("/api/v1/customers/{}", list["items"][0]["id"].as_str().unwrap())
}

/// The types of the events after a place in the journal.
async fn told_after(shop: &Shop, seq: &serde_json::Value) -> Vec<String> {
    let events = shop.get(&format!("/api/v1/events?after={seq}")).await.json(StatusCode::OK);
    events["events"].as_array().unwrap().iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn what_is_known_of_a_customer_is_corrected_and_told() {
    let shop = Shop::open().await;
    let path = cleo(&shop).await;
    let plan = json!({ "name": "plan", "title": "Plan", "type": "select", "options": ["free", "pro"] });
    shop.post("/api/v1/customer-attributes", &plan).await.json(StatusCode::CREATED);
    let head = shop.get("/api/v1/events").await.json(StatusCode::OK)["head"].clone();
    let patch = json!({
        "name": "Cleo C.",
        "email": "cleo@mail.test",
        "phone": "+49 170 1",
        "language": "pt-br",
        "attributes": { "plan": "pro" },
    });
    let changed = shop.patch(&path, &patch).await.json(StatusCode::OK);
    assert_eq!((&changed["name"], &changed["language"]), (&json!("Cleo C."), &json!("pt-BR")));
    assert_eq!((&changed["email"], &changed["attributes"]), (&json!("cleo@mail.test"), &json!({ "plan": "pro" })));
    assert_eq!(told_after(&shop, &head).await, ["customerChanged"]);
    let events = shop.get(&format!("/api/v1/events?after={head}")).await.json(StatusCode::OK);
    assert_eq!(events["events"][0]["data"], changed);
    shop.patch(&path, &patch).await.json(StatusCode::OK);
    assert_eq!(told_after(&shop, &head).await.len(), 1, "nothing was different");
    assert_eq!(shop.get("/api/v1/customers?q=mail.test").await.json(StatusCode::OK)["items"], json!([changed]));

    let emptied = shop.patch(&path, &json!({ "email": null, "attributes": { "plan": null } })).await;
    let emptied = emptied.json(StatusCode::OK);
    assert_eq!((&emptied["email"], &emptied["attributes"]), (&json!(null), &json!({})));
    let wrong = json!({ "email": "cleo", "attributes": { "plan": "gold", "shoe": 42 } });
    assert_eq!(shop.patch(&path, &wrong).await.wrong_fields(), ["email", "attributes.plan", "attributes.shoe"]);
}

#[tokio::test]
async fn an_identity_that_another_customer_has_is_a_conflict_that_names_it() {
    let shop = Shop::open().await;
    let path = cleo(&shop).await;
    shop.hear("100", "491702", "wamid.2", "Me too").await;
    let email = json!({ "kind": "email", "value": "Cleo@Mail.Test" });
    let added = shop.post(&format!("{path}/identities"), &email).await.json(StatusCode::CREATED);
    assert_eq!((&added["kind"], &added["value"]), (&json!("email"), &json!("cleo@mail.test")));
    let again = shop.post(&format!("{path}/identities"), &email).await.json(StatusCode::CREATED);
    assert_eq!(again, added, "it is there already");

    let list = shop.get("/api/v1/customers?q=491702").await.json(StatusCode::OK);
    let other = format!("/api/v1/customers/{}", list["items"][0]["id"].as_str().unwrap());
    let taken = shop.post(&format!("{other}/identities"), &email).await.problem(StatusCode::CONFLICT, "identity_taken");
    assert!(path.ends_with(taken["customerId"].as_str().unwrap()), "{taken}");
    let wrong = json!({ "kind": "visitor", "value": "x" });
    assert_eq!(shop.post(&format!("{other}/identities"), &wrong).await.wrong_fields(), ["kind"]);

    let removed = format!("{path}/identities/{}", added["id"].as_str().unwrap());
    shop.delete(&removed).await.json(StatusCode::NO_CONTENT);
    shop.delete(&removed).await.problem(StatusCode::NOT_FOUND, "not_found");
    shop.post(&format!("{other}/identities"), &email).await.json(StatusCode::CREATED);
    assert_eq!(shop.get(&path).await.json(StatusCode::OK)["identities"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn whoever_writes_under_an_identity_that_was_taken_away_is_somebody_new() {
    let shop = Shop::open().await;
    let path = cleo(&shop).await;
    let identity = shop.get(&path).await.json(StatusCode::OK)["identities"][0]["id"].clone();
    shop.delete(&format!("{path}/identities/{}", identity.as_str().unwrap())).await.json(StatusCode::NO_CONTENT);
    shop.hear("100", "491701", "wamid.2", "Hello again").await;
    let customers = shop.get("/api/v1/customers").await.json(StatusCode::OK);
    assert_eq!(customers["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn notes_are_listed_with_author_and_time_and_can_be_taken_away() {
    let shop = Shop::open().await;
    let path = format!("{}/notes", cleo(&shop).await);
    let first = shop.post(&path, &json!({ "text": " Pays late. " })).await.json(StatusCode::CREATED);
    assert_eq!((&first["text"], &first["authorName"]), (&json!("Pays late."), &json!("Ann")));
    assert_eq!(first["authorId"], json!(shop.created.owner.id));
    let second = shop.post(&path, &json!({ "text": "Likes tea." })).await.json(StatusCode::CREATED);
    let page = shop.get(&format!("{path}?limit=1")).await.json(StatusCode::OK);
    assert_eq!(page["items"], json!([second]));
    let next = format!("{path}?limit=1&cursor={}", page["nextCursor"].as_str().unwrap());
    assert_eq!(shop.get(&next).await.json(StatusCode::OK), json!({ "items": [first], "nextCursor": null }));
    let note = format!("{path}/{}", second["id"].as_str().unwrap());
    shop.delete(&note).await.json(StatusCode::NO_CONTENT);
    shop.delete(&note).await.problem(StatusCode::NOT_FOUND, "not_found");
    assert_eq!(shop.get(&path).await.json(StatusCode::OK)["items"], json!([first]));
    assert_eq!(shop.post(&path, &json!({ "text": "  " })).await.wrong_fields(), ["text"]);
}

#[tokio::test]
async fn the_conversations_of_a_customer_are_listed_over_all_channels() {
    let shop = Shop::open().await;
    let path = format!("{}/conversations", cleo(&shop).await);
    shop.hear("100", "491702", "wamid.2", "Somebody else").await;
    let own = shop.get(&path).await.json(StatusCode::OK);
    assert_eq!(own["items"].as_array().unwrap().len(), 1);
    assert!(path.contains(own["items"][0]["customerId"].as_str().unwrap()));
}

#[tokio::test]
async fn what_a_blocked_customer_writes_is_kept_out_of_the_inbox_and_for_admins() {
    let shop = Shop::open().await;
    let path = cleo(&shop).await;
    let blocked = shop.post(&format!("{path}/block"), &json!({ "source": "whatsapp" })).await.json(StatusCode::OK);
    assert_eq!(blocked["blocks"][0]["source"], "whatsapp");
    let before = shop.get("/api/v1/events").await.json(StatusCode::OK);
    let call = json!({ "to": "100", "messages": [{ "id": "wamid.9", "from": "491701", "text": "Buy now!" }] });
    for _ in 0..2 {
        shop.house.call(Shop::SECRET, &call).await.json(StatusCode::OK);
    }
    assert_eq!(shop.get("/api/v1/events").await.json(StatusCode::OK), before, "nobody is told");
    let held = shop.get("/api/v1/held-back-messages").await.json(StatusCode::OK);
    assert_eq!(held["items"].as_array().unwrap().len(), 1, "what comes twice is kept once: {held}");
    assert_eq!(
        (&held["items"][0]["content"], &held["items"][0]["externalId"]),
        (&json!("Buy now!"), &json!("wamid.9"))
    );
    assert_eq!(shop.get(&path).await.json(StatusCode::OK)["heldBackCount"], 1);
    let own = format!("/api/v1/held-back-messages?customerId={}", path.rsplit('/').next().unwrap());
    assert_eq!(shop.get(&own).await.json(StatusCode::OK), held);

    shop.post(&format!("{path}/unblock"), &json!({})).await.json(StatusCode::OK);
    let conversation = shop.hear("100", "491701", "wamid.10", "Sorry").await;
    let messages = shop.get(&format!("/api/v1/conversations/{conversation}/messages")).await.json(StatusCode::OK);
    let texts: Vec<_> = messages["items"].as_array().unwrap().iter().map(|it| it["content"].clone()).collect();
    assert_eq!(texts, ["Sorry", "Is it open?"]);
}

#[tokio::test]
async fn customers_go_out_as_csv_and_come_in_again() {
    let shop = Shop::open().await;
    let path = cleo(&shop).await;
    shop.patch(&path, &json!({ "name": "=1+1", "phone": "+49 170 1" })).await.json(StatusCode::OK);
    let exported = shop.get("/api/v1/customers/export").await;
    assert_eq!(exported.headers["content-type"], "text/csv; charset=utf-8");
    let lines: Vec<&str> = exported.text.lines().collect();
    assert_eq!(lines[0], "id,name,email,phone,language,whatsappPhone,externalId,attributes,createdAt");
    assert!(lines[1].contains(",'=1+1,,'+49 170 1,,491701,,,") && lines.len() == 2, "{lines:?}");
    let again = shop.import(&exported.text, false).await.json(StatusCode::OK);
    assert_eq!((&again["rows"], &again["unchanged"], &again["failed"]), (&json!(1), &json!(1), &json!(0)));

    let table = "email,name,whatsappPhone\n\
        bea@mail.test,Bea,\n\
        cleo@mail.test,Cleo,+49 1701\n\
        nobody,X,\n\
        ,Y,\n";
    let tried = shop.import(table, true).await.json(StatusCode::OK);
    let made = shop.import(table, false).await.json(StatusCode::OK);
    for (report, is_dry) in [(&tried, true), (&made, false)] {
        assert_eq!((&report["dryRun"], &report["rows"]), (&json!(is_dry), &json!(4)));
        let counts = ["created", "updated", "unchanged", "failed"].map(|count| report[count].as_u64().unwrap());
        assert_eq!(counts, [1, 1, 0, 2], "{report}");
        let faults = report["errors"].as_array().unwrap().iter().map(|fault| fault["row"].as_u64().unwrap());
        assert_eq!(faults.collect::<Vec<_>>(), [3, 4], "{report}");
    }
    let cleo = shop.get(&path).await.json(StatusCode::OK);
    assert_eq!((&cleo["name"], &cleo["email"]), (&json!("Cleo"), &json!("cleo@mail.test")));
    assert_eq!(cleo["identities"].as_array().unwrap().len(), 2);
    let both = shop.import("email,whatsappPhone\nbea@mail.test,491701\n", false).await.json(StatusCode::OK);
    let known = shop.get("/api/v1/customers?q=bea@").await.json(StatusCode::OK)["items"][0]["id"].clone();
    let named = &both["errors"][0]["customerId"];
    assert!(*named == known || path.ends_with(named.as_str().unwrap()), "{both}");
    assert_eq!(shop.import("shoes\n", false).await.wrong_fields(), ["body"]);
}

#[tokio::test]
async fn a_large_export_has_every_customer_once() {
    let shop = Shop::open().await;
    let rows: String = (0..450).map(|n| format!("c{n}@mail.test\n")).collect();
    let report = shop.import(&format!("email\n{rows}"), false).await.json(StatusCode::OK);
    assert_eq!(report["created"], 450, "{report}");
    let exported = shop.get("/api/v1/customers/export").await.text;
    let mut emails: Vec<&str> = exported.lines().skip(1).map(|line| line.split(',').nth(2).unwrap()).collect();
    assert_eq!(emails.len(), 450);
    emails.sort_unstable();
    emails.dedup();
    assert_eq!(emails.len(), 450);
}

#[tokio::test]
async fn the_team_is_listed() {
    let shop = Shop::open().await;
    let owner = &shop.created.owner;
    let expected = json!({
        "id": owner.id,
        "clientId": shop.created.client.id,
        "name": "Ann",
        "email": "ann@shop.test",
        "role": "owner",
        "customRoleId": null,
        "availability": "online",
        "availabilityReason": null,
        "hasSecondFactor": false,
        "isPresent": false,
        "deactivatedAt": null,
        "createdAt": "2026-01-01T00:00:00.000Z",
        "revision": 1,
    });
    let list = shop.get("/api/v1/agents").await.json(StatusCode::OK);
    assert_eq!(list, json!({ "items": [expected], "nextCursor": null }));
}
