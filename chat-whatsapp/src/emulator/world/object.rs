//! What a Graph id stands for, and which tokens may use it.

use super::{Token, World};

/// What a Graph id stands for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Object {
    App,
    Business,
    Media,
    Phone,
    Template,
    Upload,
    Waba,
}

impl World {
    /// What the id stands for.
    pub(crate) fn object(&self, id: &str) -> Option<Object> {
        if self.phones.contains_key(id) {
            return Some(Object::Phone);
        }
        if self.wabas.contains_key(id) {
            return Some(Object::Waba);
        }
        if self.templates.by_id.contains_key(id) {
            return Some(Object::Template);
        }
        if self.apps.contains_key(id) {
            return Some(Object::App);
        }
        if self.uploads.sessions.contains_key(id) {
            return Some(Object::Upload);
        }
        if self.wabas.values().any(|waba| waba.business == id) {
            return Some(Object::Business);
        }
        self.media(id).map(|_| Object::Media)
    }

    /// Whether the token's app may use the object.
    pub(crate) fn may_use(&self, token: &Token, object: Object, id: &str) -> bool {
        let of_phone = |id: &str| self.phones.get(id).is_some_and(|phone| token.wabas.contains(&phone.waba));
        match object {
            Object::App => token.app == id,
            Object::Business => {
                self.wabas.iter().any(|(waba_id, waba)| waba.business == id && token.wabas.contains(waba_id))
            }
            Object::Upload => self.uploads.sessions.get(id).is_some_and(|session| session.app == token.app),
            Object::Media => self.media(id).is_some_and(|media| of_phone(&media.phone)),
            Object::Phone => of_phone(id),
            Object::Template => {
                self.templates.by_id.get(id).is_some_and(|template| token.wabas.contains(&template.waba))
            }
            Object::Waba => token.wabas.contains(id),
        }
    }
}
