use crate::FieldError;

/// Gathers what is wrong with an input, field by field.
#[derive(Debug, Default)]
pub(crate) struct Checker {
    wrong: Vec<FieldError>,
}

impl Checker {
    /// What else is wrong is not told.
    const WRONG_MAX: usize = 50;

    /// Notes what is wrong with a field.
    pub(crate) fn say(&mut self, field: impl Into<String>, problem: impl Into<String>) {
        if self.wrong.len() < Self::WRONG_MAX {
            self.wrong.push(FieldError::new(field.into(), problem));
        }
    }

    /// Notes a text that is not of `min` to `max` characters, or that holds control characters other than line ends.
    pub(crate) fn text(&mut self, field: impl Into<String>, text: &str, min: usize, max: usize) {
        let is_foreign = |c: char| c.is_control() && c != '\n';
        let count = text.chars().count();
        if count > max || text.trim().chars().count() < min {
            self.say(field, format!("{min} to {max} characters, please"));
        } else if text.contains(is_foreign) {
            self.say(field, "control characters are not allowed");
        }
    }

    /// Notes a number outside of its bounds.
    pub(crate) fn number(&mut self, field: impl Into<String>, number: u32, min: u32, max: u32) {
        if !(min..=max).contains(&number) {
            self.say(field, format!("{min} to {max}, please"));
        }
    }

    /// Notes a list that is too long.
    pub(crate) fn count(&mut self, field: impl Into<String>, count: usize, max: usize) {
        if count > max {
            self.say(field, format!("at most {max}, please"));
        }
    }

    /// Everything that is wrong.
    pub(crate) fn into_wrong(self) -> Vec<FieldError> {
        self.wrong
    }
}
