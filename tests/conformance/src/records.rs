use crate::shop::Shop;
use chat_core::{
    Account, AccountFacts, AccountStatus, Agent, AnswerState, ApiKey, Attachment, AttachmentState, AttemptOutcome,
    Audience, AuditEntry, AuditHash, AuditLink, AuditSubject, AuthorizedDomain, Availability, Blob, BlobState,
    Bookmark, Client, ClientId, ContentHash, Conversation, ConversationPatch, Count, Counter, Customer,
    CustomerIdentity, CustomerNote, Day, Definition, DefinitionBody, Delivery, DeliveryAction, DeliveryAttempt,
    DeliveryState, DomainDeed, DomainState, DomainStep, DossierBody, DossierEntry, Env, Fault, IdentityKey,
    IdentityKind, Invitation, Job, JobActor, JobState, KeptAnswer, Label, MediaType, Message, ReceivedCall,
    ReceivedCallState, Record, Revision, Role, Secret, SenderType, Session, Source, TokenHash, Uploader, Webhook,
    WebhookCall, WebhookCallKind, WebhookStatus, Widget, WidgetKind, WidgetSettings, WidgetStatus,
};
use uuid::Uuid;

/// A record that can be put at a revision.
pub(crate) trait Revised: Into<Record> + Clone + Send + 'static {
    fn revised(self, revision: Revision) -> Self;
}

macro_rules! revised {
    ($($kind:ident)*) => {
        $(impl Revised for $kind {
            fn revised(mut self, revision: Revision) -> Self {
                self.revision = revision;
                self
            }
        })*

        impl Revised for Record {
            fn revised(self, revision: Revision) -> Self {
                match self {
                    $(Self::$kind(record) => Self::$kind(record.revised(revision)),)*
                    Self::DomainStep(_) => self,
                }
            }
        }
    };
}

revised! { Account Agent ApiKey Attachment AuditEntry AuthorizedDomain Blob Bookmark Client Conversation Customer CustomerIdentity Definition Delivery DeliveryAttempt DossierEntry Invitation Job KeptAnswer Message ReceivedCall Session Webhook WebhookCall Widget }

impl Revised for DomainStep {
    fn revised(self, _revision: Revision) -> Self {
        self
    }
}

/// A word that was never used before.
pub(crate) fn word(env: &Env) -> String {
    env.id::<Uuid>().simple().to_string()
}

/// An agent with nothing remarkable about it.
pub(crate) fn agent(env: &Env, client_id: ClientId) -> Agent {
    Agent {
        id: env.id(),
        client_id,
        name: "Ada".into(),
        email: format!("{}@shop.example", word(env)),
        role: Role::Agent,
        password_hash: Some("$argon2id$".into()),
        custom_role: None,
        availability: Availability::Online,
        availability_reason: None,
        relieve_at: None,
        deactivated_at: None,
        second_factor: None,
        created_at: env.now(),
        revision: 0,
    }
}

/// An account with nothing remarkable about it.
pub(crate) fn account(env: &Env, client_id: ClientId) -> Account {
    Account {
        id: env.id(),
        client_id,
        source: Source::WHATSAPP,
        address: word(env),
        business_id: word(env),
        display_number: Some("+49 30 901820".into()),
        access_token: "token".into(),
        app_secret: "secret".into(),
        previous_app_secret: None,
        verify_token: "verify".into(),
        status: AccountStatus::Active,
        pause_reason: None,
        next_check_at: None,
        checks: 0,
        throughput: None,
        throughput_cap: None,
        sends_read_receipts: true,
        throttled_until: None,
        throttle_ms: 0,
        facts: AccountFacts::default(),
        created_at: env.now(),
        updated_at: env.now(),
        revision: 0,
    }
}

/// A widget with nothing remarkable about it.
pub(crate) fn widget(env: &Env, client_id: ClientId) -> Widget {
    Widget {
        id: env.id(),
        client_id,
        public_key: format!("wk_{}", word(env)),
        name: "The shop's".into(),
        kind: WidgetKind::Floating,
        settings: WidgetSettings::default(),
        visitor_keys: Vec::new(),
        ignored_origins: Vec::new(),
        status: WidgetStatus::Active,
        created_at: env.now(),
        updated_at: env.now(),
        revision: 0,
    }
}

