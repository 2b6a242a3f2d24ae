//! Every store understands filters alike.

use crate::{Fixture, shop::Shop};
use chat_core::{
    AgentId, AttributeCondition, Attributes, Bookmark, Changes, Conversation, ConversationFilter as Filter,
    ConversationOrder, ConversationQuery, ConversationStatus, Customer, DefinitionId, Facts, Hit, Mention, Message,
    MessageKind, Moment, PageQuery, Priority, SearchFilter, SearchKind, SearchQuery, Source, TeamId, TimeCondition,
    TimeField, Timestamp, Unread, Viewer, VisitContext, VisitedPage, WhichTeam, Who,
};
use proptest::{
    prelude::*,
    sample::select,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// How many conversations there are, and how many filters they are compared with.
const CONVERSATIONS: usize = 60;
const FILTERS: usize = 400;

/// The few ids that conversations and filters share, so that they meet.
fn id<T: From<Uuid>>(kind: u128, number: u128) -> T {
    Uuid::from_u128(kind << 64 | number).into()
}

fn agents() -> impl Strategy<Value = AgentId> {
    (0..3_u128).prop_map(|number| id(1, number))
}

fn teams() -> impl Strategy<Value = TeamId> {
    (0..3_u128).prop_map(|number| id(2, number))
}

fn mentions() -> impl Strategy<Value = Mention> {
    prop_oneof![agents().prop_map(Mention::Agent), teams().prop_map(Mention::Team)]
}

fn labels() -> impl Strategy<Value = DefinitionId> {
    (0..4_u128).prop_map(|number| id(3, number))
}

fn texts() -> impl Strategy<Value = String> {
    select(vec!["order", "ORDER 7", "größe", "100%", "a_b", "\\", "'", "", "Zoë", "%"]).prop_map(ToOwned::to_owned)
}

fn words<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    select(all)
}

fn moments() -> impl Strategy<Value = Timestamp> {
    (0..100_i64).prop_map(|n| Timestamp::from_millis(1_767_225_600_000 + n * 60_000))
}

fn values() -> impl Strategy<Value = Value> {
    select(vec![
        json!("pro"),
        json!("1"),
        json!("true"),
        json!("it's \"so\""),
        json!(1),
        json!(1.0),
        json!(2.5),
        json!(-3),
        json!(9_007_199_254_740_993_i64),
        json!(true),
        json!(false),
    ])
}

fn attributes() -> impl Strategy<Value = Attributes> {
    prop::collection::btree_map(select(vec!["plan".to_owned(), "count".to_owned(), "a_b".to_owned()]), values(), 0..3)
}

fn languages() -> impl Strategy<Value = String> {
    select(vec!["pt", "pt-BR", "PT-br", "ptx", "de", "d_", "%"]).prop_map(ToOwned::to_owned)
}

