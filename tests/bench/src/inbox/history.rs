//! What a client has been written over the years, made up.

use chat_core::{
    AccountId, AgentId, Changes, ClientId, Commit, Conversation, ConversationId, ConversationStatus, Customer,
    CustomerIdentity, DefinitionId, Directory, Env, ExternalId, IdentityKey, IdentityKind, Message, MessageStatus,
    Priority, SenderType, Source, TeamId, TenantScope, Timestamp,
};
use chat_core::{Agent, Availability, Role};
use chat_storage::SeaStore;
use fastrand::Rng;
use serde::{Deserialize, Serialize};

use crate::Result;

/// What a client has set up before anybody wrote.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct SetUp {
    pub(super) account: AccountId,
    pub(super) me: AgentId,
    pub(super) teams: Vec<TeamId>,
    /// The first one is used most, the last one hardly ever.
    pub(super) labels: Vec<DefinitionId>,
}

/// A history that its seed makes, the same each time but for the names of its records.
///
/// Every customer has had five conversations of ten messages. The last one of each is not archived, and of those one in five is active.
/// A third of the active ones is nobody's, the others are spread over 20 agents and 5 teams.
pub(super) struct History {
    pub(super) seed: u64,
    pub(super) conversations: u64,
    pub(super) set_up: SetUp,
}

/// What there is to ask for.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Told {
    pub(super) set_up: SetUp,
    /// Some conversations, whatever became of them.
    pub(super) any: Vec<ConversationId>,
    /// Some that are active.
    pub(super) active: Vec<ConversationId>,
    /// Words that about one message in 25 has.
    pub(super) common: Vec<String>,
    /// Words that one message has.
    pub(super) rare: Vec<String>,
}

/// Whose history it is.
struct Shop {
    env: Env,
    client: ClientId,
    account: AccountId,
    agents: Vec<AgentId>,
}

impl History {
    const MESSAGES: u64 = 10;
    /// How many conversations go on at a time.
    const AT_A_TIME: u64 = 200;
    /// From one conversation to the next, in milliseconds.
    const STEP: i64 = 60_000;
    const SOME: u64 = 200;

    /// Keeps it in the store of a client that has a WhatsApp number.
    pub(super) async fn keep(self, url: &str) -> Result<Told> {
        let store = SeaStore::connect(url).await?;
        let client = store.clients().await?.pop().ok_or("there is no client")?;
        let scope = TenantScope::from(&client);
        let SetUp { account, me, .. } = self.set_up;
        let mut shop = Shop { env: Env::default(), client: client.id, account, agents: vec![me] };
        let agents: Vec<Agent> = (1..20).map(|number| shop.agent(number)).collect();
        shop.agents.extend(agents.iter().map(|agent| agent.id));
        store.commit(scope, agents.into_iter().fold(Changes::none(), Changes::insert)).await?;

        let mut rng = Rng::with_seed(self.seed);
        let mut told = Told {
            set_up: self.set_up.clone(),
            any: Vec::new(),
            active: Vec::new(),
            common: Vec::new(),
            rare: Vec::new(),
        };
        told.common = (4..8).map(word).collect();
        let customer_count = self.conversations.div_ceil(5);
        let mut customers = Vec::new();
        for first in (0..self.conversations).step_by(Self::AT_A_TIME as usize) {
            let numbers: Vec<u64> = (first..self.conversations.min(first + Self::AT_A_TIME)).collect();
            let mut changes = Changes { at: shop.env.now(), ..Changes::none() };
            for &number in numbers.iter().filter(|number| **number < customer_count) {
                let (customer, identity) = shop.customer(&mut rng, number);
                customers.push(customer.id);
                changes = changes.insert(customer).insert(identity);
            }
            let mut conversations = Vec::new();
            for &number in &numbers {
                let is_last = number + customer_count >= self.conversations;
                let mut conversation = self.conversation(&mut rng, &shop, number, is_last);
                conversation.customer_id = Some(customers[(number % customer_count) as usize]);
                if number % (self.conversations / Self::SOME).max(1) == 0 {
                    told.any.push(conversation.id);
                    told.rare.push(order(number));
                }
                if conversation.status == ConversationStatus::Active && (told.active.len() as u64) < Self::SOME {
                    told.active.push(conversation.id);
                }
                changes = changes.insert(conversation.clone());
                conversations.push((number, conversation));
            }
            for position in 1..=Self::MESSAGES {
                for (number, conversation) in &conversations {
                    changes = changes.insert(shop.message(&mut rng, *number, conversation, position));
                }
            }
            store.commit(scope, changes).await?;
        }
        store.close().await;
        Ok(told)
    }

