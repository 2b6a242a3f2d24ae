//! What an error of the Graph API asks for.

use std::time::Duration;

/// What the Graph API said when it refused a request.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct GraphFailure {
    /// The HTTP status.
    pub http_status: u16,
    /// `error.code`, if the body was Graph's JSON.
    pub code: Option<i64>,
    /// `error.is_transient`.
    pub is_transient: bool,
}

/// What is to be done about a failure.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// Try again with backoff.
    Retry,
    /// Try again with backoff, but give up after so many failures.
    RetryAtMost(u32),
    /// Try again, but not before this time, and give up after so many failures.
    Later(Duration, u32),
    /// This recipient has had enough for now; others may go on.
    RecipientWaits,
    /// The number, the business account or the app as a whole has to slow down.
    AccountWaits,
    /// The same, for at least this time.
    AccountWaitsFor(Duration),
    /// It may have been taken: do not repeat it.
    Ambiguous,
    /// Only an approved template may be sent.
    NeedsTemplate,
    /// It will never be taken as it is.
    Never,
    /// Nothing goes out by this account until somebody mends it.
    PauseAccount,
}

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Sorts a failure of a send by its code; the HTTP status counts only where there is none or an unknown one.
///
/// An answer that is not Graph's comes from something on the way. With a 5xx status it may have passed the request on.
pub fn classify(failure: &GraphFailure) -> Verdict {
    let known = failure.code.and_then(by_code);
    match known {
        // Meta itself says that the same request may succeed.
        Some(Verdict::Never) if failure.is_transient => Verdict::Retry,
        Some(verdict) => verdict,
        None if failure.is_transient => Verdict::Retry,
        None => by_status(failure),
    }
}

fn by_code(code: i64) -> Option<Verdict> {
    Some(match code {
        // Outages.
        2 | 131_016 | 133_004 => Verdict::Retry,
        // What Meta calls unknown: more than a few tries have never helped.
        1 | 131_000 => Verdict::RetryAtMost(3),
        135_000 => Verdict::RetryAtMost(2),
        // Media by link is often fetched at the second try.
        131_053 => Verdict::RetryAtMost(3),
        // Rates of the app, the user, the business account, the number.
        4 | 17 | 341 | 613 | 80_007 | 130_429 => Verdict::AccountWaits,
        // The number is moved to a higher throughput, which takes up to a minute.
        131_057 => Verdict::AccountWaitsFor(MINUTE),
        // Too many have blocked or reported the number.
        131_048 => Verdict::AccountWaitsFor(HOUR),
        // A user gets one message in six seconds from a number.
        131_056 => Verdict::RecipientWaits,
        133_015 => Verdict::Later(5 * MINUTE, 3),
        134_101 => Verdict::Later(10 * MINUTE, 6),
        // The number has written to as many new users as it may: answers to others still go out.
        131_064 => Verdict::Later(HOUR, 24),
        132_069 => Verdict::Later(HOUR, 6),
        // The same message to the same user soon is useless.
        131_049 => Verdict::Later(DAY, 2),
        131_047 => Verdict::NeedsTemplate,
        // Token, permissions, payment, policy, registration: somebody has to act.
        0 | 3 | 10 | 104 | 190 | 200..=299 | 368 => Verdict::PauseAccount,
        130_497 | 131_005 | 131_031 | 131_037 | 131_042 | 131_044 | 131_045 => Verdict::PauseAccount,
        133_000 | 133_005 | 133_006 | 133_008 | 133_009 | 133_010 | 133_016 => Verdict::PauseAccount,
        // The recipient cannot or will not have it.
        130_403 | 130_472 | 131_021 | 131_026 | 131_030 | 131_050 | 131_062 | 137_000 => Verdict::Never,
        // The template cannot be used.
        132_001 | 132_007 | 132_015 | 132_016 | 132_068 => Verdict::Never,
        // The request is wrong.
        33 | 100 | 131_008 | 131_009 | 131_051 | 131_055 | 131_063 => Verdict::Never,
        132_000 | 132_005 | 132_008 | 132_012 | 132_018 | 134_100 | 134_102 => Verdict::Never,
        // The media cannot be had.
        131_014 | 131_052 => Verdict::Never,
        _ => return None,
    })
}

