use crate::{UploadError, Uploader};
use metrics::{Counter, counter, describe_counter};

const UPLOADS: &str = "chat_uploads_total";
const BYTES: &str = "chat_upload_bytes_total";
const FORGOTTEN: &str = "chat_files_forgotten_total";
const SOURCES: [&str; 2] = ["agent", "visitor"];
const OUTCOMES: [&str; 10] =
    ["taken", "refused", "infected", "too_large", "too_slow", "broken_off", "busy", "forbidden", "full", "unavailable"];

/// What becomes of files that are handed in.
#[derive(Debug)]
pub(crate) struct FileMeters {
    /// How many were never sent and forgotten.
    pub(crate) forgotten: Counter,
}

impl FileMeters {
    pub(crate) fn new() -> Self {
        describe_counter!(UPLOADS, "Files that were handed in, by who did so and what became of them");
        describe_counter!(BYTES, "Bytes of files that were handed in, whatever became of them, by who did so");
        describe_counter!(FORGOTTEN, "Files that were handed in and forgotten, since no message had them in time");
        for source in SOURCES {
            counter!(BYTES, "source" => source).absolute(0);
            for outcome in OUTCOMES {
                counter!(UPLOADS, "source" => source, "outcome" => outcome).absolute(0);
            }
        }
        Self { forgotten: counter!(FORGOTTEN) }
    }

    /// A file was taken, or was not, after so many bytes.
    pub(crate) fn taken(&self, uploader: Uploader, error: Option<&UploadError>, bytes: u64) {
        let source = match uploader {
            Uploader::Agent(_) => SOURCES[0],
            Uploader::Visitor(_) => SOURCES[1],
        };
        let outcome = error.map_or("taken", outcome);
        counter!(UPLOADS, "source" => source, "outcome" => outcome).increment(1);
        counter!(BYTES, "source" => source).increment(bytes);
    }
}

fn outcome(error: &UploadError) -> &'static str {
    match error {
        UploadError::Refused(_) => "refused",
        UploadError::Infected => "infected",
        UploadError::TooLarge { .. } => "too_large",
        UploadError::TooSlow => "too_slow",
        UploadError::BrokenOff => "broken_off",
        UploadError::Busy => "busy",
        UploadError::Full => "full",
        UploadError::Unavailable(_) => "unavailable",
        // Whoever is not let in does not come this far.
        UploadError::NoFiles | UploadError::Off | UploadError::Forbidden | UploadError::TooMany(_) => "forbidden",
    }
}
