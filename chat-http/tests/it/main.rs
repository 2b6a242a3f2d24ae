//! The API over its real router and a store in memory.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod shop;

mod accounts;
mod api_keys;
mod app;
mod attachments;
mod audit;
mod auth;
mod conversations;
mod cors;
mod customers;
mod definitions;
mod description;
mod domains;
mod events;
mod examples;
mod figures;
mod fuzz;
mod health;
mod limits;
mod merging;
mod messages;
mod meters;
mod names;
mod naming;
mod once;
mod outgoing;
mod problems;
mod provider;
mod realtime;
mod revisions;
mod roles;
mod searching;
mod sign_in;
mod tcp;
mod team;
mod tenants;
mod threads;
mod typescript;
mod webhooks;
mod widgets;
