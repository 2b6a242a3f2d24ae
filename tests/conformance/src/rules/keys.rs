//! What is unique is taken once, however many try at the same moment.

use crate::{
    Fixture,
    shop::{Shop, at_once},
};
use chat_core::{
    Account, AccountStatus, Agent, ApiKey, Audience, AuthorizedDomain, Blob, BlobState, Bookmark, Changes,
    Conversation, ConversationStatus, CustomerIdentity, Definition, DefinitionBody, DomainState, DossierEntry,
    ExternalId, IdentityKey, IdentityKind, Invitation, Message, Record, Roster, Session, Source, StoreError, Widget,
    WidgetStatus,
};

fn external(source: &Source, id: &str) -> Option<ExternalId> {
    Some(ExternalId { source: source.clone(), id: id.into() })
}

/// Commits 32 records that all want the same key, half of them over either handle, and asserts that one gets it.
pub(super) async fn taken_once_of_32(shop: &Shop, make: impl Fn(i64) -> Record) -> Record {
    let attempts = (1..=32).map(|n| {
        let record = make(n);
        let changes = Changes::none().insert(record.clone()).tell(None, shop.news());
        let store = if n % 2 == 0 { shop.store.clone() } else { shop.second.clone() };
        let scope = shop.scope;
        async move { (store.commit(scope, changes).await, record) }
    });
    let (mut winners, mut losers) = (Vec::new(), Vec::new());
    for attempt in at_once(attempts).await {
        match attempt {
            (Ok(_), winner) => winners.push(winner),
            (Err(StoreError::Conflict), loser) => losers.push(loser),
            (Err(error), _) => panic!("a key that was taken was reported as {error:?}"),
        }
    }
    assert_eq!(winners.len(), 1, "{} of 32 took the same key", winners.len());
    for loser in losers {
        assert_eq!(shop.stored(&loser).await, None, "a record that lost was stored");
    }
    assert_eq!(shop.head().await, 1, "a commit that lost left its event behind");
    winners.remove(0)
}

/// A provider's name for a message belongs to one message of a client and source.
pub async fn an_external_id_is_taken_once(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let named = |position, source| Message {
        external_id: external(source, "wamid.1"),
        ..shop.new_message(&shop.conversation, position)
    };
    let first = shop.insert(named(1, &Source::WHATSAPP)).await;
    shop.conflicts(Changes::none().insert(named(2, &Source::WHATSAPP))).await;
    let unnamed = shop.insert(shop.new_message(&shop.conversation, 2)).await;
    let renamed = Message { external_id: first.external_id.clone(), ..unnamed.clone() };
    shop.conflicts(Changes::none().update(renamed)).await;
    shop.insert(named(3, &Source::WEBSITE)).await;
    shop.insert(shop.new_message(&shop.conversation, 4)).await;
    let name = first.external_id.clone().expect("it was given one");
    let found = shop.store.message_by_external(shop.scope, &name).await.expect("it is read");
    assert_eq!(found, Some(first));
}

/// The webhook that a provider sends 32 times at once becomes one message.
pub async fn an_external_id_is_taken_once_by_32_at_the_same_time(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let winner = taken_once_of_32(&shop, |n| {
        let external_id = external(&Source::WHATSAPP, "wamid.1");
        Message { external_id, ..shop.new_message(&shop.conversation, n) }.into()
    });
    let Record::Message(winner) = winner.await else { unreachable!("messages were inserted") };
    let name = winner.external_id.clone().expect("it was given one");
    let found = shop.store.message_by_external(shop.scope, &name).await.expect("it is read");
    assert_eq!(found.map(|message| message.id), Some(winner.id));
}

