//! The settings of everything that is limited.

use crate::{door::DoorRules, problem::Problem};
use chat_core::{Holder, Quotas};
use chat_http::{Api, TrustedProxies};
use chat_transport_ws::Gateway;
use clap::Args;
use serde::Deserialize;
use std::str::FromStr;

/// What is said of limits on the command line and in the environment.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct LimitOptions {
    /// The proxies that are believed where a request comes from: networks and addresses, separated by commas, or none
    /// [default: those on this machine].
    #[arg(long, env = "CHAT_TRUSTED_PROXIES", global = true)]
    pub(crate) trusted_proxies: Option<String>,
    /// The most connections at a time, besides those that have become sockets [default: 10000].
    #[arg(long, env = "CHAT_LIMIT_CONNECTIONS", global = true)]
    pub(crate) limit_connections: Option<String>,
    /// The most connections of one address at a time, unless it is a trusted proxy's [default: 1000].
    #[arg(long, env = "CHAT_LIMIT_CONNECTIONS_PER_IP", global = true)]
    pub(crate) limit_connections_per_ip: Option<String>,
    /// The most sockets of one address at a time [default: 5000].
    #[arg(long, env = "CHAT_LIMIT_SOCKETS_PER_IP", global = true)]
    pub(crate) limit_sockets_per_ip: Option<String>,
    /// The most requests under way at a time; more are answered with 503 [default: 2048].
    #[arg(long, env = "CHAT_LIMIT_REQUESTS", global = true)]
    pub(crate) limit_requests: Option<String>,
    /// What an address may do: read, write, login, call (webhooks before the first that is signed), connection (of sockets), begin
    /// (writing as a website visitor who has not written before).
    /// One quota for all of it such as 50/s:200, or read=50/s:200,login=30/m,call=off [default: generous].
    #[arg(long, env = "CHAT_LIMIT_IP", global = true)]
    pub(crate) limit_ip: Option<String>,
    /// What an agent may do, over HTTP and sockets: read, write, event, room_change, code (second factors tried).
    #[arg(long, env = "CHAT_LIMIT_AGENT", global = true)]
    pub(crate) limit_agent: Option<String>,
    /// What may be done with an API key: read, write, event, room_change.
    #[arg(long, env = "CHAT_LIMIT_API_KEY", global = true)]
    pub(crate) limit_api_key: Option<String>,
    /// What a website visitor may do: read, write, event.
    #[arg(long, env = "CHAT_LIMIT_VISITOR", global = true)]
    pub(crate) limit_visitor: Option<String>,
    /// What may be done with a widget by all its visitors: read (pages that show it), write (sessions and messages), event.
    #[arg(long, env = "CHAT_LIMIT_WIDGET", global = true)]
    pub(crate) limit_widget: Option<String>,
    /// What may be done on behalf of an account at a messaging provider: call (signed webhooks).
    #[arg(long, env = "CHAT_LIMIT_ACCOUNT", global = true)]
    pub(crate) limit_account: Option<String>,
    /// What a client may do with all its agents and keys: read, write, event, check (looking for the proof of a domain at once).
    #[arg(long, env = "CHAT_LIMIT_CLIENT", global = true)]
    pub(crate) limit_client: Option<String>,
    /// What may be tried on one e-mail address, from wherever: login.
    #[arg(long, env = "CHAT_LIMIT_EMAIL", global = true)]
    pub(crate) limit_email: Option<String>,
    /// What may be tried on one e-mail address from one address of the internet: login.
    #[arg(long, env = "CHAT_LIMIT_EMAIL_IP", global = true)]
    pub(crate) limit_email_ip: Option<String>,
}

/// The table `[limits]` of a TOML file: the same names without `limit_`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct WrittenLimits {
    connections: Option<String>,
    connections_per_ip: Option<String>,
    sockets_per_ip: Option<String>,
    requests: Option<String>,
    ip: Option<String>,
    agent: Option<String>,
    api_key: Option<String>,
    visitor: Option<String>,
    widget: Option<String>,
    account: Option<String>,
    client: Option<String>,
    email: Option<String>,
    email_ip: Option<String>,
}

/// The limits, checked.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    pub(crate) door: DoorRules,
    pub(crate) sockets_per_ip_max: usize,
    pub(crate) requests_max: usize,
    pub(crate) quotas: Quotas,
}

impl Limits {
    /// The largest number of anything.
    const COUNT_MAX: usize = 1_000_000;

    pub(crate) fn read(
        options: LimitOptions,
        written: WrittenLimits,
        trusted_proxies: Option<String>,
    ) -> Result<Self, Problem> {
        let count = |name: &str, option: Option<String>, written: Option<String>, default: usize| {
            option.or(written).map_or(Ok(default), |text| check_count(name, &text))
        };
        let proxies = match options.trusted_proxies.or(trusted_proxies) {
            Some(text) => check("trusted-proxies", &text)?,
            None => TrustedProxies::default(),
        };
        let mut quotas = Quotas::default();
        for (holder, option, written) in [
            (Holder::Ip, options.limit_ip, written.ip),
            (Holder::Agent, options.limit_agent, written.agent),
            (Holder::ApiKey, options.limit_api_key, written.api_key),
            (Holder::Visitor, options.limit_visitor, written.visitor),
            (Holder::Widget, options.limit_widget, written.widget),
            (Holder::Account, options.limit_account, written.account),
            (Holder::Client, options.limit_client, written.client),
            (Holder::Email, options.limit_email, written.email),
            (Holder::EmailIp, options.limit_email_ip, written.email_ip),
        ] {
            let Some(text) = option.or(written) else { continue };
            let name = format!("limit-{}", holder.as_str().replace('_', "-"));
            quotas.read(holder, &text).map_err(|error| unusable(&name, &error.to_string()))?;
        }
        Ok(Self {
            door: DoorRules {
                connections_max: count("limit-connections", options.limit_connections, written.connections, 10_000)?,
                connections_per_ip_max: count(
                    "limit-connections-per-ip",
                    options.limit_connections_per_ip,
                    written.connections_per_ip,
                    1000,
                )?,
                proxies,
            },
            sockets_per_ip_max: count(
                "limit-sockets-per-ip",
                options.limit_sockets_per_ip,
                written.sockets_per_ip,
                Gateway::PER_IP_MAX,
            )?,
            requests_max: count("limit-requests", options.limit_requests, written.requests, Api::REQUESTS_MAX)?,
            quotas,
        })
    }
}

fn check<T: FromStr<Err: std::fmt::Display>>(name: &str, text: &str) -> Result<T, Problem> {
    text.parse().map_err(|error: T::Err| unusable(name, &error.to_string()))
}

fn check_count(name: &str, text: &str) -> Result<usize, Problem> {
    let count = text.parse().ok().filter(|count| (1..=Limits::COUNT_MAX).contains(count));
    count.ok_or_else(|| unusable(name, &format!("expected a number from 1 to {}", Limits::COUNT_MAX)))
}

fn unusable(flag: &str, problem: &str) -> Problem {
    let variable = format!("CHAT_{}", flag.replace('-', "_").to_uppercase());
    Problem::setting(flag, &variable, problem)
}
