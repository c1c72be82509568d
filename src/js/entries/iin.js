/**
 * The check of src/flow/iin.rs once more: the contract has it synchronous, and the wasm compiles asynchronously. A test holds
 * the two against each other.
 */
export function isValidIin(iin) {
  if (typeof iin !== "string" || !/^[0-9]{12}$/.test(iin)) return false;
  const digits = [...iin].map(Number);
  const [, , , , , , century] = digits;
  if (century < 1 || century > 6) return false;
  const year = 1800 + 100 * Math.floor((century - 1) / 2) + Number(iin.slice(0, 2));
  const month = Number(iin.slice(2, 4));
  const day = Number(iin.slice(4, 6));
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return false;
  const pass = (firstWeight) =>
    digits.slice(0, 11).reduce((sum, digit, index) => sum + digit * (((index + firstWeight - 1) % 11) + 1), 0) % 11;
  const check = [pass(1), pass(3)].find((remainder) => remainder < 10);
  return check === digits[11];
}
