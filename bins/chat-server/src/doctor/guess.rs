use url::Url;

/// Whether somebody might guess a secret: because it says what it is, or is little more than one character.
pub(crate) fn is_guessable(secret: &str) -> bool {
    const WORDS: [&str; 14] = [
        "password",
        "passwort",
        "secret",
        "changeme",
        "change-me",
        "change_me",
        "example",
        "demo",
        "test",
        "admin",
        "default",
        "12345",
        "qwerty",
        "letmein",
    ];
    const DIFFERENT_MIN: usize = 6;
    let lower = secret.to_lowercase();
    let mut different: Vec<char> = lower.chars().collect();
    different.sort_unstable();
    different.dedup();
    different.len() < DIFFERENT_MIN || WORDS.iter().any(|word| lower.contains(word))
}

/// The password in an address of a database or of Redis.
pub(crate) fn password_of(url: &str) -> Option<String> {
    Url::parse(url).ok()?.password().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_that_says_what_it_is_can_be_guessed() {
        for secret in
            ["my-secret-my-secret", "CHANGEME-changeme", "aaaaaaaaaaaaaaaa", "ababababababababab", "demo-key-of-mine"]
        {
            assert!(is_guessable(secret), "{secret}");
        }
        for secret in ["6f1c0a97b1e07c3d9f002a6b1c3d4e5f", "correct horse battery"] {
            assert!(!is_guessable(secret), "{secret}");
        }
        assert_eq!(password_of("postgres://chat:hunter2@db/chat").as_deref(), Some("hunter2"));
        assert_eq!(password_of("sqlite://chat.db"), None);
    }
}
