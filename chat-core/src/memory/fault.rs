macro_rules! faults {
    ($(#[$meta:meta])* $name:ident { $($(#[$fault_meta:meta])* $fault:ident,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[cfg_attr(not(feature = "faults"), expect(unreachable_pub, reason = "only the feature exports it"))]
        pub enum $name {
            $($(#[$fault_meta])* $fault,)*
        }

        #[cfg(feature = "faults")]
        impl $name {
            /// Every fault, in the order of definition.
            pub const ALL: &'static [Self] = &[$(Self::$fault),*];
        }
    };
}

faults! {
    /// A promise that a [`MemoryStore`](super::MemoryStore) is made to break, so that a suite can show that it would notice.
    MemoryFault {
        /// A provider's name for a message is taken twice.
        ForgetExternalId,
        /// A sender's name for a message is taken twice.
        ForgetClientMessageId,
        /// Two messages stand at one place.
        ForgetPosition,
        /// Somebody is asked in twice.
        ForgetInvited,
        /// An identity finds two customers.
        ForgetIdentity,
        /// Two clients connect one number.
        ForgetAddress,
        /// Two widgets have one public key.
        ForgetWidgetKey,
        /// A widget has one domain twice.
        ForgetDomain,
        /// An agent has two bookmarks in a conversation.
        ForgetBookmark,
        /// A request is carried out twice under one key.
        ForgetAnswer,
        /// Two definitions have one name.
        ForgetDefinition,
        /// What comes twice is kept twice about a customer.
        ForgetDossierEntry,
        /// A customer has two conversations at an account.
        ForgetLiveConversation,
        /// Two entries of the audit log stand at one place of the chain.
        ForgetAuditPlace,
        /// The same bytes are kept twice.
        ForgetBytes,
        /// A key stays taken after its record gave it up.
        KeepOldKeys,
        /// The revision that was read does not matter.
        IgnoreRevision,
        /// What was written before a commit was refused stays.
        ApplyHalf,
        /// Others commit between the look whether a commit is in nobody's way and the commit.
        #[cfg(feature = "faults")]
        CheckBeforeWriting,
        /// Others tell events between the look at the journal's head and the telling.
        #[cfg(feature = "faults")]
        CountBeforeTelling,
        /// References to other clients' records are not looked at.
        AcceptForeignReference,
        /// A conversation is found in every scope.
        LeakConversation,
        /// A provider's name finds the messages of every client.
        LeakExternalId,
        /// The journals of all clients are read as one.
        LeakEvents,
        /// Each commit leaves a position of the journal empty.
        SkipSeq,
        /// The events of one commit share a position.
        ReuseSeq,
        /// `previous_seq` is the journal's last event, whatever the conversation.
        PreviousOfJournal,
        /// `last_seq` is what the command wrote.
        TrustLastSeq,
        /// What is old is forgotten wherever it stands.
        PruneByTime,
        /// However much is old, all of it is forgotten at once.
        PruneWithoutLimit,
        /// A journal that was forgotten as a whole starts anew.
        ForgetHead,
        /// Nobody is told where the journal begins.
        HideTail,
        /// Others forget events between the look at the journal's tail and the reading.
        #[cfg(feature = "faults")]
        ReadTailFirst,
        /// A lane is given out while somebody holds it.
        ClaimHeldLane,
        /// The last delivery of a lane comes first.
        ClaimLastFirst,
        /// A delivery overtakes one that waits for its retry.
        ClaimPastRetry,
        /// A paused account sends.
        ClaimPausedAccount,
        /// A throttled account sends.
        ClaimThrottledAccount,
        /// A lane sends before it is free.
        ClaimBeforeFree,
        /// The order of a lane is that of the deliveries' ids.
        OrderById,
        /// Whoever held a lane once may end it for ever.
        IgnoreToken,
        /// Whoever held a lane once may renew the hold of another.
        RenewLostLane,
        /// A page starts with the last record of the one before.
        OverlapPages,
        /// A record between two pages is lost.
        SkipBetweenPages,
        /// A disconnected account is still found by its address.
        FindDisconnected,
        /// A deleted widget is still found by its public key.
        FindDeletedWidget,
        /// A deleted webhook is listed as if it counted.
        FindDeletedWebhook,
        /// A webhook that has heard everything is worked on.
        FindIdleWebhook,
        /// Bytes that are being forgotten are still found by their hash.
        FindForgottenBytes,
        /// What was taken out of a dossier is still listed.
        ListRemovedEntry,
        /// A customer that was merged into another is still listed.
        ListMergedCustomer,
        /// A removed domain is listed as if it counted.
        FindRemovedDomain,
        /// Searching knows small and capital letters apart.
        MatchCase,
        /// What a filter does not want is listed all the same.
        NegateNothing,
        /// Characters beyond the basic plane are lost.
        CutText,
        /// Kept calls are handed out before they are due.
        IgnoreDueTime,
        /// Kept calls that were settled are found as if they waited.
        FindSettledCalls,
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
