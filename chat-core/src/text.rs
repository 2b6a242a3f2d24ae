//! Small rules for foreign text.

/// The longest start of `text` that fits into `bytes_max` bytes and ends between two characters.
pub(crate) fn cut(text: &str, bytes_max: usize) -> &str {
    &text[..text.floor_char_boundary(bytes_max)]
}

/// Foreign text as it is stored: without NUL characters, which PostgreSQL cannot hold, and cut to `bytes_max` bytes.
pub(crate) fn clean(text: &str, bytes_max: usize) -> String {
    let start = cut(text, bytes_max);
    if start.contains('\0') { start.replace('\0', "") } else { start.to_owned() }
}

/// A word of 128 random bits that nobody can guess: 26 lower-case letters and digits (base 32 of RFC 4648).
pub(crate) fn random_word() -> String {
    let mut random = [0; 16];
    getrandom::fill(&mut random).expect("the operating system has random numbers");
    base32(random)
}

/// 128 bits as 26 lower-case letters and digits (base 32 of RFC 4648).
pub(crate) fn base32(bytes: [u8; 16]) -> String {
    const DIGITS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    // 128 bits are 25 digits and three fifths of one.
    let number = u128::from_be_bytes(bytes);
    let digit = |shift: u32| DIGITS[(number.rotate_left(shift + 5) & 31) as usize];
    let last = DIGITS[((number << 2) & 31) as usize];
    (0..25).map(|at| digit(at * 5)).chain([last]).map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_random_word_is_base_32() {
        assert_eq!(base32(*b"foobarfoobarfoob"), "mzxw6ytbojtg633cmfzgm33pmi");
        assert_eq!(base32([0; 16]), "a".repeat(26));
        assert_eq!(base32([255; 16]), format!("{}4", "7".repeat(25)));
        assert_ne!(random_word(), random_word());
    }

    #[test]
    fn a_cut_never_splits_a_character() {
        assert_eq!(cut("aé", 2), "a");
        assert_eq!(cut("aé", 3), "aé");
        assert_eq!(clean("a\0b", 10), "ab");
    }
}
