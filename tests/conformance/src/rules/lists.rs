//! Lists have an order and give what was looked for.

use crate::{Fixture, shop::Shop};
use chat_core::{
    Account, AccountStatus, Agent, ApiKey, AuthorizedDomain, Changes, Conversation, ConversationFilter as Filter,
    ConversationId, ConversationOrder, ConversationQuery, ConversationStatus, Customer, CustomerId, CustomerIdentity,
    CustomerMerge, DomainEntry, DomainState, DomainStep, DossierBody, DossierEntry, DossierKind, IdentityKey,
    IdentityKind, Message, MessageKind, PageQuery, SenderType, Session, Source, Timestamp, Who, Widget, WidgetStatus,
};
use std::time::Duration;

impl Shop {
    async fn listed(&self, filter: &Filter) -> Vec<ConversationId> {
        let query = ConversationQuery::own(filter.clone(), self.env.now());
        let page = self.store.conversations(self.scope, &query, PageQuery::first(PageQuery::LIMIT_MAX)).await;
        page.expect("conversations are listed").items.into_iter().map(|conversation| conversation.id).collect()
    }

    async fn listed_with(&self, text: &str) -> Vec<ConversationId> {
        self.listed(&Filter::Text(text.into())).await
    }

    async fn known_as(&self, text: &str) -> Vec<CustomerId> {
        let page = self.store.customers(self.scope, Some(text), PageQuery::first(PageQuery::LIMIT_MAX)).await;
        page.expect("customers are listed").items.into_iter().map(|customer| customer.id).collect()
    }

    pub(super) fn later(&self, seconds: u64) -> Timestamp {
        self.env.now().plus(Duration::from_secs(seconds))
    }
}

/// The conversation with the latest message comes first; one without a message counts from its creation.
pub async fn conversations_come_with_the_latest_message_first(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let other = || Conversation { customer_id: None, ..shop.new_conversation(&shop.customer) };
    let silent = shop.insert(Conversation { created_at: shop.later(20), ..other() }).await;
    let loud = shop.insert(Conversation { last_message_at: Some(shop.later(30)), ..other() }).await;
    let old = Conversation { created_at: shop.later(40), last_message_at: Some(shop.later(10)), ..other() };
    let old = shop.insert(old).await;
    let everything = Filter::EVERYTHING;
    assert_eq!(shop.listed(&everything).await, [loud.id, silent.id, old.id, shop.conversation.id]);
    shop.update(Conversation { last_message_at: Some(shop.later(50)), ..old.clone() }).await;
    assert_eq!(shop.listed(&everything).await, [old.id, loud.id, silent.id, shop.conversation.id]);
}

/// A conversation is listed when it meets every criterion that is given.
pub async fn each_criterion_of_a_conversation_filter_must_be_met(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let customer = shop.insert(shop.new_customer()).await;
    let other = || Conversation { created_at: shop.later(1), ..shop.new_conversation(&customer) };
    let closed = shop.insert(Conversation { status: ConversationStatus::Closed, ..other() }).await;
    let visit = Conversation { account_id: None, source: Source::WEBSITE, created_at: shop.later(2), ..other() };
    let visit = shop.insert(Conversation { assignee_id: Some(shop.agent.id), ..visit }).await;
    let [open, gone] = [ConversationStatus::Active, ConversationStatus::Closed].map(|it| Filter::Status(vec![it]));
    let of = |customer: CustomerId| Filter::Customer(vec![customer]);
    let assigned_to = |agent| Filter::Assignee(vec![Who::Agent(agent)]);
    let cases: [(Filter, &[ConversationId]); 10] = [
        (Filter::EVERYTHING, &[visit.id, closed.id, shop.conversation.id]),
        (gone.clone(), &[closed.id]),
        (open, &[visit.id, shop.conversation.id]),
        (Filter::Source(vec![Source::WEBSITE]), &[visit.id]),
        (Filter::Source(Source::new("pager").into_iter().collect()), &[]),
        (assigned_to(shop.agent.id), &[visit.id]),
        (assigned_to(shop.env.id()), &[]),
        (of(customer.id), &[visit.id, closed.id]),
        (
            of(customer.id)
                .and(Filter::Source(vec![Source::WHATSAPP]))
                .and(gone.clone())
                .and(Filter::Text("grace".into())),
            &[closed.id],
        ),
        (of(customer.id).and(Filter::Source(vec![Source::WEBSITE])).and(gone), &[]),
    ];
    for (filter, expected) in cases {
        assert_eq!(shop.listed(&filter).await, expected, "for {filter:?}");
    }
}

