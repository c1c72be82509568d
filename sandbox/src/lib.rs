//! The vendor of the Flow Widget, emulated over real HTTP: the session API, the widget's script, and every fault that an
//! integration has to survive, asked for by query parameters.
//!
//! Nothing here checks a person. Whatever the visitor does in the widget decides the result.
//!
//! ```no_run
//! # async fn example() -> std::io::Result<()> {
//! use flow_embed_sandbox::{Options, Server, Technology, api_key};
//!
//! let server = Server::start(Options { port: 0, ..Options::default() }).await?;
//! let script = format!("{}/widget/flow-widget.js?auto=pass", server.origin());
//! let key = api_key(&[Technology::Liveness, Technology::Face2Face]);
//! # Ok(())
//! # }
//! ```

mod api;
mod bounded;
mod cors;
mod exchange;
mod fault;
mod home;
mod log;
mod metadata;
mod outcome;
mod refusal;
mod server;
mod session;
mod state;
mod technology;
mod widget;

pub use server::{Options, Server};
pub use technology::{Technology, api_key};
