//! The machine without sockets and with a clock of the test's own.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;

use super::{Input, Output, Rules, Session};
use crate::engine::config::Config;

const MS: Duration = Duration::from_millis(1);

/// Intervals as in the official suites.
fn config() -> Config {
    Config {
        ping_interval: 300 * MS,
        ping_timeout: 200 * MS,
        connect_timeout: 1000 * MS,
        upgrade_timeout: 50 * MS,
        payload_max: 100,
        attachments_max: 2,
        ..Config::default()
    }
}

struct Case {
    session: Session,
    start: Instant,
    at: Duration,
}

impl Case {
    fn new(is_polling: bool, has_namespaces: bool) -> Self {
        let start = Instant::now();
        let rules = Arc::new(Rules::new(config(), has_namespaces));
        Self { session: Session::new(rules, is_polling, start), start, at: Duration::ZERO }
    }

    fn websocket() -> Self {
        Self::new(false, true)
    }

    fn polling() -> Self {
        Self::new(true, true)
    }

    fn connected() -> Self {
        let mut case = Self::websocket();
        case.text("40");
        case.on(Input::Accept { serial: 1, sid: "s" });
        case
    }

    /// What the machine answers, in short words.
    fn on(&mut self, input: Input<'_>) -> Vec<String> {
        self.session.on(input, self.start + self.at).iter().map(words).collect()
    }

    fn text(&mut self, text: &str) -> Vec<String> {
        self.on(Input::Text(text))
    }

    fn later(&mut self, by: Duration) -> &mut Self {
        self.at += by;
        self
    }

    fn deadline(&self) -> Option<u128> {
        self.session.deadline().map(|at| (at - self.start).as_millis())
    }
}

fn words(output: &Output) -> String {
    match output {
        Output::Send(frame) => format!("send {}", polling(frame)),
        Output::SendProbe(frame) => format!("probe {}", polling(frame)),
        Output::EndPoll => "end poll".to_owned(),
        Output::DropProbe => "drop probe".to_owned(),
        Output::Upgraded => "upgraded".to_owned(),
        Output::Connect { serial, namespace, auth, .. } => format!("connect {serial} {namespace} {auth}"),
        Output::Event { serial, name, args, ack, .. } => {
            let values = serde_json::to_string(&args.values).unwrap();
            format!("event {serial} {name} {values} +{} {ack:?}", args.attachments.len())
        }
        Output::Ack { serial, id, args } => format!("ack {serial} {id} +{}", args.attachments.len()),
        Output::Left { serial, reason } => format!("left {serial} {reason}"),
        Output::Message(message) => format!("message {message:?}"),
        Output::Closed(reason) => format!("closed {reason}"),
    }
}