/// A customer with nothing remarkable about it.
pub(crate) fn customer(env: &Env, client_id: ClientId) -> Customer {
    Customer { name: Some("Grace".into()), ..Customer::new(env.id(), client_id, env.now()) }
}

/// A conversation of a customer at an account.
pub(crate) fn conversation(env: &Env, customer: &Customer, account: &Account) -> Conversation {
    Conversation {
        customer_id: Some(customer.id),
        account_id: Some(account.id),
        ..Conversation::new(env.id(), customer.client_id, &account.source, env.now())
    }
}

/// Records that are not stored yet; whoever wants another value in a field says so with `..`.
impl Shop {
    pub(crate) fn word(&self) -> String {
        word(&self.env)
    }

    pub(crate) fn token_hash(&self) -> TokenHash {
        let mut bytes = [0; 32];
        bytes[..16].copy_from_slice(self.env.id::<Uuid>().as_bytes());
        TokenHash(bytes)
    }

    pub(crate) fn new_agent(&self) -> Agent {
        agent(&self.env, self.client.id)
    }

    pub(crate) fn new_account(&self) -> Account {
        account(&self.env, self.client.id)
    }

    pub(crate) fn new_widget(&self) -> Widget {
        widget(&self.env, self.client.id)
    }

    pub(crate) fn new_domain(&self, widget: &Widget) -> AuthorizedDomain {
        let entry = format!("a{}.example", self.word()).parse().expect("it is a domain");
        AuthorizedDomain {
            id: self.env.id(),
            client_id: self.client.id,
            widget_id: widget.id,
            entry,
            state: DomainState::Pending,
            method: None,
            token: self.word(),
            token_expires_at: self.env.now(),
            checked_at: None,
            failures: 0,
            first_failure_at: None,
            stale_at: None,
            last_fault: None,
            verified_at: None,
            next_check_at: None,
            created_at: self.env.now(),
            updated_at: self.env.now(),
            revision: 0,
        }
    }

    pub(crate) fn new_definition(&self) -> Definition {
        let label = Label { color: "#c0ffee".parse().expect("it is a color"), description: None };
        Definition {
            id: self.env.id(),
            client_id: self.client.id,
            name: self.word(),
            audience: Audience::All,
            body: DefinitionBody::Label(label),
            deleted_at: None,
            created_at: self.env.now(),
            updated_at: self.env.now(),
            revision: 0,
        }
    }

    pub(crate) fn new_bookmark(&self, conversation: &Conversation) -> Bookmark {
        Bookmark {
            id: self.env.id(),
            client_id: self.client.id,
            conversation_id: conversation.id,
            agent_id: self.env.id(),
            read_position: 0,
            unsent: None,
            updated_at: self.env.now(),
            revision: 0,
        }
    }

    pub(crate) fn new_blob(&self) -> Blob {
        Blob {
            id: self.env.id(),
            client_id: self.client.id,
            hash: ContentHash(self.token_hash().0),
            size: 4_000_000_000,
            thumbnail: None,
            state: BlobState::Kept,
            uses: 1,
            due_at: None,
            created_at: self.env.now(),
            updated_at: self.env.now(),
            revision: 0,
        }
    }

    pub(crate) fn new_attachment(&self, blob: &Blob) -> Attachment {
        Attachment {
            id: self.env.id(),
            client_id: self.client.id,
            uploader: Uploader::Agent(self.agent.id),
            blob_id: blob.id,
            hash: blob.hash,
            name: "order.pdf".into(),
            media_type: MediaType::of("application/pdf"),
            size: blob.size,
            dimensions: None,
            thumbnail: None,
            state: AttachmentState::Waiting,
            conversation_id: None,
            message_id: None,
            due_at: None,
            created_at: self.env.now(),
            updated_at: self.env.now(),
            revision: 0,
        }
    }

    pub(crate) fn today(&self) -> Day {
        Day::of(self.env.now())
    }

    pub(crate) fn new_count(&self, widget: &Widget) -> Count {
        Count {
            client_id: self.client.id,
            widget_id: widget.id,
            day: self.today(),
            counter: Counter::Load,
            origin: String::new(),
            count: 1,
        }
    }

    pub(crate) fn new_step(&self, domain: &AuthorizedDomain) -> DomainStep {
        DomainStep {
            id: self.env.id(),
            client_id: self.client.id,
            domain_id: domain.id,
            deed: DomainDeed::Added,
            state: domain.state,
            agent_id: None,
            detail: None,
            at: self.env.now(),
        }
    }

