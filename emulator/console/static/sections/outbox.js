// Messages sent, as the phones of those who got them show them: a conversation each, the newest on top.

import { badge, fill, make, setCurrent } from "../dom.js";
import { clockText, moment, momentText } from "../format.js";
import { icon } from "../icons.js";
import { search, searchBar } from "../lists.js";
import { CHANNEL_ICONS, codeButton, codeOf, highlighted } from "../messages.js";
import { load } from "../store.js";
import { learn, locale, t } from "../words.js";

learn({
  outbox: ["收件箱", "Outbox"],
  outboxLead: ["产品发出的短信、邮件和站内消息，按收件人分开。没有任何一条真正离开这台机器。", "SMS, mail and platform messages that the product sent, by recipient. None of them leaves this machine."],
  outboxFilter: ["筛选收件人或内容", "Filter by recipient or text"],
  outboxNone: ["还没有消息", "No messages yet"],
  outboxHow: ["在产品的注册页请求一个验证码，它就会出现在这里。", "Ask for a code on the product's registration page, and it appears here."],
  talks: ["会话", "Conversations"],
  talkWith: ["发给 {to} 的消息", "Messages to {to}"],
  talkBack: ["返回会话列表", "Back to the conversations"],
  untitled: ["（无主题）", "(no subject)"],
});

let known = [];
let chosen = null;
let shownTalk = null;
let parts;

export const outbox = {
  id: "outbox",
  topics: ["outbox"],
  handy: true,
  wide: true,

  build(place) {
    const [filter, box] = search("outbox-filter", "outboxFilter", show);
    const list = make("ol", { id: "outbox-list", class: "talks", label: "talks" });
    const bubbles = make("ol", { id: "outbox-thread", class: "bubbles", tabindex: "0" });
    const back = make("button", { type: "button", class: "bare back", label: "talkBack", onclick: leave }, icon("back"));
    const who = make("h2", { id: "outbox-who" });
    const screen = make("div", { class: "phone" },
      make("div", { class: "phone-head" }, back, make("span", { class: "avatar" }, icon("phone")), who), bubbles);
    const panes = make("div", { class: "panes" }, list, screen);
    place.append(
      searchBar(box),
      panes);
    parts = { filter, list, bubbles, who, screen, panes };
  },

  async refresh() {
    known = await load("outbox");
    show();
  },

  escape: leave,
};

function leave() {
  const { panes, list } = parts;
  if (!panes.classList.contains("entered")) return;
  panes.classList.remove("entered");
  list.querySelector("[aria-current] .open, .open")?.focus();
}

function show() {
  const words = parts.filter.value.trim().toLowerCase();
  const talks = conversations(known).filter((talk) => talk.messages.some((one) => `${one.to} ${one.text}`.toLowerCase().includes(words)));
  fill(parts.list, talks, {
    key: (talk) => talk.to,
    stamp: (talk) => JSON.stringify(talk.last),
    draw: conversation,
    empty: known.length ? ["noMatch", "noMatchHow"] : ["outboxNone", "outboxHow"],
  });
  const talk = talks.find((one) => one.to === chosen) ?? talks[0];
  for (const item of parts.list.children) setCurrent(item, item.dataset.to === talk?.to);
  parts.screen.hidden = !talk;
  if (talk) showTalk(talk);
}

// The latest conversation first.
function conversations(messages) {
  const talks = new Map();
  for (const one of messages) {
    talks.set(one.to, [...(talks.get(one.to) ?? []), one]);
  }
  return [...talks].map(([to, own]) => ({ to, messages: own, last: own.at(-1) })).sort((a, b) => b.last.at - a.last.at);
}

function conversation({ to, last }) {
  const open = make("button", { type: "button", class: "open", onclick: () => enter(to) },
    make("span", { class: `avatar ${last.channel}` }, icon(CHANNEL_ICONS[last.channel])),
    make("strong", { class: "mono" }, to),
    moment(last.at, sameDay),
    make("span", { class: "preview" }, last.params?.subject ?? last.text),
    badge(t(last.channel), last.channel));
  return make("li", { class: "talk", "data-to": to }, open, codeButton(last));
}

function enter(to) {
  chosen = to;
  parts.panes.classList.add("entered");
  show();
  parts.bubbles.focus({ preventScroll: true });
}

function showTalk(talk) {
  const { bubbles, who } = parts;
  const atEnd = bubbles.scrollHeight - bubbles.scrollTop - bubbles.clientHeight < 40;
  const other = shownTalk !== talk.to;
  shownTalk = talk.to;
  who.textContent = talk.to;
  bubbles.ariaLabel = t("talkWith", talk);
  const dated = talk.messages.map((one, index) => ({ ...one, day: newDay(talk.messages[index - 1], one) }));
  fill(bubbles, dated, { key: (one, index) => `${talk.to} ${index} ${one.at}`, draw: bubble });
  if (atEnd || other) bubbles.scrollTop = bubbles.scrollHeight;
}

const dayText = (one) => one && new Date(one.at * 1000).toLocaleDateString(locale(), { month: "long", day: "numeric", weekday: "short" });
const newDay = (before, one) => (dayText(before) === dayText(one) ? null : dayText(one));
const sameDay = (at) => (new Date(at * 1000).toDateString() === new Date().toDateString() ? clockText(at) : momentText(at).slice(0, -3));

function bubble(one) {
  return make("li", { class: `bubble ${one.channel}` },
    one.day && make("p", { class: "day" }, one.day),
    make("div", {}, one.channel === "mail" ? letter(one) : words(one), codeButton(one)),
    make("p", { class: "small" }, t(one.channel), one.template && make("span", { class: "mono" }, one.template), moment(one.at, clockText)));
}

const words = (one) => [
  one.params?.title && make("strong", {}, one.params.title),
  make("p", { class: "text" }, ...highlighted(one.text, codeOf(one))),
];

const letter = (one) => [
  make("p", { class: "small" }, one.params?.alias, make("span", { class: "mono" }, one.params?.from)),
  make("strong", {}, one.params?.subject ?? t("untitled")),
  make("p", { class: "text" }, ...highlighted(one.text, codeOf(one))),
];
