//! Records in which every field says something, and what a command may turn them into.

use crate::shop::Shop;
use chat_core::{
    Account, AccountFacts, AccountStatus, Action, Agent, AnswerState, ApiKey, AttachedFile, Attachment,
    AttachmentState, AttemptOutcome, Attributes, Audience, AuditEntry, AuditSubject, AuthorizedDomain, Availability,
    Blob, BlobState, Block, Bookmark, CannedResponse, Client, ContentType, Conversation, ConversationPatch,
    ConversationStatus, Customer, CustomerIdentity, Definition, DefinitionBody, Delivery, DeliveryAttempt,
    DeliveryState, Dimensions, DomainDeed, DomainMethod, DomainState, DomainStep, DossierBody, DossierEntry, EventKind,
    Extent, ExternalId, Fault, HeldBack, IdentityKey, IdentityKind, Invitation, Job, JobActor, JobFailure, JobState,
    KeptAnswer, MediaType, Mention, Message, MessageKind, MessageStatus, MessageVersion, Permissions, Priority,
    Reaction, ReceivedCall, Record, Role, Roster, SecondFactor, Secret, SenderType, Session, SettingsPatch, Source,
    Thumbnail, Timestamp, TokenHash, TrailPage, Unsent, Unsettled, Uploader, VisitContext, VisitedPage, VisitorKey,
    VisitorKeyKind, Webhook, WebhookCall, WebhookCallKind, WebhookStatus, Widget, WidgetKind, WidgetSettings,
    WidgetStatus,
};
use serde_json::json;
use std::time::Duration;

