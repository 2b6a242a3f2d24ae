use crate::{Fixture, rules};
use futures_util::future::BoxFuture;
use std::time::Duration;

/// A promise of the store's ports that can be checked.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The promise, as a sentence with underscores.
    pub name: &'static str,
    /// Checks it with an empty store, and panics when it is broken.
    pub check: fn(Fixture) -> BoxFuture<'static, ()>,
}

/// How long a rule may take before its store counts as stuck.
const PATIENCE: Duration = Duration::from_secs(120);

/// Runs a check to its end on a runtime of its own, with two threads.
///
/// # Panics
/// Panics when the check does, and when it has not ended after two minutes.
pub fn run(check: impl Future<Output = ()>) {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = builder.worker_threads(2).enable_all().build().expect("the machine gives two threads");
    runtime.block_on(async {
        tokio::time::timeout(PATIENCE, check).await.expect("the store answers within two minutes");
    });
}

// `$d` is how a macro writes the dollar sign of the macro that it defines.
macro_rules! suite {
    ($d:tt $($module:ident { $($rule:ident)* })*) => {
        /// Every rule, in the order of the suite.
        pub const RULES: &[Rule] = &[
            $($(Rule { name: stringify!($rule), check: |fixture| Box::pin(rules::$module::$rule(fixture)) },)*)*
        ];

        /// Makes a test of each rule.
        ///
        /// The expression is awaited anew for each test and yields an empty store, or a [`Fixture`](crate::Fixture).
        /// It says how a store is proven at [the crate's first page](crate).
        #[macro_export]
        macro_rules! store_suite {
            ($d store:expr) => {$($(
                #[test]
                fn $rule() {
                    $crate::run(async { $crate::rules::$module::$rule($crate::Fixture::from($d store.await)).await });
                }
            )*)*};
        }
    };
}

