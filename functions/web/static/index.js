import { call, system, upload, uploadPolicy } from "./api.js";
import { busy, clearErrors, notice, report, showError, showFailure, showSystem } from "./form.js";

const STATES = { UNAUTHEN: "未认证", AUTHEN: "审核中", PASS: "已通过", UNPASS: "未通过", EXPIRED: "已过期" };
const MAX_BYTES = 10 * 1024 * 1024;
const POLL_MS = 4000;
const PAGE_SIZE = 10;

const form = document.getElementById("certify");
const uploaded = { identity1: false, identity2: false };
let draftNumber = null;
let state = null;
let page = 1;

showSystem();
start();

async function start() {
  try {
    await Promise.all([showCertification(), showMessages(), showSecurity()]);
  } catch (failure) {
    stop(failure);
  }
}

function stop(failure) {
  if (failure.status === 401) return location.replace("login.html");
  notice(failure.message);
}

function facts(place, rows) {
  place.replaceChildren(...rows.filter(([, value]) => value).flatMap(([term, value]) => {
    const dt = document.createElement("dt");
    const dd = document.createElement("dd");
    dt.textContent = term;
    dd.textContent = value;
    return [dt, dd];
  }));
}

function when(iso) {
  return iso ? new Date(iso).toLocaleString("zh-CN", { dateStyle: "medium", timeStyle: "short" }) : "";
}

async function showCertification() {
  const { person } = await call("GET", "identify");
  const changed = state !== null && state !== person.status;
  state = person.status;
  const badge = document.querySelector("[data-state]");
  badge.textContent = STATES[state];
  badge.className = `state ${state}`;
  document.querySelector("[data-reason]").textContent = state === "UNPASS" ? person.reason ?? "" : "";
  const locked = state === "AUTHEN" || state === "PASS";
  facts(document.querySelector("[data-facts]"), locked ? [
    ["姓名", person.name], ["身份证号码", person.idNumber], ["提交时间", when(person.submittedAt)],
    ["审核时间", when(person.decidedAt)], ["证件有效期至", when(person.expiresAt)],
  ] : []);
  if (!locked && form.hidden) await showDraft();
  form.hidden = locked;
  if (state === "AUTHEN") setTimeout(poll, POLL_MS);
  if (changed) await showMessages();
}

async function poll() {
  if (document.hidden) return document.addEventListener("visibilitychange", poll, { once: true });
  try {
    await showCertification();
  } catch (failure) {
    if (failure.status === 401) return stop(failure);
    setTimeout(poll, POLL_MS);
  }
}

async function showDraft() {
  const draft = await call("GET", "identify/get?type=person");
  form.elements.name.value = draft.name ?? "";
  draftNumber = draft.idNumber;
  document.getElementById("idNumber-hint").textContent = draftNumber ? `已保存 ${draftNumber}，不修改可留空` : "";
  for (const [slot, there] of Object.entries(draft.pictures)) markUploaded(slot, there, there ? "已上传" : "");
}

function markUploaded(slot, there, text) {
  uploaded[slot] = there;
  document.querySelector(`[data-slot=${slot}]`).classList.toggle("done", there);
  document.getElementById(`${slot}-status`).textContent = text;
}

for (const side of document.querySelectorAll("[data-slot]")) {
  side.querySelector("input").addEventListener("change", (event) => send(side, event.target));
}

async function send(side, input) {
  const slot = side.dataset.slot;
  const [file] = input.files;
  const bar = side.querySelector("progress");
  if (!file) return;
  showError(form, slot, "");
  if (!["image/jpeg", "image/png"].includes(file.type)) return showError(form, slot, "请选择 JPG 或 PNG 照片");
  if (file.size > MAX_BYTES) return showError(form, slot, "照片不能超过 10 MB");
  preview(side.querySelector("img"), file);
  markUploaded(slot, false, "正在上传…");
  bar.hidden = false;
  bar.value = 0;
  try {
    await upload(await uploadPolicy(slot, file.type), file, (part) => { bar.value = Math.round(part * 100); });
    markUploaded(slot, true, "上传成功");
  } catch (failure) {
    if (failure.status === 401) return stop(failure);
    markUploaded(slot, false, "");
    showError(form, slot, failure.message);
  } finally {
    bar.hidden = true;
    input.value = "";
  }
}

