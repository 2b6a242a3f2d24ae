//! The module's own accounts: passwords, sessions, API keys, and JWTs of a host.

mod jwt;
mod login;
pub(crate) mod password;
mod setup;
pub(crate) mod token;
pub(crate) mod totp;

pub use jwt::{JwtKey, JwtKeyError};
pub use login::{Device, Known, LocalLogin, LoginError, SignedIn};
pub use setup::{Created, NewAgent};
