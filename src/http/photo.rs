//! The photo that Face2Face compares with (the vendor's guide, section 3.1), which stays JavaScript's: the wasm's memory would keep the size of
//! the largest.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::text;
use crate::error::Error;
use crate::flow::photo::{LARGEST, TOO_LARGE, check_base64, start_of_base64};
use crate::web::{promise, value};

/// Few enough arguments for every engine, and little memory.
const PIECE: u32 = 32_768;
/// In which the prefix of a `data:` URL ends.
const LONGEST_PREFIX: u32 = 8192;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ArrayBuffer, js_name = isView)]
    fn is_view(value: &JsValue) -> Result<bool, JsValue>;

    /// As js-sys has them, but with `catch`.
    type DataView;

    #[wasm_bindgen(constructor, catch)]
    fn new(buffer: &JsValue) -> Result<DataView, JsValue>;

    type Uint8Array;

    #[wasm_bindgen(constructor, catch)]
    fn new(buffer: &JsValue, offset: f64, length: f64) -> Result<Uint8Array, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["String", "fromCharCode"], js_name = apply)]
    fn from_char_codes(receiver: &JsValue, codes: &Uint8Array) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch)]
    fn btoa(binary: &JsValue) -> Result<JsValue, JsValue>;
}

fn refused(problem: &'static str) -> Error {
    Error::invalid_option("metadata.face2face.photo1", problem)
}

/// Brings a photo, base64 or an image's bytes, to the base64 that is sent.
pub(super) async fn in_base64(given: &JsValue) -> Result<JsValue, Error> {
    if !given.is_object() {
        return checked(without_prefix(given)?);
    }
    // What is far too large is not even read.
    if size_of(given).map_err(unreadable)? > f64::from(LARGEST) {
        return Err(refused(TOO_LARGE));
    }
    let bytes = match reading_of(given).map_err(unreadable)? {
        Some(reading) => promise::settled(&reading).await.map_err(unreadable)?,
        None => given.clone(),
    };
    checked(encoded(&bytes).map_err(unreadable)?)
}

fn unreadable(thrown: JsValue) -> Error {
    refused("must be base64, a data: URL, a Blob or a buffer, and readable.").caused_by(&thrown)
}

fn checked(base64: JsValue) -> Result<JsValue, Error> {
    let length = text::length(&base64);
    let starts = (0..=length / PIECE).map(|index| index * PIECE);
    check_base64(length, starts.map(|start| piece(&base64, start, PIECE))).map_err(refused)?;
    Ok(base64)
}

fn piece(text: &JsValue, start: u32, length: u32) -> String {
    let piece = text::slice(text, start, start + length).unwrap_or_default();
    piece.as_string().unwrap_or_default()
}

fn without_prefix(given: &JsValue) -> Result<JsValue, Error> {
    match start_of_base64(&piece(given, 0, LONGEST_PREFIX)).map_err(refused)? {
        0 => Ok(given.clone()),
        start => text::slice(given, start, text::length(given)).map_err(unreadable),
    }
}

/// What is told of it, if it is.
fn size_of(image: &JsValue) -> Result<f64, JsValue> {
    let mut size = value::read(image, "size")?;
    if size.is_null_or_undefined() {
        size = value::read(image, "byteLength")?;
    }
    Ok(size.as_f64().unwrap_or_default())
}

/// What comes to a Blob's buffer, of any realm's.
fn reading_of(image: &JsValue) -> Result<Option<JsValue>, JsValue> {
    let reader = value::read(image, "arrayBuffer")?;
    let reader = reader.is_function().then(|| reader.unchecked_ref::<Function>());
    reader.map(|reader| reader.call0(image)).transpose()
}

/// The bytes of a buffer or of a view of one, of any realm. `Err` for everything else.
fn encoded(bytes: &JsValue) -> Result<JsValue, JsValue> {
    let view = match is_view(bytes)? {
        true => bytes.clone(),
        // Throws for what is no buffer.
        false => DataView::new(bytes)?.into(),
    };
    let buffer = value::read(&view, "buffer")?;
    let offset = value::number(&view, "byteOffset");
    // Throws for a view of a buffer that was given away.
    let length = value::read(&view, "byteLength")?.as_f64().unwrap_or_default();
    let mut binary = JsValue::from("");
    let mut start = 0.0;
    while start < length {
        let piece = Uint8Array::new(&buffer, offset + start, f64::from(PIECE).min(length - start))?;
        let characters = from_char_codes(&JsValue::UNDEFINED, &piece)?;
        binary = value::joined(&[&binary, &text::expect(characters)?]);
        start += f64::from(PIECE);
    }
    text::expect(btoa(&binary)?)
}
