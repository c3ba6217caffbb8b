//! Every use-case on both engines; each name is the sentence that it proves.

mod arriving;
mod assisting;
mod demo;
mod drafts;
mod files;
mod following;
mod health;
mod hostile;
mod mending;
mod migration;
mod office;
mod officers;
mod outreach;
mod products;
mod quarantine;
mod queue;
mod room;
mod sending;
mod uploads;
