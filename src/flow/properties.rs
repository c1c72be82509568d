//! What holds for every input, whoever sends it: each property is tried with ten thousand of them.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::phone::normalised_phone;
use super::{Locale, growing_pause, is_valid_iin};

fn ten_thousand_cases() -> ProptestConfig {
    ProptestConfig {
        cases: 10_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn language() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["ru", "en", "kk", "kz"])
}

proptest! {
    #![proptest_config(ten_thousand_cases())]

    #[test]
    fn a_language_tag_is_understood_in_any_case(tag in "[a-zA-Z]{1,3}(-[a-zA-Z0-9]{1,9}){0,3}") {
        prop_assert_eq!(Locale::from_tag(&tag.to_lowercase()), Locale::from_tag(&tag.to_uppercase()));
    }

    #[test]
    fn well_formed_subtags_do_not_change_a_language(language in language(), subtags in "(-[a-zA-Z0-9]{1,8}){0,4}") {
        let tag = [language, &subtags].concat();
        prop_assert_eq!(Locale::from_tag(&tag), Locale::from_tag(language));
        prop_assert!(Locale::from_tag(&tag).is_some());
    }

    #[test]
    fn only_the_widgets_languages_are_understood(tag in any::<String>()) {
        let first = tag.split('-').next().unwrap().to_lowercase();
        let speaks = ["ru", "en", "kk", "kz"].contains(&first.as_str());
        prop_assert!(speaks || Locale::from_tag(&tag).is_none());
    }

    #[test]
    fn a_pause_is_between_half_and_all_of_its_length_and_at_most_ten_seconds(first in 1.0..1e9, attempts in any::<u32>(), random in 0.0..=1.0) {
        let all = growing_pause(first, attempts, 1.0);
        let pause = growing_pause(first, attempts, random);
        prop_assert!(pause <= all && pause >= growing_pause(first, attempts, 0.0));
        prop_assert!(all <= 10_000.0 && all >= f64::min(first, 10_000.0));
        prop_assert!(pause * 2.0 >= all);
    }

    #[test]
    fn a_pause_never_gets_shorter_with_more_attempts(first in 0.0..1e9, attempts in any::<u32>(), random in 0.0..=1.0) {
        prop_assert!(growing_pause(first, attempts.saturating_add(1), random) >= growing_pause(first, attempts, random));
    }

    #[test]
    fn a_phone_is_in_the_vendors_form_or_refused_and_stays_as_it_is_when_read_again(digits in prop_oneof![7e10..9e10_f64, any::<f64>()], has_plus in any::<bool>()) {
        if let Some(phone) = normalised_phone(digits, has_plus) {
            prop_assert!((77e9..78e9).contains(&phone));
            prop_assert_eq!(normalised_phone(phone, has_plus), Some(phone));
        }
    }

    #[test]
    fn at_most_one_check_digit_makes_an_iin(digits in "[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])[1-6][0-9]{4}") {
        let fitting = (0..10).filter(|check| is_valid_iin(&format!("{digits}{check}")));
        prop_assert!(fitting.count() <= 1);
    }
}