    pub(crate) fn new_customer(&self) -> Customer {
        customer(&self.env, self.client.id)
    }

    pub(crate) fn new_identity(&self, customer: &Customer) -> CustomerIdentity {
        CustomerIdentity {
            id: self.env.id(),
            client_id: self.client.id,
            customer_id: customer.id,
            key: IdentityKey::new(IdentityKind::WhatsappPhone, self.word()),
            created_at: self.env.now(),
            removed_at: None,
            revision: 0,
        }
    }

    pub(crate) fn new_entry(&self, customer: &Customer) -> DossierEntry {
        let note = CustomerNote { author_id: self.agent.id, author_name: "Ada".into(), text: "Pays late.".into() };
        DossierEntry {
            id: self.env.id(),
            client_id: self.client.id,
            customer_id: customer.id,
            name: None,
            body: DossierBody::Note(note),
            created_at: self.env.now(),
            removed_at: None,
            revision: 0,
        }
    }

    pub(crate) fn new_conversation(&self, customer: &Customer) -> Conversation {
        conversation(&self.env, customer, &self.account)
    }

    pub(crate) fn new_message(&self, conversation: &Conversation, position: i64) -> Message {
        Message {
            position,
            sender_id: Some(self.agent.id.into()),
            sender_type: SenderType::Agent,
            content: "Good morning!".into(),
            ..Message::new(self.env.id(), self.client.id, conversation.id, self.env.now())
        }
    }

    /// The delivery of a message, at the message's place.
    pub(crate) fn new_delivery(&self, message: &Message, account: &Account) -> Delivery {
        Delivery {
            id: self.env.id(),
            client_id: self.client.id,
            conversation_id: message.conversation_id,
            position: message.position,
            account_id: account.id,
            action: DeliveryAction::Send { message_id: message.id },
            state: DeliveryState::Pending,
            attempts: 0,
            failures: 0,
            waits: 0,
            next_attempt_at: self.env.now(),
            last_error: None,
            ask_at: None,
            correlation_id: None,
            created_at: self.env.now(),
            updated_at: self.env.now(),
            revision: 0,
        }
    }

    pub(crate) fn new_attempt(&self, delivery: &Delivery, message: &Message) -> DeliveryAttempt {
        DeliveryAttempt {
            id: self.env.id(),
            client_id: self.client.id,
            message_id: message.id,
            delivery_id: delivery.id,
            number: 1,
            started_at: self.env.now(),
            ended_at: self.env.now(),
            outcome: AttemptOutcome::Sent,
            error: None,
            next_attempt_at: None,
            revision: 0,
        }
    }

    pub(crate) fn new_session(&self, agent: &Agent) -> Session {
        Session {
            id: self.env.id(),
            client_id: self.client.id,
            agent_id: agent.id,
            token_hash: self.token_hash(),
            device: None,
            address: None,
            created_at: self.env.now(),
            used_at: self.env.now(),
            expires_at: self.env.now(),
            revoked_at: None,
            revision: 0,
        }
    }

    pub(crate) fn new_invitation(&self) -> Invitation {
        Invitation {
            id: self.env.id(),
            client_id: self.client.id,
            email: format!("{}@shop.example", self.word()),
            role: Role::Agent,
            custom_role: None,
            token_hash: self.token_hash(),
            invited_by: self.env.id(),
            created_at: self.env.now(),
            expires_at: self.env.now(),
            ended_at: None,
            revision: 0,
        }
    }

    pub(crate) fn new_api_key(&self, agent: &Agent) -> ApiKey {
        ApiKey {
            id: self.env.id(),
            client_id: self.client.id,
            agent_id: agent.id,
            name: "Backup".into(),
            token_hash: self.token_hash(),
            scopes: None,
            created_at: self.env.now(),
            used_at: None,
            expires_at: None,
            revoked_at: None,
            revision: 0,
        }
    }

    pub(crate) fn new_call(&self, account: &Account) -> ReceivedCall {
        ReceivedCall {
            id: self.env.id(),
            client_id: self.client.id,
            account_id: Some(account.id),
            source: Source::WHATSAPP,
            about: None,
            body: "{}".into(),
            reason: "the store had failed".into(),
            state: ReceivedCallState::Waiting,
            attempts: 1,
            next_attempt_at: self.env.now(),
            received_at: self.env.now(),
            revision: 0,
        }
    }

