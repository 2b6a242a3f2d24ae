//! What `docs/WEBHOOKS.md` tells endpoints to do.

use crate::{endpoint::Endpoint, house::House};
use std::{
    io::Write,
    process::{Command, Stdio},
};

const PAGE: &str = include_str!("../../../docs/WEBHOOKS.md");

/// The code of the page that checks signatures, as an endpoint in JavaScript has it.
fn code() -> &'static str {
    let start = PAGE.split("```js\n").nth(1).expect("the page has code in JavaScript");
    start.split("```").next().expect("the code ends")
}

/// Has the documented code look at a call, as if it was that many seconds later, and tells what it says.
fn judged(secret: &str, headers: [&str; 3], body: &[u8], later_s: i64) -> String {
    let mut node = Command::new("node")
        .args(["--input-type=module", "--eval"])
        .arg(format!(
            "{}\nlet body = ''; for await (const part of process.stdin) body += part;\
             const [id, at, signature] = process.argv.slice(1, 4);\
             const headers = {{ 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature }};\
             const now = (Number(at) + Number(process.argv[5])) * 1000;\
             try {{ console.log(verify(process.argv[4], headers, body, now).type) }} catch (e) {{ console.log(e.message) }}",
            code()
        ))
        .args(headers)
        .args([secret, &later_s.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node runs: install Node.js 20 or later");
    node.stdin.take().unwrap().write_all(body).unwrap();
    let output = node.wait_with_output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[tokio::test]
async fn the_documented_code_takes_what_we_send_and_nothing_else() {
    let (house, endpoint) = (House::new().await, Endpoint::start().await);
    let (id, secret) = house.subscribe(&endpoint).await;
    house.desk().await.rotate_webhook_secret(id).await.unwrap();
    house.happen(1).await;
    house.chat.call_webhooks_once().await.unwrap();
    let heard = endpoint.heard().pop().unwrap();
    let headers = ["webhook-id", "webhook-timestamp", "webhook-signature"].map(|name| heard.header(name));
    let secret = secret.expose();
    assert_eq!(judged(secret, headers, &heard.body, 0), "widgetChanged", "one of its two signatures is right");
    assert_eq!(judged("whsec_b3RoZXI=", headers, &heard.body, 0), "wrong signature");
    assert_eq!(judged(secret, headers, b"{}", 0), "wrong signature");
    assert_eq!(judged(secret, ["msg_other", headers[1], headers[2]], &heard.body, 0), "wrong signature");
    assert_eq!(judged(secret, headers, &heard.body, 600), "too old");
}

#[test]
fn the_page_names_every_kind_of_event() {
    for kind in chat_core::EventKind::ALL {
        assert!(PAGE.contains(&format!("`{kind}`")), "{kind} is not in docs/WEBHOOKS.md");
    }
}
