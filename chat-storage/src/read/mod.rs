//! The reads, one port per file. Each starts from its client's rows, except for the directory's.

mod accounts;
mod answers;
mod arrivals;
mod attachments;
mod audit;
mod conversations;
mod customers;
mod definitions;
mod directory;
mod filter;
mod forget;
mod ids;
mod inbox;
mod index;
mod jobs;
mod journal;
mod outbox;
mod page;
mod search;
mod team;
mod text;
mod webhooks;
mod widgets;

pub(crate) use arrivals::Arriving;