    pub(crate) fn new_audit_entry(&self) -> AuditEntry {
        AuditEntry {
            id: self.env.id(),
            client_id: self.client.id,
            at: self.env.now(),
            agent_id: self.agent.id,
            credential: None,
            deed: "changeWidget".into(),
            subjects: vec![AuditSubject { kind: "widget".into(), id: self.env.id(), is_new: false }],
            address: None,
            request: None,
            link: None,
            revision: 0,
        }
    }

    /// A place in the chain of the audit log.
    pub(crate) fn link(&self, seq: i64) -> Option<AuditLink> {
        let hash = || AuditHash(self.token_hash().0);
        Some(AuditLink { seq, previous: hash(), hash: hash() })
    }

    pub(crate) fn new_job(&self) -> Job {
        let actor = JobActor {
            agent_id: self.agent.id,
            name: "Ada".into(),
            role: Role::Agent,
            granted: None,
            extent: None,
            scopes: None,
        };
        Job {
            id: self.env.id(),
            client_id: self.client.id,
            actor,
            patch: ConversationPatch::default(),
            left: vec![self.conversation.id],
            total: 1,
            done: 0,
            failed: 0,
            failures: Vec::new(),
            state: JobState::Running,
            turn: 0,
            next_at: None,
            created_at: self.env.now(),
            updated_at: self.env.now(),
            revision: 0,
        }
    }

    pub(crate) fn new_answer(&self) -> KeptAnswer {
        KeptAnswer {
            id: self.env.id(),
            client_id: self.client.id,
            caller: format!("agent:{}", self.agent.id),
            key: self.word(),
            request: Secret::from("5feceb66"),
            state: AnswerState::Begun,
            answer: None,
            held_until: self.env.now(),
            turn: 1,
            created_at: self.env.now(),
            expires_at: self.env.now(),
            revision: 0,
        }
    }

    pub(crate) fn new_webhook(&self) -> Webhook {
        Webhook {
            id: self.env.id(),
            client_id: self.client.id,
            url: "https://shop.example/hook".into(),
            description: String::new(),
            events: Vec::new(),
            secret: "whsec_c2VjcmV0".into(),
            previous_secret: None,
            previous_until: None,
            status: WebhookStatus::Active,
            reason: None,
            cursor: 0,
            failures: 0,
            failing_since: None,
            next_at: self.env.now(),
            turn: 0,
            created_at: self.env.now(),
            updated_at: self.env.now(),
            revision: 0,
        }
    }

    pub(crate) fn new_webhook_call(&self, webhook: &Webhook) -> WebhookCall {
        WebhookCall {
            id: self.env.id(),
            client_id: self.client.id,
            webhook_id: webhook.id,
            kind: WebhookCallKind::Test,
            seq: None,
            event: None,
            number: 1,
            started_at: self.env.now(),
            duration_ms: 12,
            status: None,
            error: None,
            revision: 0,
        }
    }

    /// A new record of every kind but `Client`, each after those that it refers to.
    pub(crate) fn one_of_each(&self) -> Vec<Record> {
        let customer = self.new_customer();
        let identity = self.new_identity(&customer);
        let entry = self.new_entry(&customer);
        let account = self.new_account();
        let agent = self.new_agent();
        let session = self.new_session(&agent);
        let key = self.new_api_key(&agent);
        let invitation = self.new_invitation();
        let conversation = conversation(&self.env, &customer, &account);
        let bookmark = self.new_bookmark(&conversation);
        let message = self.new_message(&conversation, 1);
        let delivery = self.new_delivery(&message, &account);
        let attempt = self.new_attempt(&delivery, &message);
        let call = self.new_call(&account);
        let widget = self.new_widget();
        let domain = self.new_domain(&widget);
        let step = self.new_step(&domain);
        let blob = self.new_blob();
        let attachment = self.new_attachment(&blob);
        let webhook = self.new_webhook();
        let webhook_call = self.new_webhook_call(&webhook);
        vec![
            customer.into(),
            identity.into(),
            entry.into(),
            account.into(),
            agent.into(),
            session.into(),
            key.into(),
            invitation.into(),
            conversation.into(),
            bookmark.into(),
            message.into(),
            delivery.into(),
            attempt.into(),
            call.into(),
            widget.into(),
            domain.into(),
            step.into(),
            blob.into(),
            attachment.into(),
            self.new_definition().into(),
            self.new_job().into(),
            self.new_answer().into(),
            webhook.into(),
            webhook_call.into(),
            self.new_audit_entry().into(),
        ]
    }
}

