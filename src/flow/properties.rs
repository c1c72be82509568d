//! What holds for every input, whoever sends it: each property is tried with ten thousand of them.
#![allow(clippy::unwrap_used)]

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;

use super::json::Writer;
use super::metadata::tests::body;
use super::phone::normalised_phone;
use super::photo::tests::{JPEG, WEBP, check};
use super::photo::to_base64;
use super::{Locale, PrefilledField, SessionMetadata, growing_pause, is_trustworthy, is_valid_iin};

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

fn field() -> impl Strategy<Value = Option<PrefilledField>> {
    let value = prop_oneof!["[0-9]{12}", "(\\+7|8)7[0-9]{9}", any::<String>()];
    proptest::option::of(
        (proptest::option::of(value), any::<bool>())
            .prop_map(|(value, changeable)| PrefilledField { value, changeable }),
    )
}

fn metadata() -> impl Strategy<Value = SessionMetadata> {
    let technologies = proptest::option::of(vec(any::<String>(), 0..4));
    let others = vec(("[a-z]{10}|\\PC{10,20}", any::<(String, i64, bool)>()), 0..2);
    (
        field(),
        field(),
        any::<bool>(),
        any::<bool>(),
        technologies,
        others,
    )
        .prop_map(|(iin, phone, skip_input, has_photo, technologies, others)| {
            let mut metadata = SessionMetadata::default();
            if let Some(iin) = iin {
                metadata = metadata.iin(iin);
            }
            if let Some(phone) = phone {
                metadata = metadata.phone(phone);
            }
            if let Some(technologies) = technologies {
                metadata = metadata.interchangeable_tech(technologies);
            }
            if has_photo {
                metadata = metadata.photo_bytes(JPEG);
            }
            for (name, (text, number, flag)) in others {
                metadata = metadata.other(name, json!({"text": text, "list": [number, flag]}));
            }
            if skip_input {
                metadata.skip_input()
            } else {
                metadata
            }
        })
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
    fn https_is_trusted_and_protocols_but_http_are_not(protocol in "[a-z]{1,9}:", hostname in any::<String>(), is_own in any::<bool>()) {
        prop_assert!(is_trustworthy("https:", &hostname, is_own));
        prop_assume!(!["http:", "https:"].contains(&protocol.as_str()));
        prop_assert!(!is_trustworthy(&protocol, &hostname, is_own));
    }

    #[test]
    fn every_loopback_address_is_trusted_and_every_host_below_localhost(octets in any::<[u8; 3]>(), name in "[a-z0-9-]{1,9}(\\.[a-z0-9-]{1,9}){0,2}") {
        let [second, third, fourth] = octets;
        let address = format!("127.{second}.{third}.{fourth}");
        prop_assert!(is_trustworthy("http:", &address, false));
        let subdomain = format!("{name}.localhost");
        prop_assert!(is_trustworthy("http:", &subdomain, false));
    }

    #[test]
    fn no_name_under_another_domain_is_trusted_with_http(front in "(localhost|127\\.0\\.0\\.1|[a-z0-9-]{1,9})", domain in "[a-z0-9-]{1,9}\\.[a-km-z]{2,9}") {
        let hostname = format!("{front}.{domain}");
        prop_assert!(!is_trustworthy("http:", &hostname, false));
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
    fn a_phone_is_in_the_vendors_form_or_refused_and_stays_as_it_is_when_read_again(typed in prop_oneof!["[+78][0-9 ().-]{0,20}", any::<String>()]) {
        if let Some(phone) = normalised_phone(&typed) {
            prop_assert!(phone.len() == 11 && phone.starts_with("77") && phone.bytes().all(|byte| byte.is_ascii_digit()));
            let again = normalised_phone(&phone);
            prop_assert_eq!(again, Some(phone));
        }
    }

    #[test]
    fn a_phones_digits_are_read_past_what_people_type_between_them(rest in vec(("[0-9]", "[ \u{a0}().\u{2011}\u{2013}-]{0,3}"), 9), prefix in prop::sample::select(vec!["+77", "77", "87", "8 (7", "+7 7"])) {
        let digits: String = rest.iter().map(|(digit, _)| digit.as_str()).collect();
        let typed: String = rest.iter().map(|(digit, between)| [digit.as_str(), between].concat()).collect();
        prop_assert_eq!(normalised_phone(&[prefix, &typed].concat()), Some(["77", &digits].concat()));
    }

    #[test]
    fn what_else_is_typed_is_no_number(before in "[+78 0-9]{0,12}", other in "[^0-9+ \u{a0}().\u{2011}\u{2013}-]", after in "[0-9]{0,12}") {
        prop_assert_eq!(normalised_phone(&[before, other, after].concat()), None);
    }

    #[test]
    fn text_is_written_as_a_json_library_does_it(text in any::<String>()) {
        let mut json = Writer::new();
        json.text("", Some(&text));
        prop_assert_eq!(json.end().1, ["{\"\":", &serde_json::to_string(&text).unwrap(), "}"].concat());
    }

    #[test]
    fn an_image_comes_through_base64_whatever_follows_its_first_bytes(start in prop::sample::select(vec![&b"\xff\xd8\xff"[..], WEBP]), rest in vec(any::<u8>(), 0..200)) {
        let base64 = to_base64(&[start, &rest].concat());
        prop_assert_eq!(check(&base64), Ok(()));
    }

    #[test]
    fn a_text_that_is_checked_is_never_base64_with_another_character(valid in "(/9j/)([a-zA-Z0-9+/]{4}){0,20}", at in any::<prop::sample::Index>(), other in "[^a-zA-Z0-9+/=]") {
        prop_assert_eq!(check(&valid), Ok(()));
        let (start, end) = valid.split_at(at.index(valid.len()));
        let end: String = end.chars().skip(1).collect();
        prop_assert!(check(&[start, &other, &end].concat()).is_err());
    }

    #[test]
    fn metadata_is_sent_as_serde_writes_it(metadata in metadata()) {
        let expected = serde_json::to_string(&metadata).unwrap();
        prop_assert_eq!(body(metadata), ["{\"metadata\":", &expected, "}"].concat());
    }

    #[test]
    fn a_form_is_refused_or_stays_as_it_is_when_checked_again(mut metadata in metadata()) {
        if let Some(edocument) = &mut metadata.edocument && edocument.check().is_ok() {
            let checked = edocument.clone();
            prop_assert_eq!(edocument.check(), Ok(()));
            prop_assert_eq!(&*edocument, &checked);
        }
    }

    #[test]
    fn at_most_one_check_digit_makes_an_iin(digits in "[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])[1-6][0-9]{4}") {
        let fitting = (0..10).filter(|check| is_valid_iin(&format!("{digits}{check}")));
        prop_assert!(fitting.count() <= 1);
    }
}
