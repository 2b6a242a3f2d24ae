//! Domains are proven, looked after, and lost when their proof is.

use async_trait::async_trait;
use chat_core::{
    AuthorizedDomain, Chat, Desk, DomainDeed, DomainMethod, DomainProbe, DomainState, Env, Error, Event, Journal,
    LocalLogin, LocalPages, ManualClock, MemoryStore, NewAgent, NewWidget, Origin, ProofFault, Role, SettingsPatch,
    SystemIds, Widget, WidgetKind, may_embed,
};
use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::sync::Semaphore;

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// DNS and the web, as far as somebody has put something there.
#[derive(Clone, Debug)]
struct World {
    records: Arc<Mutex<BTreeMap<String, String>>>,
    files: Arc<Mutex<BTreeMap<String, String>>>,
    looks: Arc<AtomicUsize>,
    /// Nobody gets an answer while it is closed.
    gate: Arc<Semaphore>,
}

impl World {
    fn new() -> Self {
        let gate = Arc::new(Semaphore::new(1000));
        Self { records: Arc::default(), files: Arc::default(), looks: Arc::default(), gate }
    }

    fn publish(&self, domain: &AuthorizedDomain) {
        self.records.lock().unwrap().insert(domain.txt_name(), domain.txt_value());
    }

    fn take_down(&self) {
        self.records.lock().unwrap().clear();
        self.files.lock().unwrap().clear();
    }
}

#[async_trait]
impl DomainProbe for World {
    async fn txt(&self, name: &str) -> Result<Vec<Vec<u8>>, ProofFault> {
        self.looks.fetch_add(1, Ordering::Relaxed);
        let _open = self.gate.acquire().await.unwrap();
        let record = self.records.lock().unwrap().get(name).cloned();
        record.map(|text| vec![b"v=spf1 -all".to_vec(), text.into_bytes()]).ok_or(ProofFault::NoRecord)
    }

    async fn file(&self, host: &str, path: &str) -> Result<Vec<u8>, ProofFault> {
        let file = self.files.lock().unwrap().get(&format!("https://{host}{path}")).cloned();
        file.map(String::into_bytes).ok_or(ProofFault::WrongStatus(404))
    }
}

struct Shop {
    chat: Chat,
    desk: Desk,
    store: MemoryStore,
    login: LocalLogin,
    clock: ManualClock,
    world: World,
    widget: Widget,
}

impl Shop {
    async fn open() -> Self {
        let (store, clock, world) = (MemoryStore::default(), ManualClock::default(), World::new());
        let env = Env::new(clock.clone(), SystemIds);
        let login = LocalLogin::new(store.clone()).env(env.clone());
        let chat = Chat::builder(store.clone(), login.clone()).env(env).domain_probe(world.clone()).build();
        let created = login.create_client("Shop", NewAgent::new("Ann", "ann@shop.test", Role::Owner)).await.unwrap();
        let desk = chat.sign_in(created.api_key.expose()).await.unwrap();
        let new = NewWidget { name: "Shop".into(), kind: WidgetKind::Floating, settings: SettingsPatch::default() };
        let widget = desk.create_widget(&new).await.unwrap();
        Self { chat, desk, store, login, clock, world, widget }
    }

    async fn add(&self, domain: &str) -> AuthorizedDomain {
        self.desk.add_domain(self.widget.id, domain).await.unwrap()
    }

    async fn now(&self, domain: &AuthorizedDomain) -> AuthorizedDomain {
        self.desk.domain(self.widget.id, domain.id).await.unwrap()
    }

    /// What happened to a domain, the first thing first.
    async fn deeds(&self, domain: &AuthorizedDomain) -> Vec<DomainDeed> {
        let history = self.desk.domain_history(self.widget.id, domain.id).await.unwrap();
        history.into_iter().rev().map(|step| step.deed).collect()
    }

    async fn may_embed(&self, page: &str) -> bool {
        let domains = self.desk.domains(self.widget.id).await.unwrap();
        may_embed(&self.widget, &domains, &Origin::parse(page).unwrap(), LocalPages::Refused)
    }

