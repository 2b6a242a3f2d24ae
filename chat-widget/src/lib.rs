//! The website widget of the chat module, which works on verified domains only.
