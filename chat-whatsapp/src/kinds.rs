//! The kinds of files that WhatsApp carries.

/// What a file is sent as.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    Audio,
    Document,
    Image,
    Sticker,
    Video,
}

/// The side of a sticker in pixels.
pub(crate) const STICKER_SIDE: u32 = 512;

const MEBIBYTE: usize = 1 << 20;
const KIBIBYTE: usize = 1 << 10;

/// Every type that can be uploaded.
pub(crate) const TYPES: [(&str, Kind); 18] = [
    ("audio/aac", Kind::Audio),
    ("audio/mp4", Kind::Audio),
    ("audio/mpeg", Kind::Audio),
    ("audio/amr", Kind::Audio),
    ("audio/ogg", Kind::Audio),
    ("application/vnd.ms-powerpoint", Kind::Document),
    ("application/msword", Kind::Document),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", Kind::Document),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", Kind::Document),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Kind::Document),
    ("application/pdf", Kind::Document),
    ("text/plain", Kind::Document),
    ("application/vnd.ms-excel", Kind::Document),
    ("image/jpeg", Kind::Image),
    ("image/png", Kind::Image),
    ("image/webp", Kind::Sticker),
    ("video/mp4", Kind::Video),
    ("video/3gpp", Kind::Video),
];

impl Kind {
    /// The largest file of any kind.
    pub(crate) const BYTES_MAX: usize = 100 * MEBIBYTE;

    /// The name of its message type.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Audio => "audio",
            Self::Document => "document",
            Self::Image => "image",
            Self::Sticker => "sticker",
            Self::Video => "video",
        }
    }

    /// Whether a text can stand below it.
    pub(crate) const fn has_caption(self) -> bool {
        matches!(self, Self::Document | Self::Image | Self::Video)
    }

    /// The kind by the name of its message type.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "audio" => Self::Audio,
            "document" => Self::Document,
            "image" => Self::Image,
            "sticker" => Self::Sticker,
            "video" => Self::Video,
            _ => return None,
        })
    }

    /// The kind that a file of this type is, if it can be uploaded. Parameters of the type do not count.
    pub(crate) fn of_mime(mime: &str) -> Option<Self> {
        let essence = essence(mime);
        TYPES.iter().find(|(name, _)| name.eq_ignore_ascii_case(essence)).map(|(_, kind)| *kind)
    }

    /// Whether a file of this type can be sent as this kind: as a document anything can.
    #[cfg(feature = "emulator")]
    pub(crate) fn takes(self, mime: &str) -> bool {
        self == Self::Document || Self::of_mime(mime) == Some(self)
    }

    /// The largest file of the kind that has these bytes.
    #[cfg(feature = "emulator")]
    pub(crate) fn bytes_max_of(self, bytes: &[u8]) -> usize {
        match self {
            Self::Sticker if !is_animated(bytes) => 100 * KIBIBYTE,
            _ => self.bytes_max(),
        }
    }

    /// The largest file of the kind; a sticker that does not move may have only 100 KiB.
    pub(crate) const fn bytes_max(self) -> usize {
        match self {
            Self::Audio | Self::Video => 16 * MEBIBYTE,
            Self::Document => Self::BYTES_MAX,
            Self::Image => 5 * MEBIBYTE,
            Self::Sticker => 500 * KIBIBYTE,
        }
    }
}

/// A MIME type without its parameters.
pub(crate) fn essence(mime: &str) -> &str {
    mime.split(';').next().unwrap_or_default().trim()
}

/// Whether a WebP picture says in its extended header that it moves.
#[cfg(feature = "emulator")]
pub(crate) fn is_animated(webp: &[u8]) -> bool {
    const ANIMATION: u8 = 0x02;
    webp.get(12..16) == Some(b"VP8X") && webp.get(20).is_some_and(|flags| flags & ANIMATION != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_of_a_type_do_not_count() {
        assert_eq!(Kind::of_mime("audio/ogg; codecs=opus"), Some(Kind::Audio));
        assert_eq!(Kind::of_mime("IMAGE/JPEG"), Some(Kind::Image));
        assert_eq!(Kind::of_mime("image/gif"), None);
    }

    #[test]
    fn a_sticker_that_moves_may_be_larger() {
        let mut webp = *b"RIFF....WEBPVP8X....\x02";

        assert_eq!(Kind::Sticker.bytes_max_of(&webp), 500 * KIBIBYTE);
        webp[20] = 0;
        assert_eq!(Kind::Sticker.bytes_max_of(&webp), 100 * KIBIBYTE);
    }
}
