//! The shapes on the wire as the TypeScript client knows them, written from the Rust types.

use super::{
    fields,
    requests::SendMessage,
    shapes,
    wire::{self, asked, told},
};
use std::{
    any::TypeId,
    collections::{BTreeMap, HashSet},
    env,
    fmt::Write,
    fs,
    path::Path,
};
use ts_rs::{Config, TS, TypeVisitor};

/// Where the client keeps them.
const FILE: &str = "client/src/generated/socket.ts";

/// Where the client says which events there are.
const EVENTS: &str = "client/src/events.ts";

/// Where the client's compiler finds what the server really sends.
const FIXTURES: &str = "client/test/generated/fixtures.check.ts";

/// Set by `cargo xtask types`, which refreshes the file.
const WRITE_VAR: &str = "CHAT_TYPES_WRITE";

fn path(file: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

/// Declarations by name, each with what it is made of.
struct Declarations {
    config: Config,
    seen: HashSet<TypeId>,
    written: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
        // What has no place of its own is written where it is used.
        if T::output_path().is_some() {
            let comment = T::docs().unwrap_or_default();
            let name = T::ident(&self.config);
            self.written.insert(name, format!("{comment}export {}\n", T::decl(&self.config)));
        }
    }
}

fn typescript() -> String {
    let config = Config::new().with_large_int("number");
    let mut all = Declarations { config, seen: HashSet::new(), written: BTreeMap::new() };
    all.visit::<fields::Typing>();
    all.visit::<fields::Viewing>();
    all.visit::<fields::Sync>();
    all.visit::<SendMessage>();
    all.visit::<shapes::Connected<'static>>();
    all.visit::<shapes::Present<'static>>();
    all.visit::<shapes::Viewing<'static>>();
    all.visit::<shapes::Typing>();
    all.visit::<shapes::Resync>();
    all.visit::<shapes::WhatsAppMessage<'static>>();
    all.visit::<shapes::Status<'static>>();
    all.visit::<shapes::MessageView<'static>>();
    all.visit::<shapes::ThreadView<'static>>();
    all.visit::<shapes::JournalEvent<'static>>();
    all.visit::<wire::Failure>();
    let declarations: Vec<_> = all.written.into_values().collect();
    format!("// Written by `cargo xtask types` from the gateway's types. Do not edit.\n\n{}", declarations.join("\n"))
}

/// Compares with a file of the client's, or writes it.
fn same(file: &str, expected: &str) {
    let path = path(file);
    if env::var_os(WRITE_VAR).is_some() {
        fs::write(&path, expected).unwrap();
    }
    let known = fs::read_to_string(&path).unwrap_or_default();
    assert!(known == expected, "{} is stale; run: cargo xtask types", path.display());
}

#[test]
fn the_clients_types_are_those_of_the_gateway() {
    same(FILE, &typescript());
}

/// What the client takes each fixture for: these are what the gateway's tests compare its shapes with.
#[test]
fn the_clients_types_are_those_of_the_fixtures() {
    let event = |name: &str| format!("ServerEvents['{name}']");
    let answer = |name: &str| format!("Commands['{name}']['answer']");
    let failure = "Wire.Failure".to_owned();
    let fixtures = [
        ("connected", event(told::CONNECTED)),
        ("presence", event(told::PRESENCE)),
        ("viewing", event(told::VIEWING)),
        ("typing", event(told::TYPING)),
        ("resync", event(told::RESYNC)),
        ("whatsapp-message", event(told::WHATSAPP_MESSAGE)),
        ("whatsapp-message-template", event(told::WHATSAPP_MESSAGE)),
        ("whatsapp-message-status", event(told::WHATSAPP_MESSAGE_STATUS)),
        ("whatsapp-message-status-unsettled", event(told::WHATSAPP_MESSAGE_STATUS)),
        ("message", event(told::MESSAGE)),
        ("message-files", event(told::MESSAGE)),
        ("message-status", event(told::MESSAGE_STATUS)),
        ("conversation", event(told::CONVERSATION)),
        ("account", event(told::ACCOUNT)),
        ("widget", event(told::WIDGET)),
        ("domain", event(told::DOMAIN)),
        ("definition", event(told::DEFINITION)),
        ("webhook", event(told::WEBHOOK)),
        ("agent", event(told::AGENT)),
        ("answer-joined", answer(asked::JOIN_INBOX)),
        ("answer-sent", answer(asked::SEND_MESSAGE)),
        ("answer-sync", answer(asked::SYNC)),
        ("answer-resync", answer(asked::SYNC)),
        ("answer-invalid", failure.clone()),
        ("answer-rate-limited", failure),
    ];
    let mut out = String::from("// Written by `cargo xtask types` from the gateway's fixtures. Do not edit.\n");
    out.push_str("import type { Commands, ServerEvents, Wire } from '../../src/index';\n");
    for (name, kind) in fixtures {
        let fixture = fs::read_to_string(path(&format!("fixtures/{name}.json"))).unwrap();
        let name = name.replace('-', "_");
        writeln!(out, "\nexport const {name}: {kind} = {};", fixture.trim_end()).unwrap();
    }
    same(FIXTURES, &out);
}

/// The names of the fields of an interface of the client's.
fn fields_of(interface: &str) -> Vec<String> {
    let source = fs::read_to_string(path(EVENTS)).unwrap();
    let begin = format!("export interface {interface} {{\n");
    let body = source.split(&begin).nth(1).unwrap_or_else(|| panic!("{EVENTS} has no interface {interface}"));
    let body = body.split("\n}").next().unwrap();
    let names = body.lines().filter_map(|line| line.strip_prefix("  ")?.split_once(": ")).map(|(name, _)| name);
    let mut names: Vec<_> = names.filter(|name| !name.starts_with(['/', ' ', '*'])).map(str::to_owned).collect();
    names.sort();
    names
}

/// The words of a list of names on the wire, but for those that only the visitors' namespace knows.
fn names_of(module: &str, visitors: &[&str]) -> Vec<String> {
    let source = include_str!("wire.rs");
    let body = source.split(&format!("pub(crate) mod {module} {{")).nth(1).unwrap().split("\n}").next().unwrap();
    let names = body.lines().filter_map(|line| line.split('"').nth(1)).filter(|name| !visitors.contains(name));
    let mut names: Vec<_> = names.map(str::to_owned).collect();
    names.sort();
    names
}

#[test]
fn the_client_knows_every_event_and_every_command() {
    assert_eq!(fields_of("ServerEvents"), names_of("told", &[told::SETTINGS]));
    assert_eq!(fields_of("Commands"), names_of("asked", &[asked::HISTORY, asked::OPENED, asked::PAGE]));
}
