//! How webhooks get to their receivers: gathering, addressing, trying, and trying again.

use super::{
    agenda::Task,
    setup::Chaos,
    webhook::{self, Source, Update},
    world::World,
};
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, time::Duration};

/// How long a receiver may take to answer.
pub(crate) const ANSWER_MAX: Duration = Duration::from_secs(10);
/// The fields whose webhooks go to a number's or a business account's own URL; all others go to the app's.
const OVERRIDDEN: [&str; 13] = [
    "messages",
    "message_echoes",
    "calls",
    "consumer_profile",
    "messaging_handovers",
    "group_lifecycle_update",
    "group_participants_update",
    "group_settings_update",
    "group_status_update",
    "smb_message_echoes",
    "smb_app_state_sync",
    "history",
    "account_settings_update",
];
/// How long a webhook is tried before it is given up.
const RETRIED_DAYS_MAX: i64 = 7;

/// An app's receiver.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Target {
    pub(crate) app_id: String,
    pub(crate) url: String,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum DeliveryState {
    Pending,
    Delivered,
    Dropped,
}

/// A try to deliver a webhook to all its targets.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Attempt {
    pub(crate) at: DateTime<Utc>,
    /// What each target answered; `None` where there was no answer.
    pub(crate) answers: Vec<Option<u16>>,
}

/// A webhook with the history of its delivery.
#[derive(Debug)]
pub(crate) struct Delivery {
    pub(crate) targets: Vec<Target>,
    pub(crate) body: Bytes,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) attempts: Vec<Attempt>,
    pub(crate) state: DeliveryState,
    /// The messages it tells of.
    pub(crate) wamids: Vec<String>,
}

/// A try that is to be made now.
pub(crate) struct Post {
    epoch: u64,
    delivery: u64,
    /// URL and signature of each target.
    targets: Vec<(String, String)>,
    body: Bytes,
}

/// A try that was made.
pub(crate) struct Posted {
    epoch: u64,
    delivery: u64,
    answers: Vec<Option<u16>>,
}

impl World {
    /// Sends updates on their way: together in one webhook, or with others when a batch window is open.
    pub(crate) fn enqueue(&mut self, updates: Vec<Update>) {
        if self.random.happens(self.chaos.reorder) {
            let hold = self.random.below(Chaos::HOLD_MAX_MS.into());
            let at = self.now() + TimeDelta::milliseconds(hold as i64 + 1);
            self.agenda.plan(at, Task::Post(updates));
            return;
        }
        if self.chaos.batch_ms == 0 {
            self.post(updates);
            return;
        }
        if self.gathered.is_empty() {
            let at = self.now() + TimeDelta::milliseconds(self.chaos.batch_ms.into());
            self.agenda.plan(at, Task::CloseBatch);
        }
        self.gathered.extend(updates);
        if self.gathered.len() >= Chaos::BATCH_MAX {
            self.close_batch();
        }
    }

    /// Posts what was gathered.
    pub(crate) fn close_batch(&mut self) {
        let gathered = std::mem::take(&mut self.gathered);
        self.post(gathered);
    }

    /// Addresses updates and plans the first try for each group of receivers.
    pub(crate) fn post(&mut self, updates: Vec<Update>) {
        for batch in updates.chunks(Chaos::BATCH_MAX) {
            let mut heard: BTreeMap<Target, Vec<usize>> = BTreeMap::new();
            for (index, update) in batch.iter().enumerate() {
                for target in self.targets(update) {
                    heard.entry(target).or_default().push(index);
                }
            }
            let mut groups: BTreeMap<Vec<usize>, Vec<Target>> = BTreeMap::new();
            for (target, indices) in heard {
                groups.entry(indices).or_default().push(target);
            }
            for (indices, targets) in groups {
                let updates: Vec<&Update> = indices.iter().map(|index| &batch[*index]).collect();
                let body = Bytes::from(webhook::body(self, &updates));
                let wamids: Vec<String> = updates.iter().filter_map(|update| update.wamid.clone()).collect();
                let copies = if self.random.happens(self.chaos.duplicate) { 2 } else { 1 };
                for _ in 0..copies {
                    self.plan_delivery(targets.clone(), body.clone(), wamids.clone());
                }
            }
        }
    }

