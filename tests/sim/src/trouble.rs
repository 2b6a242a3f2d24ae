//! What a run is troubled by, and how often it was.

use std::sync::atomic::{AtomicU64, Ordering};

macro_rules! troubles {
    ($($(#[$doc:meta])* $name:ident = $words:literal, $odds:literal;)*) => {
        /// Something that goes wrong in a run.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Trouble {
            $($(#[$doc])* $name,)*
        }

        impl Trouble {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// What happened so often, in words.
            pub const fn words(self) -> &'static str {
                match self { $(Self::$name => $words,)* }
            }

            /// How many times in a thousand it happens at most where it may; 0 for what happens otherwise than by chance.
            pub(crate) const fn odds_max(self) -> u32 {
                match self { $(Self::$name => $odds,)* }
            }
        }
    };
}

troubles! {
    /// A commit fails and nothing of it is kept.
    CommitFailsBefore = "commits failed before taking effect", 120;
    /// A commit takes effect and is reported as failed.
    CommitFailsAfter = "commits failed after taking effect", 80;
    /// A commit is told that another was faster.
    CommitConflicts = "commits told of a conflict", 150;
    /// A read fails.
    ReadFails = "reads failed", 40;
    /// Lanes are given out and the answer is lost.
    ClaimFailsAfter = "claims lost after taking effect", 20;
    /// A call of the store takes seconds.
    StoreIsSlow = "slow calls of the store", 30;
    /// The store is away for a while.
    StoreIsAway = "outages of the store", 0;
    /// The provider asks to come again later.
    SendBusy = "sends put off by the provider", 250;
    /// The provider has had too much from the account, or for the recipient.
    SendTooFast = "sends too fast for the provider", 120;
    /// The provider does not say whether an account works.
    CheckUnanswered = "checks of accounts without an answer", 800;
    /// The provider says that an account does not work.
    CheckFails = "checks of accounts that failed", 800;
    /// The provider will never take a message.
    SendRefused = "sends refused", 80;
    /// The provider wants a template.
    SendNeedsTemplate = "sends that need a template", 40;
    /// The provider takes nothing from the account any more.
    SendPausesAccount = "sends that paused the account", 120;
    /// A message never arrives at the provider, and nobody says so.
    SendLost = "sends lost on the way", 60;
    /// The provider takes a message and never answers.
    SendTakenUnanswered = "sends taken without an answer", 120;
    /// The provider takes a message and answers after its statuses are out.
    SendAnsweredLate = "sends answered late", 250;
    /// The provider takes a message that does not arrive.
    MessageUndelivered = "messages taken and not delivered", 80;
    /// A webhook call is made again after it was answered.
    CallDuplicated = "webhook calls repeated", 200;
    /// The items of webhooks are called in another order.
    CallReordered = "webhook calls reordered", 250;
    /// Several items come in one call.
    CallBatched = "webhook calls with several items", 0;
    /// The provider does not wait for the answer to its call.
    CallCutOff = "webhook calls cut off", 60;
    /// Whoever asked goes away before the answer.
    AskerGone = "requests whose asker went away", 60;
    /// A reply is sent twice at the same time.
    ReplyDoubled = "replies sent twice at once", 200;
    /// A process stops at some await point.
    ProcessKilled = "processes killed", 0;
    /// A process is told to stop, and does.
    ProcessStopped = "processes stopped in order", 0;
    /// A process stands still for a while.
    ProcessFrozen = "processes frozen", 0;
    /// A signal gets lost between processes.
    SignalLost = "signals lost", 200;
    /// A socket is cut off.
    SocketDropped = "sockets dropped", 60;
    /// A client does not read its socket for a while.
    SocketStalled = "sockets stalled", 60;
    /// A socket that was too far behind is closed.
    SocketOverran = "sockets closed for being behind", 0;
    /// A client that was away reads what it missed.
    ClientCaughtUp = "clients that read what they had missed", 0;
    /// Nobody knows whether a message was sent.
    Unsettled = "sends left unsettled", 0;
    /// A webhook item is kept for another try.
    CallKept = "webhook items kept for later", 0;
    /// A message is ordered to be sent again by hand.
    SentAgain = "messages sent again by hand", 0;
    /// A message of which nobody knows whether it was sent is given up.
    Discarded = "unsettled messages given up by hand", 0;
    /// A paused account is resumed by hand.
    AccountResumed = "accounts resumed by hand", 0;
}

/// How often each trouble happened.
#[derive(Debug)]
pub struct Tally(Vec<AtomicU64>);

impl Default for Tally {
    fn default() -> Self {
        Self(Trouble::ALL.iter().map(|_| AtomicU64::new(0)).collect())
    }
}

impl Tally {
    /// Counts one.
    pub fn count(&self, trouble: Trouble) {
        self.add(trouble, 1);
    }

    /// Adds what another tally has counted.
    pub fn add_all(&self, other: &Self) {
        for trouble in Trouble::ALL {
            self.add(*trouble, other.of(*trouble));
        }
    }

    /// How often it happened.
    pub fn of(&self, trouble: Trouble) -> u64 {
        self.0[trouble as usize].load(Ordering::Relaxed)
    }

    fn add(&self, trouble: Trouble, times: u64) {
        self.0[trouble as usize].fetch_add(times, Ordering::Relaxed);
    }
}
