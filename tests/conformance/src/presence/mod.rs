//! The promises of [`Presence`](chat_core::Presence).

pub mod rules;

/// Makes a test of each rule of [`Presence`](chat_core::Presence).
///
/// The expression is awaited anew for each test and yields two handles of the same presence, where nobody is there, as
/// two processes would have them:
///
/// ```
/// use chat_core::{LocalPresence, Presence};
/// use std::sync::Arc;
///
/// async fn nobody() -> [Arc<dyn Presence>; 2] {
///     let presence = Arc::new(LocalPresence::default());
///     [presence.clone(), presence]
/// }
///
/// chat_conformance::presence_suite!(nobody());
/// ```
#[macro_export]
macro_rules! presence_suite {
    ($presence:expr) => {
        $crate::presence_suite! { @ $presence;
            a_person_comes_and_goes_once_however_many_tabs_there_are
            a_connection_that_is_renewed_stays
            a_connection_that_is_not_renewed_is_gone
            a_goodbye_counts_once
            teams_and_people_are_apart
            of_32_tabs_that_open_at_once_one_is_the_first
            of_32_tabs_that_close_at_once_one_is_the_last
            who_lapsed_is_told_once_by_whoever_asks_first
            who_left_or_came_back_has_not_lapsed
            the_lapsed_are_told_as_many_as_are_asked_for
        }
    };
    (@ $presence:expr; $($rule:ident)*) => {$(
        #[test]
        fn $rule() {
            $crate::run(async { $crate::presence::rules::$rule($presence.await).await });
        }
    )*};
}
