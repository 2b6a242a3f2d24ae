//! The test page and what it is made of.

use std::{fs, path::Path};

#[test]
fn the_client_of_the_page_is_the_one_that_npm_has() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("node/node_modules/socket.io-client");
    let read = |file: &str| {
        fs::read_to_string(package.join(file)).expect("the packages are there; if not, run: cargo xtask test")
    };

    assert_eq!(whatsapp_test_page::CLIENT, read("dist/socket.io.min.js"));
    assert_eq!(whatsapp_test_page::CLIENT_LICENCE, read("LICENSE"));
}
