//! What an agent wants to send, and what a channel makes of it.

use crate::{AttachedFile, ContentType, Template};
use serde_json::Value;

/// What an agent wants to send to a customer, before a channel has looked at it.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// The text; empty when there is none.
    pub content: &'a str,
    /// What it is to consist of, when that is neither text nor files: the word of [`Wish::payload`].
    pub content_type: Option<&'a ContentType>,
    /// What it is to say beyond its text, in the shape that the channel documents.
    pub payload: Option<&'a Value>,
    /// The template that it is to be made from, with what goes into it.
    pub template: Option<(&'a Template, &'a Value)>,
    /// What the template is called.
    pub name: Option<&'a str>,
    /// The files, in their order.
    pub files: &'a [AttachedFile],
}

/// One message as its channel carries it.
#[derive(Clone, PartialEq, Debug)]
pub struct Composed {
    /// What it consists of.
    pub content_type: ContentType,
    /// Its text, or words that stand for what is not text.
    pub content: String,
    /// What it says beyond its text.
    pub payload: Option<Value>,
    /// How many of the files that were wished for go with it, of those that no message before it has taken.
    pub file_count: usize,
}

impl Composed {
    /// A message of text and all files.
    pub fn plain(wish: &Wish<'_>) -> Self {
        Self {
            content_type: ContentType::TEXT,
            content: wish.content.to_owned(),
            payload: None,
            file_count: wish.files.len(),
        }
    }
}