/// A record of every kind in which each field says something.
pub(crate) fn full(shop: &Shop) -> Vec<Record> {
    let at = |seconds: u64| shop.env.now().plus(Duration::from_millis(1_000 * seconds + 7));
    let account = Account {
        display_number: Some("+49 30 901820".into()),
        previous_app_secret: Some("the one before".into()),
        status: AccountStatus::Paused,
        pause_reason: Some("the token has expired".into()),
        next_check_at: Some(at(27)),
        checks: 2,
        throughput: Some(1_000),
        throughput_cap: Some(20),
        sends_read_receipts: false,
        throttled_until: Some(at(28)),
        throttle_ms: 4_000,
        facts: AccountFacts {
            quality: Some("GREEN".into()),
            limit: Some("TIER_2K".into()),
            name: Some("Shop".into()),
            name_status: Some("APPROVED".into()),
            note: Some(Fault::new(131_031, "the account was locked")),
            noted_at: Some(at(80)),
        },
        created_at: at(1),
        updated_at: at(2),
        ..shop.new_account()
    };
    let factor = SecondFactor {
        secret: "JBSWY3DPEHPK3PXP".into(),
        confirmed_at: Some(at(29)),
        last_step: 58_922_700,
        recovery: vec![TokenHash([7; 32]), TokenHash([0; 32])],
    };
    let second_factor = Some(Box::new(factor));
    let agent = Agent {
        role: Role::Owner,
        custom_role: Some(shop.env.id()),
        availability: Availability::Busy,
        availability_reason: Some("at lunch".into()),
        relieve_at: Some(at(33)),
        deactivated_at: Some(at(34)),
        second_factor,
        created_at: at(3),
        ..shop.new_agent()
    };
    let invitation = Invitation {
        role: Role::Viewer,
        custom_role: Some(shop.env.id()),
        created_at: at(35),
        expires_at: at(36),
        ended_at: Some(at(37)),
        ..shop.new_invitation()
    };
    let session = Session {
        device: Some("Mozilla/5.0 (X11; Linux x86_64)".into()),
        address: Some("2001:db8::1".into()),
        created_at: at(4),
        used_at: at(30),
        expires_at: at(5),
        revoked_at: Some(at(6)),
        ..shop.new_session(&agent)
    };
    let key = ApiKey {
        scopes: Some(Permissions::of(&[Action::Read, Action::Reply])),
        created_at: at(7),
        used_at: Some(at(31)),
        expires_at: Some(at(32)),
        revoked_at: Some(at(8)),
        ..shop.new_api_key(&agent)
    };
    let customer = full_customer(shop, &agent);
    let identity = CustomerIdentity { created_at: at(11), ..shop.new_identity(&customer) };
    let entry = full_entry(shop, &customer, &account);
    let conversation = Conversation {
        source: Source::new("carrier-pigeon-7").expect("a word"),
        account_id: Some(account.id),
        widget_id: Some(shop.env.id()),
        status: ConversationStatus::Closed,
        customer_number: Some("+49 170 5550123".into()),
        assignee_id: Some(agent.id),
        team_id: Some(shop.env.id()),
        subject: Some("An order".into()),
        priority: Priority::Urgent,
        labels: vec![shop.env.id(), shop.env.id()],
        attributes: [("plan".to_owned(), json!("pro")), ("größe".to_owned(), json!(-2.5))].into(),
        participants: vec![agent.id],
        context: Some(Box::new(context())),
        unread_count: 3,
        message_count: 5,
        customer_position: 2,
        delivery_count: 4,
        last_message_at: Some(at(12)),
        waiting_since: Some(at(13)),
        snoozed_until: Some(at(14)),
        reply_until: Some(at(81)),
        is_past: true,
        first_replied_at: Some(at(51)),
        closed_at: Some(at(52)),
        merged_into: Some(shop.env.id()),
        merged: vec![shop.env.id(), shop.env.id()],
        created_at: at(15),
        updated_at: at(16),
        ..shop.new_conversation(&customer)
    };
    let unsent = Unsent { content: "Hm \"…\"".into(), kind: MessageKind::Note, at: at(53) };
    let bookmark = Bookmark {
        agent_id: agent.id,
        read_position: 4,
        unsent: Some(unsent),
        updated_at: at(54),
        ..shop.new_bookmark(&conversation)
    };
    let question = shop.new_message(&conversation, 1);
    let message = full_message(shop, &conversation, &question);
    let delivery = Delivery {
        state: DeliveryState::Unsettled,
        position: 3,
        attempts: 4,
        failures: 2,
        waits: 1,
        next_attempt_at: at(22),
        last_error: Some(Fault::new(130_429, "too fast")),
        ask_at: Some(at(29)),
        correlation_id: Some("request-7".into()),
        created_at: at(23),
        updated_at: at(24),
        ..shop.new_delivery(&message, &account)
    };
    let attempt = DeliveryAttempt {
        number: 4,
        started_at: at(30),
        ended_at: at(31),
        outcome: AttemptOutcome::WaitingForRecipient,
        error: Some(Fault::new(131_056, "too many to this customer")),
        next_attempt_at: Some(at(32)),
        ..shop.new_attempt(&delivery, &message)
    };
    let call = ReceivedCall {
        about: Some(shop.word()),
        next_attempt_at: at(25),
        received_at: at(26),
        attempts: 2,
        ..shop.new_call(&account)
    };
    let key_of = |kid: &str, kind, seconds| VisitorKey {
        kid: kid.into(),
        kind,
        key: shop.word().into(),
        created_at: at(seconds),
    };
    let widget = Widget {
        kind: WidgetKind::Popup,
        settings: full_settings(),
        visitor_keys: vec![key_of("old", VisitorKeyKind::Hs256, 27), key_of("new", VisitorKeyKind::EdDsa, 28)],
        ignored_origins: vec!["https://a.example".into(), "https://b.example:8443".into()],
        status: WidgetStatus::Inactive,
        created_at: at(29),
        updated_at: at(30),
        ..shop.new_widget()
    };
    let domain = AuthorizedDomain {
        entry: "*.Bücher.example:8443".parse().expect("it is a domain"),
        state: DomainState::Stale,
        method: Some(DomainMethod::Dns),
        token_expires_at: at(33),
        checked_at: Some(at(34)),
        failures: 3,
        first_failure_at: Some(at(35)),
        stale_at: Some(at(36)),
        last_fault: Some("there is no TXT record".into()),
        verified_at: Some(at(37)),
        next_check_at: Some(at(38)),
        created_at: at(39),
        updated_at: at(40),
        ..shop.new_domain(&widget)
    };
    let step = DomainStep {
        deed: DomainDeed::Warned,
        agent_id: Some(agent.id),
        detail: Some("there is no TXT record".into()),
        at: at(41),
        ..shop.new_step(&domain)
    };
    let thumbnail = Some(Thumbnail { media_type: MediaType::of("image/jpeg"), size: 4_321 });
    let blob = Blob {
        thumbnail: thumbnail.clone(),
        state: BlobState::Keeping,
        uses: 2,
        due_at: Some(at(42)),
        created_at: at(43),
        updated_at: at(44),
        ..shop.new_blob()
    };
    let attachment = Attachment {
        uploader: Uploader::Visitor(customer.id),
        name: "größe.png".into(),
        media_type: MediaType::of("image/png"),
        dimensions: Some(Dimensions { width: 4_000, height: u32::MAX }),
        thumbnail,
        state: AttachmentState::Sent,
        conversation_id: Some(conversation.id),
        message_id: Some(message.id),
        due_at: Some(at(45)),
        created_at: at(46),
        updated_at: at(47),
        ..shop.new_attachment(&blob)
    };
    let definition = Definition {
        name: "Ärger & \"mehr\"".into(),
        audience: Audience::Agent(agent.id),
        body: DefinitionBody::CannedResponse(CannedResponse { content: "Hi {{customer.name}} 👋".into() }),
        deleted_at: Some(at(48)),
        created_at: at(49),
        updated_at: at(50),
        ..shop.new_definition()
    };
    let patch = ConversationPatch {
        status: Some(ConversationStatus::Closed),
        assignee_id: Some(None),
        snoozed_until: Some(Some(at(70))),
        add_labels: vec![shop.env.id()],
        attributes: [("plan".to_owned(), json!(null))].into(),
        ..ConversationPatch::default()
    };
    let scopes = Some(Permissions::of(&[Action::Read, Action::Reply]));
    let job = Job {
        actor: JobActor {
            agent_id: agent.id,
            name: "Ärger \"7\"".into(),
            role: Role::Owner,
            granted: Some(Permissions::of(&[Action::Read])),
            extent: Some(Extent { accounts: vec![account.id], widgets: vec![] }),
            scopes,
        },
        patch,
        left: vec![shop.env.id(), shop.env.id()],
        total: 9,
        done: 4,
        failed: 3,
        failures: vec![JobFailure { conversation_id: shop.env.id(), reason: "the conversation is \"gone\"".into() }],
        state: JobState::Cancelled,
        turn: 6,
        next_at: Some(at(71)),
        created_at: at(72),
        updated_at: at(73),
        ..shop.new_job()
    };
    let answer = KeptAnswer {
        caller: "key:Größe".into(),
        key: "an \"order\" 7".into(),
        state: AnswerState::Answered,
        answer: Some(Secret::from("{\"status\":201}")),
        held_until: at(74),
        turn: 3,
        created_at: at(75),
        expires_at: at(76),
        ..shop.new_answer()
    };
    let webhook = Webhook {
        description: "Größe".into(),
        events: vec![EventKind::MessagePosted, EventKind::WebhookChanged],
        previous_secret: Some("whsec_YmVmb3Jl".into()),
        previous_until: Some(at(48)),
        status: WebhookStatus::Disabled,
        reason: Some("it took nothing".into()),
        cursor: 12,
        failures: 3,
        failing_since: Some(at(49)),
        next_at: at(50),
        turn: 4,
        created_at: at(51),
        updated_at: at(52),
        ..shop.new_webhook()
    };
    let webhook_call = WebhookCall {
        kind: WebhookCallKind::Event,
        seq: Some(12),
        event: Some(EventKind::MessagePosted),
        number: 3,
        started_at: at(53),
        duration_ms: 15_000,
        status: Some(503),
        error: Some("it answered with status 503".into()),
        ..shop.new_webhook_call(&webhook)
    };
    let deed = AuditEntry {
        at: at(54),
        credential: Some("key:7".into()),
        deed: "changeGröße".into(),
        subjects: vec![
            AuditSubject { kind: "widget".into(), id: shop.env.id(), is_new: true },
            AuditSubject { kind: "domain".into(), id: shop.env.id(), is_new: false },
        ],
        address: Some("2001:db8::1".into()),
        request: Some("request-7".into()),
        link: shop.link(i64::MAX),
        ..shop.new_audit_entry()
    };
    vec![
        account.into(),
        agent.into(),
        session.into(),
        invitation.into(),
        key.into(),
        customer.into(),
        identity.into(),
        entry.into(),
        conversation.into(),
        bookmark.into(),
        question.into(),
        message.into(),
        delivery.into(),
        attempt.into(),
        call.into(),
        widget.into(),
        domain.into(),
        step.into(),
        blob.into(),
        attachment.into(),
        definition.into(),
        job.into(),
        answer.into(),
        webhook.into(),
        webhook_call.into(),
        deed.into(),
    ]
}

