//! What a body may cost before it is parsed: a photo is one long string, and everything else is small.

/// Everything but the photo: names, numbers and switches.
pub const LARGEST_WITHOUT_PHOTO: usize = 16 * 1024;
/// As deep as serde_json reads it.
const DEEPEST: usize = 127;

/// Whether all of a JSON text but the strings of its `photo1` fields is at most 16 KB, and not nested too deep. It looks at no
/// byte after the first that is too many, whatever the text is made of.
pub fn is_cheap(text: &[u8]) -> bool {
    let (mut at, mut outside, mut depth) = (0, 0, 0_usize);
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => {
                let before = text.get(..at).unwrap_or_default();
                let length = string_length(text.get(at..).unwrap_or_default(), is_photo(before));
                if !is_photo(before) {
                    outside += length;
                }
                at += length;
            }
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if *byte != b'"' {
            at += 1;
            outside += 1;
        }
        if outside > LARGEST_WITHOUT_PHOTO || depth > DEEPEST {
            return false;
        }
    }
    true
}

/// With its quotes. What is no photo is not looked at any further than it may be long.
fn string_length(text: &[u8], is_photo: bool) -> usize {
    let farthest = if is_photo {
        text.len()
    } else {
        LARGEST_WITHOUT_PHOTO + 1
    };
    let mut is_escaped = false;
    let end = text.iter().take(farthest).skip(1).position(|byte| {
        let ends = *byte == b'"' && !is_escaped;
        is_escaped = *byte == b'\\' && !is_escaped;
        ends
    });
    end.map_or(farthest.min(text.len()), |position| position + 2)
}

fn is_photo(before: &[u8]) -> bool {
    let key = before.trim_ascii_end().strip_suffix(b":");
    key.is_some_and(|key| key.trim_ascii_end().ends_with(b"\"photo1\""))
}
