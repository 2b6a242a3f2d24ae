use super::{
    view::{Brand, View},
    words::Words,
};
use chat_core::{LauncherIcon, Side, Theme, WidgetKind};
use serde::Serialize;

/// What the loader has to know to draw a widget on a page. `protocol.ts` of the browser side reads it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LoaderLook<'a> {
    #[serde(rename = "type")]
    kind: WidgetKind,
    lang: &'a str,
    is_rtl: bool,
    look: Look<'a>,
    words: &'static Words,
    popup: Option<Popup<'a>>,
}

#[derive(Debug, Serialize)]
struct Look<'a> {
    side: Side,
    x: u32,
    y: u32,
    theme: Theme,
    light: Brand,
    dark: Brand,
    icon: &'static str,
    label: Option<&'a str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Popup<'a> {
    text: &'a str,
    delay_seconds: Option<u32>,
    scroll_percent: Option<u32>,
    on_exit_intent: bool,
    paths: Option<String>,
    event: Option<&'a str>,
    times: u32,
    hours: u32,
}

impl<'a> LoaderLook<'a> {
    pub(crate) fn of(view: &View<'a>) -> Self {
        let settings = &view.widget.settings;
        let [light, dark] = view.brands();
        Self {
            kind: view.widget.kind,
            lang: view.lang,
            is_rtl: view.is_rtl(),
            look: Look {
                side: settings.position,
                x: settings.offset.x,
                y: settings.offset.y,
                theme: settings.theme,
                light,
                dark,
                icon: drawing(settings.launcher.icon),
                label: view.text(|said| &said.launcher),
            },
            words: view.words(),
            popup: (view.widget.kind == WidgetKind::Popup).then(|| Popup::of(view)),
        }
    }
}

impl<'a> Popup<'a> {
    /// When it comes of a popup whose owner has set no occasion: nobody wants one that never comes.
    const DELAY_DEFAULT_S: u32 = 5;

    fn of(view: &View<'a>) -> Self {
        let popup = &view.widget.settings.popup;
        let has_occasion = popup.delay_seconds.is_some()
            || popup.scroll_percent.is_some()
            || popup.exit_intent
            || popup.event.is_some();
        Self {
            text: view.text(|said| &said.teaser).unwrap_or_else(|| view.title()),
            delay_seconds: popup.delay_seconds.or((!has_occasion).then_some(Self::DELAY_DEFAULT_S)),
            scroll_percent: popup.scroll_percent,
            on_exit_intent: popup.exit_intent,
            paths: (!popup.urls.is_empty()).then(|| expression(&popup.urls)),
            event: popup.event.as_deref(),
            times: popup.frequency.times,
            hours: popup.frequency.hours,
        }
    }
}

/// The patterns, in which `*` stands for anything, as one regular expression of a browser's.
fn expression(patterns: &[String]) -> String {
    let one = |pattern: &String| {
        pattern.chars().fold(String::new(), |mut text, character| {
            match character {
                '*' => text.push_str(".*"),
                plain if plain.is_ascii_punctuation() => text.extend(['\\', plain]),
                plain => text.push(plain),
            }
            text
        })
    };
    let all: Vec<_> = patterns.iter().map(one).collect();
    format!("^(?:{})$", all.join("|"))
}

/// The launcher's drawing: the path of an SVG of 24 by 24, drawn as a line.
fn drawing(icon: LauncherIcon) -> &'static str {
    match icon {
        LauncherIcon::Chat => "M4 5h16v11H9l-5 4z",
        LauncherIcon::Talk => "M3 4h12v8H8l-5 4zM18 9h3v10l-4-3h-6v-1",
        LauncherIcon::Mail => "M3 6h18v12H3zM3 7l9 6 9-6",
        LauncherIcon::Help => "M8 9a4 4 0 1 1 5 4c-1 0-1 1-1 2M12 19h.01",
        LauncherIcon::Headset => "M4 14v-2a8 8 0 0 1 16 0v2M4 14h3v5H4zM17 14h3v5h-3zM19 19c0 2-3 3-6 3",
        LauncherIcon::Wave => {
            "M7 13V6a1.5 1.5 0 0 1 3 0v5V4a1.5 1.5 0 0 1 3 0v7V5a1.5 1.5 0 0 1 3 0v9c0 4-2 7-6 7-3 0-4-1-6-4l-2-4c1-1 3 0 3 1z"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_paths_become_one_expression() {
        let patterns = ["/pricing*".to_owned(), "/a.b(c)".to_owned(), "*/cart".to_owned()];
        assert_eq!(expression(&patterns), r"^(?:\/pricing.*|\/a\.b\(c\)|.*\/cart)$");
    }
}
