//! Agents sign in where the people of their company sign in for everything: by OpenID Connect.
//!
//! [`Oidc`] is an [`IdentityProvider`](chat_core::IdentityProvider) over one OpenID provider, which the host trusts: the authorization code
//! flow with PKCE, state and nonce. What the provider says of itself and its keys is remembered for a while; a key that is not known
//! is asked for anew. It knows nothing of sessions: whoever has an address that the provider vouches for is found by the core.

mod http;
mod known;
mod oidc;
mod options;

pub use oidc::{Inspection, Oidc};
pub use options::{BadIssuer, OidcOptions};
