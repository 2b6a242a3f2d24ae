//! Who is in the team, who comes in, and whose turn it is.

use crate::shop::{Answer, House, Shop, json_request, with_bearer};
use chat_core::Invitation;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use std::time::Duration;

const AGENTS: &str = "/api/v1/agents";
const INVITATIONS: &str = "/api/v1/invitations";
const ACCEPT: &str = "/api/v1/auth/invitation";
const PASSWORD: &str = "battery staple";

/// Somebody in the team, with the token of a session.
pub(crate) struct Member {
    pub(crate) id: String,
    pub(crate) token: String,
}

impl House {
    pub(crate) async fn ask_by(&self, token: &str, method: Method, path: &str, body: &Value) -> Answer {
        self.send(with_bearer(json_request(method, path, body), token)).await
    }

    pub(crate) async fn get_by(&self, token: &str, path: &str) -> Answer {
        self.ask_by(token, Method::GET, path, &Value::Null).await
    }

    async fn accept(&self, token: &str, name: &str) -> Answer {
        let body = json!({ "token": token, "name": name, "password": PASSWORD });
        self.send(json_request(Method::POST, ACCEPT, &body)).await
    }
}

impl Shop {
    /// Asks somebody in and has it accept.
    pub(crate) async fn hire(&self, name: &str, rights: Value) -> Member {
        let mut new = rights;
        new["email"] = json!(format!("{}@shop.test", name.to_lowercase()));
        let made = self.post(INVITATIONS, &new).await.json(StatusCode::CREATED);
        let session = self.house.accept(made["token"].as_str().unwrap(), name).await.json(StatusCode::CREATED);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Member { id: text(&session["agent"]["id"]), token: text(&session["token"]) }
    }

    async fn agent(&self, id: &str) -> Value {
        self.get(&format!("{AGENTS}/{id}")).await.json(StatusCode::OK)
    }

    async fn is_in(&self, token: &str) -> bool {
        self.house.get_by(token, "/api/v1/me").await.status == StatusCode::OK
    }

    async fn assigned(&self, conversation: &str) -> Value {
        let path = format!("/api/v1/conversations/{conversation}");
        self.get(&path).await.json(StatusCode::OK)["assigneeId"].clone()
    }

    async fn assign(&self, conversation: &str, what: &Value) -> Value {
        let path = format!("/api/v1/conversations/{conversation}");
        self.patch(&path, what).await.json(StatusCode::OK)["assigneeId"].clone()
    }

    /// Opens a connection of a member, as the gateway does.
    pub(crate) async fn connect_agent(&self, member: &Member) {
        self.house.chat.sign_in(&member.token).await.unwrap().arrive(&member.id).await;
    }
}

#[tokio::test]
async fn whoever_is_asked_in_signs_in_by_the_token_and_then_by_password() {
    let shop = Shop::open().await;
    let new = json!({ "email": " Bob@Shop.test ", "role": "agent" });
    let made = shop.post(INVITATIONS, &new).await.json(StatusCode::CREATED);
    assert_eq!((&made["email"], &made["expiresAt"]), (&json!("bob@shop.test"), &json!("2026-01-08T00:00:00.000Z")));
    let mut listed = made.clone();
    let token = listed.as_object_mut().unwrap().remove("token").unwrap();
    let token = token.as_str().unwrap();
    assert_eq!(shop.get(INVITATIONS).await.json(StatusCode::OK)["items"], json!([listed]));
    let weak = json!({ "token": token, "name": " ", "password": "short" });
    let weak = shop.house.send(json_request(Method::POST, ACCEPT, &weak)).await;
    assert_eq!(weak.wrong_fields(), ["name", "password"]);

    let session = shop.house.accept(token, "Bob").await.json(StatusCode::CREATED);
    assert_eq!((&session["agent"]["name"], &session["agent"]["role"]), (&json!("Bob"), &json!("agent")));
    assert!(shop.is_in(session["token"].as_str().unwrap()).await);
    shop.house.sign_in("bob@shop.test", PASSWORD).await.json(StatusCode::OK);
    shop.house.accept(token, "Eve").await.problem(StatusCode::NOT_FOUND, "not_found");
    assert_eq!(shop.get(INVITATIONS).await.json(StatusCode::OK)["items"], json!([]));
    let events = shop.get("/api/v1/events").await.json(StatusCode::OK);
    let told = &events["events"].as_array().unwrap().last().unwrap()["data"];
    let expected = json!({
        "agentId": session["agent"]["id"],
        "availability": "online",
        "availabilityReason": null,
        "isActive": true,
    });
    assert_eq!(told, &expected);
}

