// Lists that go on from a place: nothing is skipped or shown twice, whatever changes meanwhile.

import { byData } from "./dom.js";

/** The query for up to `size` entries behind the place `after`, null for the start. */
export function stretch(after, size, filters = {}) {
  return new URLSearchParams({ ...filters, after: after ?? "", pageSize: size });
}

/** Run `work`, and say beside the list `name` what goes wrong. True if nothing did. */
export async function attempt(name, work) {
  const problem = byData(`${name}-problem`);
  problem.textContent = "";
  try {
    await work();
    return true;
  } catch (failure) {
    problem.textContent = failure.message;
    return false;
  }
}
