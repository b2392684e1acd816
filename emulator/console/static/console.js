// The console: one section at a time, named by the address's hash; what is shown is asked for again and again.

import { call } from "./api.js";
import { attempt, byId, toast } from "./dom.js";
import { startLanguage } from "./language.js";
import { addresses } from "./sections/addresses.js";
import { calls } from "./sections/calls.js";
import { clock, showTime } from "./sections/clock.js";
import { armed, faults } from "./sections/faults.js";
import { invocations } from "./sections/invocations.js";
import { outbox } from "./sections/outbox.js";
import { registry } from "./sections/registry.js";
import { samples } from "./sections/samples.js";
import { timers } from "./sections/timers.js";
import { t } from "./words.js";

const REFRESH_MS = 1500;
const SECTIONS = { outbox, timers, clock, faults, invocations, calls, samples, registry, addresses, reset: {} };

const current = () => (location.hash.slice(1) in SECTIONS ? location.hash.slice(1) : "outbox");

function show() {
  for (const id of Object.keys(SECTIONS)) byId(id).hidden = id !== current();
  for (const link of document.querySelectorAll("nav a")) {
    const chosen = link.hash === `#${current()}`;
    if (chosen) {
      link.setAttribute("aria-current", "page");
      link.scrollIntoView({ block: "nearest", inline: "center" });
    } else {
      link.removeAttribute("aria-current");
    }
  }
}

async function refresh() {
  if (document.hidden) return;
  try {
    const shown = SECTIONS[current()];
    await Promise.all([showTime(), armed(), outbox.refresh(), shown !== outbox && shown.refresh?.()]);
    byId("offline").hidden = true;
  } catch {
    byId("offline").hidden = false;
  }
}

async function refreshForever() {
  await refresh();
  setTimeout(refreshForever, REFRESH_MS);
}

function startReset() {
  const dialog = byId("reset-dialog");
  byId("reset-ask").addEventListener("click", () => {
    dialog.returnValue = "no";
    dialog.showModal();
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return;
    attempt(byId("reset-ask"), byId("reset-error"), async () => {
      toast(t("resetting"));
      await call("reset", { method: "POST" });
      toast(t("resetDone"));
      await refresh();
    });
  });
}

startLanguage(() => {
  for (const section of Object.values(SECTIONS)) section.relabel?.();
  refresh();
});
startReset();
for (const section of Object.values(SECTIONS)) section.start?.(refresh);
show();
window.addEventListener("hashchange", () => {
  show();
  byId(`${current()}-title`).focus({ preventScroll: true });
  scrollTo(0, 0);
  refresh();
});
document.addEventListener("visibilitychange", refresh);
refreshForever();
