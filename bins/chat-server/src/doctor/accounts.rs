//! The provider, and the accounts there.

use super::{
    database::millis,
    report::{Area, Finding},
};
use crate::{problem::root_of, settings::Settings};
use chat_core::{Account, AccountStatus, Directory, Env, Fault, Source};
use chat_storage::{Inspection, KeyRing};
use chat_whatsapp::{AccountInspection, Config, Reached, SubscribedApp, WhatsApp};
use std::{error::Error, time::Duration};

const AREA: Area = Area::WhatsApp;
/// How many accounts are asked about.
const ACCOUNTS_MAX: usize = 200;
/// How long the provider may take to answer.
const ANSWER_MAX: Duration = Duration::from_secs(5);

/// The Graph API that is configured.
#[derive(Debug)]
pub(super) struct Provider(WhatsApp);

impl Provider {
    pub(super) fn of(settings: &Settings) -> Self {
        let config = Config::default().base_url(settings.graph_url.as_str());
        let config = config.unwrap_or_default().version(&settings.graph_version).timeout(ANSWER_MAX);
        Self(WhatsApp::new(config))
    }

    pub(super) async fn reach(&self, env: &Env) -> Result<Reached, Fault> {
        self.0.reach(env).await
    }

    /// What is said of the provider, and by it of each account.
    pub(super) async fn look(
        &self,
        settings: &Settings,
        reached: &Result<Reached, Fault>,
        database: Option<&Inspection>,
    ) -> Vec<Finding> {
        let mut findings = vec![reachable(settings, reached)];
        if !database.is_some_and(Inspection::is_migrated) {
            return findings;
        }
        let accounts = match accounts(settings).await {
            Ok(accounts) => accounts,
            Err(finding) => return [findings, vec![finding]].concat(),
        };
        if accounts.is_empty() {
            findings.push(Finding::ok(AREA, "accounts", "none is connected"));
        }
        let hook = settings.public_url.as_ref();
        let hook = hook.map(|url| format!("{}/webhooks/whatsapp", url.as_str().trim_end_matches('/')));
        for account in &accounts {
            findings.extend(status(account));
            if reached.is_ok() {
                findings.extend(judge(account, &self.0.inspect(account).await, hook.as_deref()));
            }
        }
        findings
    }
}

fn reachable(settings: &Settings, reached: &Result<Reached, Fault>) -> Finding {
    let url = &settings.graph_url;
    match reached {
        Ok(Reached { round_trip, .. }) => {
            Finding::ok(AREA, "reachability", format!("{url} answers within {}", millis(*round_trip)))
        }
        Err(fault) => {
            let mend = "look at this machine's DNS, firewall and HTTPS_PROXY, or correct --graph-url (CHAT_GRAPH_URL); messages wait \
                        until it can be reached";
            Finding::failed(AREA, "reachability", format!("{url} does not answer: {}", fault.message), mend)
        }
    }
}

/// The accounts that are connected, read without changing anything.
async fn accounts(settings: &Settings) -> Result<Vec<Account>, Finding> {
    let failed = |error: &(dyn Error + 'static)| {
        let root = root_of(error);
        let mend = "set --secret (CHAT_SECRET), or the file `secret` in the data directory, to what the database was written with";
        Finding::failed(AREA, "accounts", format!("they cannot be read: {root}"), mend)
    };
    let secrets = settings.kept_secrets().map_err(|problem| {
        Finding::failed(AREA, "accounts", problem.to_string(), "restore the secret that the database was written with")
    })?;
    let options = settings.store_options().read_only();
    let options = match secrets.split_first() {
        Some((present, older)) => {
            options.keys(older.iter().fold(KeyRing::new(present), |keys, secret| keys.or(secret)))
        }
        None => options,
    };
    let store = options.connect().await.map_err(|error| failed(&error))?;
    let accounts = store.accounts_of_source(&Source::WHATSAPP, ACCOUNTS_MAX).await;
    store.close().await;
    accounts.map_err(|error| failed(&error))
}

fn name_of(account: &Account) -> String {
    format!("number {}", account.address)
}

fn status(account: &Account) -> Option<Finding> {
    (account.status == AccountStatus::Paused).then(|| {
        let reason = account.pause_reason.as_deref().map(|reason| hide(account, reason));
        let found = format!("paused: {}", reason.unwrap_or_else(|| "by its owner".into()));
        let mend = format!(
            "mend the cause, then PATCH /api/v1/whatsapp/accounts/{} with {{\"status\":\"active\"}}; its messages wait",
            account.id
        );
        Finding::warning(AREA, name_of(account), found, mend)
    })
}

/// A provider may repeat a token that it does not like.
fn hide(account: &Account, text: &str) -> String {
    text.replace(account.access_token.expose(), "…").replace(account.app_secret.expose(), "…")
}

fn judge(account: &Account, inspection: &AccountInspection, hook: Option<&str>) -> Vec<Finding> {
    let subject = name_of(account);
    let path = format!("PATCH /api/v1/whatsapp/accounts/{}", account.id);
    let number = match &inspection.number {
        Ok(()) => Finding::ok(AREA, &subject, "its access token works"),
        Err(fault) => {
            let found = format!("its access token does not work: {} ({})", hide(account, &fault.message), fault.code);
            Finding::failed(
                AREA,
                &subject,
                found,
                format!("make another in Meta's Business settings and {path} with {{\"accessToken\":\"…\"}}"),
            )
        }
    };
    let webhooks = match &inspection.subscribed {
        Ok(apps) if apps.is_empty() => {
            let found = format!("no app hears of its business account {}: no message arrives", account.business_id);
            Finding::failed(
                AREA,
                &subject,
                found,
                format!("{path} with {{\"status\":\"active\"}}, which subscribes again"),
            )
        }
        Ok(apps) => subscribed(&subject, apps, hook),
        Err(fault) => {
            let found =
                format!("who hears of it could not be asked: {} ({})", hide(account, &fault.message), fault.code);
            let mend = "the token needs the permissions whatsapp_business_messaging and whatsapp_business_management";
            Finding::failed(AREA, &subject, found, mend)
        }
    };
    vec![number, webhooks]
}

fn subscribed(subject: &str, apps: &[SubscribedApp], hook: Option<&str>) -> Finding {
    let names: Vec<_> = apps.iter().map(|app| app.name.as_deref().unwrap_or("an app without a name")).collect();
    let elsewhere = |url: &&str| hook.is_some_and(|hook| hook != *url);
    match apps.iter().filter_map(|app| app.override_url.as_deref()).find(elsewhere) {
        Some(url) => {
            let found = format!("its messages are sent to {url}");
            let mend = format!("remove that override at Meta, or set it to {}", hook.unwrap_or_default());
            Finding::warning(AREA, subject, found, mend)
        }
        None => Finding::ok(AREA, subject, format!("its messages are sent to {}", names.join(", "))),
    }
}
