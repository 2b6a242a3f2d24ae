//! Bugs that can be planted, so that whoever looks for bugs can show that they would be found.

#[cfg(feature = "planted")]
use std::cell::Cell;

#[cfg(feature = "planted")]
thread_local! {
    static GROWING: Cell<Option<Planted>> = const { Cell::new(None) };
}

macro_rules! planted {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// A bug that the core has while it is planted: what a mistake in a single place would do.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[cfg_attr(not(feature = "planted"), expect(unreachable_pub, reason = "only the feature exports it"))]
        pub enum Planted {
            $($(#[$doc])* $name,)*
        }

        #[cfg(feature = "planted")]
        impl Planted {
            /// Every bug, in the order of definition.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
        }
    };
}

planted! {
    /// What arrived before is taken for new.
    InboundForgotten,
    /// The last status that was told counts, however far the message was before.
    StatusGoesBack,
    /// A status whose message is not known yet is thrown away.
    EarlyStatusDropped,
    /// A status whose message gets its name while it is looked up is taken for that of another sending.
    StatusMissesName,
    /// A webhook is answered with "taken" although the store has failed.
    AnsweredBeforeCommit,
    /// Kept webhook items are never tried again.
    KeptNeverRetried,
    /// A sender's name for a message is not looked at.
    ClientMessageIdIgnored,
    /// Events are told in a commit of their own.
    EventsToldApart,
    /// Events that were offered too early are handed on at once.
    EarlyEventsHandedOn,
    /// Events that nobody offered are passed over.
    GapsPassedOver,
    /// Journals are never read for what other processes have committed.
    OthersNeverRead,
    /// The last event of a stretch of the journal is left out.
    StretchEndsEarly,
    /// Rooms of all tenants have the same names.
    RoomsShared,
    /// A sending that was interrupted is begun again.
    AbandonedSentAgain,
    /// A sending without an answer is begun again.
    AmbiguousSentAgain,
    /// A delivery that is tried again goes to the end of its lane.
    RetryLosesPlace,
    /// What the provider calls a message that it has taken is not kept.
    OutcomeForgetsName,
    /// A lane is not given back after a delivery.
    LaneNeverGivenBack,
    /// Nobody is asked about messages that stay unsettled.
    TeamNeverAsked,
    /// Paused accounts are never checked.
    PausedNeverChecked,
}

impl Planted {
    /// Plants a bug in everything that runs on this thread, in place of the one that was planted there.
    #[cfg(feature = "planted")]
    pub fn plant(bug: Option<Self>) {
        GROWING.set(bug);
    }

    /// Whether it was planted.
    #[cfg(feature = "planted")]
    pub(crate) fn grows(self) -> bool {
        GROWING.get() == Some(self)
    }

    /// Without the feature `planted` none ever is.
    #[cfg(not(feature = "planted"))]
    pub(crate) const fn grows(self) -> bool {
        false
    }
}
