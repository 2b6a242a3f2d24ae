//! What is taken, and what it is called.

use chat_core::MediaType;

/// A kind of file that is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Type {
    Jpeg,
    Png,
    WebP,
    Gif,
    Mp3,
    Ogg,
    M4a,
    Aac,
    Amr,
    Wav,
    WebmAudio,
    Mp4,
    WebmVideo,
    QuickTime,
    Pdf,
    Text,
    Csv,
    Docx,
    Xlsx,
    Pptx,
    Doc,
    Xls,
    Ppt,
    Odt,
    Ods,
    Odp,
    Zip,
}

impl Type {
    /// Every one of them, as lists of what may be sent show them.
    pub(crate) const ALL: [Self; 27] = [
        Self::Jpeg,
        Self::Png,
        Self::WebP,
        Self::Gif,
        Self::Mp3,
        Self::Ogg,
        Self::M4a,
        Self::Aac,
        Self::Amr,
        Self::Wav,
        Self::WebmAudio,
        Self::Mp4,
        Self::WebmVideo,
        Self::QuickTime,
        Self::Pdf,
        Self::Text,
        Self::Csv,
        Self::Docx,
        Self::Xlsx,
        Self::Pptx,
        Self::Doc,
        Self::Xls,
        Self::Ppt,
        Self::Odt,
        Self::Ods,
        Self::Odp,
        Self::Zip,
    ];

    /// What some browsers call the same by what its name ends with.
    pub(crate) const ALIASES: [&'static str; 7] = [
        "audio/mp3",
        "audio/x-m4a",
        "audio/x-wav",
        "audio/wave",
        "application/ogg",
        "application/x-zip-compressed",
        "application/csv",
    ];

    /// Its name in MIME.
    pub(crate) const fn media_type(self) -> MediaType {
        MediaType::of(match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Gif => "image/gif",
            Self::Mp3 => "audio/mpeg",
            Self::Ogg => "audio/ogg",
            Self::M4a => "audio/mp4",
            Self::Aac => "audio/aac",
            Self::Amr => "audio/amr",
            Self::Wav => "audio/wav",
            Self::WebmAudio => "audio/webm",
            Self::Mp4 => "video/mp4",
            Self::WebmVideo => "video/webm",
            Self::QuickTime => "video/quicktime",
            Self::Pdf => "application/pdf",
            Self::Text => "text/plain",
            Self::Csv => "text/csv",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Doc => "application/msword",
            Self::Xls => "application/vnd.ms-excel",
            Self::Ppt => "application/vnd.ms-powerpoint",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Odp => "application/vnd.oasis.opendocument.presentation",
            Self::Zip => "application/zip",
        })
    }

    /// What names of such files may end with, the usual one first.
    pub(crate) const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &["jpg", "jpeg", "jfif"],
            Self::Png => &["png"],
            Self::WebP => &["webp"],
            Self::Gif => &["gif"],
            Self::Mp3 => &["mp3"],
            Self::Ogg => &["ogg", "oga", "opus"],
            Self::M4a => &["m4a", "mp4"],
            Self::Aac => &["aac"],
            Self::Amr => &["amr"],
            Self::Wav => &["wav"],
            Self::WebmAudio | Self::WebmVideo => &["webm", "weba"],
            Self::Mp4 => &["mp4", "m4v", "3gp"],
            Self::QuickTime => &["mov", "qt"],
            Self::Pdf => &["pdf"],
            Self::Text => &["txt", "text", "log", "md"],
            Self::Csv => &["csv"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Pptx => &["pptx"],
            Self::Doc => &["doc"],
            Self::Xls => &["xls"],
            Self::Ppt => &["ppt"],
            Self::Odt => &["odt"],
            Self::Ods => &["ods"],
            Self::Odp => &["odp"],
            Self::Zip => &["zip"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_type_has_a_name_of_its_own() {
        let names: BTreeSet<_> = Type::ALL.iter().map(|it| it.media_type().to_string()).collect();
        assert_eq!(names.len(), Type::ALL.len());
        assert!(Type::ALIASES.iter().all(|alias| !names.contains(*alias)));
    }
}
