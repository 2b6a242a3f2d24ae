use crate::{
    databases::{Database, is_backend, on_both},
    shop::Shop,
};
use chat_core::{
    Account, Accounts, Agent, AnswerState, Answers, Changes, Directory, Env, KeptAnswer, SecondFactor, Team, TokenHash,
    VisitorKey, VisitorKeyKind, Webhook, WebhookStatus, Webhooks, Widget, WidgetKind, WidgetSettings, WidgetStatus,
    Widgets,
};
use chat_storage::KeyRing;

const PLAIN: [&str; 4] = ["plain-access-token", "plain-app-secret", "plain-previous-app-secret", "plain-verify-token"];

/// Every secret as it is stored, in hexadecimal digits.
async fn stored(database: &Database) -> Vec<String> {
    let columns = match database {
        Database::Sqlite(_) => [
            "SELECT lower(hex(access_token)) FROM whatsapp_accounts",
            "SELECT lower(hex(app_secret)) FROM whatsapp_accounts",
            "SELECT lower(hex(previous_app_secret)) FROM whatsapp_accounts",
            "SELECT lower(hex(verify_token)) FROM whatsapp_accounts",
        ],
        Database::Postgres { .. } => [
            "SELECT encode(access_token, 'hex') FROM whatsapp_accounts",
            "SELECT encode(app_secret, 'hex') FROM whatsapp_accounts",
            "SELECT encode(previous_app_secret, 'hex') FROM whatsapp_accounts",
            "SELECT encode(verify_token, 'hex') FROM whatsapp_accounts",
        ],
    };
    let mut stored = Vec::new();
    for column in columns {
        stored.extend(database.column(column).await);
    }
    stored
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

/// A widget with a key that nobody but its owner knows.
fn widget(shop: &Shop) -> Widget {
    let env = Env::default();
    let key = VisitorKey {
        kid: "main".into(),
        kind: VisitorKeyKind::Hs256,
        key: "plain-visitor-key".into(),
        created_at: env.now(),
    };
    Widget {
        id: env.id(),
        client_id: shop.scope().client_id(),
        public_key: format!("wk_{}", env.id::<chat_core::WidgetId>()),
        name: "Shop".into(),
        kind: WidgetKind::Floating,
        settings: WidgetSettings::default(),
        visitor_keys: vec![key],
        ignored_origins: vec![],
        status: WidgetStatus::Active,
        created_at: env.now(),
        updated_at: env.now(),
        revision: 0,
    }
}

/// A webhook in the middle of a rotation.
fn webhook(shop: &Shop) -> Webhook {
    let env = Env::default();
    let now = env.now();
    Webhook {
        id: env.id(),
        client_id: shop.scope().client_id(),
        url: "https://shop.example/hook".into(),
        description: String::new(),
        events: vec![],
        secret: "plain-secret".into(),
        previous_secret: Some("plain-before".into()),
        previous_until: Some(now),
        status: WebhookStatus::Active,
        reason: None,
        cursor: 0,
        failures: 0,
        failing_since: None,
        next_at: now,
        turn: 0,
        created_at: now,
        updated_at: now,
        revision: 0,
    }
}

/// The keys of widgets as they are stored, in hexadecimal digits.
async fn stored_keys(database: &Database) -> Vec<String> {
    let column = match database {
        Database::Sqlite(_) => "SELECT lower(hex(visitor_keys)) FROM chat_widgets",
        Database::Postgres { .. } => "SELECT encode(visitor_keys, 'hex') FROM chat_widgets",
    };
    database.column(column).await
}

on_both! {
    the_keys_of_visitors_are_sealed_and_rotated => async |database: Database| {
        let old = database.store().await;
        let shop = Shop::open(&old).await;
        let widget = widget(&shop);
        shop.commit(&old, Changes::none().insert(widget.clone())).await.unwrap();
        let before = stored_keys(&database).await;
        assert_eq!((before.len(), before[0].contains(&hex("plain-visitor-key"))), (1, false));

        let ring = KeyRing::new("the next key").or("a key for tests");
        let both = database.options().keys(ring).connect().await.unwrap();
        assert_eq!(both.rotate_secrets().await.unwrap(), 5, "four of the account and one of the widget");
        assert_eq!(both.rotate_secrets().await.unwrap(), 0);
        assert_ne!(stored_keys(&database).await, before);

        let new = database.options().keys(KeyRing::new("the next key")).connect().await.unwrap();
        let read = new.widget(shop.scope(), widget.id).await.unwrap();
        assert_eq!(read, Some(Widget { revision: 1, ..widget.clone() }), "rotation is no change of the widget");
        assert!(old.widget(shop.scope(), widget.id).await.is_err_and(|error| is_backend(&error)));
    };

    the_secrets_of_webhooks_are_sealed_and_rotated => async |database: Database| {
        let old = database.store().await;
        let shop = Shop::open(&old).await;
        let webhook = webhook(&shop);
        shop.commit(&old, Changes::none().insert(webhook.clone())).await.unwrap();
        let column = match &database {
            Database::Sqlite(_) => "SELECT lower(hex(secret)) || lower(hex(previous_secret)) FROM webhooks",
            Database::Postgres { .. } => "SELECT encode(secret, 'hex') || encode(previous_secret, 'hex') FROM webhooks",
        };
        let before = database.column(column).await;
        assert!(!before[0].contains(&hex("plain-secret")) && !before[0].contains(&hex("plain-before")));

        let ring = KeyRing::new("the next key").or("a key for tests");
        let both = database.options().keys(ring).connect().await.unwrap();
        assert_eq!(both.rotate_secrets().await.unwrap(), 6, "four of the account and two of the webhook");
        assert_eq!(both.rotate_secrets().await.unwrap(), 0);
        assert_ne!(database.column(column).await, before);
        let new = database.options().keys(KeyRing::new("the next key")).connect().await.unwrap();
        let read = new.webhook(shop.scope(), webhook.id).await.unwrap();
        assert_eq!(read, Some(Webhook { revision: 1, ..webhook.clone() }));
    };

    what_a_request_was_answered_is_sealed_and_rotated => async |database: Database| {
        let old = database.store().await;
        let shop = Shop::open(&old).await;
        let now = shop.env.now();
        let answer = KeptAnswer {
            id: shop.env.id(),
            client_id: shop.client.id,
            caller: "agent:1".into(),
            key: "order-7".into(),
            request: "plain-request".into(),
            state: AnswerState::Answered,
            answer: Some("plain-answer".into()),
            held_until: now,
            turn: 1,
            created_at: now,
            expires_at: now,
            revision: 0,
        };
        shop.commit(&old, Changes::none().insert(answer.clone())).await.unwrap();
        let column = match &database {
            Database::Sqlite(_) => "SELECT lower(hex(request)) || lower(hex(answer)) FROM kept_answers",
            Database::Postgres { .. } => "SELECT encode(request, 'hex') || encode(answer, 'hex') FROM kept_answers",
        };
        let before = database.column(column).await;
        assert!(!before[0].contains(&hex("plain-request")) && !before[0].contains(&hex("plain-answer")));

        let ring = KeyRing::new("the next key").or("a key for tests");
        let both = database.options().keys(ring).connect().await.unwrap();
        assert_eq!(both.rotate_secrets().await.unwrap(), 6, "four of the account and two of the answer");
        assert_eq!(both.rotate_secrets().await.unwrap(), 0);
        assert_ne!(database.column(column).await, before);
        let new = database.options().keys(KeyRing::new("the next key")).connect().await.unwrap();
        let read = new.kept_answer(shop.scope(), "agent:1", "order-7").await.unwrap();
        assert_eq!(read, Some(KeptAnswer { revision: 1, ..answer.clone() }));
    };

    the_second_factor_of_an_agent_is_sealed_and_rotated => async |database: Database| {
        let old = database.store().await;
        let shop = Shop::open(&old).await;
        let factor = SecondFactor {
            secret: "plain-second-factor".into(),
            confirmed_at: Some(shop.env.now()),
            last_step: 7,
            recovery: vec![TokenHash([7; 32])],
        };
        let agent = Agent { revision: 1, second_factor: Some(Box::new(factor)), ..shop.agent.clone() };
        shop.commit(&old, Changes::none().update(agent.clone())).await.unwrap();
        let column = match &database {
            Database::Sqlite(_) => "SELECT lower(hex(second_factor)) FROM agents",
            Database::Postgres { .. } => "SELECT encode(second_factor, 'hex') FROM agents",
        };
        let before = database.column(column).await;
        assert_eq!((before.len(), before[0].contains(&hex("plain-second-factor"))), (1, false));

        let ring = KeyRing::new("the next key").or("a key for tests");
        let both = database.options().keys(ring).connect().await.unwrap();
        assert_eq!(both.rotate_secrets().await.unwrap(), 5, "four of the account and one of the agent");
        assert_eq!(both.rotate_secrets().await.unwrap(), 0);
        let new = database.options().keys(KeyRing::new("the next key")).connect().await.unwrap();
        let read = new.agent_by_email(&agent.email).await.unwrap();
        assert_eq!(read, Some(Agent { revision: 2, ..agent }), "rotation is no change of the agent");
        assert!(old.agent(shop.scope(), shop.agent.id).await.is_err_and(|error| is_backend(&error)));
    };

    no_secret_is_stored_in_the_clear => async |database: Database| {
        let store = database.store().await;
        let shop = Shop::open(&store).await;
        let stored = stored(&database).await;
        assert_eq!(stored.len(), PLAIN.len());
        for (sealed, plain) in stored.iter().zip(PLAIN) {
            assert!(!sealed.contains(&hex(plain)), "{plain} can be read");
        }
        let account = store.account(shop.scope(), shop.account.id).await.unwrap();
        assert_eq!(account, Some(Account { revision: 1, ..shop.account.clone() }));
    };

    an_older_key_can_be_taken_away_after_rotation => async |database: Database| {
        let old = database.store().await;
        let shop = Shop::open(&old).await;
        let before = stored(&database).await;

        let ring = KeyRing::new("the next key").or("a key for tests");
        let both = database.options().keys(ring).connect().await.unwrap();
        assert_eq!(both.rotate_secrets().await.unwrap(), 4);
        assert_eq!(both.rotate_secrets().await.unwrap(), 0);
        let after = stored(&database).await;
        assert!(before.iter().all(|sealed| !after.contains(sealed)));

        let new = database.options().keys(KeyRing::new("the next key")).connect().await.unwrap();
        let account = new.account(shop.scope(), shop.account.id).await.unwrap();
        assert_eq!(account, Some(Account { revision: 1, ..shop.account.clone() }), "rotation is no change of the account");
        assert!(old.account(shop.scope(), shop.account.id).await.is_err_and(|error| is_backend(&error)));
    };

    a_secret_moved_to_another_account_cannot_be_opened => async |database: Database| {
        let store = database.store().await;
        let shop = Shop::open(&store).await;
        let other = Shop::open(&store).await;
        database
            .execute("UPDATE whatsapp_accounts SET app_secret = (SELECT app_secret FROM whatsapp_accounts ORDER BY id LIMIT 1)")
            .await;
        let mut opened = 0;
        for shop in [&shop, &other] {
            opened += usize::from(store.account(shop.scope(), shop.account.id).await.is_ok());
        }
        assert_eq!(opened, 1, "only the account whose secret it is can be read");
    };

    without_keys_everything_but_accounts_works => async |database: Database| {
        let with_keys = database.store().await;
        let shop = Shop::open(&with_keys).await;
        let store = database.options().keys(KeyRing::default()).connect().await.unwrap();
        let (_, _, changes) = shop.first_message("wamid.1");
        shop.commit(&store, changes).await.unwrap();
        let account = Account { revision: 1, ..shop.account.clone() };
        let changed = shop.commit(&store, Changes::none().update(account)).await;
        assert!(changed.is_err_and(|error| is_backend(&error)));
        assert!(store.accounts(shop.scope()).await.is_err_and(|error| is_backend(&error)));
    };
}
