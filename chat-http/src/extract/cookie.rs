use chat_core::{SignedIn, Timestamp};
use http::{HeaderMap, HeaderValue, header};

/// The name of the cookie that holds the token of an agent who has signed in with our own login.
pub const SESSION_COOKIE: &str = "chat_session";

/// The cookie that holds the session token of the dashboard: unreadable for scripts, and never sent along by other sites but
/// when somebody follows a link.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SessionCookie {
    /// Whether browsers reach this server over encrypted connections.
    pub(crate) is_secure: bool,
}

impl SessionCookie {
    /// The token in a request's cookies.
    pub(crate) fn token_in(headers: &HeaderMap) -> Option<&str> {
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut cookies = lines.flat_map(|line| line.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
        cookies.find(|(name, _)| *name == SESSION_COOKIE).map(|(_, token)| token)
    }

    /// Has the browser keep a session's token.
    pub(crate) fn keep(self, session: &SignedIn, now: Timestamp) -> HeaderValue {
        self.set(session.token.expose(), session.expires_at.since(now).as_secs())
    }

    /// Has the browser forget it.
    pub(crate) fn forget(self) -> HeaderValue {
        self.set("", 0)
    }

    fn set(self, token: &str, age_s: u64) -> HeaderValue {
        let secure = if self.is_secure { "; Secure" } else { "" };
        let text = format!("{}={token}; Path=/; Max-Age={age_s}; HttpOnly; SameSite=Lax{secure}", SESSION_COOKIE);
        let mut value = HeaderValue::try_from(text).expect("tokens are letters, digits, `-` and `_`");
        value.set_sensitive(true);
        value
    }
}
