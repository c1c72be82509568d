/**
 * The check of src/flow/iin.rs once more: the contract has it synchronous, and the wasm is there only after the first call. A test holds
 * the two against each other.
 */
export function isValidIin(iin) {
  // The seventh digit tells the century.
  if (typeof iin !== "string" || !/^\d{6}[1-6]\d{5}$/.test(iin)) return false;
  const digits = [...iin].map(Number);
  const year = 1800 + 100 * Math.floor((digits[6] - 1) / 2) + Number(iin.slice(0, 2));
  const month = iin.slice(2, 4) - 1;
  const date = new Date(Date.UTC(year, month, iin.slice(4, 6)));
  const pass = (weight) => digits.slice(0, 11).reduce((sum, digit, index) => sum + digit * (((index + weight) % 11) + 1), 0) % 11;
  const check = [pass(0), pass(2)].find((remainder) => remainder < 10);
  return date.getUTCMonth() === month && date.getUTCDate() === Number(iin.slice(4, 6)) && check === digits[11];
}
