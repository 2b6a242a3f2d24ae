use crate::paper::Office;
use chat_core::{LocalLogin, LoginError, NewAgent, Refusal, Role};

#[tokio::test]
async fn a_session_works_until_it_ends_or_expires() {
    let office = Office::open().await;
    let new = NewAgent { password: Some("correct horse".into()), ..NewAgent::new("Bob", "Bob@Shop.test", Role::Agent) };
    office.login.create_agent(office.scope().client_id(), new).await.unwrap();
    assert!(matches!(office.login.sign_in("bob@shop.test", &"wrong".into()).await, Err(LoginError::Wrong)));
    assert!(matches!(office.login.sign_in("nobody@shop.test", &"wrong".into()).await, Err(LoginError::Wrong)));

    let session = office.login.sign_in(" bob@SHOP.test ", &"correct horse".into()).await.unwrap();
    let desk = office.chat.sign_in(session.token.expose()).await.unwrap();
    assert_eq!(desk.actor().name, "Bob");
    assert!(office.login.sign_out(session.token.expose()).await.unwrap().is_some());
    assert!(office.login.sign_out(session.token.expose()).await.unwrap().is_none());
    assert!(matches!(office.chat.sign_in(session.token.expose()).await, Err(Refusal::Invalid)));

    let session = office.login.sign_in("bob@shop.test", &"correct horse".into()).await.unwrap();
    office.clock.advance(LocalLogin::SESSION_TTL);
    assert!(matches!(office.chat.sign_in(session.token.expose()).await, Err(Refusal::Expired)));
}

#[tokio::test]
async fn tokens_that_nobody_gave_out_are_refused() {
    let office = Office::open().await;
    for token in ["", "cs_guess", "ck_guess", "a.b.c", "Bearer x", &"x".repeat(10_000)] {
        assert!(matches!(office.chat.sign_in(token).await, Err(Refusal::Invalid)), "{token}");
    }
}

#[tokio::test]
async fn newcomers_need_an_address_of_their_own_and_a_password_that_is_not_short() {
    let office = Office::open().await;
    let client = office.scope().client_id();
    let taken = NewAgent::new("Ann", "ANN@number-1.test", Role::Agent);
    assert!(matches!(office.login.create_agent(client, taken).await, Err(LoginError::EmailTaken)));
    for email in ["", "ann", "@shop.test", "ann@", "a b@shop.test", "a@b@c"] {
        let new = NewAgent::new("Ann", email, Role::Agent);
        assert!(matches!(office.login.create_agent(client, new).await, Err(LoginError::Invalid(_))), "{email}");
    }
    let short = NewAgent { password: Some("123456789".into()), ..NewAgent::new("Bob", "bob@shop.test", Role::Agent) };
    assert!(matches!(office.login.create_agent(client, short).await, Err(LoginError::Invalid(_))));
}
