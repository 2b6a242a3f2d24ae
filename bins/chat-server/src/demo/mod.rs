mod door;
mod shop;

use crate::{
    assemble::{Assembled, assemble, public_url},
    problem::Problem,
    serve,
    settings::Settings,
};
use axum::Router;
use chat_core::{Created, Desk, LocalPages, NewAccount, NewAgent, Role, Source};
use chat_whatsapp::emulator::{self, Callback, Emulator, Inbound, Setup, UserChange};
use shop::{Shop, Street};
use std::{
    future::IntoFuture,
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};
use tokio::net::TcpListener;
use url::Url;

/// How long the customers pause between two messages, all of them together.
const PAUSE: Duration = Duration::from_secs(6);

/// A customer of the demo, and what it keeps writing.
struct Customer {
    name: &'static str,
    /// Nothing for somebody whom businesses know by a username alone.
    phone: Option<&'static str>,
    lines: [&'static str; 4],
}

const CUSTOMERS: [Customer; 4] = [
    Customer {
        name: "Carla Mendes",
        phone: Some("+351912345001"),
        lines: [
            "Hi! Do you ship to Portugal?",
            "Great. How long does it usually take?",
            "And can I send it back if it does not fit?",
            "Perfect, I have just ordered the blue one. Thank you!",
        ],
    },
    Customer {
        name: "Jonas Weber",
        phone: Some("+4915123450002"),
        lines: [
            "My order 20417 has not arrived yet 🙁",
            "The tracking page says \"in transit\" since Tuesday.",
            "Could you have a look, please?",
            "It is here! The neighbour had it all along 😅",
        ],
    },
    Customer {
        name: "Amara Okafor",
        phone: None,
        lines: [
            "Hello, are you open on Sunday?",
            "I would like to bring the chair in for repair.",
            "One leg is loose.",
            "Thanks, see you then!",
        ],
    },
    Customer {
        name: "Yuki Tanaka",
        phone: Some("+819012345004"),
        lines: [
            "Is the oak table still available?",
            "What are its measurements?",
            "Would 20 % off be possible? It is the display piece…",
            "Deal. 👍",
        ],
    },
];

/// The customer who writes nothing by themselves: whoever tries the demo plays them.
const YOU: &str = "you";

/// Shows the whole thing at work: fresh data, an emulated WhatsApp beside it, customers who keep writing.
pub(crate) async fn demo(settings: Settings) -> Result<(), Problem> {
    let folder = tempfile::tempdir()?;
    let server = serve::listen(&settings).await?;
    let address = server.local_addr()?;
    let provider = listen_for_provider(address).await?;
    let provider_url = format!("http://{}", provider.local_addr()?);
    let account = emulator::Account {
        callback: Some(Callback {
            url: format!("http://{address}/webhooks/whatsapp"),
            verify_token: "demo-verify-token".into(),
        }),
        ..emulator::Account::default()
    };
    let settings = Settings {
        data_dir: folder.path().to_owned(),
        database_url: None,
        redis: None,
        // The shop's pages are on this machine.
        local_pages: LocalPages::Allowed,
        graph_url: Url::parse(&provider_url).expect("a socket address makes a URL"),
        ..settings
    };
    let mut assembled = assemble(&settings, address).await?;
    let emulated = Emulator::new(Setup::new(account.clone()));
    let emulation = async {
        let served = axum::serve(provider, emulated.router()).into_future();
        tokio::select! {
            ended = served => ended.map_err(Problem::from),
            () = emulated.run_until(std::future::pending()) => Ok(()),
            wrote = keep_writing(&emulated, &account.phone_number_id) => wrote,
        }
    };
    let street = Street::near(address).await?;
    let server_url = public_url(&settings, address).as_str().trim_end_matches('/').to_owned();
    let demo = async {
        let created = open_client(&assembled).await?;
        let key = created.api_key.expose();
        let desk = assembled.chat.sign_in(key).await.map_err(|error| Problem::new(error.to_string()))?;
        connect_number(&desk, &account).await?;
        let shop = Shop::open(&desk).await?;
        let door = door::router(address, &assembled.login, &created);
        let path = if door.is_some() { door::PATH } else { "/app/" };
        assembled.router = door.into_iter().fold(assembled.router, Router::merge);
        let orders = serve::Orders::heed()?;
        let [shop_url, elsewhere_url] = street.urls()?;
        println!("The demo is running; its data is thrown away at the end. Open");
        println!();
        let password = created.password.expose();
        println!("  {server_url}{path}   the agents' inbox (e-mail {}, password {password})", created.owner.email);
        println!();
        println!(
            "  A customer's phone: {provider_url}/#person={YOU}   write as a customer does, with pictures and all"
        );
        println!();
        println!("  Test page   {server_url}/test-client.html#token={key}");
        println!("  The shop    {shop_url}/          a floating widget: write, and answer on the page above");
        println!("              {shop_url}/contact   an embedded one, with a form before the chat");
        println!("              {shop_url}/sale      one that pops up");
        println!("              {elsewhere_url}/          a website that is not the shop's: nothing is drawn");
        println!();
        println!("  REST API    {server_url}/api/docs");
        println!("  WhatsApp    {provider_url}/_emu   (the emulator's control API: docs/EMULATOR.md)");
        println!();
        println!("{} customers write every few seconds. Answer them. Ctrl-C ends it.", CUSTOMERS.len());
        tokio::select! {
            ended = serve::run(server, assembled, orders) => ended,
            ended = street.serve(&shop, &server_url) => ended,
        }
    };
    tokio::select! {
        ended = demo => ended,
        ended = emulation => ended,
    }
}

/// Listens for the emulated WhatsApp, which is for this machine alone: at a port after the shop's, or at any that is free.
async fn listen_for_provider(server: SocketAddr) -> Result<TcpListener, Problem> {
    let near = SocketAddr::from((Ipv4Addr::LOCALHOST, server.port().saturating_add(3)));
    match TcpListener::bind(near).await {
        Ok(listener) => Ok(listener),
        Err(_) => Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?),
    }
}

