//! The demo's website: a shop with a widget of each type on its pages, and a page elsewhere that may show none.

use crate::problem::Problem;
use axum::{
    Router,
    http::{HeaderName, header},
    response::Html,
    routing::get,
};
use chat_core::{Desk, NewWidget, SettingsPatch, Widget, WidgetKind};
use serde_json::{Value, json};
use std::{future::IntoFuture, net::SocketAddr};
use tokio::net::TcpListener;

const STYLE: &str = include_str!("pages/shop.css");

/// What the widgets of the shop have in common.
fn brand() -> Value {
    json!({ "primary": "#2f5d50", "primaryDark": "#7cc4ae" })
}

/// The shop's widgets, by the page that each is on.
pub(super) struct Shop {
    living_room: Widget,
    contact: Widget,
    sale: Widget,
    copycat: Widget,
}

impl Shop {
    /// Makes the widgets.
    pub(super) async fn open(desk: &Desk) -> Result<Self, Problem> {
        let welcome = "Hi! 👋 Ask us anything about wood, wool, sizes or your order.";
        let living_room = json!({
            "allowLocalhost": true, "colors": brand(),
            "messages": { "en": { "title": "Oak & Ember", "welcome": welcome } },
        });
        let contact = json!({
            "allowLocalhost": true, "colors": brand(), "target": "#chat",
            "messages": { "en": { "title": "The workshop", "preChat": "Tell us who you are, and we look up your orders.", "welcome": welcome } },
            "preChatForm": { "fields": [
                { "name": "name", "type": "text", "label": { "en": "Your name" }, "required": true },
                { "name": "email", "type": "email", "label": { "en": "E-mail address" } },
                { "name": "topic", "type": "select", "label": { "en": "What is it about?" }, "options": [
                    { "value": "order", "label": { "en": "An order" } }, { "value": "repair", "label": { "en": "A repair" } },
                    { "value": "else", "label": { "en": "Something else" } } ] },
            ] },
        });
        let sale = json!({
            "allowLocalhost": true, "launcher": { "icon": "wave" }, "colors": { "primary": "#b3541e", "primaryDark": "#f0a373" },
            "messages": { "en": { "title": "Spring sale", "launcher": "Ask us", "welcome": welcome,
                "teaser": "Want to know whether the table fits through your door? We have measured a lot of doors." } },
            "popup": { "delaySeconds": 2, "scrollPercent": 50, "exitIntent": true },
        });
        Ok(Self {
            living_room: make(desk, "Living room", WidgetKind::Floating, living_room).await?,
            contact: make(desk, "Contact page", WidgetKind::Embedded, contact).await?,
            sale: make(desk, "Spring sale", WidgetKind::Popup, sale).await?,
            copycat: make(desk, "Not for this website", WidgetKind::Floating, json!({})).await?,
        })
    }

    /// The shop's pages, each with the one line that its widget takes; `server` is where the chat is.
    fn pages(&self, server: &str) -> Router {
        let page = |html: &'static str, widget: &Widget| with_widget(html, widget, server);
        Router::new()
            .route("/", get(page(include_str!("pages/living-room.html"), &self.living_room)))
            .route("/contact", get(page(include_str!("pages/contact.html"), &self.contact)))
            .route("/sale", get(page(include_str!("pages/sale.html"), &self.sale)))
            .route("/shop.css", get(([CSS], STYLE)))
    }

    /// The page of somebody else.
    fn elsewhere(&self, server: &str) -> Router {
        let page = with_widget(include_str!("pages/copycat.html"), &self.copycat, server);
        Router::new().route("/", get(page)).route("/shop.css", get(([CSS], STYLE)))
    }
}

const CSS: (HeaderName, &str) = (header::CONTENT_TYPE, "text/css; charset=utf-8");

fn with_widget(html: &'static str, widget: &Widget, server: &str) -> Html<String> {
    Html(html.replace("<!--chat-->", &widget.snippet(server)))
}

async fn make(desk: &Desk, name: &str, kind: WidgetKind, settings: Value) -> Result<Widget, Problem> {
    let unable = |error: &dyn std::fmt::Display| Problem::new(format!("the demo's widget cannot be made: {error}"));
    let settings: SettingsPatch = serde_json::from_value(settings).map_err(|error| unable(&error))?;
    let new = NewWidget { name: name.into(), kind, settings };
    desk.create_widget(&new).await.map_err(|error| unable(&error))
}

/// Where the pages are: at the ports after the server's own, or at any that are free.
pub(super) struct Street {
    shop: TcpListener,
    elsewhere: TcpListener,
}

impl Street {
    pub(super) async fn near(server: SocketAddr) -> Result<Self, Problem> {
        Ok(Self { shop: listen(server, 1).await?, elsewhere: listen(server, 2).await? })
    }

    /// Where the shop is, and where the page is that may show no widget.
    pub(super) fn urls(&self) -> Result<[String; 2], Problem> {
        Ok([format!("http://{}", self.shop.local_addr()?), format!("http://{}", self.elsewhere.local_addr()?)])
    }

    /// Serves the pages, until something fails.
    pub(super) async fn serve(self, shop: &Shop, server: &str) -> Result<(), Problem> {
        let (pages, elsewhere) = (shop.pages(server), shop.elsewhere(server));
        tokio::try_join!(
            axum::serve(self.shop, pages).into_future(),
            axum::serve(self.elsewhere, elsewhere).into_future(),
        )?;
        Ok(())
    }
}

async fn listen(server: SocketAddr, after: u16) -> Result<TcpListener, Problem> {
    let near = SocketAddr::new(server.ip(), server.port().saturating_add(after));
    match TcpListener::bind(near).await {
        Ok(listener) => Ok(listener),
        Err(_) => Ok(TcpListener::bind((server.ip(), 0)).await?),
    }
}
