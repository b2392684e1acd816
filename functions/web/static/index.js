// One's own account: certification, messages, security.

import { call, system } from "./api.js";
import { startCertification } from "./certification.js";
import { byData, facts } from "./dom.js";
import { busy, showSystem } from "./form.js";
import { awaitMessage, showMessages } from "./messages.js";
import { moment } from "./words.js";

const problem = byData("problem");

showSystem();
load();
byData("reload").addEventListener("click", () => location.reload());
byData("logout").addEventListener("click", (event) => busy(event.target, logout));
window.addEventListener("pageshow", (event) => {
  // "Back" may bring the page up from memory after somebody has signed out.
  if (event.persisted) location.reload();
});

async function load() {
  try {
    await Promise.all([startCertification(awaitMessage), showMessages(), showSecurity()]);
    byData("content").hidden = false;
  } catch (failure) {
    show(failure);
    byData("reload").hidden = false;
  } finally {
    byData("loading").hidden = true;
  }
}

async function logout() {
  try {
    await call("POST", "login/logout");
    location.replace("login.html");
  } catch (failure) {
    show(failure);
  }
}

function show(failure) {
  problem.textContent = failure.message;
}

async function showSecurity() {
  const found = await call("GET", "security");
  facts(byData("security"), [
    ["系统", system],
    ["手机号", found.phone],
    ["邮箱", found.email ?? "未绑定"],
    ["上次登录", moment(found.lastLogin)],
  ]);
}
