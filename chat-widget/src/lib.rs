//! The website widget of the chat module, which works on verified domains only.
//!
//! [`router`] serves all of it: the loader that a page names, the page's way in, the frame, the frame's session. Which pages may show
//! a widget is decided in the core ([`may_embed`](chat_core::may_embed)), the way a browser decides `frame-ancestors`; here it is
//! enforced:
//!
//! 1. The page's loader asks `POST /w/{key}/boot`. Its `Origin` is the page's true one, which no script can forge. The answer has two
//!    tokens of that origin and what it takes to draw the widget.
//! 2. When the widget is opened, the loader makes a frame of `GET /w/{key}?b=…`. The answer lets the browser show it within pages of
//!    that origin alone.
//! 3. The loader hands the frame the proof from its first answer, from window to window, to our own origin.
//! 4. The frame asks `POST /w/{key}/session` with it and gets a token for a socket, good for minutes: then the page has to prove itself
//!    again.

mod assets;
mod look;
mod options;
mod probe;
mod router;
mod routes;

pub use options::Options;
pub use probe::WebProbe;
pub use router::router;
