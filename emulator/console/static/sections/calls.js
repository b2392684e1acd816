// Calls that cost money or reach a person in the real cloud.

import { call } from "../api.js";
import { badge, byId, fill, moment, row } from "../dom.js";
import { t } from "../words.js";

const SHOWN = 500;

export const calls = {
  async refresh() {
    fill(byId("calls-list"), (await call(`calls?last=${SHOWN}`)).reverse(), line, "none");
  },
};

function line(one) {
  const result = badge(t(one.ok ? "ok" : "failed"), one.ok ? "good" : "bad");
  return row(moment(one.at), one.service, one.operation, one.mark, result, one.billed ? badge(t("billed")) : "");
}
