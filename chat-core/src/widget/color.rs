use crate::FieldError;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{borrow::Cow, fmt, str::FromStr};

/// A colour, written as `#1a73e8`.
///
/// ```
/// use chat_core::Color;
/// let yellow: Color = "#FE0".parse()?;
/// assert_eq!(yellow.to_string(), "#ffee00");
/// assert_eq!(yellow.readable(), Color::BLACK);
/// # Ok::<(), &'static str>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Color([u8; 3]);

impl Color {
    /// Black.
    pub const BLACK: Self = Self([0; 3]);
    /// White, which is also what the light theme's panel is painted with.
    pub const WHITE: Self = Self([255; 3]);
    /// What the dark theme's panel is painted with.
    pub const DARK_SURFACE: Self = Self([0x17, 0x18, 0x1c]);

    /// How strongly two colours differ by WCAG 2.2: from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Black or white, whichever is easier to read on this colour.
    pub fn readable(self) -> Self {
        if self.contrast(Self::BLACK) >= self.contrast(Self::WHITE) { Self::BLACK } else { Self::WHITE }
    }

    /// The relative luminance of WCAG 2.2: 0 for black, 1 for white.
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl FromStr for Color {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "expected a colour such as #1a73e8";
        let digits = text.strip_prefix('#').filter(|it| it.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let digits = digits.ok_or(WRONG)?;
        let part = |at: usize, len: usize| u8::from_str_radix(&digits[at..at + len], 16).map_err(|_| WRONG);
        match digits.len() {
            3 => Ok(Self([part(0, 1)? * 17, part(1, 1)? * 17, part(2, 1)? * 17])),
            6 => Ok(Self([part(0, 2)?, part(2, 2)?, part(4, 2)?])),
            _ => Err(WRONG),
        }
    }
}

impl Serialize for Color {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Color {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <Cow<'de, str>>::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// The colours of a client's brand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Colors {
    /// The launcher, the head of the panel and the visitor's own messages.
    pub primary: Color,
    /// The text on it; black or white, whichever is easier to read, when it is not given.
    pub text: Option<Color>,
    /// The brand's colour in the dark theme; the same as in the light one when it is not given.
    pub primary_dark: Option<Color>,
    /// The text on that.
    pub text_dark: Option<Color>,
}

impl Default for Colors {
    fn default() -> Self {
        Self { primary: Color([0x1f, 0x5f, 0xe0]), text: None, primary_dark: None, text_dark: None }
    }
}

impl Colors {
    /// The least contrast of text (WCAG 1.4.3).
    const TEXT_CONTRAST_MIN: f64 = 4.5;
    /// The least contrast of what can be clicked with what is around it (WCAG 1.4.11).
    const CONTROL_CONTRAST_MIN: f64 = 3.0;

    /// What is hard to see with these colours, in both themes. Nothing of it is refused.
    pub(super) fn warnings(&self) -> Vec<FieldError> {
        let dark = self.primary_dark.unwrap_or(self.primary);
        let themes = [
            ("light", self.primary, self.text, Color::WHITE, ["primary", "text"]),
            ("dark", dark, self.text_dark.or(self.text), Color::DARK_SURFACE, ["primaryDark", "textDark"]),
        ];
        let mut warnings = Vec::new();
        for (theme, brand, text, surface, [brand_field, text_field]) in themes {
            let mut warn = |field, what: &str, ratio: f64, least: f64| {
                if ratio < least {
                    // Cut, not rounded: 4.49 must not read as enough.
                    let ratio = (ratio * 10.0).floor() / 10.0;
                    let problem = format!("{what} of the {theme} theme: contrast {ratio}:1, and {least}:1 is needed");
                    warnings.push(FieldError::new(format!("settings.colors.{field}"), problem));
                }
            };
            let text = text.unwrap_or_else(|| brand.readable());
            warn(text_field, "hard to read on the brand's colour", brand.contrast(text), Self::TEXT_CONTRAST_MIN);
            warn(brand_field, "hard to see on the panel", brand.contrast(surface), Self::CONTROL_CONTRAST_MIN);
        }
        warnings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn color(text: &str) -> Color {
        text.parse().unwrap()
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        for (one, other, expected) in [
            ("#000000", "#ffffff", 21.0),
            ("#ffffff", "#ffffff", 1.0),
            ("#777777", "#ffffff", 4.478),
            ("#767676", "#ffffff", 4.542),
            ("#ff0000", "#ffffff", 3.998),
            ("#1a73e8", "#ffffff", 4.505),
        ] {
            let ratio = color(one).contrast(color(other));
            assert!((ratio - expected).abs() < 0.001, "{one} on {other}: {ratio}");
            assert!((ratio - color(other).contrast(color(one))).abs() < f64::EPSILON);
        }
    }

    #[test]
    fn black_or_white_can_always_be_read() {
        for red in (0..=255).step_by(15) {
            for green in (0..=255).step_by(15) {
                for blue in (0..=255).step_by(15) {
                    let color = Color([red, green, blue]);
                    assert!(color.contrast(color.readable()) >= Colors::TEXT_CONTRAST_MIN, "{color}");
                }
            }
        }
    }

    #[test]
    fn what_is_no_colour_is_refused() {
        for text in ["", "#", "1a73e8", "#1a73e", "#1a73e8f", "#gggggg", "red", "#1a 3e8", "#+12", "#é"] {
            assert!(text.parse::<Color>().is_err(), "{text}");
        }
        assert_eq!(color("#ABC"), color("#aabbcc"));
    }

    #[test]
    fn colours_that_are_hard_to_see_are_warned_of_by_theme() {
        let fields = |colors: Colors| colors.warnings().into_iter().map(|it| it.field).collect::<Vec<_>>();
        let with = |primary: &str| Colors { primary: color(primary), ..Colors::default() };
        assert_eq!(fields(Colors::default()), [""; 0], "ours are fine");
        assert_eq!(fields(with("#ffee00")), ["settings.colors.primary"], "yellow on white");
        assert_eq!(fields(with("#101010")), ["settings.colors.primaryDark"], "black on black");
        let faint = Colors { text: Some(color("#9999ff")), ..Colors::default() };
        assert_eq!(fields(faint), ["settings.colors.text", "settings.colors.textDark"]);
        let mended = Colors { text_dark: Some(Color::WHITE), ..faint };
        assert_eq!(fields(mended), ["settings.colors.text"]);
    }

    #[test]
    fn a_warning_says_how_much_is_missing() {
        let colors = Colors { primary: color("#777777"), text: Some(Color::WHITE), ..Colors::default() };
        let warning = colors.warnings().remove(0);
        assert_eq!(
            warning.problem,
            "hard to read on the brand's colour of the light theme: contrast 4.4:1, and 4.5:1 is needed"
        );
    }
}
