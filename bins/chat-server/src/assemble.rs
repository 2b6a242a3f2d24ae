use crate::{pages, problem::Problem, settings::Settings};
use axum::Router;
use chat_core::{Chat, LocalLogin, StoreError};
use chat_http::Api;
use chat_storage::{KeyRing, SeaStore};
use chat_transport_ws::Gateway;
use chat_whatsapp::{Config, WhatsApp};
use std::net::SocketAddr;
use url::Url;

/// The module, put together from its parts.
#[derive(Debug)]
pub(crate) struct Assembled {
    pub(crate) store: SeaStore,
    pub(crate) login: LocalLogin,
    pub(crate) chat: Chat,
    pub(crate) router: Router,
}

/// Opens the store that is configured and brings it up to date.
pub(crate) async fn open_store(settings: &Settings) -> Result<SeaStore, Problem> {
    settings.make_data_dir()?;
    let secrets = settings.secrets()?;
    let (present, older) = secrets.split_first().expect("there is at least one secret");
    let keys = older.iter().fold(KeyRing::new(present), |keys, secret| keys.or(secret));
    let unusable = |error: StoreError| Problem::caused("database-url", "CHAT_DATABASE_URL", &error);
    let store = SeaStore::options(&settings.database_url()).keys(keys).connect().await.map_err(unusable)?;
    store.migrate().await.map_err(unusable)?;
    Ok(store)
}

/// Puts the module together; `address` is where the server listens.
pub(crate) async fn assemble(settings: &Settings, address: SocketAddr) -> Result<Assembled, Problem> {
    let store = open_store(settings).await?;
    store.rotate_secrets().await.map_err(|error| Problem::caused("secret", "CHAT_SECRET", &error))?;
    let login = settings.jwt_keys.iter().cloned().fold(LocalLogin::new(store.clone()), LocalLogin::jwt);
    let gateway = Gateway::default();
    let graph = Config::default().base_url(settings.graph_url.as_str());
    let graph = graph.map_err(|error| Problem::setting("graph-url", "CHAT_GRAPH_URL", &error.to_string()))?;
    let whatsapp = WhatsApp::new(graph.version(&settings.graph_version));
    let chat = Chat::builder(store.clone(), login.clone()).channel(whatsapp).listener(gateway.clone()).build();
    let api = Api::new(chat.clone()).login(login.clone()).public_url(public_url(settings, address).as_str());
    let router = api.router().merge(pages::router()).layer(gateway.layer(chat.clone()));
    Ok(Assembled { store, login, chat, router })
}

/// Where the server is reached from outside.
pub(crate) fn public_url(settings: &Settings, address: SocketAddr) -> Url {
    let listening = || Url::parse(&format!("http://{address}")).expect("a socket address makes a URL");
    settings.public_url.clone().unwrap_or_else(listening)
}
