//! Whose something is can be found out by what the outside world knows about it.

use crate::{Fixture, records::Revised, shop::Shop};
use chat_core::{
    Account, AccountStatus, Agent, ApiKey, Attachment, AuthorizedDomain, Blob, Changes, Client, Conversation,
    Invitation, Job, Session, Source, TenantScope, Timestamp, Widget, WidgetStatus,
};
use std::time::Duration;

/// Every client is listed in the order of their creation.
pub async fn clients_come_oldest_first(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let mut expected = vec![shop.client.clone()];
    for millis in [9, 1, 5] {
        let created_at = Timestamp::from_millis(millis);
        let client = Client { id: shop.env.id(), created_at, ..shop.client.clone() };
        let scope = TenantScope::from(&client);
        shop.store.commit(scope, Changes::none().insert(client.clone())).await.expect("a client is taken in");
        expected.push(client.revised(1));
    }
    expected.sort_by_key(|client| client.created_at);
    assert_eq!(shop.store.clients().await.expect("they are listed"), expected);
}

/// Agents who are to be relieved by now come from every client, the longest due first.
pub async fn agents_to_relieve_come_longest_due_first(fixture: Fixture) {
    let (shop, other) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    let at = |millis| Some(Timestamp::from_millis(millis));
    let late = shop.insert(Agent { relieve_at: at(9), ..shop.new_agent() }).await;
    let early = other.insert(Agent { relieve_at: at(5), ..other.new_agent() }).await;
    shop.insert(Agent { relieve_at: at(10), ..shop.new_agent() }).await;
    let due = async |limit| {
        let due = shop.store.agents_to_relieve(Timestamp::from_millis(9), limit).await;
        due.expect("they are listed")
    };
    assert_eq!(due(10).await, [early.clone(), late]);
    assert_eq!(due(1).await, [early]);
}

/// An invitation is found by its token, also when it has ended.
pub async fn an_invitation_is_found_by_its_token(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let invitation = shop.insert(shop.new_invitation()).await;
    let ended = shop.insert(Invitation { ended_at: Some(shop.env.now()), ..shop.new_invitation() }).await;
    for known in [&invitation, &ended] {
        let found = shop.store.invitation_by_hash(known.token_hash).await.expect("it is read");
        assert_eq!(found.as_ref(), Some(known));
    }
    let unknown = shop.store.invitation_by_hash(shop.new_invitation().token_hash).await;
    assert_eq!(unknown.expect("it is read"), None);
    let waiting = shop.store.invitations(shop.scope).await.expect("they are listed");
    assert_eq!(waiting, [invitation]);
}

/// What waits for an address is found in every client, the oldest first, until it has ended or is over.
pub async fn invitations_of_an_address_are_found_while_they_wait(fixture: Fixture) {
    let (shop, other) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    let at = Timestamp::from_millis;
    let invitation = |shop: &Shop, created: i64, expires: i64| Invitation {
        created_at: at(created),
        expires_at: at(expires),
        ..shop.new_invitation()
    };
    let newcomer = shop.new_invitation().email;
    let for_newcomer = |it: Invitation| Invitation { email: newcomer.clone(), ..it };
    let late = shop.insert(for_newcomer(invitation(&shop, 5, 100))).await;
    let early = other.insert(for_newcomer(invitation(&other, 3, 90))).await;
    other.insert(invitation(&other, 1, 100)).await;
    let ended = Invitation { ended_at: Some(at(4)), ..invitation(&shop, 2, 100) };
    shop.insert(for_newcomer(ended)).await;
    let found = async |email: &str, now, limit| {
        shop.store.open_invitations(email, at(now), limit).await.expect("they are listed")
    };
    assert_eq!(found(&newcomer, 89, 10).await, [early.clone(), late.clone()]);
    assert_eq!(found(&newcomer, 89, 1).await, [early]);
    assert_eq!(found(&newcomer, 90, 10).await, [late]);
    assert_eq!(found(&newcomer, 100, 10).await, []);
    assert_eq!(found(&format!("{newcomer} "), 89, 10).await, []);
    assert_eq!(found("%", 89, 10).await, []);
}

