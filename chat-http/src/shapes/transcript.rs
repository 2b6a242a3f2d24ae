//! A conversation as people read or print it.

use chat_core::{Message, MessageKind, SenderType, Transcript, TranscriptOf};
use serde::Deserialize;
use std::fmt::Write as _;
use utoipa::{IntoParams, ToSchema};

/// What a transcript is written as.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TranscriptFormat {
    #[default]
    Text,
    Html,
}

/// Which transcript is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub(crate) struct TranscriptQuery {
    /// `text`, which is the default, or `html`.
    #[serde(default)]
    #[param(inline)]
    pub(crate) format: TranscriptFormat,
    /// Whether the notes that the team has written to itself are part of it.
    #[serde(default)]
    notes: bool,
}

impl TranscriptQuery {
    pub(crate) fn of(&self) -> TranscriptOf {
        if self.notes { TranscriptOf::Team } else { TranscriptOf::BothSides }
    }
}

/// A transcript as plain text.
pub(crate) fn text(transcript: &Transcript) -> String {
    let mut out = format!("{}\n", title(transcript));
    if transcript.is_cut {
        out.push_str("(the beginning is left out)\n");
    }
    for message in &transcript.messages {
        let _ = write!(out, "\n{}  {}\n", message.created_at, speaker(transcript, message));
        for line in lines(message) {
            let _ = writeln!(out, "    {line}");
        }
    }
    out
}

/// A transcript as one HTML document that loads nothing and runs nothing.
pub(crate) fn html(transcript: &Transcript) -> String {
    let title = escape(&title(transcript));
    let mut out = format!(
        "<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>{STYLE}</style>\n\
         </head>\n<body>\n<h1>{title}</h1>\n"
    );
    if transcript.is_cut {
        out.push_str("<p>(the beginning is left out)</p>\n");
    }
    for message in &transcript.messages {
        let class = match (message.kind, message.sender_type) {
            (MessageKind::Note, _) => "note",
            (_, SenderType::Customer) => "customer",
            _ => "team",
        };
        let (speaker, time) = (escape(&speaker(transcript, message)), message.created_at);
        let _ = write!(out, "<article class=\"{class}\">\n<header>{speaker} <time>{time}</time></header>\n");
        for line in lines(message) {
            let _ = writeln!(out, "<p dir=\"auto\">{}</p>", escape(&line));
        }
        out.push_str("</article>\n");
    }
    out.push_str("</body>\n</html>\n");
    out
}

const STYLE: &str = "body{font:16px/1.5 sans-serif;max-width:46em;margin:2em auto;padding:0 1em}\
    article{margin:1em 0;padding:.5em 1em;border-left:4px solid #999}.customer{border-color:#06c}\
    .note{border-color:#c90;background:#fff8e0}header{font-weight:bold}time{font-weight:normal;color:#555}\
    p{margin:.25em 0;white-space:pre-wrap;overflow-wrap:anywhere}";

fn title(transcript: &Transcript) -> String {
    let customer = transcript.customer.as_ref().and_then(|customer| customer.name.clone());
    let with = customer.or_else(|| transcript.conversation.customer_number.clone());
    let with = with.map_or_else(|| "Conversation".to_owned(), |with| format!("Conversation with {with}"));
    match &transcript.conversation.subject {
        Some(subject) => format!("{with}: {subject}"),
        None => with,
    }
}

fn speaker(transcript: &Transcript, message: &Message) -> String {
    let name = match message.sender_type {
        SenderType::Customer => transcript.customer.as_ref().and_then(|customer| customer.name.clone()),
        SenderType::Agent | SenderType::Bot | SenderType::System => message.sender_name.clone(),
    };
    let name = name.unwrap_or_else(|| message.sender_type.to_string());
    if message.kind == MessageKind::Note { format!("{name} (note)") } else { name }
}

/// What a message says, line by line, with the names of its files.
fn lines(message: &Message) -> Vec<String> {
    let text = message.content.lines().map(str::to_owned);
    let files = message.attachments.iter().map(|file| format!("[{}]", file.name));
    text.chain(files).collect()
}

/// A text that is text in HTML, wherever it stands.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}
