//! A shop with its own axum app and its own login embeds the chat module.
//!
//! `cargo run -p embed` serves the shop at `http://127.0.0.1:3000`, the agents' API under `/chat`, the website widget under
//! `/widget` and Socket.IO beside them; `ann-is-signed-in` is a token that works.

mod login;

use axum::{Router, routing::get};
use chat_core::Chat;
use chat_storage::{KeyRing, SeaStore};
use chat_transport_ws::Gateway;
use chat_whatsapp::{Config, WhatsApp};
use login::{SHOP, ShopLogin};
use std::{error::Error, future::IntoFuture};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    let stopped = || async { drop(tokio::signal::ctrl_c().await) };
    serve(listener, "sqlite://shop.db?mode=rwc", stopped).await
}

async fn serve<F>(listener: TcpListener, database: &str, stopped: impl Fn() -> F) -> Result<(), Box<dyn Error>>
where
    F: Future<Output = ()> + Send + 'static,
{
    // The choice of TLS is the host's; it fails only when it was made before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    // Encrypts the numbers' tokens at rest; a real host reads it from where it keeps its secrets.
    let keys = KeyRing::new("a secret of the shop's own");
    let store = SeaStore::options(database).keys(keys).connect().await?;
    store.migrate().await?;
    let gateway = Gateway::default();
    let whatsapp = WhatsApp::new(Config::default());
    let chat = Chat::builder(store, ShopLogin).channel(whatsapp).listener(gateway.clone()).build();
    chat.register_client(SHOP, "The shop").await?;
    let app = Router::new()
        .route("/", get(|| async { "Welcome to the shop." }))
        .nest("/chat", chat_http::router(chat.clone()))
        .nest("/widget", chat_widget::router(chat.clone(), chat_widget::Options::default()))
        .layer(gateway.layer(chat.clone()));
    let server = axum::serve(listener, app).with_graceful_shutdown(stopped()).into_future();
    let (served, ()) = tokio::join!(server, chat.run_until(stopped()));
    Ok(served?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use tokio::sync::watch;

    #[tokio::test]
    async fn the_shop_and_its_chat_answer_side_by_side_and_stop_together() {
        let folder = tempfile::tempdir().unwrap();
        let database = format!("sqlite://{}?mode=rwc", folder.path().join("shop.db").display());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = watch::channel(false);
        let wait = || {
            let mut stopped = stopped.clone();
            async move { drop(stopped.wait_for(|is_stopped| *is_stopped).await) }
        };
        let visit = async {
            let client = reqwest::Client::new();
            let page = client.get(&url).send().await.unwrap().text().await.unwrap();
            assert_eq!(page, "Welcome to the shop.");
            let me = client.get(format!("{url}/chat/api/v1/me"));
            let nobody = me.try_clone().unwrap().send().await.unwrap();
            assert_eq!(nobody.status(), 401);
            let ann: Value = me.bearer_auth("ann-is-signed-in").send().await.unwrap().json().await.unwrap();
            assert_eq!(ann["name"], "Ann");
            let loader = client.get(format!("{url}/widget/w.js")).send().await.unwrap();
            assert_eq!(loader.status(), 200);
            let handshake = client.get(format!("{url}/socket.io/?EIO=4&transport=polling"));
            assert!(handshake.send().await.unwrap().text().await.unwrap().starts_with("0{"));
            stop.send_replace(true);
        };
        let (served, ()) = tokio::join!(serve(listener, &database, wait), visit);
        served.unwrap();
    }
}
