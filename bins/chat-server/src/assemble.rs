use crate::{
    door::DoorRules,
    figures::Figures,
    files, pages,
    problem::Problem,
    ready::{Doorbell, Migrations},
    settings::Settings,
};
use axum::Router;
use chat_core::{Chat, ChatBuilder, LocalLogin, Secret, StoreError};
use chat_http::{Api, Callers, EventJson};
use chat_redis::Redis;
use chat_storage::{KeyRing, SeaStore};
use chat_transport_ws::Gateway;
use chat_webhooks::HttpWebhooks;
use chat_whatsapp::{Config, WhatsApp};
use chat_widget::{Options, WebProbe};
use std::{net::SocketAddr, time::Duration};
use url::Url;

/// The module, put together from its parts.
#[derive(Debug)]
pub(crate) struct Assembled {
    pub(crate) store: SeaStore,
    pub(crate) login: LocalLogin,
    pub(crate) chat: Chat,
    pub(crate) router: Router,
    pub(crate) figures: Figures,
    /// How long stopping may take.
    pub(crate) stop_within: Duration,
    pub(crate) door: DoorRules,
}

/// Opens the store that is configured and brings it up to date.
pub(crate) async fn open_store(settings: &Settings) -> Result<SeaStore, Problem> {
    settings.make_data_dir()?;
    let secrets = settings.secrets()?;
    let (present, older) = secrets.split_first().expect("there is at least one secret");
    let keys = older.iter().fold(KeyRing::new(present), |keys, secret| keys.or(secret));
    let unusable = |error: StoreError| Problem::caused("database-url", "CHAT_DATABASE_URL", &error);
    let store = settings.store_options().keys(keys).connect().await.map_err(unusable)?;
    store.migrate().await.map_err(unusable)?;
    Ok(store)
}

/// Puts the module together; `address` is where the server listens.
pub(crate) async fn assemble(settings: &Settings, address: SocketAddr) -> Result<Assembled, Problem> {
    // Before anything is built that counts.
    let figures = Figures::of_process();
    let store = open_store(settings).await?;
    store.rotate_secrets().await.map_err(|error| Problem::caused("secret", "CHAT_SECRET", &error))?;
    let login = settings.jwt_keys.iter().cloned().fold(LocalLogin::new(store.clone()), LocalLogin::jwt);
    let own_origins = settings.public_url.iter().map(|url| url.origin().ascii_serialization());
    let gateway = Gateway::with_session_cookie(chat_http::SESSION_COOKIE, settings.drain);
    let gateway = gateway.per_ip_max(settings.limits.sockets_per_ip_max);
    let gateway = gateway.own_origins(own_origins);
    let graph = Config::default().base_url(settings.graph_url.as_str());
    let graph = graph.map_err(|error| Problem::setting("graph-url", "CHAT_GRAPH_URL", &error.to_string()))?;
    let whatsapp = WhatsApp::new(graph.version(&settings.graph_version).timeout(settings.graph_timeout));
    let probe = settings.probe.clone().build().map(WebProbe::new);
    let probe = probe.map_err(|error| Problem::caused("dns-servers", "CHAT_DNS_SERVERS", &error))?;
    let webhooks = settings.webhooks.clone().build();
    let webhooks = webhooks.map_err(|error| Problem::caused("dns-servers", "CHAT_DNS_SERVERS", &error))?;
    let chat = Chat::builder(store.clone(), login.clone())
        .channel(whatsapp)
        .listener(gateway.clone())
        .realtime(gateway.clone())
        .farewell(settings.finish)
        .unsettled_after(settings.unsettled_after)
        .journal_retention(settings.journal_retention)
        .local_pages(settings.local_pages)
        .domain_probe(probe)
        .webhooks(HttpWebhooks::new(webhooks), EventJson)
        .quotas(settings.limits.quotas.clone());
    let join = |chat: ChatBuilder, redis: &Redis| {
        chat.signals(redis.signals()).presence(redis.presence()).limits(redis.limits())
    };
    let chat = settings.relieve_after.into_iter().fold(chat, ChatBuilder::relieve_after);
    // What visitors' tokens are signed with is the same in all processes; those of a secret before are still taken.
    let chat = settings.secrets()?.into_iter().map(Secret::from).fold(chat, ChatBuilder::visitor_secret);
    let chat = files::files(settings)?.into_iter().fold(chat, ChatBuilder::files);
    let chat = settings.redis.iter().fold(chat, join).build();
    let api = Api::new(chat.clone()).login(login.clone()).public_url(public_url(settings, address).as_str());
    let api = api.requests_max(settings.limits.requests_max).part(Migrations(store.clone()));
    let api = settings.cors_origins.iter().fold(api, |api, origins| api.cors(origins.clone()));
    let api = settings.redis.iter().fold(api, |api, redis| api.part(Doorbell(redis.clone())));
    let api = vouched_by(api, settings);
    let widgets = chat_widget::router(chat.clone(), widget_options(settings));
    let files = chat_media::router(chat.clone());
    let pages = pages::router()
        .merge(chat_http::dashboard())
        .merge(widgets)
        .merge(files)
        .merge(figures.clone().router(settings.metrics_token.clone()));
    let router = api.router().merge(pages).layer(gateway.layer(chat.clone()));
    let door = settings.limits.door.clone();
    let router = chat_http::named(router, chat.env()).layer(Callers::behind(door.proxies.clone()));
    Ok(Assembled { store, login, chat, router, figures, stop_within: settings.drain + settings.finish, door })
}

