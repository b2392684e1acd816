// Specimen documents: drawn on the server, shown, saved, and their people made known to the identity service.

import { call, picture } from "../api.js";
import { attempt, byId, make, toast } from "../dom.js";
import { t } from "../words.js";

const SURNAMES = ["张", "李", "王", "赵", "陈", "刘", "周", "吴", "郑", "孙", "林", "何"];
const GIVEN = ["晓明", "雨桐", "建国", "思远", "丽华", "子涵", "志强", "文静", "海波", "佳怡", "一鸣", "春生"];
const REGIONS = ["110101", "310101", "330106", "440305", "510104", "320102"];
const FIRMS = ["水利", "科技", "工程", "勘测", "环境", "数据"];
const CITIES = [["北京", "110000"], ["上海", "310000"], ["杭州", "330100"], ["深圳", "440300"]];

const pick = (list) => list[Math.floor(Math.random() * list.length)];
const digits = (count) => Array.from({ length: count }, () => Math.floor(Math.random() * 10)).join("");

export const samples = {
  start() {
    wire("sample-front", "idcard.jpg", "idcard-front.jpg", { side: "front" }, inventPerson,
      ({ name, number }) => ({ persons: [{ name, number }] }));
    wire("sample-back", "idcard.jpg", "idcard-back.jpg", { side: "back" });
    wire("sample-licence", "licence.jpg", "licence.jpg", {}, inventCompany,
      ({ company, code, legal }) => ({ companies: [{ name: company, code, legal }] }));
  },
};

function wire(id, path, fileName, fixed, invent, entry) {
  const form = byId(id);
  const complaint = form.querySelector(".error");
  const fields = () => Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]));
  const act = (name, work) => {
    const button = form.querySelector(`[data-act=${name}]`);
    button?.addEventListener("click", () => attempt(button, complaint, work));
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(event.submitter, complaint, async () => {
      show(form.querySelector("figure"), await picture(`sample/${path}`, { ...fixed, ...fields() }), fileName);
    });
  });
  act("invent", async () => invent(form));
  act("register", async () => {
    const chosen = fields();
    await call("registry", { method: "POST", body: entry(chosen) });
    toast(t("registered", { text: chosen.name ?? chosen.company }));
  });
  invent?.(form);
}

function show(figure, blob, fileName) {
  const old = figure.querySelector("img");
  if (old) URL.revokeObjectURL(old.src);
  const url = URL.createObjectURL(blob);
  figure.replaceChildren(
    make("img", { src: url, alt: figure.closest("form").querySelector("h2").textContent }),
    make("figcaption", {}, make("a", { href: url, download: fileName, class: "button" }, t("download", { text: fileName }))));
  figure.hidden = false;
}

function inventPerson(form) {
  const year = 1965 + Math.floor(Math.random() * 38);
  const month = String(1 + Math.floor(Math.random() * 12)).padStart(2, "0");
  const day = String(1 + Math.floor(Math.random() * 28)).padStart(2, "0");
  form.elements.name.value = pick(SURNAMES) + pick(GIVEN);
  form.elements.number.value = withIdCheck(`${pick(REGIONS)}${year}${month}${day}${digits(3)}`);
}

function inventCompany(form) {
  const [city, region] = pick(CITIES);
  form.elements.company.value = `${city}样例${pick(FIRMS)}有限公司`;
  form.elements.code.value = withCreditCheck(`91${region}${digits(9)}`);
  form.elements.legal.value = pick(SURNAMES) + pick(GIVEN);
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
