//! Writing JSON: what goes out is a few fields, for which a library would add kilobytes to the package.

/// An object that is being written: only fields that have a value appear.
pub(crate) struct Writer {
    /// What comes before the gap, once there is one.
    before: String,
    json: String,
}

impl Writer {
    pub(crate) fn new() -> Self {
        Self {
            before: String::new(),
            json: "{".into(),
        }
    }

    /// Begins a field that is an object itself, up to `close`.
    pub(crate) fn open(&mut self, name: &str) {
        self.name(name);
        self.json.push('{');
    }

    pub(crate) fn close(&mut self) {
        self.json.push('}');
    }

    pub(crate) fn text(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.name(name);
            self.quoted(text);
        }
    }

    pub(crate) fn texts(&mut self, name: &str, texts: &[String]) {
        self.name(name);
        let mut separator = '[';
        for text in texts {
            self.json.push(separator);
            self.quoted(text);
            separator = ',';
        }
        self.json.push_str(if texts.is_empty() { "[]" } else { "]" });
    }

    pub(crate) fn flag(&mut self, name: &str, flag: bool) {
        self.name(name);
        self.json.push_str(if flag { "true" } else { "false" });
    }

    /// A field whose text is put in later, and needs no escapes.
    pub(crate) fn gap(&mut self, name: &str) {
        self.name(name);
        self.json.push('"');
        self.before = std::mem::replace(&mut self.json, "\"".into());
    }

    /// The object, in what comes before the gap and what comes after it.
    pub(crate) fn end(mut self) -> (String, String) {
        self.close();
        (self.before, self.json)
    }

    /// As `end`, but as far as more fields may follow in the object that is open.
    pub(crate) fn open_end(mut self) -> (String, String) {
        self.comma();
        (self.before, self.json)
    }

    fn comma(&mut self) {
        if !self.json.ends_with('{') {
            self.json.push(',');
        }
    }

    fn name(&mut self, name: &str) {
        self.comma();
        self.quoted(name);
        self.json.push(':');
    }

    /// A string, escaped as `JSON.stringify` does it.
    #[inline(never)]
    fn quoted(&mut self, text: &str) {
        let json = &mut self.json;
        json.push('"');
        for character in text.chars() {
            let short = match character {
                '"' | '\\' => character,
                '\u{8}' => 'b',
                '\t' => 't',
                '\n' => 'n',
                '\u{c}' => 'f',
                '\r' => 'r',
                '\0'..' ' => {
                    let code = u32::from(character);
                    json.push_str(if code < 16 { "\\u000" } else { "\\u001" });
                    json.push(char::from_digit(code % 16, 16).unwrap_or_default());
                    continue;
                }
                _ => {
                    json.push(character);
                    continue;
                }
            };
            json.push('\\');
            json.push(short);
        }
        json.push('"');
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn strings_are_escaped_as_a_json_library_does_it() {
        let every_ascii: String = (0..=127_u8).map(char::from).collect();
        for text in ["", "\"\\/", "қазақша 🙂 \u{2028}", &every_ascii] {
            let mut json = Writer::new();
            json.text("text", Some(text));
            let expected = ["{\"text\":", &serde_json::to_string(text).unwrap(), "}"].concat();
            assert_eq!(json.end(), (String::new(), expected));
        }
    }

    #[test]
    fn objects_hold_only_the_fields_that_have_a_value() {
        let mut json = Writer::new();
        json.open("empty");
        json.close();
        json.text("left out", None);
        json.text("text", Some("{"));
        json.open("nested");
        json.texts("none", &[]);
        json.texts("some", &["y".into(), "z".into()]);
        json.close();
        json.flag("flag", true);
        let expected = r#"{"empty":{},"text":"{","nested":{"none":[],"some":["y","z"]},"flag":true}"#;
        assert_eq!(json.end().1, expected);
        assert_eq!(Writer::new().end().1, "{}");
    }

    #[test]
    fn a_text_fits_into_the_gap() {
        let mut json = Writer::new();
        json.flag("first", false);
        json.open("nested");
        json.gap("photo");
        json.close();
        json.flag("last", true);
        let (before, after) = json.end();
        assert_eq!(
            [&before, "/9j/", &after].concat(),
            r#"{"first":false,"nested":{"photo":"/9j/"},"last":true}"#
        );
    }
    #[test]
    fn more_fields_fit_into_an_object_that_is_left_open() {
        let mut json = Writer::new();
        json.open("nested");
        assert_eq!(json.open_end().1, r#"{"nested":{"#);
        let mut json = Writer::new();
        json.gap("photo");
        assert_eq!(json.open_end(), (r#"{"photo":""#.into(), "\",".into()));
    }
}
