//! The emulated world as a whole.

use super::{
    App, Asker, Message, Pair, Phone, Request, SignupCode, Subscription, Templates, Token, Uploads, Usage, User, Waba,
    media::Shelf, phone::Registration, reach::Reach,
};
use crate::emulator::{
    agenda::Agenda,
    clock::Clock,
    delivery::Delivery,
    faults::Fault,
    limits::Bucket,
    random::Random,
    ring::Ring,
    setup::{Account, Chaos, Delays, Rules, Setup},
    webhook::{Source, Update},
};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// All state of an emulator, behind one lock.
pub(crate) struct World {
    /// Grows with each reset, so that what was under way before it is not taken for news.
    pub(crate) epoch: u64,
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    pub(crate) apps: BTreeMap<String, App>,
    pub(crate) tokens: BTreeMap<String, Token>,
    pub(crate) wabas: BTreeMap<String, Waba>,
    pub(crate) phones: BTreeMap<String, Phone>,
    pub(crate) users: BTreeMap<String, User>,
    /// By number id and user id, or the written recipient of someone who is not on WhatsApp.
    pub(crate) pairs: HashMap<(String, String), Pair>,
    pub(crate) messages: Ring<Message>,
    pub(crate) media: Shelf,
    pub(crate) templates: Templates,
    pub(crate) uploads: Uploads,
    /// By portfolio.
    pub(crate) reach: BTreeMap<String, Reach>,
    /// The parent portfolio of a portfolio, if it has one.
    pub(crate) parents: BTreeMap<String, String>,
    pub(crate) usage: BTreeMap<Asker, Usage>,
    /// Files that were fetched from elsewhere: when, and which they became, by URL.
    pub(crate) links: BTreeMap<String, (DateTime<Utc>, String)>,
    /// Codes of the sign-up that were not yet exchanged.
    pub(crate) signup_codes: BTreeMap<String, SignupCode>,
    /// What the URLs of files are signed with.
    pub(crate) media_key: String,
    /// Where the emulator is reached, if not at the host that a request names.
    pub(crate) public_url: Option<String>,
    pub(crate) numbers: HashMap<String, u64>,
    pub(crate) deliveries: Ring<Delivery>,
    pub(crate) requests: Ring<Request>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) chaos: Chaos,
    pub(crate) rules: Rules,
    pub(crate) delays: Delays,
    pub(crate) agenda: Agenda,
    /// Updates that wait for the batch window to close.
    pub(crate) gathered: Vec<Update>,
}

impl World {
    /// How long after a user's message free-form messages may be sent.
    const WINDOW: TimeDelta = TimeDelta::hours(24);

