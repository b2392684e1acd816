// The list of certifications, filtered, a stretch at a time.

import { call } from "./api.js";
import { byData, make } from "./dom.js";
import { busy, showError, typed } from "./form.js";
import { ASIDE, STATUS, subject, title } from "./labels.js";
import { attempt, stretch } from "./stretch.js";
import { moment } from "./words.js";

// The server gives up to MOST at once.
const [PAGE_SIZE, MOST] = [20, 100];
const DAYS = /^(\d{1,3}|[12]\d{3}|3[0-5]\d\d|36[0-4]\d|3650)$/;

/**
 * Make filters and list work; `open(item)` is called with the record somebody wants to see. Returns `renew()`, which
 * reads the list anew, `replace(item)`, which shows a record as it is now, and `focus(id)`.
 */
export function startRecords(open) {
  const form = byData("filters");
  const list = byData("records");
  const more = byData("more");
  const told = byData("records-told");
  let filters = {};
  let next = null;
  let asked = 0;

  const read = async (after, size) => {
    const found = await call("GET", `admin/certifications?${stretch(after, size, filters)}`);
    return { ...found, rows: found.list.map((item) => row(item, open)) };
  };
  const goOn = (found) => {
    next = found.next;
    more.hidden = next === null;
  };
  const focus = (id) => list.querySelector(`[data-id="${id}"] button`)?.focus();

  const renew = (size = Math.min(Math.max(list.childElementCount, PAGE_SIZE), MOST)) => attempt("records", async () => {
    const mine = ++asked;
    list.ariaBusy = "true";
    try {
      const found = await read(null, size);
      // Filters may have been changed again meanwhile: the latest question wins.
      if (mine !== asked) return;
      const focused = document.activeElement.closest("[data-records] li")?.dataset.id;
      list.replaceChildren(...found.rows);
      goOn(found);
      if (focused) focus(focused);
      const nothing = Object.keys(filters).length ? "没有符合条件的记录" : "还没有提交过的认证";
      told.textContent = found.rows.length ? "" : nothing;
    } finally {
      if (mine === asked) list.ariaBusy = "false";
    }
  });

  const append = () => attempt("records", async () => {
    const mine = asked;
    const found = await read(next, PAGE_SIZE);
    if (mine !== asked) return;
    list.append(...found.rows);
    goOn(found);
    found.rows[0]?.querySelector("button").focus();
  });

  const choose = () => {
    const { status, type, days, putAside } = form.elements;
    const fine = typed(days) === "" || DAYS.test(typed(days));
    showError(form, "days", fine ? "" : "请输入 0–3650 的整数");
    if (!fine) return days.focus();
    const given = { status: status.value, type: type.value, days: typed(days), putAside: putAside.checked ? "true" : "" };
    filters = Object.fromEntries(Object.entries(given).filter(([, value]) => value));
    return renew(PAGE_SIZE);
  };

  form.addEventListener("change", choose);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(event.submitter ?? form.querySelector("[type=submit]"), choose);
  });
  more.addEventListener("click", () => busy(more, append));

  const replace = (item) => list.querySelector(`[data-id="${item.id}"]`)?.replaceWith(row(item, open));
  return { renew, replace, focus };
}

function row(item, open) {
  const button = make("button", { type: "button", class: "link", "aria-label": `查看 ${title(item)}，${subject(item)}` }, "查看");
  button.addEventListener("click", () => open(item));
  return make("li", { "data-id": item.id },
    make("p", { class: "chip", "data-status": item.status }, STATUS[item.status]),
    make("div", {},
      make("h3", {}, title(item)),
      make("p", { class: "hint" },
        make("span", {}, subject(item)), " ", make("span", {}, item.submittedAt ? `提交于 ${moment(item.submittedAt)}` : ""))),
    make("p", { class: item.putAside ? "aside" : "reason" }, remark(item)),
    button);
}

function remark(item) {
  if (item.putAside) return `待人工处理：${ASIDE[item.putAside]}`;
  if (item.status === "AUTHEN" && item.retryAt) return `将于 ${moment(item.retryAt)} 之后重试`;
  return item.reason ?? "";
}
