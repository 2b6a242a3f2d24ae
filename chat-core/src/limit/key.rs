use crate::{AccountId, AgentId, ApiKeyId, ClientId, CustomerId, WidgetId};
use sha2::{Digest, Sha256};
use std::{
    fmt,
    net::{IpAddr, Ipv6Addr},
};

/// What is counted, and for whom: each key has an allowance of its own.
///
/// Written without anything that tells a person: `login:email:9c1f…`, so it may be a key in a shared store.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct LimitKey {
    /// What is counted.
    pub what: Limited,
    /// Whose allowance it is taken from.
    pub whom: Whom,
}

impl LimitKey {
    /// Puts the two together.
    pub const fn new(what: Limited, whom: Whom) -> Self {
        Self { what, whom }
    }
}

impl fmt::Display for LimitKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.what.as_str(), self.whom)
    }
}

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Limited {
    /// Asking for something over HTTP.
    Read,
    /// Changing something over HTTP.
    Write,
    /// Trying an e-mail address and a password.
    Login,
    /// Trying a code where the password was right.
    Code,
    /// Calling a webhook.
    Call,
    /// Opening a socket.
    Connection,
    /// Saying something on a socket.
    Event,
    /// Entering or leaving a room on a socket.
    RoomChange,
    /// Writing as a website visitor who has not written before.
    Begin,
    /// Having it looked for the proof of a domain at once.
    Check,
    /// Handing a file in.
    Upload,
    /// Sending a message to a provider.
    Sending,
}

impl Limited {
    /// Every one of them.
    pub const ALL: [Self; 12] = [
        Self::Read,
        Self::Write,
        Self::Login,
        Self::Code,
        Self::Call,
        Self::Connection,
        Self::Event,
        Self::RoomChange,
        Self::Begin,
        Self::Check,
        Self::Upload,
        Self::Sending,
    ];

    /// Its name in a key and in a metric.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Login => "login",
            Self::Code => "code",
            Self::Call => "call",
            Self::Connection => "connection",
            Self::Event => "event",
            Self::RoomChange => "room_change",
            Self::Begin => "begin",
            Self::Check => "check",
            Self::Upload => "upload",
            Self::Sending => "sending",
        }
    }
}

/// Whose allowance something is taken from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Whom {
    /// Everybody behind an address of the internet.
    Ip(IpBlock),
    /// A member of a team, however it signed in.
    Agent(AgentId),
    /// Whoever holds an API key.
    ApiKey(ApiKeyId),
    /// A website visitor.
    Visitor(CustomerId),
    /// A widget with all its visitors.
    Widget(WidgetId),
    /// One number at a messaging provider.
    Account(AccountId),
    /// A client with all its agents and keys.
    Client(ClientId),
    /// Whoever tries to sign in under an e-mail address.
    Login(LoginName),
    /// Whoever tries to sign in under an e-mail address from one address of the internet.
    LoginFrom(LoginName, IpBlock),
}

impl Whom {
    /// What kind of holder it is.
    pub const fn holder(&self) -> Holder {
        match self {
            Self::Ip(_) => Holder::Ip,
            Self::Agent(_) => Holder::Agent,
            Self::ApiKey(_) => Holder::ApiKey,
            Self::Visitor(_) => Holder::Visitor,
            Self::Widget(_) => Holder::Widget,
            Self::Account(_) => Holder::Account,
            Self::Client(_) => Holder::Client,
            Self::Login(_) => Holder::Email,
            Self::LoginFrom(..) => Holder::EmailIp,
        }
    }
}

impl fmt::Display for Whom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.holder().as_str())?;
        match self {
            Self::Ip(block) => block.fmt(f),
            Self::Agent(id) => id.fmt(f),
            Self::ApiKey(id) => id.fmt(f),
            Self::Visitor(id) => id.fmt(f),
            Self::Widget(id) => id.fmt(f),
            Self::Account(id) => id.fmt(f),
            Self::Client(id) => id.fmt(f),
            Self::Login(name) => name.fmt(f),
            Self::LoginFrom(name, block) => write!(f, "{name}:{block}"),
        }
    }
}

