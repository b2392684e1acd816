// What ran: one fold per invocation, its log inside.

import { call } from "../api.js";
import { badge, byId, fill, make, moment } from "../dom.js";
import { t } from "../words.js";

const MOST_SHOWN = 200;
let known = [];

export const invocations = {
  start() {
    byId("invocations-filter").addEventListener("input", draw);
    byId("invocations-failed").addEventListener("change", draw);
    byId("invocations-filter").form.addEventListener("submit", (event) => event.preventDefault());
  },

  async refresh() {
    known = await call("invocations");
    draw();
  },
};

function draw() {
  const words = byId("invocations-filter").value.trim().toLowerCase();
  const failedOnly = byId("invocations-failed").checked;
  const wanted = known
    .filter((one) => [one.function, one.trigger, one.status, one.path].join(" ").toLowerCase().includes(words))
    .filter((one) => !failedOnly || failed(one))
    .slice(0, MOST_SHOWN);
  fill(byId("invocations-list"), wanted, fold, "invocationsNone");
}

const failed = (one) => one.status >= 400 || Boolean(one.error);

function fold(one) {
  return make("li", {}, make("details", {},
    make("summary", {},
      make("strong", {}, one.function),
      badge(one.trigger),
      badge(String(one.status), failed(one) ? "bad" : "good"),
      make("span", { class: "muted" }, `${one.cold ? t("cold") : t("warm")} · ${Math.round(one.ms ?? 0)} ms`),
      moment(one.at)),
    make("p", { class: "muted mono" }, [one.method, one.path, one.error, one.id].filter(Boolean).join(" · ")),
    make("pre", { tabindex: "0" }, one.log || t("noLog"))));
}
