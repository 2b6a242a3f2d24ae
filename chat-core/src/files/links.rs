//! The addresses under which files are had: whoever has one needs nothing else, until it expires.

use crate::{AttachedFile, Attachment, AttachmentId, ConversationId, Env, FilePart, Secret, Timestamp};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::Sha256;
use std::{
    fmt::{self, Write as _},
    sync::Arc,
    time::Duration,
};

/// Makes the addresses of files, and knows its own again.
///
/// An address is good for one part of one file, and only as long as the file is where it was: another conversation's, or none's, is
/// another address. Those that are made within a quarter of an hour are the same, so that browsers need not load a file again.
#[derive(Clone)]
pub struct FileLinks(Arc<Signing>);

struct Signing {
    /// Where browsers reach the module, without a slash at the end; nothing when nobody has said so.
    public_url: String,
    /// The present key, then those of former times.
    keys: Vec<[u8; 32]>,
    env: Env,
}

/// Where a file is had.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileLink {
    /// The file itself.
    pub url: String,
    /// The small picture of it.
    pub thumbnail_url: Option<String>,
}

/// An address as it was asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AskedFile<'a> {
    /// The file.
    pub id: AttachmentId,
    /// Which part of it.
    pub part: FilePart,
    /// Until when the address is good, in seconds since 1970.
    pub expires: i64,
    /// What vouches for it.
    pub signature: &'a str,
}

impl FileLinks {
    /// How long an address is good at least.
    pub const TTL: Duration = Duration::from_secs(3600);
    /// For how long the same address is given, beyond that.
    const WINDOW_S: i64 = 900;
    /// The word in an address for the small picture.
    pub const THUMBNAIL: &'static str = "thumbnail";

    pub(crate) fn new(secrets: &[Secret], public_url: &str, env: Env) -> Self {
        let key = |secret: &Secret| secret.derived("file link");
        let mut keys: Vec<_> = secrets.iter().map(key).collect();
        if keys.is_empty() {
            keys.push(key(&Secret::random()));
        }
        Self(Arc::new(Signing { public_url: public_url.trim_end_matches('/').to_owned(), keys, env }))
    }

    /// The address of a file of a message, for the team and its programs: as a whole where the host has said where it is reached.
    pub fn of(&self, file: &AttachedFile, conversation: Option<ConversationId>) -> FileLink {
        self.below(&self.0.public_url, file, conversation)
    }

    /// The same for a website visitor, whose frame is one of the module's own pages: without the host.
    pub fn for_visitor(&self, file: &AttachedFile, conversation: Option<ConversationId>) -> FileLink {
        self.below(path_of(&self.0.public_url), file, conversation)
    }

    fn below(&self, base: &str, file: &AttachedFile, conversation: Option<ConversationId>) -> FileLink {
        let expires = self.expiry();
        let url = |part| {
            let mut url = format!("{base}{}?", path(file.id, &file.name));
            if part == FilePart::Thumbnail {
                let _ = write!(url, "v={}&", Self::THUMBNAIL);
            }
            let signature = signed(&self.0.keys[0], Signed { id: file.id, conversation, part, expires });
            let _ = write!(url, "e={expires}&s={}", BASE64_URL_SAFE_NO_PAD.encode(signature.finalize().into_bytes()));
            url
        };
        FileLink { url: url(FilePart::Whole), thumbnail_url: file.has_thumbnail.then(|| url(FilePart::Thumbnail)) }
    }

    /// Whether it is one of ours for the attachment as it stands now, and how long it is still good.
    pub(crate) fn check(&self, asked: &AskedFile<'_>, attachment: &Attachment) -> Option<Duration> {
        let left = self.time_left(asked)?;
        let AskedFile { id, part, expires, signature } = *asked;
        let given = BASE64_URL_SAFE_NO_PAD.decode(signature).ok()?;
        let what = Signed { id, conversation: attachment.conversation_id, part, expires };
        let is_ours = |key| signed(key, what).verify_slice(&given).is_ok();
        (attachment.id == id && self.0.keys.iter().any(is_ours)).then_some(left)
    }

