//! What `docs/API.md` shows is what the server answers.

use crate::tour::Tour;
use e2e::{Launch, Server};

#[tokio::test]
async fn the_tour_of_the_api_shows_what_the_server_answers() {
    let tour = Tour::of("API.md");
    assert!(tour.len() > 60, "{}", tour.len());
    // However slow the machine is, no try at a password comes back while the others are made.
    let launch = Launch::chat_server().env("CHAT_LIMIT_EMAIL_IP", "login=1/h:10");
    let server = Server::start(launch.env("CHAT_CORS_ORIGINS", "https://tools.shop.example")).await;

    tour.with("http://localhost:3000", &server.url()).env("CHAT_DATA_DIR", server.data_dir()).walk().await;
}
