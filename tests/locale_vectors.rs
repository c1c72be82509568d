//! The crate's language tags against the list that JavaScript's are held against, too: see tests/rules/language.test.mjs.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]
#![cfg(not(target_family = "wasm"))]

use flow_embed::Locale;
use serde_json::Value;

fn vectors() -> Value {
    serde_json::from_str(include_str!("vectors/locale.json")).unwrap()
}

#[test]
fn the_widgets_languages_are_understood() {
    for (tag, locale) in vectors()["understood"].as_object().unwrap() {
        let understood = Locale::from_tag(tag).map(Locale::as_str);
        assert_eq!(understood, locale.as_str(), "{tag}");
    }
}

#[test]
fn other_languages_and_malformed_tags_are_not() {
    for tag in vectors()["others"].as_array().unwrap() {
        assert_eq!(Locale::from_tag(tag.as_str().unwrap()), None, "{tag}");
    }
}