/// What kind a record is, for the messages of assertions.
pub(crate) fn kind(record: &Record) -> &'static str {
    match record {
        Record::Account(_) => "account",
        Record::Agent(_) => "agent",
        Record::ApiKey(_) => "API key",
        Record::Attachment(_) => "attachment",
        Record::AuditEntry(_) => "entry of the audit log",
        Record::AuthorizedDomain(_) => "domain",
        Record::Blob(_) => "blob",
        Record::Bookmark(_) => "bookmark",
        Record::Client(_) => "client",
        Record::Conversation(_) => "conversation",
        Record::Customer(_) => "customer",
        Record::CustomerIdentity(_) => "identity",
        Record::Definition(_) => "definition",
        Record::Delivery(_) => "delivery",
        Record::DeliveryAttempt(_) => "attempt",
        Record::DomainStep(_) => "step of a domain",
        Record::DossierEntry(_) => "entry of a dossier",
        Record::Invitation(_) => "invitation",
        Record::Job(_) => "job",
        Record::KeptAnswer(_) => "kept answer",
        Record::Message(_) => "message",
        Record::ReceivedCall(_) => "received call",
        Record::Session(_) => "session",
        Record::Webhook(_) => "webhook",
        Record::WebhookCall(_) => "call of a webhook",
        Record::Widget(_) => "widget",
    }
}

/// The record with another value in some field that commands change.
pub(crate) fn changed(record: Record, env: &Env) -> Record {
    let fault = || Some(Fault::new(131_047, &word(env)));
    match record {
        Record::Account(one) => Account { pause_reason: Some(word(env)), ..one }.into(),
        Record::Agent(one) => Agent { name: word(env), ..one }.into(),
        Record::ApiKey(one) => ApiKey { name: word(env), ..one }.into(),
        Record::Attachment(one) => Attachment { name: word(env), ..one }.into(),
        Record::Bookmark(one) => Bookmark { read_position: one.read_position + 1, ..one }.into(),
        Record::Blob(one) => Blob { uses: one.uses + 1, ..one }.into(),
        Record::AuditEntry(one) => AuditEntry { request: Some(word(env)), ..one }.into(),
        Record::AuthorizedDomain(one) => AuthorizedDomain { last_fault: Some(word(env)), ..one }.into(),
        Record::DossierEntry(one) => {
            let note = CustomerNote { author_id: env.id(), author_name: "Eve".into(), text: word(env) };
            DossierEntry { body: DossierBody::Note(note), ..one }.into()
        }
        Record::DomainStep(one) => DomainStep { detail: Some(word(env)), ..one }.into(),
        Record::Client(one) => Client { name: word(env), ..one }.into(),
        Record::Conversation(one) => Conversation { subject: Some(word(env)), ..one }.into(),
        Record::Customer(one) => Customer { name: Some(word(env)), ..one }.into(),
        Record::CustomerIdentity(one) => {
            CustomerIdentity { key: IdentityKey::new(IdentityKind::External, word(env)), ..one }.into()
        }
        Record::Definition(one) => Definition { name: word(env), ..one }.into(),
        Record::Delivery(one) => Delivery { last_error: fault(), ..one }.into(),
        Record::DeliveryAttempt(one) => DeliveryAttempt { error: fault(), ..one }.into(),
        Record::Invitation(one) => Invitation { email: word(env), ..one }.into(),
        Record::KeptAnswer(one) => KeptAnswer { turn: one.turn + 1, ..one }.into(),
        Record::Job(one) => Job { done: one.done + 1, ..one }.into(),
        Record::Message(one) => Message { error: fault(), ..one }.into(),
        Record::ReceivedCall(one) => ReceivedCall { reason: word(env), ..one }.into(),
        Record::Session(one) => {
            Session { expires_at: one.expires_at.plus(std::time::Duration::from_secs(1)), ..one }.into()
        }
        Record::Webhook(one) => Webhook { description: word(env), ..one }.into(),
        Record::WebhookCall(one) => WebhookCall { error: Some(word(env)), ..one }.into(),
        Record::Widget(one) => Widget { name: word(env), ..one }.into(),
    }
}