/// By waiting, those come first whose customers have waited longest, and nobody else comes; pages meet.
pub async fn conversations_come_with_the_longest_waiting_first(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let mut waiting = Vec::new();
    for seconds in [30, 10, 20, 10] {
        let other = Conversation { customer_id: None, ..shop.new_conversation(&shop.customer) };
        waiting.push(shop.insert(Conversation { waiting_since: Some(shop.later(seconds)), ..other }).await);
    }
    waiting.sort_by_key(|one| (one.waiting_since, one.id));
    let own = ConversationQuery::own(Filter::EVERYTHING, shop.env.now());
    let query = ConversationQuery { order: ConversationOrder::Waiting, ..own };
    let (mut read, mut next) = (Vec::new(), Some(PageQuery::first(2)));
    while let Some(page) = next {
        let page = shop.store.conversations(shop.scope, &query, page).await.expect("conversations are listed");
        next = crate::shop::next(&page, 2);
        read.extend(page.items);
    }
    assert_eq!(read, waiting);
}

/// Conversations are counted as they are listed, and no further than somebody wants to know.
pub async fn conversations_are_counted_up_to_a_number(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    for _ in 0..4 {
        shop.insert(Conversation { customer_id: None, ..shop.new_conversation(&shop.customer) }).await;
    }
    let open = Filter::Status(vec![ConversationStatus::Active]);
    for (filter, max, expected) in [
        (open.clone(), 10, 5),
        (open.clone(), 5, 5),
        (open.clone(), 3, 3),
        (Filter::Not(Box::new(open)), 10, 0),
        (Filter::Customer(vec![shop.customer.id]), 10, 1),
    ] {
        let query = ConversationQuery::own(filter, shop.env.now());
        let count = shop.store.count_conversations(shop.scope, &query, max).await.expect("they are counted");
        assert_eq!(count, expected, "{query:?} up to {max}");
    }
}

/// A conversation is found by a part of its customer's name or number or of its subject, in small or capital letters.
pub async fn conversations_are_found_by_name_number_and_subject(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let customer = Customer { name: Some("Zoë Müller-Straße".into()), ..shop.new_customer() };
    let customer = shop.insert(customer).await;
    let conversation = Conversation {
        customer_number: Some("+49 170 5550123".into()),
        subject: Some("Where is my ORDER 7?".into()),
        ..shop.new_conversation(&customer)
    };
    let found = [shop.insert(conversation).await.id];
    for text in ["Zoë", "zoë", "MüLLER", "müller-straße", "0 555", "+49 170", "order 7", "my Order", "?"] {
        assert_eq!(shop.listed_with(text).await, found, "for {text:?}");
    }
    for text in ["Zoe", "order 8", "499", "zoë müller-straße +49", "  "] {
        assert!(shop.listed_with(text).await.is_empty(), "for {text:?}");
    }
    // The name counts as it is now.
    shop.update(Customer { name: Some("Ivy".into()), ..customer }).await;
    assert_eq!(shop.listed_with("ivy").await, found);
    assert!(shop.listed_with("Zoë").await.is_empty());
}