/// A customer of whom everything is known.
fn full_customer(shop: &Shop, agent: &Agent) -> Customer {
    let at = |seconds: u64| shop.env.now().plus(Duration::from_millis(1_000 * seconds + 7));
    let block = |source: Option<&str>, seconds| Block {
        source: source.map(|word| Source::new(word).expect("a word")),
        agent_id: agent.id,
        at: at(seconds),
    };
    let attributes = [
        ("plan".to_owned(), json!("größe \"L\"")),
        ("orders".to_owned(), json!(-0.5)),
        ("vip".to_owned(), json!(true)),
    ];
    Customer {
        email: Some("zoe@shop.example".into()),
        phone: Some("+49 (170) 555-0123".into()),
        language: Some("pt-BR".parse().expect("it is a language")),
        attributes: attributes.into(),
        blocks: vec![block(Some("carrier-pigeon-7"), 50), block(None, 51)],
        is_named_by_team: true,
        username: Some("ann.of.york".into()),
        no_marketing_since: Some(at(82)),
        held_back_count: i64::MAX,
        merged_into: Some(shop.customer.id),
        created_at: at(9),
        updated_at: at(10),
        ..shop.new_customer()
    }
}

/// An entry of a dossier in which each field says something.
fn full_entry(shop: &Shop, customer: &Customer, account: &Account) -> DossierEntry {
    let at = |seconds: u64| shop.env.now().plus(Duration::from_millis(1_000 * seconds + 7));
    let message = HeldBack {
        source: Source::WHATSAPP,
        account_id: Some(account.id),
        widget_id: Some(shop.env.id()),
        content_type: ContentType::new("location"),
        content: "Here \u{1f3e0}".into(),
        payload: Some(json!({ "latitude": 52.5, "nul": "\0" })),
        external_id: Some(ExternalId { source: Source::WHATSAPP, id: shop.word() }),
        sent_at: Some(at(52)),
    };
    let body = DossierBody::HeldBack(Box::new(message));
    DossierEntry { name: Some(shop.word()), body, created_at: at(53), ..shop.new_entry(customer) }
}

