use crate::{
    assemble::{Assembled, assemble, public_url},
    door,
    problem::Problem,
    settings::Settings,
};
use chat_core::{Directory, NewAgent, Role, Stop};
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
};

/// Serves until the process is told to stop.
pub(crate) async fn serve(settings: Settings) -> Result<(), Problem> {
    let listener = listen(&settings).await?;
    let address = listener.local_addr()?;
    let assembled = assemble(&settings, address).await?;
    create_first_client(&assembled).await?;
    let orders = Orders::heed()?;
    println!("chat-server is listening on {}", public_url(&settings, address).as_str().trim_end_matches('/'));
    run(listener, assembled, orders).await
}

pub(crate) async fn listen(settings: &Settings) -> Result<TcpListener, Problem> {
    let listener = TcpListener::bind(settings.listen).await;
    listener.map_err(|error| {
        Problem::setting("listen", "CHAT_LISTEN", &format!("cannot listen on {}: {error}", settings.listen))
    })
}

/// Serves what was assembled until the process is told to stop, and ends cleanly: sockets are sent away and sends under way
/// finished while requests are still served, then requests under way are finished, then the store is closed.
pub(crate) async fn run(listener: TcpListener, assembled: Assembled, mut orders: Orders) -> Result<(), Problem> {
    let Assembled { store, chat, router, door, figures, stop_within, .. } = assembled;
    let (stop, shut) = (Stop::default(), Stop::default());
    let server = door::serve(listener, router, door, shut.clone());
    let background = async {
        chat.run_until(stop.stopped()).await;
        shut.stop();
    };
    let work = async {
        tokio::join!(background, server, figures.run(&shut));
    };
    let ordered = async {
        orders.next().await;
        tracing::info!("stopping");
        stop.stop();
        tokio::select! {
            () = tokio::time::sleep(stop_within) => tracing::warn!("not everything ended in time"),
            () = orders.next() => tracing::warn!("stopping at once"),
        }
    };
    tokio::select! {
        () = work => {}
        () = ordered => {}
    }
    store.close().await;
    Ok(())
}

/// The orders to stop: Ctrl-C and SIGTERM. Heeded from the moment that the server says it listens, or earlier.
#[derive(Debug)]
pub(crate) struct Orders {
    interrupt: Signal,
    terminate: Signal,
}

impl Orders {
    pub(crate) fn heed() -> Result<Self, Problem> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// The next order; one that comes while nobody waits is kept.
    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// Creates a client and its owner when there is none, and prints how to sign in: once, for it is kept nowhere.
async fn create_first_client(assembled: &Assembled) -> Result<(), Problem> {
    if !assembled.store.clients().await?.is_empty() {
        return Ok(());
    }
    let owner = NewAgent::new("Owner", "owner@localhost", Role::Owner);
    let created = assembled.login.create_client("My company", owner).await?;
    println!("This is the first start. A client and its owner were created; keep this, it is shown only once:");
    println!("  e-mail:   {}", created.owner.email);
    println!("  password: {}", created.password.expose());
    println!("  API key:  {}", created.api_key.expose());
    Ok(())
}
