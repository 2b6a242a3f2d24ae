use axum::{
    Router,
    extract::{Path, State},
    response::{IntoResponse, Response},
    serve::Listener,
};
use http::{StatusCode, header};
use std::{
    collections::BTreeMap,
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex},
};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer},
    server::TlsStream,
};

/// What is answered at a path.
#[derive(Clone, Debug)]
pub struct Page {
    pub status: u16,
    pub kind: &'static str,
    pub location: Option<&'static str>,
    pub body: String,
}

#[derive(Clone, Debug, Default)]
struct Pages {
    pages: Arc<Mutex<BTreeMap<String, Page>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

/// A website with a certificate for the names that it was given.
#[derive(Debug)]
pub struct WebServer {
    pub address: SocketAddr,
    /// Its certificate, in PEM format.
    pub root: String,
    pages: Pages,
}

impl WebServer {
    pub async fn start(names: &[&str]) -> Self {
        let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
        let certified = rcgen::generate_simple_self_signed(names).unwrap();
        let key = PrivateKeyDer::try_from(certified.signing_key.serialize_der()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certified.cert.der().clone()], key)
            .unwrap();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let pages = Pages::default();
        let router = Router::new().route("/{*path}", axum::routing::get(show)).with_state(pages.clone());
        let door = Door { listener, acceptor: TlsAcceptor::from(Arc::new(config)) };
        tokio::spawn(async move { axum::serve(door, router).await.unwrap() });
        Self { address, root: certified.cert.pem(), pages }
    }

    pub fn text(&self, path: &str, body: &str) {
        self.page(path, Page { status: 200, kind: "text/plain; charset=utf-8", location: None, body: body.to_owned() });
    }

    pub fn redirect(&self, path: &str, location: &'static str) {
        let page = Page { status: 302, kind: "text/plain", location: Some(location), body: String::new() };
        self.page(path, page);
    }

    pub fn page(&self, path: &str, page: Page) {
        self.pages.pages.lock().unwrap().insert(path.to_owned(), page);
    }

    /// The paths that were asked for.
    pub fn asked(&self) -> Vec<String> {
        self.pages.asked.lock().unwrap().clone()
    }
}

async fn show(State(pages): State<Pages>, Path(path): Path<String>) -> Response {
    let path = format!("/{path}");
    pages.asked.lock().unwrap().push(path.clone());
    if path == "/never" {
        std::future::pending::<()>().await;
    }
    let Some(page) = pages.pages.lock().unwrap().get(&path).cloned() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = (StatusCode::from_u16(page.status).unwrap(), page.body).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, page.kind.parse().unwrap());
    if let Some(location) = page.location {
        response.headers_mut().insert(header::LOCATION, location.parse().unwrap());
    }
    response
}

struct Door {
    listener: TcpListener,
    acceptor: TlsAcceptor,
}

impl Listener for Door {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, SocketAddr) {
        loop {
            let (stream, from) = self.listener.accept().await.unwrap();
            if let Ok(stream) = self.acceptor.accept(stream).await {
                return (stream, from);
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}
