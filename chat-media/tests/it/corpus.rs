//! What a file is, whatever its sender says, and what is refused.

use crate::samples::{encoded, film, inspect, kept, mp4_box, picture};
use chat_conformance::files::Sent;
use chat_core::{ContentHash, Inspector, Interrupted, NotTaken};
use chat_media::Inspection;
use image::ImageFormat;
use sha2::{Digest, Sha256};

async fn taken(name: &str, bytes: &[u8]) -> (String, String) {
    let inspected = inspect(name, bytes).await.unwrap_or_else(|error| panic!("{name} was refused: {error}"));
    (inspected.media_type.to_string(), inspected.name)
}

async fn is_refused(name: &str, bytes: &[u8]) -> bool {
    matches!(inspect(name, bytes).await, Err(NotTaken::Refused(_)))
}

fn webm(codec: &str) -> Vec<u8> {
    let head = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm\x42\x87\x81\x04";
    [head.as_slice(), b"\x18\x53\x80\x67", codec.as_bytes(), &[0; 300]].concat()
}

fn wav() -> Vec<u8> {
    [b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x44\xac\0\0\x88\x58\x01\0\x02\0\x10\0data\0\0\0\0".as_slice()]
        .concat()
}

fn ogg(codec: &[u8]) -> Vec<u8> {
    [b"OggS\0\x02".as_slice(), &[0; 20], &[1, 19], codec, &[0; 40]].concat()
}

/// Two frames of 16 bytes each.
fn aac() -> Vec<u8> {
    let frame = [&[0xff, 0xf1, 0x50, 0x80, 0x02, 0x1f, 0xfc][..], &[0x21; 9]].concat();
    [frame.clone(), frame].concat()
}

/// A document of the older Office with these parts.
fn compound(parts: &[&str]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    for part in parts {
        match part.strip_suffix('/') {
            Some(storage) => file.create_storage(storage).unwrap(),
            None => std::io::Write::write_all(&mut file.create_stream(part).unwrap(), b"words").unwrap(),
        }
    }
    file.into_inner().into_inner()
}

#[tokio::test]
async fn documents_of_the_older_office_are_taken_without_programs() {
    for (name, part, media_type) in [
        ("a.doc", "/WordDocument", "application/msword"),
        ("a.xls", "/Workbook", "application/vnd.ms-excel"),
        ("a.ppt", "/PowerPoint Document", "application/vnd.ms-powerpoint"),
    ] {
        assert_eq!(taken(name, &compound(&[part])).await, (media_type.to_owned(), name.to_owned()));
        for program in ["/Macros/", "/_VBA_PROJECT_CUR/", "/\u{1}Ole10Native"] {
            assert!(is_refused(name, &compound(&[part, program])).await, "{name} with {program}");
        }
    }
    assert!(is_refused("a.msi", &compound(&["/Property"])).await);
    assert!(is_refused("a.doc", &compound(&["/WordDocument"])[..600]).await);
    assert!(is_refused("a.aac", &aac()[..10]).await);
}

#[tokio::test]
async fn a_file_is_what_its_bytes_are() {
    let jpeg = encoded(&picture(8, 8), ImageFormat::Jpeg);
    let mp3 = [b"ID3\x04\0\0\0\0\0\x05hello".as_slice(), &[0xff, 0xfb, 0x90, 0], &[0; 400]].concat();
    for (name, bytes, media_type, shown) in [
        ("a.jpg", jpeg.clone(), "image/jpeg", "a.jpg"),
        ("a.png", jpeg, "image/jpeg", "a.jpg"),
        ("a.png", encoded(&picture(8, 8), ImageFormat::Png), "image/png", "a.png"),
        ("a", encoded(&picture(8, 8), ImageFormat::WebP), "image/webp", "a.webp"),
        ("a.gif", encoded(&picture(8, 8), ImageFormat::Gif), "image/gif", "a.gif"),
        ("a.mp3", mp3, "audio/mpeg", "a.mp3"),
        ("a.opus", ogg(b"OpusHead"), "audio/ogg", "a.opus"),
        ("a.wav", wav(), "audio/wav", "a.wav"),
        ("a.aac", aac(), "audio/aac", "a.aac"),
        ("a.amr", [b"#!AMR\n".as_slice(), &[0x3c; 64]].concat(), "audio/amr", "a.amr"),
        ("a.3gp", film(b"3gp4", &[b"soun", b"vide"]), "video/mp4", "a.3gp"),
        ("a.m4a", film(b"M4A ", &[b"soun"]), "audio/mp4", "a.m4a"),
        ("voice.mp4", film(b"isom", &[b"soun"]), "audio/mp4", "voice.mp4"),
        ("a.mp4", film(b"isom", &[b"soun", b"vide"]), "video/mp4", "a.mp4"),
        ("a.mov", film(b"qt  ", &[b"vide"]), "video/quicktime", "a.mov"),
        ("a.webm", webm("V_VP9"), "video/webm", "a.webm"),
        ("voice.webm", webm("A_OPUS"), "audio/webm", "voice.webm"),
        ("a.pdf", b"%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj\n%%EOF\n".to_vec(), "application/pdf", "a.pdf"),
        ("a.txt", "Grüße 👍\r\n\tok".into(), "text/plain", "a.txt"),
        ("a.csv", "name;age\nAnn;42\n".into(), "text/csv", "a.csv"),
        ("words", b"BMW 320d, first registered in 2019".to_vec(), "text/plain", "words.txt"),
        ("mail.txt", b"From: Ann <ann@shop.test>\n1 < 2 > 0".to_vec(), "text/plain", "mail.txt"),
    ] {
        assert_eq!(taken(name, &bytes).await, (media_type.to_owned(), shown.to_owned()), "{name}");
    }
}

#[tokio::test]
async fn what_browsers_or_systems_run_is_refused() {
    let png = encoded(&picture(8, 8), ImageFormat::Png);
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
    let far = format!("{}<script>alert(1)</script>", "a line of words\n".repeat(5_000));
    // The element begins at the end of what is read at once.
    let torn = format!("{}<script>alert(1)</script>", "x".repeat(64 * 1024 - 4));
    for (name, bytes) in [
        ("a.svg", svg.as_bytes()),
        ("a.txt", svg.as_bytes()),
        ("a.png", svg.as_bytes()),
        ("a.txt", b"<!DOCTYPE html><p>hello"),
        ("a.txt", b"<?xml version='1.0'?><a/>"),
        ("a.txt", b"\xef\xbb\xbf  <html>"),
        ("a.txt", far.as_bytes()),
        ("a.txt", torn.as_bytes()),
        ("a.txt", b"#!/bin/sh\nrm -rf /"),
        ("a.txt", b"{\\rtf1 hello}"),
        ("a.txt", b"%!PS-Adobe-3.0"),
        ("a.txt", b"[InternetShortcut]\nURL=file:///c:/x"),
        ("a.js", b"alert(1)"),
        ("a.html", b"only words"),
        ("a.exe", png.as_slice()),
        ("a.png", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0"),
        ("a.png", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0"),
        ("a.png", b"\xca\xfe\xba\xbe\0\0\0\x34"),
        ("a.txt", b"words\0and more"),
        ("a.txt", b"\xff\xfeh\0i\0"),
        ("a.txt", b"Gr\xfc\xdfe"),
        ("a.bin", &[1, 2, 3, 4, 5, 6, 7, 8]),
        ("a.png", b""),
        ("a.rar", b"Rar!\x1a\x07\0rest"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ] {
        assert!(is_refused(name, bytes).await, "{name}: {}", String::from_utf8_lossy(&bytes[..bytes.len().min(60)]));
    }
}

#[tokio::test]
async fn sounds_and_films_that_hold_something_else_are_refused() {
    let page = b"<html><script>alert(1)</script></html>";
    let broken = film(b"isom", &[b"vide"]);
    for (name, bytes) in [
        ("a.mp3", [b"ID3\x04\0\0\0\0\0\0".as_slice(), page].concat()),
        ("a.mp4", [broken.clone(), page.to_vec()].concat()),
        ("a.mp4", broken[..broken.len() - 3].to_vec()),
        ("a.mp4", film(b"isom", &[])),
        ("a.mp4", [mp4_box(b"ftyp", b"isom\0\0\0\0"), mp4_box(b"mdat", page)].concat()),
        ("a.mp4", film(b"isom", &[b"text"])),
        ("a.ogg", ogg(b"\x80theora")),
        ("a.webm", webm("S_TEXT/UTF8")),
        ("a.wav", [b"RIFF\xff\xff\0\0WAVE".as_slice(), page].concat()),
        ("a.heic", [mp4_box(b"ftyp", b"heic\0\0\0\0heicmif1"), mp4_box(b"mdat", b"x")].concat()),
    ] {
        assert!(is_refused(name, &bytes).await, "{name}");
    }
}

#[tokio::test]
async fn what_is_kept_of_a_document_is_what_came_and_has_its_hash() {
    let text = "line of words\n".repeat(20_000);
    let inspected = inspect("../a.txt", text.as_bytes()).await.unwrap();
    assert_eq!((inspected.name.as_str(), inspected.content.size()), ("a.txt", text.len() as u64));
    assert_eq!(inspected.hash, ContentHash(Sha256::digest(&text).into()));
    for _ in 0..2 {
        assert_eq!(kept(&inspected).await, text.as_bytes(), "it is read again and again");
    }
}

#[tokio::test]
async fn a_file_that_breaks_off_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let inspection = Inspection::in_folder(folder.path());
    let answer = inspection.inspect(&mut Sent::broken_off("a.txt", b"half of it")).await;
    assert!(matches!(answer, Err(NotTaken::Interrupted(Interrupted::BrokenOff))));
    let whole = inspection.inspect(&mut Sent::new("a.txt", b"all of it")).await.unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "what is looked at has no name");
    assert_eq!(kept(&whole).await, b"all of it");
}

#[tokio::test]
async fn what_is_listed_is_what_is_taken_by_every_name_that_browsers_have_for_it() {
    let inspection = Inspection::default();
    let types: Vec<_> = inspection.types().iter().map(ToString::to_string).collect();
    for name in ["image/jpeg", "audio/mp4", "audio/x-m4a", "application/pdf", "text/csv", "application/zip"] {
        assert!(types.iter().any(|it| it == name), "{name}");
    }
    for name in ["image/svg+xml", "text/html", "application/xml", "application/javascript", "image/heic"] {
        assert!(types.iter().all(|it| it != name), "{name}");
    }
}
