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
    /// Try again with backoff; the number, the business account or the app as a whole should slow down.
    Retry,
    /// Try this recipient again, but not before this time; others may go on.
    Later(Duration),
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
        // Rates, outages and what Meta calls unknown.
        1 | 2 | 4 | 17 | 341 | 613 | 80_007 | 130_429 | 131_000 | 131_016 | 133_004 | 135_000 => Verdict::Retry,
        131_057 => Verdict::Later(MINUTE),
        // One message to a user in six seconds.
        131_056 => Verdict::Later(Duration::from_secs(6)),
        133_015 => Verdict::Later(5 * MINUTE),
        134_101 => Verdict::Later(10 * MINUTE),
        // Spam rate, messaging limit, a throttled flow: the business has to slow down.
        131_048 | 131_064 | 132_069 => Verdict::Later(HOUR),
        131_049 => Verdict::Later(DAY),
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
        131_014 | 131_052 | 131_053 => Verdict::Never,
        _ => return None,
    })
}

fn by_status(failure: &GraphFailure) -> Verdict {
    match (failure.code, failure.http_status) {
        (_, 429) => Verdict::Retry,
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
            (Verdict::Retry, &[4, 80_007, 130_429, 131_016, 131_000, 133_004, 2, 1, 17, 341, 613, 135_000]),
            (Verdict::Later(Duration::from_secs(6)), &[131_056]),
            (Verdict::Later(MINUTE), &[131_057]),
            (Verdict::Later(DAY), &[131_049]),
            (Verdict::Later(10 * MINUTE), &[134_101]),
            (Verdict::Later(5 * MINUTE), &[133_015]),
            (Verdict::Later(HOUR), &[131_048, 131_064, 132_069]),
            (Verdict::NeedsTemplate, &[131_047]),
            (Verdict::Never, &[131_026, 131_021, 131_030, 130_403, 131_050, 131_062, 130_472, 137_000]),
            (pause, &[0, 190, 3, 10, 200, 250, 299, 104, 131_005, 131_031, 368, 130_497, 131_042, 131_044]),
            (pause, &[131_045, 133_010, 131_037, 133_000, 133_005, 133_006, 133_008, 133_009, 133_016]),
            (Verdict::Never, &[132_001, 132_007, 132_015, 132_016, 132_068]),
            (Verdict::Never, &[33, 100, 131_008, 131_009, 131_051, 131_055, 131_063, 132_000, 132_005, 132_008]),
            (Verdict::Never, &[132_012, 132_018, 134_100, 134_102, 131_052, 131_053, 131_014]),
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
            [(400, Verdict::Never), (401, Verdict::PauseAccount), (429, Verdict::Retry), (500, Verdict::Retry)]
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
            (429, Verdict::Retry),
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
