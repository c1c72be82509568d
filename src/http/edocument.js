// What the E-Document form is prefilled with (the vendor's guide, section 3.2), as far as the rules of src/flow/edocument.rs ask.

/** Only `changeable: false` is in what was read: `true` is the vendor's default. */
export const formIn = (metadata) => {
  const { iin, phone, skip_input } = metadata?.edocument ?? {};
  // Spaces, brackets, hyphens and dots are what people type between the digits.
  const [, plus, digits] = /^(\+?)(\d+)$/.exec(phone?.value?.replace(/[ \u00a0().\u2011\u2013-]/g, "")) ?? [];
  return {
    __proto__: null,
    hasIin: iin?.value !== undefined,
    isIinLocked: iin?.changeable === false,
    isIinTwelveDigits: /^\d{12}$/.test(iin?.value),
    hasPhone: phone?.value !== undefined,
    isPhoneLocked: phone?.changeable === false,
    phoneDigits: Number(digits),
    hasPhonePlus: plus === "+",
    skipInput: skip_input,
  };
};

export const setPhone = ({ edocument }, phone) => {
  edocument.phone.value = String(phone);
};
