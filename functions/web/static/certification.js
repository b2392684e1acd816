// The certification: where it stands, the form while it is open, and a watch on the review.

import { call } from "./api.js";
import { byData, facts } from "./dom.js";
import { busy, clearErrors, notice, prepare, report, showError, showFailure, typed } from "./form.js";
import { pictures } from "./pictures.js";
import { lastDay, moment } from "./words.js";

const STATES = {
  UNAUTHEN: ["未认证", "提交姓名、身份证号码和身份证照片，完成实名认证。"],
  AUTHEN: ["审核中", "资料已提交，正在等待审核。结果会以短信和消息通知您，本页也会自动更新。"],
  PASS: ["已通过", "您已完成实名认证。"],
  UNPASS: ["未通过", "请根据原因修改资料后重新提交。"],
  EXPIRED: ["已过期", "证件已过有效期，请更新证件后重新认证。"],
};
const CONSENT_WANTED = "请先阅读并同意";
// The review is over, or was opened, elsewhere: 1012 passed already, 1018 under review, 409 just changed.
const MOVED_ON = [1012, 1018, 409];
// Each question costs an invocation and a review may take days, so the page asks less and less often.
const [FIRST_MS, SLOWER, LAST_MS] = [2000, 1.2, 60000];

const form = document.getElementById("certify");
const { name, idNumber, consent } = form.elements;
const sides = pictures(form, consented);
let state = null;
let savedNumber = null;
let onDecided = null;

/** Show the certification; `decided` is called when a review ends while the page is open. */
export async function startCertification(decided) {
  onDecided = decided;
  prepare(form);
  byData("save", form).addEventListener("click", (event) => busy(event.target, save));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (complete()) busy(form.querySelector("[type=submit]"), submit);
  });
  await show((await call("GET", "identify")).person);
}

async function show(person) {
  const before = state;
  state = person.status;
  showState(person);
  const open = !["AUTHEN", "PASS"].includes(state);
  if (open && form.hidden) await showDraft();
  form.hidden = !open;
  if (state === "AUTHEN" && before !== "AUTHEN") watch();
  if (before === "AUTHEN" && state !== "AUTHEN") onDecided();
}

function showState(person) {
  const [word, explanation] = STATES[state];
  const box = byData("status");
  box.dataset.status = state;
  byData("state", box).textContent = word;
  byData("explanation", box).textContent = explanation;
  byData("reason", box).textContent = state === "UNPASS" && person.reason ? `原因：${person.reason}` : "";
  facts(byData("certified"), state === "AUTHEN" || state === "PASS" ? [
    ["姓名", person.name],
    ["身份证号码", person.idNumber],
    ["提交时间", moment(person.submittedAt)],
    ["审核时间", moment(person.decidedAt)],
    ["证件有效期至", state === "PASS" && (person.expiresAt ? lastDay(person.expiresAt) : "长期")],
  ] : []);
}

async function showDraft() {
  const draft = await call("GET", "identify/get?type=person");
  name.value = draft.name ?? "";
  idNumber.value = "";
  showSavedNumber(draft.idNumber);
  sides.show(draft.pictures);
}

function showSavedNumber(masked) {
  savedNumber = masked;
  form.querySelector("#idNumber-hint").textContent = masked ? `已保存 ${masked}，不修改可留空` : "";
}

function watch(wait = FIRST_MS) {
  const ask = async () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", askIfSeen);
    try {
      await show((await call("GET", "identify")).person);
    } catch {
      // A line that is down for a while is no news; the next question follows.
    }
    if (state === "AUTHEN") watch(Math.min(wait * SLOWER, LAST_MS));
  };
  const askIfSeen = () => document.hidden || ask();
  const timer = setTimeout(askIfSeen, wait);
  document.addEventListener("visibilitychange", askIfSeen);
}

function consented() {
  showError(form, "consent", consent.checked ? "" : CONSENT_WANTED);
  if (!consent.checked) consent.focus();
  return consent.checked;
}

function filled() {
  const fields = { type: "person" };
  if (typed(name)) fields.name = typed(name);
  if (typed(idNumber)) fields.idNumber = typed(idNumber);
  return fields;
}

function complete() {
  return report(form, [
    ["consent", consent.checked ? "" : CONSENT_WANTED],
    ["name", typed(name) ? "" : "请输入真实姓名"],
    ["idNumber", typed(idNumber) || savedNumber ? "" : "请输入身份证号码"],
    ...sides.problems(),
  ]);
}

async function save() {
  clearErrors(form);
  tell("");
  if (!consented()) return;
  try {
    const saved = await call("POST", "identify/save", filled());
    idNumber.value = "";
    showSavedNumber(saved.idNumber);
    tell("草稿已保存");
  } catch (failure) {
    await failed(failure);
  }
}

async function submit() {
  tell("");
  try {
    await show(await call("POST", "identify/submit", filled()));
    consent.checked = false;
    document.getElementById("certify-title").focus();
  } catch (failure) {
    await failed(failure);
  }
}

async function failed(failure) {
  showFailure(form, failure);
  if (MOVED_ON.includes(failure.code)) await show((await call("GET", "identify")).person);
}

function tell(text) {
  byData("saved", form).textContent = text;
}
