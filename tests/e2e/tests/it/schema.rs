//! What the description of the API promises is what the server does, as schemathesis makes up requests from it.

use e2e::{Launch, Server};
use serde_json::Value;
use std::{fs, path::Path, process::Stdio, time::Duration};
use tokio::{process::Command, time::timeout};

/// How long it may take: a guard, many times what it needs. The test runner has a longer one for this test (`.config/nextest.toml`).
const MAX: Duration = Duration::from_secs(3_600);

/// Where its settings are.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/python");

/// What is not asked: it would end what the others are asked with.
const LEFT_OUT: [&str; 2] = ["logout", "revokeApiKey"];

/// Every check there is, but `ignored_auth` and its like would make up tokens: `roles.rs` and `tenants.rs` of `chat-http` walk all
/// routes without one, and with somebody else's.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
    response_schema_conformance,negative_data_rejection,positive_data_acceptance,missing_required_header,unsupported_method,\
    allow_header_conformance";

/// Meta's servers, with the number that the description's examples connect. Its webhooks go where nothing listens.
async fn emulator() -> Server {
    let number = [
        ["--callback-url", "http://127.0.0.1:9/"],
        ["--phone-number-id", "106540352242922"],
        ["--business-account-id", "102290129340398"],
        ["--access-token", "EAAJZC4kZBZAnoBO2vY8"],
        ["--app-secret", "9f86d081884c7d659a2feaa0c55ad015"],
    ];
    Server::start(Launch::whatsapp_emulator().args(number.concat())).await
}

/// A server that nobody else asks, without the limits that so many requests would meet.
async fn server(emulator: &Server) -> Server {
    let launch =
        ["CHAT_LIMIT_IP", "CHAT_LIMIT_API_KEY", "CHAT_LIMIT_CLIENT", "CHAT_LIMIT_EMAIL", "CHAT_LIMIT_EMAIL_IP"];
    let launch = launch.into_iter().fold(Launch::chat_server(), |launch, limit| launch.env(limit, "100000/s"));
    Server::start(launch.env("CHAT_GRAPH_URL", emulator.url())).await
}

#[tokio::test]
async fn every_operation_does_what_its_description_promises() {
    let program = e2e::python("schemathesis");
    let emulator = emulator().await;
    let server = server(&emulator).await;
    let create = ["admin", "create-client", "--name", "Shop", "--owner-email", "ann@shop.test", "--json"];
    let created: Value = serde_json::from_str(&server.run(create).await).expect("JSON was asked for");
    let key = created["apiKey"].as_str().expect("a key");
    // It leaves behind what it has found in the folder that it runs in.
    let folder = tempfile::tempdir().expect("a temporary directory can be made");
    for file in ["schemathesis.toml", "hooks.py"] {
        fs::copy(Path::new(FOLDER).join(file), folder.path().join(file)).expect("the settings are there");
    }
    let mut run = Command::new(program);
    run.args(["run", &format!("{}/api/v1/openapi.json", server.url()), "--checks", CHECKS, "--no-color"]);
    run.args(["--header", &format!("Authorization: Bearer {key}")]);
    run.args(LEFT_OUT.into_iter().flat_map(|operation| ["--exclude-operation-id", operation]));
    run.current_dir(folder.path()).stdin(Stdio::null()).kill_on_drop(true);
    let ended = timeout(MAX, run.output()).await.expect("it comes to its end").expect("it starts");
    let told = String::from_utf8_lossy(&ended.stdout);
    assert!(ended.status.success(), "{told}\n{}", String::from_utf8_lossy(&ended.stderr));
    println!("{told}");
}
