//! A look at the Graph API and at accounts there that changes nothing, for whoever looks after the server.

use crate::{WhatsApp, graph::Request};
use chat_core::{Account, Env, Fault};
use serde_json::Value;
use std::time::Duration;

/// That the Graph API can be reached.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reached {
    /// How long the answer took.
    pub round_trip: Duration,
    /// How far its clock is ahead of the asker's, in milliseconds, to about a second; nothing when it did not tell the time.
    pub clock_ahead_ms: Option<i64>,
}

/// What the Graph API says of an account.
#[derive(Clone, PartialEq, Debug)]
pub struct AccountInspection {
    /// Whether the token may use the number.
    pub number: Result<(), Fault>,
    /// Who hears of what happens in the business account: without anybody no message arrives.
    pub subscribed: Result<Vec<SubscribedApp>, Fault>,
}

/// An app that hears of a business account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SubscribedApp {
    /// What it is called, as far as it was told.
    pub name: Option<String>,
    /// Where it hears of this business account, when that is not the address of the app.
    pub override_url: Option<String>,
}

impl WhatsApp {
    /// Asks the Graph API for nothing, in nobody's name.
    ///
    /// # Errors
    /// When no answer came.
    pub async fn reach(&self, env: &Env) -> Result<Reached, Fault> {
        let asked = env.now();
        let told = self.graph.time().await?;
        let now = env.now();
        let round_trip = now.since(asked);
        let half = i64::try_from(round_trip.as_millis() / 2).unwrap_or(0);
        // It cuts the time to seconds.
        let clock_ahead_ms = told.map(|told| told.millis() + 500 - (now.millis() - half));
        Ok(Reached { round_trip, clock_ahead_ms })
    }

    /// Asks what the Graph API says of an account.
    pub async fn inspect(&self, account: &Account) -> AccountInspection {
        let number = self.look_up(account).await.map(drop);
        AccountInspection {
            number: number.map_err(|failed| failed.fault()),
            subscribed: self.subscribed(account).await,
        }
    }

    async fn subscribed(&self, account: &Account) -> Result<Vec<SubscribedApp>, Fault> {
        let path = [account.business_id.as_str(), "subscribed_apps"];
        let answer = self.graph.ask(account, Request::get(&path)).await.map_err(|failed| failed.fault())?;
        let apps = answer.get("data").and_then(Value::as_array);
        let apps = apps.ok_or_else(|| Fault::new("unanswered", "the answer does not list the subscribed apps"))?;
        Ok(apps.iter().map(app).collect())
    }
}

fn app(entry: &Value) -> SubscribedApp {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    SubscribedApp {
        name: text(entry.get("whatsapp_business_api_data").and_then(|data| data.get("name"))),
        override_url: text(entry.get("override_callback_uri")),
    }
}
