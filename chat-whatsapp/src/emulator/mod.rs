//! A stand-in for Meta's servers: the Graph API, the phones of WhatsApp users, and the webhooks between them.
//!
//! It keeps apps, business accounts (WABAs), phone numbers and users in memory, answers the Graph routes, signs and
//! delivers webhooks with Meta's retries, and is steered through `/_emu`, where a test plays the customer and breaks
//! things on purpose. Everything it makes up comes from a seeded generator, and time is its own clock, which can be
//! frozen and advanced.
//!
//! ```no_run
//! use chat_whatsapp::emulator::{Account, Callback, Emulator, Setup};
//!
//! # async fn run() -> std::io::Result<()> {
//! let mut account = Account::default();
//! account.callback = Some(Callback {
//!     url: "http://127.0.0.1:3000/webhooks/whatsapp".to_owned(),
//!     verify_token: "verify-me".to_owned(),
//! });
//! let emulator = Emulator::new(Setup::new(account));
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:4000").await?;
//! tokio::select! {
//!     served = axum::serve(listener, emulator.router()) => served,
//!     () = emulator.run_until(std::future::pending()) => Ok(()),
//! }
//! # }
//! ```
//!
//! # The Graph API
//!
//! At the root, with or without `/vNN.N` in front; parameters in the query, a JSON body or a form.
//!
//! | route | |
//! |---|---|
//! | `POST /{phone}/messages` | send a message of any type, checked as Meta checks it; or with `status: "read"` mark as read, with `typing_indicator` show typing |
//! | `POST /{phone}/marketing_messages` | send a template of the category MARKETING |
//! | `POST /{phone}/media` | a file in a multipart form, to be sent by its id for 30 days |
//! | `GET, DELETE /{media}` | a file: what it is and a URL that is valid for five minutes |
//! | `GET /whatsapp_business/attachments/` | that URL: the bytes, for a bearer token |
//! | `GET, POST, DELETE /{waba}/message_templates` | templates, a page at a time; a new one is reviewed and then rejected if its name has `reject` in it |
//! | `POST /{waba}/message_templates/archive`, `unarchive` | templates are put away and taken out again |
//! | `POST /{waba}/upsert_message_templates` | authentication templates in several languages |
//! | `GET, POST /{template}`, `POST /{template}/unpause` | a template; a change of it, which is reviewed again |
//! | `GET /{waba}`, `GET, POST /{waba}/phone_numbers` | a business account and its numbers; a new one |
//! | `GET, POST, DELETE /{waba}/subscribed_apps` | who hears of it; an override URL is verified at once |
//! | `POST /{phone}/request_code`, `verify_code`, `register`, `deregister` | a number is verified with a code and registered with a PIN |
//! | `GET, POST /{phone}` | a number; its `webhook_configuration`, `pin` or `new_display_name` |
//! | `GET, POST /{phone}/whatsapp_business_profile`, `settings`, `conversational_automation` | what users see and are offered |
//! | `GET, POST, DELETE /{phone}/message_qrdls`, `block_users`, `username` | codes, blocked users, the business's username |
//! | `GET /{phone}/username_suggestions`, `POST /{phone}/smb_app_data`, `DELETE /{phone}/contact_book` | |
//! | `GET, POST /oauth/access_token`, `GET /debug_token` | tokens: of an app, or for a code of the sign-up, which is good once |
//! | `GET, POST, DELETE /{app}/subscriptions` | where an app's webhooks go; verified at once |
//! | `POST /{app}/uploads`, `GET, POST /upload:…` | files in pieces, for templates and profiles |
//! | `GET /{business}/owned_whatsapp_business_accounts`, `client_whatsapp_business_accounts` | |
//!
//! A token is refused with code 10 where its scopes do not reach, and what it is for is changed by the control API. Each app may
//! ask 5,000 times an hour for an account with a registered number and 200 times for any other, which does not count
//! messages and files: 80007 after that. The headers `x-app-usage` and `x-business-use-case-usage` tell how many percent
//! are used.
//!
//! A file that a message links to is fetched when the message is delivered, from this machine only.
//!
//! Not emulated: flows, groups, calls, commerce and sign-ups to marketing. They are answered as what does not exist.
//!
//! # The control API
//!
//! At `/_emu`, JSON in and out. A call that makes no sense is answered 400, 404 or 409 with `{"error": "…"}`.
//!
//! | route | body or query |
//! |---|---|
//! | `POST /_emu/users` | a [`UserChange`]: `{"id","name","phone","username","hidePhone","online","readReceipts","blocked"}` |
//! | `GET /_emu/users` | |
//! | `POST /_emu/inbound` | an [`Inbound`]: `{"user","phoneNumberId"?,"text" or "message"?,"replyTo"?,"batch"?}` → `{"ids"}` |
//! | `POST /_emu/media` | `?user=&phoneNumberId=&caption=&filename=&voice=&type=&replyTo=` and the file as the body, with its type → `{"ids","mediaId"}` |
//! | `GET /_emu/media/{id}` | the bytes of a file, without a token |
//! | `POST /_emu/user/{id}/read` | `{"phoneNumberId"?}`: the user opens the chats |
//! | `POST /_emu/user/{id}/react` | `{"messageId","emoji"}`; an empty emoji takes it back |
//! | `POST /_emu/user/{id}/edit` | `{"messageId","text"}`, for 15 minutes |
//! | `POST /_emu/user/{id}/revoke` | `{"messageId"}`, for two days |
//! | `POST /_emu/user/{id}/play` | `{"messageId"}`: the user listens to an audio |
//! | `POST /_emu/user/{id}/tap` | `{"messageId","button"}`: the id, payload or title of a button or row |
//! | `POST /_emu/user/{id}/change_number` | `{"phone"}`: the number changes, and with it the BSUIDs |
//! | `POST /_emu/user/{id}/rotate_bsuid` | |
//! | `POST /_emu/user/{id}/change_identity` | the user has another device: numbers that check identities hear of it |
//! | `POST /_emu/user/{id}/call` | `{"phoneNumberId"?}` → `{"id"}`: the user calls and rings off, which opens the window |
//! | `POST /_emu/user/{id}/opt_out`, `…/opt_in` | `{"phoneNumberId"?}`: no marketing, and marketing again |
//! | `POST /_emu/echo` | `{"user","phoneNumberId"?,"text" or "message"}`: the business writes on its own phone |
//! | `POST /_emu/history` | `{"phoneNumberId"?,"phase"?,"chunkOrder"?,"progress"?,"threads"?,"declined"?}` |
//! | `POST /_emu/state_sync` | `{"phoneNumberId"?,"contacts"?: [{"phone","fullName"?,"firstName"?,"removed"?}]}` |
//! | `POST /_emu/account/{id}/update` | an `account_update`: any value with an `event` |
//! | `POST /_emu/webhook` | `{"field","value","phoneNumberId"? or "businessAccountId"?}`: any webhook |
//! | `POST /_emu/faults` | `{"kind","times"?,"probability"?,"route"?,"phoneNumberId"?,"recipient"?}` and, by kind, below |
//! | `GET, DELETE /_emu/faults` | those that still wait |
//! | `POST, GET /_emu/chaos` | `{"duplicate"?,"reorder"?,"drop"?,"batchMs"?,"statusBeforeResponse"?}`, see [`Chaos`] |
//! | `POST, GET /_emu/rules` | `{"closedWindow"?,"rateLimits"?,"escapeUnicode"?,"failedContacts"?,"userIdInTo"?,"webhookVersion"?}`, see [`Rules`] |
//! | `POST /_emu/clock` | `{"freeze"?,"scale"?,"advanceMs"?,"delays"?: {"sentMs"?,"deliveredMs"?,"readMs"?}}`, see [`Delays`] |
//! | `GET /_emu/clock` | |
//! | `POST /_emu/accounts` | an [`Account`]; what is left out is as in the default |
//! | `POST /_emu/verify` | `{"appId"?}`: makes the handshake with the app's callback, 409 if it fails |
//! | `GET /_emu/codes` | the codes that numbers got to be verified with |
//! | `POST /_emu/template/{id}` | `{"status"?,"reason"?,"quality"?,"category"?}` in Meta's words |
//! | `POST /_emu/phone/{id}/quality` | `{"quality": "GREEN", "YELLOW" or "RED"}` |
//! | `POST /_emu/phone/{id}/allow_list` | `{"recipients": […] or null}`: to whom alone a test number may write |
//! | `POST /_emu/business/{id}/limit` | `{"limit": "TIER_250" … "TIER_UNLIMITED"}`: how many users it may write to first |
//! | `POST /_emu/business/{id}/parent` | `{"parent": an id or null}`: users have an id towards it as well |
//! | `POST /_emu/token` | `{"accessToken","scopes"?,"expiresInMs"?}`: what a token is for, and until when |
//! | `POST /_emu/sign_up` | `{"appId","businessAccountId"}` → `{"code"}`, to be exchanged within 30 seconds |
//! | `GET /_emu/messages` | `?phoneNumberId=&user=&direction=inbound` or `outbound`; with who is typing |
//! | `GET /_emu/deliveries`, `GET /_emu/requests` | webhooks with every try (`?state=`); Graph requests without their tokens; `?limit=` gives the latest |
//! | `GET /_emu/numbers` | the businesses' numbers |
//! | `GET /_emu/people` | `?phoneNumberId=`: the users with the last message of each and how many are unread |
//! | `GET /_emu/user/{id}/chat` | `?phoneNumberId=`: the chat as it is on the user's phone, with ticks and typing |
//! | `GET /_emu/changes` | `?after=`: answers `{"change"}` as soon as it is not `after` any more, or after 25 seconds |
//! | `POST /_emu/reset` | back to the setup; lets go what hangs |
//!
//! A browser that opens the root gets a page that plays the users' phones by these calls.
//!
//! Kinds of faults: `graph` (refused with `code`, `httpStatus`?, `subcode`?, `isTransient`?), `badGateway` (a 502 that is no
//! JSON), `hang` and `close` (not carried out, no answer), `acceptThenHang` and `acceptThenClose` (carried out, no answer),
//! `slow` (carried out, answered after `ms`, so that statuses overtake the answer), `slowBody`
//! (the same, but the head of the answer comes at once), `failLater` (accepted, then a `failed`
//! status with `code`).

mod agenda;
mod clock;
mod codes;
mod control;
mod course;
mod delivery;
mod errand;
mod faults;
mod graph;
mod limits;
mod machine;
mod outcome;
mod overtake;
mod page;
mod random;
mod ring;
mod setup;
mod user_media;
mod webhook;
mod world;

use crate::kinds;
pub use {
    control::{
        Refused,
        inbound::{Inbound, Item},
        users::UserChange,
    },
    machine::Emulator,
    setup::{
        Account, Callback, Chaos, ClosedWindow, Delays, FailedContacts, Rules, Setup, Throughput, UserIdInTo,
        WebhookVersion,
    },
    user_media::UserMedia,
};
