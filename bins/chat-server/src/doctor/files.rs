//! Where the files are kept that people send, and who looks through them.

use super::{
    folder,
    report::{Area, Finding},
};
use crate::{files::Place, problem::with_causes, settings::Settings};
use chat_media::ClamAv;
use std::time::Duration;

const AREA: Area = Area::Files;
/// How long a bucket and a scanner may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) async fn look(settings: &Settings) -> Vec<Finding> {
    let mut findings = match settings.files.folder(&settings.data_dir) {
        Some(folder) => folder::kept_in(AREA, &folder),
        None => vec![bucket(settings).await],
    };
    findings.extend(scanner(settings).await);
    findings
}

/// Puts a few bytes into the bucket, which are gone again at once.
async fn bucket(settings: &Settings) -> Finding {
    let Place::Bucket(bucket) = &settings.files.place else {
        return Finding::ok(AREA, "files", "nobody can send any: --media-store is none");
    };
    let mend = "look at --media-store and --media-key: the key needs the right to put, to get and to delete";
    let store = match settings.files.store(&settings.data_dir) {
        Ok(Some(store)) => store,
        Ok(None) => return Finding::ok(AREA, "files", "nobody can send any"),
        Err(problem) => return Finding::failed(AREA, &bucket.name, problem.to_string(), mend),
    };
    match tokio::time::timeout(PATIENCE, store.try_out()).await {
        Ok(Ok(())) => Finding::ok(AREA, &bucket.name, "files can be kept there"),
        Ok(Err(error)) => Finding::failed(AREA, &bucket.name, with_causes(&error), mend),
        Err(_) => Finding::failed(AREA, &bucket.name, "no answer came back", mend),
    }
}

async fn scanner(settings: &Settings) -> Option<Finding> {
    let address = settings.files.clamav.clone()?;
    let subject = format!("ClamAV at {address}");
    let asked = ClamAv::at(address).patience(PATIENCE).ping().await;
    Some(match asked {
        Ok(()) => Finding::ok(AREA, subject, "it answers"),
        Err(error) => {
            let mend = "start it, or correct --clamav: no files are taken while it is away";
            Finding::failed(AREA, subject, with_causes(&error), mend)
        }
    })
}
