//! Writing JSON: what goes out is a few fields, for which a library would add kilobytes to the package.

/// An object of those fields that have a value; the values are JSON already.
pub(crate) fn object<const N: usize>(fields: [(&str, Option<String>); N]) -> String {
    let given = fields
        .into_iter()
        .filter_map(|(name, value)| Some([&quoted(name), ":", &value?].concat()));
    enclosed('{', given, '}')
}

/// An array of values that are JSON already.
pub(crate) fn array(values: impl Iterator<Item = String>) -> String {
    enclosed('[', values, ']')
}

/// A string, escaped as RFC 8259 asks.
pub(crate) fn quoted(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    json.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => json.extend(['\\', character]),
            '\0'..='\x1f' => {
                json.push_str("\\u00");
                let code = u32::from(character);
                json.extend([code / 16, code % 16].map(|digit| char::from_digit(digit, 16).unwrap_or('0')));
            }
            _ => json.push(character),
        }
    }
    json.push('"');
    json
}

fn enclosed(open: char, parts: impl Iterator<Item = String>, close: char) -> String {
    let mut json = String::from(open);
    for (index, part) in parts.enumerate() {
        if index > 0 {
            json.push(',');
        }
        json.push_str(&part);
    }
    json.push(close);
    json
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use serde_json::json;

    #[test]
    fn strings_are_escaped_as_a_json_library_reads_them() {
        let every_ascii: String = (0..=127_u8).map(char::from).collect();
        for text in ["", "\"\\/", "қазақша 🙂 \u{2028}", &every_ascii] {
            assert_eq!(serde_json::from_str::<String>(&quoted(text)).unwrap(), text);
        }
    }

    #[test]
    fn objects_hold_only_the_fields_that_have_a_value() {
        let json = object([
            ("a", Some("1".into())),
            ("b", None),
            ("c", Some(array(["2".into(), quoted("x")].into_iter()))),
        ]);
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&json).unwrap(),
            json!({"a": 1, "c": [2, "x"]})
        );
        assert_eq!(object([("a", None)]), "{}");
        assert_eq!(array([].into_iter()), "[]");
    }
}
