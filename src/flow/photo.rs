//! The photo that Face2Face compares with (the vendor's guide, section 3.1): a JPEG, PNG or WebP of at most 10 MB.

/// In bytes.
pub(crate) const LARGEST: u32 = 10 * 1024 * 1024;
pub(crate) const TOO_LARGE: &str = "is over 10 MB: scale the image down.";

/// The largest in base64: four characters for three bytes.
const LONGEST: u32 = LARGEST.div_ceil(3) * 4;
const NOT_BASE64: &str = "must be base64, without line breaks.";

/// Where the base64 begins, in UTF-16 units: after the prefix of a `data:` URL, which has to be in the beginning that is given.
pub(crate) fn start_of_base64(beginning: &str) -> Result<u32, &'static str> {
    let Some(url) = beginning.strip_prefix("data:") else {
        return Ok(0);
    };
    let comma = url.bytes().position(|byte| byte == b',');
    match comma.and_then(|comma| url.get(..comma)) {
        Some(kind) if kind.ends_with(";base64") => {
            Ok("data:,".len() as u32 + kind.encode_utf16().count() as u32)
        }
        _ => Err("must be a data: URL in base64."),
    }
}

/// Checks that a text of this length is such an image in base64. It is handed over in pieces, of which the first holds the image's first bytes:
/// as a whole it would stay in the wasm's memory, which never shrinks.
pub(crate) fn check_base64(length: u32, pieces: impl Iterator<Item = String>) -> Result<(), &'static str> {
    if length > LONGEST {
        return Err(TOO_LARGE);
    }
    let (mut digits, mut padding) = (0_u32, 0_u32);
    let mut is_image = false;
    for piece in pieces {
        if digits == 0 {
            is_image = is_start_of_image(&piece);
        }
        for byte in piece.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'+' | b'/' if padding == 0 => digits += 1,
                b'=' if padding < 2 => padding += 1,
                _ => return Err(NOT_BASE64),
            }
        }
    }
    // The pieces may be fewer than they should be: a page may have a `slice` of its own.
    if digits + padding != length || !length.is_multiple_of(4) {
        Err(NOT_BASE64)
    } else if digits * 3 / 4 > LARGEST {
        Err(TOO_LARGE)
    } else if !is_image {
        Err("must be a JPEG, PNG or WebP image.")
    } else {
        Ok(())
    }
}

/// By the bytes ff d8 ff; 89 "PNG" 0d 0a 1a 0a, after which comes a zero; "RIFF", and at the eighth "WEBP".
fn is_start_of_image(base64: &str) -> bool {
    let is_webp = || base64.starts_with("UklGR") && base64.get(11..16) == Some("XRUJQ");
    base64.starts_with("/9j/") || base64.starts_with("iVBORw0KGgo") || is_webp()
}

