use std::sync::Arc;

use async_trait::async_trait;

use super::{Conn, Probed};
use crate::engine::admission::Admission;
use crate::engine::config::Config;
use crate::engine::core::Core;
use crate::engine::handler::{Application, MessageHandler};
use crate::engine::head::Head;
use crate::engine::session::{Input, Message, Rules};
use crate::engine::socket::Connection;

#[derive(Debug)]
struct Never;

#[async_trait]
impl MessageHandler for Never {
    async fn message(&self, _: &Connection, _: Message) {}
}

/// A polling connection whose handlers never get a turn.
fn polling(config: Config) -> Arc<Conn> {
    let core = Core::new(Rules::new(config, false), Application::Messages(Arc::new(Never)));
    Conn::new(Arc::new(core), Head::default(), Admission::default(), true)
}

fn fill(conn: &Arc<Conn>) {
    for _ in 0..conn.core.rules.config.inbox_max {
        conn.input(Input::Text("4x"));
    }
}

#[test]
fn only_a_client_that_was_told_to_move_may_send_more_than_fits() {
    let conn = polling(Config::default());
    fill(&conn);
    assert!(conn.is_full());
    let _over = conn.begin_probe().unwrap();
    assert!(conn.is_full(), "it still polls");
    assert!(matches!(conn.probe("2probe"), Probed::Answer(_)));
    assert!(!conn.is_full());
    let large = format!("4{}", "x".repeat(conn.core.rules.config.payload_max));
    for _ in 0..2 {
        conn.input(Input::Text(&large));
    }
    assert!(conn.is_full(), "and no more than a surplus");
}

#[test]
fn a_connection_that_has_moved_is_full_when_its_inbox_is() {
    let conn = polling(Config::default());
    let _over = conn.begin_probe().unwrap();
    conn.probe("2probe");
    assert!(matches!(conn.probe("5"), Probed::Upgraded));
    fill(&conn);
    assert!(conn.is_full());
}
