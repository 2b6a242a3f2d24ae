//! What is limited, whom it is limited for, and to how much.

mod key;
mod quota;

pub use key::{IpBlock, LimitKey, Limited, LoginName, Whom};
pub use quota::{Quota, QuotaError};
