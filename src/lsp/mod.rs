//! The language server: what the command line says of a file, as one types. The only place that knows the protocol.

mod actions;
mod capabilities;
mod client;
mod commands;
mod completion;
mod definition;
mod diagnostics;
mod documents;
mod edits;
mod frames;
mod hints;
mod hover;
mod listed_words;
mod markup;
mod parameters;
mod places;
mod positions;
mod pull;
mod server;
mod session;
mod settings;
mod units;
mod uris;

pub(crate) use server::serve;
pub(crate) use settings::ServerStart;
