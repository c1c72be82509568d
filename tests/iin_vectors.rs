//! `is_valid_iin` against numbers that an implementation of its own has made: see `vectors/make_iin.py`.

#![allow(clippy::unwrap_used)]

use flow_embed::is_valid_iin;

#[derive(serde::Deserialize)]
struct Vectors {
    valid: Vec<String>,
    invalid: Vec<String>,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("vectors/iin.json")).unwrap()
}

#[test]
fn every_valid_number_is_accepted() {
    let numbers = vectors().valid;
    assert_eq!(numbers.len(), 1000);
    let refused: Vec<_> = numbers.iter().filter(|iin| !is_valid_iin(iin)).collect();
    assert!(refused.is_empty(), "{refused:?}");
}

#[test]
fn every_invalid_number_is_refused() {
    let numbers = vectors().invalid;
    assert_eq!(numbers.len(), 1000);
    let accepted: Vec<_> = numbers.iter().filter(|iin| is_valid_iin(iin)).collect();
    assert!(accepted.is_empty(), "{accepted:?}");
}

#[test]
fn of_the_ten_check_digits_exactly_one_is_right() {
    for iin in vectors().valid {
        let start = iin.get(..11).unwrap();
        let accepted = (0..10).filter(|check| is_valid_iin(&format!("{start}{check}")));
        assert_eq!(accepted.count(), 1, "{iin}");
    }
}
