// Whom the identity service knows.

import { call } from "../api.js";
import { byId, fill, row } from "../dom.js";

let shown = "";

export const registry = {
  async refresh() {
    const known = await call("registry");
    const state = JSON.stringify(known);
    if (state === shown) return;
    shown = state;
    fill(byId("registry-persons"), known.persons.map((one) => row(one.name, one.number)), "none");
    fill(byId("registry-companies"), known.companies.map((one) => row(one.name, one.code, one.legal)), "none");
  },

  relabel() {
    shown = "";
  },
};
