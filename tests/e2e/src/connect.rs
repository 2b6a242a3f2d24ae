use serde_json::{Map, Value, json};

/// Where and how a client connects.
///
/// ```
/// let connect = e2e::Connect::to("http://localhost:3000")
///     .auth(serde_json::json!({ "token": "…" }))
///     .transports(&["websocket"]);
/// ```
#[derive(Debug, Clone)]
pub struct Connect {
    url: String,
    namespace: String,
    options: Map<String, Value>,
}

impl Connect {
    /// The main namespace of the server at `url`, by long polling with an upgrade, in a
    /// connection of its own. Tries again quickly when the connection is lost.
    #[must_use]
    pub fn to(url: impl Into<String>) -> Self {
        let connect = Self { url: url.into(), namespace: "/".to_owned(), options: Map::new() };
        connect.option("reconnectionDelay", 50).option("reconnectionDelayMax", 500)
    }

    /// Another namespace, with its leading slash.
    #[must_use]
    pub fn namespace(mut self, namespace: &str) -> Self {
        namespace.clone_into(&mut self.namespace);
        self
    }

    /// What the client sends to sign in.
    #[must_use]
    pub fn auth(self, auth: Value) -> Self {
        self.option("auth", auth)
    }

    /// The transports to use, in this order.
    #[must_use]
    pub fn transports(self, transports: &[&str]) -> Self {
        self.option("transports", transports)
    }

    /// Any option of `socket.io-client`, by its own name.
    #[must_use]
    pub fn option(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.options.insert(name.to_owned(), value.into());
        self
    }

    pub(crate) fn order(&self, id: &str) -> Value {
        json!({
            "op": "connect",
            "id": id,
            "url": self.url,
            "namespace": self.namespace,
            "options": self.options,
        })
    }
}
