//! What is logged, and how.

use crate::{problem::Problem, settings::Settings};
use std::{
    io::{IsTerminal, stderr},
    panic::PanicHookInfo,
};
use tracing_subscriber::EnvFilter;

/// How the log is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum LogFormat {
    /// A line for people to read.
    Text,
    /// A line with an object, for programs.
    Json,
}

pub(crate) fn check_log_format(text: String) -> Result<LogFormat, Problem> {
    match text.as_str() {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err(Problem::setting("log-format", "CHAT_LOG_FORMAT", "expected text or json")),
    }
}

/// Starts the log, which goes to the standard error stream.
pub(crate) fn start(settings: &Settings) -> Result<(), Problem> {
    let filter = EnvFilter::try_new(&settings.log);
    let filter = filter.map_err(|error| Problem::setting("log", "CHAT_LOG", &error.to_string()))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr);
    match settings.log_format {
        LogFormat::Text => log.with_ansi(stderr().is_terminal()).init(),
        LogFormat::Json => {
            log.json().flatten_event(true).with_span_list(false).init();
            // Whoever reads objects cannot read anything else.
            std::panic::set_hook(Box::new(tell_panic));
        }
    }
    Ok(())
}

fn tell_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string);
    let words = panic.payload_as_str().unwrap_or("a panic without words");
    tracing::error!(place, "a panic: {words}");
}