/// The kinds of those who have an allowance.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Holder {
    /// An address of the internet.
    Ip,
    /// A member of a team.
    Agent,
    /// An API key.
    ApiKey,
    /// A website visitor.
    Visitor,
    /// A widget.
    Widget,
    /// A number at a messaging provider.
    Account,
    /// A client.
    Client,
    /// An e-mail address that somebody tries to sign in under.
    Email,
    /// The same, from one address of the internet.
    EmailIp,
}

impl Holder {
    /// Every one of them.
    pub const ALL: [Self; 9] = [
        Self::Ip,
        Self::Agent,
        Self::ApiKey,
        Self::Visitor,
        Self::Widget,
        Self::Account,
        Self::Client,
        Self::Email,
        Self::EmailIp,
    ];

    /// Its name in a key, in a setting and in a metric.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ip => "ip",
            Self::Agent => "agent",
            Self::ApiKey => "api_key",
            Self::Visitor => "visitor",
            Self::Widget => "widget",
            Self::Account => "account",
            Self::Client => "client",
            Self::Email => "email",
            Self::EmailIp => "email_ip",
        }
    }

    /// What a host may limit for it. What is sent to a provider is limited by the provider's rules.
    pub const fn limited(self) -> &'static [Limited] {
        use Limited::{Begin, Call, Check, Code, Connection, Event, Login, Read, RoomChange, Upload, Write};
        match self {
            Self::Ip => &[Read, Write, Login, Call, Connection, Begin, Upload],
            Self::Agent => &[Read, Write, Event, RoomChange, Upload, Code],
            Self::ApiKey => &[Read, Write, Event, RoomChange, Upload],
            Self::Visitor | Self::Widget => &[Read, Write, Event, Upload],
            Self::Client => &[Read, Write, Event, Check, Upload],
            Self::Account => &[Call],
            Self::Email | Self::EmailIp => &[Login],
        }
    }
}

/// Whom one allowance per address is for: an IPv4 address, or the /64 that an IPv6 address lies in, since one subscriber has all
/// of that.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct IpBlock(IpAddr);

impl From<IpAddr> for IpBlock {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            v4 @ IpAddr::V4(_) => Self(v4),
            IpAddr::V6(v6) => Self(Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64)).into()),
        }
    }
}

impl fmt::Display for IpBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            IpAddr::V4(v4) => v4.fmt(f),
            IpAddr::V6(v6) => write!(f, "{v6}/64"),
        }
    }
}

/// An e-mail address that is tried, as a digest: whoever reads the keys does not learn the addresses.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct LoginName(u128);

impl LoginName {
    /// The digest of an address; its case does not matter.
    pub fn of(email: &str) -> Self {
        let digest = Sha256::digest(email.trim().to_lowercase());
        let (start, _) = digest.split_first_chunk().expect("a SHA-256 has 32 bytes");
        Self(u128::from_be_bytes(*start))
    }
}

impl fmt::Display for LoginName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(address: &str) -> IpBlock {
        IpBlock::from(address.parse::<IpAddr>().unwrap())
    }

    #[test]
    fn an_ipv6_subscriber_has_one_allowance_for_all_its_addresses() {
        assert_eq!(block("2001:db8:1:2::1"), block("2001:db8:1:2:ffff::9"));
        assert_ne!(block("2001:db8:1:2::1"), block("2001:db8:1:3::1"));
        assert_eq!(block("::ffff:192.0.2.1"), block("192.0.2.1"));
        assert_ne!(block("192.0.2.1"), block("192.0.2.2"));
    }

    #[test]
    fn a_key_tells_what_is_limited_and_not_whose_address_it_is() {
        let key = |what, whom| LimitKey::new(what, whom).to_string();
        assert_eq!(key(Limited::Read, Whom::Ip(block("192.0.2.1"))), "read:ip:192.0.2.1");
        assert_eq!(key(Limited::Connection, Whom::Ip(block("2001:db8::1"))), "connection:ip:2001:db8::/64");
        let login = key(Limited::Login, Whom::Login(LoginName::of("Ann@Shop.test")));
        assert_eq!(login, key(Limited::Login, Whom::Login(LoginName::of(" ann@shop.test"))));
        assert!(login.starts_with("login:email:") && !login.contains("shop"), "{login}");
        let from = key(Limited::Login, Whom::LoginFrom(LoginName::of("ann@shop.test"), block("192.0.2.1")));
        assert!(
            from.starts_with("login:email_ip:") && from.ends_with(":192.0.2.1") && !from.contains("shop"),
            "{from}"
        );
    }
}
