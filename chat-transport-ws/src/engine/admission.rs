//! Being let in before there is a connection.

use std::any::Any;
use std::fmt;
use std::time::Duration;

/// What a connection was let in with. The engine keeps it as long as the connection, and drops it with it.
#[derive(Default)]
pub struct Admission(Option<Box<dyn Any + Send + Sync>>);

impl Admission {
    /// Lets a connection in with something that is dropped when it ends, such as a place that it takes.
    pub fn with(held: impl Any + Send + Sync) -> Self {
        Self(Some(Box::new(held)))
    }

    /// What it was let in with, if that is a `T`.
    pub fn held<T: Any>(&self) -> Option<&T> {
        self.0.as_ref()?.downcast_ref()
    }
}

impl fmt::Debug for Admission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Admission(…)")
    }
}

/// A connection is not let in now. It is answered with 429, after which clients come again by themselves.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not now")]
pub struct NotNow {
    /// When to come again at the earliest.
    pub retry_after: Duration,
}
