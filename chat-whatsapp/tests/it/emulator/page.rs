//! The page at the root, which only browsers get.

use crate::stage::Stage;
use reqwest::{Response, header};

async fn get(stage: &Stage, path: &str, accept: &str) -> Response {
    let request = stage.client.get(format!("{}{path}", stage.url)).header(header::ACCEPT, accept);
    request.send().await.expect("the emulator answers")
}

#[tokio::test]
async fn a_browser_gets_the_page_and_everybody_else_the_graph_api() {
    let stage = Stage::open().await;

    let page = get(&stage, "/", "text/html,application/xhtml+xml,*/*;q=0.8").await;
    assert_eq!(page.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
    let policy = page.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'self';") && !policy.contains("unsafe"), "{policy}");

    for accept in ["*/*", "application/json"] {
        let graph = get(&stage, "/", accept).await;
        assert_eq!(graph.headers()[header::CONTENT_TYPE], "application/json");
        assert!(graph.text().await.unwrap().contains("\"error\""), "{accept}");
    }
}

#[tokio::test]
async fn everything_that_the_page_names_is_there() {
    let stage = Stage::open().await;
    let mut found = 0;
    let mut unread = vec![("/".to_owned(), "text/html")];
    let mut read = Vec::new();
    while let Some((path, accept)) = unread.pop() {
        let file = get(&stage, &path, accept).await;
        assert_eq!(file.status(), 200, "{path}");
        assert!(file.headers().contains_key(header::CONTENT_SECURITY_POLICY), "{path}");
        found += 1;
        let text = file.text().await.unwrap();
        assert!(!text.contains("style=\"") && !text.contains("innerHTML"), "{path}");
        for name in text.split('"').filter(|part| part.starts_with("./") || part.starts_with("_emu/page/")) {
            let name = name.trim_start_matches("./").trim_start_matches("_emu/page/");
            let path = format!("/_emu/page/{name}");
            if !read.contains(&path) {
                read.push(path.clone());
                unread.push((path, "*/*"));
            }
        }
    }
    assert_eq!(found, 23, "{read:?}");
}

#[tokio::test]
async fn a_page_of_another_website_cannot_steer_the_emulator() {
    let stage = Stage::open().await;
    let from = async |site: &str| {
        let request = stage.client.post(format!("{}/_emu/users", stage.url)).header("sec-fetch-site", site);
        request.body("{}").send().await.expect("the emulator answers").status()
    };

    assert_eq!(from("cross-site").await, 403);
    assert_eq!(stage.report("users").await["users"], serde_json::json!([]));
    assert_eq!(from("same-origin").await, 200);
}
