use crate::text_enum::text_enum;

text_enum! {
    /// A promise that a [`MemoryStore`](super::MemoryStore) is made to break, so that a suite can show that it would notice.
    #[cfg_attr(not(feature = "faults"), expect(unreachable_pub, reason = "only the feature exports it"))]
    pub enum MemoryFault {
        /// A provider's name for a message is taken twice.
        ForgetExternalId = "forget-external-id",
        /// A sender's name for a message is taken twice.
        ForgetClientMessageId = "forget-client-message-id",
        /// Two messages stand at one place.
        ForgetPosition = "forget-position",
        /// An identity finds two customers.
        ForgetIdentity = "forget-identity",
        /// Two clients connect one number.
        ForgetAddress = "forget-address",
        /// A customer has two conversations at an account.
        ForgetLiveConversation = "forget-live-conversation",
        /// A key stays taken after its record gave it up.
        KeepOldKeys = "keep-old-keys",
        /// The revision that was read does not matter.
        IgnoreRevision = "ignore-revision",
        /// What was written before a commit was refused stays.
        ApplyHalf = "apply-half",
        /// References to other clients' records are not looked at.
        AcceptForeignReference = "accept-foreign-reference",
        /// A conversation is found in every scope.
        LeakConversation = "leak-conversation",
        /// A provider's name finds the messages of every client.
        LeakExternalId = "leak-external-id",
        /// The journals of all clients are read as one.
        LeakEvents = "leak-events",
        /// Each commit leaves a position of the journal empty.
        SkipSeq = "skip-seq",
        /// The events of one commit share a position.
        ReuseSeq = "reuse-seq",
        /// `previous_seq` is the journal's last event, whatever the conversation.
        PreviousOfJournal = "previous-of-journal",
        /// `last_seq` is what the command wrote.
        TrustLastSeq = "trust-last-seq",
        /// A lane is given out while somebody holds it.
        ClaimHeldLane = "claim-held-lane",
        /// The last delivery of a lane comes first.
        ClaimLastFirst = "claim-last-first",
        /// A delivery overtakes one that waits for its retry.
        ClaimPastRetry = "claim-past-retry",
        /// A paused account sends.
        ClaimPausedAccount = "claim-paused-account",
        /// Whoever held a lane once may end it for ever.
        IgnoreToken = "ignore-token",
        /// A page starts with the last record of the one before.
        OverlapPages = "overlap-pages",
        /// A record between two pages is lost.
        SkipBetweenPages = "skip-between-pages",
        /// A disconnected account is still found by its address.
        FindDisconnected = "find-disconnected",
        /// Searching knows small and capital letters apart.
        MatchCase = "match-case",
        /// Characters beyond the basic plane are lost.
        CutText = "cut-text",
        /// Kept calls are handed out before they are due.
        IgnoreDueTime = "ignore-due-time",
    }
}

/// Which promise is broken, if any: without the feature `faults` none ever is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Faults(#[cfg(feature = "faults")] pub(super) Option<MemoryFault>);

impl Faults {
    #[cfg(feature = "faults")]
    pub(super) fn has(self, fault: MemoryFault) -> bool {
        self.0 == Some(fault)
    }

    #[cfg(not(feature = "faults"))]
    pub(super) fn has(self, _fault: MemoryFault) -> bool {
        false
    }
}
