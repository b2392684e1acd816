// Whom the identity service knows.

import { call } from "../api.js";
import { byId, fill, row } from "../dom.js";
import { t } from "../words.js";

export const registry = {
  async refresh() {
    const { persons, companies } = await call("registry");
    fill(byId("registry-persons"), persons, (one) => row(one.name, one.number), "none");
    fill(byId("registry-companies"), companies, (one) => row(one.name, one.code, one.legal, t(`status_${one.status}`)), "none");
  },
};
