use chat_core::{Chat, Secret, SignedIn, Timestamp};
use http::{HeaderMap, HeaderValue, header};

/// The name of the cookie that holds the token of an agent who has signed in with our own login.
pub const SESSION_COOKIE: &str = "chat_session";

/// The header value that has a browser keep a session's token, as signing in at `/api/v1/auth/login` answers it: for hosts that sign
/// agents in by a page of their own. `is_secure` says whether browsers reach the server over encrypted connections.
///
/// ```
/// # use chat_core::{Env, LocalLogin, MemoryStore, NewAgent, Role};
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
/// # let login = LocalLogin::new(MemoryStore::default());
/// # let shop = login.create_client("Shop", NewAgent::new("Ann", "ann@shop.test", Role::Owner)).await.unwrap();
/// let session = login.sign_in("ann@shop.test", &shop.password).await.unwrap();
/// let cookie = chat_http::session_cookie(&session, Env::default().now(), true);
/// assert!(cookie.to_str().unwrap().ends_with("; HttpOnly; SameSite=Lax; Secure"));
/// # });
/// ```
pub fn session_cookie(session: &SignedIn, now: Timestamp, is_secure: bool) -> HeaderValue {
    SessionCookie { is_secure }.keep(session, now)
}

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
        value_in(headers, SESSION_COOKIE)
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
        cookie(SESSION_COOKIE, token, "/", age_s, self.is_secure)
    }
}

/// The cookie that holds what a browser has to know again when its owner comes back from an identity provider: unreadable for
/// scripts, and for the routes of that sign-in alone.
#[derive(Clone, Debug)]
pub(crate) struct ErrandCookie {
    /// Where those routes are, as browsers see it.
    pub(crate) path: String,
    /// Whether browsers reach this server over encrypted connections.
    pub(crate) is_secure: bool,
}

impl ErrandCookie {
    const NAME: &str = "chat_errand";

    /// What was kept, in a request's cookies.
    pub(crate) fn kept_in(headers: &HeaderMap) -> Option<&str> {
        value_in(headers, Self::NAME)
    }

    /// Has the browser keep an errand for as long as it counts.
    pub(crate) fn keep(&self, errand: &Secret) -> HeaderValue {
        cookie(Self::NAME, errand.expose(), &self.path, Chat::ERRAND_TTL.as_secs(), self.is_secure)
    }

    /// Has the browser forget it.
    pub(crate) fn forget(&self) -> HeaderValue {
        cookie(Self::NAME, "", &self.path, 0, self.is_secure)
    }
}

fn value_in<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut cookies = lines.flat_map(|line| line.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
    cookies.find(|(name, _)| *name == wanted).map(|(_, value)| value)
}

fn cookie(name: &str, token: &str, path: &str, age_s: u64, is_secure: bool) -> HeaderValue {
    let secure = if is_secure { "; Secure" } else { "" };
    let text = format!("{name}={token}; Path={path}; Max-Age={age_s}; HttpOnly; SameSite=Lax{secure}");
    let mut value =
        HeaderValue::try_from(text).expect("tokens are letters, digits, `.`, `-` and `_`, and paths those of URLs");
    value.set_sensitive(true);
    value
}
