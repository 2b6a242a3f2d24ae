//! What exists: apps, tokens, business accounts, numbers, users and what passed between them.

mod keep;
mod records;

pub(crate) use {
    keep::{Object, World},
    records::{App, Direction, Message, Pair, Phone, Request, SendStatus, Subscription, Token, User, Waba},
};