    /// How long an address says that it is still good.
    pub(crate) fn time_left(&self, asked: &AskedFile<'_>) -> Option<Duration> {
        let (now, end) = (self.0.env.now(), Timestamp::from_millis(asked.expires.checked_mul(1000)?));
        (end > now).then(|| end.since(now))
    }

    fn expiry(&self) -> i64 {
        let end = self.0.env.now().plus(Self::TTL).millis() / 1000;
        (end / Self::WINDOW_S + 1) * Self::WINDOW_S
    }
}

impl fmt::Debug for FileLinks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileLinks(…)")
    }
}

/// The path of a file below where the module is reached. Alone it opens nothing.
pub(crate) fn path(id: AttachmentId, name: &str) -> String {
    format!("/files/{id}/{}", utf8_percent_encode(name, RESERVED))
}

/// What is written otherwise in a part of a path: all but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What a signature vouches for.
#[derive(Clone, Copy)]
struct Signed {
    id: AttachmentId,
    conversation: Option<ConversationId>,
    part: FilePart,
    expires: i64,
}

fn signed(key: &[u8; 32], what: Signed) -> Hmac<Sha256> {
    let Signed { id, conversation, part, expires } = what;
    let mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    // No conversation has the id that consists of nothing.
    let conversation = conversation.map_or([0; 16], |conversation| conversation.uuid().into_bytes());
    let part = match part {
        FilePart::Whole => 0,
        FilePart::Thumbnail => 1,
    };
    mac.chain_update(id.uuid().as_bytes())
        .chain_update(conversation)
        .chain_update([part])
        .chain_update(expires.to_be_bytes())
}

