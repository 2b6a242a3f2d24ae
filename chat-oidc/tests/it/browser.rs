//! A browser, as far as it goes through a sign-in.

use reqwest::{Client, header, redirect::Policy};
use serde_json::Value;
use std::collections::BTreeMap;
use url::Url;

pub(crate) const BEGIN: &str = "/api/v1/auth/oidc";

/// Keeps the cookies of one server, and follows nothing by itself.
#[derive(Clone)]
pub(crate) struct Browser {
    pub(crate) client: Client,
    pub(crate) home: String,
    /// Values by name.
    pub(crate) cookies: BTreeMap<String, String>,
}

#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) status: u16,
    pub(crate) location: String,
    /// The cookies that it sets, as they are written.
    pub(crate) set: Vec<String>,
    pub(crate) headers: header::HeaderMap,
    pub(crate) text: String,
}

impl Seen {
    /// The page that says why nobody was signed in.
    pub(crate) fn refused(&self, status: u16, code: &str) {
        assert!(self.text.contains(&format!("<code>{code}</code>")), "{self:?}");
        assert_eq!((self.status, &self.headers[header::CONTENT_TYPE] == "text/html; charset=utf-8"), (status, true));
        assert!(!self.set.iter().any(|cookie| cookie.starts_with("chat_session=")), "{self:?}");
        assert_eq!(self.headers[header::CACHE_CONTROL], "no-store");
    }

    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.status, 200, "{self:?}");
        serde_json::from_str(&self.text).unwrap()
    }

    /// One of the parameters of where it leads.
    pub(crate) fn leads_with(&self, name: &str) -> String {
        let url = Url::parse(&self.location).unwrap();
        url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
    }
}

impl Browser {
    pub(crate) fn new(home: &str) -> Self {
        // It fails only when another test of this process was faster.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().no_proxy().redirect(Policy::none()).user_agent("Firefox").build().unwrap();
        Self { client, home: home.to_owned(), cookies: BTreeMap::new() }
    }

    /// Goes to an address; the server's are known by their paths.
    pub(crate) async fn go(&mut self, url: &str) -> Seen {
        let is_home = url.starts_with('/') || url.starts_with(&self.home);
        let url = if url.starts_with('/') { format!("{}{url}", self.home) } else { url.to_owned() };
        let mut request = self.client.get(url);
        if is_home && !self.cookies.is_empty() {
            let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        let answer = request.send().await.unwrap();
        let headers = answer.headers().clone();
        let text = |name| headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        let set: Vec<_> =
            headers.get_all(header::SET_COOKIE).iter().map(|it| it.to_str().unwrap().to_owned()).collect();
        for cookie in &set {
            let (name, rest) = cookie.split_once('=').unwrap();
            match rest.split(';').next().unwrap() {
                "" => drop(self.cookies.remove(name)),
                value => drop(self.cookies.insert(name.to_owned(), value.to_owned())),
            }
        }
        let location = text(header::LOCATION);
        Seen { status: answer.status().as_u16(), location, set, headers, text: answer.text().await.unwrap() }
    }

    /// Goes to the provider, and tells where that sends it back to.
    pub(crate) async fn depart(&mut self) -> String {
        let away = self.go(BEGIN).await;
        assert_eq!(away.status, 303, "{away:?}");
        let back = self.go(&away.location).await;
        assert_eq!(back.status, 303, "{back:?}");
        back.location
    }

    /// Goes all the way.
    pub(crate) async fn sign_in(&mut self) -> Seen {
        let callback = self.depart().await;
        self.go(&callback).await
    }

    /// Who it has signed in as.
    pub(crate) async fn me(&mut self) -> Seen {
        self.go("/api/v1/me").await
    }

    /// Changes the password of whoever has signed in, and tells the status of the answer.
    pub(crate) async fn set_password(&self, change: &Value) -> u16 {
        let request = self.client.post(format!("{}/api/v1/me/password", self.home)).json(change);
        request.bearer_auth(&self.cookies["chat_session"]).send().await.unwrap().status().as_u16()
    }
}