    pub(crate) fn new(setup: &Setup, epoch: u64) -> Self {
        let mut world = Self {
            epoch,
            clock: Clock::started_now(),
            media_key: format!("files of seed {}", setup.seed),
            public_url: setup.public_url.clone(),
            random: Random::seeded(setup.seed),
            apps: BTreeMap::new(),
            tokens: BTreeMap::new(),
            wabas: BTreeMap::new(),
            phones: BTreeMap::new(),
            users: BTreeMap::new(),
            pairs: HashMap::new(),
            messages: Ring::default(),
            media: Shelf::default(),
            templates: Templates::default(),
            uploads: Uploads::default(),
            reach: BTreeMap::new(),
            parents: BTreeMap::new(),
            usage: BTreeMap::new(),
            links: BTreeMap::new(),
            signup_codes: BTreeMap::new(),
            numbers: HashMap::new(),
            deliveries: Ring::default(),
            requests: Ring::default(),
            faults: Vec::new(),
            chaos: setup.chaos,
            rules: setup.rules,
            delays: setup.delays,
            agenda: Agenda::default(),
            gathered: Vec::new(),
        };
        for account in &setup.accounts {
            world.add_account(account);
        }
        for user in &setup.users {
            // A setup is written by the host: a user it contradicts itself about is simply not there.
            if let Err(refused) = world.put_user(user.clone()) {
                tracing::warn!(reason = %refused, "a user of the setup was left out");
            }
        }
        world
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Adds an account, or changes the app, business account, number and token that have its ids.
    pub(crate) fn add_account(&mut self, account: &Account) {
        let now = self.now();
        self.apps.insert(
            account.app_id.clone(),
            App { secret: account.app_secret.clone(), callback: account.callback.clone(), fields: None },
        );
        // The secret itself is a token of the app.
        let own = format!("{}|{}", account.app_id, account.app_secret);
        self.tokens.insert(own, Token::new(&account.app_id, BTreeSet::new()));
        let waba = self.wabas.entry(account.business_account_id.clone()).or_default();
        waba.business.clone_from(&account.business_id);
        waba.name.clone_from(&account.verified_name);
        if account.subscribed {
            waba.subscriptions.insert(account.app_id.clone(), Subscription::default());
        }
        self.phones.insert(
            account.phone_number_id.clone(),
            Phone {
                registered: true,
                onboarded_at: Some(now),
                registration: Registration { is_verified: true, ..Registration::default() },
                ..Phone::new(
                    &account.business_account_id,
                    &account.display_phone_number,
                    &account.verified_name,
                    account.throughput,
                    now,
                )
            },
        );
        let waba = account.business_account_id.clone();
        let token = self.tokens.entry(account.access_token.clone());
        let token = token.or_insert_with(|| Token::new(&account.app_id, [waba.clone()].into()));
        token.wabas.insert(waba);
    }

    /// The business account that an update comes from.
    pub(crate) fn waba_of<'a>(&'a self, source: &'a Source) -> Option<&'a str> {
        match source {
            Source::Phone(id) => self.phones.get(id).map(|phone| phone.waba.as_str()),
            Source::Waba(id) => Some(id),
        }
    }

    pub(crate) fn business_of(&self, phone_id: &str) -> Option<&str> {
        let phone = self.phones.get(phone_id)?;
        self.wabas.get(&phone.waba).map(|waba| waba.business.as_str())
    }

    /// What is between the number and the recipient; made on first need.
    pub(crate) fn pair(&mut self, phone_id: &str, recipient: &str) -> &mut Pair {
        let now = self.now();
        self.pairs.entry((phone_id.to_owned(), recipient.to_owned())).or_insert_with(|| Pair {
            wrote_at: None,
            phone_used_at: None,
            typing_until: None,
            opted_out: false,
            throughput: Bucket::of_pair(now),
        })
    }

    /// Whether the recipient wrote to the number within the last 24 hours.
    pub(crate) fn is_window_open(&self, phone_id: &str, recipient: &str) -> bool {
        let pair = self.pairs.get(&(phone_id.to_owned(), recipient.to_owned()));
        pair.and_then(|pair| pair.wrote_at).is_some_and(|at| self.now() - at < Self::WINDOW)
    }

    /// Whether the recipient wants no marketing messages of the number.
    pub(crate) fn has_stopped_marketing(&self, phone_id: &str, recipient: &str) -> bool {
        let pair = self.pairs.get(&(phone_id.to_owned(), recipient.to_owned()));
        pair.is_some_and(|pair| pair.opted_out)
    }

    pub(crate) fn keep_message(&mut self, message: Message) {
        let wamid = message.wamid.clone();
        let (number, forgotten) = self.messages.push(message);
        self.numbers.insert(wamid, number);
        if let Some(old) = forgotten {
            self.numbers.remove(&old.wamid);
        }
    }

    pub(crate) fn message(&self, wamid: &str) -> Option<&Message> {
        self.messages.get(*self.numbers.get(wamid)?)
    }

    pub(crate) fn message_mut(&mut self, wamid: &str) -> Option<&mut Message> {
        self.messages.get_mut(*self.numbers.get(wamid)?)
    }
}