/// Customers are found by their ids, each once, and those that were merged into others as well.
pub async fn customers_are_found_by_their_ids(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let merged = shop.insert(Customer { merged_into: Some(shop.customer.id), ..shop.new_customer() }).await;
    shop.insert(shop.new_customer()).await;
    let ids = [merged.id, shop.env.id(), shop.customer.id];
    let mut found = shop.store.customers_by_id(shop.scope, &ids).await.expect("they are read");
    found.sort_by_key(|customer| customer.id);
    assert_eq!(found, [shop.customer.clone(), merged]);
    assert_eq!(shop.store.customers_by_id(shop.scope, &[]).await.expect("they are read"), []);
}

/// A customer is found by a part of the name or of any identity, in small or capital letters, and listed once.
pub async fn customers_are_found_by_name_and_identity(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let customer = shop.insert(Customer { name: None, ..shop.new_customer() }).await;
    let key =
        |kind, value: &str| CustomerIdentity { key: IdentityKey::new(kind, value), ..shop.new_identity(&customer) };
    shop.insert(key(IdentityKind::WhatsappPhone, "4917055501")).await;
    shop.insert(key(IdentityKind::Email, "zoe@shop.example")).await;
    shop.insert(key(IdentityKind::Visitor, "example-visitor")).await;
    for text in ["4917", "7055501", "ZOE@", "Example"] {
        assert_eq!(shop.known_as(text).await, [customer.id], "for {text:?}");
    }
    assert_eq!(shop.known_as("gRACE").await, [shop.customer.id]);
    assert!(shop.known_as("zoe@other").await.is_empty());
    let page = shop.store.customers(shop.scope, None, PageQuery::default()).await.expect("customers are listed");
    assert_eq!(page.items.len(), 2, "without a text everybody is wanted");
}

/// What somebody looks for is text: nothing in it is a pattern or an instruction.
pub async fn a_search_takes_every_character_as_it_is(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    for text in ["%", "_", "\\", "'", "\"", "*", "?", "a%c", "[a]", "'; --", "$1", "\\%", "(", "^a", "🎉"] {
        let name = Some(format!("is {text} here"));
        let customer = shop.insert(Customer { name: name.clone(), ..shop.new_customer() }).await;
        let conversation = shop.insert(shop.new_conversation(&customer)).await;
        assert!(shop.known_as(text).await.contains(&customer.id), "{text:?} is not found");
        assert!(shop.listed_with(text).await.contains(&conversation.id), "{text:?} is not found");
        assert!(!shop.known_as(text).await.contains(&shop.customer.id), "{text:?} is taken for a pattern");
        assert!(!shop.listed_with(text).await.contains(&shop.conversation.id), "{text:?} is taken for a pattern");
        shop.update(Customer { name: None, ..customer }).await;
    }
}

/// The last message of a conversation is the reply or the note that stands furthest back, whenever it says it was written.
pub async fn the_last_message_of_a_conversation_is_what_was_said_last(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let [busy, silent, noted] = [shop.lane().await, shop.lane().await, shop.lane().await];
    let of = |conversation, position, kind| Message { kind, ..shop.new_message(conversation, position) };
    shop.insert(Message { created_at: shop.later(90), ..of(&busy, 1, MessageKind::Reply) }).await;
    let reply = shop.insert(of(&busy, 2, MessageKind::Reply)).await;
    let note = shop.insert(of(&noted, 1, MessageKind::Note)).await;
    for (conversation, position) in [(&busy, 3), (&busy, 4), (&silent, 1)] {
        shop.insert(of(conversation, position, MessageKind::Event)).await;
    }
    shop.insert(of(&shop.conversation, 1, MessageKind::Reply)).await;
    let ids = [silent.id, noted.id, shop.env.id(), busy.id];
    let mut last = shop.store.last_messages(shop.scope, &ids).await.expect("they are read");
    last.sort_by_key(|message| message.conversation_id);
    assert_eq!(last, [reply, note]);
    assert_eq!(shop.store.last_messages(shop.scope, &[]).await.expect("they are read"), []);
}