function preview(image, file) {
  if (image.src) URL.revokeObjectURL(image.src);
  image.src = URL.createObjectURL(file);
  image.alt = "所选照片预览";
  image.hidden = false;
}

function typed() {
  const fields = { type: "person" };
  const name = form.elements.name.value.trim();
  const number = form.elements.idNumber.value.trim();
  if (name) fields.name = name;
  if (number) fields.idNumber = number;
  return fields;
}

form.querySelector("[data-save]").addEventListener("click", (event) => busy(event.target, async () => {
  const saved = document.querySelector("[data-saved]");
  clearErrors(form);
  saved.textContent = "";
  try {
    await call("POST", "identify/save", typed());
    saved.textContent = "草稿已保存";
  } catch (failure) {
    failed(failure);
  }
}));

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const fine = report(form, [
    ["name", form.elements.name.value.trim() ? "" : "请输入真实姓名"],
    ["idNumber", form.elements.idNumber.value.trim() || draftNumber ? "" : "请输入身份证号码"],
    ["identity1", uploaded.identity1 ? "" : "请上传人像面照片"],
    ["identity2", uploaded.identity2 ? "" : "请上传国徽面照片"],
    ["consent", form.elements.consent.checked ? "" : "提交前需要您的同意"],
  ]);
  if (!fine) return;
  busy(form.querySelector("[type=submit]"), async () => {
    try {
      await call("POST", "identify/submit", typed());
      await showCertification();
      document.getElementById("certify-title").scrollIntoView();
    } catch (failure) {
      failed(failure);
    }
  });
});

function failed(failure) {
  if (failure.status === 401) stop(failure);
  else showFailure(form, failure);
}

async function showMessages() {
  page = 1;
  const list = document.querySelector("[data-messages]");
  list.replaceChildren();
  await addMessages();
}

async function addMessages() {
  const found = await call("GET", `message?curPage=${page}&pageSize=${PAGE_SIZE}`);
  document.querySelector("[data-messages]").append(...found.list.map(row));
  document.querySelector("[data-no-messages]").hidden = found.pagination.totalSize > 0;
  document.querySelector("[data-more]").hidden = page >= found.pagination.totalPage;
}

function row(message) {
  const item = document.createElement("li");
  const title = document.createElement("h3");
  const text = document.createElement("p");
  const time = document.createElement("time");
  title.textContent = message.title;
  text.textContent = message.text;
  time.textContent = when(message.at);
  time.dateTime = message.at;
  item.append(title, text, time);
  if (!message.read) item.append(readButton(item, message));
  return item;
}

function readButton(item, message) {
  const button = document.createElement("button");
  item.classList.add("unread");
  button.type = "button";
  button.className = "link";
  button.textContent = "标为已读";
  button.setAttribute("aria-label", `将“${message.title}”标为已读`);
  button.addEventListener("click", () => busy(button, async () => {
    try {
      await call("POST", `message/read/${message.id}`);
      item.classList.remove("unread");
      button.remove();
    } catch (failure) {
      stop(failure);
    }
  }));
  return button;
}

document.querySelector("[data-more]").addEventListener("click", (event) => busy(event.target, async () => {
  page += 1;
  try {
    await addMessages();
  } catch (failure) {
    stop(failure);
  }
}));

async function showSecurity() {
  const found = await call("GET", "security");
  facts(document.querySelector("[data-security]"), [
    ["系统", system], ["手机号", found.phone], ["邮箱", found.email ?? "未绑定"], ["上次登录", when(found.lastLogin) || "—"],
  ]);
}

document.querySelector("[data-logout]").addEventListener("click", (event) => busy(event.target, async () => {
  try {
    await call("POST", "login/logout");
    location.replace("login.html");
  } catch (failure) {
    notice(failure.message);
  }
}));