/// Settings of which none is what it is by default.
fn full_settings() -> WidgetSettings {
    let patch: SettingsPatch = serde_json::from_value(json!({
        "theme": "host",
        "position": "left",
        "offset": { "x": 0, "y": 500 },
        "target": "main > div[data-chat=\"yes\"]",
        "colors": { "primary": "#123456", "text": "#ffffff", "primaryDark": "#abcdef", "textDark": "#000000" },
        "launcher": { "icon": "wave" },
        "language": "pt-BR",
        "messages": { "pt-BR": { "title": "Olá", "welcome": "👋\nOi" }, "he": { "launcher": "שלום" } },
        "avatars": false,
        "businessHours": {
            "timeZone": "Asia/Kolkata",
            "week": [{ "days": ["monday", "sunday"], "from": "22:00", "to": "24:00" }],
            "closedOn": ["2026-12-25"],
        },
        "preChatForm": { "fields": [{
            "name": "topic",
            "type": "select",
            "label": { "en": "What is it about?" },
            "required": true,
            "options": [{ "value": "order", "label": { "en": "An order" } }],
        }] },
        "fileUpload": false,
        "sound": false,
        "requireIdentity": true,
        "allowLocalhost": true,
        "popup": {
            "delaySeconds": 5,
            "scrollPercent": 50,
            "exitIntent": true,
            "urls": ["/pricing*"],
            "event": "cart.full",
            "frequency": { "times": 2, "hours": 48 },
        },
    }))
    .expect("it is an object");
    patch.apply(&WidgetSettings::default()).expect("the settings are valid")
}

