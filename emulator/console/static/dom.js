// Small helpers around the document. Text always enters as text, never as markup.

import { language, t } from "./words.js";

export const byId = (id) => document.getElementById(id);

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const shownIn = new WeakMap();

// Show one element per value, drawn by `draw`. What is shown already stays as it is, with its focus, its selection and
// its open folds; only what changed is touched. An empty list says so.
export function fill(list, values, draw, emptyWord) {
  const kept = shownIn.get(list) ?? new Map();
  const shown = new Map();
  const times = new Map();
  for (const value of values) {
    const text = JSON.stringify(value);
    times.set(text, (times.get(text) ?? 0) + 1);
    const key = `${language()} ${times.get(text)} ${text}`;
    shown.set(key, kept.get(key) ?? draw(value));
  }
  if (!values.length) shown.set(language(), kept.get(language()) ?? empty(list, emptyWord));
  for (const [key, element] of kept) if (!shown.has(key)) element.remove();
  [...shown.values()].forEach((element, index) => {
    if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null);
  });
  shownIn.set(list, shown);
}

function empty(list, word) {
  return list.tagName === "TBODY"
    ? make("tr", {}, make("td", { colspan: "9", class: "empty" }, t(word)))
    : make("li", { class: "empty" }, t(word));
}

export function row(...cells) {
  return make("tr", {}, ...cells.map((cell) => make("td", {}, cell)));
}

export function badge(text, kind = "") {
  return make("span", { class: `badge ${kind}` }, text);
}

const ZONE = "Asia/Shanghai";

export function moment(seconds) {
  const date = new Date(seconds * 1000);
  const text = date.toLocaleString(language() === "zh" ? "zh-CN" : "en-GB", {
    timeZone: ZONE, month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
    year: date.getFullYear() === new Date().getFullYear() ? undefined : "numeric", hourCycle: "h23",
  });
  return make("time", { datetime: date.toISOString() }, text);
}

export async function copy(text) {
  await navigator.clipboard.writeText(text);
  toast(t("copied", { text }));
}

let toastTimer = 0;

export function toast(text) {
  const place = byId("toast");
  place.textContent = text;
  place.classList.add("shown");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => place.classList.remove("shown"), 3500);
}

// Run what a button or form does: it cannot be pressed twice meanwhile, and a refusal is told where it belongs.
export async function attempt(button, complaint, work) {
  button.disabled = true;
  if (complaint) complaint.textContent = "";
  try {
    await work();
  } catch (error) {
    if (complaint) complaint.textContent = error.message;
    else toast(error.message);
  } finally {
    button.disabled = false;
  }
}
