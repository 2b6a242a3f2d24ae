//! The invariants of the architecture, held over what cargo knows and what the sources say.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use serde_json::Value;

const ADAPTERS: [&str; 9] = [
    "chat-http",
    "chat-media",
    "chat-oidc",
    "chat-redis",
    "chat-storage",
    "chat-transport-ws",
    "chat-webhooks",
    "chat-whatsapp",
    "chat-widget",
];

static METADATA: LazyLock<Value> = LazyLock::new(|| {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut metadata = Command::new(cargo);
    metadata.args(["metadata", "--format-version", "1", "--all-features", "--offline"]);
    // The packages of other platforms need not be on this machine.
    metadata.args(["--filter-platform", &host()]);
    let output = metadata.current_dir(root()).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo prints JSON")
});

fn host() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("-vV").current_dir(root()).output().expect("rustc runs");
    let told = String::from_utf8(output.stdout).expect("rustc prints UTF-8");
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    host.expect("rustc knows its host").to_owned()
}

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("tests/e2e is two folders below the root").to_owned()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Names by package id.
fn names() -> BTreeMap<&'static str, &'static str> {
    let packages = list(&METADATA["packages"]);
    packages.iter().map(|package| (text(&package["id"]), text(&package["name"]))).collect()
}

/// The ids of the packages that `id` depends on to be built, not to be tested.
fn normal_dependencies(id: &str) -> Vec<&'static str> {
    let nodes = list(&METADATA["resolve"]["nodes"]);
    let node = nodes.iter().find(|node| node["id"] == id).expect("every package has a node");
    let is_normal = |dep: &&Value| list(&dep["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
    list(&node["deps"]).iter().filter(is_normal).map(|dep| text(&dep["pkg"])).collect()
}

/// All packages below `name` in the tree of normal dependencies.
fn normal_tree(name: &str) -> BTreeSet<&'static str> {
    let names = names();
    let mut open = vec![id_of(name)];
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        for dependency in normal_dependencies(id) {
            if seen.insert(dependency) {
                open.push(dependency);
            }
        }
    }
    seen.into_iter().map(|id| names[id]).collect()
}

fn id_of(name: &str) -> &'static str {
    let members = list(&METADATA["workspace_members"]);
    let names = names();
    let found = members.iter().map(text).find(|member| names.get(member) == Some(&name));
    found.unwrap_or_else(|| panic!("{name} is in the workspace"))
}

#[test]
fn the_core_knows_no_protocol_and_no_database() {
    let tree = normal_tree("chat-core");

    assert!(tree.contains("tokio"), "the tree of the core was not found");
    let foreign = ["axum", "hyper", "redis", "reqwest", "sea-orm", "sqlx", "sqlx-core", "tungstenite"];
    let found: Vec<_> = foreign.into_iter().filter(|name| tree.contains(name)).collect();
    assert_eq!(found, [""; 0]);
}

#[test]
fn the_core_takes_only_the_quiet_parts_of_tokio() {
    let packages = list(&METADATA["packages"]);
    let core = packages.iter().find(|package| package["id"] == id_of("chat-core")).unwrap();
    let asks_for_tokio = |dep: &&Value| dep["name"] == "tokio" && dep["kind"].is_null();
    let tokio = list(&core["dependencies"]).iter().find(asks_for_tokio).expect("it uses tokio");

    assert_eq!(tokio["uses_default_features"], false);
    let quiet = ["macros", "rt", "sync", "time"];
    let loud = list(&tokio["features"]).iter().map(text).filter(|name| !quiet.contains(name));
    assert_eq!(loud.collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn no_adapter_depends_on_another() {
    for adapter in ADAPTERS {
        let tree = normal_tree(adapter);
        let others: Vec<_> = ADAPTERS.iter().filter(|other| tree.contains(**other)).collect();
        assert!(others.is_empty(), "{adapter} depends on {others:?}");
    }
}

#[test]
fn only_those_that_combine_adapters_know_several() {
    let names = names();
    for member in list(&METADATA["workspace_members"]).iter().map(text) {
        let name = names[member];
        let known = normal_dependencies(member).into_iter().map(|id| names[id]);
        let adapters: Vec<_> = known.filter(|known| ADAPTERS.contains(known)).collect();
        let place = folder_of(name);
        let combines = ["bins", "examples", "tests"].iter().any(|top| place.starts_with(top));
        assert!(combines || adapters.len() < 2, "{name} knows {adapters:?}");
    }
}

fn folder_of(name: &str) -> PathBuf {
    let packages = list(&METADATA["packages"]);
    let package = packages.iter().find(|package| package["id"] == id_of(name));
    let package = package.expect("metadata describes every member");
    let manifest = Path::new(text(&package["manifest_path"]));
    let folder = manifest.parent().expect("a manifest is in a folder");
    folder.strip_prefix(root()).expect("members are below the root").to_owned()
}

/// The lines of code in `folder`, each with its place; comments and unit tests left out.
fn code(folder: &Path) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("the folder can be read") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
                lines.extend(code_of(&path));
            }
        }
    }
    lines
}

