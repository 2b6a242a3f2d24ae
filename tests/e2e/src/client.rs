use std::{sync::Arc, time::Duration};

use serde_json::{Value, json};
use tokio::time::timeout;

use crate::{Connect, GUARD, Seen, node::Puppet, record::Record};

/// One socket of the real `socket.io-client`, in a node process of its own.
///
/// What happens to it is recorded in order. The `next…` methods take from that record: each entry
/// is returned once, whichever comes first. [`NpmClient::seen`] and [`NpmClient::until`] look
/// without taking. Every wait ends after [`GUARD`] with a panic that lists all that was seen.
/// The process ends with the last socket it holds.
///
/// ```no_run
/// # async fn example() {
/// use e2e::{Connect, Launch, NpmClient, Server};
/// use serde_json::json;
///
/// let server = Server::start(Launch::socketio_echo()).await;
/// let client = NpmClient::connect(Connect::to(server.url()).auth(json!({ "token": "t" }))).await;
/// client.emit("message", [json!("hello")]).await;
/// assert_eq!(client.next_event("message-back").await, [json!("hello")]);
/// # }
/// ```
#[derive(Debug)]
pub struct NpmClient {
    puppet: Arc<Puppet>,
    id: String,
    record: Arc<Record>,
}

impl NpmClient {
    /// Connects and waits until the server has accepted.
    ///
    /// # Panics
    ///
    /// If the server refuses or does not answer.
    pub async fn connect(connect: Connect) -> Self {
        let client = Self::open(connect).await;
        client.connected().await;
        client
    }

    /// Starts to connect and returns at once.
    pub async fn open(connect: Connect) -> Self {
        Self::within(Puppet::start(), connect).await
    }

    /// Starts to connect from the same process: to another namespace of the same URL that means
    /// over the same connection.
    pub async fn open_beside(&self, connect: Connect) -> Self {
        Self::within(Arc::clone(&self.puppet), connect).await
    }

    async fn within(puppet: Arc<Puppet>, connect: Connect) -> Self {
        let id = format!("socket-{}", puppet.number());
        let record = puppet.record(&id);
        puppet.order(&connect.order(&id)).await;
        Self { puppet, id, record }
    }

    /// Waits for the next acceptance by the server and returns the socket's id.
    ///
    /// # Panics
    ///
    /// If the server refuses.
    pub async fn connected(&self) -> String {
        let answer = |seen: &Seen| match seen {
            Seen::Connect { .. } => true,
            Seen::ConnectError { will_retry, .. } => !will_retry,
            _ => false,
        };
        match self.record.take("the connection", answer).await {
            Seen::Connect { socket_id } => socket_id,
            other => panic!("the server did not accept the client: {other}"),
        }
    }

    /// Waits for the next refusal and returns its message and data.
    pub async fn next_refusal(&self) -> (String, Value) {
        let refused = |seen: &Seen| matches!(seen, Seen::ConnectError { .. });
        match self.record.take("a refusal", refused).await {
            Seen::ConnectError { message, data, .. } => (message, data),
            other => unreachable!("{other} is no refusal"),
        }
    }

    /// Waits for the next disconnect and returns its reason.
    pub async fn next_disconnect(&self) -> String {
        let gone = |seen: &Seen| matches!(seen, Seen::Disconnect { .. });
        match self.record.take("a disconnect", gone).await {
            Seen::Disconnect { reason, .. } => reason,
            other => unreachable!("{other} is no disconnect"),
        }
    }

    /// Waits for the next event of this name and returns its arguments.
    pub async fn next_event(&self, name: &str) -> Vec<Value> {
        let what = format!("the event {name:?}");
        match self.record.take(&what, |seen| seen.is_event(name)).await {
            Seen::Event { args, .. } => args,
            other => unreachable!("{other} is no event"),
        }
    }

    /// Waits for the next entry that fits; `what` names it in the failure.
    pub async fn wait_for(&self, what: &str, fits: impl Fn(&Seen) -> bool) -> Seen {
        self.record.take(what, fits).await
    }