#[tokio::test]
async fn an_invitation_ends_by_itself_or_by_hand_and_can_be_renewed() {
    let shop = Shop::open().await;
    let ask = |email: &str| json!({ "email": email, "role": "agent" });
    let made = shop.post(INVITATIONS, &ask("bob@shop.test")).await.json(StatusCode::CREATED);
    let old = made["token"].as_str().unwrap();
    shop.post(INVITATIONS, &ask("BOB@shop.test")).await.problem(StatusCode::CONFLICT, "conflict");
    shop.post(INVITATIONS, &ask("ann@shop.test")).await.problem(StatusCode::CONFLICT, "conflict");
    assert_eq!(shop.post(INVITATIONS, &ask("bob")).await.wrong_fields(), ["email"]);

    shop.house.clock.advance(Invitation::TTL);
    shop.house.accept(old, "Bob").await.problem(StatusCode::NOT_FOUND, "not_found");
    let path = format!("{INVITATIONS}/{}", made["id"].as_str().unwrap());
    let renewed = shop.post(&format!("{path}/renew"), &Value::Null).await.json(StatusCode::OK);
    shop.house.accept(old, "Bob").await.problem(StatusCode::NOT_FOUND, "not_found");
    shop.delete(&path).await.json(StatusCode::NO_CONTENT);
    let revoked = renewed["token"].as_str().unwrap();
    shop.house.accept(revoked, "Bob").await.problem(StatusCode::NOT_FOUND, "not_found");
    shop.delete(&path).await.problem(StatusCode::NOT_FOUND, "not_found");
    shop.post(INVITATIONS, &ask("bob@shop.test")).await.json(StatusCode::CREATED);
}

#[tokio::test]
async fn an_address_that_signs_in_elsewhere_is_told_to_its_holder_alone() {
    let house = House::new();
    let (ours, theirs) = (house.shop("ours").await, house.shop("theirs").await);
    let new = json!({ "email": theirs.created.owner.email, "role": "agent" });
    let made = ours.post(INVITATIONS, &new).await.json(StatusCode::CREATED);
    house.accept(made["token"].as_str().unwrap(), "Ann").await.problem(StatusCode::CONFLICT, "conflict");
}

#[tokio::test]
async fn only_owners_make_and_depose_owners_and_one_always_stays() {
    let shop = Shop::open().await;
    let owner = shop.created.owner.id.to_string();
    let admin = shop.hire("Bob", json!({ "role": "admin" })).await;
    let agent = shop.hire("Cid", json!({ "role": "agent" })).await;
    let role = async |token: &str, id: &str, role: &str| {
        shop.house.ask_by(token, Method::PATCH, &format!("{AGENTS}/{id}"), &json!({ "role": role })).await
    };
    role(&agent.token, &agent.id, "admin").await.problem(StatusCode::FORBIDDEN, "forbidden");
    role(&admin.token, &admin.id, "owner").await.problem(StatusCode::FORBIDDEN, "forbidden");
    role(&admin.token, &owner, "agent").await.problem(StatusCode::FORBIDDEN, "forbidden");
    role(&admin.token, &agent.id, "viewer").await.json(StatusCode::OK);
    role(shop.key(), &owner, "admin").await.problem(StatusCode::CONFLICT, "conflict");
    let invited = json!({ "email": "eve@shop.test", "role": "owner" });
    let invited = shop.house.ask_by(&admin.token, Method::POST, INVITATIONS, &invited).await;
    invited.problem(StatusCode::FORBIDDEN, "forbidden");

    role(shop.key(), &admin.id, "owner").await.json(StatusCode::OK);
    role(&admin.token, &owner, "admin").await.json(StatusCode::OK);
    let alone = format!("{AGENTS}/{}/deactivate", admin.id);
    let alone = shop.house.ask_by(&admin.token, Method::POST, &alone, &Value::Null).await;
    alone.problem(StatusCode::CONFLICT, "conflict");
}

