use crate::{
    assemble::{Assembled, assemble, public_url},
    problem::Problem,
    settings::Settings,
};
use axum::serve::{ListenerExt, TapIo};
use chat_core::{Directory, NewAgent, Role, Stop};
use std::{future::IntoFuture, net::SocketAddr, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    signal::unix::{Signal, SignalKind, signal},
};

/// How long requests under way are waited for after the order to stop.
const FAREWELL: Duration = Duration::from_secs(15);

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

/// Serves what was assembled until the process is told to stop, and ends cleanly.
pub(crate) async fn run(listener: TcpListener, assembled: Assembled, orders: Orders) -> Result<(), Problem> {
    let Assembled { store, chat, router, figures, .. } = assembled;
    let stop = Stop::default();
    let told = |stop: Stop| async move { stop.stopped().await };
    let app = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(undelayed(listener), app).with_graceful_shutdown(told(stop.clone())).into_future();
    let background = chat.run_until(stop.stopped());
    let stopper = async {
        orders.stop().await;
        tracing::info!("stopping");
        stop.stop();
    };
    let overdue = async {
        stop.stopped().await;
        tokio::time::sleep(FAREWELL).await;
    };
    let work = async {
        let ((), served, (), ()) = tokio::join!(background, server, stopper, figures.run(&stop));
        Ok::<_, Problem>(served?)
    };
    tokio::select! {
        done = work => done?,
        () = overdue => tracing::warn!("some requests did not end in time"),
    }
    store.close().await;
    Ok(())
}

/// Sends small answers at once. What is accepted stays a bare stream, which the gateway takes over by its type.
fn undelayed(listener: TcpListener) -> TapIo<TcpListener, impl FnMut(&mut TcpStream) + Send + 'static> {
    listener.tap_io(|stream| {
        // A stream that is closed already fails at the next read anyway.
        let _ = stream.set_nodelay(true);
    })
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

    async fn stop(mut self) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use axum::serve::Listener;

    #[tokio::test]
    async fn what_is_accepted_sends_small_answers_at_once() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut listener = undelayed(listener);
        let (connected, (stream, _)) = tokio::join!(TcpStream::connect(address), listener.accept());
        assert_eq!(connected.unwrap().peer_addr().unwrap(), address);
        assert!(stream.nodelay().unwrap());
    }
}
