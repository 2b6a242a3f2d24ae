//! Files that people send each other: how they come in, where they are kept, and how they are had.

mod links;
mod paced;
mod rules;
mod served;
mod upload;

pub(crate) use links::path;
pub use links::{AskedFile, FileLink, FileLinks};
pub use rules::{Files, UploadRules};
pub use served::{NoFile, ServedFile};
pub use upload::UploadError;
pub(crate) use upload::{Intake, Uploading};
