//! Who did what: what is noted of a command, and how the entries hold together.

use crate::{
    Actor, AuditEntry, AuditHash, AuditLink, AuditSubject, Changes, CredentialId, Env, Expected, Record, Seq, Write,
    terms::Terms,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::net::IpAddr;

/// Where something was asked from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AskedFrom {
    /// The address of the internet.
    pub address: Option<IpAddr>,
    /// What the request is called.
    pub request: Option<String>,
}

/// By whom a command is carried out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct By<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) credential: Option<&'a CredentialId>,
    pub(crate) from: Option<&'a AskedFrom>,
    pub(crate) terms: Option<&'a Terms>,
}

impl<'a> From<&'a Actor> for By<'a> {
    fn from(actor: &'a Actor) -> Self {
        Self { actor, credential: None, from: None, terms: None }
    }
}

impl By<'_> {
    /// Something that was done just now.
    pub(crate) fn entry(self, deed: String, subjects: Vec<AuditSubject>, env: &Env) -> AuditEntry {
        AuditEntry {
            id: env.id(),
            client_id: self.actor.client_id,
            at: env.now(),
            agent_id: self.actor.agent_id,
            credential: self.credential.map(|credential| credential.0.clone()),
            deed,
            subjects,
            address: self.from.and_then(|from| from.address).map(|address| address.to_string()),
            request: self.from.and_then(|from| from.request.clone()),
            link: None,
            revision: 0,
        }
    }

    /// The changes with a note of what was done by the command `C`; what changes nothing is not noted.
    pub(crate) fn note<C>(self, changes: Changes, env: &Env) -> Changes {
        if changes.is_empty() || changes.writes.iter().any(|write| matches!(write.record, Record::AuditEntry(_))) {
            return changes;
        }
        let entry = self.entry(deed_of::<C>(), subjects(&changes), env);
        changes.insert(entry)
    }
}

/// What was written, as far as an entry has room.
pub(crate) fn subjects(changes: &Changes) -> Vec<AuditSubject> {
    let subject =
        |write: &Write| AuditSubject { is_new: write.expected == Expected::Absent, ..AuditSubject::of(&write.record) };
    changes.writes.iter().take(AuditEntry::SUBJECTS_MAX).map(subject).collect()
}

impl AuditSubject {
    /// A record that was there already.
    pub(crate) fn of(record: &Record) -> Self {
        let (kind, id) = record.name();
        Self { kind: lower_first(kind), id, is_new: false }
    }
}

/// What carrying a command out is called: `changeWidget` for `ChangeWidget`.
pub(crate) fn deed_of<C>() -> String {
    let path = std::any::type_name::<C>();
    let path = path.split('<').next().unwrap_or(path);
    lower_first(crate::text::cut(path.rsplit("::").next().unwrap_or(path), AuditEntry::DEED_MAX))
}

fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(chars).collect()
}

impl AuditEntry {
    /// What an entry comes to at a place after another: the SHA-256 of a JSON array with all that it says, so that others can
    /// compute it too.
    ///
    /// `["chat-audit/1", previous, seq, id, clientId, at, agentId, credential, deed, [[kind, id, isNew], …], address, request]`: hashes in
    /// hexadecimal digits, ids hyphenated, the time in milliseconds since 1970, no white space.
    pub fn hash(&self, seq: Seq, previous: AuditHash) -> AuditHash {
        let subjects: Vec<_> = self.subjects.iter().map(|it| json!([it.kind, it.id, it.is_new])).collect();
        let text = json!([
            "chat-audit/1",
            previous.to_string(),
            seq,
            self.id,
            self.client_id,
            self.at.millis(),
            self.agent_id,
            self.credential,
            self.deed,
            subjects,
            self.address,
            self.request,
        ]);
        AuditHash(Sha256::digest(text.to_string()).into())
    }

    /// The entry at the place after another.
    pub(crate) fn linked(self, seq: Seq, previous: AuditHash) -> Self {
        let hash = self.hash(seq, previous);
        Self { link: Some(AuditLink { seq, previous, hash }), ..self }
    }
}

/// Follows a client's chain from its beginning, to see whether it holds.
///
/// What it cannot see is that entries are missing at the end: compare the head with one that was noted elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct AuditChain {
    /// The last entry that was followed.
    pub seq: Seq,
    /// Its hash.
    pub hash: AuditHash,
}

