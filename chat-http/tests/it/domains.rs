use crate::shop::Shop;
use chat_core::AuthorizedDomain;
use http::StatusCode;
use serde_json::{Value, json};

/// The path of a new widget's domains.
async fn domains(shop: &Shop) -> String {
    format!("/api/v1/widgets/{}/domains", shop.widget().await)
}

async fn add(shop: &Shop, list: &str, domain: &str) -> Value {
    shop.post(list, &json!({ "domain": domain })).await.json(StatusCode::CREATED)
}

#[tokio::test]
async fn a_domain_is_added_with_what_proves_it() {
    let shop = Shop::open().await;
    let list = domains(&shop).await;
    let domain = add(&shop, &list, " Bücher.example. ").await;
    assert_eq!((&domain["domain"], &domain["display"]), (&json!("xn--bcher-kva.example"), &json!("bücher.example")));
    assert_eq!((&domain["state"], &domain["verified"]), (&json!("pending"), &json!(false)));
    let token = domain["file"]["content"].as_str().unwrap();
    assert_eq!(token.len(), 26, "128 bits in base 32");
    assert_eq!(domain["dns"]["name"], "_chat-challenge.xn--bcher-kva.example");
    assert_eq!(domain["dns"]["value"], format!("token={token}"));
    let path = domain["file"]["path"].as_str().unwrap();
    assert!(path.starts_with("/.well-known/chat-verification/") && path.ends_with(".txt"), "{path}");
    assert!(!path.contains(token), "the path gives nothing away: {path}");
    assert_eq!(domain["file"]["url"], format!("https://xn--bcher-kva.example{path}"));
    let wildcard = add(&shop, &list, "*.bücher.example:8443").await;
    assert_eq!(wildcard["dns"]["name"], "_chat-wildcard-challenge.xn--bcher-kva.example");
    assert_eq!(wildcard["file"], Value::Null, "a file proves one host only");
    assert_ne!(wildcard["dns"]["value"], domain["dns"]["value"]);
    assert_eq!(shop.get(&list).await.json(StatusCode::OK), json!({ "items": [domain, wildcard], "nextCursor": null }));
    let one = format!("{list}/{}", domain["id"].as_str().unwrap());
    assert_eq!(shop.get(&one).await.json(StatusCode::OK), domain);
}

#[tokio::test]
async fn what_is_no_domain_is_told_with_how_to_mend_it() {
    let shop = Shop::open().await;
    let list = domains(&shop).await;
    for (domain, problem) in [
        ("https://shop.example/", "write the domain alone, like shop.example, without https:// or a path"),
        ("10.0.0.1", "an IP address can change hands; use the domain name of the site instead"),
        ("localhost", "a domain has at least two parts, like shop.example; \"localhost\" is only one"),
        ("shop.example; frame-ancestors *", "the domain holds a character that is not allowed: ';'"),
    ] {
        let answer = shop.post(&list, &json!({ "domain": domain })).await;
        let told = answer.problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
        assert_eq!(told["errors"], json!([{ "field": "domain", "problem": problem }]), "{domain}");
    }
    assert_eq!(shop.get(&list).await.json(StatusCode::OK)["items"], json!([]));
}

