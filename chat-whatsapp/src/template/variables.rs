//! What stands between double braces.

/// What is between the braces of a text, in order, each once: `{{1}}` or `{{first_name}}`.
pub(crate) fn names(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (_, name) in places(text) {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

/// The text with a value in every place.
pub(crate) fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let (mut filled, mut end) = (String::with_capacity(text.len()), 0);
    for (place, name) in places(text) {
        filled.push_str(&text[end..place.start]);
        match value(name) {
            Some(value) => filled.push_str(&value),
            None => filled.push_str(&text[place.clone()]),
        }
        end = place.end;
    }
    filled.push_str(&text[end..]);
    filled
}

/// Where variables stand, and what is between their braces.
pub(crate) fn places(text: &str) -> Vec<(std::ops::Range<usize>, &str)> {
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some(start) = text[from..].find("{{").map(|at| from + at) {
        let Some(length) = text[start..].find("}}") else { break };
        let name = text[start + 2..start + length].trim();
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if is_name {
            found.push((start..start + length + 2, name));
            from = start + length + 2;
        } else {
            from = start + 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_found_in_order_and_once() {
        for (text, expected) in [
            ("Hello {{1}}, at {{2}}: {{1}}!", vec!["1", "2"]),
            ("{{ first_name }}", vec!["first_name"]),
            ("{{}} {{a b}} {1} {{{3}}", vec!["3"]),
            ("open {{1", vec![]),
            ("ü{{1}}ü", vec!["1"]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn a_place_is_filled_and_an_unknown_one_stays() {
        let value = |name: &str| (name == "1").then(|| "Ann {{2}}".to_owned());
        assert_eq!(fill("Hi {{1}} and {{2}}.", value), "Hi Ann {{2}} and {{2}}.");
        assert_eq!(fill("nothing", value), "nothing");
    }
}
