// All of it at a glance: figures, the latest messages with their codes, what ran last.

import { badge, fill, make } from "../dom.js";
import { clockText, count, distance, milliseconds, moment, yuan } from "../format.js";
import { failed } from "../head.js";
import { icon } from "../icons.js";
import { CHANNEL_ICONS, codeButton, codeOf, highlighted } from "../messages.js";
import { load } from "../store.js";
import { learn, t } from "../words.js";

learn({
  overview: ["概览", "Overview"],
  overviewLead: ["此刻本地云里发生的事。", "What goes on in the local cloud right now."],
  latestMessages: ["最新消息", "Latest messages"],
  latestRuns: ["最近运行", "What ran last"],
  allMessages: ["全部消息", "All messages"],
  allRuns: ["全部记录", "All of it"],
  figureRuns: ["运行", "Runs"],
  figureRunsMore: ["{failed} 次失败，{cold} 次冷启动", "{failed} failed, {cold} cold"],
  figureMessages: ["消息", "Messages"],
  figureMessagesMore: ["{sms} 短信，{mail} 邮件", "{sms} SMS, {mail} mail"],
  figureNext: ["下次触发", "Next run"],
  figureCost: ["假如收费", "Would cost"],
  figureCostMore: ["按 {text} 项计", "for {text} items"],
  figureFaults: ["故障规则", "Fault rules"],
  figureFaultsNone: ["一切照常", "all as usual"],
  figureFaultsSome: ["生效中", "in force"],
});

const MESSAGES = 4;
const RUNS = 8;
let parts;

export const overview = {
  id: "overview",
  topics: ["outbox", "invocations", "timers", "cost", "faults", "clock"],
  handy: true,
  wide: true,

  build(place) {
    const figures = make("ul", { class: "figures" });
    const messages = make("ol", { id: "overview-messages", class: "cards" });
    const runs = make("ol", { id: "overview-runs", class: "lines" });
    const panel = (word, more, href, list) => make("section", { class: "stack", "aria-labelledby": word },
      make("div", { class: "row" }, make("h2", { id: word, t: word }), make("a", { href, t: more })), list);
    place.append(figures, make("div", { class: "halves" },
      panel("latestMessages", "allMessages", "#outbox", messages), panel("latestRuns", "allRuns", "#invocations", runs)));
    parts = { figures, messages, runs };
  },

  async refresh() {
    const [messages, runs, timers, cost, rules] = await Promise.all(["outbox", "invocations", "timers", "cost", "faults"].map(load));
    const next = timers.filter((one) => one.next).sort((a, b) => a.next - b.next)[0];
    const channel = (name) => count(messages.filter((one) => one.channel === name).length);
    fill(parts.figures, [
      ["#invocations", "figureRuns", count(runs.length), t("figureRunsMore", { failed: count(runs.filter(failed).length), cold: count(runs.filter((one) => one.cold).length) })],
      ["#outbox", "figureMessages", count(messages.length), t("figureMessagesMore", { sms: channel("sms"), mail: channel("mail") })],
      ["#timers", "figureNext", next?.next ?? null, next?.function ?? t("none")],
      ["#cost", "figureCost", yuan(cost.yuan), t("figureCostMore", { text: count(cost.items.filter((one) => one.units).length) })],
      ["#faults", "figureFaults", count(rules.length), t(rules.length ? "figureFaultsSome" : "figureFaultsNone")],
    ], { key: ([href]) => href, draw: figure });
    fill(parts.messages, messages.slice(-MESSAGES).reverse(), { draw: card, empty: ["outboxNone", "outboxHow"] });
    fill(parts.runs, runs.slice(0, RUNS), { key: (one) => one.id, draw: line, empty: ["invocationsNone", "invocationsHow"] });
  },
};

function figure([href, word, value, more]) {
  const shown = typeof value === "number" ? distance(value) : value ?? "–";
  return make("li", {}, make("a", { href, class: `figure${href === "#faults" && value !== "0" ? " alarm" : ""}` },
    make("span", { class: "muted" }, t(word)), make("strong", {}, shown), make("span", { class: "small muted" }, more)));
}

function card(one) {
  return make("li", { class: "card message" },
    make("p", { class: "meta" }, make("span", { class: `avatar ${one.channel}` }, icon(CHANNEL_ICONS[one.channel])),
      make("strong", { class: "mono" }, one.to), badge(t(one.channel), one.channel), moment(one.at, clockText)),
    make("div", { class: "split" }, make("p", { class: "text" }, ...highlighted(one.params?.subject ?? one.text, codeOf(one))), codeButton(one)));
}

function line(one) {
  const state = one.status === null ? badge(t("running"), "busy") : badge(String(one.status), failed(one) ? "bad" : "good");
  return make("li", {},
    moment(one.at, clockText), make("span", { class: "what" }, make("strong", {}, one.function), make("span", { class: "mono path" }, one.path ?? one.trigger)),
    one.cold && badge(t("cold"), "cold"), state, make("span", { class: "ms" }, one.ms === null || one.ms === undefined ? "…" : milliseconds(one.ms)));
}
