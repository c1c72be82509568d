//! The rules of the E-Document form (the vendor's guide, section 3.2).

use super::iin::is_twelve_digits;
use super::phone::normalised_phone;

/// A field of the form.
#[derive(Clone, Debug, Default)]
pub(crate) struct Prefilled {
    pub(crate) value: Option<String>,
    /// The person may not change it.
    pub(crate) is_locked: bool,
}

/// An option's path, and what it must be.
pub(crate) type Refusal = (&'static str, &'static str);

/// Checks what the form is prefilled with; yields the phone number as it is sent.
pub(crate) fn check_edocument(
    iin: &Prefilled,
    phone: &Prefilled,
    skip_input: bool,
) -> Result<Option<String>, Refusal> {
    if let Some(digits) = &iin.value
        && !is_twelve_digits(digits)
    {
        return Err(("metadata.edocument.iin.value", "must be 12 digits."));
    }
    let mut sent = None;
    if let Some(typed) = &phone.value {
        sent = normalised_phone(typed);
        if sent.is_none() {
            let problem = "must be a mobile number of Kazakhstan, such as +7 7xx xxx-xx-xx.";
            return Err(("metadata.edocument.phone.value", problem));
        }
    }
    for (field, path) in [
        (iin, "metadata.edocument.iin.changeable"),
        (phone, "metadata.edocument.phone.changeable"),
    ] {
        if field.is_locked && field.value.is_none() {
            let problem = "is false, but there is no value: the person could never fill it in.";
            return Err((path, problem));
        }
    }
    if skip_input && !(iin.is_locked && phone.is_locked) {
        let problem = "needs both `iin` and `phone` with a value and `changeable: false`.";
        return Err(("metadata.edocument.skip_input", problem));
    }
    Ok(sent)
}

#[cfg(test)]
mod tests {
    use super::*;

    const IIN: &str = "123456789012";
    const PHONE: &str = "8 (701) 123-45-67";
    const SENT: Result<Option<&str>, &str> = Ok(Some("77011234567"));

    fn locked(value: &str) -> Prefilled {
        Prefilled {
            value: Some(value.into()),
            is_locked: true,
        }
    }

    fn editable(value: &str) -> Prefilled {
        Prefilled {
            value: Some(value.into()),
            is_locked: false,
        }
    }

    /// The phone as it is sent, or the offending option.
    fn check(iin: Prefilled, phone: Prefilled, skip_input: bool) -> Result<Option<String>, &'static str> {
        check_edocument(&iin, &phone, skip_input).map_err(|(path, _)| path)
    }

    #[test]
    fn the_three_cases_of_the_guide_are_accepted() {
        let sent = || SENT.map(|phone| phone.map(String::from));
        assert_eq!(check(locked(IIN), locked(PHONE), true), sent());
        assert_eq!(check(locked(IIN), editable(PHONE), false), sent());
        assert_eq!(check(editable(IIN), editable(PHONE), false), sent());
        assert_eq!(check(Prefilled::default(), Prefilled::default(), false), Ok(None));
    }

    #[test]
    fn wrong_values_name_their_field() {
        let none = Prefilled::default;
        assert_eq!(
            check(editable("12345"), none(), false),
            Err("metadata.edocument.iin.value")
        );
        assert_eq!(
            check(none(), editable("12345"), false),
            Err("metadata.edocument.phone.value")
        );
    }

    #[test]
    fn a_locked_field_without_a_value_is_refused() {
        let empty = Prefilled {
            value: None,
            is_locked: true,
        };
        assert_eq!(
            check(Prefilled::default(), empty, false),
            Err("metadata.edocument.phone.changeable")
        );
    }

    #[test]
    fn skipping_the_form_without_both_values_locked_is_refused() {
        for (iin, phone) in [
            (locked(IIN), Prefilled::default()),
            (locked(IIN), editable(PHONE)),
            (editable(IIN), locked(PHONE)),
        ] {
            assert_eq!(check(iin, phone, true), Err("metadata.edocument.skip_input"));
        }
    }
}
