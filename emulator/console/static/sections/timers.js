// Functions with a timer: when they run next, and a button to run them now.

import { call } from "../api.js";
import { attempt, badge, byId, fill, make, moment, toast } from "../dom.js";
import { t } from "../words.js";

export const timers = {
  async refresh() {
    fill(byId("timers-list"), await call("timers"), card, "timersNone");
  },
};

function card(timer) {
  const button = make("button", { type: "button", class: "primary" }, t("fire"));
  button.setAttribute("aria-label", `${t("fire")} ${timer.function}`);
  button.addEventListener("click", () => attempt(button, null, async () => {
    await call(`timers/${encodeURIComponent(timer.function)}/fire`, { method: "POST" });
    toast(t("fired", { text: timer.function }));
  }));
  return make("li", { class: "card split" },
    make("div", {},
      make("strong", {}, timer.function),
      make("p", { class: "mono" }, timer.cron),
      timer.next
        ? make("p", { class: "muted" }, `${t("next")} `, moment(timer.next))
        : badge(t("off"))),
    button);
}
