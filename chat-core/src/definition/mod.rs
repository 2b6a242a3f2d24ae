//! What a client can define for its own work.

mod attribute;
mod canned;
mod label;
mod macros;
mod role;
mod roster;
mod template;
mod view;
mod wording;

pub use attribute::{AttributeRule, AttributeType, Attributes};
pub use canned::CannedResponse;
pub use label::Label;
pub use macros::Macro;
pub use role::RoleRule;
pub use roster::Roster;
pub use template::Template;
pub use view::View;
pub(crate) use wording::{Known, fill};

use crate::{DefinitionBody, DefinitionKind, FieldError};

/// Something that can be defined.
pub trait Defined: Sized {
    /// What it is.
    const KIND: DefinitionKind;

    /// It as the body of a definition.
    fn into_body(self) -> DefinitionBody;

    /// It from the body of a definition; nothing when that is of another kind.
    fn from_body(body: DefinitionBody) -> Option<Self>;
}

macro_rules! defined {
    ($($kind:ident($type:ty))*) => {$(
        impl Defined for $type {
            const KIND: DefinitionKind = DefinitionKind::$kind;

            fn into_body(self) -> DefinitionBody {
                DefinitionBody::$kind(self)
            }

            fn from_body(body: DefinitionBody) -> Option<Self> {
                match body {
                    DefinitionBody::$kind(found) => Some(found),
                    _ => None,
                }
            }
        }
    )*};
}

defined! {
    Label(Label)
    CannedResponse(CannedResponse)
    Role(RoleRule)
    Team(Roster)
    View(View)
    Macro(Macro)
    Template(Template)
}

impl DefinitionBody {
    /// Everything that is wrong with it by itself.
    pub(crate) fn faults(&self, name: &str) -> Vec<FieldError> {
        match self {
            Self::Label(label) => label.faults(),
            Self::ConversationAttribute(rule) | Self::CustomerAttribute(rule) => rule.faults(name),
            Self::CannedResponse(response) => response.faults(name),
            Self::Role(rule) => rule.faults(),
            Self::Team(roster) => roster.faults(),
            Self::View(view) => view.faults(),
            Self::Macro(steps) => steps.faults(),
            Self::Template(template) => template.faults(),
        }
    }
}

/// A fault of a text that has to have 1 to `bytes_max` bytes.
fn text_fault(field: &'static str, text: &str, bytes_max: usize) -> Option<FieldError> {
    let is_fine = !text.trim().is_empty() && text.len() <= bytes_max && !text.contains('\0');
    (!is_fine).then(|| FieldError::new(field, format!("1 to {bytes_max} bytes without NUL, please")))
}
