// Specimen documents: drawn on the server, shown, saved, and their people made known to the identity service.

import { blob, post } from "../api.js";
import { attempt, field, make, toast } from "../dom.js";
import { inventCompany, inventPerson } from "../invent.js";
import { forget } from "../store.js";
import { learn, t } from "../words.js";

learn({
  samples: ["样本图片", "Specimens"],
  samplesLead: ["用来试传的证件样本，图上标明“样本”。人物与号码均为虚构。", "Documents to try uploads with, plainly marked as specimens. People and numbers are invented."],
  front: ["身份证人像面", "ID card, front"],
  back: ["身份证国徽面", "ID card, back"],
  licence: ["营业执照", "Business licence"],
  expires: ["有效期至（日期或 long）", "Expires (date or long)"],
  sampleDraw: ["生成", "Draw"],
  invent: ["换一个人", "Another person"],
  inventCompany: ["换一家企业", "Another company"],
  registerThem: ["登记到实名库", "Make known to the registry"],
  sampleRegistered: ["已登记 {text}", "Registered {text}"],
  download: ["下载 {text}", "Download {text}"],
});

const KINDS = [
  {
    id: "front", path: "idcard.jpg", file: "idcard-front.jpg", fixed: { side: "front" }, fields: [["name"], ["number"]],
    again: "invent", invent: inventPerson, entry: ({ name, number }) => ({ persons: [{ name, number }] }),
  },
  { id: "back", path: "idcard.jpg", file: "idcard-back.jpg", fixed: { side: "back" }, fields: [["expires", "2039-03-07"]] },
  {
    id: "licence", path: "licence.jpg", file: "licence.jpg", fixed: {},
    fields: [["company"], ["code", "", "creditCode"], ["legal"], ["expires", "long"]], again: "inventCompany",
    invent: inventCompany, entry: ({ company, code, legal }) => ({ companies: [{ name: company, code, legal }] }),
  },
];

export const samples = {
  id: "samples",

  build(place) {
    place.append(make("div", { class: "sheets" }, KINDS.map(sheet)));
  },
};

function sheet(kind) {
  const complaint = make("p", { class: "error", role: "alert" });
  const figure = make("figure", { hidden: true });
  const inputs = kind.fields.map(([name, value = "", word = name]) => field(`${kind.id}-${name}`, word,
    make("input", { name, value, autocomplete: "off", spellcheck: "false" })));
  const form = make("form", { id: `sample-${kind.id}`, class: "panel sample", novalidate: true },
    make("h2", { t: kind.id }), make("div", { class: "grid" }, inputs), complaint);
  const given = () => Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]));
  const invent = () => Object.entries(kind.invent()).forEach(([name, value]) => { form.elements[name].value = value; });
  const button = (word, work) => {
    const one = make("button", { type: "button", t: word, onclick: () => attempt(one, complaint, work) });
    return one;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(event.submitter, complaint, async () => show(figure, kind, await blob(`sample/${kind.path}`, { ...kind.fixed, ...given() })));
  });
  form.append(make("div", { class: "bar" },
    make("button", { class: "primary", t: "sampleDraw" }),
    kind.invent && button(kind.again, async () => invent()),
    kind.entry && button("registerThem", () => register(kind.entry, given()))), figure);
  if (kind.invent) invent();
  return form;
}

async function register(entry, given) {
  await post("registry", entry(given));
  forget(["registry"]);
  toast(t("sampleRegistered", { text: given.name ?? given.company }));
}

function show(figure, kind, picture) {
  const old = figure.querySelector("img");
  if (old) URL.revokeObjectURL(old.src);
  const url = URL.createObjectURL(picture);
  figure.replaceChildren(
    make("img", { src: url, alt: t(kind.id) }),
    make("figcaption", {}, make("a", { href: url, download: kind.file, class: "button" }, t("download", { text: kind.file }))));
  figure.hidden = false;
}
