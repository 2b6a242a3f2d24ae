use super::report::{Area, Finding};
use crate::settings::Settings;
use chat_core::Env;
use chat_storage::{Gap, Inspection, InspectionError, Wall};
use std::time::Duration;

const AREA: Area = Area::Database;
/// A commit asks the database several times: from here on everybody notices.
const SLOW: Duration = Duration::from_millis(20);

/// What was found, and what the database says of itself when it could be asked.
pub(super) async fn look(settings: &Settings, env: &Env) -> (Vec<Finding>, Option<Inspection>) {
    match Inspection::of(&settings.database_url(), env).await {
        Ok(inspection) => {
            let mut findings = findings(&inspection);
            let known = inspection.wall.as_ref().filter(|_| inspection.is_migrated());
            findings.extend(known.map(|it| wall(it, settings.is_walled)));
            (findings, Some(inspection))
        }
        Err(error) => (vec![unreachable(&error)], None),
    }
}

fn unreachable(error: &InspectionError) -> Finding {
    let found = error.to_string();
    match error {
        InspectionError::Absent(_) => {
            Finding::ok(AREA, "database", format!("{found}; the server makes it when it first starts"))
        }
        InspectionError::Address => {
            let mend = "set --database-url (CHAT_DATABASE_URL) to sqlite://FILE?mode=rwc or postgres://USER:PASSWORD@HOST/DATABASE";
            Finding::failed(AREA, "database", found, mend)
        }
        InspectionError::Silent | InspectionError::Failed(_) => {
            let mend =
                "start the database, or correct --database-url (CHAT_DATABASE_URL): host, port, user, password, name";
            Finding::failed(AREA, "database", format!("it cannot be asked: {found}"), mend)
        }
    }
}

fn findings(inspection: &Inspection) -> Vec<Finding> {
    let mut findings = vec![reached(inspection), migrations(inspection)];
    findings.extend(mode(inspection));
    if inspection.product == "SQLite" {
        findings.push(integrity(&inspection.damage));
    }
    if inspection.is_migrated() && inspection.damage.is_empty() {
        findings.extend(journals(inspection));
    }
    findings
}

fn reached(inspection: &Inspection) -> Finding {
    let Inspection { product, version, round_trip, .. } = inspection;
    let found = format!("{product} {version} answers within {}", millis(*round_trip));
    if *round_trip > SLOW {
        return Finding::warning(AREA, "version", found, "bring it nearer: every commit waits for it several times");
    }
    Finding::ok(AREA, "version", found)
}

pub(super) fn millis(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1000.0)
}

fn migrations(inspection: &Inspection) -> Finding {
    let Inspection { steps_taken, steps_missing, .. } = inspection;
    if *steps_missing > 0 {
        let found = format!("{steps_taken} steps were taken, {steps_missing} are missing");
        return Finding::warning(
            AREA,
            "migrations",
            found,
            "make a backup, then run `chat-server migrate`; starting the server does it as well",
        );
    }
    Finding::ok(AREA, "migrations", format!("up to date, {steps_taken} steps were taken"))
}

fn mode(inspection: &Inspection) -> Option<Finding> {
    let mode = inspection.journal_mode.as_deref()?;
    (mode != "wal").then(|| {
        let found =
            format!("the file is in the journal mode `{mode}`, in which reading and writing wait for each other");
        Finding::warning(AREA, "journal mode", found, "start the server on it once: that turns write-ahead logging on")
    })
}

/// Whether PostgreSQL keeps clients apart by itself.
fn wall(wall: &Wall, is_wanted: bool) -> Finding {
    const SUBJECT: &str = "row-level security";
    let Wall { role, is_bypassed, open_tables } = wall;
    if !is_wanted {
        return Finding::ok(AREA, SUBJECT, "it is switched off: the server alone keeps clients apart");
    }
    if *is_bypassed {
        let found = format!("the role {role} bypasses it: the server alone keeps clients apart");
        let mend =
            "give the server a role of its own that owns the tables and is neither a superuser nor has BYPASSRLS";
        return Finding::warning(AREA, SUBJECT, found, mend);
    }
    match open_tables.len() {
        0 => Finding::ok(
            AREA,
            SUBJECT,
            format!("the role {role} is given the rows of those clients alone that it asks for"),
        ),
        count => {
            let found = format!("it does not hold for the tables {}", open_tables.join(", "));
            let mend = "run `chat-server migrate`; starting the server does it as well";
            Finding::warning(AREA, SUBJECT, format!("{found} ({count})"), mend)
        }
    }
}

fn integrity(damage: &[String]) -> Finding {
    match damage {
        [] => Finding::ok(AREA, "integrity", "the file's structure is sound"),
        [first, ..] => {
            let found = format!("the file is damaged: {first} ({} faults were found)", damage.len());
            let mend =
                "stop the server, keep a copy of the file with its -wal and -shm, and restore the last good backup";
            Finding::failed(AREA, "integrity", found, mend)
        }
    }
}

fn journals(inspection: &Inspection) -> Vec<Finding> {
    let Inspection { journals, events, gaps, .. } = inspection;
    if gaps.is_empty() {
        return vec![Finding::ok(AREA, "journal", format!("{events} events of {journals} clients, without a gap"))];
    }
    let mend = "restore the last good backup: rows were taken out by hand, or the disk has lost them";
    let gap = |gap: &Gap| {
        let Gap { client_id, tail, head, events } = gap;
        let found =
            format!("the journal of client {client_id} should go from {tail} to {head} and has {events} events");
        Finding::failed(AREA, "journal", found, mend)
    };
    gaps.iter().map(gap).collect()
}
