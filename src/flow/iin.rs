//! The individual identification number (IIN) of Kazakhstan.

/// Whether the 12 digits are an IIN: a real date of birth, a known century digit, and the check digit.
///
/// By Government Decree No. 565 of 11 June 2003: digits 1 to 6 are the date of birth (YYMMDD), digit 7 tells century and sex
/// (1 and 2 the 1800s, 3 and 4 the 1900s, 5 and 6 the 2000s), and digit 12 is the sum of the first eleven digits times
/// 1, 2, ..., 11, modulo 11; if that is 10, times 3, 4, ..., 11, 1, 2; if that is 10 too, the number is never issued.
///
/// For the forms of your app. The vendor asks only for 12 digits: the guide's own example has no valid check digit.
///
/// ```
/// assert!(flow_embed::is_valid_iin("000101500001"));
/// assert!(!flow_embed::is_valid_iin("123456789012"));
/// ```
pub fn is_valid_iin(iin: &str) -> bool {
    let Some([y1, y2, m1, m2, d1, d2, century, n1, n2, n3, n4, check]) = digits(iin) else {
        return false;
    };
    let century_start = match century {
        1 | 2 => 1800,
        3 | 4 => 1900,
        5 | 6 => 2000,
        _ => return false,
    };
    let year = century_start + y1 * 10 + y2;
    let is_date = is_day(year, m1 * 10 + m2, d1 * 10 + d2);
    is_date && check_digit([y1, y2, m1, m2, d1, d2, century, n1, n2, n3, n4]) == Some(check)
}

fn digits(text: &str) -> Option<[u32; 12]> {
    let bytes: [u8; 12] = text.as_bytes().try_into().ok()?;
    bytes
        .iter()
        .all(u8::is_ascii_digit)
        .then(|| bytes.map(|byte| u32::from(byte - b'0')))
}

fn is_day(year: u32, month: u32, day: u32) -> bool {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// `None` for numbers that are never issued.
fn check_digit(digits: [u32; 11]) -> Option<u32> {
    let pass = |first_weight: u32| {
        let weighted = digits
            .iter()
            .zip(0..)
            .map(|(digit, index)| digit * ((index + first_weight - 1) % 11 + 1));
        weighted.sum::<u32>() % 11
    };
    [pass(1), pass(3)].into_iter().find(|remainder| *remainder < 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_the_check_digit_of_the_first_pass_are_valid() {
        for iin in ["000101500001", "850101300005", "000229500127"] {
            assert!(is_valid_iin(iin), "{iin}");
        }
    }

    #[test]
    fn numbers_whose_first_pass_yields_ten_take_the_check_digit_of_the_second() {
        assert!(is_valid_iin("900101300811"));
        assert!(!is_valid_iin("900101300810"));
    }

    #[test]
    fn numbers_whose_second_pass_yields_ten_too_are_never_valid() {
        for check in 0..10 {
            assert!(!is_valid_iin(&format!("90010130080{check}")));
        }
    }

    #[test]
    fn a_wrong_check_digit_is_not_valid() {
        for check in [0, 1, 2, 3, 4, 6, 7, 8, 9] {
            assert!(!is_valid_iin(&format!("85010130000{check}")));
        }
    }

    #[test]
    fn impossible_dates_and_unknown_centuries_are_not_valid() {
        for iin in [
            "001301500001",
            "000230500001",
            "000100500001",
            "000101000001",
            "000101700001",
        ] {
            assert!(!is_valid_iin(iin), "{iin}");
        }
    }

    #[test]
    fn anything_but_twelve_ascii_digits_is_not_valid() {
        for text in [
            "",
            "00010150000",
            "0001015000018",
            "00010150000x",
            "٠٠٠١٠١٥٠٠٠٠٨",
            " 00101500008",
        ] {
            assert!(!is_valid_iin(text), "{text:?}");
        }
    }
}