suite! { $
    commits {
        a_commit_is_whole_or_nothing
        a_refused_commit_tells_nothing
        a_refused_commit_keeps_the_claim
        a_commit_of_nothing_is_taken
        a_record_occurs_once_in_a_commit
        later_writes_see_earlier_ones_of_the_same_commit
    }
    revisions {
        revisions_count_from_one
        a_lost_race_is_a_conflict
        of_32_who_read_the_same_revision_one_wins
        what_exists_is_not_inserted_again
        what_does_not_exist_is_not_updated
        a_step_of_a_domain_is_never_changed
        a_status_never_goes_back
    }
    filters {
        a_filter_finds_what_meets_it
    }
    tenants {
        tenants_never_see_each_other
        two_tenants_may_use_the_same_names
        a_foreign_record_is_refused
        a_record_of_another_tenant_is_never_overwritten
        a_claim_of_another_tenant_is_not_ended
    }
    references {
        a_foreign_reference_is_refused
        a_dangling_reference_is_refused
        an_event_of_a_foreign_conversation_is_refused
        nothing_is_kept_for_a_client_that_does_not_exist
    }
    keys {
        an_external_id_is_taken_once
        an_external_id_is_taken_once_by_32_at_the_same_time
        a_client_message_id_is_taken_once
        a_client_message_id_is_taken_once_by_32_at_the_same_time
        a_place_in_a_conversation_is_taken_once
        an_identity_finds_one_customer
        an_identity_finds_one_customer_of_32_at_the_same_time
        an_identity_that_was_taken_away_is_free
        what_comes_twice_about_a_customer_is_kept_once
        a_customer_has_one_live_conversation_at_an_account
        a_customer_has_one_live_conversation_after_32_at_the_same_time
        an_address_belongs_to_one_account_of_all_clients
        an_email_address_belongs_to_one_agent_of_all_clients
        a_token_finds_one_sign_in
        an_address_is_asked_in_once
        a_public_key_belongs_to_one_widget_of_all_clients
        a_domain_is_a_widgets_once
        a_name_is_defined_once
        an_agent_has_one_bookmark_in_a_conversation
        the_same_bytes_are_kept_once
        the_same_bytes_are_kept_once_of_32_at_the_same_time
        a_key_is_taken_once_within_a_commit
        a_key_that_was_given_up_is_free
    }
    journal {
        a_journal_counts_from_one_without_gaps
        events_come_back_as_they_were_told
        events_come_in_pages
        heads_come_in_the_order_of_the_scopes
        each_tenant_has_a_journal_of_its_own
        previous_seq_chains_the_events_of_a_conversation
        last_seq_is_the_stores_to_know
        a_first_commit_may_tell
        a_journal_is_gapless_and_in_order_under_concurrent_commits
        previous_seq_chains_under_concurrent_commits
    }
    pruning {
        a_pruned_journal_tells_where_it_begins
        a_read_that_begins_before_the_tail_says_so
        no_more_is_forgotten_than_is_wanted
        forgetting_ends_at_the_first_younger_event
        a_pruned_journal_counts_on
        each_tenant_is_pruned_alone
        pruning_never_leaves_a_gap
    }
    pages {
        pages_of_messages_meet_while_messages_arrive
        pages_of_conversations_meet_while_conversations_start
        pages_of_customers_meet_while_customers_arrive
        pages_of_a_dossier_meet_while_entries_arrive
        pages_of_a_timeline_meet_while_messages_arrive
        the_last_page_has_no_next
        a_page_is_held_within_its_limits
    }
    lists {
        conversations_come_with_the_latest_message_first
        each_criterion_of_a_conversation_filter_must_be_met
        conversations_come_with_the_longest_waiting_first
        conversations_are_counted_up_to_a_number
        conversations_are_found_by_name_number_and_subject
        customers_are_found_by_their_ids
        customers_are_found_by_name_and_identity
        customers_are_found_by_email_address_and_phone_number
        merged_customers_are_not_listed
        dossiers_are_listed_by_kind_and_customer
        a_search_takes_every_character_as_it_is
        the_last_message_of_a_conversation_is_what_was_said_last
        the_last_customer_message_is_the_latest_of_the_customer
        a_timeline_has_the_messages_of_several_conversations_by_their_time
        the_live_conversation_is_the_one_not_archived
        accounts_and_agents_come_oldest_first
        live_sessions_of_an_agent_come_latest_first
        api_keys_come_oldest_first
        widgets_come_oldest_first
        domains_of_a_widget_come_oldest_first
        a_domain_is_found_by_how_it_is_written
        what_happened_to_a_domain_comes_latest_first
        an_identity_leads_to_its_customer
        an_identity_that_moved_leads_to_its_new_customer
        identities_come_first_learned_first
    }
    search {
        a_message_is_found_by_its_words
        a_text_without_spaces_is_found_by_any_part_of_it
        a_customer_is_found_by_parts_of_words
        messages_and_customers_are_found_the_latest_first
        a_message_is_found_by_what_it_says_now
        a_search_looks_where_it_is_told_to
        a_search_finds_nothing_of_another_client
        what_is_kept_is_found_at_once_and_nothing_else
        pages_of_a_search_meet_while_messages_arrive
    }
    figures {
        counts_add_up
        counts_of_32_at_the_same_time_add_up
        a_foreign_widget_is_not_counted
    }
    claims {
        a_claim_hides_a_lane_until_the_lease_ends
        a_claim_holds_the_head_of_its_lane
        a_stale_token_commits_nothing
        a_claim_ends_once
        a_renewed_hold_hides_its_lane_for_longer
        a_hold_that_was_lost_or_ended_is_not_renewed
        a_token_is_never_given_twice
        an_ended_claim_gives_the_lane_back
        what_is_ordered_into_a_held_lane_waits
        a_lane_is_given_to_one_of_32_at_the_same_time
        workers_make_every_delivery_once_and_in_order
    }
    lanes {
        deliveries_of_a_conversation_come_in_order
        positions_decide_and_not_ids
        a_lane_sends_nothing_before_it_is_free
        a_lane_with_a_retry_waits_as_a_whole
        a_waiting_lane_keeps_nobody_else_waiting
        a_paused_account_is_not_claimed
        a_throttled_account_is_not_claimed
        the_longest_due_lane_comes_first
        a_lane_follows_its_deliveries
        deliveries_of_a_message_come_in_order
        attempts_of_a_message_come_in_order
        deliveries_to_ask_come_longest_due_first
        the_backlog_is_what_is_not_made_yet
    }
    audit {
        entries_of_the_audit_log_come_latest_first
        each_criterion_of_an_audit_filter_must_be_met
        a_chain_comes_in_its_order
        a_place_in_a_chain_is_taken_once
        loose_entries_come_by_their_ids
    }
    answers {
        a_request_is_taken_up_once
        answers_are_forgotten_when_they_expire
    }
    webhooks {
        webhooks_come_oldest_first_until_they_are_deleted
        webhooks_are_due_while_there_is_more_to_hear
        pages_of_calls_meet
        the_oldest_calls_are_forgotten_first
    }
    directory {
        clients_come_oldest_first
        agents_to_relieve_come_longest_due_first
        an_invitation_is_found_by_its_token
        invitations_of_an_address_are_found_while_they_wait
        an_agent_is_found_by_its_email_address
        revoked_and_expired_sign_ins_are_found
        an_account_is_found_until_it_is_disconnected
        accounts_of_a_business_come_oldest_first
        accounts_of_a_source_come_last_changed_first
        a_widget_is_found_until_it_is_deleted
        accounts_to_check_come_longest_due_first
        domains_to_check_come_longest_due_first
        conversations_to_wake_come_longest_due_first
        jobs_come_longest_due_first_and_newest_first
        an_attachment_is_found_by_its_id
        files_to_forget_come_longest_due_first
    }
    inbox {
        an_arrival_of_a_stranger_knows_nothing
        an_arrival_knows_what_came_before
        an_arrival_belongs_to_the_first_known_identity
        an_arrival_finds_only_the_live_conversation_of_its_account
        due_calls_come_longest_due_first
        settled_calls_are_not_due
        calls_about_a_message_are_found_until_they_are_settled
    }
    values {
        records_come_back_as_they_were_written
        an_update_writes_every_field
        extreme_values_come_back
        any_text_comes_back
        payloads_of_every_shape_come_back
        events_of_every_shape_come_back
    }
}
