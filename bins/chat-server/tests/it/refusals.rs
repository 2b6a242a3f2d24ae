//! A start that is refused.

use crate::server;
use std::path::Path;

fn complaint(folder: &Path, arguments: &[&str]) -> String {
    let output = server(folder).args(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_database_that_cannot_be_used_is_told_once_and_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    for (url, cause) in [
        ("postgres://u:hunter2@127.0.0.1:1/x", "Connection refused"),
        ("postgres://u:hunter2@127.0.0.1:port/x", "port"),
        ("sqlite:///nope/x.db?mode=rwc", "unable to open database file"),
        ("sqlite::memory:", "in memory"),
    ] {
        let complaint = complaint(folder.path(), &["--database-url", url]);
        assert_eq!(complaint.lines().count(), 1, "{complaint}");
        let start = "chat-server: the setting --database-url (CHAT_DATABASE_URL) cannot be used: ";
        assert!(complaint.starts_with(start), "{complaint}");
        assert_eq!(complaint.matches(cause).count(), 1, "{complaint}");
        assert!(!complaint.contains("hunter2"), "{complaint}");
    }
}