fn some<T: std::fmt::Debug>(values: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<T>> {
    prop::collection::vec(values, 0..3)
}

fn filters() -> impl Strategy<Value = Filter> {
    let who = || prop_oneof![Just(Who::Me), Just(Who::Nobody), agents().prop_map(Who::Agent)];
    let team = prop_oneof![Just(WhichTeam::Mine), Just(WhichTeam::None), teams().prop_map(WhichTeam::Team)];
    let moment = || {
        let relative = (-200..200_i64).prop_map(Moment::Minutes);
        prop::option::of(prop_oneof![moments().prop_map(Moment::At), relative])
    };
    let time = (words(TimeField::ALL), moment(), moment());
    let bound = || prop::option::weighted(0.3, select(vec![-3.0, 1.0, 2.4, 2.5]));
    let name = select(vec!["plan".to_owned(), "count".to_owned(), "a_b".to_owned(), "other".to_owned()]);
    let attribute = (name, prop::option::of(some(values())), bound(), bound(), prop::option::of(any::<bool>()));
    let source = select(vec![Source::WHATSAPP, Source::WEBSITE]);
    let leaf = prop_oneof![
        some(words(ConversationStatus::ALL)).prop_map(Filter::Status),
        some(source).prop_map(Filter::Source),
        some(who()).prop_map(Filter::Assignee),
        some(team).prop_map(Filter::Team),
        some(who()).prop_map(Filter::Participant),
        some(who()).prop_map(Filter::Mentioned),
        some(labels()).prop_map(Filter::Label),
        some(words(Priority::ALL)).prop_map(Filter::Priority),
        some((0..4_u128).prop_map(|number| id(4, number))).prop_map(Filter::Widget),
        some(languages()).prop_map(Filter::Language),
        select(vec![Unread::Me, Unread::Team, Unread::Nobody]).prop_map(Filter::Unread),
        any::<bool>().prop_map(Filter::Waiting),
        any::<bool>().prop_map(Filter::Snoozed),
        time.prop_map(|(field, after, before)| Filter::Time(TimeCondition { field, after, before })),
        (attribute, any::<bool>()).prop_map(|((name, any_of, above, below, exists), is_customers)| {
            let condition = AttributeCondition { name, any_of, above, below, exists };
            if is_customers { Filter::CustomerAttribute(condition) } else { Filter::Attribute(condition) }
        }),
        texts().prop_map(Filter::Text),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Filter::All),
            prop::collection::vec(inner.clone(), 0..3).prop_map(Filter::Any),
            inner.prop_map(|one| Filter::Not(Box::new(one))),
        ]
    })
}

/// What somebody may have made of a conversation.
fn conversations(blank: Conversation) -> impl Strategy<Value = Conversation> {
    let people = (
        prop::option::of(agents()),
        prop::option::of(teams()),
        prop::collection::btree_set(agents(), 0..3),
        prop::collection::btree_set(labels(), 0..3),
        (words(ConversationStatus::ALL), words(Priority::ALL), 0..2_i64, 0..3_i64),
        prop::option::of(0..4_u128),
    );
    let texts = (prop::option::of(texts()), prop::option::of(texts()), attributes(), prop::option::of(languages()));
    let times = prop::collection::vec(prop::option::of(moments()), 6);
    (people, texts, times).prop_map(move |(people, texts, times)| {
        let (assignee_id, team_id, participants, labels, (status, priority, unread, read), widget) = people;
        let (subject, customer_number, attributes, language) = texts;
        let page = VisitedPage {
            url: "https://shop.example/".into(),
            title: String::new(),
            referrer: None,
            language,
            time_zone: None,
        };
        Conversation {
            status,
            source: if widget.is_some() { Source::WEBSITE } else { Source::WHATSAPP },
            widget_id: widget.map(|number| id(4, number)),
            assignee_id,
            team_id,
            participants: participants.into_iter().collect(),
            labels: labels.into_iter().collect(),
            priority,
            subject,
            customer_number,
            attributes,
            context: Some(Box::new(VisitContext { page: Some(page), ..VisitContext::default() })),
            unread_count: unread,
            message_count: 3,
            customer_position: read,
            created_at: times[0].unwrap_or(blank.created_at),
            last_message_at: times[1],
            waiting_since: times[2],
            snoozed_until: times[3],
            first_replied_at: times[4],
            closed_at: times[5],
            ..blank.clone()
        }
    })
}

/// A conversation, the attributes of its customer, and whom a note in it is meant for.
type Drawn = (Conversation, Attributes, Vec<Mention>);

/// Conversations, the attributes of their customers, whom a note is meant for, and filters that are always the same, so that a failure comes again.
fn drawn(blank: Conversation) -> (Vec<Drawn>, Vec<Filter>) {
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut random = TestRunner::new_with_rng(Config::default(), random);
    let conversations = prop::collection::vec((conversations(blank), attributes(), some(mentions())), CONVERSATIONS);
    let conversations = conversations.new_tree(&mut random).expect("they are drawn").current();
    let filters = prop::collection::vec(filters(), FILTERS);
    (conversations, filters.new_tree(&mut random).expect("they are drawn").current())
}