fn code_of(file: &Path) -> Vec<(String, String)> {
    let source = fs::read_to_string(file).expect("a source file is UTF-8");
    let place = file.strip_prefix(root()).expect("sources are below the root").display().to_string();
    let lines = source.lines().zip(1..).map(|(line, number)| (line.trim(), number));
    // Unit tests stand at the end of a file.
    let code = lines.take_while(|(line, _)| *line != "#[cfg(test)]");
    let code = code.filter(|(line, _)| !line.starts_with("//"));
    code.map(|(line, number)| (format!("{place}:{number}"), line.to_owned())).collect()
}

/// Asserts that what `is_foreign` looks for is said in `home`, and in no other place of the library crates.
fn only_in(home: &str, what: &str, is_foreign: impl Fn(&str) -> bool) {
    let mut found = Vec::new();
    let mut is_at_home = false;
    for name in ADAPTERS.iter().chain(&["chat-core"]) {
        for (place, line) in code(&root().join(name).join("src")) {
            match (is_foreign(&line), place.starts_with(home)) {
                (true, true) => is_at_home = true,
                (true, false) => found.push(format!("{place}: {line}")),
                (false, _) => {}
            }
        }
    }
    assert!(found.is_empty(), "{what} belong in {home} only:\n{}", found.join("\n"));
    assert!(is_at_home, "{what} are no longer in {home}");
}

#[test]
fn the_database_is_known_in_the_storage_only() {
    let statements = ["\"SELECT ", "\"INSERT INTO ", "\"UPDATE ", "\"DELETE FROM ", "\"CREATE TABLE "];
    only_in("chat-storage/src", "SQL and entities", |line| {
        let upper = line.to_uppercase();
        let says_sql = statements.iter().any(|statement| upper.contains(statement));
        says_sql || line.contains("sea_orm") || line.contains("sqlx")
    });
}

#[test]
fn event_names_are_written_in_one_file() {
    let names = [
        "joinWhatsAppGeneral",
        "leaveWhatsAppGeneral",
        "joinWhatsAppCustomer",
        "leaveWhatsAppCustomer",
        "joinConversation",
        "leaveConversation",
        "joinInbox",
        "leaveInbox",
        "sendMessage",
        "markRead",
        "clientJoined",
        "clientLeft",
        "whatsappGeneralJoined",
        "whatsappGeneralLeft",
        "whatsappCustomerJoined",
        "whatsappCustomerLeft",
        "conversationJoined",
        "conversationLeft",
        "inboxJoined",
        "inboxLeft",
        "whatsappMessage",
        "whatsappMessageStatus",
        "messageStatus",
    ];
    only_in("chat-transport-ws/src/gateway/wire.rs", "names of socket events", |line| {
        names.iter().any(|name| line.contains(&format!("\"{name}\"")))
    });
}

#[test]
fn room_names_are_written_by_the_gateway() {
    only_in("chat-transport-ws/src/gateway", "names of rooms", |line| line.contains("\"whatsapp:"));
}

#[test]
fn the_graph_api_is_known_in_its_channel_only() {
    let words = [
        "messaging_product",
        "biz_opaque_callback_data",
        "whatsapp_business_account",
        "recipient_id",
        "fbtrace_id",
        "graph.facebook.com",
    ];
    only_in("chat-whatsapp/src", "shapes of the Graph API", |line| {
        words.iter().any(|word| line.contains(&format!("\"{word}")))
    });
}
