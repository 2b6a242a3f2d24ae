use super::Asset;
use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};

/// How long a file may be kept whose address names this very content.
pub(crate) const FOREVER: &str = "public, max-age=31536000, immutable";
/// How long a file may be kept whose address stays: a new version reaches everybody within minutes, and nobody waits for it.
pub(crate) const SHORTLY: &str = "public, max-age=300, stale-while-revalidate=86400";

/// How a body is packed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Coding {
    Brotli,
    Gzip,
    None,
}

/// Answers with a file, compressed as the browser likes it, or with nothing when the browser has it.
///
/// Every page may load it, those under `Cross-Origin-Embedder-Policy` too: there is nothing in it that is anybody's own.
pub(crate) fn serve(asset: &'static Asset, request: &HeaderMap, keep: &'static str) -> Response {
    let etag = format!("\"{}\"", asset.hash);
    let is_known = request.get(header::IF_NONE_MATCH).is_some_and(|known| names(known, &etag));
    let coding = best(request.get(header::ACCEPT_ENCODING));
    let (body, encoding) = match coding {
        Coding::Brotli => (asset.brotli, Some("br")),
        Coding::Gzip => (asset.gzip, Some("gzip")),
        Coding::None => (asset.raw, None),
    };
    let fixed = |text| HeaderValue::from_static(text);
    let mut headers = HeaderMap::from_iter([
        (header::ETAG, HeaderValue::try_from(etag).expect("a hash is ASCII")),
        (header::CACHE_CONTROL, fixed(keep)),
        (header::VARY, fixed("accept-encoding")),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, fixed("*")),
        (header::HeaderName::from_static("cross-origin-resource-policy"), fixed("cross-origin")),
        (header::X_CONTENT_TYPE_OPTIONS, fixed("nosniff")),
    ]);
    if is_known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(header::CONTENT_TYPE, fixed(asset.content_type()));
    headers.extend(encoding.map(|encoding| (header::CONTENT_ENCODING, fixed(encoding))));
    (headers, Body::from(body)).into_response()
}

/// Whether an `If-None-Match` names it. Proxies that pack anew make the tag a weak one.
fn names(header: &HeaderValue, etag: &str) -> bool {
    let tags = header.to_str().unwrap_or_default().split(',').map(str::trim);
    tags.map(|tag| tag.strip_prefix("W/").unwrap_or(tag)).any(|tag| tag == etag || tag == "*")
}

/// The smallest of what the browser takes.
fn best(accepted: Option<&HeaderValue>) -> Coding {
    let accepted = accepted.and_then(|it| it.to_str().ok()).unwrap_or_default();
    let takes = |coding: &str| {
        accepted.split(',').any(|offer| {
            let (name, quality) = offer.split_once(';').unwrap_or((offer, ""));
            let quality = quality.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>);
            name.trim().eq_ignore_ascii_case(coding) && quality.is_ok_and(|quality| quality > 0.0)
        })
    };
    match () {
        () if takes("br") => Coding::Brotli,
        () if takes("gzip") => Coding::Gzip,
        () => Coding::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_the_smallest_that_it_takes() {
        for (accepted, expected) in [
            (None, Coding::None),
            (Some(""), Coding::None),
            (Some("gzip, deflate, br, zstd"), Coding::Brotli),
            (Some("GZIP;q=0.5"), Coding::Gzip),
            (Some("br;q=0, gzip"), Coding::Gzip),
            (Some("br; q=0, gzip; q=0.0"), Coding::None),
            (Some("identity"), Coding::None),
            (Some("br;q=much"), Coding::None),
        ] {
            let accepted = accepted.map(HeaderValue::from_static);
            assert_eq!(best(accepted.as_ref()), expected, "{accepted:?}");
        }
    }

    #[test]
    fn a_tag_counts_alone_among_others_and_weakened() {
        for (header, is_known) in
            [("\"a\"", true), ("\"b\", W/\"a\"", true), ("*", true), ("\"b\"", false), ("a", false), ("", false)]
        {
            assert_eq!(names(&HeaderValue::from_static(header), "\"a\""), is_known, "{header}");
        }
    }
}
