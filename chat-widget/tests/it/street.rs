//! A shop with a widget, a developer's machine whose pages may show it, and the requests that browsers send.

use axum::{Router, body::Body, response::Response};
use chat_conformance::files::Glance;
use chat_core::{
    Chat, Desk, Files, Holder, Limited, LocalLogin, LocalPages, MemoryMedia, MemoryStore, NewAgent, NewWidget, Quota,
    Quotas, Role, Widget, WidgetKind, WidgetPatch, WidgetStatus,
};
use chat_widget::Options;
use http::{Request, StatusCode, request::Builder};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

/// Where the page is.
pub(crate) const PAGE: &str = "http://localhost:3001";

pub(crate) struct Street {
    pub(crate) chat: Chat,
    pub(crate) desk: Desk,
    pub(crate) widget: Widget,
    /// What the owner has signed in with.
    pub(crate) token: String,
    router: Router,
}

impl Street {
    /// How many bytes a file may have.
    pub(crate) const FILE_BYTES_MAX: u64 = 100_000;

    /// A floating widget that works on pages of this machine.
    pub(crate) async fn open() -> Self {
        Self::with(WidgetKind::Floating, json!({})).await
    }

    pub(crate) async fn with(kind: WidgetKind, settings: Value) -> Self {
        Self::allowing(kind, settings, Quotas::default()).await
    }

    /// A floating widget where somebody may hand in so many files.
    pub(crate) async fn limited(holder: Holder, uploads: Quota) -> Self {
        let quotas = Quotas::default().with(holder, Limited::Upload, uploads);
        Self::allowing(WidgetKind::Floating, json!({}), quotas).await
    }

    async fn allowing(kind: WidgetKind, mut settings: Value, quotas: Quotas) -> Self {
        settings["allowLocalhost"] = true.into();
        let store = MemoryStore::default();
        let login = LocalLogin::new(store.clone());
        let files = Files::new(MemoryMedia::default(), Glance::default()).visitor_bytes_max(Self::FILE_BYTES_MAX);
        let chat = Chat::builder(store, login.clone()).local_pages(LocalPages::Allowed);
        let chat = chat.files(files).quotas(quotas).build();
        let owner = NewAgent::new("Ann", "ann@shop.test", Role::Owner);
        let created = login.create_client("Shop", owner).await.unwrap();
        let desk = chat.sign_in(created.api_key.expose()).await.unwrap();
        let settings = serde_json::from_value(settings).unwrap();
        let widget = desk.create_widget(&NewWidget { name: "Shop".into(), kind, settings }).await.unwrap();
        Self {
            chat: chat.clone(),
            desk,
            widget,
            token: created.api_key.expose().to_owned(),
            router: chat_widget::router(chat, Options::default().session_cookie("chat_session")),
        }
    }

    pub(crate) async fn switch_off(&self) {
        let patch = WidgetPatch { status: Some(WidgetStatus::Inactive), ..WidgetPatch::default() };
        self.desk.change_widget(self.widget.id, &patch).await.unwrap();
    }

    pub(crate) async fn ask(&self, request: Builder, body: impl ToString) -> Response {
        self.send(request, Body::from(body.to_string())).await
    }

    pub(crate) async fn send(&self, request: Builder, body: Body) -> Response {
        self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap()
    }

    /// Asks as the loader does on a page of an origin.
    pub(crate) async fn boot(&self, key: &str, origin: &str) -> Response {
        let request = Request::post(format!("/w/{key}/boot")).header("origin", origin);
        self.ask(request, json!({ "lang": "en", "isFirst": true })).await
    }

    /// What the loader is given on a page that may show the widget.
    pub(crate) async fn booted(&self) -> Value {
        let response = self.boot(&self.widget.public_key, PAGE).await;
        assert_eq!(response.status(), StatusCode::OK);
        json_of(response).await
    }

    /// Asks as the frame does.
    pub(crate) async fn session(&self, ask: Value) -> Response {
        let request = Request::post(format!("/w/{}/session", self.widget.public_key));
        let request = request.header("content-type", "application/json").header("sec-fetch-site", "same-origin");
        self.ask(request, ask).await
    }
}

pub(crate) fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

pub(crate) async fn text(response: Response) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}

pub(crate) async fn json_of(response: Response) -> Value {
    serde_json::from_str(&text(response).await).unwrap()
}
