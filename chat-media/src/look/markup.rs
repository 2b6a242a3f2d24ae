//! What browsers take for a page when it stands anywhere in a file.

/// Elements that make a page of a text, or run something in it.
const ELEMENTS: [&str; 27] = [
    "applet", "audio", "base", "body", "button", "embed", "form", "frame", "frameset", "head", "html", "iframe", "img",
    "input", "link", "marquee", "math", "meta", "object", "script", "style", "svg", "table", "template", "textarea",
    "title", "video",
];
/// What stands after `<` where a page, a document or a program for a server begins.
const STARTS: [&str; 5] = ["!doctype", "?xml", "?php", "?=", "%@"];
/// How far a browser has to read on after a `<` to know.
pub(crate) const REACH: usize = 16;

/// Whether there is anything that a browser would take for part of a page.
pub(crate) fn has_markup(bytes: &[u8]) -> bool {
    let places = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'<');
    places.into_iter().any(|(at, _)| begins(&bytes[at + 1..]))
}

fn begins(rest: &[u8]) -> bool {
    let rest: Vec<u8> = rest.iter().take(REACH).map(u8::to_ascii_lowercase).collect();
    if STARTS.iter().any(|start| rest.starts_with(start.as_bytes())) {
        return true;
    }
    let name = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let is_over =
        rest.get(name).is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'/' | b'>'));
    is_over && ELEMENTS.iter().any(|element| element.as_bytes() == &rest[..name])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_found_wherever_it_begins() {
        for page in [
            "<script>alert(1)</script>",
            "GIF89a<ScRiPt src=x>",
            "words, then <svg/onload=alert(1)>",
            "<!DOCTYPE html>",
            "<?xml version=\"1.0\"?>",
            "<?php system($_GET[0]); ?>",
            "<img\nsrc=x onerror=y>",
            "<html",
        ] {
            assert!(has_markup(page.as_bytes()), "{page}");
        }
    }

    #[test]
    fn words_in_angle_brackets_are_no_page() {
        for text in
            ["", "<", "a < b > c", "Ann <ann@shop.test>", "<scripture>", "<3", "Vec<String>", "<https://shop.test>"]
        {
            assert!(!has_markup(text.as_bytes()), "{text}");
        }
    }
}
