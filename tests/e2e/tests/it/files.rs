//! Files at the assembled server: handed in by either side, sent, heard of by the other, and had by their addresses.

use crate::{frame::draft, visitors::Street};
use reqwest::{RequestBuilder, Response, StatusCode, header};
use serde_json::{Value, json};
use std::{fs, path::Path};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

/// A picture of one pixel.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\x0bIDATx\xdac\xf8\x0f\x04\0\t\
    \xfb\x03\xfdh\xfa\x1c\xcc\0\0\0\0IEND\xaeB`\x82";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n";

/// A request with a file in the only part of a form.
fn with_file(request: RequestBuilder, name: &str, bytes: &[u8]) -> RequestBuilder {
    let head = format!("--border\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    let body = [head.as_bytes(), bytes, b"\r\n--border--\r\n"].concat();
    request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=border").body(body)
}

async fn told(request: RequestBuilder) -> (StatusCode, Value) {
    let response = request.send().await.expect("the server answers");
    (response.status(), response.json().await.unwrap_or(Value::Null))
}

impl Street {
    async fn agent_uploads(&self, name: &str, bytes: &[u8]) -> (StatusCode, Value) {
        let request = self.stage.http.post(format!("{}/api/v1/attachments", self.stage.url()));
        told(with_file(request.bearer_auth(&self.shop.api_key), name, bytes)).await
    }

    async fn visitor_uploads(&self, token: &str, name: &str, bytes: &[u8]) -> (StatusCode, Value) {
        let request = self.stage.http.post(format!("{}/w/{}/attachments", self.stage.url(), self.page.key));
        let request = request.bearer_auth(token).header("sec-fetch-site", "same-origin");
        told(with_file(request, name, bytes)).await
    }

    /// What an address leads to.
    async fn fetch(&self, url: &Value, range: Option<&str>) -> Response {
        let request = self.stage.http.get(format!("{}{}", self.stage.url(), url.as_str().expect("an address")));
        let request = range.iter().fold(request, |request, range| request.header(header::RANGE, *range));
        request.send().await.expect("the server answers")
    }
}

fn files(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).map(|entries| entries.flatten().collect::<Vec<_>>()).unwrap_or_default();
    entries.iter().map(|entry| if entry.path().is_dir() { files(&entry.path()) } else { 1 }).sum()
}

#[tokio::test]
async fn a_visitor_sends_a_picture_and_the_agent_has_it() {
    let street = Street::open().await;
    let agent = street.agent().await;
    let session = street.session(None).await;
    let (visitor, _) = street.visitor(&session).await;
    let (status, picture) = street.visitor_uploads(&session.token, "../parcel.jpg", PNG).await;
    assert_eq!(status, StatusCode::CREATED, "{picture}");
    assert_eq!((&picture["name"], &picture["contentType"]), (&json!("parcel.png"), &json!("image/png")));
    assert_eq!((&picture["width"], &picture["height"]), (&json!(1), &json!(1)));
    let mut message = draft("a-1", "");
    message["attachmentIds"] = json!([picture["id"]]);
    let sent = visitor.ask("sendMessage", [message]).await;
    assert_eq!(sent["ok"], true, "{sent}");

    let heard = agent.next_event("message").await.remove(0);
    assert_eq!((&heard["messageType"], &heard["attachments"][0]["id"]), (&json!("image"), &picture["id"]));
    let whole = street.fetch(&heard["attachments"][0]["url"], None).await;
    assert_eq!(
        (whole.status(), &whole.headers()[header::CONTENT_TYPE]),
        (StatusCode::OK, &"image/png".parse().unwrap())
    );
    assert_eq!(whole.bytes().await.expect("a body"), PNG);
    let part = street.fetch(&heard["attachmentUrl"], Some("bytes=1-3")).await;
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(part.headers()[header::CONTENT_RANGE], format!("bytes 1-3/{}", PNG.len()));
    assert_eq!(part.bytes().await.expect("a body").as_ref(), b"PNG");
    let unsent = street.fetch(&picture["url"], None).await;
    assert_eq!(unsent.status(), StatusCode::NOT_FOUND, "it is where it was sent now");
}

#[tokio::test]
async fn an_agent_sends_a_document_and_the_visitor_has_it_after_a_restart_as_well() {
    let mut street = Street::open().await;
    let agent = street.agent().await;
    let session = street.session(None).await;
    let (visitor, _) = street.visitor(&session).await;
    let conversation = visitor.ask("sendMessage", [draft("a-1", "Hello?")]).await["conversation"]["id"].clone();
    let (status, invoice) = street.agent_uploads("Invoice 7.pdf", PDF).await;
    assert_eq!(status, StatusCode::CREATED, "{invoice}");
    let reply = json!({ "conversationId": conversation, "content": "Here", "attachmentIds": [invoice["id"]] });
    let reply = agent.ask("sendMessage", [reply]).await;
    assert_eq!(reply["ok"], true, "{reply}");
    let heard = loop {
        let heard = visitor.next_event("message").await.remove(0);
        if heard["content"] == "Here" {
            break heard;
        }
    };
    let url = heard["attachments"][0]["url"].clone();
    assert!(url.as_str().is_some_and(|url| url.contains("/Invoice%207.pdf?")), "{url}");
    street.stage.server.kill().await;
    street.stage.server.restart().await;
    let saved = street.fetch(&url, None).await;
    assert_eq!(saved.headers()[header::CONTENT_DISPOSITION], "attachment; filename=\"Invoice 7.pdf\"");
    assert_eq!(saved.headers()[header::CONTENT_SECURITY_POLICY], "sandbox; default-src 'none'");
    assert_eq!(saved.bytes().await.expect("a body"), PDF);
    assert_eq!(files(&street.stage.server.data_dir().join("files")), 1);
    assert_eq!(files(&street.stage.server.data_dir().join("uploads")), 0);
}

#[tokio::test]
async fn files_are_limited_and_refused_at_the_door() {
    let limits = ["--visitor-file-mb", "1", "--agent-file-mb", "2", "--limit-visitor", "upload=2/m"];
    let street = Street::open_with(|launch| launch.args(limits)).await;
    let session = street.session(None).await;
    let text = vec![b'x'; 1_500_000];
    let (status, large) = street.visitor_uploads(&session.token, "a.txt", &text).await;
    assert_eq!((status, &large["code"]), (StatusCode::PAYLOAD_TOO_LARGE, &json!("file_too_large")), "{large}");
    let (status, taken) = street.agent_uploads("a.txt", &text).await;
    assert_eq!((status, &taken["size"]), (StatusCode::CREATED, &json!(1_500_000)), "{taken}");
    let (status, page) = street.agent_uploads("a.txt", b"<script>alert(1)</script>").await;
    assert_eq!((status, &page["code"]), (StatusCode::UNSUPPORTED_MEDIA_TYPE, &json!("file_type")), "{page}");
    for expected in [StatusCode::CREATED, StatusCode::CREATED, StatusCode::TOO_MANY_REQUESTS] {
        let (status, answer) = street.visitor_uploads(&session.token, "a.txt", b"words").await;
        assert_eq!(status, expected, "{answer}");
    }
}

/// Finds a virus in whatever it is given.
async fn find_viruses(listener: TcpListener) {
    while let Ok((mut stream, _)) = listener.accept().await {
        let mut heard = Vec::new();
        while !heard.ends_with(&[0; 4]) && stream.read_buf(&mut heard).await.is_ok_and(|count| count > 0) {}
        let _ = stream.write_all(b"stream: Eicar-Signature FOUND\0").await;
    }
}

#[tokio::test]
async fn what_a_scanner_finds_is_refused_and_without_one_nothing_is_taken() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let street = Street::open_with(|launch| launch.args(["--clamav", &address])).await;
    let scanner = tokio::spawn(find_viruses(listener));
    let (status, infected) = street.agent_uploads("a.txt", b"words").await;
    assert_eq!((status, &infected["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("file_infected")), "{infected}");
    scanner.abort();
    let _ = scanner.await;
    let (status, away) = street.agent_uploads("a.txt", b"words").await;
    assert_eq!((status, &away["code"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("unavailable")), "{away}");
    assert_eq!(files(&street.stage.server.data_dir().join("files")), 0);
}
