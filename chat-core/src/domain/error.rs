/// Why a text is no domain that a widget can be bound to, and how to mend it.
///
/// The messages are written for the person who typed the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DomainError {
    /// There is no text.
    #[error("the domain is empty; write it like shop.example")]
    Empty,
    /// The text is a whole address.
    #[error("write the domain alone, like shop.example, without https:// or a path")]
    Address,
    /// The text has a user or a password in it.
    #[error("a domain has no user name or password before it; remove what ends with @")]
    UserInfo,
    /// The text has characters that no domain has.
    #[error("the domain holds a character that is not allowed: {0:?}")]
    Character(char),
    /// The text cannot be turned into the ASCII form of a domain.
    #[error("the domain is not spelled as one; check each part between the dots")]
    Spelling,
    /// The domain is an IP address.
    #[error("an IP address can change hands; use the domain name of the site instead")]
    IpAddress,
    /// The domain is a single word.
    #[error("a domain has at least two parts, like shop.example; {0:?} is only one")]
    SingleLabel(String),
    /// A part is longer than [`DomainEntry::LABEL_MAX`](crate::DomainEntry::LABEL_MAX) or the
    /// whole longer than [`DomainEntry::LENGTH_MAX`](crate::DomainEntry::LENGTH_MAX).
    #[error("the domain is too long; a part has at most 63 characters, the whole at most 253")]
    TooLong,
    /// The domain belongs to nobody in particular.
    #[error("everybody can have a site below {0}, so it cannot be verified; write your own, like shop.{0}")]
    PublicSuffix(String),
    /// The wildcard would cover sites of different owners.
    #[error("*.{0} would cover the sites of other people; write your own domain, like shop.{0} or *.shop.{0}")]
    WildcardOverPublicSuffix(String),
    /// A star is somewhere else than at the start.
    #[error("a star stands for whole parts at the start, as in *.shop.example, and nowhere else")]
    Wildcard,
    /// What follows the colon is no port.
    #[error("a port is a number from 1 to 65535, or * for any; {0:?} is neither")]
    Port(String),
}

impl DomainError {
    /// A word for programs, which stays the same when the message is bettered.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Address => "address",
            Self::UserInfo => "user_info",
            Self::Character(_) => "character",
            Self::Spelling => "spelling",
            Self::IpAddress => "ip_address",
            Self::SingleLabel(_) => "single_label",
            Self::TooLong => "too_long",
            Self::PublicSuffix(_) => "public_suffix",
            Self::WildcardOverPublicSuffix(_) => "wildcard_over_public_suffix",
            Self::Wildcard => "wildcard",
            Self::Port(_) => "port",
        }
    }
}