fn polling(frame: &crate::engine::frame::Frame) -> String {
    let mut out = Vec::new();
    frame.encode_polling(&mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn pings_come_at_their_time_and_a_missing_pong_closes() {
    let mut case = Case::connected();
    assert_eq!(case.deadline(), Some(300));
    assert!(case.later(299 * MS).on(Input::Timer).is_empty());
    assert_eq!(case.later(MS).on(Input::Timer), ["send 2"]);
    assert_eq!(case.deadline(), Some(500));
    assert!(case.later(100 * MS).text("3").is_empty());
    assert_eq!(case.deadline(), Some(700));
    assert_eq!(case.later(300 * MS).on(Input::Timer), ["send 2"]);
    assert_eq!(case.later(200 * MS).on(Input::Timer), ["left 1 ping timeout", "closed ping timeout"]);
    assert_eq!(case.deadline(), None);
    assert!(case.text("42[\"a\"]").is_empty(), "nothing comes after the end");
}

#[test]
fn a_late_ping_shortens_the_time_for_its_pong_by_half_at_most() {
    let mut case = Case::connected();
    case.later(310 * MS).on(Input::Timer);
    assert_eq!(case.deadline(), Some(500));
    let mut case = Case::connected();
    case.later(450 * MS).on(Input::Timer);
    assert_eq!(case.deadline(), Some(550));
}

#[test]
fn a_request_that_comes_after_the_end_finds_it() {
    for request in [|| Input::PollOpened, || Input::PostOpened] {
        let mut case = Case::new(true, false);
        case.later(300 * MS).on(Input::Timer);
        assert_eq!(case.later(200 * MS).on(request()), ["send 1", "closed ping timeout"]);
        assert!(case.session.is_closed());
    }
}

#[test]
fn nobody_is_blamed_for_a_pong_that_the_server_does_not_read() {
    let mut case = Case::connected();
    case.later(300 * MS).on(Input::Timer);
    case.on(Input::Paused);
    assert_eq!(case.deadline(), None);
    assert!(case.later(1000 * MS).on(Input::Timer).is_empty());
    case.on(Input::Resumed);
    assert_eq!(case.deadline(), Some(1500));
    assert_eq!(case.later(200 * MS).on(Input::Timer), ["left 1 ping timeout", "closed ping timeout"]);
}

#[test]
fn whoever_joins_nothing_is_closed_in_time() {
    let mut case = Case::websocket();
    case.later(300 * MS).on(Input::Timer);
    case.text("3");
    case.text("40");
    case.on(Input::Refuse { serial: 1, message: "no", data: None });
    case.later(300 * MS).on(Input::Timer);
    case.text("3");
    assert_eq!(case.later(400 * MS).on(Input::Timer), ["closed connect timeout"]);
    assert_eq!(Case::new(false, false).later(5000 * MS).on(Input::Timer), ["send 2"], "a bare session joins nothing");
}

#[test]
fn whoever_has_left_everything_is_closed_in_time() {
    let mut case = Case::connected();
    case.later(100 * MS).text("41");
    case.later(200 * MS).on(Input::Timer);
    case.text("3");
    case.later(300 * MS).on(Input::Timer);
    case.text("3");
    case.later(300 * MS).on(Input::Timer);
    case.text("3");
    assert_eq!(case.deadline(), Some(1100));
    assert_eq!(case.later(200 * MS).on(Input::Timer), ["closed connect timeout"]);
    let mut case = Case::connected();
    case.text("40/other,");
    case.text("41");
    case.on(Input::Accept { serial: 2, sid: "s" });
    assert_eq!(case.deadline(), Some(300), "it is in the other");
}

#[test]
fn a_socket_is_let_in_once() {
    let mut case = Case::websocket();
    assert_eq!(case.text("40{\"a\":1}"), ["connect 1 / {\"a\":1}"]);
    assert_eq!(case.text("42[\"early\"]"), ["event 1 early [] +0 None"], "events wait behind the answer");
    assert_eq!(case.on(Input::Accept { serial: 1, sid: "s" }), ["send 40{\"sid\":\"s\"}"]);
    assert!(case.on(Input::Accept { serial: 1, sid: "s" }).is_empty());
    assert_eq!(case.text("40/other,"), ["connect 2 /other {}"]);
    assert_eq!(case.text("40"), ["left 1 parse error", "left 2 parse error", "closed parse error"]);
}

#[test]
fn a_client_that_leaves_before_the_answer_is_not_let_in() {
    let mut case = Case::websocket();
    case.text("40");
    assert_eq!(case.text("41"), ["left 1 client namespace disconnect"]);
    assert_eq!(case.text("40"), ["connect 2 / {}"]);
    assert!(case.on(Input::Accept { serial: 1, sid: "s" }).is_empty(), "the answer is for the first");
    assert_eq!(case.on(Input::Accept { serial: 2, sid: "s" }), ["send 40{\"sid\":\"s\"}"]);
}

#[test]
fn what_comes_for_a_socket_that_the_host_ended_is_dropped() {
    let mut case = Case::connected();
    let ended = ["send 41", "left 1 server namespace disconnect"];
    assert_eq!(case.on(Input::Leave { serial: 1 }), ended);
    assert!(case.text("42[\"late\"]").is_empty());
    assert!(case.text("41").is_empty());
    assert!(case.text("431[]").is_empty());
    assert!(case.on(Input::Leave { serial: 1 }).is_empty());
    let mut case = Case::websocket();
    case.text("40");
    let refused = ["send 44{\"message\":\"disconnected\"}", "left 1 server namespace disconnect"];
    assert_eq!(case.on(Input::Leave { serial: 1 }), refused);
}

#[test]
fn only_so_many_namespaces_can_be_named() {
    let mut case = Case::websocket();
    for number in 0..Config::NAMESPACES_MAX {
        assert_eq!(case.text(&format!("40/{number},")).len(), 1);
    }
    assert!(case.text("40/more,").contains(&"closed parse error".to_owned()));
}

#[test]
fn attachments_are_awaited_and_counted() {
    let mut case = Case::connected();
    let hole = "{\"_placeholder\":true,\"num\":0}";
    assert!(case.text(&format!("452-7[\"a\",{hole}]")).is_empty());
    assert!(case.on(Input::Binary(Bytes::from_static(b"1"))).is_empty());
    let event = case.on(Input::Binary(Bytes::from_static(b"2")));
    assert_eq!(event, [format!("event 1 a [{hole}] +2 Some(7)")]);
    assert!(case.text("461-9[1]").is_empty());
    assert_eq!(case.on(Input::Binary(Bytes::from_static(b"1"))), ["ack 1 9 +1"]);
    assert_eq!(case.text("450-[\"a\"]"), ["event 1 a [] +0 None"]);
}

#[test]
fn every_malformed_case_closes() {
    let cases = [
        "abc",
        "",
        "0{}",
        "2",
        "2probe",
        "5",
        "1x",
        "7",
        "4",
        "4abc",
        "42",
        "42{}",
        "42[",
        "42[]",
        "42[1]",
        "42abc[\"a\"]",
        "42[\"connect\"]",
        "40",
        "44{\"message\":\"x\"}",
        "42/never,[\"a\"]",
        "43[]",
        "41{}",
        "453-[\"a\"]",
        "45[\"a\"]",
    ];
    for text in cases {
        let closed = ["left 1 parse error", "closed parse error"];
        assert_eq!(Case::connected().text(text), closed, "{text:?}");
    }
    let closed = ["left 1 parse error", "closed parse error"];
    assert_eq!(Case::connected().on(Input::Binary(Bytes::new())), closed, "binary out of nowhere");
    let mut case = Case::connected();
    case.text("451-[\"a\",{\"_placeholder\":true,\"num\":0}]");
    assert_eq!(case.text("42[\"b\"]"), closed, "text where an attachment is due");
    let mut case = Case::connected();
    case.text("452-[\"a\"]");
    case.on(Input::Binary(vec![0; 100].into()));
    let closed = ["left 1 message too big", "closed message too big"];
    assert_eq!(case.on(Input::Binary(vec![0; 300].into())), closed, "attachments count together");
}

#[test]
fn polls_and_posts_come_one_at_a_time() {
    let mut case = Case::polling();
    assert!(case.on(Input::PollOpened).is_empty());
    assert!(case.on(Input::PollAnswered).is_empty());
    assert!(case.on(Input::PollOpened).is_empty());
    assert_eq!(case.on(Input::PollOpened), ["send 1", "closed transport error"]);
    let mut case = Case::polling();
    assert!(case.on(Input::PostOpened).is_empty());
    assert!(case.on(Input::PostAnswered).is_empty());
    assert!(case.on(Input::PostOpened).is_empty());
    assert_eq!(case.on(Input::PostOpened), ["send 1", "closed transport error"]);
    let mut case = Case::polling();
    case.on(Input::PollOpened);
    assert_eq!(case.on(Input::PollCancelled), ["send 1", "closed transport error"]);
}

#[test]
fn a_close_packet_sends_the_waiting_poll_away() {
    let mut case = Case::polling();
    case.on(Input::PollOpened);
    assert_eq!(case.text("1"), ["send 6", "closed transport close"]);
    assert_eq!(Case::polling().text("1"), ["closed transport close"]);
    assert_eq!(Case::websocket().text("1"), ["closed transport close"]);
}

#[test]
fn an_upgrade_goes_by_the_book() {
    let mut case = Case::polling();
    assert!(case.session.may_probe());
    case.on(Input::PollOpened);
    case.on(Input::ProbeOpened);
    assert!(!case.session.may_probe());
    assert_eq!(case.on(Input::ProbeText("2probe")), ["probe 3probe"]);
    assert_eq!(case.on(Input::ProbeText("5")), ["upgraded"]);
    assert!(!case.session.is_polling() && !case.session.may_probe());
    assert_eq!(case.deadline(), Some(300));
}

#[test]
fn a_probe_that_breaks_the_rules_or_takes_too_long_is_dropped() {
    for texts in [&["5"][..], &["2"], &["abc"], &["4a"], &["2probe", "2probe"], &["2probe", "3"]] {
        let mut case = Case::polling();
        case.on(Input::ProbeOpened);
        let last = texts.iter().map(|text| case.on(Input::ProbeText(text))).last();
        assert_eq!(last.unwrap(), ["drop probe"], "{texts:?}");
        assert!(case.session.may_probe());
    }
    let mut case = Case::polling();
    case.on(Input::ProbeOpened);
    assert_eq!(case.later(50 * MS).on(Input::Timer), ["drop probe"]);
    assert!(case.session.may_probe());
    let mut case = Case::polling();
    case.on(Input::ProbeOpened);
    assert_eq!(case.text("1"), ["drop probe", "closed transport close"]);
}

#[test]
fn a_poll_during_an_upgrade_is_sent_away_after_a_moment() {
    let mut config = config();
    config.upgrade_timeout = 1000 * MS;
    let start = Instant::now();
    let session = Session::new(Arc::new(Rules::new(config, true)), true, start);
    let mut case = Case { session, start, at: Duration::ZERO };
    case.on(Input::PollOpened);
    case.on(Input::ProbeOpened);
    case.on(Input::ProbeText("2probe"));
    assert_eq!(case.deadline(), Some(50), "a poll that was there before");
    case.on(Input::PollAnswered);
    assert!(case.on(Input::PollOpened).is_empty());
    assert_eq!(case.deadline(), Some(50));
    assert_eq!(case.later(50 * MS).on(Input::Timer), ["end poll"]);
    case.on(Input::PollAnswered);
    assert_eq!(case.deadline(), Some(300));
}

#[test]
fn a_bare_session_hands_messages_on() {
    let mut case = Case::new(false, false);
    assert_eq!(case.text("4hello"), ["message Text(5)"]);
    assert_eq!(case.on(Input::Binary(Bytes::from_static(b"abc"))), ["message Binary(3)"]);
}