fn by_status(failure: &GraphFailure) -> Verdict {
    match (failure.code, failure.http_status) {
        (_, 429) => Verdict::AccountWaits,
        (_, 401) => Verdict::PauseAccount,
        // Graph answered, so it did not take the message.
        (Some(_), 500..) => Verdict::Retry,
        (Some(_), _) => Verdict::Never,
        (None, 500..) => Verdict::Ambiguous,
        (None, 413) => Verdict::Never,
        // A proxy or a portal stands in the way, or the base URL is wrong.
        (None, _) => Verdict::Retry,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(http_status: u16, code: i64) -> Verdict {
        classify(&GraphFailure { http_status, code: Some(code), is_transient: false })
    }

    #[test]
    fn each_code_asks_for_its_own_remedy() {
        let pause = Verdict::PauseAccount;
        let rows: &[(Verdict, &[i64])] = &[
            (Verdict::AccountWaits, &[4, 80_007, 130_429, 17, 341, 613]),
            (Verdict::Retry, &[131_016, 133_004, 2]),
            (Verdict::RetryAtMost(3), &[131_000, 1, 131_053]),
            (Verdict::RetryAtMost(2), &[135_000]),
            (Verdict::AccountWaitsFor(MINUTE), &[131_057]),
            (Verdict::RecipientWaits, &[131_056]),
            (Verdict::Later(DAY, 2), &[131_049]),
            (Verdict::Later(10 * MINUTE, 6), &[134_101]),
            (Verdict::NeedsTemplate, &[131_047]),
            (Verdict::Never, &[131_026, 131_021, 131_030, 130_403, 131_050, 131_062, 130_472, 137_000]),
            (pause, &[0, 190, 3, 10, 200, 250, 299, 104, 131_005, 131_031, 368, 130_497, 131_042, 131_044]),
            (pause, &[131_045, 133_010, 131_037]),
            (Verdict::AccountWaitsFor(HOUR), &[131_048]),
            (Verdict::Later(HOUR, 24), &[131_064]),
            (Verdict::Never, &[132_001, 132_007, 132_015, 132_016, 132_068]),
            (Verdict::Later(HOUR, 6), &[132_069]),
            (Verdict::Never, &[33, 100, 131_008, 131_009, 131_051, 131_055, 131_063, 132_000, 132_005, 132_008]),
            (Verdict::Never, &[132_012, 132_018, 134_100, 134_102]),
            (Verdict::Never, &[131_052, 131_014]),
            (pause, &[133_000, 133_005, 133_006, 133_008, 133_009, 133_016]),
            (Verdict::Later(5 * MINUTE, 3), &[133_015]),
        ];
        for (verdict, codes) in rows {
            for code in *codes {
                for http_status in [400, 401, 403, 404, 429, 500, 503] {
                    assert_eq!(of(http_status, *code), *verdict, "code {code} with HTTP status {http_status}");
                }
            }
        }
    }

    #[test]
    fn an_unknown_code_goes_by_the_http_status() {
        for (http_status, verdict) in
            [(400, Verdict::Never), (401, Verdict::PauseAccount), (429, Verdict::AccountWaits), (500, Verdict::Retry)]
        {
            assert_eq!(of(http_status, 999_999), verdict, "{http_status}");
        }
    }

    #[test]
    fn an_answer_that_is_not_graphs_is_ambiguous_only_if_it_may_have_been_passed_on() {
        let cases = [
            (502, Verdict::Ambiguous),
            (504, Verdict::Ambiguous),
            (500, Verdict::Ambiguous),
            (429, Verdict::AccountWaits),
            (302, Verdict::Retry),
            (403, Verdict::Retry),
            (404, Verdict::Retry),
            (401, Verdict::PauseAccount),
            (413, Verdict::Never),
        ];
        for (http_status, verdict) in cases {
            let failure = GraphFailure { http_status, code: None, is_transient: false };
            assert_eq!(classify(&failure), verdict, "{http_status}");
        }
    }

    #[test]
    fn what_meta_calls_transient_is_tried_again_unless_the_account_must_pause() {
        let transient = |code| classify(&GraphFailure { http_status: 400, code, is_transient: true });

        assert_eq!(transient(Some(100)), Verdict::Retry);
        assert_eq!(transient(Some(999_999)), Verdict::Retry);
        assert_eq!(transient(Some(190)), Verdict::PauseAccount);
        assert_eq!(transient(Some(131_047)), Verdict::NeedsTemplate);
    }
}