/// A sender's name for a message belongs to one message of that sender.
pub async fn a_client_message_id_is_taken_once(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let colleague = shop.insert(shop.new_agent()).await;
    let named = |position, sender: &Agent| Message {
        client_message_id: Some("draft-1".into()),
        sender_id: Some(sender.id.into()),
        ..shop.new_message(&shop.conversation, position)
    };
    let first = shop.insert(named(1, &shop.agent)).await;
    shop.conflicts(Changes::none().insert(named(2, &shop.agent))).await;
    let other = shop.insert(named(2, &colleague)).await;
    for (sender, message) in [(&shop.agent, first), (&colleague, other)] {
        let found = shop.store.message_by_client_id(shop.scope, sender.id.into(), "draft-1").await.expect("it is read");
        assert_eq!(found, Some(message));
    }
    let nobody = |position| Message { sender_id: None, ..named(position, &shop.agent) };
    shop.insert(nobody(3)).await;
    shop.insert(nobody(4)).await;
}

/// A reply that an impatient program sends 32 times at once becomes one message.
pub async fn a_client_message_id_is_taken_once_by_32_at_the_same_time(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    taken_once_of_32(&shop, |n| {
        let client_message_id = Some("draft-1".into());
        Message { client_message_id, ..shop.new_message(&shop.conversation, n) }.into()
    })
    .await;
}

/// No two messages stand at one place of a conversation.
pub async fn a_place_in_a_conversation_is_taken_once(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let elsewhere = shop.insert(shop.new_conversation(&shop.insert(shop.new_customer()).await)).await;
    let first = shop.insert(shop.new_message(&shop.conversation, 1)).await;
    shop.conflicts(Changes::none().insert(shop.new_message(&shop.conversation, 1))).await;
    shop.insert(shop.new_message(&elsewhere, 1)).await;
    assert_eq!(shop.stored(&first.clone().into()).await, Some(first.into()));
}

/// What identifies one customer does not identify another.
pub async fn an_identity_finds_one_customer(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let other = shop.insert(shop.new_customer()).await;
    let first = shop.insert(shop.new_identity(&shop.customer)).await;
    for customer in [&shop.customer, &other] {
        let again = CustomerIdentity { key: first.key.clone(), ..shop.new_identity(customer) };
        shop.conflicts(Changes::none().insert(again)).await;
    }
    // The same words as another kind of identity say something else.
    let key = IdentityKey::new(IdentityKind::External, first.key.value.clone());
    shop.insert(CustomerIdentity { key, ..shop.new_identity(&other) }).await;
    let known = shop.store.identities(shop.scope, shop.customer.id).await.expect("they are read");
    assert_eq!(known, [first]);
}

/// A stranger who writes 32 times at once becomes one customer.
pub async fn an_identity_finds_one_customer_of_32_at_the_same_time(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    taken_once_of_32(&shop, |_| {
        let key = IdentityKey::new(IdentityKind::WhatsappPhone, "4930901820");
        CustomerIdentity { key, ..shop.new_identity(&shop.customer) }.into()
    })
    .await;
}

/// An identity that was taken away finds nobody, and may be learned anew; it cannot come back while another has it.
pub async fn an_identity_that_was_taken_away_is_free(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let other = shop.insert(shop.new_customer()).await;
    let first = shop.insert(shop.new_identity(&shop.customer)).await;
    let removed = shop.update(CustomerIdentity { removed_at: Some(shop.env.now()), ..first.clone() }).await;
    assert_eq!(shop.store.customer_at(shop.scope, &first.key).await.expect("it is read"), None);
    assert_eq!(shop.store.identities(shop.scope, shop.customer.id).await.expect("they are read"), []);
    let again = shop.insert(CustomerIdentity { key: first.key.clone(), ..shop.new_identity(&other) }).await;
    let found = shop.store.customer_at(shop.scope, &first.key).await.expect("it is read");
    assert_eq!(found.map(|customer| customer.id), Some(other.id));
    shop.conflicts(Changes::none().update(CustomerIdentity { removed_at: None, ..removed })).await;
    assert_eq!(shop.store.identities(shop.scope, other.id).await.expect("they are read"), [again]);
}

