//! What holds for every input, whoever sends it: each property is tried with ten thousand of them.
#![allow(clippy::unwrap_used)]

use proptest::collection::vec;
use proptest::prelude::*;

use super::edocument::{Prefilled, check_edocument};
use super::phone::normalised_phone;
use super::photo::{check_photo, to_base64};
use super::{Locale, growing_pause, is_trustworthy_url, is_valid_iin};

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

fn field() -> impl Strategy<Value = Prefilled> {
    let value = prop_oneof!["[0-9]{12}", "(\\+7|8)7[0-9]{9}", any::<String>()];
    (proptest::option::of(value), any::<bool>()).prop_map(|(value, is_locked)| Prefilled { value, is_locked })
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
    fn https_is_trusted_and_protocols_but_http_are_not(protocol in "[a-z]{1,9}:", hostname in any::<String>(), same_origin in any::<bool>()) {
        prop_assert!(is_trustworthy_url("https:", &hostname, same_origin));
        prop_assume!(!["http:", "https:"].contains(&protocol.as_str()));
        prop_assert!(!is_trustworthy_url(&protocol, &hostname, same_origin));
    }

    #[test]
    fn every_loopback_address_is_trusted(octets in any::<[u8; 3]>(), name in "[a-z0-9-]{1,9}") {
        let [second, third, fourth] = octets;
        let address = format!("127.{second}.{third}.{fourth}");
        prop_assert!(is_trustworthy_url("http:", &address, false));
        let subdomain = format!("{name}.localhost");
        prop_assert!(is_trustworthy_url("http:", &subdomain, false));
    }

    #[test]
    fn no_name_under_another_domain_is_trusted(front in "(localhost|127\\.0\\.0\\.1|[a-z0-9-]{1,9})", domain in "[a-z0-9-]{1,9}\\.[a-km-z]{2,9}") {
        let hostname = format!("{front}.{domain}");
        prop_assert!(!is_trustworthy_url("http:", &hostname, false));
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
    fn a_phone_is_in_the_vendors_form_or_refused_and_stays_as_it_is_when_read_again(typed in prop_oneof!["[+78][0-9 ()-]{0,20}", any::<String>()]) {
        if let Some(phone) = normalised_phone(&typed) {
            prop_assert!(phone.len() == 11 && phone.starts_with("77") && phone.bytes().all(|byte| byte.is_ascii_digit()));
            let again = normalised_phone(&phone);
            prop_assert_eq!(again, Some(phone));
        }
    }

    #[test]
    fn at_most_one_check_digit_makes_an_iin(digits in "[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])[1-6][0-9]{4}") {
        let fitting = (0..10).filter(|check| is_valid_iin(&format!("{digits}{check}")));
        prop_assert!(fitting.count() <= 1);
    }

    #[test]
    fn an_image_comes_through_base64_whatever_follows_its_first_bytes(rest in vec(any::<u8>(), 0..200)) {
        let base64 = to_base64(&[b"\xff\xd8\xff", &rest[..]].concat());
        prop_assert_eq!(check_photo(&base64), Ok(&*base64));
    }

    #[test]
    fn a_form_is_refused_without_repeating_what_is_in_it_or_has_a_phone_where_one_was_given(iin in field(), phone in field(), skip_input in any::<bool>()) {
        match check_edocument(&iin, &phone, skip_input) {
            Ok(sent) => prop_assert_eq!(sent.is_some(), phone.value.is_some()),
            Err((_, problem)) => {
                let given = [iin.value, phone.value];
                prop_assert!(!given.iter().flatten().any(|text| text.len() > 9 && problem.contains(text.as_str())));
            }
        }
    }
}