    /// The receivers of an update: of each app that subscribed to the account and the field, the number's own URL, the account's or the app's. Only the
    /// app's for what is not about messages.
    fn targets(&self, update: &Update) -> Vec<Target> {
        let Some(waba) = self.waba_of(&update.source).and_then(|id| self.wabas.get(id)) else {
            return Vec::new();
        };
        let phone = match &update.source {
            Source::Phone(id) => self.phones.get(id),
            Source::Waba(_) => None,
        };
        let is_overridden = OVERRIDDEN.contains(&update.field.as_ref());
        waba.subscriptions
            .iter()
            .filter(|(app_id, _)| self.apps.get(*app_id).is_some_and(|app| app.hears(&update.field)))
            .filter_map(|(app_id, subscription)| {
                let of_app = || Some(&self.apps.get(app_id)?.callback.as_ref()?.url);
                let of_phone = phone.and_then(|phone| phone.override_urls.get(app_id));
                let overriding = of_phone.or(subscription.override_url.as_ref()).filter(|_| is_overridden);
                let url = overriding.or_else(of_app)?;
                Some(Target { app_id: app_id.clone(), url: url.clone() })
            })
            .collect()
    }

    fn plan_delivery(&mut self, targets: Vec<Target>, body: Bytes, wamids: Vec<String>) {
        let now = self.now();
        let is_lost = self.random.happens(self.chaos.drop);
        let state = if is_lost { DeliveryState::Dropped } else { DeliveryState::Pending };
        let webhook = Delivery { targets, body, created_at: now, attempts: Vec::new(), state, wamids };
        let (delivery, _) = self.deliveries.push(webhook);
        if !is_lost {
            self.agenda.plan(now, Task::Attempt { delivery });
        }
    }

    /// Prepares a try: signs the body for each target.
    pub(crate) fn attempt(&self, delivery: u64) -> Option<Post> {
        let webhook = self.deliveries.get(delivery)?;
        let targets = webhook
            .targets
            .iter()
            .map(|target| {
                let secret = self.apps.get(&target.app_id).map_or("", |app| app.secret.as_str());
                (target.url.clone(), webhook::signature(secret, &webhook.body))
            })
            .collect();
        Some(Post { epoch: self.epoch, delivery, targets, body: webhook.body.clone() })
    }

    /// Notes how a try went. Unless every target answered 200, all of them hear the webhook again: at once after the
    /// first failure, then after 2, 4, 8 … seconds, for seven days.
    pub(crate) fn finish(&mut self, posted: Posted) {
        if posted.epoch != self.epoch {
            return;
        }
        let now = self.now();
        let Some(webhook) = self.deliveries.get_mut(posted.delivery) else {
            return;
        };
        let heard = posted.answers.iter().all(|answer| *answer == Some(200));
        webhook.attempts.push(Attempt { at: now, answers: posted.answers });
        if heard {
            webhook.state = DeliveryState::Delivered;
            for wamid in webhook.wamids.clone() {
                if let Some(message) = self.message_mut(&wamid) {
                    message.heard = true;
                }
            }
            return;
        }
        let at = now + backoff(webhook.attempts.len());
        if at - webhook.created_at > TimeDelta::days(RETRIED_DAYS_MAX) {
            webhook.state = DeliveryState::Dropped;
            return;
        }
        self.agenda.plan(at, Task::Attempt { delivery: posted.delivery });
    }
}

/// How long to wait after this many failed tries.
fn backoff(failures: usize) -> TimeDelta {
    match failures {
        0 | 1 => TimeDelta::zero(),
        more => TimeDelta::seconds(1 << (more - 1).min(20)),
    }
}

/// Makes a try: posts the body to all targets at once.
pub(crate) async fn make(client: reqwest::Client, post: Post) -> Posted {
    let answers = post.targets.iter().map(|(url, signature)| {
        let request = client
            .post(url)
            .header("Content-Type", "application/json")
            .header("User-Agent", "facebookexternalua")
            .header("X-Hub-Signature-256", signature)
            .timeout(ANSWER_MAX)
            .body(post.body.clone());
        async move { request.send().await.ok().map(|answer| answer.status().as_u16()) }
    });
    Posted { epoch: post.epoch, delivery: post.delivery, answers: join_all(answers).await }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_retry_comes_at_once_and_the_others_ever_later() {
        let waits: Vec<i64> = (1..6).map(|failures| backoff(failures).num_seconds()).collect();

        assert_eq!(waits, [0, 2, 4, 8, 16]);
    }
}
