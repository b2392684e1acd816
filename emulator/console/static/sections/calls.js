// Calls that cost money or reach a person in the real cloud.

import { call } from "../api.js";
import { badge, byId, fill, moment, row } from "../dom.js";
import { t } from "../words.js";

export const calls = {
  async refresh() {
    fill(byId("calls-list"), (await call("calls")).reverse(), line, "none");
  },
};

function line(one) {
  return row(moment(one.at), one.service, one.operation, badge(t(one.ok ? "ok" : "failed"), one.ok ? "good" : "bad"));
}
