use crate::paper::Office;
use chat_core::{
    Boot, Customer, NewVisitorKey, NewWidget, NoVisit, Notice, OpenVisit, OpenedVisit, PageQuery, Said, Secret, Visit,
    VisitStretch, VisitorDraft, VisitorKeyKind, Widget, WidgetKind,
};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

/// The website's page, which a developer's machine serves.
pub(crate) const PAGE: &str = "http://localhost:5173";
pub(crate) const OTHER_PAGE: &str = "http://localhost:8080";
const KEY: &str = "a secret of the website with 32 bytes or more";

/// An office with a widget on its website, which people pass by.
pub(crate) struct Street {
    pub(crate) office: Office,
    pub(crate) widget: Widget,
}

impl Street {
    pub(crate) async fn open() -> Self {
        Self::of(Office::open().await).await
    }

    pub(crate) async fn of(office: Office) -> Self {
        let widget = new_widget(&office, json!({})).await;
        Self { office, widget }
    }

    pub(crate) async fn boot(&self) -> Boot {
        self.office.chat.boot(&self.widget.public_key, PAGE, None).await.unwrap()
    }

    pub(crate) async fn enter(&self, visitor: Option<&str>, identity: Option<&str>) -> Result<OpenedVisit, NoVisit> {
        let boot = self.boot().await;
        let open = OpenVisit { key: &self.widget.public_key, boot: &boot.boot, visitor, identity, caller: None };
        self.office.chat.open_visit(open).await
    }

    /// Somebody who was never here.
    pub(crate) async fn stranger(&self) -> Visitor {
        self.come_in(None, None).await
    }

    pub(crate) async fn come_in(&self, visitor: Option<&str>, identity: Option<&str>) -> Visitor {
        let opened = self.enter(visitor, identity).await.unwrap();
        let visit = self.office.chat.visit(&opened.token).await.unwrap();
        Visitor { opened, visit }
    }

    /// The website says who its visitor is.
    pub(crate) fn vouch(&self, subject: &str) -> String {
        let exp = self.office.chat.env().now().millis() / 1000 + 600;
        let claims = json!({ "sub": subject, "aud": self.widget.public_key, "exp": exp, "name": subject });
        let key = EncodingKey::from_secret(KEY.as_bytes());
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key).unwrap()
    }

    pub(crate) async fn customers(&self) -> Vec<Customer> {
        self.office.desk.customers(None, PageQuery::default()).await.unwrap().items
    }
}

pub(crate) async fn new_widget(office: &Office, mut settings: Value) -> Widget {
    settings["allowLocalhost"] = json!(true);
    let settings = serde_json::from_value(settings).unwrap();
    let new = NewWidget { name: "Website".into(), kind: WidgetKind::Floating, settings };
    let widget = office.desk.create_widget(&new).await.unwrap();
    let key = NewVisitorKey { kid: "first".into(), kind: VisitorKeyKind::Hs256, key: Secret::from(KEY) };
    office.desk.add_visitor_key(widget.id, &key).await.unwrap();
    office.desk.widget(widget.id).await.unwrap()
}

/// Somebody on the website.
pub(crate) struct Visitor {
    pub(crate) opened: OpenedVisit,
    pub(crate) visit: Visit,
}

impl Visitor {
    pub(crate) async fn says(&self, name: &str, text: &str) -> Said {
        self.visit.send(&draft(name, text)).await.unwrap()
    }

    /// The texts of its conversations, the latest conversation first and in each the first message first.
    pub(crate) async fn texts(&self) -> Vec<Vec<String>> {
        let mut texts = Vec::new();
        for listed in self.visit.conversations().await.unwrap() {
            let page = self.visit.history(listed.conversation.id, PageQuery::default()).await.unwrap();
            texts.push(page.items.into_iter().rev().map(|message| message.content).collect());
        }
        texts
    }

    pub(crate) async fn events(&self, after: i64) -> VisitStretch {
        self.visit.events(after).await.unwrap()
    }
}

pub(crate) fn draft(name: &str, text: &str) -> VisitorDraft {
    VisitorDraft { content: text.into(), client_message_id: name.into(), ..VisitorDraft::default() }
}

pub(crate) fn names(events: &[Notice]) -> Vec<&'static str> {
    events.iter().map(|notice| notice.event.name()).collect()
}
