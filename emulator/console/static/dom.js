// Small helpers around the document. Text always enters as text, never as markup.

import { language, PLACES, t } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";

export const byId = (id) => document.getElementById(id);

// An element. `t`, `label`, `tip` and `hint` name a word (text, aria-label, title, placeholder) and follow the language;
// `on…` listens; null, undefined and false leave an attribute or a child out.
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name in PLACES) {
      const [attribute, property] = PLACES[name];
      element.setAttribute(attribute, value);
      element[property] = t(value);
    } else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...present(children));
  return element;
}

export function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...present(children));
  return element;
}

const present = (children) => children.flat().filter((child) => child !== null && child !== undefined && child !== false);

const shownIn = new WeakMap();

// Show one element per value. What is shown already stays, with its focus, its selection and its open folds; only what
// changed is drawn anew. `key` tells values apart, `stamp` is what makes a drawing stale, `update` is called for every
// value each time. `empty` names the words for no values at all: what is missing, and how to make it appear. The first
// `skip` children belong to somebody else.
export function fill(list, values, { draw: drawn, key, stamp = JSON.stringify, update, empty, skip = 0 }) {
  const kept = shownIn.get(list) ?? new Map();
  const shown = new Map();
  const items = values.map((value, index) => [String(key ? key(value, index) : stamp(value)), value]);
  for (const [name, value] of items) {
    const fresh = `${language()} ${stamp(value)}`;
    const unique = shown.has(name) ? `${name} ${shown.size}` : name;
    const old = kept.get(unique);
    const element = old?.fresh === fresh ? old.element : replaced(old?.element, drawn(value));
    update?.(element, value);
    shown.set(unique, { fresh, element });
  }
  if (!values.length && empty) {
    const fresh = `${language()} ${empty}`;
    const old = kept.get(EMPTY);
    shown.set(EMPTY, { fresh, element: old?.fresh === fresh ? old.element : nothing(list, ...empty) });
  }
  for (const [name, { element }] of kept) if (shown.get(name)?.element !== element) element.remove();
  [...shown.values()].forEach(({ element }, index) => {
    const there = list.children[index + skip] ?? null;
    if (there !== element) list.insertBefore(element, there);
  });
  shownIn.set(list, shown);
}

const EMPTY = "\u0000";
const FOCUSABLE = "a[href], button, input, select, textarea, [tabindex]";

// The new element in the old one's place, the focus where it was.
function replaced(old, element) {
  if (!old?.isConnected) return element;
  const place = [...old.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement);
  const itself = old === document.activeElement;
  old.replaceWith(element);
  if (itself) element.focus({ preventScroll: true });
  else if (place >= 0) element.querySelectorAll(FOCUSABLE)[place]?.focus({ preventScroll: true });
  return element;
}

function nothing(list, what, how) {
  const told = [make("strong", { t: what }), how && make("span", { t: how })];
  if (list.tagName === "TBODY" || list.tagName === "TABLE") {
    const line = make("tr", {}, make("td", { colspan: "20", class: "empty" }, make("div", {}, ...told)));
    return list.tagName === "TBODY" ? line : make("tbody", {}, line);
  }
  return make(list.matches("ul, ol") ? "li" : "p", { class: "empty" }, ...told);
}

export const row = (...cells) => make("tr", {}, ...cells.map((cell) => make("td", {}, cell)));
export const badge = (text, kind = "") => make("span", { class: `badge ${kind}` }, text);

// A table in a region that scrolls by itself. `columns` are words; those that begin with # hold numbers.
export function table(label, columns, attributes = {}) {
  const heads = columns.map((word) => make("th", { scope: "col", class: word.startsWith("#") ? "number" : null, t: word.replace("#", "") }));
  const body = make("tbody", attributes);
  const whole = make("div", { class: "scroll", tabindex: "0", role: "region", label }, make("table", {}, make("thead", {}, make("tr", {}, ...heads)), body));
  return [whole, body];
}

const ROLES = { table: "table", "thead, tbody": "rowgroup", tr: "row", th: "columnheader", td: "cell" };

// Keep a table a table for those who listen, where the style of a narrow page makes blocks of its rows.
export function keepTable(whole) {
  for (const [selector, role] of Object.entries(ROLES)) {
    for (const one of whole.parentElement.querySelectorAll(`:is(${selector}):not([role])`)) one.setAttribute("role", role);
  }
}

// Whether this is the one of its list that is shown.
export function setCurrent(element, is) {
  if (is) element.setAttribute("aria-current", "true");
  else element.removeAttribute("aria-current");
}

export function field(id, word, control, ...more) {
  control.id = id;
  return make("div", { class: "field" }, make("label", { for: id, t: word }), control, ...more);
}

export function options(select, values, name = (value) => value) {
  const chosen = select.value;
  const wanted = values.map((value) => [value, name(value)]);
  const there = [...select.options].map((option) => [option.value, option.textContent]);
  if (JSON.stringify(wanted) === JSON.stringify(there)) return;
  select.replaceChildren(...wanted.map(([value, text]) => make("option", { value }, text)));
  if (values.includes(chosen)) select.value = chosen;
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

// Tell those who listen rather than look.
export function announce(text) {
  byId("announcer").textContent = text;
}

// Run what a button or form does: it cannot be pressed twice meanwhile, and a refusal is told where it belongs.
export async function attempt(button, complaint, work) {
  const focused = document.activeElement === button;
  if (button) button.disabled = true;
  if (complaint) complaint.textContent = "";
  try {
    await work();
  } catch (error) {
    if (complaint) complaint.textContent = error.message;
    else toast(error.message);
  } finally {
    if (button) button.disabled = false;
    if (focused && button?.isConnected) button.focus({ preventScroll: true });
  }
}
