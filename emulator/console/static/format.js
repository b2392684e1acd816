// Times, sizes and amounts as people read them. Times are local, with the moment in UTC as their title.

import { make } from "./dom.js";
import { language, learn, locale, t } from "./words.js";

learn({
  unitDay: ["天", "d"],
  unitHour: ["小时", "h"],
  unitMinute: ["分", "min"],
  unitSecond: ["秒", "s"],
  inTime: ["{text}后", "in {text}"],
  agoTime: ["{text}前", "{text} ago"],
  justNow: ["刚刚", "just now"],
});

let cloud = { now: Date.now() / 1000, read: performance.now() };

export function setClock(now) {
  cloud = { now, read: performance.now() };
}

// The local cloud's time in epoch seconds.
export const cloudNow = () => cloud.now + (performance.now() - cloud.read) / 1000;

export function momentText(seconds) {
  const date = new Date(seconds * 1000);
  const year = date.getFullYear() === new Date(cloudNow() * 1000).getFullYear() ? undefined : "numeric";
  return date.toLocaleString(locale(), {
    year, month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  });
}

export const clockText = (seconds) => new Date(seconds * 1000).toLocaleTimeString(locale(), { hourCycle: "h23" });
export const utcText = (seconds) => `${new Date(seconds * 1000).toISOString().replace("T", " ").slice(0, 19)} UTC`;

export function moment(seconds, text = momentText) {
  const iso = new Date(seconds * 1000).toISOString();
  return make("time", { datetime: iso, title: utcText(seconds) }, text(seconds));
}

// Counts to or from a moment by itself, once a second.
export function distance(seconds) {
  return make("time", { datetime: new Date(seconds * 1000).toISOString(), title: utcText(seconds), "data-at": seconds }, distanceText(seconds));
}

function distanceText(seconds) {
  const away = seconds - cloudNow();
  if (Math.abs(away) < 1.5) return t("justNow");
  return t(away > 0 ? "inTime" : "agoTime", { text: span(Math.abs(away)) });
}

export function tick() {
  for (const element of document.querySelectorAll("[data-at]")) {
    const text = distanceText(Number(element.dataset.at));
    if (element.textContent !== text) element.textContent = text;
  }
}

// A time span in its two largest units.
export function span(seconds) {
  const units = [["unitDay", 86400], ["unitHour", 3600], ["unitMinute", 60], ["unitSecond", 1]];
  const gap = language() === "zh" ? "" : " ";
  const parts = [];
  let left = Math.round(seconds);
  for (const [word, size] of units) {
    if (left >= size) parts.push(`${Math.floor(left / size)}${gap}${t(word)}`);
    left %= size;
  }
  return parts.slice(0, 2).join(" ") || `0${gap}${t("unitSecond")}`;
}

export const count = (value, digits = 0) => value.toLocaleString(locale(), { maximumFractionDigits: digits });

export function milliseconds(ms) {
  if (ms >= 10_000) return `${count(ms / 1000, 1)} s`;
  return `${count(ms, ms < 10 ? 1 : 0)} ms`;
}

export function bytes(size) {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let power = 0;
  let left = size;
  for (; left >= 1024 && power < units.length - 1; power += 1) left /= 1024;
  return `${count(left, power && left < 100 ? 1 : 0)} ${units[power]}`;
}

// Yuan: two decimals, more of them only where two would show nothing.
export function yuan(amount) {
  const digits = amount && amount < 0.01 ? 6 : amount < 1 ? 4 : 2;
  return `¥ ${amount.toLocaleString(locale(), { minimumFractionDigits: 2, maximumFractionDigits: digits })}`;
}
