// Messages sent: the newest first, codes to read at a glance and to copy.

import { call } from "../api.js";
import { badge, byId, copy, fill, make, moment } from "../dom.js";
import { t } from "../words.js";

const CODE = /(?<![\d.])\d{4,8}(?![\d.])/;
let known = null;

export const outbox = {
  start(refresh) {
    byId("outbox-to").addEventListener("input", () => draw(known ?? []));
    byId("outbox-to").form.addEventListener("submit", (event) => {
      event.preventDefault();
      refresh();
    });
  },

  async refresh() {
    const messages = await call("outbox");
    if (known && messages.length > known.length) announce(messages.at(-1));
    known = messages;
    draw(messages);
  },
};

function draw(messages) {
  const to = byId("outbox-to").value.trim();
  const wanted = messages.filter((message) => message.to.includes(to)).reverse();
  const count = byId("sent");
  count.hidden = !messages.length;
  count.textContent = String(messages.length);
  fill(byId("outbox-list"), wanted, card, "outboxNone");
}

function card(message) {
  const code = codeOf(message);
  return make("li", { class: "card message" },
    make("div", { class: "meta" },
      badge(t(message.channel), message.channel),
      make("strong", {}, message.to),
      make("span", { class: "muted" }, message.template),
      moment(message.at)),
    make("p", { class: "text" }, ...highlighted(message.text, code)),
    code && make("button", { type: "button", class: "code", "aria-label": t("copyCode", { text: code }), onclick: () => copy(code) },
      make("span", {}, code), make("small", {}, t("copy"))));
}

function codeOf(message) {
  const given = message.params?.code ?? message.params?.verifyCode;
  if (given) return String(given);
  return message.channel === "message" ? null : message.text.match(CODE)?.[0] ?? null;
}

function highlighted(text, code) {
  const at = code ? text.indexOf(code) : -1;
  if (at < 0) return [text];
  return [text.slice(0, at), make("mark", {}, code), text.slice(at + code.length)];
}

function announce(message) {
  byId("announcer").textContent = t("outboxNew", message);
}
