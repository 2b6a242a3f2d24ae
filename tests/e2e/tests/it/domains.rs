//! Domains are proven against a real name server and a real website with TLS, and where they are not, nothing is handed out.

#[expect(unreachable_pub, reason = "the parts of the outside are shared among themselves")]
#[expect(dead_code, reason = "the probe's own tests use more of it")]
#[path = "../../../../chat-widget/tests/outside/mod.rs"]
mod outside;

use crate::stage::{Shop, Stage};
use outside::{NameServer, WebServer};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A server whose DNS and web are on this machine, and a widget.
struct Street {
    dns: NameServer,
    web: WebServer,
    /// Where the certificate is, which the server reads whenever it starts.
    _folder: TempDir,
    stage: Stage,
    shop: Shop,
    widget: String,
    key: String,
}

impl Street {
    async fn open() -> Self {
        let (dns, web) = (NameServer::start().await, WebServer::start(&["shop.test"]).await);
        let folder = tempfile::tempdir().unwrap();
        let roots = folder.path().join("roots.pem");
        std::fs::write(&roots, &web.root).unwrap();
        let stage = Stage::open_with(|launch| {
            let launch = launch.env("CHAT_DNS_SERVERS", dns.address.to_string());
            launch.env("CHAT_PROOF_ROOTS", &roots).env("CHAT_PROOF_REACH", web.address.to_string())
        });
        let stage = stage.await;
        let shop = stage.shop(1).await;
        let new = json!({ "name": "Shop", "type": "floating" });
        let (_, made) = stage.ask(&shop, Method::POST, "/api/v1/widgets", Some(new)).await;
        let text = |field: &str| made[field].as_str().unwrap().to_owned();
        Self { dns, web, _folder: folder, widget: text("id"), key: text("publicKey"), stage, shop }
    }

    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> (StatusCode, Value) {
        self.stage.ask(&self.shop, method, &format!("/api/v1/widgets/{}/{path}", self.widget), body).await
    }

    async fn add(&self, domain: &str) -> Value {
        let (status, added) = self.ask(Method::POST, "domains", Some(json!({ "domain": domain }))).await;
        assert_eq!(status, StatusCode::CREATED, "{added}");
        added
    }

    async fn verify(&self, domain: &Value) -> Value {
        let path = format!("domains/{}/verify", domain["id"].as_str().unwrap());
        let (status, check) = self.ask(Method::POST, &path, None).await;
        assert_eq!(status, StatusCode::OK, "{check}");
        check
    }

    /// What a page is answered that wants to show the widget.
    async fn boot(&self, origin: &str) -> StatusCode {
        let url = format!("{}/w/{}/boot", self.stage.server.url(), self.key);
        self.stage.http.post(url).header("origin", origin).send().await.unwrap().status()
    }
}

fn codes(check: &Value) -> Vec<&str> {
    check["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap_or("found")).collect()
}

#[tokio::test]
async fn a_widget_appears_where_a_record_or_a_file_proves_the_domain_and_nowhere_else() {
    let mut street = Street::open().await;
    let (by_dns, by_file) = (street.add("*.brand.test").await, street.add("shop.test").await);
    assert_eq!(codes(&street.verify(&by_dns).await), ["no_record"]);
    assert_eq!(codes(&street.verify(&by_file).await), ["no_record", "no_address"]);
    street.dns.address_of("shop.test", "10.0.0.1");
    assert_eq!(codes(&street.verify(&by_file).await), ["no_record", "private_address"]);
    for origin in ["https://shop.test", "https://www.brand.test", "https://evil.test"] {
        assert_eq!(street.boot(origin).await, StatusCode::FORBIDDEN, "{origin}");
    }

    street.dns.txt(by_dns["dns"]["name"].as_str().unwrap(), &["v=spf1 -all"]);
    street.dns.txt(by_dns["dns"]["name"].as_str().unwrap(), &[by_dns["dns"]["value"].as_str().unwrap()]);
    assert_eq!(street.verify(&by_dns).await["domain"]["state"], "verified");
    street.dns.forget("shop.test");
    street.dns.address_of("shop.test", "127.0.0.1");
    assert_eq!(codes(&street.verify(&by_file).await), ["no_record", "wrong_status"]);
    street.web.text(by_file["file"]["path"].as_str().unwrap(), by_file["file"]["content"].as_str().unwrap());
    let check = street.verify(&by_file).await;
    assert_eq!((&check["domain"]["state"], &check["domain"]["method"]), (&json!("verified"), &json!("file")));
    for (origin, status) in [
        ("https://shop.test", StatusCode::OK),
        ("https://www.brand.test", StatusCode::OK),
        ("https://brand.test", StatusCode::FORBIDDEN),
        ("https://www.shop.test", StatusCode::FORBIDDEN),
        ("http://shop.test", StatusCode::FORBIDDEN),
        ("https://evil.test", StatusCode::FORBIDDEN),
        ("http://localhost:5173", StatusCode::FORBIDDEN),
    ] {
        assert_eq!(street.boot(origin).await, status, "{origin}");
    }
    let path = format!("domains/{}", by_file["id"].as_str().unwrap());
    assert_eq!(street.ask(Method::DELETE, &path, None).await.0, StatusCode::NO_CONTENT);
    assert_eq!(street.boot("https://shop.test").await, StatusCode::FORBIDDEN);

    // What was counted in memory is kept when the server stops.
    assert!(street.stage.server.terminate().await.success());
    street.stage.server.restart().await;
    let (_, figures) = street.ask(Method::GET, "analytics", None).await;
    assert_eq!((&figures["totals"]["loads"], &figures["totals"]["blocked"]), (&json!(2), &json!(9)), "{figures}");
    let (_, blocked) = street.ask(Method::GET, "blocked-origins", None).await;
    let evil = blocked["items"].as_array().unwrap().iter().find(|item| item["origin"] == "https://evil.test");
    assert_eq!(evil.expect("it is told")["count"], 2);
}
