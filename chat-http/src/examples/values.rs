//! What stands in the examples.

use serde_json::{Value, json};

/// An id, as all of them look.
pub(super) const ID: &str = "0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f";
/// The moment at which everything happens in the examples, in milliseconds since 1970.
pub(super) const AT_MS: i64 = 1_767_258_000_000;
/// The same as it is written.
const AT: &str = "2026-01-01T09:00:00.000Z";

/// What a value of a format looks like.
pub(super) fn of_format(format: Option<&str>) -> Option<Value> {
    match format? {
        "uuid" => Some(json!(ID)),
        "date-time" => Some(json!(AT)),
        "date" => Some(json!("2026-01-01")),
        "password" => Some(json!("a good long password")),
        "binary" => Some(json!("(the bytes of the file)")),
        _ => None,
    }
}

/// What an answer or a body looks like that is no JSON.
pub(super) fn of_media_type(kind: &str) -> Option<&'static str> {
    match kind {
        "text/plain" => Some("Parcel 4711\n\n2026-01-01T09:00:00.000Z  Cleo\n    Where is my parcel?\n"),
        "text/html" => Some("<!doctype html>\n<html>…</html>\n"),
        "text/css" => Some("body { margin: 0; }\n"),
        "text/javascript" => Some("\"use strict\";\n"),
        "text/csv" => Some("name,email,phone,language\nCleo,cleo@mail.example,+49 30 901820,de\n"),
        "application/jsonl" => Some("{\"seq\":1,\"at\":\"2026-01-01T09:00:00.000Z\",\"deed\":\"changeWidget\"}\n"),
        _ => None,
    }
}

/// What fields of a name hold, wherever they are.
pub(super) fn of_field(name: &str) -> Option<Value> {
    let text = match name {
        "accessToken" => "EAAJZC4kZBZAnoBO2vY8",
        "accounts"
        | "widgets"
        | "labels"
        | "members"
        | "participants"
        | "merged"
        | "conversationIds"
        | "archivedConversationIds"
        | "attachmentIds"
        | "addLabels"
        | "removeLabels"
        | "addParticipants"
        | "removeParticipants" => ID,
        "address" => "198.51.100.7",
        "appSecret" => "9f86d081884c7d659a2feaa0c55ad015",
        "attachmentType" => "image/jpeg",
        "attachmentUrl" => "/files/0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f/parcel.jpg?e=1790000000&s=…",
        "about" => "We open at nine.",
        "authorName" => "Ann",
        "businessAccountId" => "102290129340398",
        "code" => "131026",
        "content" => "Where is my parcel?",
        "correlationId" => "0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e60",
        "customerNumber" | "displayPhoneNumber" | "phone" => "+49 30 901820",
        "description" => "What has to be answered today",
        "detail" => "the database does not answer",
        "device" => "Mozilla/5.0 (X11; Linux x86_64)",
        "email" => "ann@shop.example",
        "event" => "cart-left",
        "externalId" => "wamid.HBgLNDkzMDkwMTgyMBUCABIYFDNB",
        "field" => "email",
        "files" => "parcel.jpg",
        "hash" | "previousHash" => "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        "hub.challenge" => "1158201444",
        "hub.mode" => "subscribe",
        "hub.verify_token" | "verifyToken" => "a word of your own",
        "key" => "a shared secret of at least 32 bytes",
        "kid" => "2026-01",
        "language" => "de",
        "lastFault" | "problem" => "there is no such record yet",
        "message" | "error" | "pauseReason" | "reason" => "the customer cannot be reached",
        "messageType" => "text",
        "name" => "Ann",
        "options" => "express",
        "phoneNumberId" => "106540352242922",
        "placeholder" => "Write a message",
        "primaryDark" => "#8ab4f8",
        "publicKey" => "wk_mzxw6ytbojtg633cmfzgm33pmi",
        "q" => "parcel",
        "recoveryCodes" => "mzxw6-ytboj",
        "requestId" => ID,
        "rooms" => "inbox",
        "socketId" => "mzxw6ytbojtg633cmfzg",
        "source" => "whatsapp",
        "subject" => "Parcel 4711",
        "takenOver" => "phone",
        "templateId" => "1689556908129832",
        "verifiedName" => "Shop",
        "text" => "Prefers tea.",
        "thumbnailUrl" => "/files/0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f/small?e=1790000000&s=…",
        "title" | "launcher" => "Chat with us",
        "token" => "cs_mzxw6ytbojtg633cmfzgm33pmi",
        "url" => "https://shop.example/chat-events",
        "value" => "+4930901820",
        "welcome" | "away" | "teaser" | "preChat" => "Hello! How can we help?",
        "x-hub-signature-256" => "sha256=2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        _ => return of_other(name),
    };
    Some(json!(text))
}

