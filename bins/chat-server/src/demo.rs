use crate::{
    assemble::{Assembled, assemble},
    problem::Problem,
    serve,
    settings::Settings,
};
use chat_core::{NewAccount, NewAgent, Role, Source};
use chat_whatsapp::emulator::{self, Callback, Emulator, Inbound, Setup, UserChange};
use std::{future::IntoFuture, time::Duration};
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

/// Shows the whole thing at work: fresh data, an emulated WhatsApp beside it, customers who keep writing.
pub(crate) async fn demo(settings: Settings) -> Result<(), Problem> {
    let folder = tempfile::tempdir()?;
    let server = serve::listen(&settings).await?;
    let address = server.local_addr()?;
    let provider = TcpListener::bind("127.0.0.1:0").await?;
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
        graph_url: Url::parse(&provider_url).expect("a socket address makes a URL"),
        ..settings
    };
    let assembled = assemble(&settings, address).await?;
    let emulated = Emulator::new(Setup::new(account.clone()));
    let emulation = async {
        let served = axum::serve(provider, emulated.router()).into_future();
        tokio::select! {
            ended = served => ended.map_err(Problem::from),
            () = emulated.run_until(std::future::pending()) => Ok(()),
            wrote = keep_writing(&emulated, &account.phone_number_id) => wrote,
        }
    };
    let demo = async {
        let (email, password, key) = open_shop(&assembled, &account).await?;
        let orders = serve::Orders::heed()?;
        println!("The demo is running; its data is thrown away at the end. Open");
        println!();
        println!("  http://{address}/test-client.html#token={key}");
        println!();
        println!("  REST API    http://{address}/api/docs   (e-mail {email}, password {password})");
        println!("  WhatsApp    {provider_url}/_emu   (the emulator's control API)");
        println!();
        println!("{} customers write every few seconds. Answer them. Ctrl-C ends it.", CUSTOMERS.len());
        serve::run(server, assembled, orders).await
    };
    tokio::select! {
        ended = demo => ended,
        ended = emulation => ended,
    }
}

/// Creates the client and connects its number, and tells how to sign in.
async fn open_shop(assembled: &Assembled, account: &emulator::Account) -> Result<(String, String, String), Problem> {
    let owner = NewAgent::new("Demo Agent", "demo@localhost", Role::Owner);
    let created = assembled.login.create_client("Demo shop", owner).await?;
    let unable =
        |error: &dyn std::fmt::Display| Problem::new(format!("the demo's number cannot be connected: {error}"));
    let desk = assembled.chat.sign_in(created.api_key.expose()).await.map_err(|error| unable(&error))?;
    let new = NewAccount {
        source: Source::WHATSAPP,
        address: account.phone_number_id.clone(),
        business_id: account.business_account_id.clone(),
        display_number: Some(account.display_phone_number.clone()),
        access_token: account.access_token.clone().into(),
        app_secret: account.app_secret.clone().into(),
        verify_token: "demo-verify-token".into(),
    };
    desk.connect_account(&new).await.map_err(|error| unable(&error))?;
    Ok((created.owner.email, created.password.expose().to_owned(), created.api_key.expose().to_owned()))
}

/// Lets the customers write in turn, for ever.
async fn keep_writing(emulated: &Emulator, phone_number_id: &str) -> Result<(), Problem> {
    let unable = |error: emulator::Refused| Problem::new(format!("the demo's customers cannot write: {error:?}"));
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
