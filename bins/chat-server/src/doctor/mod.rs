//! `chat-server doctor`: looks at everything the server needs, changes nothing, and says what to mend.

mod accounts;
mod clock;
mod database;
mod files;
mod folder;
mod guess;
mod redis;
mod report;
mod setup;
mod sign_in;

pub(crate) use guess::{is_guessable, password_of};

use crate::{problem::Problem, settings::Settings};
use chat_core::Env;
use report::{Area, Finding, Report};
use std::process::ExitCode;

/// Looks at everything and prints what was found; fails when something does not work.
pub(crate) async fn doctor(settings: Result<Settings, Problem>, as_json: bool) -> ExitCode {
    let report = match settings {
        Ok(settings) => look(&settings).await,
        // Without settings nobody knows what else to look at.
        Err(problem) => Report(vec![unreadable(&problem)]),
    };
    if as_json {
        println!("{}", report.to_json());
    } else {
        print!("{report}");
    }
    if report.has_failed() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

async fn look(settings: &Settings) -> Report {
    let env = Env::default();
    let mut findings = setup::look(settings);
    findings.extend(folder::look(settings));
    let (found, inspection) = database::look(settings, &env).await;
    findings.extend(found);
    findings.extend(redis::look(settings).await);
    findings.extend(files::look(settings).await);
    findings.extend(sign_in::look(settings).await);
    let provider = accounts::Provider::of(settings);
    let reached = provider.reach(&env).await;
    findings.extend(clock::look(inspection.as_ref(), reached.as_ref().ok()));
    findings.extend(provider.look(settings, &reached, inspection.as_ref()).await);
    Report(findings)
}

fn unreadable(problem: &Problem) -> Finding {
    let mend = "correct it where it is set: as a flag, in the environment, or in the settings file";
    Finding::failed(Area::Configuration, "settings", problem.to_string(), mend)
}
