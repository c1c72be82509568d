//! The rules of the E-Document form (the vendor's guide, section 3.2).

use super::phone::normalised_phone;

/// A field of the form.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Prefilled {
    /// Whether it has a value.
    pub(crate) has_value: bool,
    /// The person may not change it.
    pub(crate) is_locked: bool,
}

/// What the form is prefilled with.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct EDocument {
    pub(crate) iin: Prefilled,
    /// Whether the IIN is 12 digits, which is all that the vendor asks of it.
    pub(crate) is_iin_twelve_digits: bool,
    pub(crate) phone: Prefilled,
    /// The phone number's digits, and whether a plus is in front of them.
    pub(crate) phone_digits: f64,
    pub(crate) has_phone_plus: bool,
    pub(crate) skip_input: bool,
}

/// An option's path, and what it must be.
pub(crate) type Refusal = (&'static str, &'static str);

/// Checks what the form is prefilled with; yields the phone number as it is sent.
pub(crate) fn check_edocument(form: &EDocument) -> Result<Option<f64>, Refusal> {
    if form.iin.has_value && !form.is_iin_twelve_digits {
        return Err(("metadata.edocument.iin.value", "must be 12 digits."));
    }
    let mut sent = None;
    if form.phone.has_value {
        sent = normalised_phone(form.phone_digits, form.has_phone_plus);
        if sent.is_none() {
            let problem = "must be a mobile number of Kazakhstan, such as +7 7xx xxx-xx-xx.";
            return Err(("metadata.edocument.phone.value", problem));
        }
    }
    for (field, path) in [
        (form.iin, "metadata.edocument.iin.changeable"),
        (form.phone, "metadata.edocument.phone.changeable"),
    ] {
        if field.is_locked && !field.has_value {
            let problem = "is false without a value: nobody could fill it in.";
            return Err((path, problem));
        }
    }
    if form.skip_input && !(form.iin.is_locked && form.phone.is_locked) {
        let problem = "needs both `iin` and `phone` with a value and `changeable: false`.";
        return Err(("metadata.edocument.skip_input", problem));
    }
    Ok(sent)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCKED: Prefilled = Prefilled {
        has_value: true,
        is_locked: true,
    };
    const EDITABLE: Prefilled = Prefilled {
        has_value: true,
        is_locked: false,
    };
    const LEFT_OUT: Prefilled = Prefilled {
        has_value: false,
        is_locked: false,
    };
    const PHONE: f64 = 77_011_234_567.0;

    fn form(iin: Prefilled, phone: Prefilled) -> EDocument {
        EDocument {
            iin,
            is_iin_twelve_digits: true,
            phone,
            phone_digits: PHONE,
            ..EDocument::default()
        }
    }

    /// The phone as it is sent, or the offending option.
    fn check(form: EDocument) -> Result<Option<f64>, &'static str> {
        check_edocument(&form).map_err(|(path, _)| path)
    }

    fn skipping(form: EDocument) -> EDocument {
        EDocument {
            skip_input: true,
            ..form
        }
    }

    #[test]
    fn the_three_cases_of_the_guide_are_accepted() {
        assert_eq!(check(skipping(form(LOCKED, LOCKED))), Ok(Some(PHONE)));
        assert_eq!(check(form(LOCKED, EDITABLE)), Ok(Some(PHONE)));
        assert_eq!(check(form(EDITABLE, EDITABLE)), Ok(Some(PHONE)));
        assert_eq!(check(form(LEFT_OUT, LEFT_OUT)), Ok(None));
    }

    #[test]
    fn wrong_values_name_their_field() {
        let wrong_iin = EDocument {
            is_iin_twelve_digits: false,
            ..form(EDITABLE, LEFT_OUT)
        };
        assert_eq!(check(wrong_iin), Err("metadata.edocument.iin.value"));
        let wrong_phone = EDocument {
            phone_digits: 12_345.0,
            ..form(LEFT_OUT, EDITABLE)
        };
        assert_eq!(check(wrong_phone), Err("metadata.edocument.phone.value"));
    }

    #[test]
    fn a_locked_field_without_a_value_is_refused() {
        let empty = Prefilled {
            has_value: false,
            is_locked: true,
        };
        assert_eq!(
            check(form(LEFT_OUT, empty)),
            Err("metadata.edocument.phone.changeable")
        );
    }

    #[test]
    fn skipping_the_form_without_both_values_locked_is_refused() {
        for (iin, phone) in [(LOCKED, LEFT_OUT), (LOCKED, EDITABLE), (EDITABLE, LOCKED)] {
            assert_eq!(
                check(skipping(form(iin, phone))),
                Err("metadata.edocument.skip_input")
            );
        }
    }
}
