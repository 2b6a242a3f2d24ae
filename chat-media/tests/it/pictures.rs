//! Pictures keep what is seen and nothing else.

use crate::samples::{clear_picture, encoded, exif, inspect, jpeg_with, kept, picture, png_with};
use chat_core::{Dimensions, NotTaken};
use image::{GenericImageView, ImageFormat};

fn has(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// A WebP with a header that says that there is EXIF and XMP, and both.
fn webp_with_metadata(webp: &[u8], width: u32, height: u32) -> Vec<u8> {
    let chunk = |name: &[u8; 4], content: &[u8]| {
        let mut bytes = name.to_vec();
        bytes.extend_from_slice(&u32::try_from(content.len()).unwrap().to_le_bytes());
        bytes.extend_from_slice(content);
        if content.len() % 2 == 1 {
            bytes.push(0);
        }
        bytes
    };
    let (width, height) = ((width - 1).to_le_bytes(), (height - 1).to_le_bytes());
    let header = [&[0b1100, 0, 0, 0], &width[..3], &height[..3]].concat();
    let parts = [
        b"WEBP".to_vec(),
        chunk(b"VP8X", &header),
        webp[12..].to_vec(),
        chunk(b"EXIF", &exif(1)),
        chunk(b"XMP ", b"<x:xmpmeta>GPS 52.5</x:xmpmeta>"),
    ]
    .concat();
    [b"RIFF".to_vec(), u32::try_from(parts.len()).unwrap().to_le_bytes().to_vec(), parts].concat()
}

/// A GIF with a comment and with what a program has written for itself.
fn gif_with_metadata(gif: &[u8], comment: &[u8]) -> Vec<u8> {
    let flags = gif[10];
    let header = 13 + if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let mut bytes = gif[..header].to_vec();
    bytes.extend_from_slice(&[0x21, 0xfe, u8::try_from(comment.len()).unwrap()]);
    bytes.extend_from_slice(comment);
    bytes.push(0);
    bytes.extend_from_slice(b"\x21\xff\x0bXMP DataXMP\x04GPS!\0");
    bytes.extend_from_slice(b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0");
    bytes.extend_from_slice(&gif[header..]);
    bytes
}

#[tokio::test]
async fn where_and_by_whom_a_picture_was_taken_is_left_out() {
    let jpeg = encoded(&picture(40, 20), ImageFormat::Jpeg);
    let told = [b"Exif\0\0".to_vec(), exif(1)].concat();
    let jpeg = jpeg_with(
        &jpeg,
        &[
            (0xe1, &told),
            (0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>GPS</x:xmpmeta>"),
            (0xe2, b"MPF\0more pictures, GPS"),
            (0xed, b"Photoshop 3.0\0GPS"),
            (0xfe, b"taken by Ann, GPS 52.5"),
        ],
    );
    let jpeg = [jpeg, b"a small film behind the end, GPS".to_vec()].concat();
    let png = png_with(&encoded(&picture(40, 20), ImageFormat::Png), b"tEXt", b"Comment\0GPS 52.5");
    let png = [png_with(&png, b"eXIf", &exif(1)), b"GPS behind the end".to_vec()].concat();
    let webp = webp_with_metadata(&encoded(&picture(40, 20), ImageFormat::WebP), 40, 20);
    let gif = gif_with_metadata(&encoded(&picture(40, 20), ImageFormat::Gif), b"GPS 52.5");
    let gif = [gif, b"GPS behind the end".to_vec()].concat();
    for (name, bytes) in [("a.jpg", jpeg), ("a.png", png), ("a.webp", webp), ("a.gif", gif)] {
        assert!(has(&bytes, b"GPS"), "{name}");
        let before = image::load_from_memory(&bytes).unwrap();
        let inspected = inspect(name, &bytes).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        let after = kept(&inspected).await;
        for word in [b"GPS".as_slice(), b"Exif", b"EXIF", b"xmp", b"Ann"] {
            assert!(!has(&after, word), "{name} still tells {}", String::from_utf8_lossy(word));
        }
        assert_eq!(image::load_from_memory(&after).unwrap(), before, "{name} is seen as before");
        assert_eq!(inspected.dimensions, Some(Dimensions { width: 40, height: 20 }), "{name}");
        assert!(inspected.thumbnail.is_none(), "{name} is small already");
    }
}

#[tokio::test]
async fn a_gif_still_moves() {
    let gif = gif_with_metadata(&encoded(&picture(40, 20), ImageFormat::Gif), b"a comment");
    let after = kept(&inspect("a.gif", &gif).await.unwrap()).await;
    assert!(has(&after, b"NETSCAPE2.0") && !has(&after, b"a comment"));
}

#[tokio::test]
async fn a_picture_that_was_taken_sideways_is_turned_upright() {
    let told = [b"Exif\0\0".to_vec(), exif(6)].concat();
    let jpeg = jpeg_with(&encoded(&picture(600, 300), ImageFormat::Jpeg), &[(0xe1, &told)]);
    let inspected = inspect("a.jpg", &jpeg).await.unwrap();
    assert_eq!(inspected.dimensions, Some(Dimensions { width: 300, height: 600 }));
    let (_, thumbnail) = inspected.thumbnail.clone().unwrap();
    for bytes in [kept(&inspected).await, thumbnail.to_vec()] {
        assert!(!has(&bytes, b"Exif"));
        let upright = image::load_from_memory(&bytes).unwrap();
        let (width, height) = upright.dimensions();
        assert!(height > width);
        let shade = |y| upright.get_pixel(width / 2, y).0[0];
        assert!(shade(height / 10) > 200 && shade(height * 9 / 10) < 60, "what was left is on top");
    }
}

#[tokio::test]
async fn a_large_picture_has_a_small_one_beside_it() {
    for (format, name, is_clear, expected) in [
        (ImageFormat::Jpeg, "a.jpg", false, "image/jpeg"),
        (ImageFormat::Png, "a.png", false, "image/jpeg"),
        (ImageFormat::Png, "a.png", true, "image/png"),
        (ImageFormat::WebP, "a.webp", false, "image/jpeg"),
    ] {
        let large = if is_clear { clear_picture(1200, 600) } else { picture(1200, 600) };
        let inspected = inspect(name, &encoded(&large, format)).await.unwrap();
        assert_eq!(inspected.dimensions, Some(Dimensions { width: 1200, height: 600 }));
        let (media_type, bytes) = inspected.thumbnail.unwrap();
        assert_eq!(media_type.as_str(), expected, "{name}");
        assert_eq!(image::load_from_memory(&bytes).unwrap().dimensions(), (480, 240), "{name}");
    }
}

#[tokio::test]
async fn a_picture_that_hides_a_page_or_is_none_is_refused() {
    let (jpeg, png) = (encoded(&picture(8, 8), ImageFormat::Jpeg), encoded(&picture(8, 8), ImageFormat::Png));
    let gif = encoded(&picture(8, 8), ImageFormat::Gif);
    let page = b"<script>alert(1)</script>";
    let with_side = |side: u16| [b"GIF89a".as_slice(), &side.to_le_bytes(), b"\x01\0\0\0\0", &gif[13..]].concat();
    for (name, bytes) in [
        ("comment.jpg", jpeg_with(&jpeg, &[(0xfe, page)])),
        ("behind.jpg", [jpeg.clone(), page.to_vec()].concat()),
        ("text.png", png_with(&png, b"tEXt", page)),
        ("behind.png", [png.clone(), page.to_vec()].concat()),
        ("comment.gif", gif_with_metadata(&gif, page)),
        ("behind.gif", [gif.clone(), b"*/=1;<svg onload=alert(1)>".to_vec()].concat()),
        ("script.gif", with_side(u16::from_le_bytes(*b"/*"))),
        ("script.gif", with_side(u16::from_le_bytes(*b"=1"))),
        ("page.gif", [b"GIF89a".as_slice(), page].concat()),
        ("half.png", png[..png.len() / 2].to_vec()),
        ("head.jpg", [b"\xff\xd8\xff\xe0".as_slice(), page].concat()),
        ("none.webp", b"RIFF\x04\0\0\0WEBP".to_vec()),
    ] {
        let answer = inspect(name, &bytes).await;
        assert!(matches!(answer, Err(NotTaken::Refused(_))), "{name} was answered with {answer:?}");
    }
}

#[tokio::test]
async fn a_picture_that_swells_is_refused_before_it_is_unpacked() {
    let png = encoded(&picture(8, 8), ImageFormat::Png);
    let mut header = png[16..29].to_vec();
    header[..8].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
    let mut sum = flate2::Crc::new();
    sum.update(b"IHDR");
    sum.update(&header);
    let bytes = [&png[..16], &header, &sum.sum().to_be_bytes(), &png[33..]].concat();
    let answer = inspect("bomb.png", &bytes).await;
    assert!(matches!(&answer, Err(NotTaken::Refused(reason)) if reason.contains("pixels")), "{answer:?}");
}
