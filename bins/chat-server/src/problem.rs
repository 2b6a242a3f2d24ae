use chat_core::{LoginError, StoreError};
use std::{error::Error, fmt};

/// Why the program cannot do what it was asked to, in one line.
#[derive(Debug)]
pub(crate) struct Problem(String);

impl Problem {
    pub(crate) fn new(text: impl AsRef<str>) -> Self {
        Self(text.as_ref().split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// A setting that cannot be used, by its flag and its variable.
    pub(crate) fn setting(flag: &str, variable: &str, problem: &str) -> Self {
        Self::new(format!("the setting --{flag} ({variable}) cannot be used: {problem}"))
    }

    /// A setting that cannot be used because of what lies at the bottom of `error`.
    pub(crate) fn caused(flag: &str, variable: &str, error: &(dyn Error + 'static)) -> Self {
        Self::setting(flag, variable, &root_of(error).to_string())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        Self::new(error.to_string())
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::new(with_causes(&error))
    }
}

impl From<LoginError> for Problem {
    fn from(error: LoginError) -> Self {
        Self::new(with_causes(&error))
    }
}

/// What lies at the bottom of an error.
pub(crate) fn root_of<'a>(mut error: &'a (dyn Error + 'static)) -> &'a (dyn Error + 'static) {
    while let Some(cause) = error.source() {
        error = cause;
    }
    error
}

/// The whole chain; what an error has told already in its own words is not told again.
pub(crate) fn with_causes(error: &dyn Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !line.contains(&text) {
            line.push_str(": ");
            line.push_str(&text);
        }
        cause = error.source();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[derive(Debug)]
    struct Wrapped(io::Error);

    impl fmt::Display for Wrapped {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "the disk says: {}", self.0)
        }
    }

    impl Error for Wrapped {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }

    #[test]
    fn a_cause_is_told_once_and_in_one_line() {
        let error = || StoreError::backend(Wrapped(io::Error::other("it is\n  full")));
        assert_eq!(Problem::from(error()).to_string(), "the store has failed: the disk says: it is full");
        let problem = Problem::caused("database-url", "CHAT_DATABASE_URL", &error()).to_string();
        assert_eq!(problem, "the setting --database-url (CHAT_DATABASE_URL) cannot be used: it is full");
    }
}
