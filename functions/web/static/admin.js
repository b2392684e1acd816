// Certifications, for administrators: the latest run, the records, and who looked at them.

import { startAccesses } from "./accesses.js";
import { call } from "./api.js";
import { byData } from "./dom.js";
import { offerLogout, showSystem } from "./head.js";
import { startRecord } from "./record.js";
import { startRecords } from "./records.js";
import { startRuns } from "./runs.js";

showSystem();
offerLogout(show);
byData("reload").addEventListener("click", () => location.reload());
load();

async function load() {
  try {
    const { roles } = await call("GET", "security");
    if (roles.includes("super")) await start();
    else deny();
  } catch (failure) {
    show(failure);
    byData("reload").hidden = false;
  } finally {
    byData("loading").hidden = true;
  }
}

async function start() {
  const accesses = startAccesses();
  const open = startRecord({
    looked: accesses.renew, changed: (item) => records.replace(item), closed: (id) => records.focus(id),
  });
  const records = startRecords(open);
  await Promise.all([startRuns(records.renew), records.renew()]);
  byData("content").hidden = false;
}

// The server refuses everything else anyway; this says it in words.
function deny() {
  byData("denied").hidden = false;
  document.getElementById("denied-title").focus();
}

function show(failure) {
  byData("problem").textContent = failure.message;
}
