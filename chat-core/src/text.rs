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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_never_splits_a_character() {
        assert_eq!(cut("aé", 2), "a");
        assert_eq!(cut("aé", 3), "aé");
        assert_eq!(clean("a\0b", 10), "ab");
    }
}