#[tokio::test]
async fn a_viewer_sees_and_answers_nobody() {
    let shop = Shop::open().await;
    let conversation = shop.conversation().await;
    let viewer = shop.hire("Vic", json!({ "role": "viewer" })).await;
    let path = format!("/api/v1/conversations/{conversation}");
    shop.house.get_by(&viewer.token, &path).await.json(StatusCode::OK);
    for (method, path, body) in [
        (Method::POST, format!("{path}/messages"), json!({ "content": "Yes" })),
        (Method::PATCH, path.clone(), json!({ "status": "closed" })),
        (Method::POST, format!("{path}/read"), Value::Null),
    ] {
        let refused = shop.house.ask_by(&viewer.token, method, &path, &body).await;
        refused.problem(StatusCode::FORBIDDEN, "forbidden");
    }
}

#[tokio::test]
async fn whoever_leaves_is_out_and_its_conversations_go_back_to_the_queue() {
    let shop = Shop::open().await;
    let bob = shop.hire("Bob", json!({ "role": "agent" })).await;
    let made = shop.house.ask_by(&bob.token, Method::POST, "/api/v1/api-keys", &json!({ "name": "Export" })).await;
    let key = made.json(StatusCode::CREATED)["token"].as_str().unwrap().to_owned();
    let open = shop.conversation().await;
    let closed = shop.hear("100", "491702", "wamid.2", "Hello?").await;
    for conversation in [&open, &closed] {
        assert_eq!(shop.assign(conversation, &json!({ "assigneeId": bob.id })).await, json!(bob.id));
    }
    shop.assign(&closed, &json!({ "status": "closed" })).await;

    let path = format!("{AGENTS}/{}", bob.id);
    let left = shop.post(&format!("{path}/deactivate"), &Value::Null).await.json(StatusCode::OK);
    assert_eq!(left["deactivatedAt"], "2026-01-01T00:00:00.000Z");
    for token in [&bob.token, &key] {
        shop.house.get_by(token, "/api/v1/me").await.problem(StatusCode::UNAUTHORIZED, "invalid_token");
    }
    shop.house.sign_in("bob@shop.test", PASSWORD).await.problem(StatusCode::UNAUTHORIZED, "wrong_credentials");
    for conversation in [&open, &closed] {
        assert_eq!(shop.assigned(conversation).await, Value::Null);
        let path = format!("/api/v1/conversations/{conversation}");
        let back = shop.patch(&path, &json!({ "assigneeId": bob.id })).await;
        assert_eq!(back.wrong_fields(), ["assigneeId"]);
    }

    shop.post(&format!("{path}/reactivate"), &Value::Null).await.json(StatusCode::OK);
    shop.house.sign_in("bob@shop.test", PASSWORD).await.json(StatusCode::OK);
    assert!(!shop.is_in(&bob.token).await && !shop.is_in(&key).await, "what has ended stays so");
}

#[tokio::test]
async fn agents_say_whether_they_take_conversations() {
    let shop = Shop::open().await;
    let bob = shop.hire("Bob", json!({ "role": "agent" })).await;
    let say = async |body: &Value| shop.house.ask_by(&bob.token, Method::PUT, "/api/v1/me/availability", body).await;
    say(&json!({ "availability": "busy", "reason": " on the phone " })).await.json(StatusCode::OK);
    let told = shop.agent(&bob.id).await;
    assert_eq!(
        (&told["availability"], &told["availabilityReason"], &told["isPresent"]),
        (&json!("busy"), &json!("on the phone"), &json!(false))
    );
    shop.connect_agent(&bob).await;
    assert_eq!(shop.agent(&bob.id).await["isPresent"], true);
    say(&json!({ "availability": "online" })).await.json(StatusCode::OK);
    assert_eq!(shop.agent(&bob.id).await["availabilityReason"], Value::Null);
    for (body, field) in [
        (json!({ "availability": "asleep" }), "availability"),
        (json!({ "availability": "away", "reason": "x".repeat(129) }), "reason"),
        (json!({ "availability": "online", "reason": "because" }), "reason"),
    ] {
        assert_eq!(say(&body).await.wrong_fields(), [field]);
    }
}