/// What is known of a visitor who hides nothing.
fn context() -> VisitContext {
    let page = VisitedPage {
        url: "https://shop.example/schuhe/größe".into(),
        title: "Shoes \"&\" more".into(),
        referrer: Some("https://search.example/".into()),
        language: Some("pt-BR".into()),
        time_zone: Some("Europe/Berlin".into()),
    };
    let trail = vec![TrailPage {
        url: "https://shop.example/".into(),
        title: "Größe".into(),
        came_at: Timestamp::from_millis(1_767_225_600_123),
    }];
    let answers = [("name".to_owned(), json!("Zoë")), ("terms".to_owned(), json!(true))];
    let attributes = [("plan".to_owned(), json!("pro")), ("orders".to_owned(), json!(12.5))];
    VisitContext {
        is_identified: true,
        email: Some("zoe@shop.example".into()),
        page: Some(page),
        trail,
        answers: answers.into(),
        attributes: attributes.into(),
    }
}

/// Files of which one says everything that can be said of a file.
fn files(shop: &Shop) -> Vec<AttachedFile> {
    let picture = AttachedFile {
        id: shop.env.id(),
        name: "größe \"1\".png".into(),
        media_type: MediaType::of("image/png"),
        size: i64::MAX,
        dimensions: Some(Dimensions { width: 1, height: u32::MAX }),
        has_thumbnail: true,
    };
    let text = AttachedFile {
        id: shop.env.id(),
        media_type: MediaType::of("text/plain"),
        size: 0,
        dimensions: None,
        has_thumbnail: false,
        ..picture.clone()
    };
    vec![picture, text]
}

/// A message in which each field says something, as an answer to another.
pub(crate) fn full_message(shop: &Shop, conversation: &Conversation, question: &Message) -> Message {
    let at = |seconds: u64| shop.env.now().plus(Duration::from_millis(1_000 * seconds + 9));
    Message {
        sender_name: Some("Zoë".into()),
        sender_type: SenderType::Bot,
        kind: MessageKind::Note,
        content_type: ContentType::new("location"),
        content: "Here we are".into(),
        attachment_url: Some("https://files.example/1".into()),
        attachment_type: Some("image/jpeg".into()),
        attachments: files(shop),
        reactions: vec![
            Reaction {
                emoji: "👍🏽".into(), by: SenderType::Customer, at: shop.env.now().plus(Duration::from_secs(83))
            },
            Reaction { emoji: String::new(), by: SenderType::Agent, at: shop.env.now().plus(Duration::from_secs(84)) },
        ],
        billable: Some(true),
        payload: Some(json!({ "latitude": 52.5, "longitude": -13.25 })),
        reply_to: Some(question.id),
        template_name: Some("order_update".into()),
        external_id: Some(ExternalId { source: Source::WHATSAPP, id: shop.word() }),
        client_message_id: Some(shop.word()),
        status: MessageStatus::Failed,
        error: Some(Fault::new(131_047, "more than 24 hours have passed")),
        unsettled: Some(Unsettled::NeedsDecision),
        created_at: at(1),
        sent_at: Some(at(2)),
        delivered_at: Some(at(3)),
        read_at: Some(at(4)),
        failed_at: Some(at(5)),
        mentions: vec![Mention::Agent(shop.agent.id), Mention::Team(shop.env.id())],
        edited_at: Some(at(6)),
        files_as_of: Some(at(6)),
        deleted_at: Some(at(7)),
        versions: vec![
            MessageVersion { content: "größer \u{1f3e0}".into(), attachments: files(shop), until: at(8) },
            MessageVersion { content: String::new(), attachments: Vec::new(), until: at(9) },
        ],
        ..shop.new_message(conversation, 2)
    }
}

