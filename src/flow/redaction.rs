//! Hiding what no error may repeat.

/// The text with three asterisks in place of each secret. By bytes: the standard library's search weighs kilobytes.
pub(crate) fn redact(text: &str, secret: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((before, after)) = around(rest, secret) {
        shown.push_str(before);
        shown.push_str("***");
        rest = after;
    }
    shown.push_str(rest);
    shown
}

/// What is before and after the first place where the text has the part in it.
fn around<'a>(text: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    if part.is_empty() {
        return None;
    }
    let mut windows = text.as_bytes().windows(part.len());
    let start = windows.position(|window| window == part.as_bytes())?;
    Some((text.get(..start)?, text.get(start + part.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_is_hidden_and_the_rest_stays_as_it_is() {
        for (text, secret, shown) in [
            ("key=7701, again 7701", "7701", "key=***, again ***"),
            ("7701", "7701", "***"),
            ("77017701", "7701", "******"),
            ("қупия қазақша", "қупия", "*** қазақша"),
            ("aaa", "aa", "***a"),
            ("short", "longer than the text", "short"),
            ("text", "", "text"),
            ("", "7701", ""),
        ] {
            assert_eq!(redact(text, secret), shown);
            assert_eq!(
                redact(text, secret),
                if secret.is_empty() {
                    text.into()
                } else {
                    text.replace(secret, "***")
                }
            );
        }
    }
}