/// The bytes of an image in base64.
pub(crate) fn to_base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group =
            chunk.iter().fold(0, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for position in 0..4 {
            let digit = DIGITS.get((group >> (18 - 6 * position) & 63) as usize);
            let character = digit.filter(|_| position <= chunk.len()).unwrap_or(&b'=');
            text.push(char::from(*character));
        }
    }
    text
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) const JPEG: &[u8] = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01";
    /// After its eight bytes comes the length of its first chunk.
    pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR";
    pub(crate) const WEBP: &[u8] = b"RIFF\x24\x00\x00\x00WEBPVP8 ";

    /// As it is checked in pieces, which may be of any size but the first.
    pub(crate) fn check(base64: &str) -> Result<(), &'static str> {
        let mut pieces = Vec::new();
        let mut rest = base64;
        let mut size = 20;
        while !rest.is_empty() {
            let end = (size..=rest.len())
                .find(|end| rest.is_char_boundary(*end))
                .unwrap_or(rest.len());
            let (piece, others) = rest.split_at(end);
            pieces.push(piece.to_owned());
            rest = others;
            size = size * 2 + 1;
        }
        check_base64(base64.encode_utf16().count() as u32, pieces.into_iter())
    }

    #[test]
    fn an_image_is_known_by_its_first_bytes() {
        for image in [JPEG, PNG, WEBP] {
            assert_eq!(check(&to_base64(image)), Ok(()));
        }
        for other in [
            &b""[..],
            b"GIF89a",
            b"<svg xmlns",
            b"RIFF\x24\x00\x00\x00WAVEfmt ",
        ] {
            assert_eq!(
                check(&to_base64(other)),
                Err("must be a JPEG, PNG or WebP image.")
            );
        }
    }

    #[test]
    fn base64_has_four_characters_for_three_bytes_at_most_two_of_them_padding_and_no_others() {
        let valid = to_base64(&[0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a]);
        assert_eq!(check(&valid), Ok(()));
        let (start, end) = valid.split_at(8);
        let short: String = valid.chars().skip(1).collect();
        let in_lines = [start, "\n", end].concat();
        let escaped = [start, "\"", end].concat();
        for wrong in [
            short.as_str(),
            &in_lines,
            &escaped,
            "====",
            "/9j/4===",
            "not base64!!",
            "/9j/4AA*",
            "/9j/=AAA",
            "/9j/қазақ",
            "/9j/қаза",
        ] {
            assert_eq!(check(wrong), Err(NOT_BASE64), "{wrong}");
        }
    }

    #[test]
    fn pieces_that_are_not_the_whole_text_are_refused() {
        assert_eq!(check_base64(8, ["/9j/".into()].into_iter()), Err(NOT_BASE64));
        assert_eq!(
            check_base64(4, ["/9j/".into(), "4AAQ".into()].into_iter()),
            Err(NOT_BASE64)
        );
    }

    #[test]
    fn millions_of_padding_characters_are_refused_at_once() {
        let padding = "=".repeat(13_900_000);
        for wrong in [
            padding.clone(),
            [&padding, "x"].concat(),
            ["/9j/", &padding].concat(),
        ] {
            let looked_at = std::cell::Cell::new(0);
            let pieces = wrong.as_bytes().chunks(1000).map(|piece| {
                looked_at.set(looked_at.get() + 1);
                String::from_utf8_lossy(piece).into_owned()
            });
            assert_eq!(check_base64(wrong.len() as u32, pieces), Err(NOT_BASE64));
            assert_eq!(looked_at.get(), 1);
        }
        assert!(check(&"=".repeat(14_000_000)).is_err());
    }

    #[test]
    fn ten_megabytes_are_accepted_and_a_byte_more_is_not() {
        let of_length = |length: u32| {
            let mut bytes = JPEG.to_vec();
            bytes.resize(length as usize, 0);
            check(&to_base64(&bytes))
        };
        assert_eq!(of_length(LARGEST), Ok(()));
        for more in 1..4 {
            assert_eq!(of_length(LARGEST + more), Err(TOO_LARGE));
        }
    }

    #[test]
    fn base64_begins_after_the_prefix_of_a_data_url() {
        for (text, start) in [
            ("/9j/4AAQ", 0),
            ("", 0),
            ("data:image/jpeg;base64,/9j/", 23),
            ("data:image/jpeg;name=photo.jpg;base64,/9j/", 38),
            ("data:;base64,", 13),
            // In JavaScript's characters.
            ("data:;name=қ🙂;base64,/9j/", 22),
        ] {
            assert_eq!(start_of_base64(text), Ok(start), "{text}");
        }
        for wrong in [
            "data:image/jpeg,%FF%D8%FF",
            "data:image/jpeg;base64",
            "data:base64,/9j/",
            "data:,;base64,/9j/",
            "data:",
        ] {
            assert_eq!(
                start_of_base64(wrong),
                Err("must be a data: URL in base64."),
                "{wrong}"
            );
        }
    }

    #[test]
    fn base64_is_padded_as_rfc_4648_has_it() {
        let vectors = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (bytes, base64) in vectors {
            assert_eq!(to_base64(bytes.as_bytes()), base64);
        }
    }
}