/// What a filter finds is what meets it, in whichever way conditions are put together; it is listed once, in order, counted alike, and
/// what was said there is found where it is looked for with the filter.
pub async fn a_filter_finds_what_meets_it(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let (drawn, filters) = drawn(shop.new_conversation(&shop.customer));
    let (me, mut records) = (id::<AgentId>(1, 0), HashMap::new());
    let names = [None, Some("Zoë Order"), Some("100% größe"), Some("a_b")];
    for (n, (conversation, attributes, mentions)) in drawn.into_iter().enumerate() {
        let name = names[n % names.len()].map(ToOwned::to_owned);
        let customer = Customer { name, attributes, ..shop.new_customer() };
        let customer_id = Some(customer.id).filter(|_| n % 5 > 0);
        let conversation = Conversation { id: shop.env.id(), account_id: None, customer_id, ..conversation };
        let bookmark = Bookmark {
            agent_id: if n % 3 == 0 { me } else { id(1, 1) },
            read_position: (n % 4) as i64,
            ..shop.new_bookmark(&conversation)
        };
        let said = Message { content: "a needle".into(), ..shop.new_message(&conversation, 4) };
        let mut changes = Changes::none().insert(customer.clone()).insert(conversation.clone()).insert(said);
        if n % 2 == 0 {
            changes = changes.insert(bookmark.clone());
        }
        if !mentions.is_empty() {
            let note = shop.new_message(&conversation, 1);
            changes = changes.insert(Message { kind: MessageKind::Note, mentions: mentions.clone(), ..note });
        }
        shop.commit(changes).await;
        records.insert(conversation.id, (conversation, customer, bookmark, n % 2 == 0, mentions));
    }
    let first = shop.conversation.clone();
    let unmarked = shop.new_bookmark(&first);
    shop.insert(Message { content: "a needle".into(), ..shop.new_message(&first, 4) }).await;
    records.insert(first.id, (first, shop.customer.clone(), unmarked, false, Vec::new()));

    let now = Timestamp::from_millis(1_767_225_600_000 + 50 * 60_000);
    let viewer = Viewer { agent: Some(me), teams: vec![id(2, 0), id(2, 1)], now };
    for filter in filters {
        let query = ConversationQuery { filter, order: ConversationOrder::Latest, viewer: viewer.clone() };
        let expected: BTreeSet<_> = records
            .values()
            .filter(|(conversation, customer, bookmark, is_noted, mentions)| {
                let customer = conversation.customer_id.map(|_| customer);
                let bookmark = Some(bookmark).filter(|bookmark| *is_noted && bookmark.agent_id == me);
                query.filter.is_met(Facts { conversation, customer, bookmark, mentions }, &viewer)
            })
            .map(|(conversation, ..)| conversation.id)
            .collect();
        let first = PageQuery::first(PageQuery::LIMIT_MAX);
        let page = shop.store.conversations(shop.scope, &query, first).await.expect("conversations are listed");
        let place = |one: &Conversation| (one.last_message_at.unwrap_or(one.created_at), one.id);
        assert!(page.items.is_sorted_by(|one, next| place(one) > place(next)), "{:?} is out of order", query.filter);
        let found: BTreeSet<_> = page.items.iter().map(|conversation| conversation.id).collect();
        assert_eq!(found, expected, "for {:?}", query.filter);
        let count = shop.store.count_conversations(shop.scope, &query, 1_000).await.expect("they are counted");
        assert_eq!(count, expected.len(), "for {:?}", query.filter);
        let filter = SearchFilter { conversations: query.filter, ..SearchFilter::EVERYTHING };
        let search = SearchQuery::new("needle", Some(SearchKind::Message), filter).expect("there is a word");
        let hits = shop.store.search(shop.scope, &search, &viewer, first).await.expect("messages are looked for");
        let hits = hits.items.into_iter().map(|it| match it.hit {
            Hit::Message(message, conversation) => {
                assert_eq!(message.conversation_id, conversation.id);
                conversation.id
            }
            Hit::Customer(customer) => panic!("a customer was found: {customer:?}"),
        });
        assert_eq!(hits.collect::<BTreeSet<_>>(), expected, "for {:?}", search.filter);
    }
}