/// The record with everything that a command may change changed; nothing for what is never changed.
pub(crate) fn poorer(shop: &Shop, record: Record) -> Option<Record> {
    let now = shop.env.now();
    Some(match record {
        Record::Account(one) => Account {
            business_id: shop.word(),
            display_number: None,
            access_token: "another token".into(),
            app_secret: "another secret".into(),
            previous_app_secret: None,
            verify_token: "another word".into(),
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
            updated_at: now,
            ..one
        }
        .into(),
        Record::Agent(one) => Agent {
            name: "Eve".into(),
            email: shop.word(),
            role: Role::Viewer,
            custom_role: None,
            availability: Availability::Away,
            availability_reason: None,
            relieve_at: None,
            deactivated_at: None,
            password_hash: None,
            second_factor: None,
            ..one
        }
        .into(),
        Record::Invitation(one) => {
            let (email, custom_role, ended_at) = (shop.word(), None, None);
            Invitation { email, role: Role::Agent, custom_role, expires_at: now, ended_at, ..one }.into()
        }
        Record::Session(one) => {
            Session { device: None, address: None, used_at: now, expires_at: now, revoked_at: None, ..one }.into()
        }
        Record::ApiKey(one) => {
            ApiKey { name: "Another".into(), scopes: None, used_at: None, expires_at: None, revoked_at: None, ..one }
                .into()
        }
        Record::Customer(one) => Customer {
            name: None,
            email: None,
            phone: None,
            language: None,
            attributes: std::collections::BTreeMap::new(),
            blocks: Vec::new(),
            is_named_by_team: false,
            username: None,
            no_marketing_since: None,
            held_back_count: 0,
            merged_into: None,
            updated_at: now,
            ..one
        }
        .into(),
        Record::CustomerIdentity(one) => {
            let key = IdentityKey::new(IdentityKind::Email, shop.word());
            CustomerIdentity { customer_id: shop.customer.id, key, ..one }.into()
        }
        Record::DossierEntry(one) => {
            let body = shop.new_entry(&shop.customer).body;
            DossierEntry { customer_id: shop.customer.id, name: None, body, removed_at: Some(now), ..one }.into()
        }
        Record::Conversation(one) => Conversation {
            status: ConversationStatus::Archived,
            customer_number: None,
            assignee_id: None,
            team_id: None,
            subject: None,
            priority: Priority::None,
            labels: vec![],
            attributes: Attributes::new(),
            participants: vec![],
            context: None,
            unread_count: 0,
            message_count: 6,
            customer_position: 6,
            delivery_count: 5,
            last_message_at: None,
            waiting_since: None,
            snoozed_until: None,
            reply_until: None,
            is_past: false,
            first_replied_at: None,
            closed_at: None,
            merged_into: None,
            merged: Vec::new(),
            updated_at: now,
            ..one
        }
        .into(),
        Record::Message(one) => Message {
            sender_name: None,
            content: "Something else".into(),
            content_type: ContentType::TEXT,
            attachment_url: None,
            attachment_type: None,
            attachments: Vec::new(),
            mentions: Vec::new(),
            reactions: Vec::new(),
            billable: None,
            payload: None,
            template_name: None,
            external_id: None,
            status: MessageStatus::Sent,
            error: None,
            unsettled: None,
            sent_at: None,
            delivered_at: None,
            read_at: None,
            failed_at: None,
            edited_at: None,
            files_as_of: None,
            deleted_at: None,
            versions: Vec::new(),
            ..one
        }
        .into(),
        Record::Delivery(one) => Delivery {
            state: DeliveryState::Dead,
            attempts: 0,
            failures: 0,
            waits: 0,
            next_attempt_at: now,
            last_error: None,
            ask_at: None,
            correlation_id: None,
            updated_at: now,
            ..one
        }
        .into(),
        Record::DeliveryAttempt(one) => {
            DeliveryAttempt { outcome: AttemptOutcome::Sent, error: None, next_attempt_at: None, ..one }.into()
        }
        Record::ReceivedCall(one) => {
            let reason = "another reason".into();
            ReceivedCall { about: None, reason, attempts: 9, next_attempt_at: now, ..one }.into()
        }
        Record::Client(one) => Client { name: "Another shop".into(), ..one }.into(),
        Record::Widget(one) => Widget {
            name: "Another".into(),
            kind: WidgetKind::Embedded,
            settings: WidgetSettings::default(),
            visitor_keys: Vec::new(),
            ignored_origins: Vec::new(),
            status: WidgetStatus::Deleted,
            updated_at: now,
            ..one
        }
        .into(),
        Record::KeptAnswer(one) => KeptAnswer {
            request: Secret::from("other"),
            state: AnswerState::Begun,
            answer: None,
            held_until: now,
            turn: 4,
            created_at: now,
            expires_at: now,
            ..one
        }
        .into(),
        Record::Job(one) => Job {
            left: vec![],
            failures: vec![],
            state: JobState::Done,
            turn: 7,
            next_at: None,
            updated_at: now,
            ..one
        }
        .into(),
        Record::Webhook(one) => Webhook {
            url: "https://other.example/".into(),
            description: String::new(),
            events: Vec::new(),
            secret: "whsec_b3RoZXI=".into(),
            previous_secret: None,
            previous_until: None,
            status: WebhookStatus::Paused,
            reason: None,
            cursor: 0,
            failures: 0,
            failing_since: None,
            next_at: now,
            turn: 9,
            updated_at: now,
            ..one
        }
        .into(),
        Record::WebhookCall(one) => {
            WebhookCall { seq: None, event: None, status: None, error: None, duration_ms: 0, ..one }.into()
        }
        Record::AuditEntry(one) => AuditEntry {
            credential: None,
            deed: "other".into(),
            subjects: Vec::new(),
            address: None,
            request: None,
            link: None,
            ..one
        }
        .into(),
        Record::AuthorizedDomain(one) => AuthorizedDomain {
            state: DomainState::Unverified,
            method: None,
            token: "another".into(),
            token_expires_at: now,
            checked_at: None,
            failures: 0,
            first_failure_at: None,
            stale_at: None,
            last_fault: None,
            verified_at: None,
            next_check_at: None,
            updated_at: now,
            ..one
        }
        .into(),
        Record::Blob(one) => {
            Blob { thumbnail: None, state: BlobState::Forgotten, uses: 0, due_at: None, updated_at: now, ..one }.into()
        }
        Record::Attachment(one) => Attachment {
            name: "another".into(),
            dimensions: None,
            thumbnail: None,
            state: AttachmentState::Forgotten,
            conversation_id: None,
            message_id: None,
            due_at: None,
            updated_at: now,
            ..one
        }
        .into(),
        Record::Bookmark(one) => Bookmark { read_position: 9, unsent: None, updated_at: now, ..one }.into(),
        Record::Definition(one) => Definition {
            name: shop.word(),
            audience: Audience::All,
            body: DefinitionBody::Team(Roster {
                description: None,
                members: vec![shop.agent.id],
                round_robin: true,
                last_turn: Some(shop.agent.id),
            }),
            deleted_at: None,
            updated_at: now,
            ..one
        }
        .into(),
        Record::DomainStep(_) => return None,
    })
}
