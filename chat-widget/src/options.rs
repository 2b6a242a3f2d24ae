/// How the widget's side of the module fits into its host.
///
/// ```
/// let options = chat_widget::Options::default().socket_path("/chat/socket.io/");
/// ```
#[derive(Clone, Debug)]
pub struct Options {
    pub(crate) socket_path: String,
    pub(crate) session_cookie: Option<String>,
}

impl Default for Options {
    /// Sockets are at `/socket.io/`, and nobody is shown previews.
    fn default() -> Self {
        Self { socket_path: "/socket.io/".into(), session_cookie: None }
    }
}

impl Options {
    /// Where browsers reach the gateway, as a path that begins and ends with `/`.
    #[must_use]
    pub fn socket_path(mut self, path: impl Into<String>) -> Self {
        self.socket_path = path.into();
        self
    }

    /// Shows previews to agents, by the cookie of this name, which holds the token that they have signed in with.
    #[must_use]
    pub fn session_cookie(mut self, name: impl Into<String>) -> Self {
        self.session_cookie = Some(name.into());
        self
    }
}
