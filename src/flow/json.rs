//! Writing JSON: what goes out is a few fields, for which a library would add kilobytes to the package.

/// An object that is being written: only fields that have a value appear.
#[derive(Default)]
pub(crate) struct Object(String);

impl Object {
    /// `json` is written already.
    pub(crate) fn field(&mut self, name: &str, json: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        self.0.push_str(&quoted(name));
        self.0.push(':');
        self.0.push_str(json);
    }

    pub(crate) fn text(&mut self, name: &str, text: Option<&String>) {
        if let Some(text) = text {
            self.field(name, &quoted(text));
        }
    }

    pub(crate) fn end(self) -> String {
        if self.0.is_empty() {
            "{}".into()
        } else {
            self.0 + "}"
        }
    }
}

/// An array of strings.
pub(crate) fn array(texts: &[String]) -> String {
    let mut json = String::from("[");
    for text in texts {
        if json.len() > 1 {
            json.push(',');
        }
        json.push_str(&quoted(text));
    }
    json + "]"
}

/// A string, escaped as RFC 8259 asks.
pub(crate) fn quoted(text: &str) -> String {
    let mut json = String::from("\"");
    for character in text.chars() {
        if character < ' ' {
            let code = u32::from(character);
            json.push_str(if code < 16 { "\\u000" } else { "\\u001" });
            json.push(char::from_digit(code % 16, 16).unwrap_or_default());
            continue;
        }
        if matches!(character, '"' | '\\') {
            json.push('\\');
        }
        json.push(character);
    }
    json + "\""
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
        let mut object = Object::default();
        object.field("a", "1");
        object.text("b", None);
        object.text("c", Some(&"x\n".into()));
        object.field("d", &array(&["y".into(), "z".into()]));
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&object.end()).unwrap(),
            json!({"a": 1, "c": "x\n", "d": ["y", "z"]})
        );
        assert_eq!(Object::default().end(), "{}");
        assert_eq!(array(&[]), "[]");
    }
}
