//! What happened in a run, in order, with times: as a hash always, in words on demand.

use crate::trouble::Trouble;
use chat_core::{ClientId, ConversationId, MessageId, Seq};
use std::{
    fmt,
    hash::{DefaultHasher, Hash, Hasher},
    time::Duration,
};

/// Who did something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Who {
    Run,
    Process(usize),
    Provider,
    Agent(usize, usize),
    Browser(usize, usize),
}

/// What was done.
#[derive(Clone, PartialEq, Hash, Debug)]
pub(crate) enum What {
    Starts,
    StopsInOrder,
    TroubleEnds,
    IsQuiet,
    Meets(Trouble),
    Reads(&'static str),
    Commits { client: ClientId, writes: usize, told: usize, ends: bool },
    Committed { client: ClientId, head: Option<Seq> },
    Refused(&'static str),
    Claims { count: usize },
    Sends { message: MessageId, delivery: String },
    Takes { name: String, message: MessageId },
    Answers(&'static str),
    Writes { name: String },
    Calls { call: u64, items: Vec<String> },
    CallEnds { call: u64, is_taken: bool },
    Replies { name: String, conversation: ConversationId },
    Replied { name: String, message: Option<MessageId> },
    Deed(&'static str, bool),
    Comes { process: usize },
    Goes,
    Syncs { after: Seq },
    Has { seq: Seq },
}

/// The trace of a run.
#[derive(Debug)]
pub(crate) struct Trace {
    hasher: DefaultHasher,
    count: u64,
    lines: Option<Vec<String>>,
}

impl Trace {
    /// An empty trace, which keeps the words when `is_kept`.
    pub(crate) fn new(is_kept: bool) -> Self {
        Self { hasher: DefaultHasher::new(), count: 0, lines: is_kept.then(Vec::new) }
    }

    pub(crate) fn note(&mut self, at: Duration, who: Who, what: &What) {
        (at, who, what).hash(&mut self.hasher);
        self.count += 1;
        if let Some(lines) = &mut self.lines {
            lines.push(format!("{:>9.3} s  {who:<14}  {what:?}", at.as_secs_f64()));
        }
    }

    /// The hash of everything that was noted, and how much that is.
    pub(crate) fn hash(&self) -> (u64, u64) {
        (self.hasher.finish(), self.count)
    }

    pub(crate) fn into_lines(self) -> Vec<String> {
        self.lines.unwrap_or_default()
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Run => "run".to_owned(),
            Self::Process(number) => format!("process {number}"),
            Self::Provider => "provider".to_owned(),
            Self::Agent(tenant, number) => format!("agent {tenant}.{number}"),
            Self::Browser(tenant, number) => format!("browser {tenant}.{number}"),
        };
        f.pad(&name)
    }
}
