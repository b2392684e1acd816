// The clock of the local cloud, and what moves it.

import { post } from "../api.js";
import { attempt, field, make, toast } from "../dom.js";
import { clockText, cloudNow, distance, momentText, span, utcText } from "../format.js";
import { forget, load } from "../store.js";
import { learn, locale, t } from "../words.js";
import { moveTo } from "./timers.js";

learn({
  clock: ["时钟", "Clock"],
  clockLead: ["向前拨动时间：函数、缓存有效期、验证码、令牌和定时器一起走。重置后回到真实时间。", "Move time forward: functions, expiry in Redis, codes, tokens and timers go along. A reset returns to real time."],
  clockQuick: ["快速拨动", "Quick steps"],
  minute: ["＋1 分钟", "+1 minute"],
  hour: ["＋1 小时", "+1 hour"],
  day: ["＋1 天", "+1 day"],
  month: ["＋30 天", "+30 days"],
  toTimer: ["到下一个定时器", "To the next timer"],
  nextTimer: ["下一个：{text}", "Next: {text}"],
  noTimer: ["没有启用的定时器。", "No timer is on."],
  clockAmount: ["自定义", "Custom"],
  clockUnit: ["单位", "Unit"],
  seconds: ["秒", "seconds"],
  minutes: ["分钟", "minutes"],
  hours: ["小时", "hours"],
  days: ["天", "days"],
  advance: ["拨动", "Advance"],
  advanced: ["现在是 {text}", "It is now {text}"],
  realTime: ["与真实时间一致", "The same as real time"],
  aheadOfReal: ["比真实时间快 {text}", "{text} ahead of real time"],
});

const STEPS = [["minute", 60], ["hour", 3600], ["day", 86_400], ["month", 30 * 86_400]];
const UNITS = [["seconds", 1], ["minutes", 60], ["hours", 3600], ["days", 86_400]];
let parts;
let look;
let next = null;

export const clock = {
  id: "clock",
  topics: ["clock", "timers"],

  build(place, again) {
    look = again;
    const complaint = make("p", { id: "clock-error", class: "error", role: "alert" });
    const face = make("time", { class: "face mono" });
    const day = make("p", { class: "muted" });
    const ahead = make("p", {});
    const jump = make("button", { type: "button", t: "toTimer", onclick: () => attempt(jump, complaint, async () => {
      await moveTo(next.next);
      await look();
    }) });
    const upcoming = make("p", { class: "hint" });
    const steps = STEPS.map(([word, seconds]) => make("button", { type: "button", t: word, onclick: (event) => advance(event.currentTarget, seconds) }));
    parts = { complaint, face, day, ahead, jump, upcoming };
    place.append(
      make("div", { class: "panel dial" }, face, day, ahead),
      make("div", { class: "bar", role: "group", label: "clockQuick" }, steps, jump), upcoming,
      form(), complaint);
  },

  tick: showFace,

  async refresh() {
    const [{ offset_s: offset }, timers] = await Promise.all([load("clock"), load("timers")]);
    next = timers.filter((one) => one.next).sort((a, b) => a.next - b.next)[0] ?? null;
    parts.ahead.textContent = offset ? t("aheadOfReal", { text: span(offset) }) : t("realTime");
    parts.ahead.className = offset ? "badge warn" : "badge good";
    parts.jump.disabled = !next;
    parts.upcoming.replaceChildren(...(next ? [t("nextTimer", { text: next.function }), " · ", distance(next.next)] : [t("noTimer")]));
    showFace();
  },
};

function showFace() {
  const now = cloudNow();
  parts.face.textContent = clockText(now);
  parts.face.setAttribute("datetime", new Date(now * 1000).toISOString());
  parts.face.title = utcText(now);
  parts.day.textContent = new Date(now * 1000).toLocaleDateString(locale(), { dateStyle: "full" });
}

function form() {
  const amount = make("input", { type: "number", min: "0", step: "any", value: "30", inputmode: "decimal", required: true, "aria-describedby": "clock-error" });
  const unit = make("select", {}, UNITS.map(([word, seconds]) => make("option", { value: seconds, t: word })));
  unit.value = "86400";
  const submit = (event) => {
    event.preventDefault();
    advance(event.submitter, amount.valueAsNumber * Number(unit.value));
  };
  return make("form", { id: "clock-form", class: "bar", novalidate: true, onsubmit: submit },
    field("clock-amount", "clockAmount", amount), field("clock-unit", "clockUnit", unit),
    make("button", { class: "primary", t: "advance" }));
}

function advance(button, seconds) {
  return attempt(button, parts.complaint, async () => {
    const moved = await post("clock", { advance_s: seconds });
    toast(t("advanced", { text: momentText(moved.now) }));
    forget(["clock", "timers"]);
    await look();
  });
}
