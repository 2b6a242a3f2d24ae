use async_trait::async_trait;
use std::fmt;

/// Something that the server needs, or works better with: `/readyz` tells how it is.
///
/// ```
/// use async_trait::async_trait;
/// use chat_http::{Part, PartState};
///
/// #[derive(Debug)]
/// struct Mailer;
///
/// #[async_trait]
/// impl Part for Mailer {
///     fn name(&self) -> &'static str {
///         "mailer"
///     }
///
///     async fn state(&self) -> PartState {
///         PartState::Degraded("mail waits until its server is back")
///     }
/// }
/// ```
#[async_trait]
pub trait Part: fmt::Debug + Send + Sync + 'static {
    /// What it is called in the answer.
    fn name(&self) -> &'static str;

    /// How it is now. What takes longer than two seconds counts as missing.
    async fn state(&self) -> PartState;
}

/// How a part of the server is. The words say what is wrong, for whoever is to mend it; strangers read them too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PartState {
    /// It works.
    Ok,
    /// It does not, and the server does without it.
    Degraded(&'static str),
    /// It does not, and without it the server had better not be asked.
    Missing(&'static str),
}
