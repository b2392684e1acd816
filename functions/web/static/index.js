// One's own account: certification, messages, security.

import { call, system } from "./api.js";
import { startCertifications } from "./certifications.js";
import { byData, facts } from "./dom.js";
import { offerLogout, showSystem } from "./head.js";
import { awaitMessage, showMessages } from "./messages.js";
import { moment } from "./words.js";

const problem = byData("problem");

showSystem();
load();
byData("reload").addEventListener("click", () => location.reload());
offerLogout(show);

async function load() {
  try {
    await Promise.all([startCertifications(awaitMessage), showMessages(), showSecurity()]);
    byData("content").hidden = false;
  } catch (failure) {
    show(failure);
    byData("reload").hidden = false;
  } finally {
    byData("loading").hidden = true;
  }
}

function show(failure) {
  problem.textContent = failure.message;
}

async function showSecurity() {
  const found = await call("GET", "security");
  byData("admin").hidden = !found.roles.includes("super");
  facts(byData("security"), [
    ["系统", system],
    ["手机号", found.phone],
    ["邮箱", found.email ?? "未绑定"],
    ["上次登录", moment(found.lastLogin)],
  ]);
}