/// What the outside world has a name for is kept once about a client's customers, also when it was taken out.
pub async fn what_comes_twice_about_a_customer_is_kept_once(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let other = shop.insert(shop.new_customer()).await;
    let named = |customer| DossierEntry { name: Some("whatsapp/wamid.1".into()), ..shop.new_entry(customer) };
    let first = shop.insert(named(&shop.customer)).await;
    shop.conflicts(Changes::none().insert(named(&other))).await;
    let removed = shop.update(DossierEntry { removed_at: Some(shop.env.now()), ..first }).await;
    shop.conflicts(Changes::none().insert(named(&shop.customer))).await;
    let found = shop.store.dossier_entry_named(shop.scope, "whatsapp/wamid.1").await.expect("it is read");
    assert_eq!(found, Some(removed));
    assert_eq!(shop.store.dossier_entry_named(shop.scope, "whatsapp/wamid.2").await.expect("it is read"), None);
    shop.insert(shop.new_entry(&other)).await;
    shop.insert(shop.new_entry(&other)).await;
}

/// A customer has at most one conversation at an account that is not archived.
pub async fn a_customer_has_one_live_conversation_at_an_account(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let account = shop.insert(shop.new_account()).await;
    let another = || shop.new_conversation(&shop.customer);
    shop.conflicts(Changes::none().insert(another())).await;
    let closed = Conversation { status: ConversationStatus::Closed, ..another() };
    shop.conflicts(Changes::none().insert(closed)).await;
    let archived = shop.insert(Conversation { status: ConversationStatus::Archived, ..another() }).await;
    let reopened = Conversation { status: ConversationStatus::Active, ..archived };
    shop.conflicts(Changes::none().update(reopened)).await;
    shop.insert(Conversation { account_id: Some(account.id), ..another() }).await;
    for _ in 0..2 {
        shop.insert(Conversation { account_id: None, source: Source::WEBSITE, ..another() }).await;
        shop.insert(Conversation { customer_id: None, ..another() }).await;
        shop.insert(Conversation { status: ConversationStatus::Archived, ..another() }).await;
    }
}

/// A customer's first 32 messages at once start one conversation.
pub async fn a_customer_has_one_live_conversation_after_32_at_the_same_time(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let customer = shop.insert(shop.new_customer()).await;
    let winner = taken_once_of_32(&shop, |_| shop.new_conversation(&customer).into());
    let Record::Conversation(winner) = winner.await else { unreachable!("conversations were inserted") };
    let live = shop.store.live_conversation(shop.scope, customer.id, shop.account.id).await.expect("it is read");
    assert_eq!(live.map(|live| live.id), Some(winner.id));
}

/// A number that one client has connected is connected by nobody else, and again by anybody when it was let go.
pub async fn an_address_belongs_to_one_account_of_all_clients(fixture: Fixture) {
    let (own, other) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    let address = own.account.address.clone();
    let claims = |shop: &Shop| Account { address: address.clone(), ..shop.new_account() };
    own.conflicts(Changes::none().insert(claims(&own))).await;
    other.conflicts(Changes::none().insert(claims(&other))).await;
    let paused = Account { status: AccountStatus::Paused, ..own.account.clone() };
    let paused = own.update(paused).await;
    other.conflicts(Changes::none().insert(claims(&other))).await;
    other.insert(Account { source: Source::new("pager").expect("a word"), ..claims(&other) }).await;
    other.insert(Account { status: AccountStatus::Disconnected, ..claims(&other) }).await;

    let gone = own.update(Account { status: AccountStatus::Disconnected, ..paused }).await;
    let taken = other.insert(claims(&other)).await;
    own.conflicts(Changes::none().update(Account { status: AccountStatus::Active, ..gone })).await;
    let found = own.store.account_at(&Source::WHATSAPP, &address).await.expect("it is read");
    assert_eq!(found, Some(taken));
}

/// An e-mail address signs in one agent.
pub async fn an_email_address_belongs_to_one_agent_of_all_clients(fixture: Fixture) {
    let (own, other) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    for shop in [&own, &other] {
        let twin = Agent { email: own.agent.email.clone(), ..shop.new_agent() };
        shop.conflicts(Changes::none().insert(twin)).await;
    }
    let renamed = Agent { email: own.agent.email.clone(), ..other.agent.clone() };
    other.conflicts(Changes::none().update(renamed)).await;
    let found = own.store.agent_by_email(&own.agent.email).await.expect("it is read");
    assert_eq!(found, Some(own.agent.clone()));
}

