//! Meta's error codes: what they mean, and the HTTP status that they come with.

/// The HTTP status that usually comes with a code.
pub(crate) fn http_status(code: i64) -> u16 {
    match code {
        190 => 401,
        3 | 131_000 | 131_016 | 131_045 | 131_057 => 500,
        2 | 133_004 => 503,
        10 | 200..=299 | 368 | 130_497 | 131_005 | 131_031 => 403,
        132_001 => 404,
        _ => 400,
    }
}

/// A title and details for a code, in our own words.
pub(crate) fn words(code: i64) -> (&'static str, &'static str) {
    match code {
        0..=999 => of_graph(code),
        80_007 => ("Rate limit hit", "The app asked for this business account too often within an hour."),
        130_000..=131_999 => of_messages(code),
        132_000..=132_999 => of_templates(code),
        133_000..=133_999 => of_registration(code),
        134_100 => ("Only marketing messages supported", "The template is not of the category MARKETING."),
        134_101 => ("Template is being synchronised", "Wait ten minutes before the template is used this way."),
        134_102 => ("Template unavailable for use", "The template cannot be used by this method."),
        135_000 => ("Generic user error", "The message failed because of something in the request."),
        136_024 => ("Request code error", "No code can be sent, for the number is verified."),
        136_025 => ("Verify code error", "The code is not the one that was sent."),
        137_000 => ("Recipient identity key mismatch", "The user's identity has changed: confirm it and send again."),
        139_100 => ("Failed to block user", "The user is not on WhatsApp."),
        147_001 => ("Username not valid", "A username has 3 to 35 letters, digits, dots and underscores."),
        147_002 => ("Username not available", "The username belongs to another number."),
        _ => OTHER,
    }
}

const OTHER: (&str, &str) = ("An error occurred", "The emulator was told to answer with this code.");

fn of_graph(code: i64) -> (&'static str, &'static str) {
    match code {
        0 | 190 => ("Authentication error", "The access token is no longer valid."),
        1 => ("Unknown error", "The request failed for an unknown reason."),
        2 => ("Service temporarily unavailable", "The API is down for a while."),
        3 => ("Capability or permission missing", "The app may not make this call."),
        4 | 17 | 341 | 613 => ("Rate limit hit", "Too many calls were made in a short time."),
        10 | 200..=299 => {
            ("Application does not have permission for this action", "The token lacks the permission for this call.")
        }
        33 => ("Parameter value is not valid", "The phone number was deleted."),
        100 => ("Invalid parameter", "A parameter is not known or has a wrong value."),
        104 => ("Requires a valid appsecret_proof", "The app wants calls with a proof of its secret."),
        368 => ("Temporarily blocked", "The business account is restricted for policy violations."),
        _ => OTHER,
    }
}

fn of_messages(code: i64) -> (&'static str, &'static str) {
    match code {
        130_429 => ("Rate limit hit", "Too many messages were sent in a short time."),
        130_472 => ("Not delivered", "The user is part of an experiment."),
        130_497 => ("Restricted from this country", "The business may not write to users in this country."),
        131_000 => ("Something went wrong", "The message failed for an unknown reason."),
        131_005 => ("Access denied", "A permission was not granted or was taken back."),
        131_008 => ("Required parameter is missing", "The request lacks a parameter."),
        131_009 => ("Parameter value is not valid", "A parameter of the request has a wrong value."),
        131_016 => ("Service unavailable", "A service is temporarily unavailable."),
        131_021 => ("Recipient cannot be sender", "Sender and recipient are the same number."),
        131_026 => ("Message undeliverable", "The recipient cannot receive this message."),
        131_030 => ("Recipient not in allowed list", "Add the number to the list of recipients."),
        131_031 => ("Account locked", "The business account is locked."),
        131_037 => ("Display name needs approval", "The number sends when its display name is approved."),
        131_042 => ("Payment issue", "There is a problem with the payment method."),
        131_044 => ("Payment account not attached", "The business account has no payment method."),
        131_045 => ("Incorrect certificate", "The phone number's registration failed."),
        131_047 => ("Re-engagement message", "More than 24 hours have passed since the user last wrote."),
        131_048 => ("Spam rate limit hit", "Too many messages were blocked or reported."),
        131_049 => ("Not delivered", "Not delivered to keep the ecosystem healthy."),
        131_050 => ("Marketing stopped", "The user does not want marketing messages."),
        131_051 => ("Message type unknown", "Message type is currently not supported."),
        131_052 => ("Media download error", "The user's file could not be fetched."),
        131_053 => ("Media upload error", "The media could not be fetched or used."),
        131_055 => ("Method not allowed", "The template is not of a category that this method takes."),
        131_056 => ("Pair rate limit hit", "Too many messages to this user in a short time."),
        131_057 => ("Account in maintenance mode", "The number's throughput is being raised: wait a minute."),
        131_060 => ("Message unavailable", "The message cannot be shown at the moment."),
        131_062 => ("Recipient not supported", "Authentication templates need a phone number."),
        131_063 => ("Marketing templates not supported", "Marketing templates go by the marketing_messages edge."),
        131_064 => ("Messaging limit reached", "The business wrote to as many users in 24 hours as it may."),
        _ => OTHER,
    }
}

fn of_templates(code: i64) -> (&'static str, &'static str) {
    match code {
        132_000 => ("Number of parameters does not match", "The number of parameters does not match the template."),
        132_001 => ("Template name does not exist in the translation", "The template does not exist."),
        132_005 => ("Translated text too long", "The body with its parameters is longer than 1024 characters."),
        132_007 => ("Format character policy violated", "The template's content breaks a policy."),
        132_008 => ("Parameter value is not valid", "A parameter of the template has a wrong value."),
        132_012 => ("Parameter format does not match", "A parameter is of another type than the template needs."),
        132_015 => ("Template is paused", "The template is paused because of its quality."),
        132_016 => ("Template is disabled", "The template was paused too often."),
        132_018 => ("Invalid parameter", "A parameter has a new line, a tab or more than four spaces in a row."),
        132_068 => ("Flow is blocked", "The flow of the template is blocked."),
        132_069 => ("Flow is throttled", "The flow was sent as often as it may be within an hour."),
        _ => OTHER,
    }
}

fn of_registration(code: i64) -> (&'static str, &'static str) {
    match code {
        133_000 => ("Incomplete deregistration", "An earlier deregistration failed: deregister the number again."),
        133_004 => ("Server temporarily unavailable", "Registration is down for a while."),
        133_005 => ("Two-step verification PIN mismatch", "The PIN is not the one that was set."),
        133_006 => ("Phone number needs to be verified", "The phone number must be verified before it is registered."),
        133_008 => ("Too many two-step verification PIN guesses", "Wait before you try again."),
        133_009 => ("Two-step verification PIN guessed too fast", "Wait a little before you try again."),
        133_010 => ("Not registered", "The phone number is not registered."),
        133_015 => ("Recently deleted", "The phone number was deleted a short while ago: wait five minutes."),
        133_016 => ("Registration attempts exceeded", "The number was registered too often in 72 hours."),
        _ => OTHER,
    }
}
