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

// Fill a list; while it is empty it says so.
export function fill(list, items, emptyWord) {
  const empty = list.tagName === "TBODY"
    ? make("tr", {}, make("td", { colspan: "9", class: "empty" }, t(emptyWord)))
    : make("li", { class: "empty" }, t(emptyWord));
  list.replaceChildren(...(items.length ? items : [empty]));
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
    year: date.getFullYear() === new Date().getFullYear() ? undefined : "numeric", hour12: false,
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
