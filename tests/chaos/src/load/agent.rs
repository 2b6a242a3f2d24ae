use super::{Desk, breathe};
use crate::{ledger::Replied, watcher::Voice};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::Instant;

/// How long an answer on a socket is waited for.
const ANSWER_MAX: Duration = Duration::from_secs(10);

/// From when on it is worth telling how long it took until a reply was answered.
const LONG: Duration = Duration::from_secs(3);

/// The replies that one agent gives, to customers who are this agent's alone.
struct Replies {
    /// The agent's customers, by their places in the shop, with how often each was answered.
    customers: Vec<(usize, u64)>,
}

/// A reply that is about to be sent, until somebody says that it was taken.
struct Reply {
    place: usize,
    number: u64,
    text: String,
    /// The agent's own name for it, the same however often it has to be sent.
    own_id: String,
    begun: Instant,
}

/// What became of an attempt.
enum Answer {
    /// It is this message now.
    Taken(String),
    /// Nobody knows, or not now: the same again.
    Again,
    /// It will never be taken.
    Refused(String),
}

/// Answers over REST, one reply after the other, each repeated until it is answered.
pub(crate) async fn rest_agent(mut desk: Desk, customers: Vec<usize>, mut random: fastrand::Rng) {
    let mut replies = Replies::to(customers);
    while desk.goes_on(&mut random).await {
        let reply = replies.next(&desk, &mut random);
        let path = format!("/api/v1/conversations/{}/messages", desk.shop.conversations[reply.place]);
        let body = json!({ "content": reply.text, "clientMessageId": reply.own_id });
        loop {
            let answer = match desk.street.ask(&desk.shop, Method::POST, &path, Some(&body)).await {
                Some((StatusCode::CREATED, message)) => taken(&message),
                Some((status, body)) if !is_for_now(status) => Answer::Refused(format!("{status}: {body}")),
                _ => Answer::Again,
            };
            if reply.is_over(answer, &desk) {
                break;
            }
            breathe(&mut random).await;
        }
    }
}

/// Answers over a socket, one reply after the other, each repeated until it is answered.
pub(crate) async fn socket_agent(mut desk: Desk, voice: Voice, customers: Vec<usize>, mut random: fastrand::Rng) {
    let mut replies = Replies::to(customers);
    while desk.goes_on(&mut random).await {
        let reply = replies.next(&desk, &mut random);
        let order = json!({
            "conversationId": desk.shop.conversations[reply.place],
            "content": reply.text,
            "clientMessageId": reply.own_id,
        });
        loop {
            let answer = match voice.ask(ANSWER_MAX, "sendMessage", order.clone()).await {
                Some(answer) if answer["ok"] == true => taken(&answer["message"]),
                Some(answer) if answer["code"] != "unavailable" && answer["code"] != "rate_limited" => {
                    Answer::Refused(answer.to_string())
                }
                _ => Answer::Again,
            };
            if reply.is_over(answer, &desk) {
                break;
            }
            breathe(&mut random).await;
        }
    }
}

fn is_for_now(status: StatusCode) -> bool {
    status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS
}

fn taken(message: &Value) -> Answer {
    match message["id"].as_str() {
        Some(id) => Answer::Taken(id.to_owned()),
        None => Answer::Refused(format!("an answer without an id: {message}")),
    }
}

impl Replies {
    fn to(customers: Vec<usize>) -> Self {
        Self { customers: customers.into_iter().map(|place| (place, 0)).collect() }
    }

    fn next(&mut self, desk: &Desk, random: &mut fastrand::Rng) -> Reply {
        let chosen = random.usize(..self.customers.len());
        let (place, count) = &mut self.customers[chosen];
        *count += 1;
        let (shop, customer) = (&desk.shop.name, &desk.shop.customers[*place]);
        let text = format!("{shop} reply {customer} {count}");
        Reply { place: *place, number: *count, own_id: text.replace(' ', "-"), text, begun: Instant::now() }
    }
}

impl Reply {
    /// Takes down what became of it, if anything.
    fn is_over(&self, answer: Answer, desk: &Desk) -> bool {
        let Self { place, number, text, begun, .. } = self;
        match answer {
            Answer::Taken(message_id) => desk.ledger.replied(Replied {
                shop: desk.index,
                customer: desk.shop.customers[*place].clone(),
                number: *number,
                text: text.clone(),
                message_id,
            }),
            Answer::Again => return false,
            Answer::Refused(why) => desk.ledger.refused(format!("{text}: {why}")),
        }
        let took = begun.elapsed();
        if took > LONG {
            desk.chronicle.tell(format_args!("{text:?} was answered after {:.2} s", took.as_secs_f64()));
        }
        true
    }
}