#[tokio::test]
async fn a_widget_has_a_domain_once_until_it_is_removed() {
    let shop = Shop::open().await;
    let list = domains(&shop).await;
    let domain = add(&shop, &list, "shop.example").await;
    let again = json!({ "domain": "SHOP.example:443" });
    let conflict = shop.post(&list, &again).await.problem(StatusCode::CONFLICT, "conflict");
    assert_eq!(conflict["detail"], "the widget has this domain already");
    let one = format!("{list}/{}", domain["id"].as_str().unwrap());
    assert_eq!(shop.delete(&one).await.status, StatusCode::NO_CONTENT);
    shop.get(&one).await.problem(StatusCode::NOT_FOUND, "not_found");
    shop.delete(&one).await.problem(StatusCode::NOT_FOUND, "not_found");
    assert_eq!(shop.get(&list).await.json(StatusCode::OK)["items"], json!([]));
    let back = shop.post(&list, &again).await.json(StatusCode::CREATED);
    assert_eq!((&back["id"], &back["state"]), (&domain["id"], &json!("pending")));
    assert_ne!(back["dns"]["value"], domain["dns"]["value"], "another token");
    let history = shop.get(&format!("{one}/history")).await.json(StatusCode::OK);
    let deeds: Vec<_> =
        history["items"].as_array().unwrap().iter().map(|step| step["deed"].as_str().unwrap()).collect();
    assert_eq!(deeds, ["added", "removed", "added"]);
    let owner = shop.created.owner.id.to_string();
    assert!(history["items"].as_array().unwrap().iter().all(|step| step["agentId"] == owner));
    let events = shop.get("/api/v1/events").await.json(StatusCode::OK);
    let told = events["events"].as_array().unwrap().iter().filter(|event| event["type"] == "domainChanged");
    let states: Vec<_> = told.map(|event| event["data"]["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["pending", "removed", "pending"]);
}

#[tokio::test]
async fn a_domain_is_found_at_its_own_widget_only() {
    let shop = Shop::open().await;
    let (list, other) = (domains(&shop).await, domains(&shop).await);
    let domain = add(&shop, &list, "shop.example").await;
    let elsewhere = format!("{other}/{}", domain["id"].as_str().unwrap());
    for path in [elsewhere.clone(), format!("{elsewhere}/history"), format!("{list}/no-id")] {
        shop.get(&path).await.problem(StatusCode::NOT_FOUND, "not_found");
    }
    shop.delete(&elsewhere).await.problem(StatusCode::NOT_FOUND, "not_found");
    add(&shop, &other, "shop.example").await;
}

#[tokio::test]
async fn a_look_for_the_proof_tells_what_was_seen_and_how_to_mend_it() {
    let shop = Shop::open().await;
    let list = domains(&shop).await;
    let domain = add(&shop, &list, "shop.example").await;
    let one = format!("{list}/{}", domain["id"].as_str().unwrap());
    let verify = format!("{one}/verify");
    let check = shop.post(&verify, &Value::Null).await.json(StatusCode::OK);
    let findings = check["findings"].as_array().unwrap();
    assert_eq!((&findings[0]["method"], &findings[0]["code"]), (&json!("dns"), &json!("no_record")));
    assert_eq!(findings[1]["problem"], "the website answered with status 404 instead of 200; check where the file is");
    assert_eq!(check["domain"], shop.get(&one).await.json(StatusCode::OK));
    assert!(check["domain"]["lastFault"].as_str().unwrap().starts_with("DNS: there is no TXT record"));

    *shop.house.outside.0.lock().unwrap() = Some(domain["dns"]["value"].as_str().unwrap().to_owned());
    let check = shop.post(&verify, &Value::Null).await.json(StatusCode::OK);
    assert_eq!(check["findings"][0], json!({ "method": "dns", "found": true, "code": null, "problem": null }));
    let domain = &check["domain"];
    assert_eq!((&domain["state"], &domain["verified"]), (&json!("verified"), &json!(true)));
    assert_eq!((&domain["method"], &domain["lastFault"]), (&json!("dns"), &Value::Null));
    shop.post(&format!("{one}/renew"), &Value::Null).await.problem(StatusCode::CONFLICT, "conflict");
}

#[tokio::test]
async fn another_token_is_to_be_had_while_a_domain_is_not_proven() {
    let shop = Shop::open().await;
    let list = domains(&shop).await;
    let domain = add(&shop, &list, "shop.example").await;
    let one = format!("{list}/{}", domain["id"].as_str().unwrap());
    shop.house.clock.advance(AuthorizedDomain::TOKEN_TTL);
    let expired = shop.post(&format!("{one}/verify"), &Value::Null).await.problem(StatusCode::CONFLICT, "conflict");
    assert_eq!(expired["detail"], "the token has expired; ask for another and put it in place of the old one");
    let renewed = shop.post(&format!("{one}/renew"), &Value::Null).await.json(StatusCode::OK);
    assert_ne!(renewed["dns"]["value"], domain["dns"]["value"]);
    shop.post(&format!("{one}/verify"), &Value::Null).await.json(StatusCode::OK);
}

#[tokio::test]
async fn looking_at_once_is_limited() {
    let shop = Shop::open().await;
    let list = domains(&shop).await;
    let domain = add(&shop, &list, "shop.example").await;
    let verify = format!("{list}/{}/verify", domain["id"].as_str().unwrap());
    for _ in 0..20 {
        shop.post(&verify, &Value::Null).await.json(StatusCode::OK);
    }
    let limited = shop.post(&verify, &Value::Null).await;
    assert_eq!(limited.headers["retry-after"], "6");
    limited.problem(StatusCode::TOO_MANY_REQUESTS, "rate_limited");
    shop.house.clock.advance(std::time::Duration::from_secs(6));
    shop.post(&verify, &Value::Null).await.json(StatusCode::OK);
}

#[tokio::test]
async fn a_widget_has_so_many_domains_at_the_most() {
    let shop = Shop::open().await;
    let list = domains(&shop).await;
    for n in 0..AuthorizedDomain::COUNT_MAX {
        add(&shop, &list, &format!("shop{n}.example")).await;
    }
    let conflict = shop.post(&list, &json!({ "domain": "one-more.example" })).await;
    let conflict = conflict.problem(StatusCode::CONFLICT, "conflict");
    assert_eq!(conflict["detail"], "the widget has 100 domains already; remove one first");
}
