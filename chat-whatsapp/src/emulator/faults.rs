//! What goes wrong on purpose.

use super::random::Random;
use serde::{Deserialize, Serialize};

/// A Graph error code with its words, as a `failed` status or an error answer carries it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Failure {
    pub(crate) code: i64,
    pub(crate) title: String,
    pub(crate) details: String,
}

impl Failure {
    pub(crate) fn new(code: i64) -> Self {
        let (title, details) = words(code);
        Self { code, title: title.to_owned(), details: details.to_owned() }
    }
}

/// What is done to a request.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub(crate) enum Harm {
    /// It is refused with a Graph error.
    Graph { code: i64, http_status: u16, subcode: Option<i64>, is_transient: bool },
    /// It gets a 502 that is not JSON, as from a proxy, and is not carried out.
    BadGateway,
    /// It gets no answer and is not carried out.
    Hang,
    /// The connection is closed, and it is not carried out.
    Close,
    /// It is carried out but gets no answer.
    AcceptThenHang,
    /// It is carried out, then the connection is closed without an answer.
    AcceptThenClose,
    /// It is carried out and answered after a while on the emulator's clock.
    Slow { ms: u32 },
    /// A send is accepted, and a `failed` status with this code follows.
    FailLater { code: i64 },
}

/// A harm with the requests it is meant for.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Fault {
    /// How many requests it still harms.
    pub(crate) times: u32,
    pub(crate) probability: f64,
    /// The last part of the path, like `messages`.
    pub(crate) route: Option<String>,
    pub(crate) phone_number_id: Option<String>,
    /// A phone number in any spelling, or a BSUID.
    pub(crate) recipient: Option<String>,
    #[serde(flatten)]
    pub(crate) harm: Harm,
}

/// What a fault is matched against.
pub(crate) struct Aim<'a> {
    pub(crate) object: &'a str,
    pub(crate) route: &'a str,
    pub(crate) recipient: Option<&'a str>,
}

/// Takes the harm that the first matching fault does to the request, and forgets a fault that is used up.
pub(crate) fn take(faults: &mut Vec<Fault>, aim: &Aim<'_>, random: &mut Random) -> Option<Harm> {
    let at = faults.iter().position(|fault| fault.matches(aim) && random.happens(fault.probability))?;
    faults[at].times -= 1;
    match faults[at].times {
        0 => Some(faults.remove(at).harm),
        _ => Some(faults[at].harm.clone()),
    }
}

impl Fault {
    fn matches(&self, aim: &Aim<'_>) -> bool {
        let meant = |wanted: &Option<String>, is: &str| wanted.as_deref().is_none_or(|w| w == is);
        meant(&self.route, aim.route)
            && meant(&self.phone_number_id, aim.object)
            && self.recipient.as_deref().is_none_or(|wanted| aim.recipient.is_some_and(|is| plain(is) == plain(wanted)))
    }
}

/// A recipient without what people put between digits.
pub(crate) fn plain(recipient: &str) -> String {
    recipient.chars().filter(|c| !matches!(c, '+' | '-' | '(' | ')' | ' ')).collect()
}

/// The order in which a control call names a fault.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct FaultOrder {
    kind: String,
    times: Option<u32>,
    probability: Option<f64>,
    route: Option<String>,
    phone_number_id: Option<String>,
    recipient: Option<String>,
    code: Option<i64>,
    http_status: Option<u16>,
    subcode: Option<i64>,
    is_transient: Option<bool>,
    ms: Option<u32>,
}

impl FaultOrder {
    /// The fault that is meant, or what is wrong with the order.
    pub(crate) fn fault(self) -> Result<Fault, String> {
        let code = || self.code.ok_or_else(|| format!("a fault of kind {} needs a code", self.kind));
        let harm = match self.kind.as_str() {
            "graph" => {
                let code = code()?;
                let http_status = self.http_status.unwrap_or_else(|| http_status(code));
                if !(400..600).contains(&http_status) {
                    return Err("httpStatus must be between 400 and 599".to_owned());
                }
                let is_transient = self.is_transient.unwrap_or(false);
                Harm::Graph { code, http_status, subcode: self.subcode, is_transient }
            }
            "badGateway" => Harm::BadGateway,
            "hang" => Harm::Hang,
            "close" => Harm::Close,
            "acceptThenHang" => Harm::AcceptThenHang,
            "acceptThenClose" => Harm::AcceptThenClose,
            "slow" => Harm::Slow { ms: self.ms.ok_or("a fault of kind slow needs ms")? },
            "failLater" => Harm::FailLater { code: code()? },
            other => {
                return Err(format!(
                    "unknown kind {other:?}: it is one of graph, badGateway, hang, close, acceptThenHang, \
                     acceptThenClose, slow, failLater"
                ));
            }
        };
        let probability = self.probability.unwrap_or(1.0);
        if !(0.0..=1.0).contains(&probability) {
            return Err("probability must be between 0 and 1".to_owned());
        }
        let times = self.times.unwrap_or(1);
        if times == 0 {
            return Err("times must be at least 1".to_owned());
        }
        let (route, phone_number_id) = (self.route, self.phone_number_id);
        Ok(Fault { times, probability, route, phone_number_id, recipient: self.recipient, harm })
    }
}

