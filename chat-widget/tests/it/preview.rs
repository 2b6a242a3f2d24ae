//! A widget as agents try it out.

use crate::street::{Street, header, json_of, text};
use axum::response::Response;
use chat_core::WidgetKind;
use http::{Request, StatusCode};
use serde_json::json;

/// Where the module itself is.
const OWN: &str = "https://chat.test";

impl Street {
    async fn preview(&self, cookie: &str) -> Response {
        let path = format!("/w/{}/preview", self.widget.public_key);
        self.ask(Request::get(path).header("cookie", cookie), "").await
    }

    /// The ticket that the page of a preview has.
    async fn ticket(&self) -> String {
        let html = text(self.preview(&format!("a=b; chat_session={}", self.token)).await).await;
        html.split_once("data-preview=\"").unwrap().1.split_once('"').unwrap().0.to_owned()
    }

    async fn boot_preview(&self, key: &str, ticket: &str, site: &str) -> Response {
        let request = Request::post(format!("/w/{key}/boot")).header("origin", OWN).header("sec-fetch-site", site);
        self.ask(request, json!({ "preview": ticket })).await
    }
}

#[tokio::test]
async fn an_agent_tries_a_widget_out_that_may_appear_nowhere() {
    let street = Street::with(WidgetKind::Embedded, json!({})).await;
    street.switch_off().await;
    let response = street.preview(&format!("chat_session={}", street.token)).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(header(&response, "content-security-policy").contains("frame-ancestors 'self'"));
    assert!(!header(&response, "content-security-policy").contains("unsafe"));
    assert_eq!(header(&response, "cache-control"), "no-store");

    let key = &street.widget.public_key;
    let ticket = street.ticket().await;
    let boot = json_of(street.boot_preview(key, &ticket, "same-origin").await).await;
    let frame = street.ask(Request::get(format!("/{}", boot["frame"].as_str().unwrap())), "").await;
    assert!(header(&frame, "content-security-policy").contains(&format!("frame-ancestors {OWN};")));
    assert_eq!(street.session(json!({ "boot": boot["boot"] })).await.status(), StatusCode::OK);

    street.desk.delete_widget(street.widget.id).await.unwrap();
    assert_eq!(street.boot_preview(key, &ticket, "same-origin").await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn nobody_else_is_shown_a_preview() {
    let (street, other) = (Street::open().await, Street::open().await);
    for cookie in ["", "chat_session=", "chat_session=ck_nobody", "other=x", &format!("chat_session={}", other.token)] {
        let response = street.preview(cookie).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{cookie}");
        assert_eq!(text(response).await, "", "{cookie}");
    }
    let (key, ticket) = (&street.widget.public_key, street.ticket().await);
    let boot = json_of(street.boot_preview(key, &ticket, "same-origin").await).await;
    for (why, key, ticket, site) in [
        ("on a website", key.as_str(), ticket.as_str(), "cross-site"),
        ("on a page beside", key, &ticket, "same-site"),
        ("for another widget", &other.widget.public_key, &ticket, "same-origin"),
        ("with another token", key, boot["boot"].as_str().unwrap(), "same-origin"),
    ] {
        assert_eq!(street.boot_preview(key, ticket, site).await.status(), StatusCode::FORBIDDEN, "{why}");
    }
}