    /// Waits until `look` finds what it wants in all that has been seen, taken or not.
    pub async fn until<T>(&self, what: &str, look: impl Fn(&[Seen]) -> Option<T>) -> T {
        self.record.until(what, look).await
    }

    /// Takes the next entry that fits, however long it takes to come.
    pub async fn next(&self, fits: impl Fn(&Seen) -> bool) -> Seen {
        self.record.next(fits).await
    }

    /// Everything seen so far, taken or not.
    #[must_use]
    pub fn seen(&self) -> Vec<Seen> {
        self.record.all()
    }

    /// Emits an event.
    pub async fn emit(&self, event: &str, args: impl IntoIterator<Item = Value>) {
        let args: Vec<Value> = args.into_iter().collect();
        let order = json!({ "op": "emit", "id": self.id, "event": event, "args": args });
        self.puppet.order(&order).await;
    }

    /// Emits the numbers from 0 up to `count` as events of this name, in one go.
    pub async fn burst(&self, event: &str, count: u64) {
        let order = json!({ "op": "burst", "id": self.id, "event": event, "count": count });
        self.puppet.order(&order).await;
    }

    /// Emits an event and waits for the server's answer.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub async fn emit_ack(&self, event: &str, args: impl IntoIterator<Item = Value>) -> Vec<Value> {
        self.answer(event, args, GUARD).await.unwrap_or_else(|other| panic!("no answer to {event:?}: {other}"))
    }

    /// Emits an event and returns the first argument of the answer; nothing when the connection is lost before it comes, or
    /// it does not come in time.
    pub async fn ask_within(
        &self,
        limit: Duration,
        event: &str,
        args: impl IntoIterator<Item = Value>,
    ) -> Option<Value> {
        self.answer(event, args, limit).await.ok()?.into_iter().next()
    }

    async fn answer(
        &self,
        event: &str,
        args: impl IntoIterator<Item = Value>,
        limit: Duration,
    ) -> Result<Vec<Value>, Seen> {
        let args: Vec<Value> = args.into_iter().collect();
        let number = self.puppet.number();
        let order = json!({
            "op": "emit", "id": self.id, "event": event, "args": args,
            "ack": number, "timeout": limit.as_millis() as u64,
        });
        self.puppet.order(&order).await;
        let answered = self.record.next(|seen| matches!(seen, Seen::Ack { ack, .. } if *ack == number));
        // The client itself ends the wait in time, unless its process is gone.
        match timeout(limit + GUARD, answered).await {
            Ok(Seen::Ack { args: Some(args), .. }) => Ok(args),
            Ok(other) => Err(other),
            Err(_) => Err(Seen::Problem { message: "the node process does not answer".to_owned() }),
        }
    }

    /// Emits an event and returns the first argument of the answer, which is all of it for the
    /// events of the chat.
    ///
    /// # Panics
    ///
    /// If there is no answer or it is empty.
    pub async fn ask(&self, event: &str, args: impl IntoIterator<Item = Value>) -> Value {
        let mut answer = self.emit_ack(event, args).await;
        assert!(!answer.is_empty(), "the answer to {event:?} is empty");
        answer.swap_remove(0)
    }

    /// Closes the connection below the socket, as a network would; the client tries again.
    pub async fn drop_connection(&self) {
        self.order("drop").await;
    }

    /// Stops its process, with all sockets in it: whatever the server sends is read by nobody.
    pub async fn stall(&self) {
        self.puppet.signal("STOP").await;
    }

    /// Lets its process go on.
    pub async fn go_on(&self) {
        self.puppet.signal("CONT").await;
    }

    /// Leaves; the client does not try again.
    pub async fn disconnect(&self) {
        self.order("disconnect").await;
    }

    /// Connects again after it left or was refused.
    pub async fn reconnect(&self) {
        self.order("reconnect").await;
    }

    async fn order(&self, op: &str) {
        self.puppet.order(&json!({ "op": op, "id": self.id })).await;
    }
}
