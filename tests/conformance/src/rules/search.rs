//! What was kept is found by its words, and by nothing else.

use crate::{Fixture, shop::Shop};
use chat_core::{
    Changes, Conversation, ConversationFilter, ConversationStatus, Customer, Hit, Message, MessageKind, MessageVersion,
    Moment, PageQuery, Placed, SearchFilter, SearchKind, SearchQuery, SenderType, Source, Timestamp, Viewer, Who,
};
use uuid::Uuid;

impl Shop {
    async fn say(&self, position: i64, text: &str) -> Message {
        self.insert(Message { content: text.into(), ..self.new_message(&self.conversation, position) }).await
    }

    fn viewer(&self) -> Viewer {
        Viewer { agent: Some(self.agent.id), ..Viewer::nobody(self.env.now()) }
    }

    async fn found(&self, query: &SearchQuery) -> Vec<Uuid> {
        let page =
            self.store.search(self.scope, query, &self.viewer(), PageQuery::default()).await.expect("it is searched");
        page.items.iter().map(id).collect()
    }

    async fn found_with(&self, text: &str) -> Vec<Uuid> {
        self.found(&query(text, None, SearchFilter::EVERYTHING)).await
    }
}

fn id(it: &Placed) -> Uuid {
    match &it.hit {
        Hit::Message(message, _) => message.id.uuid(),
        Hit::Customer(customer) => customer.id.uuid(),
    }
}

fn query(text: &str, kind: Option<SearchKind>, filter: SearchFilter) -> SearchQuery {
    SearchQuery::new(text, kind, filter).expect("there is a word")
}

/// A message is found by each of its words in any order, in small or capital letters, with or without accents, and by the beginning
/// of the last one.
pub async fn a_message_is_found_by_its_words(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let wanted = shop.say(1, "Où est ma COMMANDE n° 4711, s'il vous plaît?").await.id.uuid();
    shop.say(2, "The order has left").await;
    for text in ["ou", "OÙ", "commande", "comm", "plait 4711 ", "vous, est comma", "47"] {
        assert_eq!(shop.found_with(text).await, [wanted], "for {text:?}");
    }
    for text in ["mande", "commandes", "comm ", "où left", "' OR 1=1 --", "4711* b", "NOT order"] {
        assert!(shop.found_with(text).await.is_empty(), "for {text:?}");
    }
}

/// Texts of scripts that write no spaces are found by any part of them.
pub async fn a_text_without_spaces_is_found_by_any_part_of_it(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let japanese = shop.say(1, "\u{6ce8}\u{6587}\u{756a}\u{53f7}\u{3092}\u{6559}\u{3048}\u{3066}").await.id.uuid();
    let korean = shop.say(2, "\u{c8fc}\u{bb38}\u{c744} \u{cde8}\u{c18c}\u{d574}").await.id.uuid();
    for text in ["\u{6ce8}\u{6587}", "\u{756a}\u{53f7}\u{3092}", "\u{53f7}", "\u{3066}"] {
        assert_eq!(shop.found_with(text).await, [japanese], "for {text:?}");
    }
    assert_eq!(shop.found_with("\u{bb38}\u{c744}").await, [korean]);
    assert!(shop.found_with("\u{6587}\u{53f7}").await.is_empty(), "its characters are not neighbours");
}

/// A customer is found by three characters or more from within a word of name, address or number; what was said is not.
pub async fn a_customer_is_found_by_parts_of_words(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let customer = Customer {
        name: Some("Frieda Müller-Lüdenscheidt".into()),
        email: Some("frida99@beispiel.example".into()),
        phone: Some("+49 170 1234567".into()),
        ..shop.new_customer()
    };
    let wanted = shop.insert(customer).await.id.uuid();
    shop.say(1, "Lüdenscheidt 1234567").await;
    let customers = |text| query(text, Some(SearchKind::Customer), SearchFilter::EVERYTHING);
    for text in
        ["denscheidt", "schei", "ULLER", "da99 ", "spiel", "4567", "70123", "ieda lüdens", "eda müll", "0170-123 4567"]
    {
        assert_eq!(shop.found(&customers(text)).await, [wanted], "for {text:?}");
    }
    for text in ["ei", "67", "sche ", "spielen", "friedamüller", "ridda"] {
        assert!(shop.found(&customers(text)).await.is_empty(), "for {text:?}");
    }
    assert_eq!(shop.found_with("scheidt").await, [wanted]);
}

