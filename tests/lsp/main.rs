//! The language server, driven by a client of its own: no test waits for anything but messages.

#[path = "../common/mod.rs"]
mod common;

mod actions;
mod client;
mod features;
mod hover;
mod protocol;
mod same_as_command_line;
mod settings;
mod synchronization;
mod workspace;
