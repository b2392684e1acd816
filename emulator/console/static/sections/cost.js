// What all of it would cost in the real cloud: in total, by item, by day.

import { draw, fill, make, table } from "../dom.js";
import { count, yuan } from "../format.js";
import { gauge, setLevel } from "../lists.js";
import { load } from "../store.js";
import { language, learn, locale, t } from "../words.js";

learn({
  cost: ["费用", "Cost"],
  costLead: ["如果这是真实的云，到现在为止要花多少。价目表在 emulator/prices.py。", "What it would have cost so far in the real cloud. The price table is emulator/prices.py."],
  costTotal: ["合计", "In total"],
  costItem: ["项目", "Item"],
  costUnits: ["用量", "Units"],
  costPrice: ["单价", "Price"],
  costYuan: ["金额", "Yuan"],
  costShare: ["占比", "Share"],
  costPer: ["{price} / {per}", "{price} per {per}"],
  costNone: ["还没有产生费用", "Nothing has cost anything yet"],
  costHow: ["发一条短信、识别一张证件，或只是打开产品的页面。", "Send an SMS, have a document read, or just open a page of the product."],
  costByDay: ["每日费用", "Cost by day"],
  costDay: ["日期", "Day"],
  costUnused: ["{text} 项未使用", "{text} items not used"],
});

const MOST_DAYS = 31;
const [WIDTH, HEIGHT] = [620, 140];
let parts;

export const cost = {
  id: "cost",
  topics: ["cost"],

  build(place) {
    const total = make("p", { class: "face mono" });
    const chart = make("figure", { class: "panel chart", hidden: true });
    const [whole, list] = table("cost", ["costItem", "#costUnits", "#costPrice", "#costYuan", "costShare"], { id: "cost-list" });
    const unused = make("p", { class: "hint" });
    place.append(make("div", { class: "panel dial" }, make("p", { class: "muted", t: "costTotal" }), total), chart, whole, unused);
    parts = { total, chart, list, unused };
  },

  async refresh() {
    const report = await load("cost");
    const used = report.items.filter((one) => one.units).sort((a, b) => b.yuan - a.yuan);
    parts.total.textContent = yuan(report.yuan);
    parts.unused.textContent = used.length ? t("costUnused", { text: report.items.length - used.length }) : "";
    fill(parts.list, used, {
      key: (one) => one.item, draw: line, update: (element, one) => measure(element, one, report.yuan), empty: ["costNone", "costHow"] });
    showDays(report.days.slice(-MOST_DAYS));
  },
};

function line(one) {
  return make("tr", {},
    make("td", { title: one.source }, make("span", {}, language() === "zh" ? one.chinese : one.english), make("span", { class: "small mono muted block" }, one.item)),
    make("td", { class: "number" }, count(one.units, one.units < 100 ? 3 : 0)),
    make("td", { class: "number" }, one.per === 1 ? yuan(one.price) : t("costPer", { price: yuan(one.price), per: count(one.per) })),
    make("td", { class: "number" }, make("strong", {}, yuan(one.yuan))),
    make("td", { class: "took" }, gauge(), make("span", { class: "ms" })));
}

function measure(element, one, total) {
  const share = total ? (100 * one.yuan) / total : 0;
  setLevel(element, share);
  element.querySelector(".ms").textContent = `${count(share, 1)}%`;
}

// Bars for the eye, a table for everybody else.
function showDays(days) {
  parts.chart.hidden = !days.length;
  const most = Math.max(...days.map((one) => one.yuan), 1e-9);
  const step = WIDTH / Math.max(days.length, 14);
  const bars = days.map((one, index) => {
    const height = Math.max(2, (HEIGHT * one.yuan) / most);
    const name = draw("title", {}, `${dayName(one.day)}: ${yuan(one.yuan)}`);
    return draw("rect", { x: (index * step + step * 0.15).toFixed(1), y: (HEIGHT - height).toFixed(1), width: (step * 0.7).toFixed(1), height: height.toFixed(1) }, name);
  });
  const svg = draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" },
    draw("line", { x1: "0", x2: String(WIDTH), y1: String(HEIGHT), y2: String(HEIGHT) }), bars);
  const rows = days.map((one) => make("tr", {}, make("th", { scope: "row" }, dayName(one.day)), make("td", {}, yuan(one.yuan))));
  const told = make("table", { class: "visually-hidden" }, make("caption", { t: "costByDay" }),
    make("thead", {}, make("tr", {}, make("th", { scope: "col", t: "costDay" }), make("th", { scope: "col", t: "costYuan" }))),
    make("tbody", {}, rows));
  const ends = make("p", { class: "row small muted", "aria-hidden": "true" }, make("span", {}, dayName(days[0]?.day)), days.length > 1 && make("span", {}, dayName(days.at(-1).day)));
  parts.chart.replaceChildren(make("figcaption", { t: "costByDay" }), svg, ends, told);
}

// The days are those of Beijing, whatever the zone of the browser.
const dayName = (day) => (day ? new Date(`${day}T12:00:00Z`).toLocaleDateString(locale(), { month: "short", day: "numeric", timeZone: "UTC" }) : "");
