//! How fast files pass. The figures are printed.

use super::{Order, attached, open};
use crate::outgoing::{account, channel, word};
use chat_core::{Channel, RemoteFile};
use std::time::{Duration, Instant};

/// As large as a document may be, where that does not take too long.
const BYTES: usize = if cfg!(debug_assertions) { 8 << 20 } else { 100 << 20 };

fn megabytes_a_second(took: Duration) -> f64 {
    BYTES as f64 / 1e6 / took.as_secs_f64()
}

#[tokio::test]
async fn a_large_file_passes_both_ways() {
    let stage = open().await;
    let (whatsapp, own) = (channel(&stage.url), account(&stage));
    let order = Order { files: vec![attached("a.pdf", "application/pdf", vec![7; BYTES])], ..Order::default() };
    let begun = Instant::now();
    let outcome = order.send(&stage).await;
    let up = begun.elapsed();
    assert_eq!(word(&outcome).0, "done", "{outcome:?}");

    let kept = stage.emulator.keep_user_media(&stage.account.phone_number_id, "application/pdf", None, vec![7; BYTES]);
    let file = RemoteFile { reference: kept.unwrap().id, ..RemoteFile::default() };
    let begun = Instant::now();
    let mut fetched = whatsapp.fetch(&own, &file).await.unwrap();
    let mut count = 0;
    while let Some(chunk) = fetched.chunk().await.unwrap() {
        count += chunk.len();
    }
    let down = begun.elapsed();

    assert_eq!(count, BYTES);
    println!("up {:.0} MB/s, down {:.0} MB/s", megabytes_a_second(up), megabytes_a_second(down));
}