/// What is found comes with the latest first; customers are found by name, address and number, until they are merged into others.
pub async fn messages_and_customers_are_found_the_latest_first(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let first = shop.say(1, "zebra crossing").await.id.uuid();
    let customer =
        Customer { name: Some("Zebra Ltd".into()), phone: Some("+49 (170) 5".into()), ..shop.new_customer() };
    let customer = shop.insert(customer).await;
    let last = shop.say(2, "a zebra").await.id.uuid();
    let who = customer.id.uuid();
    assert_eq!(shop.found_with("zebra").await, [last, who, first]);
    assert_eq!(shop.found_with("491705").await, [who]);
    let of = |kind| query("zeb", Some(kind), SearchFilter::EVERYTHING);
    assert_eq!(shop.found(&of(SearchKind::Message)).await, [last, first]);
    assert_eq!(shop.found(&of(SearchKind::Customer)).await, [who]);
    let customer = shop.update(Customer { name: Some("Okapi Ltd".into()), ..customer }).await;
    assert_eq!(shop.found_with("okapi").await, [who]);
    assert_eq!(shop.found_with("zebra").await, [last, first]);
    shop.update(Customer { merged_into: Some(shop.customer.id), ..customer }).await;
    assert!(shop.found_with("okapi").await.is_empty());
}

/// An edited message is found by what it says now and stays where it was; one that was deleted is not found, and what was done to a
/// conversation never is.
pub async fn a_message_is_found_by_what_it_says_now(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let edited = shop.say(1, "a lynx").await;
    let later = shop.say(2, "an otter").await.id.uuid();
    let now = Some(shop.env.now());
    let version = MessageVersion { content: "a lynx".into(), attachments: vec![], until: shop.env.now() };
    let edited = Message { content: "two otters".into(), edited_at: now, versions: vec![version], ..edited };
    let edited = shop.update(edited).await;
    assert_eq!(shop.found_with("otter").await, [later, edited.id.uuid()]);
    assert!(shop.found_with("lynx").await.is_empty());
    shop.update(Message { content: String::new(), deleted_at: now, ..edited }).await;
    assert_eq!(shop.found_with("otter").await, [later]);
    let event =
        Message { kind: MessageKind::Event, content: "otter".into(), ..shop.new_message(&shop.conversation, 3) };
    shop.insert(event).await;
    assert_eq!(shop.found_with("otter").await, [later]);
}

