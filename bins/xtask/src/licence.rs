//! Licence expressions of SPDX, as packages write them.

/// A licence expression.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Licence {
    /// One licence, with its exception if it has one.
    One(String),
    /// Any of these.
    Any(Vec<Licence>),
    /// All of these together.
    All(Vec<Licence>),
}

impl Licence {
    /// Reads `text`; `/`, which old packages write between two, means a choice.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let spaced = text.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
        let mut words: Vec<&str> = spaced.split_whitespace().rev().collect();
        let licence = any(&mut words)?;
        words.is_empty().then_some(licence)
    }

    /// Whether somebody who accepts the licences in `allowed` may use the package.
    pub(crate) fn is_met_by(&self, allowed: &[&str]) -> bool {
        match self {
            Self::One(id) => allowed.contains(&id.as_str()),
            Self::Any(choices) => choices.iter().any(|choice| choice.is_met_by(allowed)),
            Self::All(parts) => parts.iter().all(|part| part.is_met_by(allowed)),
        }
    }
}

// `words` are in reverse, so that the next one is the last.

fn any(words: &mut Vec<&str>) -> Option<Licence> {
    let mut choices = vec![all(words)?];
    while words.pop_if(|word| *word == "OR").is_some() {
        choices.push(all(words)?);
    }
    Some(if choices.len() == 1 { choices.swap_remove(0) } else { Licence::Any(choices) })
}

fn all(words: &mut Vec<&str>) -> Option<Licence> {
    let mut parts = vec![one(words)?];
    while words.pop_if(|word| *word == "AND").is_some() {
        parts.push(one(words)?);
    }
    Some(if parts.len() == 1 { parts.swap_remove(0) } else { Licence::All(parts) })
}

fn one(words: &mut Vec<&str>) -> Option<Licence> {
    match words.pop()? {
        "(" => {
            let inner = any(words)?;
            words.pop_if(|word| *word == ")")?;
            Some(inner)
        }
        ")" | "OR" | "AND" | "WITH" => None,
        id if words.pop_if(|word| *word == "WITH").is_some() => {
            let exception = words.pop()?;
            Some(Licence::One(format!("{id} WITH {exception}")))
        }
        id => Some(Licence::One(id.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_met_as_its_words_say() {
        let allowed = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "Unicode-3.0"];
        let cases = [
            ("MIT", true),
            ("GPL-3.0", false),
            ("MIT/GPL-3.0", true),
            ("MIT / GPL-3.0", true),
            ("GPL-3.0 OR MIT", true),
            ("MIT AND GPL-3.0", false),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
            ("(MIT OR Apache-2.0) AND GPL-3.0", false),
            ("MIT OR Apache-2.0 AND GPL-3.0", true),
            ("GPL-3.0 AND MIT OR Unicode-3.0", true),
            ("Apache-2.0 WITH LLVM-exception", true),
            ("Apache-2.0 WITH Other-exception OR GPL-3.0", false),
        ];
        for (text, met) in cases {
            let licence = Licence::parse(text).unwrap();
            assert_eq!(licence.is_met_by(&allowed), met, "{text}");
        }
    }

    #[test]
    fn what_is_no_expression_is_not_read() {
        for text in ["", "OR", "MIT OR", "MIT Apache-2.0", "(MIT", "MIT)", "MIT WITH", "AND MIT"] {
            assert_eq!(Licence::parse(text), None, "{text}");
        }
    }
}