/// The last customer message is the one that stands furthest back, whoever wrote after it and whenever it says it was written.
pub async fn the_last_customer_message_is_the_latest_of_the_customer(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let last = || shop.store.last_customer_message(shop.scope, shop.conversation.id);
    assert_eq!(last().await.expect("it is read"), None);
    let by = |position, sender_type| Message { sender_type, ..shop.new_message(&shop.conversation, position) };
    let late = Message { created_at: shop.later(90), ..by(1, SenderType::Customer) };
    shop.insert(late).await;
    let latest = shop.insert(by(2, SenderType::Customer)).await;
    let after = [SenderType::Agent, SenderType::System, SenderType::Bot];
    let after = after.into_iter().zip(3..).map(|(sender, position)| by(position, sender));
    shop.commit(after.fold(Changes::none(), Changes::insert)).await;
    assert_eq!(last().await.expect("it is read"), Some(latest));
}

/// A closed conversation is still the live one; an archived one is not.
pub async fn the_live_conversation_is_the_one_not_archived(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let live = |account| shop.store.live_conversation(shop.scope, shop.customer.id, account);
    let closed = Conversation { status: ConversationStatus::Closed, ..shop.conversation.clone() };
    let closed = shop.update(closed).await;
    assert_eq!(live(shop.account.id).await.expect("it is read"), Some(closed.clone()));
    assert_eq!(live(shop.env.id()).await.expect("it is read"), None);
    let archived = shop.update(Conversation { status: ConversationStatus::Archived, ..closed }).await;
    assert_eq!(live(shop.account.id).await.expect("it is read"), None);
    let again = shop.update(Conversation { status: ConversationStatus::Active, ..archived }).await;
    assert_eq!(live(shop.account.id).await.expect("it is read"), Some(again));
}

/// The team and its accounts come in the order in which they were added, without the accounts that were disconnected.
pub async fn accounts_and_agents_come_oldest_first(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let late = shop.insert(Account { created_at: shop.later(9), ..shop.new_account() }).await;
    let early = Account { created_at: shop.later(5), status: AccountStatus::Paused, ..shop.new_account() };
    let early = shop.insert(early).await;
    let gone = shop.insert(Account { status: AccountStatus::Disconnected, ..shop.new_account() }).await;
    let accounts = shop.store.accounts(shop.scope).await.expect("they are listed");
    assert_eq!(accounts, [shop.account.clone(), early, late]);
    assert_eq!(shop.store.account(shop.scope, gone.id).await.expect("it is read"), Some(gone));

    let late = shop.insert(Agent { created_at: shop.later(9), ..shop.new_agent() }).await;
    let early = shop.insert(Agent { created_at: shop.later(5), ..shop.new_agent() }).await;
    let agents = shop.store.agents(shop.scope).await.expect("they are listed");
    assert_eq!(agents, [shop.agent.clone(), early, late]);
}

/// Of an agent's sessions those that were neither revoked nor are over are listed, the latest first.
pub async fn live_sessions_of_an_agent_come_latest_first(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let (begun, other) = (shop.env.now(), shop.insert(shop.new_agent()).await);
    let at = |seconds| begun.plus(Duration::from_secs(seconds));
    let now = at(10);
    let session = |created, expires| Session {
        created_at: at(created),
        expires_at: at(expires),
        ..shop.new_session(&shop.agent)
    };
    let early = shop.insert(session(5, 11)).await;
    let late = shop.insert(session(9, 20)).await;
    let middle = shop.insert(session(7, 20)).await;
    shop.insert(session(8, 10)).await;
    shop.insert(Session { revoked_at: Some(now), ..session(8, 20) }).await;
    let theirs = Session { expires_at: at(20), ..shop.new_session(&other) };
    shop.insert(theirs).await;
    let listed =
        async |limit| shop.store.sessions(shop.scope, shop.agent.id, now, limit).await.expect("they are listed");
    assert_eq!(listed(10).await, [late.clone(), middle.clone(), early]);
    assert_eq!(listed(2).await, [late, middle]);
}

