//! How a run ends: what is under way arrives, the clients catch up, and everything is compared.

use crate::{
    cast::Cast,
    check::{self, Case, Kind, Violation},
    clock,
    evidence::{self, Evidence},
    load::Desk,
    plan::Plan,
    report::{Report, Stay},
    street::Street,
    watcher::Watcher,
};
use reqwest::Method;
use std::{collections::HashMap, sync::Arc, time::Duration};
use tokio::time::timeout;

/// How long those who write may take to finish what they have begun.
const FINISH_MAX: Duration = Duration::from_secs(120);
/// How long everything that is under way may take to arrive.
const SETTLE_MAX: Duration = Duration::from_secs(360);
/// How long all clients may take to have everything.
const CATCH_UP_MAX: Duration = Duration::from_secs(60);
/// How often everything is read again because there was news while it was read.
const GATHER_MAX: u32 = 20;
/// How much the emulator's clock is put forward while its calls wait to be made again.
const HURRY: Duration = Duration::from_secs(5);

/// Lets everybody finish, and everything that is under way arrive. Tells what did not.
pub(crate) async fn settle(cast: &mut Cast, street: &Street) -> Vec<String> {
    let mut stuck = Vec::new();
    if timeout(FINISH_MAX, cast.finish()).await.is_err() {
        stuck.push(format!("{} of those who write got no answer", cast.busy()));
    }
    stuck.extend(clock::settled(SETTLE_MAX, async || under_way(cast, street).await).await);
    stuck.extend(cast.ledger.refusals());
    stuck
}

/// Waits until every client has everything. Tells who has not.
pub(crate) async fn catch_up(cast: &Cast, street: &Street) -> Option<String> {
    clock::settled(CATCH_UP_MAX, async || {
        for (desk, watchers) in cast.desks.iter().zip(&cast.watchers) {
            let head = evidence::head(street, &desk.shop).await;
            if let Some(watcher) = watchers.iter().find(|watcher| watcher.last() != head) {
                return Some(format!("{} is at {} of {head}", watcher.name, watcher.last()));
            }
        }
        None
    })
    .await
}

/// Compares what was promised with what is there.
pub(crate) async fn judge(plan: &Plan, stay: Stay, cast: &Cast, street: &Street, stuck: Vec<String>) -> Report {
    let mut report = Report::new(plan.clone(), stay);
    report.violations = stuck.into_iter().map(|what| Violation { kind: Kind::Wrong, what }).collect();
    for (desk, watchers) in cast.desks.iter().zip(&cast.watchers) {
        let evidence = gather(street, desk, watchers).await;
        let (wrote, replied) = cast.ledger.of(desk.index);
        let foreign = cast.desks.iter().find(|other| other.index != desk.index).expect("there are several shops");
        let case = Case { wrote: &wrote, replied: &replied, foreign: &foreign.shop.name, evidence: &evidence };
        report.violations.extend(check::check(&case));
        report.wrote += wrote.len();
        report.replied += replied.len();
        report.events += evidence.journal.len();
        report.unsettled += check::unsettled(&evidence);
    }
    report
}

/// What is there at one moment. The last lanes of a killed process are taken over long after it: until then there is news.
async fn gather(street: &Street, desk: &Desk, watchers: &[Arc<Watcher>]) -> Evidence {
    let mut evidence = Evidence::gather(street, &desk.shop, watchers).await;
    for _ in 0..GATHER_MAX {
        if evidence.clients.iter().all(|(_, held)| held.journal.len() == evidence.journal.len()) {
            break;
        }
        evidence = Evidence::gather(street, &desk.shop, watchers).await;
    }
    evidence
}

/// Something that has not arrived yet, if there is anything.
async fn under_way(cast: &Cast, street: &Street) -> Option<String> {
    let calls = street.emulate(Method::GET, "deliveries?state=pending", None).await;
    let waiting = calls["deliveries"].as_array().map_or(0, Vec::len);
    if waiting > 0 {
        street.hurry(HURRY).await;
        return Some(format!("{waiting} calls wait to be made again"));
    }
    for desk in &cast.desks {
        if let Some(reply) = unfinished_reply(desk, street).await {
            return Some(reply);
        }
    }
    None
}

/// A reply that will still come further: the phones have it and the server does not know everything of it yet, or the server
/// is still to send it.
async fn unfinished_reply(desk: &Desk, street: &Street) -> Option<String> {
    let phones = evidence::phones(street, &desk.shop).await;
    let at_customer: HashMap<&str, &str> = phones.iter().map(|got| (got.text.as_str(), got.status.as_str())).collect();
    let messages = evidence::messages(street, &desk.shop).await;
    let unfinished = messages.iter().filter(|message| !message.is_from_customer).find(|message| {
        match at_customer.get(message.content.as_str()) {
            Some(status) => *status != message.status || !matches!(*status, "read" | "failed"),
            None => !message.is_visibly_not_sent(),
        }
    });
    unfinished.map(|message| {
        let status = at_customer.get(message.content.as_str()).unwrap_or(&"not there");
        format!("{:?} is {} and at the customer {status}", message.content, message.status)
    })
}