/// An agent is found by exactly its address.
pub async fn an_agent_is_found_by_its_email_address(fixture: Fixture) {
    let (shop, other) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    let ada = shop.insert(Agent { email: "ada_b@shop.example".into(), ..shop.new_agent() }).await;
    for (email, agent) in [
        ("ada_b@shop.example", Some(ada)),
        (other.agent.email.as_str(), Some(other.agent.clone())),
        ("ada%@shop.example", None),
        ("adaxb@shop.example", None),
        ("ada_b@shop.example ", None),
        ("", None),
    ] {
        assert_eq!(shop.store.agent_by_email(email).await.expect("it is read"), agent, "for {email:?}");
    }
}

/// A sign-in is found by its token whether or not it is still good, so that it can be said why it is refused.
pub async fn revoked_and_expired_sign_ins_are_found(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let long_ago = Timestamp::from_millis(1);
    let expired = shop.insert(Session { expires_at: long_ago, ..shop.new_session(&shop.agent) }).await;
    let revoked = shop.insert(shop.new_session(&shop.agent)).await;
    let revoked = shop.update(Session { revoked_at: Some(long_ago), ..revoked }).await;
    for session in [expired, revoked] {
        let found = shop.store.session_by_hash(session.token_hash).await.expect("it is read");
        assert_eq!(found, Some(session));
    }
    let good = shop.insert(shop.new_api_key(&shop.agent)).await;
    let gone = shop.insert(ApiKey { revoked_at: Some(long_ago), ..shop.new_api_key(&shop.agent) }).await;
    for key in [&good, &gone] {
        let found = shop.store.api_key_by_hash(key.token_hash).await.expect("it is read");
        assert_eq!(found.as_ref(), Some(key));
    }
    let unknown = shop.token_hash();
    assert_eq!(shop.store.session_by_hash(unknown).await.expect("it is read"), None);
    assert_eq!(shop.store.api_key_by_hash(unknown).await.expect("it is read"), None);
    assert_eq!(shop.store.session_by_hash(good.token_hash).await.expect("it is read"), None, "a key is no session");
}

/// An account is found by its channel and address, also while it is paused, and not once it is disconnected.
pub async fn an_account_is_found_until_it_is_disconnected(fixture: Fixture) {
    let (shop, other) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    let address = shop.account.address.clone();
    let at = |source: Source| {
        let (store, address) = (shop.store.clone(), address.clone());
        async move { store.account_at(&source, &address).await.expect("it is read") }
    };
    assert_eq!(at(Source::WHATSAPP).await, Some(shop.account.clone()));
    assert_eq!(at(Source::WEBSITE).await, None);
    let theirs = other.store.account_at(&Source::WHATSAPP, &other.account.address).await.expect("it is read");
    assert_eq!(theirs, Some(other.account.clone()));
    let paused = shop.update(Account { status: AccountStatus::Paused, ..shop.account.clone() }).await;
    assert_eq!(at(Source::WHATSAPP).await, Some(paused.clone()));
    let gone = shop.update(Account { status: AccountStatus::Disconnected, ..paused }).await;
    assert_eq!(at(Source::WHATSAPP).await, None);
    let back = shop.update(Account { status: AccountStatus::Active, ..gone }).await;
    assert_eq!(at(Source::WHATSAPP).await, Some(back));
}

/// A widget is found by exactly its public key, also while it is inactive, and not once it is deleted.
pub async fn a_widget_is_found_until_it_is_deleted(fixture: Fixture) {
    let (shop, other) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    let widget = shop.insert(shop.new_widget()).await;
    let theirs = other.insert(other.new_widget()).await;
    let by = |key: String| {
        let store = shop.store.clone();
        async move { store.widget_by_key(&key).await.expect("it is read") }
    };
    assert_eq!(by(widget.public_key.clone()).await, Some(widget.clone()));
    assert_eq!(by(theirs.public_key.clone()).await, Some(theirs));
    for key in ["", "wk_", "%", &widget.public_key.to_uppercase(), &format!("{} ", widget.public_key)] {
        assert_eq!(by(key.to_owned()).await, None, "for {key:?}");
    }
    let inactive = shop.update(Widget { status: WidgetStatus::Inactive, ..widget }).await;
    assert_eq!(by(inactive.public_key.clone()).await, Some(inactive.clone()));
    let gone = shop.update(Widget { status: WidgetStatus::Deleted, ..inactive }).await;
    assert_eq!(by(gone.public_key).await, None);
}

