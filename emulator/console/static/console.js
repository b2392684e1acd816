// The console: one section at a time, named by the address's hash. The local cloud tells what has changed, and what is
// shown of that is asked for again.

import { ApiError, GoneError } from "./api.js";
import { startLanguage, startTheme } from "./appearance.js";
import { showHelp } from "./dialog.js";
import { byId, make, toast } from "./dom.js";
import { tick } from "./format.js";
import { showSigns, startSigns, tellTime } from "./head.js";
import { icon } from "./icons.js";
import { buildNav, isUnfolded, mark, unfold } from "./nav.js";
import { addresses } from "./sections/addresses.js";
import { calls } from "./sections/calls.js";
import { clock } from "./sections/clock.js";
import { cost } from "./sections/cost.js";
import { faults } from "./sections/faults.js";
import { functions } from "./sections/functions.js";
import { invocations } from "./sections/invocations.js";
import { objects } from "./sections/objects.js";
import { outbox } from "./sections/outbox.js";
import { overview } from "./sections/overview.js";
import { redis } from "./sections/redis.js";
import { registry } from "./sections/registry.js";
import { samples } from "./sections/samples.js";
import { snapshots } from "./sections/snapshots.js";
import { tables } from "./sections/tables.js";
import { timers } from "./sections/timers.js";
import { follow } from "./live.js";
import { forget } from "./store.js";
import { t } from "./words.js";

// What nobody rings for ages too: keys expire, a real Redis tells nothing.
const LOOK_AGAIN_MS = 10_000;
// Topic → what changes with it under a name of its own.
const ALONG_WITH = { cost: ["calls"], invocations: ["functions"] };
const GROUPS = [
  ["groupLive", [overview, invocations, outbox, timers]],
  ["groupData", [objects, tables, redis]],
  ["groupWorld", [clock, faults, registry, samples]],
  ["groupCloud", [cost, calls, functions, snapshots, addresses, { id: "apiDocs", href: "/api-docs" }]],
];
const SECTIONS = new Map(GROUPS.flatMap(([, sections]) => sections).filter((one) => one.build).map((one) => [one.id, one]));
const built = new Set();

const currentId = () => (SECTIONS.has(location.hash.slice(1)) ? location.hash.slice(1) : overview.id);
const current = () => SECTIONS.get(currentId());

function show() {
  const id = currentId();
  if (!built.has(id)) {
    built.add(id);
    const place = make("section", { id, "aria-labelledby": `${id}-title`, class: current().wide ? "wide" : null });
    place.append(
      make("h1", { id: `${id}-title`, tabindex: "-1", t: id }), make("p", { class: "lead", t: `${id}Lead` }));
    byId("main").append(place);
    current().build(place, look);
  }
  for (const one of built) byId(one).hidden = one !== id;
  mark(id);
}

let looking = null;
let again = false;

// Ask for what is shown, once at a time; whoever asks meanwhile is served by one more look.
async function look() {
  if (looking) {
    again = true;
    return looking;
  }
  looking = (async () => {
    do {
      again = false;
      await lookOnce();
    } while (again);
  })();
  try {
    await looking;
  } finally {
    looking = null;
  }
}

async function lookOnce() {
  try {
    await showSigns();
    await current().refresh?.();
    tick();
  } catch (error) {
    // That the cloud is gone the stream of changes notices by itself.
    if (error instanceof ApiError) toast(error.message);
    else if (!(error instanceof GoneError)) throw error;
  }
}

function hear(topics) {
  forget([...topics, ...topics.flatMap((topic) => ALONG_WITH[topic] ?? [])]);
  look();
}

function step(by) {
  const ids = [...SECTIONS.keys()];
  location.hash = ids[(ids.indexOf(currentId()) + by + ids.length) % ids.length];
}

function press(event) {
  if (event.key === "Escape" && isUnfolded()) unfold(false);
  if (event.key === "Escape" && !byId("dialog").open) current().escape?.();
  if (event.ctrlKey || event.metaKey || event.altKey || byId("dialog").open) return;
  if (event.target.closest("input, select, textarea")) return;
  const act = {
    "/": () => byId(currentId()).querySelector("[type=search]")?.focus(),
    "?": () => showHelp(t("shortcuts")),
    "[": () => step(-1),
    "]": () => step(1),
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

startLanguage(() => {
  for (const id of built) SECTIONS.get(id).relabel?.();
  look();
});
startTheme();
buildNav(GROUPS);
startSigns();
byId("help").append(icon("help"));
byId("help").addEventListener("click", () => showHelp(t("shortcuts")));
show();
window.addEventListener("hashchange", () => {
  show();
  byId(`${currentId()}-title`).focus({ preventScroll: true });
  scrollTo(0, 0);
  look();
});
document.addEventListener("keydown", press);
document.querySelector(".skip").addEventListener("click", (event) => {
  // The address's hash names the section; it must not name a place within the page.
  event.preventDefault();
  byId("main").focus();
});
follow(hear, () => {
  forget();
  look();
});
setInterval(() => {
  tellTime();
  tick();
  if (built.has(currentId())) current().tick?.();
}, 1000);
setInterval(() => {
  if (document.hidden || byId("link").dataset.state !== "live") return;
  forget(current().topics ?? []);
  look();
}, LOOK_AGAIN_MS);
