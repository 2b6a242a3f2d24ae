use crate::{ClientId, Revision, Secret, Timestamp, WidgetId, WidgetSettings, text_enum::text_enum};
use std::fmt::Write as _;

text_enum! {
    /// How a widget appears on a page.
    pub enum WidgetKind {
        /// A button in the corner that opens a panel.
        Floating = "floating",
        /// It fills an element of the page.
        Embedded = "embedded",
        /// A panel that shows itself.
        Popup = "popup",
    }
}

text_enum! {
    /// Whether a widget works.
    pub enum WidgetStatus {
        /// It does, on the domains that were verified.
        Active = "active",
        /// It appears nowhere until it is activated again.
        Inactive = "inactive",
        /// It was taken away for good; its conversations stay.
        Deleted = "deleted",
    }
}

text_enum! {
    /// How the owner of a website vouches for who its visitors are.
    pub enum VisitorKeyKind {
        /// A JWT that is signed with a shared secret.
        Hs256 = "HS256",
        /// A JWT that is signed with the private half of an Ed25519 pair.
        EdDsa = "EdDSA",
        /// The HMAC-SHA-256 of the visitor's id alone, in hexadecimal digits: it never expires and can be used again by whoever has
        /// seen it. For websites that come from elsewhere.
        Hmac = "HMAC",
    }
}

/// A key that visitors' identities are checked with.
#[derive(Clone, PartialEq, Debug)]
pub struct VisitorKey {
    /// What a JWT calls it in its header.
    pub kid: String,
    /// How it is used.
    pub kind: VisitorKeyKind,
    /// The shared secret, or the public key in PEM format.
    pub key: Secret,
    /// When it was added.
    pub created_at: Timestamp,
}

impl VisitorKey {
    /// The longest name in bytes.
    pub const KID_MAX: usize = 64;
    /// The longest key in bytes.
    pub const KEY_MAX: usize = 1024;
    /// The shortest secret in bytes: a shorter one could be guessed.
    pub const SECRET_MIN: usize = 32;
    /// The most keys of one kind: the old one and the new one while it is being rotated.
    pub const COUNT_MAX: usize = 2;
}

/// A chat box that a client puts on its website. Its public key is unique over all clients.
#[derive(Clone, PartialEq, Debug)]
pub struct Widget {
    /// Its name in references.
    pub id: WidgetId,
    /// Whose it is.
    pub client_id: ClientId,
    /// What the website calls it: `wk_…`. No secret, it stands in the page.
    pub public_key: String,
    /// What the team calls it, 1 to [`Widget::NAME_MAX`] characters.
    pub name: String,
    /// How it appears.
    pub kind: WidgetKind,
    /// How it looks and behaves.
    pub settings: WidgetSettings,
    /// What visitors' identities are checked with, the oldest first.
    pub visitor_keys: Vec<VisitorKey>,
    /// Websites that embed it without being allowed to and that its owner does not want to hear of, in order; at most
    /// [`Widget::IGNORED_MAX`].
    pub ignored_origins: Vec<String>,
    /// Whether it works.
    pub status: WidgetStatus,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// How often it was written.
    pub revision: Revision,
}

impl Widget {
    /// The longest name in characters.
    pub const NAME_MAX: usize = 100;
    /// The most widgets that a client has at a time.
    pub const COUNT_MAX: usize = 200;
    /// The most websites that are not to be heard of.
    pub const IGNORED_MAX: usize = 200;
    /// The longest public key in bytes.
    pub const KEY_MAX: usize = 64;
    /// What every public key begins with.
    pub const KEY_PREFIX: &'static str = "wk_";

    /// The line of HTML that puts the widget on a page; `base` is where browsers reach the module.
    pub fn snippet(&self, base: &str) -> String {
        let base = base.trim_end_matches('/');
        let mut snippet =
            format!("<script async src=\"{}/w.js\" data-key=\"{}\"", Attribute(base), Attribute(&self.public_key));
        if self.kind == WidgetKind::Embedded {
            let _ = write!(snippet, " data-target=\"{}\"", Attribute(&self.settings.target));
        }
        snippet.push_str("></script>");
        snippet
    }
}

/// A text inside of the quotes of an HTML attribute.
struct Attribute<'a>(&'a str);

impl std::fmt::Display for Attribute<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '"' => f.write_str("&quot;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                character => f.write_char(character)?,
            }
        }
        Ok(())
    }
}