    /// Where domains stood one after the other, as the journal tells it.
    async fn told(&self) -> Vec<DomainState> {
        let events = self.store.events_after(self.desk.scope(), 0, 1000).await.unwrap().events;
        let state = |event| match event {
            Event::DomainChanged { state, .. } => Some(state),
            _ => None,
        };
        events.into_iter().filter_map(|notice| state(notice.event)).collect()
    }

    async fn pass(&self, time: Duration) -> usize {
        self.clock.advance(time);
        self.chat.check_domains_once().await.unwrap()
    }
}

/// A domain whenever it was read: a command gives it as it was before the store counted.
fn unread(domain: AuthorizedDomain) -> AuthorizedDomain {
    AuthorizedDomain { revision: 0, ..domain }
}

#[tokio::test]
async fn a_domain_is_proven_by_itself_once_the_record_is_there() {
    let shop = Shop::open().await;
    let domain = shop.add("shop.test").await;
    assert_eq!(shop.chat.check_domains_once().await.unwrap(), 0, "its owner has had no time yet");
    assert_eq!(shop.pass(HOUR).await, 1);
    assert_eq!(shop.now(&domain).await.state, DomainState::Pending);
    assert!(!shop.may_embed("https://shop.test").await);
    shop.world.publish(&domain);
    assert_eq!(shop.pass(HOUR).await, 1);
    let proven = shop.now(&domain).await;
    assert_eq!((proven.state, proven.method), (DomainState::Verified, Some(DomainMethod::Dns)));
    assert!(shop.may_embed("https://shop.test").await && !shop.may_embed("https://www.shop.test").await);
    assert_eq!(shop.told().await, [DomainState::Pending, DomainState::Verified]);
    assert_eq!(shop.deeds(&domain).await, [DomainDeed::Added, DomainDeed::Failed, DomainDeed::Proven]);
    assert_eq!(shop.pass(20 * HOUR).await, 0, "not before a day has passed");
    assert_eq!(shop.pass(7 * HOUR).await, 1);
}

#[tokio::test]
async fn a_domain_whose_proof_is_gone_is_doubted_then_blocked_and_comes_back() {
    let shop = Shop::open().await;
    let domain = shop.add("shop.test").await;
    shop.world.publish(&domain);
    shop.pass(HOUR).await;
    shop.world.take_down();
    let mut days = Vec::new();
    for day in 1..=13 {
        shop.pass(27 * HOUR).await;
        let state = shop.now(&domain).await.state;
        assert_eq!(shop.may_embed("https://shop.test").await, state.is_proven(), "day {day}");
        days.push(state);
    }
    let first = |wanted| days.iter().position(|state| *state == wanted).unwrap();
    assert_eq!((days[0], first(DomainState::Stale), first(DomainState::Unverified)), (DomainState::Verified, 3, 10));
    shop.world.publish(&domain);
    shop.pass(DAY).await;
    assert_eq!(shop.now(&domain).await.state, DomainState::Verified);
    use DomainState::{Pending, Stale, Unverified, Verified};
    assert_eq!(shop.told().await, [Pending, Verified, Stale, Unverified, Verified]);
    let deeds = shop.deeds(&domain).await;
    for deed in [DomainDeed::Warned, DomainDeed::Blocked] {
        assert_eq!(deeds.iter().filter(|one| **one == deed).count(), 1, "{deeds:?}");
    }
}

