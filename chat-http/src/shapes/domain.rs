use super::words;
use chat_core::{
    AgentId, AuthorizedDomain, Cursor, DomainCheck, DomainDeed, DomainId, DomainMethod, DomainState, DomainStep,
    ProofFault, Timestamp, WidgetId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A domain that a widget is to appear on, and what proves it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WidgetDomain)]
pub(crate) struct Domain {
    #[schema(value_type = String, format = Uuid)]
    id: DomainId,
    #[schema(value_type = String, format = Uuid)]
    widget_id: WidgetId,
    /// The pages that are meant, in ASCII: a host or `*.` and a host, and perhaps a port or `:*`.
    #[schema(example = "*.xn--bcher-kva.example")]
    domain: String,
    /// The same for people to read.
    #[schema(example = "*.bücher.example")]
    display: String,
    #[schema(schema_with = words::domain_state)]
    state: DomainState,
    /// Whether the widget may appear there now.
    verified: bool,
    /// How it was proven the last time.
    #[schema(schema_with = words::maybe_domain_method)]
    method: Option<DomainMethod>,
    dns: TxtRecord,
    /// Null for a wildcard, which a file cannot prove.
    file: Option<ProofFile>,
    /// Until when this proves a domain that is not proven yet.
    #[schema(value_type = String, format = DateTime)]
    token_expires_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    checked_at: Option<Timestamp>,
    /// How often in a row the proof was not found.
    failures: i64,
    /// What was wrong the last time, and how to mend it.
    last_fault: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    verified_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    next_check_at: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// How often it was written: `If-Match` asks for it by this number in quotation marks.
    pub(crate) revision: i64,
}

/// The TXT record that proves a domain; it may stand beside others.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WidgetDomainTxt)]
struct TxtRecord {
    #[schema(example = "_chat-challenge.shop.example")]
    name: String,
    #[schema(example = "token=mzxw6ytbojtg633cmfzgm33pmi")]
    value: String,
}

/// The file that proves a domain, served as `text/plain`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WidgetDomainFile)]
struct ProofFile {
    #[schema(example = "https://shop.example/.well-known/chat-verification/mzxw6ytbojtg633cmfzgm33pmi.txt")]
    url: String,
    #[schema(example = "/.well-known/chat-verification/mzxw6ytbojtg633cmfzgm33pmi.txt")]
    path: String,
    #[schema(example = "ijswy3dp6tqxmlttn5wwkytnfa")]
    content: String,
}

impl From<AuthorizedDomain> for Domain {
    fn from(record: AuthorizedDomain) -> Self {
        let file = record.file_url().zip(record.file_path());
        Self {
            id: record.id,
            widget_id: record.widget_id,
            domain: record.entry.to_string(),
            display: record.entry.unicode(),
            state: record.state,
            verified: record.state.is_proven(),
            method: record.method,
            dns: TxtRecord { name: record.txt_name(), value: record.txt_value() },
            file: file.map(|(url, path)| ProofFile { url, path, content: record.token }),
            token_expires_at: record.token_expires_at,
            checked_at: record.checked_at,
            failures: record.failures,
            last_fault: record.last_fault,
            verified_at: record.verified_at,
            next_check_at: record.next_check_at,
            created_at: record.created_at,
            updated_at: record.updated_at,
            revision: record.revision,
        }
    }
}

/// Domains of a widget, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WidgetDomainList)]
pub(crate) struct DomainList {
    items: Vec<Domain>,
    /// Always null: the domains fit on one page.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl From<Vec<AuthorizedDomain>> for DomainList {
    fn from(records: Vec<AuthorizedDomain>) -> Self {
        Self { items: records.into_iter().map(Domain::from).collect(), next_cursor: None }
    }
}

/// A domain to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = CreateWidgetDomain)]
pub(crate) struct NewDomain {
    /// `shop.example`, `*.shop.example` for what is below it, `shop.example:8443` or `shop.example:*`.
    #[schema(example = "shop.example")]
    pub(crate) domain: String,
}

/// A domain after its proof was looked for, and what was seen.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WidgetDomainCheck)]
pub(crate) struct Check {
    domain: Domain,
    /// What was seen, place by place: in DNS, and in the file unless the domain is a wildcard.
    findings: Vec<Finding>,
}

/// What was seen in one place.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WidgetDomainFinding)]
struct Finding {
    #[schema(schema_with = words::domain_method)]
    method: DomainMethod,
    /// Whether the proof is there.
    found: bool,
    /// A word for programs for why it is not.
    #[schema(example = "no_record")]
    code: Option<&'static str>,
    /// Why it is not, and how to mend it.
    problem: Option<String>,
}

impl From<DomainCheck> for Check {
    fn from(DomainCheck { domain, findings }: DomainCheck) -> Self {
        let findings = findings.into_iter().map(|chat_core::Finding { method, fault }| Finding {
            method,
            found: fault.is_none(),
            code: fault.as_ref().map(ProofFault::code),
            problem: fault.map(|fault| fault.to_string()),
        });
        Self { findings: findings.collect(), domain: domain.into() }
    }
}

/// Something that happened to a domain.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WidgetDomainStep)]
struct Step {
    #[schema(schema_with = words::domain_deed)]
    deed: DomainDeed,
    /// Where the domain stood afterwards.
    #[schema(schema_with = words::domain_state)]
    state: DomainState,
    /// Who did it; null when it came of itself.
    #[schema(value_type = Option<String>, format = Uuid)]
    agent_id: Option<AgentId>,
    detail: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

impl From<DomainStep> for Step {
    fn from(DomainStep { deed, state, agent_id, detail, at, .. }: DomainStep) -> Self {
        Self { deed, state, agent_id, detail, at }
    }
}

/// What happened to a domain, the latest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WidgetDomainHistory)]
pub(crate) struct DomainHistory {
    items: Vec<Step>,
    /// Always null: what is older is not told.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl From<Vec<DomainStep>> for DomainHistory {
    fn from(records: Vec<DomainStep>) -> Self {
        Self { items: records.into_iter().map(Step::from).collect(), next_cursor: None }
    }
}