/// The path of an URL, without a slash at the end.
fn path_of(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    url[host..].find('/').map_or("", |at| &url[host + at..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AttachmentState, BlobId, ContentHash, ManualClock, MediaType, SystemIds, Thumbnail, Uploader};

    struct Scene {
        clock: ManualClock,
        env: Env,
        attachment: Attachment,
    }

    impl Scene {
        fn new() -> Self {
            let clock = ManualClock::default();
            let env = Env::new(clock.clone(), SystemIds);
            let now = env.now();
            let attachment = Attachment {
                id: env.id(),
                client_id: env.id(),
                uploader: Uploader::Agent(env.id()),
                blob_id: env.id::<BlobId>(),
                hash: ContentHash([7; 32]),
                name: "Größe 1.png".into(),
                media_type: MediaType::of("image/png"),
                size: 12,
                dimensions: None,
                thumbnail: Some(Thumbnail { media_type: MediaType::of("image/png"), size: 3 }),
                state: AttachmentState::Sent,
                conversation_id: Some(env.id()),
                message_id: Some(env.id()),
                due_at: None,
                created_at: now,
                updated_at: now,
                revision: 1,
            };
            Self { clock, env, attachment }
        }

        fn links(&self, secrets: &[&str], url: &str) -> FileLinks {
            let secrets: Vec<_> = secrets.iter().map(|secret| Secret::from(*secret)).collect();
            FileLinks::new(&secrets, url, self.env.clone())
        }

        fn link(&self, links: &FileLinks) -> FileLink {
            links.of(&self.attachment.facts(), self.attachment.conversation_id)
        }
    }

    /// An address as its reader takes it apart.
    fn asked(id: AttachmentId, url: &str) -> AskedFile<'_> {
        let field = |name: &str| url.split(['?', '&']).find_map(|part| part.strip_prefix(name)).unwrap_or_default();
        let part = if field("v=").is_empty() { FilePart::Whole } else { FilePart::Thumbnail };
        AskedFile { id, part, expires: field("e=").parse().unwrap(), signature: field("s=") }
    }

    #[test]
    fn an_address_is_good_for_one_file_where_it_is_and_for_a_while() {
        let scene = Scene::new();
        let links = scene.links(&["secret"], "");
        let link = scene.link(&links);
        let (whole, thumbnail) = (link.url.as_str(), link.thumbnail_url.as_deref().unwrap());
        let id = scene.attachment.id;
        assert!(whole.starts_with(&format!("/files/{id}/Gr%C3%B6%C3%9Fe%201.png?e=")), "{whole}");
        for url in [whole, thumbnail] {
            assert!(links.check(&asked(id, url), &scene.attachment).unwrap() >= FileLinks::TTL);
        }
        let swapped = AskedFile { part: FilePart::Thumbnail, ..asked(id, whole) };
        assert_eq!(links.check(&swapped, &scene.attachment), None);
        let longer = AskedFile { expires: asked(id, whole).expires + 900, ..asked(id, whole) };
        assert_eq!(links.check(&longer, &scene.attachment), None);
        for signature in ["", "AAAA", "%%%"] {
            assert_eq!(links.check(&AskedFile { signature, ..asked(id, whole) }, &scene.attachment), None);
        }
        let moved = Attachment { conversation_id: Some(scene.env.id()), ..scene.attachment.clone() };
        let unsent = Attachment { conversation_id: None, ..scene.attachment.clone() };
        let other = Attachment { id: scene.env.id(), ..scene.attachment.clone() };
        for elsewhere in [moved, unsent, other] {
            assert_eq!(links.check(&asked(id, whole), &elsewhere), None, "{elsewhere:?}");
        }
        let left = links.check(&asked(id, whole), &scene.attachment).unwrap();
        scene.clock.advance(left - Duration::from_millis(1));
        assert!(links.check(&asked(id, whole), &scene.attachment).is_some());
        scene.clock.advance(Duration::from_millis(1));
        assert_eq!(links.check(&asked(id, whole), &scene.attachment), None);
    }

    #[test]
    fn whoever_shares_the_secret_takes_the_same_addresses_and_those_of_former_ones() {
        let scene = Scene::new();
        let link = scene.link(&scene.links(&["secret"], ""));
        for (secrets, is_taken) in
            [(&["secret"][..], true), (&["new", "secret"], true), (&["other"], false), (&[], false)]
        {
            let links = scene.links(secrets, "");
            assert_eq!(
                links.check(&asked(scene.attachment.id, &link.url), &scene.attachment).is_some(),
                is_taken,
                "{secrets:?}"
            );
        }
    }

    #[test]
    fn an_address_stays_the_same_for_a_quarter_of_an_hour() {
        let scene = Scene::new();
        let links = scene.links(&["secret"], "");
        let first = scene.link(&links);
        let others: Vec<_> = (0..4)
            .map(|_| {
                scene.clock.advance(Duration::from_secs(300));
                scene.link(&links)
            })
            .collect();
        let changes = std::iter::once(&first).chain(&others).zip(&others).filter(|(before, now)| before != now).count();
        assert!((1..=2).contains(&changes), "it changed {changes} times within 20 minutes");
    }

    #[test]
    fn visitors_are_told_the_path_and_the_team_the_whole_address() {
        let scene = Scene::new();
        for (base, team, visitor) in [
            ("", "/files/", "/files/"),
            ("https://chat.example", "https://chat.example/files/", "/files/"),
            ("https://chat.example/inner/", "https://chat.example/inner/files/", "/inner/files/"),
            ("/inner", "/inner/files/", "/inner/files/"),
        ] {
            let links = scene.links(&["secret"], base);
            let (file, conversation) = (scene.attachment.facts(), scene.attachment.conversation_id);
            assert!(links.of(&file, conversation).url.starts_with(team), "{base}");
            assert!(links.for_visitor(&file, conversation).url.starts_with(visitor), "{base}");
        }
    }
}