/// The HTTP status that usually comes with a code.
fn http_status(code: i64) -> u16 {
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
fn words(code: i64) -> (&'static str, &'static str) {
    match code {
        0 | 190 => ("Authentication error", "The access token is no longer valid."),
        4 | 80_007 | 130_429 => ("Rate limit hit", "Too many messages were sent in a short time."),
        368 => ("Temporarily blocked", "The business account is restricted for policy violations."),
        130_472 => ("Not delivered", "The user is part of an experiment."),
        131_000 => ("Something went wrong", "The message failed for an unknown reason."),
        131_016 => ("Service unavailable", "A service is temporarily unavailable."),
        131_021 => ("Recipient cannot be sender", "Sender and recipient are the same number."),
        131_026 => ("Message undeliverable", "The recipient cannot receive this message."),
        131_030 => ("Recipient not in allowed list", "Add the number to the list of recipients."),
        131_031 => ("Account locked", "The business account is locked."),
        131_042 => ("Payment issue", "There is a problem with the payment method."),
        131_047 => ("Re-engagement message", "More than 24 hours have passed since the user last wrote."),
        131_048 => ("Spam rate limit hit", "Too many messages were blocked or reported."),
        131_049 => ("Not delivered", "Not delivered to keep the ecosystem healthy."),
        131_050 => ("Marketing stopped", "The user does not want marketing messages."),
        131_053 => ("Media upload error", "The media could not be fetched or used."),
        131_056 => ("Pair rate limit hit", "Too many messages to this user in a short time."),
        131_064 => ("Messaging limit reached", "The business wrote to as many users in 24 hours as it may."),
        131_055 => ("Method not allowed", "The template is not of a category that this method takes."),
        131_062 => ("Recipient not supported", "Authentication templates need a phone number."),
        132_000 => ("Number of parameters does not match", "The number of parameters does not match the template."),
        132_001 => ("Template name does not exist in the translation", "The template does not exist."),
        132_005 => ("Translated text too long", "The body with its parameters is longer than 1024 characters."),
        132_012 => ("Parameter format does not match", "A parameter is of another type than the template needs."),
        132_015 => ("Template is paused", "The template is paused because of its quality."),
        132_016 => ("Template is disabled", "The template was paused too often."),
        132_018 => ("Invalid parameter", "A parameter has a new line, a tab or more than four spaces in a row."),
        133_005 => ("Two-step verification PIN mismatch", "The PIN is not the one that was set."),
        133_006 => ("Phone number needs to be verified", "The phone number must be verified before it is registered."),
        133_008 => ("Too many two-step verification PIN guesses", "Wait before you try again."),
        133_009 => ("Two-step verification PIN guessed too fast", "Wait a little before you try again."),
        133_016 => ("Registration attempts exceeded", "The number was registered too often in 72 hours."),
        136_024 => ("Request code error", "No code can be sent, for the number is verified."),
        136_025 => ("Verify code error", "The code is not the one that was sent."),
        147_001 => ("Username not valid", "A username has 3 to 35 letters, digits, dots and underscores."),
        147_002 => ("Username not available", "The username belongs to another number."),
        133_010 => ("Not registered", "The phone number is not registered."),
        _ => ("An error occurred", "The emulator was told to answer with this code."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(json: serde_json::Value) -> Result<Fault, String> {
        serde_json::from_value::<FaultOrder>(json).map_err(|error| error.to_string())?.fault()
    }

    #[test]
    fn a_fault_harms_only_whom_it_is_meant_for_and_as_often_as_it_says() {
        let order = serde_json::json!({"kind": "hang", "times": 2, "recipient": "+1 (650) 555-1234"});
        let mut faults = vec![fault(order).unwrap()];
        let mut random = Random::seeded(1);
        let mut hits = |recipient| {
            let aim = Aim { object: "1", route: "messages", recipient: Some(recipient) };
            take(&mut faults, &aim, &mut random).is_some()
        };

        assert!(!hits("+16505550000"));
        assert!(hits("16505551234"));
        assert!(hits("+16505551234"));
        assert!(!hits("+16505551234"));
    }

    #[test]
    fn a_fault_that_makes_no_sense_is_refused() {
        for order in [
            serde_json::json!({"kind": "explode"}),
            serde_json::json!({"kind": "graph"}),
            serde_json::json!({"kind": "graph", "code": 4, "httpStatus": 200}),
            serde_json::json!({"kind": "slow"}),
            serde_json::json!({"kind": "hang", "times": 0}),
            serde_json::json!({"kind": "hang", "probability": 1.5}),
            serde_json::json!({"kind": "hang", "typo": 1}),
        ] {
            assert!(fault(order.clone()).is_err(), "{order} was taken");
        }
    }
}
