use super::damaged;
use crate::{inspection::Inspection, types::Type};
use bytes::Bytes;
use chat_core::{MediaType, NotTaken};
use image::{
    DynamicImage, GenericImageView, ImageEncoder,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType, PngEncoder},
    },
};

/// How good a small picture is.
const QUALITY: u8 = 80;

/// A small picture of a large one, as PNG where one sees through it.
pub(super) fn of(image: &DynamicImage) -> Result<Option<(MediaType, Bytes)>, NotTaken> {
    let pixels = Inspection::THUMBNAIL_PIXELS;
    if image.width() <= pixels && image.height() <= pixels {
        return Ok(None);
    }
    let small = image.thumbnail(pixels, pixels);
    let mut bytes = Vec::new();
    if is_clear(&small) {
        let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
        let small = small.to_rgba8();
        encoder.write_image(&small, small.width(), small.height(), image::ExtendedColorType::Rgba8).map_err(damaged)?;
        return Ok(Some((Type::Png.media_type(), bytes.into())));
    }
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(&small.to_rgb8()).map_err(damaged)?;
    Ok(Some((Type::Jpeg.media_type(), bytes.into())))
}

/// Whether one sees through it somewhere.
fn is_clear(image: &DynamicImage) -> bool {
    image.color().has_alpha() && image.pixels().any(|(_, _, pixel)| pixel.0[3] != u8::MAX)
}
