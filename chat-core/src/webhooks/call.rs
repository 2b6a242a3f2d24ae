use super::{Calling, Verdict, signature};
use crate::{
    Env, EventKind, FileLinks, Seq, Telling, Webhook, WebhookCall, WebhookCallKind, WebhookFault, WebhookReply,
    WebhookRequest, text::cut,
};
use serde_json::Value;
use url::Url;

/// Calls one webhook.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Caller<'a> {
    pub(crate) calling: &'a Calling,
    pub(crate) env: &'a Env,
    pub(crate) links: &'a FileLinks,
}

/// What came of a call.
#[derive(Clone, Debug)]
pub(crate) struct Called {
    pub(crate) call: WebhookCall,
    pub(crate) verdict: Verdict,
}

impl Caller<'_> {
    /// Tells a webhook something, whatever its status, for the `number`-th time.
    pub(crate) async fn call(self, webhook: &Webhook, telling: Telling<'_>, number: i64) -> Called {
        let started_at = self.env.now();
        let (kind, seq, event) = about(telling);
        let body = self.calling.writer.write(telling, started_at, self.links);
        let id = name(webhook, telling, self.env);
        let headers = signature::headers(&id, started_at, &body, webhook.secrets(started_at));
        let answer = match Url::parse(&webhook.url) {
            Ok(url) => self.calling.sender.call(&WebhookRequest { url, headers, body }).await,
            // It was parsed when it was stored.
            Err(_) => Err(WebhookFault::NoAddress),
        };
        let verdict = match telling {
            Telling::Verification { challenge } => verified(&answer, challenge),
            Telling::Event(_) | Telling::Resync { .. } | Telling::Test => Verdict::of(&answer),
        };
        let call = WebhookCall {
            id: self.env.id(),
            client_id: webhook.client_id,
            webhook_id: webhook.id,
            kind,
            seq,
            event,
            number,
            started_at,
            duration_ms: i64::try_from(self.env.now().since(started_at).as_millis()).unwrap_or(i64::MAX),
            status: answer.ok().map(|reply| reply.status.into()),
            error: verdict.error().map(|error| cut(error, WebhookCall::ERROR_MAX).to_owned()),
            revision: 0,
        };
        Called { call, verdict }
    }
}

fn about(telling: Telling<'_>) -> (WebhookCallKind, Option<Seq>, Option<EventKind>) {
    match telling {
        Telling::Event(notice) => (WebhookCallKind::Event, Some(notice.seq), Some(notice.event.kind())),
        Telling::Resync { after, .. } => (WebhookCallKind::Resync, Some(after), None),
        Telling::Test => (WebhookCallKind::Test, None, None),
        Telling::Verification { .. } => (WebhookCallKind::Verification, None, None),
    }
}

/// What a call is called: an event's is the same each time that it is told to the webhook, so that a second arrival is known. Its
/// moment is part of it, since a journal that was put back tells other events at the same places.
fn name(webhook: &Webhook, telling: Telling<'_>, env: &Env) -> String {
    let webhook = webhook.id.uuid().simple();
    match telling {
        Telling::Event(notice) => format!("msg_{webhook}_{}_{:x}", notice.seq, notice.at.millis()),
        Telling::Resync { after, tail, head } => format!("msg_{webhook}_resync_{after}_{tail}_{head}"),
        Telling::Test | Telling::Verification { .. } => format!("msg_{}", env.id::<uuid::Uuid>().simple()),
    }
}

/// Whether an endpoint has answered with the challenge: as JSON or as the bare word.
fn verified(answer: &Result<WebhookReply, WebhookFault>, challenge: &str) -> Verdict {
    let verdict = Verdict::of(answer);
    let (Verdict::Taken, Ok(reply)) = (&verdict, answer) else { return verdict };
    let said = match serde_json::from_slice::<Value>(&reply.body) {
        Ok(Value::Object(mut object)) => object.remove("challenge"),
        Ok(word @ Value::String(_)) => Some(word),
        _ => Some(String::from_utf8_lossy(&reply.body).trim().into()),
    };
    if said.is_some_and(|said| said == *challenge) {
        return Verdict::Taken;
    }
    let error = "the endpoint did not answer with the challenge; answer {\"challenge\": …} with the word that was sent";
    Verdict::Failed { error: error.to_owned(), after: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_answered_as_json_or_as_the_bare_word_and_not_otherwise() {
        let answer = |status, body: &str| {
            let reply = WebhookReply { status, retry_after: None, body: body.as_bytes().to_vec() };
            verified(&Ok(reply), "mzxw6ytb")
        };
        for body in
            [r#"{"challenge":"mzxw6ytb"}"#, r#"{"challenge":"mzxw6ytb","more":1}"#, "mzxw6ytb\n", "\"mzxw6ytb\""]
        {
            assert_eq!(answer(200, body), Verdict::Taken, "{body}");
        }
        for body in ["", "ok", r#"{"challenge":"other"}"#, r#"{"type":"verification"}"#, "say mzxw6ytb", "[]"] {
            assert!(matches!(answer(200, body), Verdict::Failed { .. }), "{body}");
        }
        assert!(matches!(answer(500, "mzxw6ytb"), Verdict::Failed { .. }));
        assert_eq!(answer(410, "mzxw6ytb"), Verdict::Gone);
    }
}
