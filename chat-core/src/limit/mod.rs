//! What is limited, whom it is limited for, and to how much.

mod allowance;
mod caller;
mod key;
mod quota;
mod quotas;
mod seats;

pub(crate) use allowance::Allowance;
pub use caller::Caller;
pub use key::{Holder, IpBlock, LimitKey, Limited, LoginName, Whom};
pub use quota::{Quota, QuotaError};
pub use quotas::{Quotas, QuotasError};
pub use seats::{NoSeat, Seat, Seats};
