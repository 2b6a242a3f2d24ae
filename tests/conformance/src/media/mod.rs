//! The promises of [`MediaStore`](chat_core::MediaStore).

pub mod rules;

/// Makes a test of each rule of [`MediaStore`](chat_core::MediaStore).
///
/// The expression is awaited anew for each test and yields two handles of the same store, as two processes would have them:
///
/// ```
/// use chat_core::{MediaStore, MemoryMedia};
/// use std::sync::Arc;
///
/// async fn empty_media() -> [Arc<dyn MediaStore>; 2] {
///     let media = Arc::new(MemoryMedia::default());
///     [media.clone(), media]
/// }
///
/// chat_conformance::media_suite!(empty_media());
/// ```
#[macro_export]
macro_rules! media_suite {
    ($media:expr) => {
        $crate::media_suite! { @ $media;
            what_was_kept_comes_back_to_the_last_byte
            any_part_of_it_comes_back
            what_was_never_kept_is_absent
            what_was_forgotten_is_absent
            forgetting_what_is_not_there_is_no_failure
            keeping_it_again_changes_nothing
            each_key_has_bytes_of_its_own
            whoever_reads_while_it_is_kept_gets_all_of_it_or_nothing
            what_cannot_be_read_to_its_end_is_not_kept
        }
    };
    (@ $media:expr; $($rule:ident)*) => {$(
        #[test]
        fn $rule() {
            $crate::run(async { $crate::media::rules::$rule($media.await).await });
        }
    )*};
}
