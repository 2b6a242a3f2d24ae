//! Files: a business uploads them, a user sends them, both are fetched.

use crate::stage::{Answer, Stage};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

const ANN: &str = "+16505551234";
const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

/// A file with the type that its part says.
struct File {
    name: &'static str,
    mime: &'static str,
    bytes: Vec<u8>,
}

impl File {
    fn of(mime: &'static str, size: usize) -> Self {
        Self { name: "file.bin", mime, bytes: vec![7; size] }
    }

    fn form(&self, parameters: &[(&str, &str)]) -> Vec<u8> {
        let mut form = Vec::new();
        for (name, value) in parameters {
            let part = format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            form.extend(part.into_bytes());
        }
        let head = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\nContent-Type: {}\r\n\r\n",
            self.name, self.mime
        );
        form.extend(head.into_bytes());
        form.extend(&self.bytes);
        form.extend(b"\r\n--edge--\r\n");
        form
    }
}

async fn upload_with(stage: &Stage, file: &File, parameters: &[(&str, &str)]) -> Answer {
    let path = format!("{}/media", stage.account.phone_number_id);
    stage.post_form(&path, "edge", file.form(parameters)).await
}

async fn upload(stage: &Stage, file: &File) -> Answer {
    upload_with(stage, file, &[("messaging_product", "whatsapp"), ("type", file.mime)]).await
}

async fn uploaded(stage: &Stage, file: &File) -> String {
    let answer = upload(stage, file).await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    answer.json["id"].as_str().unwrap().to_owned()
}

async fn fetch(stage: &Stage, url: &str, token: &str) -> reqwest::Response {
    stage.client.get(url).bearer_auth(token).send().await.unwrap()
}

#[tokio::test]
async fn an_uploaded_file_is_told_of_fetched_and_deleted() {
    let stage = Stage::open().await;
    let file = File { name: "Gr\u{fc}\u{df}e.pdf", mime: "application/pdf", bytes: b"%PDF-1.7".to_vec() };
    let id = uploaded(&stage, &file).await;
    assert!(id.bytes().all(|byte| byte.is_ascii_digit()));

    let told = stage.graph(Method::GET, &id, Value::Null).await.json;

    let url = told["url"].as_str().unwrap().to_owned();
    assert!(url.starts_with(&format!("{}/whatsapp_business/attachments/?mid={id}", stage.url)), "{url}");
    assert_eq!(told["sha256"], hex::encode(Sha256::digest(&file.bytes)));
    assert_eq!(told["file_size"], 8);
    assert_eq!(told["mime_type"], "application/pdf");
    assert_eq!(told["messaging_product"], "whatsapp");
    let fetched = fetch(&stage, &url, &stage.account.access_token).await;
    assert_eq!(fetched.headers()["content-type"], "application/pdf");
    assert_eq!(fetched.headers()["content-disposition"], "attachment; filename=\"Gr__e.pdf\"");
    assert_eq!(fetched.bytes().await.unwrap(), file.bytes);

    assert_eq!(stage.graph(Method::DELETE, &id, Value::Null).await.json, json!({"success": true}));
    assert_eq!(stage.graph(Method::GET, &id, Value::Null).await.code(), (400, 100, Some(33)));
    assert_eq!(fetch(&stage, &url, &stage.account.access_token).await.status(), 404);
}

#[tokio::test]
async fn a_url_is_for_a_token_for_five_minutes_and_cannot_be_made_up() {
    let stage = Stage::open().await;
    let id = uploaded(&stage, &File::of("image/png", 10)).await;
    let token = stage.account.access_token.clone();
    let url = stage.graph(Method::GET, &id, Value::Null).await.json["url"].as_str().unwrap().to_owned();

    assert_eq!(stage.client.get(&url).send().await.unwrap().status(), 404);
    assert_eq!(fetch(&stage, &url, "nobody").await.status(), 404);
    assert_eq!(fetch(&stage, &format!("{url}x"), &token).await.status(), 404);
    assert_eq!(fetch(&stage, &url.replace("&ext=1", "&ext=2"), &token).await.status(), 404);
    assert_eq!(fetch(&stage, &url, &token).await.status(), 200);
    stage.control("clock", json!({"advanceMs": 300_000})).await;
    assert_eq!(fetch(&stage, &url, &token).await.status(), 404);
}

