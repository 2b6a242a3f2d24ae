use chat_core::{LoginError, StoreError};
use std::{error::Error, fmt};

/// Why the program cannot do what it was asked to, in one line.
#[derive(Debug)]
pub(crate) struct Problem(String);

impl Problem {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// A setting that cannot be used, by its flag and its variable.
    pub(crate) fn setting(flag: &str, variable: &str, problem: &str) -> Self {
        Self(format!("the setting --{flag} ({variable}) cannot be used: {problem}"))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self(with_causes(&error))
    }
}

impl From<LoginError> for Problem {
    fn from(error: LoginError) -> Self {
        Self(with_causes(&error))
    }
}

fn with_causes(error: &dyn Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        line.push_str(": ");
        line.push_str(&error.to_string());
        cause = error.source();
    }
    line.replace('\n', " ")
}