/// Who vouches for agents besides their passwords.
#[cfg(feature = "oidc")]
fn vouched_by(api: Api, settings: &Settings) -> Api {
    settings.oidc.iter().cloned().fold(api, Api::identity_provider)
}

#[cfg(not(feature = "oidc"))]
fn vouched_by(api: Api, settings: &Settings) -> Api {
    match &settings.oidc {
        None => api,
        Some(oidc) => match *oidc {},
    }
}

/// Browsers reach everything below the public URL's path.
fn widget_options(settings: &Settings) -> Options {
    let path = settings.public_url.as_ref().map_or("", Url::path).trim_end_matches('/');
    Options::default().socket_path(format!("{path}/socket.io/")).session_cookie(chat_http::SESSION_COOKIE)
}

/// Where the server is reached from outside.
pub(crate) fn public_url(settings: &Settings, address: SocketAddr) -> Url {
    let listening = || Url::parse(&format!("http://{address}")).expect("a socket address makes a URL");
    settings.public_url.clone().unwrap_or_else(listening)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{
        body::{Body, to_bytes},
        http::{Method, Request, Response, StatusCode, header},
    };
    use chat_core::{NewAccount, NewAgent, Role, Source};
    use clap::Parser;
    use std::path::Path;
    use tower::ServiceExt;

    async fn assembled(data_dir: &Path, secret: &str) -> Result<Assembled, Problem> {
        // It fails only when another test of this process was faster.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let data_dir = data_dir.to_str().unwrap();
        // Nobody is there to say whether an account works.
        let line = ["chat-server", "--data-dir", data_dir, "--secret", secret, "--graph-url", "http://127.0.0.1:1"];
        let settings = Settings::read(crate::cli::Cli::try_parse_from(line).unwrap().options)?;
        assemble(&settings, ([127, 0, 0, 1], 3000).into()).await
    }

    async fn connect_account(assembled: &Assembled) {
        let owner = NewAgent::new("Ann", "ann@shop.test", Role::Owner);
        let created = assembled.login.create_client("Shop", owner).await.unwrap();
        let desk = assembled.chat.sign_in(created.api_key.expose()).await.unwrap();
        let new = NewAccount {
            source: Source::WHATSAPP,
            address: "100".into(),
            business_id: "business-1".into(),
            display_number: None,
            access_token: "access-token".into(),
            app_secret: "app-secret".into(),
            verify_token: "verify-token".into(),
        };
        desk.connect_account(&new).await.unwrap();
    }

    #[tokio::test]
    async fn data_that_another_secret_has_sealed_names_the_secret() {
        let folder = tempfile::tempdir().unwrap();
        let first = assembled(folder.path(), "the first of the secrets").await.unwrap();
        connect_account(&first).await;
        first.store.close().await;
        let problem = assembled(folder.path(), "another of the secrets").await.unwrap_err().to_string();
        assert!(problem.starts_with("the setting --secret (CHAT_SECRET) cannot be used: "), "{problem}");
        let both = assembled(folder.path(), "another of the secrets,the first of the secrets").await.unwrap();
        both.store.close().await;
        assembled(folder.path(), "another of the secrets").await.unwrap().store.close().await;
    }

    async fn answer(assembled: &Assembled, method: Method, path: &str) -> Response<Body> {
        let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
        assembled.router.clone().oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn the_front_door_leads_to_the_dashboard() {
        let folder = tempfile::tempdir().unwrap();
        let assembled = assembled(folder.path(), "the first of the secrets").await.unwrap();
        let door = answer(&assembled, Method::GET, "/").await;
        assert_eq!(door.status(), StatusCode::TEMPORARY_REDIRECT);
        let page = format!("/{}", door.headers()[header::LOCATION].to_str().unwrap());
        assert_eq!(answer(&assembled, Method::GET, &page).await.status(), StatusCode::OK);
        assert_eq!(answer(&assembled, Method::GET, "/test-client.html").await.status(), StatusCode::OK);
        assembled.store.close().await;
    }

    #[tokio::test]
    async fn a_method_that_a_page_has_not_is_a_problem() {
        let folder = tempfile::tempdir().unwrap();
        let assembled = assembled(folder.path(), "the first of the secrets").await.unwrap();
        for path in ["/", "/test-client.html", "/socket.io/socket.io.js", "/api/v1/me"] {
            let answer = answer(&assembled, Method::DELETE, path).await;
            assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED, "{path}");
            assert_eq!(answer.headers()[header::CONTENT_TYPE], "application/problem+json", "{path}");
            assert_eq!(answer.headers()[header::ALLOW], "GET,HEAD", "{path}");
            let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            let problem: serde_json::Value = serde_json::from_slice(&body).unwrap();
            assert_eq!((&problem["status"], &problem["code"]), (&405.into(), &"method_not_allowed".into()), "{path}");
        }
        assembled.store.close().await;
    }
}
