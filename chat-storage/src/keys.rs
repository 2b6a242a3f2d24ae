use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Generate, Payload},
};
use chat_core::StoreError;
use sha2::{Digest, Sha256};
use std::fmt;
use uuid::Uuid;

/// The layout of a sealed secret: this number, the key's id, the nonce, the sealed text.
const LAYOUT: u8 = 1;
const KEY_ID_LEN: usize = 8;
const NONCE_LEN: usize = 24;
const HEADER_LEN: usize = 1 + KEY_ID_LEN + NONCE_LEN;

/// The keys that the secrets of accounts are sealed with: the newest seals, all of them open.
///
/// To rotate, put the new key before the old one, call [`SeaStore::rotate_secrets`](crate::SeaStore::rotate_secrets), and take
/// the old key away afterwards.
///
/// ```
/// use chat_storage::KeyRing;
/// let keys = KeyRing::new("the new passphrase, long and random").or("the old passphrase");
/// assert_eq!(format!("{keys:?}"), "KeyRing(2 keys)");
/// ```
#[derive(Clone, Default)]
pub struct KeyRing {
    keys: Vec<RingKey>,
}

#[derive(Clone)]
struct RingKey {
    id: [u8; KEY_ID_LEN],
    cipher: XChaCha20Poly1305,
}

/// Where a secret stands. One that was sealed in another place cannot be opened here.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sealing<'a> {
    pub(crate) table: &'a str,
    pub(crate) column: &'a str,
    pub(crate) row: Uuid,
    pub(crate) client: Uuid,
}

/// Why a secret could not be sealed or opened.
#[derive(Debug, thiserror::Error)]
enum SealError {
    #[error("there is no key to seal secrets with: give the store a key ring")]
    NoKey,
    #[error("a secret was sealed with a key that is not on the key ring")]
    UnknownKey,
    #[error("a sealed secret was tampered with or moved")]
    Broken,
    #[error("the system gives no random bytes")]
    NoRandom,
}

impl KeyRing {
    /// A ring with one key, which is derived from a long random text.
    pub fn new(secret: &str) -> Self {
        Self::default().or(secret)
    }

    /// Adds an older key, which opens what it once sealed.
    #[must_use]
    pub fn or(mut self, secret: &str) -> Self {
        self.keys.push(RingKey::derive(secret));
        self
    }

    pub(crate) fn seal(&self, place: Sealing<'_>, text: &str) -> Result<Vec<u8>, StoreError> {
        let key = self.keys.first().ok_or(SealError::NoKey).map_err(StoreError::backend)?;
        let nonce = XNonce::try_generate().map_err(|_| StoreError::backend(SealError::NoRandom))?;
        let aad = place.aad();
        let sealed = key.cipher.encrypt(&nonce, Payload { msg: text.as_bytes(), aad: &aad });
        let sealed = sealed.expect("a text of at most a few kilobytes can be sealed");
        let mut bytes = Vec::with_capacity(HEADER_LEN + sealed.len());
        bytes.push(LAYOUT);
        bytes.extend_from_slice(&key.id);
        bytes.extend_from_slice(&nonce);
        bytes.extend_from_slice(&sealed);
        Ok(bytes)
    }

    pub(crate) fn open(&self, place: Sealing<'_>, bytes: &[u8]) -> Result<String, StoreError> {
        let (id, rest) = key_id(bytes).ok_or_else(|| StoreError::backend(SealError::Broken))?;
        let key =
            self.keys.iter().find(|key| key.id == id).ok_or_else(|| StoreError::backend(SealError::UnknownKey))?;
        let broken = || StoreError::backend(SealError::Broken);
        let (nonce, sealed) = rest.split_first_chunk::<NONCE_LEN>().ok_or_else(broken)?;
        let aad = place.aad();
        let opened = key.cipher.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: &aad });
        String::from_utf8(opened.map_err(|_| broken())?).map_err(|_| broken())
    }

    /// Whether the newest key sealed this.
    pub(crate) fn is_newest(&self, bytes: &[u8]) -> bool {
        let newest = self.keys.first().map(|key| key.id);
        newest.is_some() && key_id(bytes).map(|(id, _)| id) == newest
    }
}

fn key_id(bytes: &[u8]) -> Option<([u8; KEY_ID_LEN], &[u8])> {
    let rest = bytes.strip_prefix(&[LAYOUT])?;
    rest.split_first_chunk().map(|(id, rest)| (*id, rest))
}

impl RingKey {
    fn derive(secret: &str) -> Self {
        let derive = |purpose: &str| Sha256::new().chain_update(purpose).chain_update(secret).finalize();
        let digest = derive("chat-storage key id\0");
        let mut id = [0; KEY_ID_LEN];
        id.copy_from_slice(&digest[..KEY_ID_LEN]);
        let key: [u8; 32] = derive("chat-storage sealing key\0").into();
        Self { id, cipher: XChaCha20Poly1305::new(&Key::from(key)) }
    }
}

impl Sealing<'_> {
    fn aad(&self) -> Vec<u8> {
        let mut aad = Vec::with_capacity(self.table.len() + self.column.len() + 34);
        aad.extend_from_slice(self.table.as_bytes());
        aad.push(0);
        aad.extend_from_slice(self.column.as_bytes());
        aad.push(0);
        aad.extend_from_slice(self.row.as_bytes());
        aad.extend_from_slice(self.client.as_bytes());
        aad
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.keys.len() {
            1 => f.write_str("KeyRing(1 key)"),
            n => write!(f, "KeyRing({n} keys)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Sealing<'_> = Sealing { table: "t", column: "c", row: Uuid::from_u128(1), client: Uuid::from_u128(2) };

    #[test]
    fn what_was_sealed_can_be_opened_in_its_place_alone() {
        let keys = KeyRing::new("key");
        let sealed = keys.seal(PLACE, "secret").unwrap();
        assert_eq!(keys.open(PLACE, &sealed).unwrap(), "secret");
        assert!(keys.open(Sealing { row: Uuid::from_u128(3), ..PLACE }, &sealed).is_err());
        assert!(keys.open(Sealing { client: Uuid::from_u128(3), ..PLACE }, &sealed).is_err());
        assert!(keys.open(Sealing { column: "d", ..PLACE }, &sealed).is_err());
        assert!(keys.open(Sealing { table: "tc", ..PLACE }, &sealed).is_err());
    }

    #[test]
    fn sealing_twice_gives_different_bytes() {
        let keys = KeyRing::new("key");
        assert_ne!(keys.seal(PLACE, "secret").unwrap(), keys.seal(PLACE, "secret").unwrap());
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let keys = KeyRing::new("key");
        let sealed = keys.seal(PLACE, "secret").unwrap();
        for bit in 0..sealed.len() * 8 {
            let mut forged = sealed.clone();
            forged[bit / 8] ^= 1 << (bit % 8);
            assert!(keys.open(PLACE, &forged).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn an_older_key_opens_and_the_newest_seals() {
        let old = KeyRing::new("old").seal(PLACE, "secret").unwrap();
        let both = KeyRing::new("new").or("old");
        assert_eq!(both.open(PLACE, &old).unwrap(), "secret");
        assert!(!both.is_newest(&old));
        let new = both.seal(PLACE, "secret").unwrap();
        assert!(both.is_newest(&new));
        assert!(KeyRing::new("old").open(PLACE, &new).is_err());
    }

    #[test]
    fn without_a_key_nothing_is_sealed() {
        assert!(KeyRing::default().seal(PLACE, "secret").is_err());
    }
}