/// Messages are found where they and their conversations, as these are now, meet each criterion; customers only where there is none.
pub async fn a_search_looks_where_it_is_told_to(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    shop.insert(Customer { name: Some("Heron".into()), ..shop.new_customer() }).await;
    let other = Conversation {
        source: Source::WEBSITE,
        account_id: None,
        status: ConversationStatus::Closed,
        assignee_id: Some(shop.agent.id),
        ..shop.new_conversation(&shop.customer)
    };
    let other = shop.insert(other).await;
    let here = shop.say(1, "a heron").await;
    let later = Timestamp::from_millis(here.created_at.millis() + 60_000);
    let there = Message {
        content: "herons".into(),
        sender_type: SenderType::Customer,
        created_at: later,
        ..shop.new_message(&other, 1)
    };
    let (here, there) = (here.id.uuid(), shop.insert(there).await.id.uuid());
    let all = || SearchFilter::EVERYTHING;
    let of = |conversations| SearchFilter { conversations, ..all() };
    let closed = || ConversationFilter::Status(vec![ConversationStatus::Closed]);
    let mine = || ConversationFilter::Assignee(vec![Who::Me]);
    let cases = [
        (SearchFilter { conversation_id: Some(other.id), ..all() }, vec![there]),
        (SearchFilter { sender_type: Some(SenderType::Customer), ..all() }, vec![there]),
        (SearchFilter { after: Some(Moment::At(later)), ..all() }, vec![there]),
        (SearchFilter { before: Some(Moment::At(later)), ..all() }, vec![here]),
        (SearchFilter { before: Some(Moment::At(later)), ..of(closed()) }, vec![]),
        (of(ConversationFilter::Customer(vec![shop.customer.id])), vec![there, here]),
        (
            of(ConversationFilter::Any(vec![closed(), ConversationFilter::Source(vec![Source::WHATSAPP])])),
            vec![there, here],
        ),
        (of(ConversationFilter::Not(Box::new(closed()))), vec![here]),
        (of(mine()), vec![there]),
        (of(ConversationFilter::Not(Box::new(mine())).and(closed())), vec![]),
        (of(ConversationFilter::Any(vec![])), vec![]),
    ];
    for (filter, expected) in cases {
        assert_eq!(shop.found(&query("heron", None, filter.clone())).await, expected, "for {filter:?}");
    }
    shop.update(Conversation { status: ConversationStatus::Active, ..other }).await;
    assert!(shop.found(&query("heron", None, of(closed()))).await.is_empty());
}

/// Nobody finds what another client has, whatever it looks for.
pub async fn a_search_finds_nothing_of_another_client(fixture: Fixture) {
    let (own, other) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    let mine = own.say(1, "a badger").await.id.uuid();
    let theirs = other.say(1, "a badger").await.id.uuid();
    assert_eq!(own.found_with("badger").await, [mine]);
    assert_eq!(other.found_with("badg").await, [theirs]);
    let foreign = SearchFilter { conversation_id: Some(other.conversation.id), ..SearchFilter::EVERYTHING };
    assert!(own.found(&query("badger", None, foreign)).await.is_empty());
}

/// A commit that is refused leaves nothing to be found, and one that is taken can be found at once, over either handle.
pub async fn what_is_kept_is_found_at_once_and_nothing_else(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let kept = shop.say(1, "a marten").await;
    let twin = Message { content: "a marten".into(), ..shop.new_message(&shop.conversation, 1) };
    shop.conflicts(Changes::none().insert(twin)).await;
    let query = query("marten", None, SearchFilter::EVERYTHING);
    for store in [&shop.store, &shop.second] {
        let page =
            store.search(shop.scope, &query, &shop.viewer(), PageQuery::default()).await.expect("it is searched");
        let hits: Vec<Hit> = page.items.into_iter().map(|it| it.hit).collect();
        assert_eq!(hits, [Hit::Message(kept.clone(), shop.conversation.clone())]);
    }
}

/// Messages that arrive while somebody reads on change nothing about those that were found.
pub async fn pages_of_a_search_meet_while_messages_arrive(fixture: Fixture) {
    const ROWS: i64 = 23;
    const LIMIT: usize = 5;
    let shop = Shop::open(&fixture).await;
    let mut there = Vec::new();
    for position in 1..=ROWS {
        there.insert(0, shop.say(position, "the common hare").await.id.uuid());
    }
    let query = query("hare", None, SearchFilter::EVERYTHING);
    let (mut read, mut position) = (Vec::new(), ROWS);
    let mut next = Some(PageQuery::first(LIMIT));
    while let Some(page) = next {
        let page = shop.store.search(shop.scope, &query, &shop.viewer(), page).await.expect("a page is read");
        assert!(!page.items.is_empty() && page.items.len() <= LIMIT);
        next = crate::shop::next(&page, LIMIT);
        let places: Vec<_> = page.items.iter().map(|it| it.place).collect();
        assert!(places.is_sorted_by(|one, then| one > then), "each tells where it stands");
        assert!(next.is_none_or(|next| next.after == places.last().copied()));
        read.extend(page.items.iter().map(id));
        position += 1;
        shop.say(position, "another hare").await;
    }
    assert_eq!(read, there);
}
