// One certification, a person's or a company's: where it stands, and the form while it is open.

import { call } from "./api.js";
import { byData, facts } from "./dom.js";
import { busy, clearErrors, prepare, report, showError, showFailure, typed } from "./form.js";
import { KINDS, dates } from "./kinds.js";
import { pictures } from "./pictures.js";
import { lastDay } from "./words.js";

const CONSENT_WANTED = "请先阅读并同意";
const CERTIFIED_ELSEWHERE = 1013;
// The review is over, or was opened, elsewhere: 1012 passed already, 1014 person first, 1018 under review, 409 changed.
const MOVED_ON = [1012, 1014, 1018, 409];
// Longer than a press of a button takes: a line that appears meanwhile would push the button away from the pointer.
const PRESS_MS = 300;
const WARNING_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Make the card of `kind` work. Returns `show(found, mayStart)`, to be called with the certification as the server
 * tells it. `changed` is called when something was submitted, or turned out to stand elsewhere than shown.
 */
export function certification(kind, changed) {
  const card = document.getElementById(kind);
  const form = card.querySelector("form");
  const { states, locked, fields, number, facts: rows, document: paper } = KINDS[kind];
  const consent = byData("consent", form);
  const button = form.querySelector("[type=submit]");
  const shots = pictures(form, consented);
  const kept = keeper(form, Object.keys(fields));

  prepare(form);
  for (const [name, [, check]] of Object.entries(fields)) checkOnLeaving(form, form.elements[name], check);
  byData("save", form).addEventListener("click", (event) => busy(event.target, save));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (report(form, [...consentProblem(), ...problems(), ...shots.problems()])) busy(button, submit);
  });

  async function show(found, mayStart) {
    const open = mayStart && !["AUTHEN", "PASS"].includes(found.status);
    showState(found, mayStart);
    button.textContent = found.status === "UNAUTHEN" ? "提交认证" : "重新提交";
    if (open && form.hidden) await showDraft(found.status === "EXPIRED");
    form.hidden = !open;
  }

  function showState(found, mayStart) {
    const { status } = found;
    const [word, explanation] = states[status];
    const settled = ["AUTHEN", "PASS"].includes(status);
    byData("status", card).dataset.status = status;
    byData("state", card).textContent = word;
    byData("reason", card).textContent = status === "UNPASS" && found.reason ? `原因：${found.reason}` : "";
    byData("explanation", card).textContent = settled || mayStart ? explanation + endsSoon(found) : locked;
    facts(byData("certified", card), [...settled ? rows(found) : [], ...dates(found, paper)]);
  }

  async function showDraft(outdated) {
    const draft = await call("GET", `identify/get?type=${kind}`);
    kept.show(draft);
    shots.show(draft.pictures, outdated);
  }

  function consented() {
    const [[name, problem]] = consentProblem();
    showError(form, name, problem);
    if (problem) consent.focus();
    return !problem;
  }

  function consentProblem() {
    return [[consent.id, consent.checked ? "" : CONSENT_WANTED]];
  }

  function problems() {
    return Object.entries(fields).map(([name, [wanted, check]]) => {
      const text = typed(form.elements[name]);
      return [name, text ? check(text) : kept.has(name) ? "" : wanted];
    });
  }

  function filled() {
    const given = Object.keys(fields).map((name) => [name, typed(form.elements[name])]).filter(([, text]) => text);
    return { type: kind, ...Object.fromEntries(given) };
  }

  async function save() {
    clearErrors(form);
    tell("");
    const wrong = problems().filter(([name]) => typed(form.elements[name]));
    if (!consented() || !report(form, wrong)) return;
    try {
      kept.show(await call("POST", "identify/save", filled()));
      tell("草稿已保存");
    } catch (failure) {
      await failed(failure);
    }
  }

  async function submit() {
    tell("");
    try {
      await call("POST", "identify/submit", filled());
      consent.checked = false;
      await changed();
      card.querySelector("h2").focus();
    } catch (failure) {
      await failed(failure);
    }
  }

  async function failed(failure) {
    showFailure(form, failure, failure.code === CERTIFIED_ELSEWHERE ? number : undefined);
    if (MOVED_ON.includes(failure.code)) await changed();
  }

  function tell(text) {
    byData("saved", form).textContent = text;
  }

  return show;
}

function checkOnLeaving(form, field, check) {
  field.addEventListener("change", () => setTimeout(() => {
    if (document.activeElement !== field && typed(field)) showError(form, field.id, check(typed(field)));
  }, PRESS_MS));
}

// The server tells numbers, and sometimes names, with stars in them. Those stay as they are unless typed anew.
function keeper(form, names) {
  const masked = new Set();
  const show = (saved) => {
    for (const name of names) {
      const text = saved[name] ?? "";
      const stars = text.includes("*");
      form.elements[name].value = stars ? "" : text;
      masked[stars ? "add" : "delete"](name);
      const hint = form.querySelector(`#${name}-hint`);
      if (!hint) continue;
      hint.dataset.words ??= hint.textContent;
      hint.textContent = stars ? `已保存 ${text}，不修改可留空` : hint.dataset.words;
    }
  };
  return { show, has: (name) => masked.has(name) };
}

function endsSoon({ status, expiresAt }) {
  if (status !== "PASS" || !expiresAt || new Date(expiresAt) - Date.now() > WARNING_MS) return "";
  return `证件有效期到 ${lastDay(expiresAt)}为止，到期后可在这里重新认证。`;
}
