// Whom the identity service knows, and a form for more of them.

import { post } from "../api.js";
import { attempt, badge, field, fill, make, row, table, toast } from "../dom.js";
import { search, searchBar } from "../lists.js";
import { forget, load } from "../store.js";
import { learn, t } from "../words.js";

learn({
  registry: ["实名库", "Registry"],
  registryLead: ["核验服务认识的人和企业；不在其中的，核验结果是“查无此人”。虚构的人可在“样本图片”里生成。", "People and companies that the identity service knows; anybody else is not found. Specimens invents people for you."],
  registryFilter: ["筛选姓名、企业或号码", "Filter by name, company or number"],
  persons: ["人员", "Persons"],
  companies: ["企业", "Companies"],
  personsNone: ["没有符合的人", "Nobody here"],
  companiesNone: ["没有符合的企业", "No company here"],
  registryHow: ["在下方登记，核验就认得了。", "Register one below, and the identity service knows it."],
  addPerson: ["登记一个人", "Register a person"],
  addCompany: ["登记一家企业", "Register a company"],
  register: ["登记", "Register"],
  registered: ["已登记 {text}", "Registered {text}"],
  status: ["经营状态", "Status"],
  status_0: ["其他", "other"],
  status_1: ["在营", "operating"],
  status_2: ["迁出", "moved out"],
  status_3: ["注销", "deregistered"],
  status_4: ["吊销", "licence revoked"],
  status_5: ["撤销", "cancelled"],
  status_6: ["停业", "suspended"],
});

let known = { persons: [], companies: [] };
let parts;
let look;

export const registry = {
  id: "registry",
  topics: ["registry"],

  build(place, again) {
    look = again;
    const [filter, box] = search("registry-filter", "registryFilter", show);
    const [persons, personList] = table("persons", ["name", "number"], { id: "registry-persons" });
    const [companies, companyList] = table("companies", ["company", "creditCode", "legal", "status"], { id: "registry-companies" });
    const status = make("select", { name: "status" }, [1, 2, 3, 4, 5, 6, 0].map((code) => make("option", { value: code, t: `status_${code}` })));
    place.append(
      searchBar(box),
      make("h2", { t: "persons" }), persons, make("h2", { t: "companies" }), companies,
      form("person", "addPerson", [text("name"), text("number", 18)], (fields) => ({ persons: [fields] })),
      form("company", "addCompany", [text("company"), text("creditCode", 18), text("legal"), field("registry-status", "status", status)],
        ({ company, creditCode, legal, status: code }) => ({ companies: [{ name: company, code: creditCode, legal, status: Number(code) }] })));
    parts = { filter, personList, companyList };
  },

  async refresh() {
    known = await load("registry");
    show();
  },
};

function show() {
  const words = parts.filter.value.trim().toLowerCase();
  const wanted = (list) => list.filter((one) => Object.values(one).join(" ").toLowerCase().includes(words));
  const code = (value) => make("span", { class: "mono" }, value);
  fill(parts.personList, wanted(known.persons), {
    draw: (one) => row(one.name, code(one.number)), empty: ["personsNone", "registryHow"] });
  fill(parts.companyList, wanted(known.companies), {
    draw: (one) => row(one.name, code(one.code), one.legal, badge(t(`status_${one.status}`), one.status === 1 ? "good" : "warn")),
    empty: ["companiesNone", "registryHow"] });
}

const text = (word, most = 200) => field(`registry-${word}`, word, make("input", { name: word, autocomplete: "off", spellcheck: "false", maxlength: most }));

function form(id, heading, fields, entry) {
  const complaint = make("p", { class: "error", role: "alert" });
  const submit = (event) => {
    event.preventDefault();
    attempt(event.submitter, complaint, async () => {
      const given = Object.fromEntries([...new FormData(event.target)].map(([name, value]) => [name, value.trim()]));
      await post("registry", entry(given));
      toast(t("registered", { text: given.name ?? given.company }));
      event.target.reset();
      forget(["registry"]);
      await look();
    });
  };
  return make("form", { id: `register-${id}`, class: "panel", novalidate: true, onsubmit: submit },
    make("h2", { t: heading }), make("div", { class: "grid" }, fields), complaint, make("button", { class: "primary", t: "register" }));
}
