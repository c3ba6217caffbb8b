//! The server around the app: configuration, routes, doors, limits, logs, and the command line.
//!
//! Nothing here knows a rule of an office. A request passes the doors of [`http`], and what it asks is answered by a page
//! or a server function of `app`, or by one call into `backend`.

mod builds;
pub mod cli;
pub mod config;
pub mod http;
pub mod logs;
mod messages;
mod messenger;
pub mod serve;
mod signing;
pub mod socket;
pub mod state;
