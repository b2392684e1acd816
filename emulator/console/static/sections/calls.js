// Calls that cost money or reach a person in the real cloud.

import { call } from "../api.js";
import { badge, byId, fill, moment, row } from "../dom.js";
import { t } from "../words.js";

let shown = "";

export const calls = {
  async refresh() {
    const list = (await call("calls")).reverse();
    const state = JSON.stringify(list);
    if (state === shown) return;
    shown = state;
    const line = (one) => row(
      moment(one.at), one.service, one.operation, badge(t(one.ok ? "ok" : "failed"), one.ok ? "good" : "bad"));
    fill(byId("calls-list"), list.map(line), "none");
  },

  relabel() {
    shown = "";
  },
};