/// A token is that of one session, or of one API key, of all clients.
pub async fn a_token_finds_one_sign_in(fixture: Fixture) {
    let (own, other) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    let session = own.insert(own.new_session(&own.agent)).await;
    let key = own.insert(own.new_api_key(&own.agent)).await;
    for shop in [&own, &other] {
        let twin = Session { token_hash: session.token_hash, ..shop.new_session(&shop.agent) };
        shop.conflicts(Changes::none().insert(twin)).await;
        let twin = ApiKey { token_hash: key.token_hash, ..shop.new_api_key(&shop.agent) };
        shop.conflicts(Changes::none().insert(twin)).await;
    }
}

/// Somebody is asked into a team once at a time, by a token of its own; other clients may ask as well.
pub async fn an_address_is_asked_in_once(fixture: Fixture) {
    let (own, other) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    let invitation = own.insert(own.new_invitation()).await;
    let twin = |shop: &Shop| Invitation { email: invitation.email.clone(), ..shop.new_invitation() };
    own.conflicts(Changes::none().insert(twin(&own))).await;
    other.insert(twin(&other)).await;
    let copied = Invitation { token_hash: invitation.token_hash, ..other.new_invitation() };
    other.conflicts(Changes::none().insert(copied)).await;
    own.update(Invitation { ended_at: Some(own.env.now()), ..invitation.clone() }).await;
    own.insert(twin(&own)).await;
}

/// What a website calls a widget is that of one widget of all clients, also after it was deleted.
pub async fn a_public_key_belongs_to_one_widget_of_all_clients(fixture: Fixture) {
    let (own, other) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    let widget = own.insert(own.new_widget()).await;
    let twin = |shop: &Shop| Widget { public_key: widget.public_key.clone(), ..shop.new_widget() };
    own.conflicts(Changes::none().insert(twin(&own))).await;
    other.conflicts(Changes::none().insert(twin(&other))).await;
    own.update(Widget { status: WidgetStatus::Deleted, ..widget.clone() }).await;
    other.conflicts(Changes::none().insert(twin(&other))).await;
}

/// A widget has a domain once, also after it was removed; another widget may have it as well.
pub async fn a_domain_is_a_widgets_once(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let (first, second) = (shop.insert(shop.new_widget()).await, shop.insert(shop.new_widget()).await);
    let domain = shop.insert(shop.new_domain(&first)).await;
    let twin = |widget: &Widget| AuthorizedDomain { entry: domain.entry.clone(), ..shop.new_domain(widget) };
    shop.conflicts(Changes::none().insert(twin(&first))).await;
    shop.update(AuthorizedDomain { state: DomainState::Removed, ..domain.clone() }).await;
    shop.conflicts(Changes::none().insert(twin(&first))).await;
    shop.insert(twin(&second)).await;
}

/// Of the definitions of a kind and audience, one has a name, whatever the case, until it is deleted.
pub async fn a_name_is_defined_once(fixture: Fixture) {
    let (shop, other) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    let label = shop.insert(Definition { name: "Öl".into(), ..shop.new_definition() }).await;
    let twin = |shop: &Shop| Definition { name: "öL".into(), ..shop.new_definition() };
    other.insert(twin(&other)).await;
    shop.conflicts(Changes::none().insert(twin(&shop))).await;
    shop.insert(Definition { audience: Audience::Agent(shop.agent.id), ..twin(&shop) }).await;
    let team = DefinitionBody::Team(Roster::default());
    shop.insert(Definition { body: team, ..twin(&shop) }).await;
    shop.insert(Definition { deleted_at: Some(shop.env.now()), ..twin(&shop) }).await;
    let gone = shop.update(Definition { deleted_at: Some(shop.env.now()), ..label }).await;
    shop.insert(twin(&shop)).await;
    shop.conflicts(Changes::none().update(Definition { deleted_at: None, ..gone })).await;
}