/// All of a business's accounts are found, of whichever client, but those that are disconnected.
pub async fn accounts_of_a_business_come_oldest_first(fixture: Fixture) {
    let (shop, other) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    let business = shop.account.business_id.clone();
    let of = |shop: &Shop, seconds| Account {
        business_id: business.clone(),
        created_at: shop.env.now().plus(Duration::from_secs(seconds)),
        ..shop.new_account()
    };
    let last = other.insert(of(&other, 9)).await;
    let second = Account { status: AccountStatus::Paused, ..of(&shop, 5) };
    let second = shop.insert(second).await;
    shop.insert(Account { status: AccountStatus::Disconnected, ..of(&shop, 7) }).await;
    shop.insert(Account { source: Source::new("pager").expect("a word"), ..of(&shop, 7) }).await;
    let found = shop.store.accounts_of_business(&Source::WHATSAPP, &business).await.expect("they are listed");
    assert_eq!(found, [shop.account.clone(), second, last]);
    let none = shop.store.accounts_of_business(&Source::WHATSAPP, "nobody").await.expect("they are listed");
    assert!(none.is_empty());
}

/// The accounts of a channel come with the most recently changed first, as many as are wanted.
pub async fn accounts_of_a_source_come_last_changed_first(fixture: Fixture) {
    let (shop, other) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    let pager = Source::new("pager").expect("a word");
    let changed = |shop: &Shop, seconds| Account {
        source: pager.clone(),
        updated_at: shop.env.now().plus(Duration::from_secs(seconds)),
        ..shop.new_account()
    };
    let second = shop.insert(changed(&shop, 5)).await;
    let first = other.insert(changed(&other, 9)).await;
    let third = shop.insert(Account { status: AccountStatus::Paused, ..changed(&shop, 1) }).await;
    shop.insert(Account { status: AccountStatus::Disconnected, ..changed(&shop, 7) }).await;
    let expected = [first, second, third];
    for limit in [0, 1, 3, 100] {
        let found = shop.store.accounts_of_source(&pager, limit).await.expect("they are listed");
        assert_eq!(found, expected[..limit.min(3)]);
    }
}

/// Paused accounts of all clients are named when they are to be checked, the longest due first, and no others.
pub async fn accounts_to_check_come_longest_due_first(fixture: Fixture) {
    let shops = [Shop::open(&fixture).await, Shop::open(&fixture).await];
    let at = |seconds| shops[0].env.now().plus(Duration::from_secs(seconds));
    let mut expected = Vec::new();
    for (n, seconds) in [3, 1, 2].into_iter().enumerate() {
        let shop = &shops[n % 2];
        let due = |status| Account { status, next_check_at: Some(at(seconds)), ..shop.new_account() };
        expected.push(shop.insert(due(AccountStatus::Paused)).await);
        shop.insert(due(AccountStatus::Active)).await;
        shop.insert(due(AccountStatus::Disconnected)).await;
        shop.insert(Account { next_check_at: None, ..due(AccountStatus::Paused) }).await;
    }
    expected.sort_by_key(|account| account.next_check_at);
    let check =
        async |seconds, limit| shops[0].store.accounts_to_check(at(seconds), limit).await.expect("they are named");
    assert_eq!(check(0, 10).await, []);
    assert_eq!(check(2, 10).await, expected[..2]);
    assert_eq!(check(9, 10).await, expected);
    assert_eq!(check(9, 1).await, expected[..1]);
}

/// Domains of all clients are named when their proof is to be looked for, the longest due first, and no others.
pub async fn domains_to_check_come_longest_due_first(fixture: Fixture) {
    let shops = [Shop::open(&fixture).await, Shop::open(&fixture).await];
    let at = |seconds| shops[0].env.now().plus(Duration::from_secs(seconds));
    let mut expected = Vec::new();
    for (n, seconds) in [3, 1, 2].into_iter().enumerate() {
        let shop = &shops[n % 2];
        let widget = shop.insert(shop.new_widget()).await;
        let due = AuthorizedDomain { next_check_at: Some(at(seconds)), ..shop.new_domain(&widget) };
        expected.push(shop.insert(due).await);
        shop.insert(shop.new_domain(&widget)).await;
    }
    expected.sort_by_key(|domain| domain.next_check_at);
    let check =
        async |seconds, limit| shops[0].store.domains_to_check(at(seconds), limit).await.expect("they are named");
    assert_eq!(check(0, 10).await, []);
    assert_eq!(check(2, 10).await, expected[..2]);
    assert_eq!(check(9, 10).await, expected);
    assert_eq!(check(9, 1).await, expected[..1]);
}

