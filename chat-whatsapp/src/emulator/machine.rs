//! The emulator as its host sees it.

use super::{
    agenda::Task,
    control::{self, Refused, changes, inbound::Inbound, users::UserChange},
    delivery,
    errand::{Done, Errand},
    graph, overtake, page,
    setup::{Account, Setup},
    world::World,
};
use crate::http::{self, Proxy};
use axum::{Router, middleware::from_fn_with_state, routing::any};
use chrono::TimeDelta;
use futures_util::{StreamExt as _, stream::FuturesUnordered};
use std::{
    fmt,
    pin::pin,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};
use tokio::sync::{Notify, watch};

/// How many webhooks and fetched files are on their way at the same time.
const ERRANDS_MAX: usize = 64;

/// A WhatsApp Cloud API in memory. Clones are the same emulator.
///
/// [`Emulator::router`] answers requests; [`Emulator::run_until`] lets time pass: without it nothing is delivered and
/// no status changes. Neither starts a task of its own.
#[derive(Clone)]
pub struct Emulator {
    pub(super) shared: Arc<Shared>,
}

pub(crate) struct Shared {
    setup: Setup,
    world: Mutex<World>,
    /// Rung when something may be due earlier than the running loop knows.
    wake: Notify,
    /// Changes when the clock may have been set.
    moved: watch::Sender<u64>,
    /// Counts up when something happened that can be seen from outside.
    changed: watch::Sender<u64>,
    /// Changes when everything that hangs on purpose is to be let go.
    released: watch::Sender<u64>,
    pub(crate) client: reqwest::Client,
}

impl Emulator {
    /// Makes an emulator that holds `setup`.
    pub fn new(setup: Setup) -> Self {
        let world = Mutex::new(World::new(&setup, 0));
        let client = http::client(delivery::ANSWER_MAX, Proxy::None);
        let wake = Notify::new();
        let [moved, changed, released] = [(); 3].map(|()| watch::channel(0).0);
        Self { shared: Arc::new(Shared { setup, world, wake, moved, changed, released, client }) }
    }

    /// The Graph API at the root, with or without a version before the path, the control API at `/_emu`, and for a
    /// browser at the root the page that plays the customers' phones.
    pub fn router(&self) -> Router {
        Router::new()
            .route("/", any(page::front))
            .nest("/_emu", control::router())
            .fallback(graph::serve)
            .layer(from_fn_with_state(self.shared.clone(), overtake::hold_back))
            .layer(from_fn_with_state(self.shared.clone(), changes::tell))
            .with_state(self.shared.clone())
    }

    /// Delivers webhooks and moves messages on until `stop` is ready. To be run once at a time.
    pub async fn run_until(&self, stop: impl Future<Output = ()>) {
        let mut stop = pin!(stop);
        let mut errands = FuturesUnordered::new();
        loop {
            let (due, wait) = self.shared.due(ERRANDS_MAX - errands.len());
            errands.extend(due.into_iter().map(|errand| errand.run(self.shared.client.clone())));
            tokio::select! {
                () = &mut stop => break,
                Some(done) = errands.next(), if !errands.is_empty() => self.shared.settle(done),
                () = self.shared.wake.notified() => {}
                () = pause(wait) => {}
            }
        }
        self.shared.release();
    }

    /// Adds a WhatsApp user, or changes the one with the same id or phone number, and gives the user's id.
    ///
    /// # Errors
    /// A phone number that is not one, or that belongs to another user.
    pub fn put_user(&self, change: UserChange) -> Result<String, Refused> {
        self.shared.change(|world| world.put_user(change))
    }

    /// Lets a user write to a business and gives the ids of the messages.
    ///
    /// # Errors
    /// An unknown user or number, or a message that is empty.
    pub fn write(&self, inbound: Inbound) -> Result<Vec<String>, Refused> {
        self.shared.change(|world| world.write(inbound))
    }

    /// Adds an account while the emulator runs, or changes the one with the same ids.
    pub fn put_account(&self, account: &Account) {
        self.shared.world().add_account(account);
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator").field("setup", &self.shared.setup).finish_non_exhaustive()
    }
}

impl Shared {
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().expect("no holder of the lock panics")
    }

    /// Changes the world and tells whoever waits for a time that something may be due.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let changed = change(&mut self.world());
        self.wake.notify_one();
        self.moved.send_modify(|count| *count += 1);
        self.tell();
        changed
    }

    /// Tells whoever watches that something has happened.
    pub(crate) fn tell(&self) {
        self.changed.send_modify(|count| *count += 1);
    }

    /// How much has happened, for whoever wants to watch.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    fn settle(&self, done: Done) {
        self.world().settle(done);
        self.tell();
    }

    /// Ready when the emulator's clock has gone on by `delay`.
    pub(crate) async fn passed(&self, delay: TimeDelta) {
        let mut moved = self.moved.subscribe();
        let at = self.world().now() + delay;
        loop {
            let wait = self.world().clock.wait_until(at);
            if wait == Some(Duration::ZERO) {
                return;
            }
            tokio::select! {
                () = pause(wait) => {}
                _ = moved.changed() => {}
            }
        }
    }

    /// Starts over from the setup.
    pub(crate) fn reset(&self) {
        self.change(|world| *world = World::new(&self.setup, world.epoch + 1));
        self.release();
    }

    /// Ready when what hangs on purpose is let go.
    pub(crate) async fn until_released(&self) {
        let mut released = self.released.subscribe();
        // An error means that the emulator is gone, which releases as well.
        let _ = released.changed().await;
    }

    fn release(&self) {
        self.released.send_modify(|count| *count += 1);
    }

    /// Does what is due, gives up to `room` errands to be run, and says how long nothing else is due.
    fn due(&self, room: usize) -> (Vec<Errand>, Option<Duration>) {
        let mut world = self.world();
        let (mut errands, mut has_changed) = (Vec::new(), false);
        while errands.len() < room {
            let now = world.now();
            let Some((at, task)) = world.agenda.take_due(now) else {
                break;
            };
            has_changed = true;
            match task {
                Task::Step { wamid, step } => world.take_step(&wamid, step, at),
                Task::Post(updates) => world.post(updates),
                Task::CloseBatch => world.close_batch(),
                Task::Review { template } => world.review(&template),
                Task::ReviewName { phone } => world.review_name(&phone),
                Task::Fetch { wamid } => errands.extend(world.fetch_for(&wamid)),
                Task::Attempt { delivery } => errands.extend(world.attempt(delivery).map(Errand::Post)),
            }
        }
        let wait = match errands.len() < room {
            true => world.agenda.next_at().and_then(|at| world.clock.wait_until(at)),
            false => None,
        };
        drop(world);
        if has_changed {
            self.tell();
        }
        (errands, wait)
    }
}

async fn pause(wait: Option<Duration>) {
    match wait {
        Some(wait) => tokio::time::sleep(wait).await,
        None => std::future::pending().await,
    }
}
