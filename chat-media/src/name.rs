//! What files are called once they were taken.

use crate::types::Type;
use chat_core::Attachment;
use std::borrow::Cow;

/// What a file without a name of its own is called.
const NAMELESS: &str = "file";

/// Extensions that have a computer run a file, or a browser show it as a page, whatever is in it.
const DANGEROUS: &[&str] = &[
    "app", "appimage", "apk", "bat", "chm", "class", "cmd", "com", "command", "cpl", "deb", "dll", "dmg", "docm",
    "dotm", "exe", "hta", "htm", "html", "inf", "ins", "iso", "jar", "js", "jse", "jsp", "lnk", "mhtml", "mjs", "msc",
    "msi", "msp", "php", "phtml", "pif", "pkg", "pl", "potm", "ppam", "pptm", "ps1", "py", "rb", "reg", "rpm", "scf",
    "scr", "sh", "shtml", "svg", "svgz", "swf", "url", "vb", "vbe", "vbs", "wsf", "wsh", "xhtml", "xlsm", "xml", "xsl",
];

/// What Windows takes for a device, whatever follows after a dot.
const DEVICES: &[&str] = &[
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1", "lpt2", "lpt3",
    "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// The name that a file is shown by: the last part of what its sender calls it, without anything that misleads, and with an
/// extension that fits what it is.
///
/// # Errors
/// The reason for its sender, when the extension is one that has computers run files.
pub(crate) fn shown(given: &str, is: Type) -> Result<String, Cow<'static, str>> {
    let bare = bare(given);
    let (stem, extension) = match bare.rsplit_once('.') {
        Some((stem, extension)) => (stem, extension),
        None => (bare.as_str(), ""),
    };
    let lower = extension.to_ascii_lowercase();
    if DANGEROUS.contains(&lower.as_str()) {
        return Err(format!("files that end with .{lower} are not taken").into());
    }
    let fitting = is.extensions();
    // A part that fits no type is no extension but a part of the name: `Invoice 3.2`.
    let stem = if fitting.contains(&lower.as_str()) || is_of_a_type(&lower) { stem } else { bare.as_str() };
    let extension = fitting.iter().find(|fits| **fits == lower).unwrap_or(&fitting[0]);
    let stem = without_edges(stem);
    let stem = if stem.is_empty() { NAMELESS } else { stem };
    let stem = if is_device(stem) { format!("_{stem}") } else { stem.to_owned() };
    let room = Attachment::NAME_MAX - extension.len() - 1;
    Ok(format!("{}.{extension}", &stem[..stem.floor_char_boundary(room)]))
}

/// The extension that a name claims, in lower case.
pub(crate) fn extension(given: &str) -> String {
    bare(given).rsplit_once('.').map_or_else(String::new, |(_, extension)| extension.to_ascii_lowercase())
}

/// The last part of a path of any system, without characters that cannot be seen or that turn the direction of writing around.
fn bare(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_plain =
        |c: &char| !c.is_control() && !is_invisible(*c) && !matches!(c, ':' | '*' | '?' | '"' | '<' | '>' | '|');
    without_edges(&last.chars().filter(is_plain).collect::<String>()).to_owned()
}

fn without_edges(text: &str) -> &str {
    text.trim_matches(|c: char| c == '.' || c.is_whitespace())
}

/// Marks of direction and width, and what some programs write in place of them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}

fn is_of_a_type(extension: &str) -> bool {
    Type::ALL.iter().any(|it| it.extensions().contains(&extension))
}

fn is_device(stem: &str) -> bool {
    let first = stem.split('.').next().unwrap_or_default().trim().to_ascii_lowercase();
    DEVICES.contains(&first.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_nowhere_and_fits_what_the_file_is() {
        for (given, is, expected) in [
            ("photo.png", Type::Png, "photo.png"),
            ("photo.PNG", Type::Png, "photo.png"),
            ("photo.jpeg", Type::Jpeg, "photo.jpeg"),
            ("photo.png", Type::Jpeg, "photo.jpg"),
            ("photo", Type::Jpeg, "photo.jpg"),
            ("", Type::Pdf, "file.pdf"),
            ("...", Type::Pdf, "file.pdf"),
            (".pdf", Type::Pdf, "pdf.pdf"),
            ("Invoice 3.2", Type::Pdf, "Invoice 3.2.pdf"),
            ("../../etc/passwd", Type::Text, "passwd.txt"),
            ("..\\..\\windows\\win.ini", Type::Text, "win.ini.txt"),
            ("C:\\Users\\ann\\photo.png", Type::Png, "photo.png"),
            ("/etc/", Type::Zip, "file.zip"),
            ("a\0b.png", Type::Png, "ab.png"),
            ("a\r\nSet-Cookie: x=y.png", Type::Png, "aSet-Cookie x=y.png"),
            ("con.png", Type::Png, "_con.png"),
            ("NUL", Type::Text, "_NUL.txt"),
            ("com1.tar.zip", Type::Zip, "_com1.tar.zip"),
            ("a\u{202e}gnp.exe.png", Type::Png, "agnp.exe.png"),
            ("<img src=x>.png", Type::Png, "img src=x.png"),
            ("größe 漢字 👍.csv", Type::Csv, "größe 漢字 👍.csv"),
            ("notes.md", Type::Text, "notes.md"),
            ("table.csv", Type::Text, "table.txt"),
        ] {
            assert_eq!(shown(given, is).as_deref(), Ok(expected), "{given:?}");
        }
    }

    #[test]
    fn what_computers_run_by_its_name_is_refused_whatever_it_is() {
        for given in [
            "x.exe",
            "photo.jpg.EXE",
            "x.html",
            "x.svg",
            "x.js",
            "x.docm",
            "x.exe.",
            "x.exe \u{200b}",
            "a/b/x.lnk",
            "x.s\u{ad}h",
        ] {
            assert!(shown(given, Type::Jpeg).is_err(), "{given:?}");
        }
    }

    #[test]
    fn a_long_name_is_cut_between_characters_and_keeps_its_extension() {
        let name = shown(&format!("{}.png", "é".repeat(500)), Type::Png).unwrap();
        assert!(name.len() <= Attachment::NAME_MAX && name.len() > Attachment::NAME_MAX - 2, "{}", name.len());
        assert!(name.ends_with("é.png"));
    }
}
