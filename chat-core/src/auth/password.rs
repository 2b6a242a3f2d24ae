use crate::{NewAgent, Secret};
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// How many passwords are hashed at the same time: each takes 19 MiB and a core for some ten milliseconds.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// A hash that no password is known for: checked when there is no such agent, so that the answer takes equally long.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now(&random_password()));

/// The Argon2id hash of a password in PHC format, with the parameters of RFC 9106's second recommendation as OWASP has them.
pub(crate) async fn hash(password: &Secret) -> Secret {
    let password = password.expose().to_owned();
    run(move || hash_now(&password)).await.into()
}

/// Whether a password belongs to a hash; takes as long when there is none.
pub(crate) async fn verify(password: &Secret, hash: Option<&Secret>) -> bool {
    let password = password.expose().to_owned();
    let hash = hash.map(|hash| hash.expose().to_owned());
    run(move || {
        let known = hash.as_deref().unwrap_or(&NOBODY);
        let matches = PasswordHash::new(known)
            .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok());
        matches && hash.is_some()
    })
    .await
}

/// A password nobody has to remember: 120 random bits in 24 letters.
pub(crate) fn random_password() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut random = [0; 24];
    getrandom::fill(&mut random).expect("the operating system has random numbers");
    random.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

/// Whether a password is neither too easily guessed nor too long.
pub(crate) fn is_fit(password: &str) -> bool {
    password.chars().count() >= NewAgent::PASSWORD_MIN && password.len() <= NewAgent::PASSWORD_MAX
}

fn hash_now(password: &str) -> String {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.expect("the default parameters are valid").to_string()
}

async fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let permit = AT_ONCE.acquire().await.expect("the semaphore is never closed");
    // The work goes on when the caller goes away, so it keeps the permit.
    let hashing = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        work()
    });
    hashing.await.expect("hashing does not panic")
}