/// Conversations of all clients are named when their time has come, the longest due first, and no others.
pub async fn conversations_to_wake_come_longest_due_first(fixture: Fixture) {
    let shops = [Shop::open(&fixture).await, Shop::open(&fixture).await];
    let at = |seconds| shops[0].env.now().plus(Duration::from_secs(seconds));
    let mut expected = Vec::new();
    for (n, seconds) in [3, 1, 2].into_iter().enumerate() {
        let shop = &shops[n % 2];
        let customer = shop.insert(shop.new_customer()).await;
        let due = Conversation { snoozed_until: Some(at(seconds)), ..shop.new_conversation(&customer) };
        expected.push(shop.insert(due).await);
    }
    expected.sort_by_key(|conversation| conversation.snoozed_until);
    let due =
        async |seconds, limit| shops[0].store.conversations_to_wake(at(seconds), limit).await.expect("they are named");
    assert_eq!(due(0, 10).await, []);
    assert_eq!(due(2, 10).await, expected[..2]);
    assert_eq!(due(9, 10).await, expected);
    assert_eq!(due(9, 1).await, expected[..1]);
}

/// Jobs of all clients are named when somebody may take them up, the longest due first; a client's own are listed the newest first.
pub async fn jobs_come_longest_due_first_and_newest_first(fixture: Fixture) {
    let shops = [Shop::open(&fixture).await, Shop::open(&fixture).await];
    let at = |seconds| shops[0].env.now().plus(Duration::from_secs(seconds));
    let (mut due, mut own) = (Vec::new(), Vec::new());
    for (n, seconds) in [3, 1, 2, 4].into_iter().enumerate() {
        let shop = &shops[n % 2];
        let job = Job { next_at: Some(at(seconds)), created_at: at(10 + n as u64), ..shop.new_job() };
        let job = shop.insert(job).await;
        if n % 2 == 0 {
            own.insert(0, job.clone());
        }
        due.push(job);
    }
    let idle = shops[0].insert(shops[0].new_job()).await;
    due.sort_by_key(|job| job.next_at);
    let store = &shops[0].store;
    for (seconds, limit, count) in [(0, 10, 0), (2, 10, 2), (9, 10, 4), (9, 1, 1)] {
        assert_eq!(store.jobs_due(at(seconds), limit).await.expect("they are named"), due[..count]);
    }
    own.push(idle);
    assert_eq!(store.jobs(shops[0].scope, 10).await.expect("they are listed"), own);
    assert_eq!(store.jobs(shops[0].scope, 2).await.expect("they are listed"), own[..2]);
}

/// An attachment is found by its id alone, whosever it is.
pub async fn an_attachment_is_found_by_its_id(fixture: Fixture) {
    let (shop, other) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    for shop in [&shop, &other] {
        let blob = shop.insert(shop.new_blob()).await;
        let attachment = shop.insert(shop.new_attachment(&blob)).await;
        let found = other.store.attachment_by_id(attachment.id).await.expect("it is read");
        assert_eq!(found, Some(attachment));
    }
    assert_eq!(shop.store.attachment_by_id(shop.env.id()).await.expect("it is read"), None);
}

/// Attachments and bytes of all clients are named when they are to be forgotten, the longest due first, and no others.
pub async fn files_to_forget_come_longest_due_first(fixture: Fixture) {
    let shops = [Shop::open(&fixture).await, Shop::open(&fixture).await];
    let at = |seconds| shops[0].env.now().plus(Duration::from_secs(seconds));
    let (mut attachments, mut blobs) = (Vec::new(), Vec::new());
    for (n, seconds) in [3, 1, 2].into_iter().enumerate() {
        let (shop, due_at) = (&shops[n % 2], Some(at(seconds)));
        let blob = shop.insert(Blob { due_at, ..shop.new_blob() }).await;
        attachments.push(shop.insert(Attachment { due_at, ..shop.new_attachment(&blob) }).await);
        blobs.push(blob);
        let kept = shop.insert(shop.new_blob()).await;
        shop.insert(shop.new_attachment(&kept)).await;
    }
    attachments.sort_by_key(|attachment| attachment.due_at);
    blobs.sort_by_key(|blob| blob.due_at);
    let store = &shops[0].store;
    for (seconds, limit, count) in [(0, 10, 0), (2, 10, 2), (9, 10, 3), (9, 1, 1)] {
        let found = store.attachments_to_forget(at(seconds), limit).await.expect("they are named");
        assert_eq!(found, attachments[..count]);
        assert_eq!(store.blobs_to_forget(at(seconds), limit).await.expect("they are named"), blobs[..count]);
    }
}