/// An agent has one bookmark in a conversation, and others have theirs.
pub async fn an_agent_has_one_bookmark_in_a_conversation(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let bookmark = shop.insert(shop.new_bookmark(&shop.conversation)).await;
    let twin = |conversation| Bookmark { agent_id: bookmark.agent_id, ..shop.new_bookmark(conversation) };
    shop.conflicts(Changes::none().insert(twin(&shop.conversation))).await;
    shop.insert(shop.new_bookmark(&shop.conversation)).await;
    let other = shop.insert(shop.new_conversation(&shop.insert(shop.new_customer()).await)).await;
    shop.insert(twin(&other)).await;
}

/// While bytes are there, or about to be, no others of the client have their hash; those of another client may.
pub async fn the_same_bytes_are_kept_once(fixture: Fixture) {
    let (shop, other) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    let blob = shop.insert(Blob { state: BlobState::Keeping, ..shop.new_blob() }).await;
    let twin = |shop: &Shop, state| Blob { hash: blob.hash, state, ..shop.new_blob() };
    other.insert(twin(&other, BlobState::Kept)).await;
    for state in [BlobState::Keeping, BlobState::Kept] {
        shop.conflicts(Changes::none().insert(twin(&shop, state))).await;
    }
    let gone = shop.insert(twin(&shop, BlobState::Forgotten)).await;
    shop.conflicts(Changes::none().update(Blob { state: BlobState::Kept, ..gone })).await;
    let blob = shop.update(Blob { state: BlobState::Forgetting, ..blob }).await;
    let heir = shop.insert(twin(&shop, BlobState::Kept)).await;
    shop.update(Blob { state: BlobState::Forgotten, ..blob }).await;
    shop.conflicts(Changes::none().insert(twin(&shop, BlobState::Keeping))).await;
    let found = shop.store.blob_with(shop.scope, heir.hash).await.expect("it is read");
    assert_eq!(found, Some(heir));
}

/// Of 32 who hand in the same bytes at once, one keeps them.
pub async fn the_same_bytes_are_kept_once_of_32_at_the_same_time(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let hash = shop.new_blob().hash;
    taken_once_of_32(&shop, |_| Blob { hash, state: BlobState::Keeping, ..shop.new_blob() }.into()).await;
}

/// Two records of one commit do not take the same key either.
pub async fn a_key_is_taken_once_within_a_commit(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let identity = shop.new_identity(&shop.customer);
    let twin = CustomerIdentity { key: identity.key.clone(), ..shop.new_identity(&shop.customer) };
    shop.conflicts(Changes::none().insert(identity.clone()).insert(twin)).await;
    assert_eq!(shop.stored(&identity.into()).await, None);
    let places = [shop.new_message(&shop.conversation, 1), shop.new_message(&shop.conversation, 1)];
    shop.conflicts(places.into_iter().fold(Changes::none(), Changes::insert)).await;
}

/// What a record no longer has may be taken by another.
pub async fn a_key_that_was_given_up_is_free(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let (email, address) = (shop.agent.email.clone(), shop.account.address.clone());
    shop.update(Agent { email: shop.word(), ..shop.agent.clone() }).await;
    shop.insert(Agent { email: email.clone(), ..shop.new_agent() }).await;
    shop.update(Account { status: AccountStatus::Disconnected, ..shop.account.clone() }).await;
    shop.insert(Account { address, ..shop.new_account() }).await;
    shop.update(Conversation { status: ConversationStatus::Archived, ..shop.conversation.clone() }).await;
    let next = shop.insert(shop.new_conversation(&shop.customer)).await;

    let external_id = external(&Source::WHATSAPP, "wamid.1");
    let named = Message { external_id: external_id.clone(), ..shop.new_message(&next, 1) };
    let named = shop.insert(named).await;
    let unnamed = shop.update(Message { external_id: None, ..named }).await;
    let heir = shop.insert(Message { external_id: external_id.clone(), ..shop.new_message(&next, 2) }).await;
    shop.conflicts(Changes::none().update(Message { external_id, ..unnamed })).await;
    assert_eq!(shop.stored(&heir.clone().into()).await, Some(heir.into()));
}
