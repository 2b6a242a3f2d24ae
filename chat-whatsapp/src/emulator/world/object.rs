//! What a Graph id stands for, and which tokens may use it.

use super::{Token, World};

/// What a Graph id stands for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Object {
    Media,
    Phone,
    Template,
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
        self.media(id).map(|_| Object::Media)
    }

    /// Whether the token's app may use the object.
    pub(crate) fn may_use(&self, token: &Token, object: Object, id: &str) -> bool {
        let of_phone = |id: &str| self.phones.get(id).is_some_and(|phone| token.wabas.contains(&phone.waba));
        match object {
            Object::Media => self.media(id).is_some_and(|media| of_phone(&media.phone)),
            Object::Phone => of_phone(id),
            Object::Template => {
                self.templates.by_id.get(id).is_some_and(|template| token.wabas.contains(&template.waba))
            }
            Object::Waba => token.wabas.contains(id),
        }
    }
}
