//! What browsers load: the loader, the panel, the application in the frame. Compressed when the crate was built.

mod serve;
#[cfg(test)]
mod tests;

pub(crate) use serve::{FOREVER, SHORTLY, serve};

/// One built file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asset {
    /// Its path among the built files: `frame/app.js`.
    pub(crate) name: &'static str,
    /// What tells it from every other.
    pub(crate) hash: &'static str,
    raw: &'static [u8],
    gzip: &'static [u8],
    brotli: &'static [u8],
}

static ALL: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// What tells these files, all together, from those of another build.
pub(crate) const VERSION: &str = env!("CHAT_UI_VERSION");

/// What the server reads and no browser loads: the words of the loader, by language.
const WORDS: &str = "words.json";

impl Asset {
    /// The file of this name, if browsers load it.
    pub(crate) fn find(name: &str) -> Option<&'static Self> {
        ALL.iter().find(|asset| asset.name == name && name != WORDS)
    }

    /// The loader: the one script that pages name.
    pub(crate) fn loader() -> &'static Self {
        Self::find("w.js").expect("the crate is not built without the loader")
    }

    /// The loader's words by language, as JSON.
    pub(crate) fn words() -> &'static [u8] {
        ALL.iter().find(|asset| asset.name == WORDS).map_or(b"{}", |asset| asset.raw)
    }

    fn content_type(&self) -> &'static str {
        match self.name.rsplit_once('.') {
            Some((_, "js")) => "text/javascript; charset=utf-8",
            Some((_, "css")) => "text/css; charset=utf-8",
            Some((_, "json")) => "application/json",
            Some((_, "svg")) => "image/svg+xml",
            Some((_, "woff2")) => "font/woff2",
            _ => "application/octet-stream",
        }
    }
}
