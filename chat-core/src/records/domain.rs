use crate::{
    AgentId, ClientId, DomainEntry, DomainId, DomainStepId, Env, Revision, Timestamp, Widget, WidgetId,
    domain::course::first_check,
    text::{base32, random_word},
    text_enum::text_enum,
};
use sha2::{Digest, Sha256};
use std::time::Duration;

text_enum! {
    /// Where a domain stands in its life.
    pub enum DomainState {
        /// Its owner has not proven it yet.
        Pending = "pending",
        /// It is proven.
        Verified = "verified",
        /// The proof has not been found for a while: it works still, and its owner is warned.
        Stale = "stale",
        /// The proof was gone for too long: the widget does not appear there any more.
        Unverified = "unverified",
        /// It was taken away.
        Removed = "removed",
    }
}

impl DomainState {
    /// Whether the widget may appear there.
    pub const fn is_proven(self) -> bool {
        matches!(self, Self::Verified | Self::Stale)
    }
}

text_enum! {
    /// How a domain was proven.
    pub enum DomainMethod {
        /// By a TXT record of its DNS.
        Dns = "dns",
        /// By a file on its website.
        File = "file",
    }
}

/// A domain that a widget is to appear on. A widget has each at most once, removed ones included.
#[derive(Clone, PartialEq, Debug)]
pub struct AuthorizedDomain {
    /// Its name in references.
    pub id: DomainId,
    /// Whose it is.
    pub client_id: ClientId,
    /// The widget that is to appear there.
    pub widget_id: WidgetId,
    /// The pages that are meant.
    pub entry: DomainEntry,
    /// Where it stands in its life.
    pub state: DomainState,
    /// How it was proven the last time.
    pub method: Option<DomainMethod>,
    /// What proves it when it is found there. No secret: everybody can look it up.
    pub token: String,
    /// Until when the token proves a domain that is not proven yet.
    pub token_expires_at: Timestamp,
    /// When the proof was last looked for.
    pub checked_at: Option<Timestamp>,
    /// How often in a row it was not found.
    pub failures: i64,
    /// Since when it is not found.
    pub first_failure_at: Option<Timestamp>,
    /// Since when its owner is warned.
    pub stale_at: Option<Timestamp>,
    /// What was wrong the last time, at most [`AuthorizedDomain::FAULT_MAX`] bytes.
    pub last_fault: Option<String>,
    /// When the proof was last found.
    pub verified_at: Option<Timestamp>,
    /// When the proof is looked for again.
    pub next_check_at: Option<Timestamp>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// How often it was written.
    pub revision: Revision,
}

impl AuthorizedDomain {
    /// The most domains of a widget, without those that were removed.
    pub const COUNT_MAX: usize = 100;
    /// The longest description of a fault in bytes.
    pub const FAULT_MAX: usize = 1000;
    /// For how long a token proves a domain that is not proven yet.
    pub const TOKEN_TTL: Duration = Duration::from_secs(7 * 24 * 3600);

    /// A domain of a widget that nobody has proven.
    pub(crate) fn pending(widget: &Widget, entry: DomainEntry, env: &Env) -> Self {
        let now = env.now();
        Self {
            id: env.id(),
            client_id: widget.client_id,
            widget_id: widget.id,
            entry,
            state: DomainState::Pending,
            method: None,
            token: random_word(),
            token_expires_at: now.plus(Self::TOKEN_TTL),
            checked_at: None,
            failures: 0,
            first_failure_at: None,
            stale_at: None,
            last_fault: None,
            verified_at: None,
            next_check_at: Some(first_check(now)),
            created_at: now,
            updated_at: now,
            revision: 0,
        }
    }

    /// The name in DNS whose TXT record proves it. What is proven stands in the name, so that nobody gives away more than was
    /// meant.
    pub fn txt_name(&self) -> String {
        let scope = if self.entry.has_wildcard() { "_chat-wildcard-challenge" } else { "_chat-challenge" };
        format!("{scope}.{}", self.entry.host())
    }

    /// What the TXT record has to hold.
    pub fn txt_value(&self) -> String {
        format!("token={}", self.token)
    }

    /// Where on the website of a domain that is no wildcard a file with the token proves it, as a path.
    pub fn file_path(&self) -> Option<String> {
        let digest = Sha256::digest(&self.token);
        let id = digest.first_chunk().map(|start| base32(*start)).expect("a digest has 32 bytes");
        (!self.entry.has_wildcard()).then(|| format!("/.well-known/chat-verification/{id}.txt"))
    }

    /// The same as a whole address.
    pub fn file_url(&self) -> Option<String> {
        self.file_path().map(|path| format!("https://{}{path}", self.entry.host()))
    }
}

text_enum! {
    /// What happened to a domain.
    pub enum DomainDeed {
        /// It was added, perhaps again.
        Added = "added",
        /// It was given another token to prove it with.
        Renewed = "renewed",
        /// The proof was found.
        Proven = "proven",
        /// The proof was looked for and not found.
        Failed = "failed",
        /// The proof has not been found for so long that its owner is warned.
        Warned = "warned",
        /// The proof has not been found for so long that the widget does not appear there any more.
        Blocked = "blocked",
        /// It was taken away.
        Removed = "removed",
    }
}

/// Something that happened to a domain. Written once and never changed.
#[derive(Clone, PartialEq, Debug)]
pub struct DomainStep {
    /// Its name in references.
    pub id: DomainStepId,
    /// Whose it is.
    pub client_id: ClientId,
    /// What it happened to.
    pub domain_id: DomainId,
    /// What happened.
    pub deed: DomainDeed,
    /// Where the domain stood afterwards.
    pub state: DomainState,
    /// Who did it; nobody when it came of itself.
    pub agent_id: Option<AgentId>,
    /// More about it, at most [`AuthorizedDomain::FAULT_MAX`] bytes.
    pub detail: Option<String>,
    /// When.
    pub at: Timestamp,
}

impl DomainStep {
    /// The most steps of a domain that are told.
    pub const TOLD_MAX: usize = 200;

    /// What happened just now to a domain that stands there from now on as it is given.
    pub(crate) fn of(domain: &AuthorizedDomain, deed: DomainDeed, agent_id: Option<AgentId>, env: &Env) -> Self {
        Self {
            id: env.id(),
            client_id: domain.client_id,
            domain_id: domain.id,
            deed,
            state: domain.state,
            agent_id,
            detail: None,
            at: env.now(),
        }
    }
}
