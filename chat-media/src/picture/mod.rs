//! Pictures: what is seen is kept, what is told beside it is not.

mod gif;
mod jpeg;
mod png;
mod thumbnail;
mod webp;

use crate::{
    inspection::{Inspection, refused},
    look::has_markup,
    types::Type,
};
use bytes::Bytes;
use chat_core::{Dimensions, MediaType, NotTaken};
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits,
    codecs::{jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder},
    metadata::Orientation,
};
use std::io::Cursor;

/// How much memory a picture may take while it is looked at.
const MEMORY_MAX: u64 = 512 * 1024 * 1024;
/// How good a JPEG is that had to be turned.
const TURNED_QUALITY: u8 = 92;

const DAMAGED: &str = "the picture is damaged";
const TOO_LARGE: &str = "the picture has too many pixels";
const HIDES_PAGE: &str = "pictures with parts of web pages in them are not taken";

/// A picture as it is kept.
#[derive(Debug)]
pub(crate) struct Picture {
    pub(crate) bytes: Vec<u8>,
    pub(crate) dimensions: Dimensions,
    pub(crate) thumbnail: Option<(MediaType, Bytes)>,
}

/// The parts of a picture's file.
#[derive(Debug, Default)]
struct Parted {
    /// Those that are seen.
    kept: Vec<u8>,
    /// Those that are told beside it, or stand behind its end.
    dropped: Vec<u8>,
}

/// A picture upright, without what its file tells of where, when and by whom it was taken.
pub(crate) fn cleaned(is: Type, bytes: &[u8]) -> Result<Picture, NotTaken> {
    let (format, parted) = match is {
        Type::Png => (ImageFormat::Png, png::parted(bytes)),
        Type::Gif => (ImageFormat::Gif, gif::parted(bytes)),
        Type::WebP => (ImageFormat::WebP, webp::parted(bytes)),
        _ => (ImageFormat::Jpeg, jpeg::parted(bytes)),
    };
    let Some(Parted { kept, dropped }) = parted else { return refused(DAMAGED) };
    if has_markup(&dropped) {
        return refused(HIDES_PAGE);
    }
    // What turns it around is told beside it: it is read from the file as it came.
    let (image, turned, profile) = decoded(format, bytes)?;
    let bytes = match turned {
        Orientation::NoTransforms => kept,
        _ => encoded(format, &image, profile)?,
    };
    let dimensions = Dimensions { width: image.width(), height: image.height() };
    let thumbnail = thumbnail::of(&image)?;
    Ok(Picture { bytes, dimensions, thumbnail })
}

/// What is seen, upright; how it was turned, and what its colours mean.
fn decoded(format: ImageFormat, bytes: &[u8]) -> Result<(DynamicImage, Orientation, Option<Vec<u8>>), NotTaken> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MEMORY_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > Inspection::PIXELS_MAX {
        return refused(TOO_LARGE);
    }
    let turned = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let mut image = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    image.apply_orientation(turned);
    Ok((image, turned, profile))
}

/// A picture that had to be turned, in its own format.
fn encoded(format: ImageFormat, image: &DynamicImage, profile: Option<Vec<u8>>) -> Result<Vec<u8>, NotTaken> {
    let mut bytes = Vec::new();
    let written = match format {
        ImageFormat::Png => with_profile(PngEncoder::new(&mut bytes), image, profile),
        ImageFormat::WebP => with_profile(WebPEncoder::new_lossless(&mut bytes), image, profile),
        _ => with_profile(JpegEncoder::new_with_quality(&mut bytes, TURNED_QUALITY), image, profile),
    };
    written.map_err(damaged)?;
    Ok(bytes)
}

fn with_profile(
    mut encoder: impl image::ImageEncoder,
    image: &DynamicImage,
    profile: Option<Vec<u8>>,
) -> image::ImageResult<()> {
    if let Some(profile) = profile {
        // Where it cannot be told, the colours are those that most screens have.
        let _ = encoder.set_icc_profile(profile);
    }
    image.write_with_encoder(encoder)
}

fn damaged(error: image::ImageError) -> NotTaken {
    match error {
        image::ImageError::Limits(_) => NotTaken::Refused(TOO_LARGE.into()),
        _ => NotTaken::Refused(DAMAGED.into()),
    }
}
