// Failures to come: a form to ask for them, the list of those in force.

import { post, remove } from "../api.js";
import { attempt, badge, field, fill, make, options, toast } from "../dom.js";
import { count } from "../format.js";
import { forget, load } from "../store.js";
import { learn, t } from "../words.js";

learn({
  faults: ["故障注入", "Faults"],
  faultsLead: ["让接下来的若干次调用失败、变慢、断线、重复，或在应答前杀死函数实例。", "Let the next calls fail, wait, break off, happen twice, or kill the function instance before it hears the answer."],
  operationHint: ["* 表示任意操作；fc 填函数名", "* is any operation; for fc, a function's name"],
  kind: ["故障", "Failure"],
  times: ["次数", "Times"],
  skipCalls: ["先放行几次", "Skip first"],
  share: ["命中比例（0–1）", "Share of calls (0–1)"],
  code: ["错误码（可选）", "Error code (optional)"],
  delay: ["毫秒", "Milliseconds"],
  inject: ["注入", "Inject"],
  injected: ["已注入：{text}", "Injected: {text}"],
  faultsArmed: ["生效中", "In force"],
  faultsClear: ["全部清除", "Clear all"],
  cleared: ["故障已全部清除", "All faults cleared"],
  faultsNone: ["没有故障，一切照常", "No faults: everything runs as usual"],
  faultsHow: ["在上面选一个服务和一种故障，看看产品怎么应对。", "Choose a service and a failure above, and see what the product does about it."],
  faultCount: ["还有 {times} 次", "{times} to come"],
  faultSkip: ["先放行 {skip} 次", "after {skip} more"],
  faultShare: ["约 {text}% 的调用", "about {text}% of the calls"],
  kind_error: ["返回错误", "Error answer"],
  kind_late: ["生效却报错", "Done, but an error"],
  kind_delay: ["延迟", "Delay"],
  kind_cut: ["未达断线", "Cut before"],
  kind_drop: ["丢失应答", "Lost answer"],
  kind_duplicate: ["重复投递", "Delivered twice"],
  kind_kill: ["杀死实例", "Kill instance"],
  kind_malformed: ["应答截断", "Cut answer"],
  kind_page: ["HTML 502 页", "HTML 502 page"],
  hint_error: ["服务返回它自己的错误，什么也没发生。", "The service's own error; nothing takes effect."],
  hint_late: ["调用已生效，服务却返回错误。", "The call takes effect, and yet the service answers with an error."],
  hint_delay: ["等待之后照常执行。", "The call waits, then runs as usual."],
  hint_cut: ["调用没有到达，连接断开，什么也没发生。", "The call never arrives; its connection closes and nothing takes effect."],
  hint_drop: ["调用已生效，应答丢失，连接断开。", "The call takes effect; its answer is lost with the connection."],
  hint_duplicate: ["投递的内容到达两次。", "What the call delivers arrives twice."],
  hint_kill: ["调用已生效，发起它的实例在收到应答前死亡。", "The call takes effect; the instance that made it dies before the answer."],
  hint_malformed: ["调用已生效，应答只有前一半，HTTP 200。仅限短信、邮件、识别、核验和 STS。", "The call takes effect; half of its answer comes, with HTTP 200. For SMS, mail, OCR, identity and STS."],
  hint_page: ["代理返回 502 网页，什么也没发生。仅限短信、邮件、识别、核验和 STS。", "A proxy's HTML page with status 502; nothing takes effect. For SMS, mail, OCR, identity and STS."],
});

const KINDS = ["error", "late", "delay", "cut", "drop", "duplicate", "kill", "malformed", "page"];
const SERVICES = ["fc", "fc-api", "oss", "tablestore", "redis", "sms", "mail", "ocr", "identity", "sts", "wechat"];
// Where the service does not list its operations, those that a product is likely to use.
const USUAL = {
  oss: ["PutObject", "PostObject", "GetObject", "HeadObject", "DeleteObject", "ListObjects", "CopyObject"],
  tablestore: ["PutRow", "GetRow", "UpdateRow", "DeleteRow", "GetRange", "BatchWriteRow", "BatchGetRow"],
  redis: ["GET", "SET", "DEL", "EVAL", "EVALSHA", "INCRBY", "EXPIRE", "HSET", "HGETALL"],
};
const NUMBERS = ["times", "skip", "delay_ms", "share"];
let parts;
let look;
// Service → operation → codes.
let documented = {};

