// Tables of Tablestore: choose one, see its rows, open one to read it whole.

import { call, query } from "../api.js";
import { closeButton, show as showDialog } from "../dialog.js";
import { fill, make, setCurrent } from "../dom.js";
import { count, momentText, utcText } from "../format.js";
import { icon } from "../icons.js";
import { pager, search, searchBar } from "../lists.js";
import { learn, t } from "../words.js";

learn({
  tables: ["数据表", "Tables"],
  tablesLead: ["表格存储里的表和行，按主键排序，只显示未过期的最新版本。", "Tables and rows of Tablestore by primary key, the newest live versions alone."],
  tablesNone: ["还没有表", "There are no tables yet"],
  tablesHow: ["运行 make cloud 建表，或用 Tablestore 客户端建一张。", "Run make cloud, or create one with a Tablestore client."],
  tablesList: ["表", "Tables"],
  rowsNone: ["这张表是空的", "This table is empty"],
  rowsHow: ["产品写入的行会立刻出现在这里。", "Rows appear here as soon as the product writes them."],
  rowsFilter: ["在已加载的行里筛选", "Filter the rows loaded"],
  indexOf: ["{text} 的二级索引", "Secondary index of {text}"],
  rowOf: ["{text} 的一行", "A row of {text}"],
  showRow: ["查看这一行", "Show this row"],
});

const SHOWN = 48;
// Integers of this size are times in milliseconds, from 2001 on.
const [EARLIEST, LATEST] = [1e12, 1e13];
let parts;
let look;
let chosen = null;
let loaded = { keys: [], columns: [], rows: [] };

export const tables = {
  id: "tables",
  topics: ["tables"],
  wide: true,

  build(place, again) {
    look = again;
    const pages = pager(again);
    const list = make("ul", { id: "tables-list", class: "choices", label: "tablesList" });
    const name = make("h2", { class: "mono" });
    const [filter, box] = search("tables-filter", "rowsFilter", show);
    const head = make("thead", {}, make("tr"));
    const body = make("tbody", { id: "tables-rows" });
    const grid = make("div", { class: "scroll", tabindex: "0", role: "region", label: "tables" }, make("table", { class: "rows" }, head, body));
    const pane = make("div", { class: "stack", hidden: true },
      name, searchBar(box),
      grid, pages.more);
    place.append(make("div", { class: "panes narrow" }, list, pane));
    parts = { list, name, filter, head, body, pages, pane };
  },

  async refresh() {
    const { instances } = await call("tables");
    const all = instances.flatMap((one) => one.tables.map((table) => ({ ...table, instance: one.name })));
    const shown = all.find((one) => same(one, chosen)) ?? all[0] ?? null;
    chosen = shown;
    fill(parts.list, all, { key: (one) => `${one.instance}/${one.name}`, draw: choice, empty: ["tablesNone", "tablesHow"] });
    for (const item of parts.list.children) setCurrent(item, shown && item.dataset.name === `${shown.instance}/${shown.name}`);
    parts.pane.hidden = !shown;
    if (!shown) return;
    await read(shown);
    show();
  },
};

const same = (one, other) => other && one.instance === other.instance && one.name === other.name;

function choice(one) {
  const pick = () => {
    chosen = one;
    parts.pages.restart();
    look();
  };
  return make("li", { "data-name": `${one.instance}/${one.name}` }, make("button", { type: "button", onclick: pick },
    icon(one.index_of ? "more" : "tables"), make("span", { class: "mono", title: one.index_of ? t("indexOf", { text: one.index_of }) : `${one.instance} · ${one.name}` }, one.name), make("span", { class: "small" }, count(one.rows))));
}

async function read({ instance, name: table, keys }) {
  const pages = await parts.pages.read((after) => call(query("tables", { instance, table, after })));
  loaded = {
    keys: keys.map((one) => one.name),
    columns: [...new Set(pages.flatMap((page) => page.columns))],
    rows: pages.flatMap((page) => page.rows),
  };
  parts.name.textContent = table;
}

function show() {
  const words = parts.filter.value.trim().toLowerCase();
  const { keys, columns, rows } = loaded;
  const wanted = rows.filter((one) => JSON.stringify(one).toLowerCase().includes(words));
  const heads = [...columns.map((name) => make("th", { scope: "col", class: keys.includes(name) ? "mono key" : "mono" }, name))];
  const before = [...parts.head.rows[0].cells].map((cell) => cell.textContent);
  if (JSON.stringify(before) !== JSON.stringify(columns)) parts.head.rows[0].replaceChildren(...heads);
  fill(parts.body, wanted, {
    key: (one) => JSON.stringify([chosen.instance, chosen.name, ...keys.map((name) => one[name])]),
    stamp: (one) => JSON.stringify([columns, one]),
    draw: (one) => line(one, columns),
    empty: rows.length ? ["noMatch", "noMatchHow"] : ["rowsNone", "rowsHow"],
  });
}

function line(one, columns) {
  const open = () => whole(one, columns);
  const cells = columns.map((name, index) => {
    const shown = make("span", { class: "mono", title: hint(one[name]) }, short(one[name]));
    return make("td", {}, index ? shown : make("button", { type: "button", class: "fold", "aria-label": `${t("showRow")}: ${short(one[name])}`, onclick: open }, shown));
  });
  return make("tr", { class: "opens", onclick: (event) => event.target.closest("button") || open() }, ...cells);
}

const isTime = (value) => Number.isInteger(value) && value > EARLIEST && value < LATEST;
const hint = (value) => (isTime(value) ? `${momentText(value / 1000)} · ${utcText(value / 1000)}` : null);
const short = (value) => (written(value).length > SHOWN ? `${written(value).slice(0, SHOWN)}…` : written(value));

function written(value) {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function whole(one, columns) {
  const pairs = columns.filter((name) => name in one).map((name) => make("div", {},
    make("dt", { class: "mono" }, name),
    make("dd", { class: "mono" }, pretty(one[name]), isTime(one[name]) && make("span", { class: "muted" }, `  ${momentText(one[name] / 1000)}`))));
  return showDialog(t("rowOf", { text: chosen.name }), [make("dl", { class: "pairs" }, ...pairs), closeButton()], { wide: true });
}

function pretty(value) {
  const text = written(value);
  try {
    return /^[[{]/.test(text) ? JSON.stringify(JSON.parse(text), null, 2) : text;
  } catch {
    return text;
  }
}
