// Both certifications of an account, and a watch on what is under review.

import { call } from "./api.js";
import { certification } from "./certification.js";

// Each question costs an invocation and a review may take days, so the page asks less and less often.
const [FIRST_MS, SLOWER, LAST_MS] = [2000, 1.2, 60000];

const status = { person: null, company: null };
const show = { person: certification("person", refresh), company: certification("company", refresh) };
let onDecided = null;
let wait = FIRST_MS;
let timer = 0;

/** Show both certifications; `decided` is called when a review ends while the page is open. */
export async function startCertifications(decided) {
  onDecided = decided;
  await refresh();
  document.addEventListener("visibilitychange", ask);
}

async function refresh() {
  const found = await call("GET", "identify");
  const kinds = Object.keys(status);
  const ended = kinds.some((kind) => status[kind] === "AUTHEN" && found[kind].status !== "AUTHEN");
  const begun = kinds.some((kind) => status[kind] !== "AUTHEN" && found[kind].status === "AUTHEN");
  for (const kind of kinds) status[kind] = found[kind].status;
  await show.person(found.person, true);
  await show.company(found.company, found.person.status === "PASS");
  if (ended) onDecided();
  if (begun) {
    wait = FIRST_MS;
    askLater();
  }
}

function askLater() {
  clearTimeout(timer);
  timer = setTimeout(ask, wait);
}

async function ask() {
  if (document.hidden || !Object.values(status).includes("AUTHEN")) return;
  wait = Math.min(wait * SLOWER, LAST_MS);
  try {
    await refresh();
  } catch {
    // A line that is down for a while is no news; the next question follows.
  }
  askLater();
}
