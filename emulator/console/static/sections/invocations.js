// What runs and ran: a line each, the log underneath once it is opened.

import { call } from "../api.js";
import { badge, field, fill, keepTable, make, options } from "../dom.js";
import { cloudNow, clockText, count, milliseconds, moment } from "../format.js";
import { failed } from "../head.js";
import { gauge, search, searchBar, setLevel } from "../lists.js";
import { logLines } from "../log.js";
import { load } from "../store.js";
import { learn, t } from "../words.js";

learn({
  invocations: ["函数调用", "Invocations"],
  invocationsLead: ["HTTP、事件和定时触发都在这里，最新的在前，正在运行的也在。展开一行看日志。", "HTTP, event and timer invocations alike, newest first, those under way too. Open a line for its log."],
  invocationsNone: ["还没有函数被调用", "No function has been called yet"],
  invocationsHow: ["打开产品的页面，或到“定时器”里触发一个函数。", "Open a page of the product, or fire a function under Timers."],
  invocationsFilter: ["筛选路径、触发方式、错误或编号", "Filter by path, trigger, error or id"],
  ofFunction: ["函数名", "Function"],
  outcome: ["结果", "Outcome"],
  outcome_ok: ["成功", "Succeeded"],
  outcome_failed: ["失败", "Failed"],
  outcome_running: ["运行中", "Running"],
  trigger: ["触发", "Trigger"],
  start: ["启动", "Start"],
  duration: ["耗时", "Duration"],
  memory: ["内存", "Memory"],
  cold: ["冷启动", "cold"],
  warm: ["热", "warm"],
  running: ["运行中", "running"],
  waiting: ["等待实例", "waiting"],
  noLog: ["（没有日志）", "(no log)"],
  billedFor: ["计费 {text}", "billed {text}"],
  instance: ["实例 {text}", "instance {text}"],
  showLog: ["{function}：查看日志", "{function}: show the log"],
});

const open = new Set();
let known = [];
let longest = 1;
let parts;

export const invocations = {
  id: "invocations",
  topics: ["invocations"],
  handy: true,
  wide: true,

  build(place) {
    const which = make("select", { onchange: show });
    const outcome = make("select", { onchange: show });
    const [filter, box] = search("invocations-filter", "invocationsFilter", show);
    const heads = ["time", "ofFunction", "trigger", "result", "start", "duration", "memory"];
    const lines = make("table", { id: "invocations-list", class: "runs" },
      make("thead", {}, make("tr", {}, heads.map((word) => make("th", { scope: "col", t: word })))));
    place.append(
      searchBar(box, field("invocations-function", "ofFunction", which), field("invocations-outcome", "outcome", outcome)),
      make("div", { class: "scroll", tabindex: "0", role: "region", label: "invocations" }, lines));
    parts = { which, outcome, filter, lines };
  },

  async refresh() {
    known = await load("invocations");
    show();
  },

  // What runs takes longer every second.
  tick() {
    const running = new Map(known.filter((one) => one.status === null).map((one) => [one.id, one]));
    for (const body of parts.lines.tBodies) if (running.has(body.dataset.id)) measure(body, running.get(body.dataset.id));
  },

  escape() {
    const id = document.activeElement?.closest("tbody")?.dataset.id;
    if (open.delete(id)) show();
  },
};

const state = (one) => (one.status === null ? "running" : failed(one) ? "failed" : "ok");

function show() {
  const { which, outcome, filter, lines } = parts;
  options(which, ["", ...new Set(known.map((one) => one.function).sort())], (name) => name || t("all"));
  options(outcome, ["", "ok", "failed", "running"], (name) => (name ? t(`outcome_${name}`) : t("all")));
  const words = filter.value.trim().toLowerCase();
  const wanted = known
    .filter((one) => !which.value || one.function === which.value)
    .filter((one) => !outcome.value || state(one) === outcome.value)
    .filter((one) => [one.function, one.method, one.path, one.trigger, one.status, one.error, one.id].join(" ").toLowerCase().includes(words));
  longest = Math.max(1, ...wanted.map((one) => one.ms ?? 0));
  fill(lines, wanted, {
    key: (one) => one.id,
    stamp: (one) => JSON.stringify([one, open.has(one.id)]),
    draw: line,
    update: measure,
    empty: known.length ? ["noMatch", "noMatchHow"] : ["invocationsNone", "invocationsHow"],
    skip: 1,
  });
  keepTable(lines);
}

function line(one) {
  const isOpen = open.has(one.id);
  const toggle = () => {
    if (!open.delete(one.id)) open.add(one.id);
    show();
  };
  const name = make("button", { type: "button", class: "fold", "aria-expanded": String(isOpen), "aria-label": t("showLog", one), onclick: toggle },
    make("strong", {}, one.function));
  const summary = make("tr", { class: `run ${state(one)}`, onclick: (event) => event.target.closest("button, a") || toggle() },
    make("td", {}, moment(one.at, clockText)),
    make("td", {}, make("div", { class: "what" }, name, make("span", { class: "mono path" }, [one.method, one.path].filter(Boolean).join(" ")))),
    make("td", {}, badge(one.trigger)),
    make("td", {}, outcomeBadge(one)),
    make("td", {}, badge(one.cold ? t("cold") : t("warm"), one.cold ? "cold" : "plain")),
    make("td", { class: "took" }, gauge(), make("span", { class: "ms" })),
    make("td", { class: "number" }, one.memory_mb ? `${count(one.memory_mb)} MB` : ""));
  const body = make("tbody", { "data-id": one.id }, summary);
  if (isOpen) body.append(details(one));
  return body;
}

function outcomeBadge(one) {
  if (one.status === null) return badge(t(one.started ? "running" : "waiting"), "busy");
  return badge(String(one.status), failed(one) ? "bad" : "good");
}

function measure(body, one) {
  const ms = one.ms ?? Math.max(0, (cloudNow() - (one.started ?? one.at)) * 1000);
  setLevel(body, Math.max(1, Math.min(100, (100 * ms) / longest)));
  body.querySelector(".ms").textContent = milliseconds(ms);
}

function details(one) {
  const log = make("pre", { class: "log", tabindex: "0" }, "…");
  const facts = [one.error, one.billed_ms && t("billedFor", { text: milliseconds(one.billed_ms) }), one.instance && t("instance", { text: one.instance }), one.id];
  call(`invocations/${encodeURIComponent(one.id)}`)
    .then((whole) => log.replaceChildren(...logLines(whole.log || t("noLog"))))
    .catch((error) => log.replaceChildren(error.message));
  return make("tr", { class: "details" }, make("td", { colspan: "7" },
    make("p", { class: "mono muted" }, facts.filter(Boolean).join(" · ")), log));
}