    fn conversation(&self, rng: &mut Rng, shop: &Shop, number: u64, is_last: bool) -> Conversation {
        let newest = shop.env.now().millis();
        let at = Timestamp::from_millis(newest - (self.conversations - number) as i64 * Self::STEP);
        let mut conversation = Conversation::new(shop.env.id(), shop.client, &Source::WHATSAPP, at);
        conversation.account_id = Some(shop.account);
        // Customers wrote long ago by the time at which replies to them are measured.
        conversation.reply_until = Some(Timestamp::from_millis(Timestamp::MAX_MILLIS));
        conversation.customer_number = Some(format!("+1 555 {number:07}"));
        conversation.message_count = Self::MESSAGES as i64;
        conversation.customer_position = Self::MESSAGES as i64 - 1;
        conversation.last_message_at = Some(said_at(&conversation, Self::MESSAGES));
        conversation.first_replied_at = Some(said_at(&conversation, 2));
        conversation.updated_at = said_at(&conversation, Self::MESSAGES);
        conversation.status = match (is_last, rng.u8(0..5)) {
            (false, _) => ConversationStatus::Archived,
            (true, 0) => ConversationStatus::Active,
            (true, _) => ConversationStatus::Closed,
        };
        let is_active = conversation.status == ConversationStatus::Active;
        conversation.closed_at = (!is_active).then_some(conversation.updated_at);
        if is_active && rng.bool() {
            conversation.unread_count = 1;
            conversation.waiting_since = conversation.last_message_at;
        }
        if !(is_active && rng.u8(0..3) == 0) {
            conversation.assignee_id = rng.choice(&shop.agents).copied();
        }
        conversation.team_id = rng.choice(&self.set_up.teams).copied().filter(|_| rng.u8(0..4) > 0);
        conversation.priority = match rng.u8(0..20) {
            0 => Priority::Urgent,
            1..3 => Priority::High,
            3..8 => Priority::Medium,
            _ => Priority::None,
        };
        let mut labels: Vec<DefinitionId> = (0..rng.usize(0..3))
            .map(|_| self.set_up.labels[skewed(rng, self.set_up.labels.len() as u64) as usize])
            .collect();
        labels.sort_unstable();
        labels.dedup();
        conversation.labels = labels;
        conversation
    }
}

impl Shop {
    fn agent(&self, number: usize) -> Agent {
        Agent {
            id: self.env.id(),
            client_id: self.client,
            name: format!("Agent {number}"),
            email: format!("agent-{number}@shop.test"),
            role: Role::Agent,
            custom_role: None,
            availability: Availability::Online,
            availability_reason: None,
            relieve_at: None,
            deactivated_at: None,
            password_hash: None,
            second_factor: None,
            created_at: self.env.now(),
            revision: 0,
        }
    }

    fn customer(&self, rng: &mut Rng, number: u64) -> (Customer, CustomerIdentity) {
        let mut customer = Customer::new(self.env.id(), self.client, self.env.now());
        customer.name = Some(format!("{} {}", word(rng.u64(0..WORDS)), word(rng.u64(0..WORDS))));
        let identity = CustomerIdentity {
            id: self.env.id(),
            client_id: self.client,
            customer_id: customer.id,
            key: IdentityKey::new(IdentityKind::WhatsappPhone, format!("1555{number:07}")),
            created_at: customer.created_at,
            removed_at: None,
            revision: 0,
        };
        (customer, identity)
    }

    fn message(&self, rng: &mut Rng, number: u64, conversation: &Conversation, position: u64) -> Message {
        let is_customer = position % 2 == 1;
        let mut words: Vec<String> = (0..rng.usize(4..20)).map(|_| word(skewed(rng, WORDS))).collect();
        if position == 1 {
            words.push(order(number));
        }
        let agent = conversation.assignee_id.unwrap_or(self.agents[0]);
        let sender = if is_customer { conversation.customer_id.map(Into::into) } else { Some(agent.into()) };
        let at = said_at(conversation, position);
        Message {
            position: position as i64,
            sender_id: sender,
            sender_type: if is_customer { SenderType::Customer } else { SenderType::Agent },
            content: words.join(" "),
            external_id: Some(ExternalId { source: Source::WHATSAPP, id: format!("wamid.{number}.{position}") }),
            status: MessageStatus::Delivered,
            sent_at: (!is_customer).then_some(at),
            delivered_at: Some(at),
            ..Message::new(self.env.id(), self.client, conversation.id, at)
        }
    }
}

/// When a message of a conversation was written: one each minute.
fn said_at(conversation: &Conversation, position: u64) -> Timestamp {
    Timestamp::from_millis(conversation.created_at.millis() + position as i64 * 60_000)
}

/// How many words customers and agents know.
const WORDS: u64 = 20_000;

/// A number below `end`, the small ones far more often.
fn skewed(rng: &mut Rng, end: u64) -> u64 {
    (rng.f64().powi(3) * end as f64) as u64
}

/// A word, by how common it is.
fn word(number: u64) -> String {
    const SYLLABLES: [&str; 16] =
        ["ka", "ro", "mi", "te", "lu", "sa", "no", "vi", "pe", "du", "za", "ho", "fi", "ge", "ju", "ba"];
    let mut left = number + 16;
    let mut word = String::new();
    while left > 0 {
        word.push_str(SYLLABLES[(left % 16) as usize]);
        left /= 16;
    }
    word
}

/// The number of the order that a conversation is about.
fn order(number: u64) -> String {
    format!("x{number:08}")
}
