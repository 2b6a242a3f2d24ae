//! Archives and office documents are judged by their directories.

use crate::samples::{Packed, inspect, zip};
use chat_core::NotTaken;

async fn kind(name: &str, files: &[Packed<'_>]) -> Option<String> {
    match inspect(name, &zip(files, b"")).await {
        Ok(inspected) => Some(inspected.media_type.to_string()),
        Err(NotTaken::Refused(_)) => None,
        Err(error) => panic!("{name}: {error}"),
    }
}

fn office<'a>(folder: &'a str, more: &[&'a str]) -> Vec<Packed<'a>> {
    let names = ["[Content_Types].xml", folder].into_iter().chain(more.iter().copied());
    names.map(|name| Packed::new(name, b"<x/>")).collect()
}

#[tokio::test]
async fn an_office_document_is_told_from_an_archive_by_what_is_in_it() {
    let odt =
        [Packed::new("mimetype", b"application/vnd.oasis.opendocument.text"), Packed::new("content.xml", b"<x/>")];
    let of_office = "application/vnd.openxmlformats-officedocument";
    for (name, files, expected) in [
        ("a.docx", office("word/document.xml", &[]), format!("{of_office}.wordprocessingml.document")),
        ("a.xlsx", office("xl/workbook.xml", &[]), format!("{of_office}.spreadsheetml.sheet")),
        ("a.pptx", office("ppt/presentation.xml", &[]), format!("{of_office}.presentationml.presentation")),
        ("a.odt", odt.to_vec(), "application/vnd.oasis.opendocument.text".into()),
        ("a.zip", vec![Packed::new("a/b.txt", b"words")], "application/zip".into()),
    ] {
        assert_eq!(kind(name, &files).await, Some(expected), "{name}");
    }
}

#[tokio::test]
async fn an_archive_that_does_harm_is_refused() {
    let large = |name| Packed { unpacked: 4_000_000_000, ..Packed::new(name, b"small") };
    let many: Vec<String> = (0..10_001).map(|number| number.to_string()).collect();
    let many: Vec<_> = many.iter().map(|name| Packed::new(name, b"")).collect();
    for (what, files) in [
        ("it swells", vec![large("a")]),
        ("it swells in parts", vec![Packed { unpacked: 20_000_000, ..Packed::new("a", b"small") }]),
        ("it has too many files", many),
        ("it leads out", vec![Packed::new("../../etc/cron.d/x", b"x")]),
        ("it leads to the root", vec![Packed::new("/etc/passwd", b"x")]),
        ("it leads to a drive", vec![Packed::new("C:\\x", b"x")]),
        ("it is a program", vec![Packed::new("META-INF/MANIFEST.MF", b"Main-Class: X")]),
        ("it is an app", vec![Packed::new("AndroidManifest.xml", b"x")]),
        ("it has macros", office("word/document.xml", &["word/vbaProject.bin"])),
        (
            "it is encrypted",
            vec![
                Packed::new("[Content_Types].xml", b"x"),
                Packed { flags: 1, ..Packed::new("word/document.xml", b"x") },
            ],
        ),
    ] {
        assert_eq!(kind("a.zip", &files).await, None, "{what}");
    }
}

#[tokio::test]
async fn an_archive_with_something_around_it_is_refused() {
    let whole = zip(&[Packed::new("a.txt", b"words")], b"");
    let end = whole.len();
    let mut overlapping = zip(&[Packed::new("a", b"words"), Packed::new("b", b"words")], b"");
    // Both names lead to the same bytes.
    let second = overlapping.windows(4).rposition(|word| word == b"PK\x01\x02").unwrap();
    overlapping[second + 42..second + 46].fill(0);
    for (what, bytes) in [
        ("before it", [b"#!/bin/sh\n".as_slice(), &whole].concat()),
        ("behind it", [whole.as_slice(), b"<script>alert(1)</script>"].concat()),
        ("in its comment", zip(&[Packed::new("a.txt", b"words")], b"<script>alert(1)</script>")),
        ("not all of it", whole[..end - 30].to_vec()),
        ("no directory", b"PK\x03\x04 and nothing more".to_vec()),
        ("files over each other", overlapping),
    ] {
        assert!(matches!(inspect("a.zip", &bytes).await, Err(NotTaken::Refused(_))), "{what}");
    }
}