/// API keys come in the order in which they were made, without those that were revoked.
pub async fn api_keys_come_oldest_first(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let late = shop.insert(ApiKey { created_at: shop.later(9), ..shop.new_api_key(&shop.agent) }).await;
    let expired = Some(shop.later(1));
    let early = ApiKey { created_at: shop.later(5), expires_at: expired, ..shop.new_api_key(&shop.agent) };
    let early = shop.insert(early).await;
    shop.insert(ApiKey { revoked_at: Some(shop.later(6)), ..shop.new_api_key(&shop.agent) }).await;
    assert_eq!(shop.store.api_keys(shop.scope).await.expect("they are listed"), [early, late]);
}

/// Widgets come in the order in which they were created, without those that were deleted.
pub async fn widgets_come_oldest_first(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let late = shop.insert(Widget { created_at: shop.later(9), ..shop.new_widget() }).await;
    let early = Widget { created_at: shop.later(5), status: WidgetStatus::Inactive, ..shop.new_widget() };
    let early = shop.insert(early).await;
    let gone = shop.insert(Widget { status: WidgetStatus::Deleted, ..shop.new_widget() }).await;
    assert_eq!(shop.store.widgets(shop.scope).await.expect("they are listed"), [early, late]);
    assert_eq!(shop.store.widget(shop.scope, gone.id).await.expect("it is read"), Some(gone));
}

/// A widget's domains come in the order in which they were added, without those that were removed and those of others.
pub async fn domains_of_a_widget_come_oldest_first(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let (widget, other) = (shop.insert(shop.new_widget()).await, shop.insert(shop.new_widget()).await);
    let late = AuthorizedDomain { created_at: shop.later(9), ..shop.new_domain(&widget) };
    let late = shop.insert(late).await;
    let early =
        AuthorizedDomain { created_at: shop.later(5), state: DomainState::Unverified, ..shop.new_domain(&widget) };
    let early = shop.insert(early).await;
    let gone = AuthorizedDomain { state: DomainState::Removed, ..shop.new_domain(&widget) };
    let gone = shop.insert(gone).await;
    let theirs = shop.insert(shop.new_domain(&other)).await;
    let listed = async |widget: &Widget| shop.store.domains(shop.scope, widget.id).await.expect("they are listed");
    assert_eq!(listed(&widget).await, [early, late]);
    assert_eq!(listed(&other).await, [theirs]);
    assert_eq!(shop.store.domain(shop.scope, gone.id).await.expect("it is read"), Some(gone));
}

/// A domain is found by exactly what is written of it, also after it was removed, and only at its widget.
pub async fn a_domain_is_found_by_how_it_is_written(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let (widget, other) = (shop.insert(shop.new_widget()).await, shop.insert(shop.new_widget()).await);
    let entry = |text: &str| text.parse::<DomainEntry>().expect("it is a domain");
    let written = ["shop.example", "*.shop.example", "shop.example:*", "shop.example:8443"].map(entry);
    let found = async |widget: &Widget, entry: &DomainEntry| {
        shop.store.domain_named(shop.scope, widget.id, entry).await.expect("it is read")
    };
    let mut stored = Vec::new();
    for entry in &written {
        assert_eq!(found(&widget, entry).await, None);
        stored.push(shop.insert(AuthorizedDomain { entry: entry.clone(), ..shop.new_domain(&widget) }).await);
    }
    let removed = shop.update(AuthorizedDomain { state: DomainState::Removed, ..stored[0].clone() }).await;
    stored[0] = removed;
    for (entry, domain) in written.iter().zip(stored) {
        assert_eq!(found(&widget, entry).await, Some(domain));
        assert_eq!(found(&other, entry).await, None);
    }
    assert_eq!(found(&widget, &entry("www.shop.example")).await, None);
}

