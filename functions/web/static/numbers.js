// Numbers that carry a check character: slips of the pen are told before anything is sent. The server decides.

const ID_NUMBER = /^\d{17}[\dX]$/;
const ID_CHECKS = "10X98765432";
const CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const CREDIT_CODE = new RegExp(`^[${CREDIT_ALPHABET}]{2}\\d{6}[${CREDIT_ALPHABET}]{10}$`);

/** What is wrong with a resident identity number (GB 11643-1999); empty if nothing is. */
export function idNumberProblem(text) {
  const number = plain(text);
  if (number.length !== 18) return `身份证号码应为 18 位，现在是 ${number.length} 位`;
  if (!ID_NUMBER.test(number)) return "身份证号码由 17 位数字和 1 位数字或 X 组成，请核对";
  const sum = [...number.slice(0, 17)].reduce((total, digit, place) => total + digit * (2 ** (17 - place) % 11), 0);
  if (ID_CHECKS[sum % 11] !== number[17]) return "身份证号码有误，校验位不符，请逐位核对";
  return bornOnADay(number.slice(6, 14)) ? "" : "身份证号码中的出生日期不正确，请核对";
}

/** What is wrong with a unified social credit code (GB 32100-2015); empty if nothing is. */
export function creditCodeProblem(text) {
  const code = plain(text);
  if (code.length !== 18) return `统一社会信用代码应为 18 位，现在是 ${code.length} 位`;
  if (/[IOSVZ]/.test(code)) return "统一社会信用代码不使用字母 I、O、S、V、Z，请核对是否为数字 1、0、5、2";
  if (!CREDIT_CODE.test(code)) return "统一社会信用代码由数字和大写字母组成，第 3–8 位为数字，请核对";
  const values = [...code].map((one) => CREDIT_ALPHABET.indexOf(one));
  const sum = values.slice(0, 17).reduce((total, value, place) => total + value * powerOf3(place), 0);
  return (31 - (sum % 31)) % 31 === values[17] ? "" : "统一社会信用代码有误，校验位不符，请逐位核对";
}

function plain(text) {
  return text.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();
}

function bornOnADay(digits) {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)];
  const born = new Date(`${year}-${month}-${day}T00:00:00Z`);
  // Some engines take February 30 for the first of March.
  return born.getUTCDate() === Number(day) && year >= 1900 && born <= Date.now();
}

// 3 to the power of `place`, modulo 31.
function powerOf3(place) {
  return Array(place).fill(3).reduce((product, factor) => (product * factor) % 31, 1);
}
