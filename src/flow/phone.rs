//! Kazakhstan's mobile numbers.

/// Brings a number to the vendor's form, `77*********` (the guide, section 3.2): people type +7 or 8 first, and spaces, brackets, hyphens and
/// dots in between. `None` if it is no mobile number of Kazakhstan; ten digits are not guessed at, since a code would go to somebody else if
/// one had been left out.
pub(crate) fn normalised_phone(typed: &str) -> Option<String> {
    let mut digits = String::new();
    for character in typed.chars() {
        if !matches!(
            character,
            ' ' | '\u{a0}' | '(' | ')' | '.' | '\u{2011}' | '\u{2013}' | '-'
        ) {
            digits.push(character);
        }
    }
    let subscriber = match digits.strip_prefix('+') {
        Some(international) => international.strip_prefix("77"),
        None => digits.strip_prefix("77").or_else(|| digits.strip_prefix("87")),
    }?;
    let is_complete = subscriber.len() == 9 && subscriber.bytes().all(|byte| byte.is_ascii_digit());
    is_complete.then(|| String::from("77") + subscriber)
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
            "+7 (701) 123\u{2013}45\u{2013}67",
            "87011234567",
            "8 (701) 123 45 67",
            "8 (701) 123-45-67",
            "8\u{a0}701\u{a0}123.45.67",
            "8 701 123\u{2013}45\u{2011}67",
            "7\u{a0}701\u{a0}123.45.67",
        ] {
            assert_eq!(normalised_phone(typed).as_deref(), Some("77011234567"), "{typed}");
        }
    }

    #[test]
    fn other_numbers_are_refused() {
        for typed in [
            "0",
            "7",
            "+7",
            "7011234567",
            "7701123456",
            "770112345678",
            "76999999999",
            "78000000000",
            "79011234567",
            "+7 727 123-45-6",
            "+87011234567",
            "+8 701 123 45 67",
        ] {
            assert_eq!(normalised_phone(typed), None, "{typed}");
        }
    }

    #[test]
    fn other_texts_are_no_number() {
        for typed in [
            "",
            "+",
            "x",
            "7701123456x",
            "++77011234567",
            "7+7011234567",
            "٧٧٠١١٢٣٤٥٦٧",
            "77011234567, 87011234567",
        ] {
            assert_eq!(normalised_phone(typed), None, "{typed}");
        }
    }
}
