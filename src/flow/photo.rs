//! The photo that Face2Face compares with.

pub(crate) const LARGEST: usize = 10 * 1024 * 1024;
/// The bytes by which an image tells its format: 12, in as many characters of base64.
const HEAD: usize = 16;

fn is_image(bytes: &[u8]) -> bool {
    let is_webp = || bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    bytes.starts_with(b"\xff\xd8\xff") || bytes.starts_with(b"\x89PNG\r\n\x1a\n") || is_webp()
}

/// What a photo is that is too large.
pub(crate) const TOO_LARGE: &str = "is over 10 MB: scale the image down.";

/// Checks a photo in base64, a JPEG, PNG or WebP of at most 10 MB, and drops a `data:` URL's prefix; or says what it must be.
pub(crate) fn check_photo(photo: &str) -> Result<&str, &'static str> {
    let mut base64 = photo;
    if photo.starts_with("data:") {
        let comma = photo.bytes().position(|byte| byte == b',').unwrap_or_default();
        let (kind, data) = (photo.get(..comma), photo.get(comma + 1..));
        match (kind, data) {
            (Some(kind), Some(data)) if kind.ends_with(";base64") => base64 = data,
            _ => return Err("must be a data: URL in base64."),
        }
    }
    let padding = base64.bytes().rev().take_while(|byte| *byte == b'=').count();
    let digits = base64.get(..base64.len() - padding).unwrap_or_default();
    if digits.len() * 3 / 4 > LARGEST {
        return Err(TOO_LARGE);
    }
    let is_multiple = base64.len().is_multiple_of(4);
    if !is_multiple || padding > 2 || digits.bytes().any(|byte| sextet(byte).is_none()) {
        return Err("must be base64, without line breaks.");
    }
    match is_image(&head(digits)) {
        true => Ok(base64),
        false => Err("must be a JPEG, PNG or WebP image."),
    }
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

fn head(digits: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut bits = 0;
    let mut group = 0_u32;
    for sextet in digits.bytes().take(HEAD).filter_map(sextet) {
        group = group << 6 | sextet;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((group >> bits) as u8);
        }
    }
    bytes
}

fn sextet(byte: u8) -> Option<u32> {
    let sextet = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(sextet.into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::*;

    const JPEG: &[u8] = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01";
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR";
    const WEBP: &[u8] = b"RIFF\x24\x00\x00\x00WEBPVP8 ";

    #[test]
    fn images_are_known_by_their_bytes_whatever_their_name() {
        for image in [JPEG, PNG, WEBP] {
            assert_eq!(check_photo(&to_base64(image)).unwrap(), to_base64(image));
        }
        for other in [
            &b""[..],
            b"GIF89a",
            b"<svg xmlns",
            b"RIFF\x24\x00\x00\x00WAVEfmt ",
        ] {
            assert!(check_photo(&to_base64(other)).is_err());
        }
    }

    #[test]
    fn the_prefix_of_a_data_url_is_dropped() {
        let url = ["data:image/jpeg;base64,", &to_base64(JPEG)].concat();
        assert_eq!(check_photo(&url).unwrap(), to_base64(JPEG));
        assert!(check_photo("data:image/jpeg,%FF%D8%FF").is_err());
    }

    #[test]
    fn anything_but_base64_is_refused_and_not_repeated() {
        let valid = to_base64(JPEG);
        for wrong in [
            &valid[1..],
            &[&valid[..8], "\n", &valid[8..]].concat(),
            "====",
            "not base64!!",
            "/9j/4AA*",
        ] {
            let error = check_photo(wrong).unwrap_err();
            assert!(!error.contains(wrong));
        }
    }

    #[test]
    fn more_than_ten_megabytes_are_refused() {
        let mut large = vec![0; LARGEST + 4];
        large[..3].copy_from_slice(b"\xff\xd8\xff");
        assert!(check_photo(&to_base64(&large)).is_err());
        assert!(check_photo(&to_base64(&large[..LARGEST + 1])).is_err());
        check_photo(&to_base64(&large[..LARGEST])).unwrap();
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
