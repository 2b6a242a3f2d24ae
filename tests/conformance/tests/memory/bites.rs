//! Each promise that a store breaks is noticed by the rule that is named after it.

use chat_conformance::{Fixture, RULES, run};
use chat_core::{MemoryFault, MemoryStore};

/// The rule that has to fail for a store with this fault.
fn catcher(fault: MemoryFault) -> &'static str {
    use MemoryFault::*;
    match fault {
        ForgetExternalId => "an_external_id_is_taken_once_by_32_at_the_same_time",
        ForgetClientMessageId => "a_client_message_id_is_taken_once",
        ForgetPosition => "a_place_in_a_conversation_is_taken_once",
        ForgetIdentity => "an_identity_finds_one_customer",
        ForgetAddress => "an_address_belongs_to_one_account_of_all_clients",
        ForgetWidgetKey => "a_public_key_belongs_to_one_widget_of_all_clients",
        NegateNothing => "a_filter_finds_what_meets_it",
        ForgetBookmark => "an_agent_has_one_bookmark_in_a_conversation",
        ForgetAnswer => "a_request_is_taken_up_once",
        ForgetInvited => "an_address_is_asked_in_once",
        ForgetDefinition => "a_name_is_defined_once",
        ForgetDomain => "a_domain_is_a_widgets_once",
        ForgetAuditPlace => "a_place_in_a_chain_is_taken_once",
        ForgetBytes => "the_same_bytes_are_kept_once_of_32_at_the_same_time",
        FindDeletedWebhook => "webhooks_come_oldest_first_until_they_are_deleted",
        FindIdleWebhook => "webhooks_are_due_while_there_is_more_to_hear",
        FindForgottenBytes => "the_same_bytes_are_kept_once",
        ForgetDossierEntry => "what_comes_twice_about_a_customer_is_kept_once",
        ListRemovedEntry => "dossiers_are_listed_by_kind_and_customer",
        ListMergedCustomer => "merged_customers_are_not_listed",
        FindRemovedDomain => "domains_of_a_widget_come_oldest_first",
        ForgetLiveConversation => "a_customer_has_one_live_conversation_at_an_account",
        KeepOldKeys => "a_key_that_was_given_up_is_free",
        IgnoreRevision => "a_lost_race_is_a_conflict",
        ApplyHalf => "a_commit_is_whole_or_nothing",
        CheckBeforeWriting => "of_32_who_read_the_same_revision_one_wins",
        CountBeforeTelling => "a_journal_is_gapless_and_in_order_under_concurrent_commits",
        AcceptForeignReference => "a_foreign_reference_is_refused",
        LeakConversation | LeakExternalId | LeakEvents => "tenants_never_see_each_other",
        SkipSeq => "a_journal_is_gapless_and_in_order_under_concurrent_commits",
        ReuseSeq => "a_journal_counts_from_one_without_gaps",
        PreviousOfJournal => "previous_seq_chains_the_events_of_a_conversation",
        TrustLastSeq => "last_seq_is_the_stores_to_know",
        PruneByTime => "forgetting_ends_at_the_first_younger_event",
        PruneWithoutLimit => "no_more_is_forgotten_than_is_wanted",
        ForgetHead => "a_pruned_journal_counts_on",
        HideTail => "a_read_that_begins_before_the_tail_says_so",
        ReadTailFirst => "pruning_never_leaves_a_gap",
        ClaimHeldLane => "a_claim_hides_a_lane_until_the_lease_ends",
        ClaimLastFirst => "deliveries_of_a_conversation_come_in_order",
        ClaimPastRetry => "a_lane_with_a_retry_waits_as_a_whole",
        ClaimPausedAccount => "a_paused_account_is_not_claimed",
        ClaimThrottledAccount => "a_throttled_account_is_not_claimed",
        ClaimBeforeFree => "a_lane_sends_nothing_before_it_is_free",
        OrderById => "positions_decide_and_not_ids",
        IgnoreToken => "a_stale_token_commits_nothing",
        RenewLostLane => "a_hold_that_was_lost_or_ended_is_not_renewed",
        OverlapPages => "pages_of_messages_meet_while_messages_arrive",
        SkipBetweenPages => "pages_of_conversations_meet_while_conversations_start",
        FindDisconnected => "an_account_is_found_until_it_is_disconnected",
        FindDeletedWidget => "a_widget_is_found_until_it_is_deleted",
        MatchCase => "customers_are_found_by_name_and_identity",
        CutText => "any_text_comes_back",
        IgnoreDueTime => "due_calls_come_longest_due_first",
        FindSettledCalls => "calls_about_a_message_are_found_until_they_are_settled",
    }
}

/// Whether a rule passes; its panic is swallowed.
fn passes(rule: &str, store: MemoryStore) -> bool {
    let rule = RULES.iter().find(|one| one.name == rule).expect("the rule is in the suite");
    std::panic::catch_unwind(|| run((rule.check)(Fixture::from(store)))).is_ok()
}

/// How often a store that breaks a promise is tried: a race is lost now and then only, everything else at once.
fn tries(fault: MemoryFault) -> usize {
    match fault {
        MemoryFault::CheckBeforeWriting | MemoryFault::CountBeforeTelling | MemoryFault::ReadTailFirst => 200,
        _ => 1,
    }
}

#[test]
fn every_broken_promise_is_noticed_by_its_rule() {
    let is_missed =
        |fault: MemoryFault| (0..tries(fault)).all(|_| passes(catcher(fault), MemoryStore::with_fault(fault)));
    let missed: Vec<_> = MemoryFault::ALL.iter().filter(|fault| is_missed(**fault)).collect();
    assert!(missed.is_empty(), "the suite passes a store that breaks its promise: {missed:?}");
}

#[test]
fn the_same_rules_pass_for_a_store_that_keeps_its_promises() {
    for fault in MemoryFault::ALL {
        assert!(passes(catcher(*fault), MemoryStore::default()), "{} fails for no reason", catcher(*fault));
    }
}

#[test]
fn every_rule_is_listed_once() {
    let mut names: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all);
}
