//! Kazakhstan's mobile numbers.

/// Numbers with the country's code and its mobile operators' 7, and as they are dialled within the country.
const MOBILE: f64 = 77e9;
const MOBILE_AT_HOME: f64 = 87e9;
/// As many subscribers there may be.
const SUBSCRIBERS: f64 = 1e9;

/// Brings a number to the vendor's form, `77*********` (the guide, section 3.2): people type +7 or 8 first. `None` if it is no
/// mobile number of Kazakhstan. Ten digits are not guessed at, since a code would go to somebody else if one had been left out.
///
/// As a number, since it has no zero in front: texts would weigh more. What people type between the digits is gone by now.
pub(crate) fn normalised_phone(digits: f64, has_plus: bool) -> Option<f64> {
    let is_of = |first: f64| (first..first + SUBSCRIBERS).contains(&digits);
    if is_of(MOBILE) {
        Some(digits)
    } else if is_of(MOBILE_AT_HOME) && !has_plus {
        Some(digits - MOBILE_AT_HOME + MOBILE)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mobile_number_is_brought_to_the_vendors_form() {
        for (digits, has_plus) in [
            (77_011_234_567.0, false),
            (77_011_234_567.0, true),
            (87_011_234_567.0, false),
        ] {
            assert_eq!(normalised_phone(digits, has_plus), Some(77_011_234_567.0));
        }
    }

    #[test]
    fn other_numbers_are_refused() {
        for digits in [
            f64::NAN,
            0.0,
            7.0,
            7_701_123_456.0,
            76_999_999_999.0,
            78_000_000_000.0,
            79_011_234_567.0,
            770_112_345_678.0,
        ] {
            assert_eq!(normalised_phone(digits, false), None, "{digits}");
        }
        assert_eq!(normalised_phone(87_011_234_567.0, true), None);
    }
}