#[tokio::test]
async fn a_file_belongs_to_its_number() {
    let stage = Stage::open().await;
    let other = json!({"appId": "2", "businessId": "3", "businessAccountId": "4", "phoneNumberId": "5",
        "accessToken": "another-token"});
    stage.control("accounts", other).await;
    let id = uploaded(&stage, &File::of("image/png", 10)).await;
    let own = format!("{id}?phone_number_id={}", stage.account.phone_number_id);

    assert_eq!(stage.graph(Method::GET, &own, Value::Null).await.status, 200);
    assert_eq!(stage.graph(Method::GET, &format!("{id}?phone_number_id=5"), Value::Null).await.code().1, 100);
    assert_eq!(stage.graph_as("another-token", Method::GET, &id, Value::Null).await.code(), (400, 100, Some(33)));
}

#[tokio::test]
async fn uploaded_files_live_for_30_days_or_shorter_and_those_of_users_for_seven() {
    let stage = Stage::open().await;
    let phone = stage.account.phone_number_id.clone();
    let file = File::of("image/jpeg", 10);
    let id = uploaded(&stage, &file).await;
    let short = [("messaging_product", "whatsapp"), ("type", "image/jpeg"), ("ttl_minutes", "60")];
    let short = upload_with(&stage, &file, &short).await.json["id"].as_str().unwrap().to_owned();
    let of_user = stage.emulator.keep_user_media(&phone, "image/jpeg", None, file.bytes.clone()).unwrap();
    assert_eq!(of_user.sha256, STANDARD.encode(Sha256::digest(&file.bytes)));
    let lives = async |id: &str| stage.graph(Method::GET, id, Value::Null).await.status == 200;

    assert!(lives(&id).await && lives(&short).await && lives(&of_user.id).await);
    stage.control("clock", json!({"advanceMs": 60 * 60_000})).await;
    assert!(lives(&id).await && !lives(&short).await);
    stage.control("clock", json!({"advanceMs": 7 * DAY_MS})).await;
    assert!(lives(&id).await && !lives(&of_user.id).await);
    stage.control("clock", json!({"advanceMs": 23 * DAY_MS})).await;
    assert!(!lives(&id).await);
    assert!(stage.emulator.keep_user_media("1", "image/jpeg", None, file.bytes).is_err());
}

#[tokio::test]
async fn a_file_that_whatsapp_does_not_carry_is_refused_with_the_code_that_says_why() {
    let stage = Stage::open().await;
    let cases = [
        (100, File::of("image/gif", 10)),
        (100, File::of("application/zip", 10)),
        (131_053, File::of("image/jpeg", 0)),
        (131_053, File::of("image/jpeg", (5 << 20) + 1)),
        (131_053, File::of("image/webp", (100 << 10) + 1)),
        (131_053, File::of("audio/aac", (16 << 20) + 1)),
    ];
    for (code, file) in cases {
        let refused = upload(&stage, &file).await;
        assert_eq!(refused.code().1, code, "{} of {} gave {}", file.mime, file.bytes.len(), refused.json);
    }
    for (mime, size) in [("image/jpeg", 5 << 20), ("audio/ogg; codecs=opus", 10), ("video/mp4", 16 << 20)] {
        assert_eq!(upload(&stage, &File::of(mime, size)).await.status, 200, "{mime}");
    }
    let without_product = upload_with(&stage, &File::of("image/png", 1), &[("type", "image/png")]).await;
    assert_eq!(without_product.code().1, 100);
    let path = format!("{}/media", stage.account.phone_number_id);
    let without_file = stage.graph(Method::POST, &path, json!({"messaging_product": "whatsapp"})).await;
    assert_eq!(without_file.code().1, 100);
    let noted = stage.report("requests").await["requests"][0]["parameters"].clone();
    assert_eq!(noted["file"], json!({"filename": "file.bin", "mimeType": "image/gif", "bytes": 10}));
}

#[tokio::test]
async fn an_uploaded_file_is_sent_as_what_it_is() {
    let mut stage = Stage::open().await;
    stage.customer_writes(ANN).await;
    let id = uploaded(&stage, &File::of("image/png", 10)).await;
    let send = |kind: &str, id: &str| {
        let mut body = json!({"messaging_product": "whatsapp", "to": ANN, "type": kind});
        body[kind] = json!({"id": id});
        body
    };

    assert_eq!(stage.send(send("image", &id)).await.status, 200);
    assert_eq!(stage.send(send("document", &id)).await.status, 200);
    assert_eq!(stage.send(send("audio", &id)).await.code().1, 131_053);
    assert_eq!(stage.send(send("image", "1")).await.code().1, 131_009);
}
