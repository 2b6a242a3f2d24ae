//! The commands, one file each: its arguments as `Args`, what it does as `run`.

pub(crate) mod bench;
pub(crate) mod chaos;
pub(crate) mod check_licences;
pub(crate) mod sim;
pub(crate) mod test;
pub(crate) mod types;
pub(crate) mod ui;