export const faults = {
  id: "faults",
  topics: ["faults"],

  build(place, again) {
    look = again;
    const list = make("ul", { id: "faults-list", class: "cards" });
    const clear = make("button", { type: "button", id: "faults-clear", t: "faultsClear", onclick: () => attempt(clear, null, clearAll) });
    const complaint = make("p", { id: "faults-error", class: "error", role: "alert" });
    const form = theForm(complaint);
    place.append(form, make("div", { class: "row" }, make("h2", { t: "faultsArmed" }), clear), list);
    parts = { form, list, clear, complaint };
    this.relabel();
  },

  relabel() {
    options(parts.form.elements.kind, KINDS, (kind) => t(`kind_${kind}`));
    explain();
  },

  async refresh() {
    const [rules, codes, deployed] = await Promise.all([load("faults"), load("errors"), load("functions")]);
    documented = { fc: Object.fromEntries(deployed.map((one) => [one.name, []])), ...codes };
    suggest();
    parts.clear.disabled = !rules.length;
    fill(parts.list, rules, { draw: card, empty: ["faultsNone", "faultsHow"] });
  },
};

function theForm(complaint) {
  const number = (name, value, more = {}) => make("input", { name, type: "number", value, min: "0", step: "1", inputmode: "numeric", ...more });
  const word = (name, list, more = {}) => make("input", { name, list, autocomplete: "off", spellcheck: "false", ...more });
  const boxes = [
    field("fault-service", "service", make("select", { name: "service", onchange: suggest }, SERVICES.map((one) => make("option", {}, one)))),
    field("fault-operation", "operation", word("operation", "fault-operations", { value: "*", oninput: suggest, "aria-describedby": "fault-operation-hint" }),
      make("datalist", { id: "fault-operations" }), make("p", { id: "fault-operation-hint", class: "hint", t: "operationHint" })),
    field("fault-kind", "kind", make("select", { name: "kind", onchange: explain, "aria-describedby": "fault-kind-hint" }),
      make("p", { id: "fault-kind-hint", class: "hint" })),
    field("fault-times", "times", number("times", "1", { min: "1" })),
    field("fault-skip", "skipCalls", number("skip", "0")),
    field("fault-share", "share", number("share", "1", { max: "1", step: "any", inputmode: "decimal" })),
    only("error late", field("fault-code", "code", word("code", "fault-codes"), make("datalist", { id: "fault-codes" }))),
    only("delay kill", field("fault-delay", "delay", number("delay_ms", "0"))),
  ];
  return make("form", { id: "faults-form", class: "panel", novalidate: true, onsubmit: (event) => inject(event, complaint) },
    make("div", { class: "grid" }, boxes), complaint, make("button", { class: "primary", t: "inject" }));
}

function only(kinds, box) {
  box.dataset.kinds = kinds;
  return box;
}

function inject(event, complaint) {
  event.preventDefault();
  attempt(event.submitter, complaint, async () => {
    const rule = await post("faults", asked());
    toast(t("injected", { text: `${t(`kind_${rule.kind}`)} · ${rule.service} · ${rule.operation}` }));
    forget(["faults"]);
    await look();
  });
}

async function clearAll() {
  await remove("faults");
  toast(t("cleared"));
  forget(["faults"]);
  await look();
}

function suggest() {
  const { service, operation } = parts.form.elements;
  const known = documented[service.value] ?? {};
  const offered = (id, values) => fill(parts.form.querySelector(id), values, { draw: (value) => make("option", { value }) });
  const operations = Object.keys(known).filter((name) => name !== "*");
  offered("#fault-operations", ["*", ...(operations.length ? operations : USUAL[service.value] ?? [])]);
  offered("#fault-codes", known[operation.value] ?? [...new Set(Object.values(known).flat())]);
}

function explain() {
  const { kind, delay_ms: delay } = parts.form.elements;
  if (kind.value === "delay" && delay.value === "0") delay.value = "1000";
  parts.form.querySelector("#fault-kind-hint").textContent = t(`hint_${kind.value}`);
  for (const box of parts.form.querySelectorAll("[data-kinds]")) box.hidden = !box.dataset.kinds.split(" ").includes(kind.value);
}

function asked() {
  const { elements } = parts.form;
  const body = { service: elements.service.value, operation: elements.operation.value.trim(), kind: elements.kind.value };
  for (const name of NUMBERS) {
    if (elements[name].closest(".field").hidden) continue;
    const { valueAsNumber: value } = elements[name];
    body[name] = Number.isNaN(value) ? null : value;
  }
  const code = elements.code.value.trim();
  if (code && !elements.code.closest(".field").hidden) body.code = code;
  return body;
}

function card(rule) {
  const details = [
    rule.code, rule.delay_ms ? `${count(rule.delay_ms)} ms` : "", rule.skip ? t("faultSkip", rule) : "",
    rule.share < 1 ? t("faultShare", { text: count(rule.share * 100) }) : "", rule.mark,
  ];
  return make("li", { class: "card meta" },
    badge(t(`kind_${rule.kind}`), "warn"),
    make("strong", { class: "mono" }, `${rule.service} · ${rule.operation}`),
    make("span", {}, t("faultCount", rule)),
    make("span", { class: "muted" }, details.filter(Boolean).join(" · ")));
}
