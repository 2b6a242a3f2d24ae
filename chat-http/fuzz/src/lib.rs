//! What must hold whatever is asked of a list. The fuzzer and the tests of `chat-http` both ask it.

mod queries;
#[expect(dead_code, reason = "the tests need more of it")]
#[path = "../../tests/it/shop.rs"]
mod shop;

pub use queries::queries;