#[tokio::test]
async fn a_team_takes_turns_among_those_who_are_there() {
    let shop = Shop::open().await;
    shop.conversation().await;
    let mut team = Vec::new();
    for name in ["Bob", "Cid", "Dan", "Eve"] {
        team.push(shop.hire(name, json!({ "role": "agent" })).await);
    }
    let [bob, cid, dan, eve] = &team[..] else { panic!("there are four") };
    let members: Vec<&String> = team.iter().map(|member| &member.id).collect();
    let new = json!({ "name": "Support", "members": members, "roundRobin": true });
    let support = shop.post("/api/v1/teams", &new).await.json(StatusCode::CREATED);
    let to_support = json!({ "teamId": support["id"] });
    let mut count = 0;
    let mut next = async || {
        count += 1;
        let from = format!("4918{count:03}");
        let conversation = shop.hear("100", &from, &format!("wamid.turn.{count}"), "Hello?").await;
        shop.assign(&conversation, &to_support).await
    };
    assert_eq!(next().await, Value::Null, "nobody is there");
    for member in [bob, cid, dan] {
        shop.connect_agent(member).await;
    }
    let busy = json!({ "availability": "busy" });
    shop.house.ask_by(&cid.token, Method::PUT, "/api/v1/me/availability", &busy).await.json(StatusCode::OK);
    let turns = [next().await, next().await, next().await];
    assert_eq!(turns, [json!(bob.id), json!(dan.id), json!(bob.id)]);
    shop.connect_agent(eve).await;
    assert_eq!([next().await, next().await, next().await], [json!(dan.id), json!(eve.id), json!(bob.id)]);

    // Renaming the team takes nobody's turn away, and who has been chosen by hand stays.
    let renamed = json!({ "name": "Help", "members": members, "roundRobin": true });
    let path = format!("/api/v1/teams/{}", support["id"].as_str().unwrap());
    shop.put(&path, &renamed).await.json(StatusCode::OK);
    let conversation = shop.hear("100", "4919", "wamid.by-hand", "Hello?").await;
    let by_hand = json!({ "teamId": support["id"], "assigneeId": cid.id });
    assert_eq!(shop.assign(&conversation, &by_hand).await, json!(cid.id));
    assert_eq!(shop.assign(&conversation, &to_support).await, json!(cid.id), "it is in the team already");
    assert_eq!(next().await, json!(dan.id));
}

#[tokio::test]
async fn a_team_that_takes_no_turns_leaves_the_conversation_to_all() {
    let shop = Shop::open().await;
    let conversation = shop.conversation().await;
    let bob = shop.hire("Bob", json!({ "role": "agent" })).await;
    shop.connect_agent(&bob).await;
    let support = shop.post("/api/v1/teams", &json!({ "name": "Support", "members": [bob.id] })).await;
    let support = support.json(StatusCode::CREATED);
    assert_eq!(support["roundRobin"], false);
    assert_eq!(shop.assign(&conversation, &json!({ "teamId": support["id"] })).await, Value::Null);
}

#[tokio::test]
async fn conversations_of_whoever_stays_away_go_back_to_the_queue() {
    let shop = House::relieving(Duration::from_secs(600)).shop("shop").await;
    let conversation = shop.conversation().await;
    let bob = shop.hire("Bob", json!({ "role": "agent" })).await;
    let desk = shop.house.chat.sign_in(&bob.token).await.unwrap();
    shop.assign(&conversation, &json!({ "assigneeId": bob.id })).await;
    let wait = async |seconds| {
        shop.house.clock.advance(Duration::from_secs(seconds));
        shop.house.chat.relieve_once().await.unwrap()
    };
    desk.arrive("one").await;
    desk.arrive("two").await;
    desk.leave("one").await;
    assert_eq!(wait(80).await, 0, "it is still there");
    desk.leave("two").await;
    assert_eq!(wait(599).await, 0);
    desk.arrive("three").await;
    assert_eq!(wait(1).await, 0, "it has come back");
    desk.leave("three").await;
    assert_eq!((wait(599).await, wait(1).await), (0, 1));
    assert_eq!(shop.assigned(&conversation).await, Value::Null);

    // Whoever goes without a goodbye is missed as well.
    shop.assign(&conversation, &json!({ "assigneeId": bob.id })).await;
    desk.arrive("four").await;
    shop.house.clock.advance(chat_core::PRESENCE_TTL + Duration::from_secs(1));
    assert_eq!(shop.house.chat.tell_lapsed_once().await, 1);
    assert_eq!((wait(599).await, wait(1).await), (0, 1));
}