#[tokio::test]
async fn of_several_processes_one_looks() {
    let shop = Shop::open().await;
    shop.add("shop.test").await;
    let env = Env::new(shop.clock.clone(), SystemIds);
    let other = Chat::builder(shop.store.clone(), shop.login.clone()).env(env).domain_probe(shop.world.clone()).build();
    shop.clock.advance(HOUR);
    let (first, second) = tokio::join!(shop.chat.check_domains_once(), other.check_domains_once());
    assert_eq!(first.unwrap() + second.unwrap(), 1);
    assert_eq!(shop.world.looks.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_look_that_was_overtaken_by_another_token_says_nothing() {
    let shop = Shop::open().await;
    let domain = shop.add("shop.test").await;
    shop.world.publish(&domain);
    shop.clock.advance(HOUR);
    let closed = shop.world.gate.clone().acquire_many_owned(1000).await.unwrap();
    let chat = shop.chat.clone();
    let looking = tokio::spawn(async move { chat.check_domains_once().await.unwrap() });
    while shop.world.looks.load(Ordering::Relaxed) == 0 {
        tokio::task::yield_now().await;
    }
    let renewed = shop.desk.renew_domain(shop.widget.id, domain.id).await.unwrap();
    assert_ne!(renewed.token, domain.token);
    drop(closed);
    assert_eq!(looking.await.unwrap(), 1);
    assert_eq!(unread(shop.now(&domain).await), unread(renewed));
}

#[tokio::test]
async fn a_look_at_once_tells_what_was_seen_in_each_place() {
    let shop = Shop::open().await;
    let domain = shop.add("shop.test").await;
    let check = shop.desk.check_domain(shop.widget.id, domain.id).await.unwrap();
    let seen: Vec<_> = check.findings.iter().map(|finding| (finding.method, finding.fault.clone())).collect();
    let (dns, file) = (Some(ProofFault::NoRecord), Some(ProofFault::WrongStatus(404)));
    assert_eq!(seen, [(DomainMethod::Dns, dns), (DomainMethod::File, file)]);
    assert_eq!((check.domain.state, check.domain.failures), (DomainState::Pending, 1));
    shop.world.files.lock().unwrap().insert(domain.file_url().unwrap(), format!("{}\n", domain.token));
    let check = shop.desk.check_domain(shop.widget.id, domain.id).await.unwrap();
    assert_eq!((check.domain.state, check.domain.method), (DomainState::Verified, Some(DomainMethod::File)));
    assert_eq!(unread(check.domain), unread(shop.now(&domain).await));

    let wildcard = shop.add("*.shop.test").await;
    let check = shop.desk.check_domain(shop.widget.id, wildcard.id).await.unwrap();
    let places: Vec<_> = check.findings.iter().map(|finding| finding.method).collect();
    assert_eq!(places, [DomainMethod::Dns], "a file proves no wildcard");
}

#[tokio::test]
async fn an_expired_token_is_put_in_another_place() {
    let shop = Shop::open().await;
    let domain = shop.add("shop.test").await;
    shop.world.publish(&domain);
    shop.clock.advance(AuthorizedDomain::TOKEN_TTL);
    let refused = shop.desk.check_domain(shop.widget.id, domain.id).await;
    assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    assert_eq!(shop.chat.check_domains_once().await.unwrap(), 1);
    assert_eq!(shop.now(&domain).await.state, DomainState::Pending, "it came too late");
    let renewed = shop.desk.renew_domain(shop.widget.id, domain.id).await.unwrap();
    shop.world.publish(&renewed);
    let check = shop.desk.check_domain(shop.widget.id, domain.id).await.unwrap();
    assert_eq!(check.domain.state, DomainState::Verified);
    let refused = shop.desk.renew_domain(shop.widget.id, domain.id).await;
    assert!(matches!(refused, Err(Error::Conflict(_))), "a proven one needs no other: {refused:?}");
}

#[tokio::test]
async fn nobody_looks_after_what_was_taken_away() {
    let shop = Shop::open().await;
    let (removed, other) = (shop.add("removed.test").await, shop.add("shop.test").await);
    shop.desk.remove_domain(shop.widget.id, removed.id).await.unwrap();
    shop.desk.delete_widget(shop.widget.id).await.unwrap();
    assert_eq!(shop.pass(HOUR).await, 0);
    assert_eq!(shop.pass(DAY).await, 0);
    assert_eq!(shop.world.looks.load(Ordering::Relaxed), 0, "not at {other:?} either");
}
