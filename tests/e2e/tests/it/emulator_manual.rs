//! What `docs/EMULATOR.md` shows is what the emulator answers.

use crate::tour::Tour;
use e2e::free_address;

#[tokio::test]
async fn the_manual_of_the_emulator_shows_what_it_answers() {
    let tour = Tour::of("EMULATOR.md");
    assert!(tour.len() > 90, "{}", tour.len());
    let [emulator, receiver] = [(); 2].map(|()| free_address().port());

    let tour = tour.with(":4000", &format!(":{emulator}")).with(":3000", &format!(":{receiver}"));
    tour.with(", 3000)", &format!(", {receiver})")).walk().await;
}
