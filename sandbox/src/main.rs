//! `flow-embed-sandbox [--port N] [--progress-ms N]`: the sandbox as a command.

use std::error::Error;
use std::io::Write;
use std::time::Duration;

use flow_embed_sandbox::{Options, Server};
use tokio::signal::unix::{SignalKind, signal};

const HELP: &str = "\
The Flow Widget's vendor, emulated on this machine.

Usage: flow-embed-sandbox [--port N] [--progress-ms N]

  --port N         port on 127.0.0.1; 0 takes a free one (default 4401)
  --progress-ms N  how long a result stays PROGRESS after the widget's end (default 3000)
";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let Some(options) = command_line()? else {
        print!("{HELP}");
        return Ok(());
    };
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let server = Server::start(options).await?;

    let mut stdout = std::io::stdout();
    writeln!(stdout, "sandbox: {}", server.origin())?;
    stdout.flush()?;

    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

/// The options given, or `None` where help was asked for.
fn command_line() -> Result<Option<Options>, lexopt::Error> {
    use lexopt::prelude::{Long, Short, ValueExt};

    let mut options = Options {
        request_lines: true,
        ..Options::default()
    };
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("port") => options.port = arguments.value()?.parse()?,
            Long("progress-ms") => {
                options.progress = Duration::from_millis(arguments.value()?.parse()?);
            }
            Short('h') | Long("help") => return Ok(None),
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(Some(options))
}
