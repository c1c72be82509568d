//! Kazakhstan's mobile numbers.

/// Brings a number to the vendor's form, `77*********` (the guide, section 3.2): people type +7 or 8 first, spaces, brackets
/// and hyphens. `None` if it is no mobile number of Kazakhstan; ten digits are not guessed at, since a code would go to
/// somebody else if one had been left out.
pub(crate) fn normalised_phone(typed: &str) -> Option<String> {
    let mut digits = String::new();
    for character in typed.chars() {
        if !matches!(character, ' ' | '\u{a0}' | '(' | ')' | '-' | '‑' | '–' | '.') {
            digits.push(character);
        }
    }
    let subscriber = match digits.strip_prefix('+') {
        Some(international) => international.strip_prefix("77"),
        None => digits.strip_prefix("77").or_else(|| digits.strip_prefix("87")),
    }?;
    let is_complete = subscriber.len() == 9 && subscriber.bytes().all(|byte| byte.is_ascii_digit());
    is_complete.then(|| ["77", subscriber].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_is_brought_to_the_vendors_form() {
        for typed in [
            "77011234567",
            "+77011234567",
            "+7 701 123-45-67",
            "8 (701) 123 45 67",
            "87011234567",
            "7\u{a0}701\u{a0}123.45.67",
        ] {
            assert_eq!(normalised_phone(typed).as_deref(), Some("77011234567"), "{typed}");
        }
    }

    #[test]
    fn other_numbers_and_other_texts_are_refused() {
        for typed in [
            "",
            "7",
            "+7",
            "770112345678",
            "7701123456",
            "79011234567",
            "+7 727 123-45-6",
            "7701123456x",
            "+8 701 123 45 67",
            "٧٧٠١١٢٣٤٥٦٧",
        ] {
            assert_eq!(normalised_phone(typed), None, "{typed}");
        }
    }
}