/// What happened to a domain is told the latest first, and no more of it than is wanted.
pub async fn what_happened_to_a_domain_comes_latest_first(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let widget = shop.insert(shop.new_widget()).await;
    let (domain, other) = (shop.insert(shop.new_domain(&widget)).await, shop.insert(shop.new_domain(&widget)).await);
    let late = shop.insert(DomainStep { at: shop.later(9), ..shop.new_step(&domain) }).await;
    let early = shop.insert(DomainStep { at: shop.later(5), ..shop.new_step(&domain) }).await;
    shop.insert(shop.new_step(&other)).await;
    let told = async |limit| shop.store.domain_history(shop.scope, domain.id, limit).await.expect("it is told");
    assert_eq!(told(10).await, [late.clone(), early]);
    assert_eq!(told(1).await, [late]);
}

/// The messages of several conversations are one thread, the latest first, whatever their places; those of others are not among them.
pub async fn a_timeline_has_the_messages_of_several_conversations_by_their_time(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let other = Conversation { customer_id: None, ..shop.new_conversation(&shop.customer) };
    let other = shop.insert(other).await;
    let foreign = Conversation { customer_id: None, ..shop.new_conversation(&shop.customer) };
    let foreign = shop.insert(foreign).await;
    let said = |conversation, position, seconds| Message {
        created_at: shop.later(seconds),
        ..shop.new_message(conversation, position)
    };
    let first = shop.insert(said(&shop.conversation, 1, 1)).await;
    let third = shop.insert(said(&shop.conversation, 2, 3)).await;
    let second = shop.insert(said(&other, 1, 2)).await;
    shop.insert(said(&foreign, 1, 2)).await;
    let timeline = async |ids: &[ConversationId], limit| {
        let page = shop.store.timeline(shop.scope, ids, PageQuery::first(limit)).await;
        page.expect("a timeline is read")
    };
    let both = timeline(&[shop.conversation.id, other.id], 10).await;
    assert_eq!(both.items, [third.clone(), second, first.clone()]);
    assert_eq!(both.next, None);
    assert_eq!(timeline(&[shop.conversation.id], 10).await.items, [third, first]);
    assert_eq!(timeline(&[], 10).await.items, []);
}

/// A customer is found by a part of the e-mail address and phone number that it is reached by.
pub async fn customers_are_found_by_email_address_and_phone_number(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let contact =
        Customer { email: Some("zoe@shop.example".into()), phone: Some("+49 (170) 1".into()), ..shop.new_customer() };
    let customer = shop.insert(contact).await;
    for text in ["ZOE@shop", "(170)"] {
        assert_eq!(shop.known_as(text).await, [customer.id], "for {text:?}");
    }
    shop.update(Customer { email: None, ..customer }).await;
    assert!(shop.known_as("zoe@").await.is_empty());
}

/// A customer that was merged into another is found by its id and listed no more.
pub async fn merged_customers_are_not_listed(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let merged = Customer { merged_into: Some(shop.customer.id), ..shop.new_customer() };
    let merged = shop.insert(merged).await;
    assert_eq!(shop.known_as("grace").await, [shop.customer.id]);
    assert_eq!(shop.store.customer(shop.scope, merged.id).await.expect("it is read"), Some(merged.clone()));
    shop.update(Customer { merged_into: None, created_at: shop.later(1), ..merged.clone() }).await;
    assert_eq!(shop.known_as("grace").await, [merged.id, shop.customer.id]);
}

