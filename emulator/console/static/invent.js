// People and companies that do not exist, with numbers that add up.

const SURNAMES = ["张", "李", "王", "赵", "陈", "刘", "周", "吴", "郑", "孙", "林", "何"];
const GIVEN = ["晓明", "雨桐", "建国", "思远", "丽华", "子涵", "志强", "文静", "海波", "佳怡", "一鸣", "春生"];
const REGIONS = ["110101", "310101", "330106", "440305", "510104", "320102"];
const FIRMS = ["水利", "科技", "工程", "勘测", "环境", "数据"];
const CITIES = [["北京", "110000"], ["上海", "310000"], ["杭州", "330100"], ["深圳", "440300"]];

const pick = (list) => list[Math.floor(Math.random() * list.length)];
const digits = (count) => Array.from({ length: count }, () => Math.floor(Math.random() * 10)).join("");
const fullName = () => pick(SURNAMES) + pick(GIVEN);

export function inventPerson() {
  const year = 1965 + Math.floor(Math.random() * 38);
  const month = String(1 + Math.floor(Math.random() * 12)).padStart(2, "0");
  const day = String(1 + Math.floor(Math.random() * 28)).padStart(2, "0");
  return { name: fullName(), number: withIdCheck(`${pick(REGIONS)}${year}${month}${day}${digits(3)}`) };
}

export function inventCompany() {
  const [city, region] = pick(CITIES);
  const code = withCreditCheck(`91${region}${digits(9)}`);
  return { company: `${city}样例${pick(FIRMS)}有限公司`, code, legal: fullName() };
}

// GB 11643: the last character of an ID number.
function withIdCheck(first17) {
  const sum = [...first17].reduce((total, digit, index) => total + Number(digit) * (2 ** (17 - index) % 11), 0);
  return first17 + "10X98765432"[sum % 11];
}

// GB 32100: the last character of a unified social credit code.
function withCreditCheck(first17) {
  const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  const sum = [...first17].reduce((total, character, index) => total + alphabet.indexOf(character) * (3 ** index % 31), 0);
  return first17 + alphabet[(31 - (sum % 31)) % 31];
}
