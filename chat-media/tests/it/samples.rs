//! Files as people and attackers send them.

use chat_conformance::files::Sent;
use chat_core::{Inspected, Inspector, NotTaken};
use chat_media::Inspection;
use flate2::Crc;
use futures_util::TryStreamExt;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use std::io::Cursor;

/// What becomes of a file.
pub(crate) async fn inspect(name: &str, bytes: &[u8]) -> Result<Inspected, NotTaken> {
    Inspection::default().inspect(&mut Sent::new(name, bytes)).await
}

/// What is kept of a file that is taken.
pub(crate) async fn kept(inspected: &Inspected) -> Vec<u8> {
    let pieces: Vec<_> = inspected.content.open().await.unwrap().try_collect().await.unwrap();
    pieces.concat()
}

/// A picture with a light left half and a dark right one.
pub(crate) fn picture(width: u32, height: u32) -> DynamicImage {
    let shade = |x| if x < width / 2 { 240 } else { 20 };
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, _| Rgb([shade(x); 3])))
}

/// A picture that one sees through on its left half.
pub(crate) fn clear_picture(width: u32, height: u32) -> DynamicImage {
    let alpha = |x| if x < width / 2 { 0 } else { 255 };
    DynamicImage::ImageRgba8(RgbaImage::from_fn(width, height, |x, _| Rgba([200, 30, 30, alpha(x)])))
}

pub(crate) fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// EXIF that says how the picture is turned and where it was taken.
pub(crate) fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    tiff.extend_from_slice(&[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    tiff.extend_from_slice(&[0x01, 0x0e, 0, 2, 0, 0, 0, 16, 0, 0, 0, 38]);
    tiff.extend_from_slice(&[0, 0, 0, 0]);
    tiff.extend_from_slice(b"GPS 52.5 N 13.4E\0");
    tiff
}

/// A JPEG with segments of the given markers after its beginning.
pub(crate) fn jpeg_with(jpeg: &[u8], segments: &[(u8, &[u8])]) -> Vec<u8> {
    let mut bytes = jpeg[..2].to_vec();
    for (marker, segment) in segments {
        bytes.extend_from_slice(&[0xff, *marker]);
        bytes.extend_from_slice(&u16::try_from(segment.len() + 2).unwrap().to_be_bytes());
        bytes.extend_from_slice(segment);
    }
    bytes.extend_from_slice(&jpeg[2..]);
    bytes
}

/// A PNG with one more chunk after its header.
pub(crate) fn png_with(png: &[u8], kind: &[u8; 4], chunk: &[u8]) -> Vec<u8> {
    let header = 8 + 25;
    let mut bytes = png[..header].to_vec();
    bytes.extend_from_slice(&u32::try_from(chunk.len()).unwrap().to_be_bytes());
    let mut sum = Crc::new();
    for part in [kind.as_slice(), chunk] {
        sum.update(part);
        bytes.extend_from_slice(part);
    }
    bytes.extend_from_slice(&sum.sum().to_be_bytes());
    bytes.extend_from_slice(&png[header..]);
    bytes
}

/// One file of an archive.
#[derive(Clone)]
pub(crate) struct Packed<'a> {
    pub(crate) name: &'a str,
    pub(crate) bytes: &'a [u8],
    /// What the directory says that it unpacks to.
    pub(crate) unpacked: u32,
    pub(crate) flags: u16,
}

impl<'a> Packed<'a> {
    pub(crate) fn new(name: &'a str, bytes: &'a [u8]) -> Self {
        Self { name, bytes, unpacked: u32::try_from(bytes.len()).unwrap(), flags: 0 }
    }
}

/// An archive whose files are not packed, whatever its directory says of them.
pub(crate) fn zip(files: &[Packed<'_>], comment: &[u8]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for Packed { name, bytes: content, unpacked, flags } in files {
        let mut sum = Crc::new();
        sum.update(content);
        let place = u32::try_from(bytes.len()).unwrap();
        let (length, name_length) = (u32::try_from(content.len()).unwrap(), u16::try_from(name.len()).unwrap());
        let mut said = [20_u16, *flags, 0, 0, 0].into_iter().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        said.extend([sum.sum(), length, *unpacked].into_iter().flat_map(u32::to_le_bytes));
        said.extend([name_length, 0].into_iter().flat_map(u16::to_le_bytes));
        bytes.extend_from_slice(b"PK\x03\x04");
        bytes.extend_from_slice(&said);
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(content);
        directory.extend_from_slice(b"PK\x01\x02\x14\0");
        directory.extend_from_slice(&said);
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&place.to_le_bytes());
        directory.extend_from_slice(name.as_bytes());
    }
    let (place, size) = (u32::try_from(bytes.len()).unwrap(), u32::try_from(directory.len()).unwrap());
    let count = u16::try_from(files.len()).unwrap();
    bytes.extend_from_slice(&directory);
    bytes.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    bytes.extend([count, count].into_iter().flat_map(u16::to_le_bytes));
    bytes.extend([size, place].into_iter().flat_map(u32::to_le_bytes));
    bytes.extend(u16::try_from(comment.len()).unwrap().to_le_bytes());
    bytes.extend_from_slice(comment);
    bytes
}

/// A box of MP4.
pub(crate) fn mp4_box(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let size = u32::try_from(content.len() + 8).unwrap().to_be_bytes();
    [&size, name.as_slice(), content].concat()
}

/// A film of a brand whose tracks are handled so.
pub(crate) fn film(brand: &[u8; 4], handlers: &[&[u8; 4]]) -> Vec<u8> {
    let track = |handler: &&[u8; 4]| mp4_box(b"hdlr", &[&[0; 8], handler.as_slice(), &[0; 12]].concat());
    let tracks: Vec<u8> = handlers.iter().flat_map(track).collect();
    let kind = [brand.as_slice(), &[0, 0, 2, 0], brand].concat();
    [mp4_box(b"ftyp", &kind), mp4_box(b"moov", &tracks), mp4_box(b"mdat", &[7; 64])].concat()
}
