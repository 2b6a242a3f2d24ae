//! Serves the WhatsApp Cloud API emulator on its own.

use chat_whatsapp::emulator::{Account, Callback, Emulator, Setup};
use clap::Parser;
use std::{net::SocketAddr, process::ExitCode};
use tokio::net::TcpListener;

/// Plays Meta's servers on this machine: the WhatsApp Cloud API, the users' phones and the webhooks between them.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:4000")]
    listen: SocketAddr,
    /// Where webhooks go.
    #[arg(long, default_value = "http://127.0.0.1:3000/webhooks/whatsapp")]
    callback_url: String,
    /// The secret of the Meta app, which signs webhooks [default: a made-up one].
    #[arg(long)]
    app_secret: Option<String>,
    /// The token that the webhook receiver expects in the handshake.
    #[arg(long, default_value = "emulated-verify-token")]
    verify_token: String,
    /// The id of the business's phone number [default: a made-up one].
    #[arg(long)]
    phone_number_id: Option<String>,
    /// The id of the WhatsApp business account [default: a made-up one].
    #[arg(long)]
    business_account_id: Option<String>,
    /// The bearer token of the Graph API [default: a made-up one].
    #[arg(long)]
    access_token: Option<String>,
    /// Where the URLs of files point [default: the host that a request names].
    #[arg(long)]
    public_url: Option<String>,
    /// The seed of everything that is made up.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Arguments {
    fn account(&self) -> Account {
        let default = Account::default();
        let given = |value: &Option<String>, default: String| value.clone().unwrap_or(default);
        Account {
            callback: Some(Callback { url: self.callback_url.clone(), verify_token: self.verify_token.clone() }),
            app_secret: given(&self.app_secret, default.app_secret),
            phone_number_id: given(&self.phone_number_id, default.phone_number_id),
            business_account_id: given(&self.business_account_id, default.business_account_id),
            access_token: given(&self.access_token, default.access_token),
            ..default
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let account = arguments.account();
    let listener = match TcpListener::bind(arguments.listen).await {
        Ok(listener) => listener,
        Err(error) => return failed(&format!("cannot listen on {}: {error}", arguments.listen)),
    };
    let address = listener.local_addr().unwrap_or(arguments.listen);
    show(&account, address);
    let (seed, public_url) = (arguments.seed, arguments.public_url);
    let emulator = Emulator::new(Setup { seed, public_url, ..Setup::new(account) });
    tokio::select! {
        served = axum::serve(listener, emulator.router()).into_future() => match served {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => failed(&error.to_string()),
        },
        () = emulator.run_until(stopped()) => ExitCode::SUCCESS,
    }
}

/// Ready when the process is asked to end.
async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut ended = signal(SignalKind::terminate()).expect("SIGTERM can be listened for");
        tokio::select! {
            _ = interrupted => {}
            _ = ended.recv() => {}
        }
    }
    #[cfg(not(unix))]
    {
        let _ = interrupted.await;
    }
}

#[expect(clippy::print_stdout, reason = "the setup is what the user starts the program for")]
fn show(account: &Account, address: SocketAddr) {
    println!("WhatsApp emulator on http://{address}");
    if let Some(callback) = &account.callback {
        println!("  callback URL         {}", callback.url);
        println!("  verify token         {}", callback.verify_token);
    }
    println!("  app secret           {}", account.app_secret);
    println!("  phone number id      {}", account.phone_number_id);
    println!("  business account id  {}", account.business_account_id);
    println!("  access token         {}", account.access_token);
    println!();
    println!("A customer's phone: http://{address}/");
    println!();
    println!("A customer writes:");
    println!("  curl -d '{{\"user\":\"+16505551234\",\"text\":\"Hello!\"}}' http://{address}/_emu/inbound");
}

#[expect(clippy::print_stderr, reason = "the one line that says why the start failed")]
fn failed(reason: &str) -> ExitCode {
    eprintln!("chat-whatsapp-emulator: {reason}");
    ExitCode::FAILURE
}