/// What is null most of the time, where it may be.
pub(super) fn is_rare(name: &str) -> bool {
    let rare = [
        "closedAt",
        "customRoleId",
        "deactivatedAt",
        "deletedAt",
        "editedAt",
        "error",
        "failedAt",
        "failingSince",
        "lastFault",
        "mergedInto",
        "nextAttemptAt",
        "nextCheckAt",
        "pauseReason",
        "previousSecretUntil",
        "reason",
        "snoozedUntil",
        "throttledUntil",
        "undoneAt",
    ];
    rare.contains(&name)
}

/// The same of fields that hold numbers and objects.
fn of_other(name: &str) -> Option<Value> {
    match name {
        "attributes" => Some(json!({ "order_number": "4711" })),
        "answers" => Some(json!({ "order_number": "4711" })),
        "label" => Some(json!({ "en": "Your order's number" })),
        "components" => Some(json!([{ "type": "BODY", "text": "Hello {{1}}, your parcel is on its way." }])),
        "emoji" => Some(json!("👍")),
        "health" => Some(json!("The display name has not been approved yet")),
        "height" => Some(json!(960)),
        "templates" => Some(json!([])),
        "websites" => Some(json!("https://shop.example")),
        "missed" => Some(json!([])),
        "payload" => Some(Value::Null),
        "size" => Some(json!(48_213)),
        "width" => Some(json!(1280)),
        "settings" => Some(json!({ "theme": "dark", "colors": { "primary": "#1a73e8" } })),
        _ => None,
    }
}

/// What a body of a shape is likely to say: not everything that it could.
pub(super) fn of_shape(name: &str) -> Option<Value> {
    parts(name).or_else(|| bodies_of_agents(name)).or_else(|| bodies_of_owners(name))
}

fn parts(name: &str) -> Option<Value> {
    match name {
        "ConversationFilter" => Some(json!({ "all": [{ "status": ["active"] }, { "assignee": ["me", "nobody"] }] })),
        _ => None,
    }
}

fn bodies_of_agents(name: &str) -> Option<Value> {
    Some(match name {
        "Acceptance" => {
            json!({ "token": "ci_mzxw6ytbojtg633cmfzgm33pmi", "name": "Bob", "password": "a good long password" })
        }
        "AvailabilityChange" => json!({ "availability": "away", "reason": "at lunch" }),
        "Blocking" => json!({ "source": "whatsapp" }),
        "BulkChange" => json!({
            "filter": { "all": [{ "status": ["active"] }, { "waiting": false }] },
            "changes": { "status": "closed" },
        }),
        "ConversationMerge" => json!({ "conversationId": ID }),
        "ConversationPatch" => json!({ "status": "active", "priority": "high", "assigneeId": null, "addLabels": [ID] }),
        "Credentials" => json!({ "email": "ann@shop.example", "password": "a good long password" }),
        "CustomerPatch" => json!({ "name": "Cleo", "phone": "+49 30 901820", "language": "de" }),
        "KeepDraft" => json!({ "content": "It left our house on Mon", "kind": "reply" }),
        "MessageEdit" => json!({ "content": "It left our house on Tuesday." }),
        "NewConversation" => json!({
            "identity": { "kind": "whatsapp_phone", "value": "+4930901820" },
            "source": "whatsapp",
            "subject": "Parcel 4711",
            "message": { "content": "Your parcel is on its way." },
        }),
        "NewCustomerMerge" => json!({ "customerId": ID }),
        "NewCustomerNote" => json!({ "text": "Prefers tea." }),
        "NewIdentity" => json!({ "kind": "email", "value": "cleo@mail.example" }),
        "NewMessage" => json!({ "content": "It left our house on Monday.", "clientMessageId": "a-0001" }),
        "NewReaction" => json!({ "emoji": "👍" }),
        "PasswordChange" => {
            json!({ "currentPassword": "a good long password", "newPassword": "another good password" })
        }
        "RunMacro" => json!({ "macroId": ID, "clientMessageId": "a-0002" }),
        _ => return None,
    })
}

