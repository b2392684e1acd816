// What the page shows whatever section is open: the local cloud's time, and numbers beside the sections' names.

import { announce, byId } from "./dom.js";
import { clockText, cloudNow, momentText, setClock, span, utcText } from "./format.js";
import { setCount } from "./nav.js";
import { load } from "./store.js";
import { learn, t } from "./words.js";

learn({
  help: ["键盘快捷键", "Keyboard help"],
  cloudTime: ["本地云时间 {text}", "Time in the local cloud: {text}"],
  ahead: ["快 {text}", "{text} ahead"],
  outboxNew: ["新消息，发给 {to}：{text}", "New message to {to}: {text}"],
  failedNew: ["{function} 调用失败：{status}", "{function} failed with {status}"],
});

const seen = { outbox: null, failures: null };

export function startSigns() {
  tellTime();
}

export async function showSigns() {
  const [clock, messages, rules, runs] = await Promise.all(["clock", "outbox", "faults", "invocations"].map(load));
  if (seen.clock !== clock) setClock(clock.now);
  seen.clock = clock;
  byId("offset").hidden = !clock.offset_s;
  byId("offset").textContent = t("ahead", { text: span(clock.offset_s) });
  tellTime();
  setCount("outbox", messages.length);
  setCount("faults", rules.length, "warn");
  setCount("invocations", runs.filter((one) => one.status === null).length, "busy");
  tellNews(messages, runs);
}

export function tellTime() {
  const now = cloudNow();
  byId("now").textContent = clockText(now);
  byId("now").setAttribute("datetime", new Date(now * 1000).toISOString());
  byId("now").title = `${t("cloudTime", { text: momentText(now) })} · ${utcText(now)}`;
}

function tellNews(messages, runs) {
  const latest = messages.at(-1);
  const failures = new Set(runs.filter(failed).map((one) => one.id));
  if (seen.outbox !== null && latest && JSON.stringify(latest) !== seen.outbox) announce(t("outboxNew", latest));
  else if (seen.failures) {
    const fresh = runs.find((one) => failures.has(one.id) && !seen.failures.has(one.id));
    if (fresh) announce(t("failedNew", fresh));
  }
  seen.outbox = JSON.stringify(latest ?? "");
  seen.failures = failures;
}

export const failed = (one) => one.status !== null && (one.status >= 400 || Boolean(one.error));
