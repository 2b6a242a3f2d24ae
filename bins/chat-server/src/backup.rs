use crate::{problem::Problem, settings::Settings};
use chat_storage::BackupError;
use std::path::Path;

/// Copies the SQLite database while the server goes on, and says what else belongs to a backup.
pub(crate) async fn backup(settings: &Settings, file: &Path) -> Result<(), Problem> {
    let url = settings.database_url();
    let copied = chat_storage::backup(&url, file).await;
    let bytes = copied.map_err(|error| unmade(&error, file))?;
    println!("{} is a whole and sound copy of the database: {bytes} bytes.", file.display());
    let secret = settings.secret_file();
    if settings.secrets.is_empty() && secret.exists() {
        println!(
            "The accounts' tokens in it are encrypted with what {} holds: keep that too, elsewhere.",
            secret.display()
        );
    }
    if let Some(folder) = settings.files.folder(&settings.data_dir).filter(|folder| folder.exists()) {
        println!(
            "The files that people have sent are in {}: copy that folder as well, after the database.",
            folder.display()
        );
    }
    Ok(())
}

fn unmade(error: &BackupError, file: &Path) -> Problem {
    let file = file.display();
    match error {
        BackupError::NoFile => Problem::new(format!(
            "only SQLite is copied by this command; PostgreSQL has its own: PGOPTIONS='-c chat.client=*' \
             pg_dump --enable-row-security --format=custom --file={file} \"$CHAT_DATABASE_URL\""
        )),
        BackupError::Taken(path) => Problem::new(format!(
            "there is a file {} already, and nothing is overwritten: name another, or remove it",
            path.display()
        )),
        BackupError::Damaged(_) => Problem::new(format!("{error}; nothing was copied. `chat-server doctor` says more")),
        _ => Problem::new(format!("there is no copy: {error}")),
    }
}
