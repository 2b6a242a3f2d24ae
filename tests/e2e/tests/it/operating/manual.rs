//! What `docs/OPERATIONS.md` says is what the server does.

use super::figures::Figures;
use crate::stage::Stage;
use e2e::RedisServer;
use std::collections::BTreeSet;

fn manual() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/OPERATIONS.md");
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What stands between backticks in the manual's text and tables; what is fenced as code is left out.
fn quoted(manual: &str) -> BTreeSet<String> {
    let mut is_code = false;
    let mut quoted = BTreeSet::new();
    for line in manual.lines() {
        if line.starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            quoted.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    quoted
}

fn is_metric(text: &str) -> bool {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    is_plain && (text.starts_with("chat_") || text.starts_with("process_"))
}

#[tokio::test]
async fn the_manual_names_every_figure_and_no_other() {
    let redis = RedisServer::start().await;
    let stage = Stage::open_with(|launch| launch.env("CHAT_REDIS_URL", redis.url())).await;
    // Whatever has a label of a route is there after the first request.
    stage.shop(1).await;
    let told = Figures::of(&stage.http, &stage.server).await.names().clone();
    let named: BTreeSet<String> =
        quoted(&manual()).iter().map(|it| it.split('{').next().unwrap_or_default().to_owned()).collect();
    let named: BTreeSet<String> = named.into_iter().filter(|it| is_metric(it)).collect();
    assert!(told.len() > 40, "{told:?}");
    assert_eq!(told.difference(&named).collect::<Vec<_>>(), Vec::<&String>::new(), "the manual does not name these");
    assert_eq!(named.difference(&told).collect::<Vec<_>>(), Vec::<&String>::new(), "the server does not tell these");
}

#[tokio::test]
async fn the_manual_names_every_setting_and_no_other() {
    let stage = Stage::open().await;
    let help = stage.server.run(["--help"]).await;
    let flag = |text: &str| {
        let name = text.strip_prefix("--")?;
        let end = name.find(|c: char| !(c.is_ascii_lowercase() || c == '-')).unwrap_or(name.len());
        Some(format!("--{}", &name[..end]))
    };
    let known: BTreeSet<String> = help.split_whitespace().filter_map(flag).filter(|it| it.len() > 2).collect();
    let known: BTreeSet<String> = known.into_iter().filter(|it| it != "--help" && it != "--version").collect();
    let quoted = quoted(&manual());
    let named: BTreeSet<String> = quoted.iter().filter_map(|it| flag(it)).collect();
    assert!(known.contains("--limit-ip") && known.contains("--database-url"), "{known:?}");
    assert_eq!(known.difference(&named).collect::<Vec<_>>(), Vec::<&String>::new(), "the manual does not name these");
    assert_eq!(named.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new(), "there are no such settings");
    for variable in quoted.iter().filter(|it| it.starts_with("CHAT_")) {
        let name = variable.split('=').next().unwrap_or_default();
        let is_known = ["=", "]"].iter().any(|end| help.contains(&format!("[env: {name}{end}")));
        assert!(is_known, "{variable}");
    }
}
