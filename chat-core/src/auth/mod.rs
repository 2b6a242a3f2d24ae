//! The module's own accounts: passwords, sessions, API keys, the word of an identity provider, and JWTs of a host.

mod jwt;
mod login;
pub(crate) mod password;
mod setup;
pub(crate) mod token;
pub(crate) mod totp;
mod vouched;

pub use jwt::{JwtKey, JwtKeyError};
pub use login::{Device, Known, LocalLogin, LoginError, SignedIn};
pub use setup::{Created, NewAgent};
