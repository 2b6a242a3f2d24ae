//! How Meta asks whether a webhook address is ours.

use chat_core::Secret;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// The longest challenge in bytes. Meta's are numbers of about ten digits.
const CHALLENGE_MAX: usize = 256;

/// The challenge of `hub.mode=subscribe&hub.verify_token=…&hub.challenge=…`, if the token is ours.
///
/// Nothing when a part is missing or there twice, when our token is empty, or when the challenge is more than ASCII letters,
/// digits, `-` and `_`, so that nobody can make us say what he likes. The tokens are compared in constant time.
pub(crate) fn answer(query: &[(String, String)], ours: &Secret) -> Option<String> {
    let challenge = only(query, "hub.challenge")?;
    let is_plain = (1..=CHALLENGE_MAX).contains(&challenge.len())
        && challenge.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if only(query, "hub.mode")? != "subscribe" || !is_plain || ours.expose().is_empty() {
        return None;
    }
    // Hashes are of one length, so that not even the length of the token can be measured.
    let hash = |token: &str| Sha256::digest(token.as_bytes());
    let is_ours = hash(only(query, "hub.verify_token")?).ct_eq(&hash(ours.expose()));
    bool::from(is_ours).then(|| challenge.to_owned())
}

fn only<'q>(query: &'q [(String, String)], key: &str) -> Option<&'q str> {
    let mut values = query.iter().filter(|(found, _)| found == key).map(|(_, value)| value.as_str());
    let first = values.next()?;
    values.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: [(&str, &str); 3] =
        [("hub.mode", "subscribe"), ("hub.challenge", "1158201444"), ("hub.verify_token", "ours")];

    fn answer_to(query: &[(&str, &str)], ours: &str) -> Option<String> {
        let query: Vec<_> = query.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        answer(&query, &Secret::from(ours))
    }

    #[test]
    fn the_challenge_is_given_to_who_knows_our_token() {
        assert_eq!(answer_to(&ASKED, "ours"), Some("1158201444".to_owned()));
        assert_eq!(answer_to(&ASKED, "another"), None);
    }

    #[test]
    fn an_empty_token_of_ours_opens_nothing() {
        assert_eq!(answer_to(&[ASKED[0], ASKED[1], ("hub.verify_token", "")], ""), None);
    }

    #[test]
    fn what_is_not_such_a_question_is_not_answered() {
        let with = |index: usize, value| {
            let mut asked = ASKED;
            asked[index].1 = value;
            asked.to_vec()
        };
        let mut twice = ASKED.to_vec();
        twice.push(("hub.challenge", "2"));
        let long = "1".repeat(CHALLENGE_MAX + 1);
        let cases = [
            vec![],
            ASKED[..2].to_vec(),
            ASKED[1..].to_vec(),
            vec![ASKED[0], ASKED[2]],
            with(0, "unsubscribe"),
            with(1, ""),
            with(1, "<script>"),
            with(1, &long),
            twice,
        ];
        for query in cases {
            assert_eq!(answer_to(&query, "ours"), None, "{query:?}");
        }
    }
}