/// Creates the client whose customers write.
async fn open_client(assembled: &Assembled) -> Result<Created, Problem> {
    let owner = NewAgent::new("Demo Agent", "demo@localhost", Role::Owner);
    Ok(assembled.login.create_client("Demo shop", owner).await?)
}

/// Connects the client's number.
async fn connect_number(desk: &Desk, account: &emulator::Account) -> Result<(), Problem> {
    let new = NewAccount {
        source: Source::WHATSAPP,
        address: account.phone_number_id.clone(),
        business_id: account.business_account_id.clone(),
        display_number: Some(account.display_phone_number.clone()),
        access_token: account.access_token.clone().into(),
        app_secret: account.app_secret.clone().into(),
        verify_token: "demo-verify-token".into(),
    };
    let connected = desk.connect_account(&new).await;
    connected.map(drop).map_err(|error| Problem::new(format!("the demo's number cannot be connected: {error}")))
}

/// Lets the customers write in turn, for ever, beside one who is played by whoever tries the demo.
async fn keep_writing(emulated: &Emulator, phone_number_id: &str) -> Result<(), Problem> {
    let unable = |error: emulator::Refused| Problem::new(format!("the demo's customers cannot write: {error:?}"));
    let you = UserChange { id: Some(YOU.to_owned()), ..UserChange::named("Sam Rivera", "+14155550142") };
    emulated.put_user(you).map_err(unable)?;
    let mut users = Vec::new();
    for customer in &CUSTOMERS {
        let user = UserChange {
            name: Some(Some(customer.name.to_owned())),
            phone: Some(customer.phone.map(str::to_owned)),
            username: customer.phone.is_none().then(|| Some(customer.name.to_lowercase().replace(' ', "."))),
            ..UserChange::default()
        };
        users.push(emulated.put_user(user).map_err(unable)?);
    }
    let mut pause = tokio::time::interval(PAUSE);
    for line in (0..4).cycle() {
        for (customer, user) in CUSTOMERS.iter().zip(&users) {
            pause.tick().await;
            emulated.write(Inbound::text(user, phone_number_id, customer.lines[line])).map_err(unable)?;
        }
    }
    Ok(())
}