/// Where a chain breaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AuditBreak {
    /// An entry is not there.
    #[error("entry {0} is missing")]
    Missing(Seq),
    /// An entry does not name the one before it.
    #[error("entry {0} does not follow the one before it")]
    Unlinked(Seq),
    /// An entry says something else than what its hash was made of.
    #[error("entry {0} was changed")]
    Changed(Seq),
}

impl AuditChain {
    /// Goes on to the next entry.
    ///
    /// # Errors
    /// [`AuditBreak`] when it is not the next, or not what it was.
    pub fn follow(&mut self, entry: &AuditEntry) -> Result<(), AuditBreak> {
        let next = self.seq + 1;
        let link = entry.link.filter(|link| link.seq == next).ok_or(AuditBreak::Missing(next))?;
        if link.previous != self.hash {
            return Err(AuditBreak::Unlinked(next));
        }
        if entry.hash(link.seq, link.previous) != link.hash {
            return Err(AuditBreak::Changed(next));
        }
        *self = Self { seq: link.seq, hash: link.hash };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Role, commands};

    fn entries() -> Vec<AuditEntry> {
        let env = Env::default();
        let actor = Actor::new(env.id(), env.id(), "Ann", Role::Owner);
        let mut chain = AuditChain::default();
        let made = (0..3).map(|n| {
            let subject = AuditSubject { kind: "widget".into(), id: env.id(), is_new: n == 0 };
            let entry = By::from(&actor).entry("changeWidget".into(), vec![subject], &env);
            let entry = entry.linked(chain.seq + 1, chain.hash);
            chain.follow(&entry).unwrap();
            entry
        });
        made.collect()
    }

    fn followed(entries: &[AuditEntry]) -> Result<(), AuditBreak> {
        let mut chain = AuditChain::default();
        entries.iter().try_for_each(|entry| chain.follow(entry))
    }

    #[test]
    fn whatever_is_done_to_a_chain_is_seen_where_it_was_done() {
        let whole = entries();
        assert_eq!(followed(&whole), Ok(()));
        let without = [whole[0].clone(), whole[2].clone()];
        assert_eq!(followed(&without), Err(AuditBreak::Missing(2)));
        assert_eq!(followed(&whole[1..]), Err(AuditBreak::Missing(1)));
        let changes: [fn(&mut AuditEntry); 9] = [
            |it| it.deed = "deleteWidget".into(),
            |it| it.agent_id = Env::default().id(),
            |it| it.client_id = Env::default().id(),
            |it| it.at = it.at.plus(std::time::Duration::from_millis(1)),
            |it| it.credential = Some("key:1".into()),
            |it| it.subjects.clear(),
            |it| it.subjects[0].is_new = true,
            |it| it.address = Some("192.0.2.1".into()),
            |it| it.request = Some("other".into()),
        ];
        for change in changes {
            let mut changed = whole.clone();
            change(&mut changed[1]);
            assert_eq!(followed(&changed), Err(AuditBreak::Changed(2)));
        }
        // Whoever makes the hash anew breaks the link of what follows.
        let mut forged = whole.clone();
        forged[1].deed = "deleteWidget".into();
        let link = forged[1].link.unwrap();
        forged[1] = forged[1].clone().linked(link.seq, link.previous);
        assert_eq!(followed(&forged), Err(AuditBreak::Unlinked(3)));
    }

    #[test]
    fn the_hash_is_that_of_the_documented_text() {
        let entry = &entries()[0];
        let subject = &entry.subjects[0];
        let text = format!(
            r#"["chat-audit/1","{}",1,"{}","{}",{},"{}",null,"changeWidget",[["widget","{}",true]],null,null]"#,
            "0".repeat(64),
            entry.id,
            entry.client_id,
            entry.at.millis(),
            entry.agent_id,
            subject.id
        );
        let hash: [u8; 32] = Sha256::digest(text).into();
        assert_eq!(entry.link.unwrap().hash, AuditHash(hash));
    }

    #[test]
    fn a_deed_is_called_like_its_command() {
        assert_eq!(deed_of::<commands::ChangeWidget<'_>>(), "changeWidget");
        assert_eq!(deed_of::<commands::RenewDomain>(), "renewDomain");
    }
}
