//! The module's own accounts: passwords, sessions, API keys, and JWTs of a host.

mod jwt;
mod login;
mod password;
mod setup;
mod token;

pub use jwt::{JwtKey, JwtKeyError};
pub use login::{LocalLogin, LoginError, SignedIn};
pub use setup::{Created, NewAgent};