fn bodies_of_owners(name: &str) -> Option<Value> {
    Some(match name {
        "AgentPatch" => json!({ "name": "Bob", "role": "agent" }),
        "CreateAttributeDefinition" => json!({ "name": "order_number", "title": "Order number", "type": "text" }),
        "CreateCannedResponse" => {
            json!({ "name": "hello", "content": "Hello {{customer.name|there}}, how can we help?" })
        }
        "CreateLabel" => json!({ "name": "Complaint", "color": "#d93025", "description": "Somebody is not content" }),
        "CreateMacro" => {
            json!({ "name": "Thank and close", "content": "Thank you!", "changes": { "status": "closed" } })
        }
        "CreateRole" => json!({ "name": "Night shift", "permissions": ["conversations.read", "conversations.reply"] }),
        "CreateTeam" => json!({ "name": "Shipping", "members": [ID], "roundRobin": true }),
        "CreateView" => json!({
            "name": "Mine, waiting",
            "filter": { "all": [{ "assignee": ["me"] }, { "waiting": true }] },
            "order": "waiting",
        }),
        "CreateWebhook" => json!({ "url": "https://shop.example/chat-events", "events": ["messagePosted"] }),
        "CreateWhatsAppAccount" => json!({
            "phoneNumberId": "106540352242922",
            "businessAccountId": "102290129340398",
            "accessToken": "EAAJZC4kZBZAnoBO2vY8",
            "appSecret": "9f86d081884c7d659a2feaa0c55ad015",
            "verifyToken": "a word of your own",
        }),
        "CreateWhatsAppTemplate" => json!({
            "name": "order_update",
            "language": "en_US",
            "category": "UTILITY",
            "components": [{
                "type": "BODY",
                "text": "Hello {{1}}, your parcel is on its way.",
                "example": { "body_text": [["Ann"]] },
            }],
        }),
        "UpdateWhatsAppTemplate" => json!({ "category": "UTILITY" }),
        "AddWhatsAppNumber" => json!({ "countryCode": "49", "number": "30901820", "name": "Shop" }),
        "ManageWhatsAppNumber" => json!({ "action": "requestCode", "method": "sms", "language": "en_US" }),
        "UpdateWhatsAppProfile" => json!({ "about": "We open at nine.", "websites": ["https://shop.example"] }),
        "WhatsAppSignUpCode" => {
            json!({ "appId": "670843887433847", "appSecret": "9f86d081884c7d65", "code": "AQBhlXsctMxJYbwbrpybxlo" })
        }
        "CreateWidget" => {
            json!({ "name": "Shop", "type": "floating", "settings": { "colors": { "primary": "#1a73e8" } } })
        }
        "CreateWidgetDomain" => json!({ "domain": "shop.example" }),
        "CreateWidgetIdentityKey" => {
            json!({ "kid": "2026-01", "algorithm": "HS256", "key": "a shared secret of at least 32 bytes" })
        }
        "IgnoreOrigin" => json!({ "origin": "https://other.example" }),
        "NewApiKey" => json!({ "name": "Nightly export", "scopes": ["conversations.read"] }),
        "NewInvitation" => json!({ "email": "bob@shop.example", "role": "agent" }),
        "ReplayWebhook" => json!({ "after": 0 }),
        "ResendToWebhook" => json!({ "seq": 1 }),
        "UpdateWebhook" => json!({ "status": "active", "description": "Tells the shop's own inbox" }),
        "UpdateWhatsAppAccount" => json!({ "status": "active", "maxMessagesPerSecond": 20, "sendsReadReceipts": true }),
        "UpdateWidget" => json!({ "settings": { "theme": "dark", "colors": { "text": null } } }),
        _ => return None,
    })
}
