//! A client with everything that a message needs.

use chat_core::{
    Account, AccountStatus, Agent, Availability, Changes, Client, Commit, Conversation, Customer, CustomerIdentity,
    Delivery, DeliveryAction, DeliveryState, Env, Event, ExternalId, IdentityKey, IdentityKind, Message, MessageStatus,
    Notice, Role, SenderType, Source, StoreError, TenantScope,
};
use chat_storage::SeaStore;

#[derive(Clone, Debug)]
pub(crate) struct Shop {
    pub(crate) env: Env,
    pub(crate) client: Client,
    pub(crate) account: Account,
    pub(crate) agent: Agent,
}

impl Shop {
    /// Opens a shop in the store.
    pub(crate) async fn open(store: &SeaStore) -> Self {
        let env = Env::default();
        let client = Client { id: env.id(), name: "Shop".into(), created_at: env.now(), revision: 0 };
        let id: uuid::Uuid = env.id();
        let account = Account {
            id: env.id(),
            client_id: client.id,
            source: Source::WHATSAPP,
            address: format!("phone-{}", id.simple()),
            business_id: "business".into(),
            display_number: Some("+1 555 0100".into()),
            access_token: "plain-access-token".into(),
            app_secret: "plain-app-secret".into(),
            previous_app_secret: Some("plain-previous-app-secret".into()),
            verify_token: "plain-verify-token".into(),
            status: AccountStatus::Active,
            pause_reason: None,
            next_check_at: None,
            checks: 0,
            throughput: None,
            throughput_cap: None,
            sends_read_receipts: true,
            throttled_until: None,
            throttle_ms: 0,
            facts: chat_core::AccountFacts::default(),
            created_at: env.now(),
            updated_at: env.now(),
            revision: 0,
        };
        let agent = Agent {
            id: env.id(),
            client_id: client.id,
            name: "Ann".into(),
            email: format!("ann-{}@shop.test", id.simple()),
            role: Role::Owner,
            custom_role: None,
            availability: Availability::Online,
            availability_reason: None,
            relieve_at: None,
            deactivated_at: None,
            password_hash: Some("$argon2id$…".into()),
            second_factor: None,
            created_at: env.now(),
            revision: 0,
        };
        let changes = Changes::none().insert(client.clone()).insert(account.clone()).insert(agent.clone());
        store.commit(TenantScope::from(&client), changes).await.unwrap();
        Self { env, client, account, agent }
    }

    pub(crate) fn scope(&self) -> TenantScope {
        TenantScope::from(&self.client)
    }

    pub(crate) fn customer(&self) -> Customer {
        let name = Some("Cleo".to_owned());
        Customer { name, ..Customer::new(self.env.id(), self.client.id, self.env.now()) }
    }

    pub(crate) fn identity(&self, customer: &Customer, value: &str) -> CustomerIdentity {
        CustomerIdentity {
            id: self.env.id(),
            client_id: self.client.id,
            customer_id: customer.id,
            key: IdentityKey::new(IdentityKind::WhatsappPhone, value),
            created_at: self.env.now(),
            removed_at: None,
            revision: 0,
        }
    }

    pub(crate) fn conversation(&self, customer: &Customer) -> Conversation {
        let now = self.env.now();
        Conversation {
            customer_id: Some(customer.id),
            account_id: Some(self.account.id),
            customer_number: Some("+1 555 0199".into()),
            ..Conversation::new(self.env.id(), self.client.id, &Source::WHATSAPP, now)
        }
    }

    pub(crate) fn message(&self, conversation: &Conversation, position: i64, external: &str) -> Message {
        let now = self.env.now();
        Message {
            position,
            sender_id: conversation.customer_id.map(Into::into),
            sender_type: SenderType::Customer,
            content: "hello".into(),
            external_id: Some(ExternalId { source: Source::WHATSAPP, id: external.into() }),
            status: MessageStatus::Delivered,
            delivered_at: Some(now),
            ..Message::new(self.env.id(), self.client.id, conversation.id, now)
        }
    }

    pub(crate) fn delivery(&self, message: &Message) -> Delivery {
        let now = self.env.now();
        Delivery {
            id: self.env.id(),
            client_id: self.client.id,
            conversation_id: message.conversation_id,
            position: message.position,
            account_id: self.account.id,
            action: DeliveryAction::Send { message_id: message.id },
            state: DeliveryState::Pending,
            attempts: 0,
            failures: 0,
            waits: 0,
            next_attempt_at: now,
            last_error: None,
            ask_at: None,
            correlation_id: None,
            created_at: now,
            updated_at: now,
            revision: 0,
        }
    }

    /// A customer writes for the first time: customer, identity, conversation, message and event in one commit.
    pub(crate) fn first_message(&self, external: &str) -> (Conversation, Message, Changes) {
        let customer = self.customer();
        let mut conversation = self.conversation(&customer);
        conversation.message_count = 1;
        conversation.last_message_at = Some(self.env.now());
        let message = self.message(&conversation, 1, external);
        let changes = Changes { at: self.env.now(), ..Changes::none() }
            .insert(self.identity(&customer, external))
            .insert(customer)
            .insert(conversation.clone())
            .insert(message.clone())
            .tell(conversation.thread(), Event::MessagePosted(Box::new(message.clone())));
        (conversation, message, changes)
    }

    pub(crate) async fn commit(&self, store: &SeaStore, changes: Changes) -> Result<Vec<Notice>, StoreError> {
        store.commit(self.scope(), changes).await
    }
}
