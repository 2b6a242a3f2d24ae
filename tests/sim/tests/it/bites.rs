//! Shows that the simulator bites: each bug that is planted in the core is found, and as what it is.

#![allow(clippy::print_stdout, reason = "how many seeds it took is worth knowing")]

use chat_core::Planted;
use chat_sim::{Promise, run};

/// How many seeds a bug may stay hidden for.
const SEEDS_MAX: u64 = 1_000;

/// Asserts that a planted bug breaks one of these promises before long.
fn is_found(bug: Planted, promises: &[Promise]) {
    Planted::plant(Some(bug));
    let found = (0..SEEDS_MAX).map(|seed| run(seed, false)).find(|run| !run.violations.is_empty());
    Planted::plant(None);
    let found = found.unwrap_or_else(|| panic!("{bug:?} was not found in {SEEDS_MAX} seeds"));
    let first = &found.violations[0];
    println!("{bug:?} was found after {} seeds: {first}", found.seed + 1);
    assert!(promises.contains(&first.promise), "{bug:?} was found as something else: {first}");
}

macro_rules! bites {
    ($($test:ident: $bug:ident => $($promise:ident)|+;)*) => {
        $(#[test]
        fn $test() {
            is_found(Planted::$bug, &[$(Promise::$promise),+]);
        })*

        #[test]
        fn every_bug_that_can_be_planted_is_looked_for() {
            assert_eq!(Planted::ALL, [$(Planted::$bug),*]);
        }
    };
}

bites! {
    inbound_that_is_not_recognised_again_is_found: InboundForgotten => InboundOnce | NothingLeft;
    a_status_that_goes_back_is_found: StatusGoesBack => StatusClimbs;
    an_early_status_that_is_dropped_is_found: EarlyStatusDropped => StatusKept;
    a_status_that_misses_its_name_is_found: StatusMissesName => StatusKept;
    a_webhook_that_is_answered_too_soon_is_found: AnsweredBeforeCommit => InboundOnce | StatusKept;
    kept_items_that_are_never_tried_again_are_found: KeptNeverRetried => NothingLeft;
    a_client_message_id_that_is_ignored_is_found: ClientMessageIdIgnored => ClientMessageId;
    events_that_are_told_in_another_commit_are_found: EventsToldApart => Journal | Listeners | NothingLeft;
    events_that_are_handed_on_early_are_found: EarlyEventsHandedOn => Listeners;
    events_that_are_passed_over_are_found: GapsPassedOver => Listeners;
    journals_that_nobody_reads_are_found: OthersNeverRead => ClientsHoldJournal;
    a_stretch_that_ends_early_is_found: StretchEndsEarly => ClientsHoldJournal;
    rooms_that_tenants_share_are_found: RoomsShared => TenantsApart;
    an_interrupted_sending_that_is_begun_again_is_found: AbandonedSentAgain => ReplyOnce;
    an_unanswered_sending_that_is_begun_again_is_found: AmbiguousSentAgain => ReplyOnce;
    a_retry_that_loses_its_place_is_found: RetryLosesPlace => ReplyOrder;
    a_name_that_is_not_kept_is_found: OutcomeForgetsName => StatusKept | NothingLeft | WorksAgain;
    a_lane_that_is_never_given_back_is_found: LaneNeverGivenBack => WorksAgain | NothingLeft | ReplyArrives;
    teams_that_are_never_asked_are_found: TeamNeverAsked => NothingLeft;
    accounts_that_are_never_checked_are_found: PausedNeverChecked => NothingLeft;
}
