//! The module with its API on loopback, and a client with an owner.

use crate::{browser::Browser, provider::Provider};
use axum::Router;
use chat_core::{
    Agent, Caller, Changes, Chat, Commit, Created, Directory, Env, LocalLogin, ManualClock, MemoryStore, NewAgent,
    NewInvitation, Quotas, Role, Secret, SystemIds, TenantScope,
};
use chat_http::Api;
use chat_oidc::OidcOptions;
use std::net::{IpAddr, SocketAddr};
use tokio::net::TcpListener;

/// The module, its provider, and a client whose owner is Ann.
pub(crate) struct House {
    pub(crate) clock: ManualClock,
    pub(crate) env: Env,
    pub(crate) store: MemoryStore,
    pub(crate) login: LocalLogin,
    pub(crate) chat: Chat,
    pub(crate) provider: Provider,
    pub(crate) shop: Created,
    pub(crate) address: SocketAddr,
}

impl House {
    pub(crate) async fn open() -> Self {
        Self::with(|options| options).await
    }

    pub(crate) async fn with(finish: impl FnOnce(OidcOptions) -> OidcOptions) -> Self {
        Self::limited(Quotas::default(), finish).await
    }

    pub(crate) async fn limited(quotas: Quotas, finish: impl FnOnce(OidcOptions) -> OidcOptions) -> Self {
        let clock = ManualClock::default();
        let env = Env::new(clock.clone(), SystemIds);
        let store = MemoryStore::default();
        let login = LocalLogin::new(store.clone()).env(env.clone());
        let owner = NewAgent {
            password: Some(Secret::from("correct horse")),
            ..NewAgent::new("Ann", "ann@shop.test", Role::Owner)
        };
        let shop = login.create_client("Shop", owner).await.unwrap();
        let provider = Provider::open(env.clone()).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let chat = process(&store, &login, &env, quotas);
        let oidc = finish(provider.options()).build();
        let api = Api::new(chat.clone()).login(login.clone()).identity_provider(oidc);
        serve(listener, api.public_url(&format!("http://{address}")).router());
        Self { clock, env, store, login, chat, provider, shop, address }
    }

    /// Another process of the same server: browsers know both by one address.
    pub(crate) async fn second_process(&self) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let chat = process(&self.store, &self.login, &self.env, Quotas::default());
        let api = Api::new(chat).login(self.login.clone()).identity_provider(self.provider.options().build());
        serve(listener, api.public_url(&format!("http://{}", self.address)).router());
        address
    }

    /// A browser in which nobody has signed in.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(&format!("http://{}", self.address))
    }

    pub(crate) fn scope(&self) -> TenantScope {
        TenantScope::assume(self.shop.client.id)
    }

    pub(crate) async fn ann(&self) -> Agent {
        self.store.agent_by_email("ann@shop.test").await.unwrap().unwrap()
    }

    pub(crate) async fn update(&self, agent: Agent) {
        self.store.commit(self.scope(), Changes::none().update(agent)).await.unwrap();
    }

    /// Asks somebody into the team of a client.
    pub(crate) async fn invite(&self, client: &Created, email: &str) {
        let desk = self.chat.sign_in(client.api_key.expose()).await.unwrap();
        let new = NewInvitation { email: email.to_owned(), role: Role::Agent, custom_role: None };
        desk.invite(&new).await.unwrap();
    }
}

fn process(store: &MemoryStore, login: &LocalLogin, env: &Env, quotas: Quotas) -> Chat {
    let chat = Chat::builder(store.clone(), login.clone()).env(env.clone()).quotas(quotas);
    chat.visitor_secret(Secret::from("what all processes know")).build()
}

fn serve(listener: TcpListener, router: Router) {
    let here: IpAddr = [192, 0, 2, 7].into();
    let router = router.layer(axum::Extension(Caller(here)));
    tokio::spawn(async move { axum::serve(listener, router).await });
}