/// What is kept about customers is listed by its kind, of one customer or of all, the newest first and without what was taken out.
pub async fn dossiers_are_listed_by_kind_and_customer(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let other = shop.insert(shop.new_customer()).await;
    let entry = |customer, seconds| DossierEntry { created_at: shop.later(seconds), ..shop.new_entry(customer) };
    let merge = CustomerMerge {
        from: other.id,
        agent_id: shop.agent.id,
        identities: vec![],
        conversations: vec![],
        entries: vec![],
        taken_over: serde_json::Map::new(),
        undone_at: None,
    };
    let first = shop.insert(entry(&shop.customer, 1)).await;
    let late = shop.insert(entry(&shop.customer, 9)).await;
    let theirs = shop.insert(entry(&other, 5)).await;
    let merge = DossierEntry { body: DossierBody::Merge(Box::new(merge)), ..entry(&shop.customer, 3) };
    let merge = shop.insert(merge).await;
    let listed = async |kind, customer| {
        let page = shop.store.dossier(shop.scope, kind, customer, PageQuery::default()).await;
        page.expect("dossiers are listed").items.into_iter().map(|entry| entry.id).collect::<Vec<_>>()
    };
    assert_eq!(listed(DossierKind::Note, None).await, [late.id, theirs.id, first.id]);
    assert_eq!(listed(DossierKind::Note, Some(shop.customer.id)).await, [late.id, first.id]);
    assert_eq!(listed(DossierKind::Merge, None).await, [merge.id]);
    assert!(listed(DossierKind::HeldBack, None).await.is_empty());
    shop.update(DossierEntry { removed_at: Some(shop.later(10)), ..late }).await;
    assert_eq!(listed(DossierKind::Note, Some(shop.customer.id)).await, [first.id]);
}

/// An identity that moves to another customer finds that one from then on, among the others in the order of learning.
pub async fn an_identity_that_moved_leads_to_its_new_customer(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let other = shop.insert(shop.new_customer()).await;
    let learned =
        |customer, seconds| CustomerIdentity { created_at: shop.later(seconds), ..shop.new_identity(customer) };
    let own = shop.insert(learned(&other, 5)).await;
    let moved = shop.insert(learned(&shop.customer, 1)).await;
    let moved = shop.update(CustomerIdentity { customer_id: other.id, ..moved }).await;
    let found = shop.store.customer_at(shop.scope, &moved.key).await.expect("it is read");
    assert_eq!(found.map(|customer| customer.id), Some(other.id));
    assert_eq!(shop.store.identities(shop.scope, other.id).await.expect("they are read"), [moved, own]);
    assert_eq!(shop.store.identities(shop.scope, shop.customer.id).await.expect("they are read"), []);
}

/// A customer is found by each of its identities, as kind and value together, to the last letter.
pub async fn an_identity_leads_to_its_customer(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let other = shop.insert(shop.new_customer()).await;
    let (first, second) = (shop.new_identity(&shop.customer), shop.new_identity(&shop.customer));
    let (first, second, theirs) =
        (shop.insert(first).await, shop.insert(second).await, shop.insert(shop.new_identity(&other)).await);
    let at = async |key: &IdentityKey| shop.store.customer_at(shop.scope, key).await.expect("customers are read");
    for (identity, customer) in [(&first, &shop.customer), (&second, &shop.customer), (&theirs, &other)] {
        assert_eq!(at(&identity.key).await.as_ref(), Some(customer));
    }
    let IdentityKey { kind, value } = &first.key;
    assert_eq!(at(&IdentityKey::new(IdentityKind::External, value)).await, None);
    for value in [format!("{value}x"), format!("{value}%"), value[1..].to_owned(), String::new()] {
        assert_eq!(at(&IdentityKey::new(*kind, value)).await, None);
    }
}

/// The identities of a customer come in the order in which they were learned.
pub async fn identities_come_first_learned_first(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let learned = |seconds| CustomerIdentity { created_at: shop.later(seconds), ..shop.new_identity(&shop.customer) };
    let last = shop.insert(learned(9)).await;
    let first = shop.insert(learned(1)).await;
    let second = shop.insert(learned(5)).await;
    let known = shop.store.identities(shop.scope, shop.customer.id).await.expect("they are read");
    assert_eq!(known, [first, second, last]);
}
