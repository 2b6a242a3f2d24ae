//! What goes wrong on purpose.

use super::{codes, random::Random};
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
        let (title, details) = codes::words(code);
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
    /// It is carried out; the head of the answer comes at once, its body after a while on the emulator's clock.
    SlowBody { ms: u32 },
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
        let ms = || self.ms.ok_or_else(|| format!("a fault of kind {} needs ms", self.kind));
        let harm = match self.kind.as_str() {
            "graph" => {
                let code = code()?;
                let http_status = self.http_status.unwrap_or_else(|| codes::http_status(code));
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
            "slow" => Harm::Slow { ms: ms()? },
            "slowBody" => Harm::SlowBody { ms: ms()? },
            "failLater" => Harm::FailLater { code: code()? },
            other => {
                return Err(format!(
                    "unknown kind {other:?}: it is one of graph, badGateway, hang, close, acceptThenHang, \
                     acceptThenClose, slow, slowBody, failLater"
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
            serde_json::json!({"kind": "slowBody"}),
            serde_json::json!({"kind": "hang", "times": 0}),
            serde_json::json!({"kind": "hang", "probability": 1.5}),
            serde_json::json!({"kind": "hang", "typo": 1}),
        ] {
            assert!(fault(order.clone()).is_err(), "{order} was taken");
        }
    }
}
