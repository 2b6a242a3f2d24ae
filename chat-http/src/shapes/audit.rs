use super::words;
use chat_core::{AgentId, AuditEntryId, AuditFilter, Cursor, Page, Seq, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Something that an agent or an API key did.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AuditEntry)]
pub(crate) struct AuditEntry {
    #[schema(value_type = String, format = Uuid)]
    id: AuditEntryId,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    #[schema(value_type = String, format = Uuid)]
    agent_id: AgentId,
    /// What the agent had signed in with; null when it was about to sign in.
    #[schema(example = "key:0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f")]
    credential: Option<String>,
    /// What was done.
    #[schema(example = "changeWidget")]
    deed: String,
    subjects: Vec<AuditSubject>,
    /// The address of the internet that it was asked from.
    address: Option<String>,
    /// What the request is called, in its `x-request-id`.
    request_id: Option<String>,
    /// Its place in the chain: 1, 2, 3, … without gaps; null for a moment.
    #[schema(value_type = Option<i64>)]
    seq: Option<Seq>,
    /// The hash of the entry before, in hexadecimal digits.
    previous_hash: Option<String>,
    /// The SHA-256 of what the entry says and of the hash before, in hexadecimal digits.
    hash: Option<String>,
}

/// A record that something was done to.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AuditSubject)]
struct AuditSubject {
    /// What kind of record.
    #[schema(example = "widget")]
    kind: String,
    #[schema(value_type = String, format = Uuid)]
    id: Uuid,
    /// Whether it was not there before.
    is_new: bool,
}

impl From<chat_core::AuditEntry> for AuditEntry {
    fn from(record: chat_core::AuditEntry) -> Self {
        let subjects =
            record.subjects.into_iter().map(|it| AuditSubject { kind: it.kind, id: it.id, is_new: it.is_new });
        Self {
            id: record.id,
            at: record.at,
            agent_id: record.agent_id,
            credential: record.credential,
            deed: record.deed,
            subjects: subjects.collect(),
            address: record.address,
            request_id: record.request,
            seq: record.link.map(|link| link.seq),
            previous_hash: record.link.map(|link| link.previous.to_string()),
            hash: record.link.map(|link| link.hash.to_string()),
        }
    }
}

impl AuditEntry {
    /// The names of the columns of [`AuditEntry::csv`].
    pub(crate) const CSV_HEAD: &'static str =
        "id,at,agentId,credential,deed,subjects,address,requestId,seq,previousHash,hash\r\n";

    /// The entry as a line of CSV; subjects are written `kind:id`, with spaces between.
    pub(crate) fn csv(&self) -> String {
        let subjects: Vec<_> = self.subjects.iter().map(|it| format!("{}:{}", it.kind, it.id)).collect();
        let texts = [
            self.id.to_string(),
            self.at.to_string(),
            self.agent_id.to_string(),
            self.credential.clone().unwrap_or_default(),
            self.deed.clone(),
            subjects.join(" "),
            self.address.clone().unwrap_or_default(),
            self.request_id.clone().unwrap_or_default(),
            self.seq.map(|seq| seq.to_string()).unwrap_or_default(),
            self.previous_hash.clone().unwrap_or_default(),
            self.hash.clone().unwrap_or_default(),
        ];
        format!("{}\r\n", texts.iter().map(|text| cell(text)).collect::<Vec<_>>().join(","))
    }
}

/// A text that stands for itself in a spreadsheet: what would be taken for a formula is marked as text.
fn cell(text: &str) -> String {
    let mark = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{mark}{}\"", text.replace('"', "\"\"")),
        false => format!("{mark}{text}"),
    }
}

/// Entries, the latest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AuditEntryList)]
pub(crate) struct AuditEntryList {
    items: Vec<AuditEntry>,
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl From<Page<chat_core::AuditEntry>> for AuditEntryList {
    fn from(Page { items, next }: Page<chat_core::AuditEntry>) -> Self {
        Self { items: items.into_iter().map(AuditEntry::from).collect(), next_cursor: next }
    }
}

/// Which entries are wanted; each criterion that is given must be met.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub(crate) struct AuditQuery {
    /// Who did it.
    #[param(value_type = Option<String>, format = Uuid)]
    agent_id: Option<AgentId>,
    /// What was done.
    #[param(example = "changeWidget")]
    deed: Option<String>,
    /// A record that it was done to.
    #[param(value_type = Option<String>, format = Uuid)]
    subject_id: Option<Uuid>,
    /// Not before this moment.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Timestamp>,
    /// Before this moment.
    #[param(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
}

impl From<AuditQuery> for AuditFilter {
    fn from(AuditQuery { agent_id, deed, subject_id, from, until }: AuditQuery) -> Self {
        Self { agent_id, deed, subject_id, from, until }
    }
}

/// How entries are written down.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ExportFormat {
    #[default]
    Jsonl,
    Csv,
}

/// How entries are to be written down.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportParams {
    /// `jsonl`, one object a line, which is the default, or `csv`.
    #[param(schema_with = words::export_format, example = "csv")]
    pub(crate) format: Option<ExportFormat>,
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_cell_is_never_taken_for_a_formula_or_for_two() {
        for (text, written) in [
            ("changeWidget", "changeWidget"),
            ("", ""),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("=1+1", "'=1+1"),
            ("@a,b", "\"'@a,b\""),
        ] {
            assert_eq!(cell(text), written);
        }
    }
}
