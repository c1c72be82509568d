//! The rules of the E-Document form (the vendor's guide, section 3.2).

use super::metadata::{EDocumentMetadata, PrefilledField};
use super::phone::normalised_phone;

/// An option's path, and what it must be.
pub(crate) type Refusal = (&'static str, &'static str);

impl EDocumentMetadata {
    /// Checks what the form is prefilled with, and brings the phone number to the vendor's form.
    pub(crate) fn check(&mut self) -> Result<(), Refusal> {
        if let Some(PrefilledField { value: Some(iin), .. }) = &self.iin
            && !is_twelve_digits(iin)
        {
            return Err(("metadata.edocument.iin.value", "must be 12 digits."));
        }
        if let Some(PrefilledField {
            value: Some(phone), ..
        }) = &mut self.phone
        {
            let problem = "must be a mobile number of Kazakhstan, such as +7 7xx xxx-xx-xx.";
            *phone = normalised_phone(phone).ok_or(("metadata.edocument.phone.value", problem))?;
        }
        let mut locked = 0;
        for (field, path) in [
            (&self.iin, "metadata.edocument.iin.changeable"),
            (&self.phone, "metadata.edocument.phone.changeable"),
        ] {
            if let Some(PrefilledField {
                value,
                changeable: false,
            }) = field
            {
                if value.is_none() {
                    return Err((path, "is false without a value: nobody could fill it in."));
                }
                locked += 1;
            }
        }
        if self.skip_input && locked < 2 {
            let problem = "needs both `iin` and `phone` with a value and `changeable: false`.";
            return Err(("metadata.edocument.skip_input", problem));
        }
        Ok(())
    }
}

/// All that the vendor asks of an IIN.
fn is_twelve_digits(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const IIN: &str = "123456789012";

    fn locked(value: &str) -> Option<PrefilledField> {
        Some(PrefilledField::locked(value))
    }

    fn editable(value: &str) -> Option<PrefilledField> {
        Some(PrefilledField::editable(value))
    }

    fn form(iin: Option<PrefilledField>, phone: Option<PrefilledField>) -> EDocumentMetadata {
        EDocumentMetadata {
            iin,
            phone,
            skip_input: false,
        }
    }

    fn skipping(form: EDocumentMetadata) -> EDocumentMetadata {
        EDocumentMetadata {
            skip_input: true,
            ..form
        }
    }

    /// The form as it is sent, or the offending option.
    fn check(mut form: EDocumentMetadata) -> Result<EDocumentMetadata, &'static str> {
        form.check().map(|()| form).map_err(|(path, _)| path)
    }

    #[test]
    fn the_three_cases_of_the_guide_are_accepted_and_the_phone_is_brought_to_the_vendors_form() {
        let (typed, sent) = ("8 701 123 45 67", "77011234567");
        assert_eq!(
            check(skipping(form(locked(IIN), locked(typed)))),
            Ok(skipping(form(locked(IIN), locked(sent))))
        );
        for (iin, with) in [(locked(IIN), editable(typed)), (editable(IIN), editable(typed))] {
            assert_eq!(check(form(iin.clone(), with)), Ok(form(iin, editable(sent))));
        }
    }

    #[test]
    fn a_form_with_nothing_in_it_is_accepted() {
        let empty = PrefilledField {
            value: None,
            changeable: true,
        };
        for nothing in [form(None, None), form(Some(empty.clone()), Some(empty))] {
            assert_eq!(check(nothing.clone()), Ok(nothing));
        }
    }

    #[test]
    fn an_iin_is_twelve_ascii_digits_and_nothing_else_is_asked_of_it() {
        assert!(check(form(editable("000000000000"), None)).is_ok());
        for iin in [
            "",
            "12345678901",
            "1234567890123",
            "12345678901O",
            "١٢٣٤٥٦٧٨٩٠١٢",
            "١٢٣٤٥٦",
        ] {
            assert_eq!(
                check(form(editable(iin), None)),
                Err("metadata.edocument.iin.value"),
                "{iin}"
            );
        }
    }

    #[test]
    fn wrong_values_name_their_field() {
        assert_eq!(
            check(form(None, editable("12345"))),
            Err("metadata.edocument.phone.value")
        );
        // An empty one is a value, too.
        assert_eq!(
            check(form(None, editable(""))),
            Err("metadata.edocument.phone.value")
        );
        // The first is named.
        assert_eq!(
            check(form(locked("1"), locked("1"))),
            Err("metadata.edocument.iin.value")
        );
    }

    #[test]
    fn a_locked_field_without_a_value_is_refused() {
        let empty = || {
            Some(PrefilledField {
                value: None,
                changeable: false,
            })
        };
        assert_eq!(
            check(form(empty(), None)),
            Err("metadata.edocument.iin.changeable")
        );
        assert_eq!(
            check(form(None, empty())),
            Err("metadata.edocument.phone.changeable")
        );
    }

    #[test]
    fn skipping_the_form_without_both_values_locked_is_refused() {
        let phone = "77011234567";
        for (iin, with) in [
            (None, None),
            (locked(IIN), None),
            (locked(IIN), editable(phone)),
            (editable(IIN), locked(phone)),
        ] {
            assert_eq!(
                check(skipping(form(iin, with))),
                Err("metadata.edocument.skip_input")
            );
        }
    }
}
