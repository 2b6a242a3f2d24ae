/// How the widget's side of the module fits into its host.
///
/// ```
/// let options = chat_widget::Options::default().socket_path("/chat/socket.io/");
/// ```
#[derive(Clone, Debug)]
pub struct Options {
    pub(crate) socket_path: String,
}

impl Default for Options {
    /// Sockets are at `/socket.io/`.
    fn default() -> Self {
        Self { socket_path: "/socket.io/".into() }
    }
}

impl Options {
    /// Where browsers reach the gateway, as a path that begins and ends with `/`.
    #[must_use]
    pub fn socket_path(mut self, path: impl Into<String>) -> Self {
        self.socket_path = path.into();
        self
    }
}
