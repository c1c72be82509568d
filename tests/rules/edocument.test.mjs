// What is read of the E-Document form's fields, for the rules of src/flow/edocument.rs.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { formIn, setPhone } from "../../src/http/edocument.js";

const phone = (value) => {
  const { hasPhone, phoneDigits, hasPhonePlus } = formIn({ edocument: { phone: { value } } });
  return [hasPhone, phoneDigits, hasPhonePlus];
};

test("A phone's digits are read past what people type between them", () => {
  for (const typed of ["87011234567", "8 (701) 123-45-67", "8\u00a0701\u00a0123.45.67", "8 701 123\u201345\u201167"]) {
    assert.deepEqual(phone(typed), [true, 87011234567, false], typed);
  }
  assert.deepEqual(phone("+7 701 123-45-67"), [true, 77011234567, true]);
});

test("Whatever else is typed is no number", () => {
  for (const typed of ["", "+", "x", "7701123456x", "++77011234567", "7+7011234567", "٧٧٠١١٢٣٤٥٦٧", "77011234567, 87011234567"]) {
    assert.deepEqual(phone(typed), [true, NaN, false], typed);
  }
  fc.assert(fc.property(fc.string().filter((text) => /[^\d+ \u00a0().\u2011\u2013-]/.test(text)), (typed) => {
    assert.deepEqual(phone(typed), [true, NaN, false]);
  }));
});

test("An IIN is twelve ASCII digits or it is not, and nothing else is asked of it", () => {
  const isTwelve = (value) => formIn({ edocument: { iin: { value } } }).isIinTwelveDigits;
  assert.deepEqual(["123456789012", "12345678901", "1234567890123", "12345678901O", "١٢٣٤٥٦٧٨٩٠١٢", ""].map(isTwelve), [true, false, false, false, false, false]);
});

test("Metadata without a form, and no metadata, have nothing in them", () => {
  for (const metadata of [undefined, {}, { edocument: {} }]) {
    const { hasIin, hasPhone, isIinLocked, isPhoneLocked, skipInput } = formIn(metadata);
    assert.deepEqual([hasIin, hasPhone, isIinLocked, isPhoneLocked, Boolean(skipInput)], [false, false, false, false, false]);
  }
});

test("The phone is sent as text", () => {
  const metadata = { edocument: { phone: { value: "8 701 123 45 67" } } };
  setPhone(metadata, 77011234567);
  assert.deepEqual(metadata, { edocument: { phone: { value: "77011234567" } } });
});
