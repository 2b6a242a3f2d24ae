//! The media of one process passes its suite.

use chat_core::{MediaStore, MemoryMedia};
use std::sync::Arc;

async fn empty_media() -> [Arc<dyn MediaStore>; 2] {
    let media = Arc::new(MemoryMedia::default());
    [media.clone(), media]
}

chat_conformance::media_suite!(empty_media());
